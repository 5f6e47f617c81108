package registrar

import (
	"testing"

	"valurna/ballot/kind"
)

// While a ballot closes, whoever has collected a token is asked whether the vote
// is in, on that person's own desk and on no other.
func TestWhoseTokenIsOutIsSaidOnThatPersonsDeskAloneAndOnlyWhileItCloses(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	w.vote(2, id, kind.Choice{Blank: true})
	out := func(person int) bool { return w.View(w.role(person)).Ballots[0].TokenOut }
	for person := 1; person <= 3; person++ {
		if out(person) {
			t.Errorf("the desk of person %d tells of a token while the ballot is open", person)
		}
	}
	w.do(1, "ballot close "+id)
	for person, want := range map[int]bool{1: false, 2: true, 3: false} {
		if out(person) != want {
			t.Errorf("while it closes the desk of person %d says %v", person, !want)
		}
	}
	if w.View(role{kind: kindObserver}).Ballots[0].TokenOut {
		t.Error("an observer is told whose token is out")
	}
}
