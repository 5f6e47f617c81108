package registrar

import (
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/server/wire"
)

// selfCheck is the registrar's newest report and when it came.
func (w *town) selfCheck() (wire.SelfCheck, time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.selfcheck, w.selfcheckAt
}

func TestTheRegistrarKeepsTheUrnsNewestSelfCheckAndWhenItCame(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	if got, at := w.selfCheck(); got != (wire.SelfCheck{}) || !at.IsZero() {
		t.Fatalf("before any report: %+v at %s", got, at)
	}
	link := w.dial("urn", w.link)
	changed := w.Changed()
	first := wire.SelfCheck{NoLogin: wire.SelfYes, NoAddress: wire.SelfYes, NoOrder: wire.SelfYes, OneBallot: wire.SelfYes, Apart: wire.SelfYes, Spent: wire.SelfYes}
	second := first
	second.Spent = wire.SelfNo
	for _, report := range []wire.SelfCheck{first, second} {
		w.ahead.Add(60)
		early := w.now()
		if err := wire.Call(t.Context(), link, wire.CmdSelfCheck, report, new(wire.Done)); err != nil {
			t.Fatal(err)
		}
		if got, at := w.selfCheck(); got != report || at.Before(early) || at.After(w.now()) {
			t.Fatalf("kept %+v of %s", got, at)
		}
	}
	select {
	case <-changed:
		t.Error("a report has woken the screens")
	default:
	}
	_, came := w.selfCheck()
	w.ahead.Add(60)
	whole := string(canon.MustMarshal(first))
	for _, bad := range []string{"", "{}", whole + whole, `{"no_login":"yes"}`, string(canon.MustMarshal(wire.SelfCheck{Apart: "of course"}))} {
		_, err := link.Run(t.Context(), wire.CmdSelfCheck, []byte(bad))
		refused(t, err, "message")
	}
	if got, at := w.selfCheck(); got != second || !at.Equal(came) {
		t.Errorf("a malformed report changed it to %+v of %s", got, at)
	}
	w.restart()
	if got, at := w.selfCheck(); got != (wire.SelfCheck{}) || !at.IsZero() {
		t.Errorf("after a restart an old report still stands: %+v of %s", got, at)
	}
}

func TestNobodyButTheUrnSendsASelfCheck(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	for name, signer := range map[string]gossh.Signer{"trustee": w.signer(manifest.ByTrustee("anna")), "observer": nil} {
		user := name
		if signer == nil {
			user = wire.UserObserver
		}
		c := w.dial(user, signer)
		if _, err := c.Run(t.Context(), wire.CmdSelfCheck, canon.MustMarshal(wire.SelfCheck{})); err == nil {
			t.Errorf("a %s's report is taken", name)
		}
	}
	member := w.dial("x", w.people[1])
	if _, err := member.Run(t.Context(), wire.CmdSelfCheck, canon.MustMarshal(wire.SelfCheck{})); err == nil {
		t.Error("a member's report is taken")
	}
	if _, at := w.selfCheck(); !at.IsZero() {
		t.Error("it was kept")
	}
}
