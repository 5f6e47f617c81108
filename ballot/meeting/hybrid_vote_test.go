package meeting_test

import (
	"slices"
	"testing"

	"valurna/ballot/meeting"
)

// voting is a council in the middle of a vote that one of those elsewhere, 4 and 5, has
// moved and the other asked for.
func voting(t *testing.T) *hybrid {
	h := underWay(t)
	h.says(1, "item begin 1")
	h.says(4, "motion main Bygg bron")
	h.says(1, "item debated")
	h.says(1, "question 1")
	h.says(1, "question approved")
	h.says(1, "acclaim no")
	h.says(5, "vote ask")
	h.says(1, "vote open")
	return h
}

func TestRoomAndRemoteVoteByTheSameWords(t *testing.T) {
	h := voting(t)
	for _, person := range []int{2, 3, 4, 5, 1} {
		h.says(person, "vote yes")
	}
	h.says(1, "vote result")
	it, _ := h.ItemState(1)
	if it.Stage != meeting.Decided || len(it.Votes[0].Casts) != 5 {
		t.Errorf("%+v", it)
	}
}

func TestALineThatStaysLostDoesNotHoldAVoteForEver(t *testing.T) {
	h := voting(t)
	h.says(2, "vote no")
	h.says(5, "remote lost")
	h.saysInVain(3, "vote no", "A14", "person 5")
	h.saysInVain(1, "vote for 3 no", "A14", "person 5")
	h.saysInVain(1, "remote absent p5", "frozen", "vote 1 runs")
	h.says(1, "vote void")
	h.says(1, "remote absent p5")
	h.sees(4)
	h.goesOn()
	h.says(1, "vote open")
	v, _ := h.OpenVote()
	if want := []meeting.Voter{{Seat: 2, Person: 2}, {Seat: 3, Person: 3}, {Seat: 4, Person: 4}, {Seat: 1, Person: 1}}; !slices.Equal(v.Roll, want) || len(v.Casts) != 0 {
		t.Errorf("%+v", v)
	}
}
