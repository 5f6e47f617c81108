package meeting_test

import (
	"fmt"
	"testing"

	"valurna/ballot/meeting"
)

func TestEveryoneSeesEveryone(t *testing.T) {
	// Each single cell keeps a meeting from deciding.
	for _, pair := range [][2]int{{0, 4}, {0, 5}, {4, 0}, {4, 5}, {5, 0}, {5, 4}} {
		h := underWay(t)
		by := pair[0]
		if by == 0 {
			by = chairPerson
		}
		h.enter(&meeting.RemoteSees{Person: pair[0], Of: pair[1], OK: false, By: by})
		names := map[int]string{0: "the room", 4: "person 4", 5: "person 5"}
		h.halts("A03", fmt.Sprintf("%s has not confirmed to see and hear %s", names[pair[0]], names[pair[1]]))
		if from, of, missing := h.MissingSight(); !missing || from != pair[0] || of != pair[1] {
			t.Errorf("missing %d %d %v, want %v", from, of, missing, pair)
		}
		h.enter(&meeting.RemoteSees{Person: pair[0], Of: pair[1], OK: true, By: by})
		h.goesOn()
		if _, _, missing := h.MissingSight(); missing {
			t.Error("a pair is missing")
		}
	}
}

func TestARowIsTheWordOfItsOwn(t *testing.T) {
	h := underWay(t)
	for _, e := range []meeting.RemoteSees{
		{Person: 4, Of: 5, By: 5}, {Person: 4, Of: 0, By: chairPerson}, {Person: 4, Of: 5},
		{Person: 0, Of: 4, By: 4}, {Person: 0, Of: 4, By: h.secretary}, {Person: 0, Of: 4},
	} {
		rule := "A03"
		if e.Person == 0 && e.By == 4 {
			rule = "A11"
		}
		h.refused(rule, "", &e)
	}
	h.saysInVain(4, "room sees p5 no", "A11", "person 4 is not in the room")
	h.refused("A03", "themselves", &meeting.RemoteSees{Person: 4, Of: 4, OK: true, By: 4})
	h.saysInVain(chairPerson, "room sees room", "A03", "themselves")
}

func TestTheMatrixIsOfThoseWhoAreIdentified(t *testing.T) {
	h := underWay(t)
	h.saysInVain(4, "remote sees p2", "A13", "person 2")
	h.saysInVain(chairPerson, "remote sees room", "A13", "person 1")
	h.saysInVain(chairPerson, "room sees 99", "presence", "no seat 99")
	h.saysInVain(6, "remote sees all", "A13", "person 6")
}

func TestSayingTheSameTwiceIsNothingNew(t *testing.T) {
	h := underWay(t)
	h.saysInVain(4, "remote sees room", "remote", "already")
	h.saysInVain(4, "remote sees all", "remote", "already")
	h.says(4, "remote sees room no")
	h.saysInVain(4, "remote sees room no", "remote", "already")
	h.says(4, "remote sees all")
	h.goesOn()
	h.saysInVain(4, "remote sees room maybe", "usage", "no, or nothing")
}

func TestTheMatrixNamesEveryPair(t *testing.T) {
	h := underWay(t)
	cells := h.Matrix()
	if len(cells) != 3*2 {
		t.Fatalf("%d cells of 3 parties", len(cells))
	}
	for _, c := range cells {
		if !c.OK || !c.Fresh || c.At == 0 {
			t.Errorf("%+v", c)
		}
	}
	h.says(4, "remote lost")
	for _, c := range h.Matrix() {
		if c.Fresh {
			t.Errorf("fresh after a loss: %+v", c)
		}
	}
	cells[0].OK = false // a copy
	if h.Matrix()[0] == cells[0] {
		t.Error("the matrix can be changed from outside")
	}
}

func TestAMeetingInOneRoomNeedsNoMatrix(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.sits(1, 2, 3)
	h.says(chairPerson, "meeting open")
	h.goesOn()
	if err := h.MatrixComplete(); err != nil {
		t.Error(err)
	}
}
