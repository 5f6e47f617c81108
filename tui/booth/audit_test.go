package booth

import (
	"errors"
	"slices"
	"testing"

	"valurna/ballot/view"
	"valurna/tui/screentest"
	"valurna/tui/words"
)

// sealedPaper comes as far as the code.
func sealedPaper(t *testing.T, u *urn) (*screentest.Driver, words.Booth) {
	t.Helper()
	d, w := enter(t, u)
	d.Press("1", "enter", "enter", "enter")
	d.Until(w.CodeTitle, code)
	return d, w
}

func (u *urn) audited() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.audits
}

func TestATestWarnsSaysThatNothingIsInAndBeginsAfresh(t *testing.T) {
	u := newUrn(visit(1, 4))
	d, w := sealedPaper(t, u)
	d.Press(w.TestKey)
	d.Until(w.AuditTitle, w.NotIn)
	if n := u.audited(); n != 0 {
		t.Fatalf("opened before the warning was read: %d", n)
	}
	d.Press(w.OpenKey)
	d.Until(w.TestedTitle, w.NotIn, code, "valurna audit", "Åsa Öberg")
	d.Press("enter")
	d.Until(w.ChooseTitle)
	if d.Has("(X)") {
		t.Error("the fresh ballot paper is marked")
	}
	d.Press("2", "enter", "enter", "enter")
	d.Until(w.CodeTitle)
	d.Press("y")
	d.Until(w.DoneTitle)
	casts, sealed := u.count()
	if casts != 1 || u.audited() != 1 || len(sealed) != 2 || !slices.Equal(sealed[1].Options, []int{1}) {
		t.Errorf("%d casts, %d tests, sealed %v", casts, u.audited(), sealed)
	}
}

// Neither key does the work of the other.
func TestHasteNeitherOpensWhatIsToBeCastNorCastsWhatIsToBeOpened(t *testing.T) {
	u := newUrn(visit(1, 4))
	d, w := sealedPaper(t, u)
	for _, k := range []string{"o", "enter", "space"} {
		d.Press(k)
		d.Until(w.CodeTitle)
	}
	d.Press("t")
	for _, k := range []string{"y", "t", "enter", "space", "1"} {
		d.Press(k)
		d.Until(w.AuditTitle)
	}
	if casts, _ := u.count(); casts != 0 || u.audited() != 0 {
		t.Fatalf("%d casts, %d tests", casts, u.audited())
	}
	d.Press("esc")
	d.Until(w.CodeTitle)
	d.Press("y")
	d.Until(w.DoneTitle)
}

func TestATestThatFailsNeverSaysThatTheVoteIsIn(t *testing.T) {
	refusal := &view.Problem{Code: "audit-full", Text: "As many tests were made.", Next: "Cast."}
	for name, cause := range map[string]error{"refused": refusal, "no answer": errors.New("the line dropped")} {
		u := newUrn(visit(1, 4))
		u.auditErr = cause
		d, w := sealedPaper(t, u)
		d.Press("t", "o")
		d.Until("try again", w.NotIn, "Your vote is NOT in.")
		d.Press("enter")
		d.Until("try again")
		if n := u.audited(); n != 2 {
			t.Errorf("%s: tried %d times", name, n)
		}
		d.Press("esc")
		d.Until(w.ReviewTitle)
		d.Press("enter")
		d.Until(w.CodeTitle) // sealed afresh
		d.Press("y")
		d.Until(w.DoneTitle)
	}
}

func TestLeavingAfterATestSaysThatTheVoteIsNotIn(t *testing.T) {
	u := newUrn(visit(1, 4))
	d, w := sealedPaper(t, u)
	d.Press("t", "o")
	d.Until(w.TestedTitle)
	d.Press("q")
	d.Until(w.LeaveTitle, "Your vote is NOT in.")
	d.Press("esc")
	d.Until(w.TestedTitle)
	// The vote closes meanwhile: what the test needs stays until it has been read.
	u.set(func(u *urn) { u.visit.Phase = view.PhaseCounting })
	d.Until(w.TestedTitle, code)
	d.Press("enter")
	d.Until(w.ClosedTitle)
}
