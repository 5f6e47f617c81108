package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/verify"
	"valurna/ballot/view"
	"valurna/server/durable"
	"valurna/server/member"
	"valurna/server/wire"
)

// Phase is one part of the evening and how long it took.
type Phase struct {
	Ballot  string  `json:"ballot"` // "" outside a ballot
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
}

// Outcome of a headless evening. CloseToVerified is, for each ballot, the
// seconds from the chair's close to the verified bundle, less grace and check
// window.
type Outcome struct {
	Members         int       `json:"members"`
	Remote          int       `json:"remote"`
	Rehearsal       bool      `json:"rehearsal"`
	Secret          bool      `json:"secret"`
	Manifest        string    `json:"manifest"` // path
	Words           string    `json:"words"`
	Bundles         []string  `json:"bundles"` // paths
	Phases          []Phase   `json:"phases"`
	CloseToVerified []float64 `json:"close_to_verified"`
}

// evening is a meeting in progress, seen from its simulated members.
type evening struct {
	town    *Town
	out     string
	say     func(format string, a ...any)
	journal *member.Journal
	seats   []*member.Member // in seat order; the first is the chair
	outcome Outcome
	mark    time.Time
}

func (e *evening) phase(ballot, name string) {
	now := time.Now()
	seconds := now.Sub(e.mark).Seconds()
	e.outcome.Phases = append(e.outcome.Phases, Phase{ballot, name, seconds})
	if ballot != "" {
		name = "ballot " + ballot + ": " + name
	}
	e.say("%-52s %8.2f s", name, seconds)
	e.mark = now
}

// Headless holds the meeting from the ceremony to the verified bundles, which it
// writes to out.
func (t *Town) Headless(ctx context.Context, out string, say func(format string, a ...any)) (*Outcome, error) {
	e := &evening{town: t, out: out, say: say, mark: time.Now()}
	hash, err := t.Signed.Manifest.Hash()
	if err != nil {
		return nil, err
	}
	e.outcome = Outcome{
		Members: t.Members, Remote: t.Remote, Rehearsal: t.Signed.Manifest.Rehearsal,
		Manifest: filepath.Join(out, "manifest"), Words: manifest.Words(hash), Bundles: []string{},
	}
	data, err := t.Signed.Encode()
	if err != nil {
		return nil, err
	}
	if err := durable.Write(e.outcome.Manifest, data); err != nil {
		return nil, err
	}
	end, err := e.gather(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	var items []int
	err = e.journal.Await(ctx, func(s *journal.State, _ int64) bool {
		for _, it := range s.Items() {
			if it.Contest != nil {
				items = append(items, it.Item)
			}
		}
		return true
	})
	for _, item := range items {
		if err == nil {
			err = e.ballot(ctx, item)
		}
	}
	if err == nil {
		_, err = e.seats[0].Act(ctx, "meeting", "close")
	}
	return &e.outcome, err
}

// ballot holds one ballot from the chair's key press to the observer's verdict.
func (e *evening) ballot(ctx context.Context, item int) error {
	chair := e.seats[0]
	if err := retry(ctx, func() error {
		_, err := chair.Act(ctx, "ballot", "open", strconv.Itoa(item))
		return err
	}); err != nil {
		return err
	}
	id, err := chair.AwaitOpen(ctx, item)
	if err != nil {
		return err
	}
	e.phase(id, "defined, signed, cosigned, open")
	if err := e.vote(ctx, id); err != nil {
		return err
	}
	e.phase(id, fmt.Sprintf("%d votes cast, each with a receipt", len(e.seats)))
	if _, err := chair.Act(ctx, "ballot", "close", id); err != nil {
		return err
	}
	closed := time.Now()
	if err := e.until(ctx, id, journal.Stopped); err != nil {
		return err
	}
	e.phase(id, "closed; grace")
	if err := e.until(ctx, id, journal.Sealed); err != nil {
		return err
	}
	e.phase(id, "counts reconciled, sealed")
	if err := e.check(ctx, id); err != nil {
		return err
	}
	if err := e.until(ctx, id, journal.Decrypting); err != nil {
		return err
	}
	e.phase(id, "check window; own ballots found")
	if err := e.until(ctx, id, journal.Decided); err != nil {
		return err
	}
	e.phase(id, "decrypted by the trustees, counted")
	if err := e.drawTie(ctx, id); err != nil {
		return err
	}
	if err := retry(ctx, func() error {
		_, err := chair.Act(ctx, "ballot", "certify", id)
		return err
	}); err != nil {
		return err
	}
	if err := e.observe(ctx, id); err != nil {
		return err
	}
	e.phase(id, "certified, bundle published and verified")
	waits := float64(e.town.Grace + e.town.Window)
	e.outcome.CloseToVerified = append(e.outcome.CloseToVerified, time.Since(closed).Seconds()-waits)
	return nil
}

// drawTie has the chair draw lots, if the last place is tied.
func (e *evening) drawTie(ctx context.Context, id string) error {
	due := false
	if err := e.journal.Await(ctx, func(s *journal.State, _ int64) bool {
		_, due = s.TieDraw(s.Ballot(id))
		return true
	}); err != nil || !due {
		return err
	}
	if err := retry(ctx, func() error {
		_, err := e.seats[0].Act(ctx, "ballot", "lot", id)
		return err
	}); err != nil {
		return err
	}
	if err := e.journal.Await(ctx, func(s *journal.State, _ int64) bool { return s.Tie(s.Ballot(id)).Drawn() != nil }); err != nil {
		return err
	}
	e.phase(id, "tie drawn by lot")
	return nil
}

// until waits for a phase of a ballot.
func (e *evening) until(ctx context.Context, id string, phase journal.Phase) error {
	var void *journal.Void
	err := e.journal.Await(ctx, func(s *journal.State, _ int64) bool {
		b := s.Ballot(id)
		void = b.Void
		return void != nil || b.Phase >= phase
	})
	if err == nil && void != nil {
		return fmt.Errorf("the ballot is void: %s", void.Reason)
	}
	return err
}

// observe fetches the bundle as anybody can, without a key, writes it to out and
// verifies it against the manifest.
func (e *evening) observe(ctx context.Context, id string) error {
	r := e.town.Signed.Manifest.Registrar
	c, err := wire.Dial(ctx, r.Address, r.HostKey, wire.UserObserver)
	if err != nil {
		return err
	}
	defer c.Close()
	var data []byte
	if err := retry(ctx, func() (err error) {
		data, err = c.Run(ctx, wire.Command(wire.CmdBundle, id, "--json"), nil)
		return err
	}); err != nil {
		return err
	}
	path := filepath.Join(e.out, id+".valurna")
	if err := durable.Write(path, data); err != nil {
		return err
	}
	b, err := bundle.Read(bytes.NewReader(data))
	if err != nil {
		return err
	}
	signed, err := e.town.Signed.Encode()
	if err != nil {
		return err
	}
	report := verify.Verify(b, verify.FileAnchor(signed))
	if report.Verdict != verify.Valid {
		return fmt.Errorf("the bundle is %s: %s", report.Verdict, report.Failed())
	}
	e.outcome.Secret = report.Secret
	e.outcome.Bundles = append(e.outcome.Bundles, path)
	return nil
}

// retry repeats what is refused only because something is not ready yet.
func retry(ctx context.Context, f func() error) error {
	t := time.NewTicker(20 * time.Millisecond)
	defer t.Stop()
	for {
		err := f()
		var p *view.Problem
		if err == nil || !errors.As(err, &p) || p.Code != "no-bundle" && p.Code != "busy" && p.Code != "not-ready" {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-t.C:
		}
	}
}
