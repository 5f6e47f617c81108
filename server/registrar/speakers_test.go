package registrar

import (
	"fmt"
	"slices"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/roll"
	"valurna/ballot/view"
)

// debating is a town in the debate on an item.
func debating(t testing.TB, change ...func(*roll.Source)) *town {
	w := newTown(t, append(change, func(s *roll.Source) {
		s.Items = append(s.Items, roll.Item{Title: "Budget", Class: journal.ClassDecision})
	})...)
	w.start()
	for seat := 1; seat <= seats-1; seat++ {
		w.do(seat, "checkin room")
	}
	w.do(1, "meeting open")
	w.says(1, "item begin 3")
	return w
}

func TestTheDesksShowTheSpeakersListAlsoAfterARestart(t *testing.T) {
	t.Parallel()
	w := debating(t)
	if l := w.view(1).Speakers; l.Floor != nil || l.Waiting == nil || len(l.Waiting) > 0 || l.Line {
		t.Errorf("nobody has asked: %+v", l)
	}
	w.says(2, "speak ask")
	w.says(3, "speak ask")
	w.says(1, "speak give")
	w.says(4, "speak ask reply")
	w.says(1, "speak line")
	w.saysInVain(4, "speak ask", "speak")
	w.saysInVain(4, "speak give", "not-chair")
	w.says(1, "speak give")
	w.says(1, fmt.Sprintf("speak give p%d", seats+1)) // the secretary, who has no seat
	w.says(4, "speak ask order")
	before := w.view(3).Speakers
	if f := before.Floor; f == nil || f.Name != "Sonja Skrivare" || f.Seat != 0 || f.Kind != "speech" || f.Asked != 0 || f.Since == 0 {
		t.Errorf("%+v", f)
	}
	if got := before.Waiting; len(got) != 2 || got[0].Person != 4 || got[0].Kind != "order" || got[0].Name != "Disa Ledamot" ||
		got[1].Person != 3 || got[1].Seat != 3 || got[1].Kind != "speech" || got[1].Asked == 0 || got[1].Since != 0 || !before.Line {
		t.Errorf("%+v", before)
	}
	w.restart()
	after := w.view(3).Speakers
	if *after.Floor != *before.Floor || !slices.Equal(after.Waiting, before.Waiting) || after.Line != before.Line {
		t.Errorf("%+v\nbefore the restart\n%+v", after, before)
	}
	public := w.View(role{kind: kindObserver}).Speakers
	if public.Floor.Name != "" || public.Floor.Person != seats+1 || public.Waiting[0].Name != "" || public.Waiting[0].Seat != 4 {
		t.Errorf("an observer sees %+v", public)
	}
	w.says(1, "item aside")
	if l := w.view(3).Speakers; l.Floor != nil || len(l.Waiting) > 0 || l.Line {
		t.Errorf("after the item: %+v", l)
	}
}

// BenchmarkDeskOfSpeakers makes the desk of one person as it is sent, in a body of a
// thousand, of whom nobody or 300 have asked for the floor.
func BenchmarkDeskOfSpeakers(b *testing.B) {
	const all, speakers = 1000, 300
	w := debating(b, func(s *roll.Source) {
		for seat := seats + 1; seat <= all; seat++ {
			s.Members = append(s.Members, roll.Member{Name: fmt.Sprintf("Ledamot %d", seat), Seat: seat, Offices: []string{}, Keys: []string{sshLine(newSigner())}})
		}
	})
	for person := seats + 1; person <= all; person++ {
		if err := w.CheckIn(person, person, "room"); err != nil {
			b.Fatal(err)
		}
	}
	desk := func(b *testing.B) {
		for b.Loop() {
			if _, err := canon.Marshal(w.View(w.role(2))); err != nil {
				b.Fatal(err)
			}
		}
	}
	list := func() view.Speakers { return w.View(w.role(2)).Speakers }
	b.Run("0", desk)
	for person := all - speakers + 1; person <= all; person++ {
		if _, err := w.Act(b.Context(), role{kind: kindPerson, person: person}, "speak", "ask"); err != nil {
			b.Fatal(err)
		}
	}
	if n := len(list().Waiting); n != speakers {
		b.Fatalf("%d wait", n)
	}
	b.Run("300", desk)
	b.Run("ask", func(b *testing.B) {
		for b.Loop() {
			for _, words := range []string{"ask", "drop"} {
				if _, err := w.Act(b.Context(), role{kind: kindPerson, person: 1}, "speak", words); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
