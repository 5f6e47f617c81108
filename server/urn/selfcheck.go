package urn

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"valurna/server/wire"
)

// The urn looks at itself at these intervals at least, so that two reports are never
// more than a minute apart, and no look takes longer than lookTime.
const (
	selfEvery = 30 * time.Second
	lookTime  = 20 * time.Second
)

// selfAudit asks, of the running urn, what the guarantee gate needs to know (G14, G16,
// G19). Each answer comes from a look at the thing itself; none is a claim. What cannot
// be looked at is wire.SelfUnknown, which the gate takes for a no.
type selfAudit struct {
	u       *urn
	at      []string       // both addresses, as they listen
	program string         // SHA-256 of the running program
	most    map[string]int // kept ballots, at the look that found most of them
	said    string         // what was logged last
}

// standing is what a look is due after a change of.
type standing struct {
	link   *wire.Client
	phases string
}

// watchSelf looks when the addresses are served, at each new link to the registrar, at
// each change of a ballot's phase, and again at fixed intervals, so that no look tells
// of a ballot's arrival.
func (u *urn) watchSelf(ctx context.Context, at []string, again <-chan time.Time) {
	a := &selfAudit{u: u, at: at, program: programHash(os.Executable), most: map[string]int{}}
	changes := u.news.join()
	defer u.news.leave(changes)
	var last standing
	for due := true; ; {
		if now, linked := u.standing(); due || linked && now != last {
			due = false
			if linked {
				last = now // what nobody was told is due again once there is a link
			}
			a.tell(ctx, a.look(ctx), linked)
		}
		select {
		case <-ctx.Done():
			return
		case _, more := <-changes:
			if !more {
				return
			}
		case <-again:
			due = true
		}
	}
}

// standing says also whether the registrar can be told.
func (u *urn) standing() (now standing, linked bool) {
	c, err := u.link.get()
	var phases strings.Builder
	for _, b := range u.due() {
		fmt.Fprintf(&phases, "%s %s\n", b.Definition.Ballot, b.Phase)
	}
	u.mu.RLock()
	defer u.mu.RUnlock()
	return standing{c, phases.String()}, err == nil && u.live && u.fault == nil
}

// finding is what one look has found, and why what could not be found out.
type finding struct {
	wire.SelfCheck
	err error
}

// look asks every question once.
func (a *selfAudit) look(ctx context.Context) finding {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	f := finding{SelfCheck: wire.SelfCheck{Program: a.program}}
	put := func(into *string) func(string, error) {
		return func(answer string, err error) {
			*into = answer
			f.err = errors.Join(f.err, err)
		}
	}
	put(&f.NoLogin)(a.noLogin(ctx))
	noAddress, noOrder, err := a.store(ctx)
	put(&f.NoAddress)(both(noAddress, quietLogs(a.u.log, slog.Default())), err)
	f.NoOrder = noOrder
	put(&f.OneBallot)(a.oneBallot(ctx))
	put(&f.Apart)(apart(a.u.config.Dir))
	put(&f.Spent)(a.spent(ctx))
	return f
}

// tell sends the finding, and logs what is not as it should be once. A report that does
// not arrive is followed by the next.
func (a *selfAudit) tell(ctx context.Context, f finding, linked bool) {
	if ctx.Err() != nil {
		return // a look that was broken off found nothing out
	}
	if linked {
		_ = a.u.link.call(ctx, wire.CmdSelfCheck, f.SelfCheck, new(wire.Done))
	}
	failed := strings.Join(f.failed(), " ")
	if failed == a.said {
		return
	}
	a.said = failed
	if failed == "" {
		a.u.log.Info("the self-check holds again")
		return
	}
	a.u.log.Warn("the self-check does not hold", "failed", failed, "err", f.err)
}

// failed names the questions that were not answered with yes.
func (f *finding) failed() []string {
	var out []string
	for _, q := range []struct{ name, answer string }{
		{"no_login", f.NoLogin}, {"no_address", f.NoAddress}, {"no_order", f.NoOrder},
		{"one_ballot", f.OneBallot}, {"apart", f.Apart}, {"spent", f.Spent},
	} {
		if q.answer != wire.SelfYes {
			out = append(out, q.name)
		}
	}
	if f.Program == "" {
		out = append(out, "program")
	}
	return out
}

func yesIf(holds bool) string {
	if holds {
		return wire.SelfYes
	}
	return wire.SelfNo
}

// both is yes if both answers are, and no if either is.
func both(a, b string) string {
	switch {
	case a == wire.SelfNo || b == wire.SelfNo:
		return wire.SelfNo
	case a == wire.SelfYes && b == wire.SelfYes:
		return wire.SelfYes
	}
	return wire.SelfUnknown
}

// quietLogs says whether every logger goes through Quiet: this package's own, and
// slog's default, into which the libraries below log a visitor's address if they panic.
func quietLogs(logs ...*slog.Logger) string {
	for _, l := range logs {
		if !withholds(l.Handler()) {
			return wire.SelfNo
		}
	}
	return wire.SelfYes
}

// noLogin goes to both addresses as a visitor.
func (a *selfAudit) noLogin(ctx context.Context) (string, error) {
	if len(a.at) != 2 {
		return wire.SelfUnknown, fmt.Errorf("urn: %d addresses are served, not two", len(a.at))
	}
	booth, err := letsIn(ctx, a.at[0], a.u.manifest.Urn.HostKey)
	cast, other := letsIn(ctx, a.at[1], a.u.manifest.Urn.HostKey)
	return both(booth, cast), errors.Join(err, other)
}

// programHash is the SHA-256 of the file that path names, "" if it cannot be read.
func programHash(path func() (string, error)) string {
	name, err := path()
	if err != nil {
		return ""
	}
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}
