package urn

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/server/keeper"
	"valurna/server/wire"
)

// shown is a screen that does nothing but hold the visit open.
type shown struct{}

func (shown) Init() tea.Cmd                         { return nil }
func (s shown) Update(tea.Msg) (tea.Model, tea.Cmd) { return s, nil }
func (shown) View() tea.View                        { return tea.NewView("the booth") }

// inProcess is an urn whose visitors a test can speak for.
type inProcess struct {
	m        *meeting
	visitors chan *Visitor
	log      *bytes.Buffer
	skip     atomic.Int64 // seconds that its clock is ahead
	end      func()
}

// lockedWriter lets a test read a log only after the urn has ended.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// shortSlot keeps tests from waiting for a visit's end.
const shortSlot = 5 * beat

func runInProcess(t *testing.T, m *meeting, change ...func(*Config)) *inProcess {
	t.Helper()
	p := &inProcess{m: m, visitors: make(chan *Visitor, 64), log: new(bytes.Buffer)}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	config := Config{
		Dir: m.dir, Manifest: filepath.Join(m.dir, "manifest"), Log: slog.New(slog.NewTextHandler(&lockedWriter{w: p.log}, nil)),
		Screens: func(v *Visitor) tea.Model { p.visitors <- v; return shown{} },
		Turn:    turn,
		Slot:    shortSlot,
		Lookup:  func(ballot, code string) string { return "find " + ballot + " " + code },
		Now:     func() time.Time { return time.Now().Add(time.Duration(p.skip.Load()) * time.Second) },
	}
	for _, f := range change {
		f(&config)
	}
	go func() { done <- Run(ctx, config) }()
	p.end = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		p.end()
		c := keeper.At(m.dir)
		held, _ := c.List()
		for _, ballot := range held {
			_ = c.Erase(ballot)
		}
		_ = c.Stop()
		if t.Failed() {
			t.Log(p.log.String())
		}
	})
	return p
}

// visit goes to the hosted booth with a handle; "" has neither handle nor ballot.
func (p *inProcess) visit(name string) (*Visitor, *gossh.Session) {
	p.m.t.Helper()
	return p.visitTo(name, ballotID)
}

func (p *inProcess) visitTo(name, ballot string) (*Visitor, *gossh.Session) {
	p.m.t.Helper()
	visit := &wire.Visit{}
	if name != "" {
		visit = &wire.Visit{Handle: handle(name), Ballot: ballot}
	}
	c, err := p.m.jump(p.m.signed.Manifest.Urn.Booth, wire.UserBallot, visit)
	must(p.m.t, err)
	p.m.t.Cleanup(func() { c.Close() })
	s, err := c.NewSession()
	must(p.m.t, err)
	shell(p.m.t, s)
	select {
	case v := <-p.visitors:
		return v, s
	case <-time.After(10 * time.Second):
		p.m.t.Fatal("no booth opened within 10 s")
	}
	return nil, nil
}

// shell opens a terminal whose input stays open.
func shell(t *testing.T, s *gossh.Session) {
	t.Helper()
	_, err := s.StdinPipe()
	must(t, err)
	must(t, s.RequestPty("xterm", 24, 80, gossh.TerminalModes{}))
	must(t, s.Shell())
}

func handle(name string) []byte { return append(make([]byte, wire.HandleSize-1), name[0]) }

// ready waits until the visitor can vote.
func (p *inProcess) ready(v *Visitor) {
	p.m.t.Helper()
	p.m.eventually(func() bool {
		b, err := v.Visit()
		return err == nil && b.Phase == view.PhaseOpen && !b.In
	}, "the visitor is shown an open ballot")
}

func code(err error) string {
	var p *view.Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return fmt.Sprint(err)
}

func TestAVisitorVotesOnceHoweverOftenTheVisitIsRepeated(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	v, _ := p.visit("anna")
	p.ready(v)
	if _, err := v.Cast(t.Context()); code(err) != "not-sealed" {
		t.Fatalf("cast before anything was sealed: %v", err)
	}
	first, err := v.Seal(kind.Choice{Options: []int{0}}, "blåbär")
	must(t, err)
	second, err := v.Seal(kind.Choice{Options: []int{1}}, "blåbär")
	must(t, err)
	if first == second {
		t.Fatal("two sealings show one code")
	}
	// Another visit of the same member, at once.
	w, _ := p.visit("anna")
	_, err = w.Seal(kind.Choice{Options: []int{2}}, "")
	must(t, err)
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i, visitor := range []*Visitor{v, w} {
		wg.Go(func() { _, errs[i] = visitor.Cast(t.Context()) })
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || errs[0] != nil && code(errs[0]) != "other-ballot" || errs[1] != nil && code(errs[1]) != "other-ballot" {
		t.Fatalf("two ballots of one member at once: %v, %v", errs[0], errs[1])
	}
	for _, visitor := range []*Visitor{v, w} {
		if b, err := visitor.Visit(); err != nil || !b.In {
			t.Fatalf("the vote is not shown as in: %+v, %v", b, err)
		}
	}
	winner := v
	if errs[0] != nil {
		winner = w
	}
	done, err := winner.Cast(t.Context())
	if err != nil || done.Code == "" || done.Lookup != "find "+ballotID+" "+done.Code {
		t.Fatalf("casting again: %+v, %v", done, err)
	}
	if _, err := winner.Seal(kind.Choice{Blank: true}, ""); code(err) != "in" {
		t.Fatalf("sealing after the vote: %v", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.tokens) != 1 {
		t.Fatalf("%d handles asked for tokens", len(m.tokens))
	}
}

func TestAVisitorWhoseUrnDiedAfterTheTokenGetsTheSameToken(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	v, _ := p.visit("anna")
	p.ready(v)
	_, err := v.Seal(kind.Choice{Options: []int{0}}, "")
	must(t, err)
	blinded, err := v.booth.Request()
	must(t, err)
	_, err = m.issue(canon.Hex(handle("anna")).String(), blinded) // and then the urn dies
	must(t, err)
	p.end()
	again := runInProcess(t, m)
	w, _ := again.visit("anna")
	again.ready(w)
	_, err = w.Seal(kind.Choice{Options: []int{1}}, "")
	must(t, err)
	if _, err := w.Cast(t.Context()); err != nil {
		t.Fatalf("after a restart the registrar refused: %v", err)
	}
}

func TestTheGraceLetsVotersFinishAndThenNothingIsAccepted(t *testing.T) {
	m := newMeeting(t, 600)
	p := runInProcess(t, m)
	m.open()
	v, _ := p.visit("anna")
	late, _ := p.visit("bo")
	p.ready(v)
	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	var b view.BoothVisit
	m.eventually(func() bool {
		var err error
		b, err = v.Visit()
		return err == nil && b.Phase == view.PhaseClosing
	}, "the visitor sees that the ballot closes")
	if left := time.Until(time.Unix(b.Deadline, 0)); left < 500*time.Second || left > 601*time.Second {
		t.Fatalf("%v are left of 600 s", left)
	}
	for _, visitor := range []*Visitor{v, late} {
		_, err := visitor.Seal(kind.Choice{Options: []int{1}}, "")
		must(t, err)
	}
	if _, err := v.Cast(t.Context()); err != nil {
		t.Fatalf("within the grace: %v", err)
	}
	m.mu.Lock()
	m.lastTime += 601
	m.mu.Unlock()
	p.skip.Store(601)
	m.await(journal.Stopped)
	if _, err := late.Cast(t.Context()); code(err) != "closed" {
		t.Fatalf("after the grace: %v", err)
	}
	if n := m.ballot().Stop.Cast; n != 1 {
		t.Fatalf("%d ballots are in", n)
	}
	// The urn reads its own stop in the journal a moment after all others may.
	m.eventually(func() bool {
		b, err := late.Visit()
		return err != nil || b.Phase != view.PhaseClosing
	}, "the visitor sees that the ballot is stopped")
	if _, err := late.Seal(kind.Choice{Blank: true}, ""); code(err) != "closed" {
		t.Fatalf("sealing after the grace: %v", err)
	}
}

func TestAVisitorIsToldOfChangesAndOfTheEnd(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	v, _ := p.visit("anna")
	m.open()
	seen := view.Phase("")
	for seen != view.PhaseOpen {
		select {
		case <-v.Changed():
			b, _ := v.Visit()
			seen = b.Phase
		case <-time.After(10 * time.Second):
			t.Fatalf("no change was told; the ballot is %q", seen)
		}
	}
	p.end()
	for open := true; open; {
		select {
		case _, open = <-v.Changed():
		case <-time.After(10 * time.Second):
			t.Fatal("the end was not told")
		}
	}
}

func TestWithoutABallotAVisitorIsShownNone(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	v, _ := p.visit("")
	if b, err := v.Visit(); err != nil || b.Ballot != "" || !b.Hosted || b.Body != "Exempelby" {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, err := v.Seal(kind.Choice{Blank: true}, ""); code(err) != "ballot" {
		t.Fatalf("sealed for no ballot: %v", err)
	}
	// Nobody can vote in a visit that began before, so it says when to come again.
	if b, err := v.Visit(); err != nil || b.Again {
		t.Fatalf("a ballot has opened: %+v, %v", b, err)
	}
	m.open()
	w, _ := p.visit("anna")
	p.ready(w)
	if b, err := v.Visit(); err != nil || !b.Again || b.Ballot != "" {
		t.Fatalf("no ballot has opened: %+v, %v", b, err)
	}
	if b, err := w.Visit(); err != nil || b.Again {
		t.Fatalf("a visit to the open ballot is sent away: %+v, %v", b, err)
	}
}

func TestTheChairsCountHoldsNumbersOnly(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	v, _ := p.visit("anna")
	p.ready(v)
	for i := range 2 {
		m.cast(m.voter(fmt.Sprint("voter ", i), i))
	}
	// As the tender does every 10 s, whether anything came or not.
	v.urn.reportAll(t.Context(), map[string]*task{ballotID: {}})
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.reports) != 1 || m.reports[0] != (wire.CountReport{Ballot: ballotID, Cast: 2}) {
		t.Fatalf("reported %+v", m.reports)
	}
}

func TestATrialIsVotedInLikeABallotAndShownAsATrial(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.openOn(journal.TrialItem)
	v, _ := p.visitTo("anna", "0-1")
	p.ready(v)
	b, err := v.Visit()
	must(t, err)
	if !b.Trial || !b.Rehearsal || b.Title != journal.TrialTitle || b.Ballot != "0-1" {
		t.Errorf("%+v", b)
	}
	_, err = v.Seal(kind.Choice{Options: []int{2}}, "")
	must(t, err)
	if _, err := v.Cast(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b, err := v.Visit(); err != nil || !b.In {
		t.Errorf("%+v, %v", b, err)
	}
	m.add(journal.TypeVoid, journal.Void{Ballot: "0-1", Reason: "enough tried"})
	m.open()
	w, _ := p.visit("bo")
	p.ready(w)
	if b, err := w.Visit(); err != nil || b.Trial || b.In {
		t.Errorf("a ballot after the trial: %+v, %v", b, err)
	}
}
