package booth

import (
	"strings"
	"testing"
	"time"

	"valurna/tui/screentest"
	"valurna/tui/style"
	"valurna/tui/words"
)

// timed is a booth whose clock the test turns.
func timed(t *testing.T, u *urn, now *time.Time) (*screentest.Driver, *Model, words.Booth) {
	t.Helper()
	m := New(u, words.Pick("en"), func() time.Time { return *now }, func(int) int { return 0 }).(*Model)
	d, w := screentest.New(t, m, 80, 24), words.Pick("en").Booth
	d.Until(w.WelcomeTitle)
	return d, m, w
}

func TestAHostedVisitEndsByItselfOnceTheVoteIsIn(t *testing.T) {
	v := visit(1, 4)
	v.Hosted, v.Slot = true, 30
	now := clock
	d, m, w := timed(t, newUrn(v), &now)
	d.Press("enter", "1", "enter", "enter", "enter")
	d.Until(w.CodeTitle)
	d.Press("y")
	d.Until(w.DoneTitle, w.DoneLeave)
	now = now.Add(afterVote - time.Second)
	d.Send(idleMsg{})
	if d.Quit {
		t.Fatal("the visit ended before its time")
	}
	now = now.Add(time.Second)
	d.Send(idleMsg{})
	d.UntilQuit()
	for _, text := range []string{w.DoneTitle, code, words.Fill(w.Tail, "seconds", 30)} {
		if !strings.Contains(strings.ReplaceAll(m.Farewell(), "\n", " "), text) {
			t.Errorf("%q is not left on the terminal:\n%s", text, m.Farewell())
		}
	}
}

func TestAHostedVisitWithoutKeysEndsAndSaysThatNothingIsIn(t *testing.T) {
	v := visit(1, 4)
	v.Hosted, v.Slot = true, 30
	now := clock
	d, m, w := timed(t, newUrn(v), &now)
	d.Press("enter", "1")
	now = now.Add(idleWarn)
	d.Send(idleMsg{})
	d.Until(w.IdleSoon)
	d.Press("2")
	if d.Has(w.IdleSoon) {
		t.Error("a key does not keep the booth open")
	}
	now = now.Add(idleEnd)
	d.Send(idleMsg{})
	d.UntilQuit()
	plain := words.Pick("en").Plain
	for _, text := range []string{w.IdleEnded, plain.LeftNothing} {
		if !strings.Contains(strings.ReplaceAll(m.Farewell(), "\n", " "), text) {
			t.Errorf("%q is not left on the terminal:\n%s", text, m.Farewell())
		}
	}
	for _, line := range strings.Split(m.Farewell(), "\n") {
		if style.Width(line) > 80 {
			t.Errorf("a line is broken by the terminal: %q", line)
		}
	}
	if strings.Contains(m.Farewell(), "Søren") {
		t.Error("the choice is left on the terminal")
	}
}

func TestABoothOfOnesOwnWaits(t *testing.T) {
	now := clock
	d, m, _ := timed(t, newUrn(visit(1, 4)), &now)
	now = now.Add(24 * time.Hour)
	d.Press("enter")
	if d.Quit || m.endsSoon() || strings.Contains(m.Farewell(), "seconds") {
		t.Error("an own booth has an end or a line of its own")
	}
}
