package join

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/tui/booth"
	"valurna/tui/screentest"
	"valurna/tui/words"
)

const (
	code  = "7K3M-Q9TX-2B4N-HJ8C-VW5R-0ZPD-6E1F-YASG"
	title = "Val av ordförande"
)

var clock = time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)

// home is a member's backend that a test steers.
type home struct {
	mu       sync.Mutex
	line     view.Line
	in       bool
	sealed   []kind.Choice
	open     int // visits under way
	ticks    []chan struct{}
	commands []string
}

func (h *home) View() (view.Desk, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	b := view.Ballot{Ballot: "3-1", Item: 3, Title: title, Phase: view.PhaseOpen, Eligible: true,
		Contest: kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Åsa Öberg", "Søren Kjær"}}}
	d := view.Desk{Body: "Exempelby", Meeting: "möte", State: "open", Me: view.Person{Person: 2, Name: "Bo Ek", Seat: 2, Present: true, Place: "remote"}}
	d.Booth.Ballot = "3-1"
	if h.in {
		b.Own = view.OwnIn
	} else {
		d.Steps = []view.Step{{ID: view.StepVote, Lead: true, Args: []string{"vote", "3-1"}, Ballot: "3-1"}}
	}
	d.Ballots = []view.Ballot{b}
	return d, nil
}

func (h *home) Watch() (<-chan struct{}, func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	ch := make(chan struct{}, 1)
	h.ticks = append(h.ticks, ch)
	return ch, func() {}
}

func (h *home) Changed() <-chan struct{} { ch, _ := h.Watch(); return ch }

func (h *home) set(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
	for _, ch := range h.ticks {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

func (h *home) Line() view.Line { h.mu.Lock(); defer h.mu.Unlock(); return h.line }

func (h *home) Run(_ context.Context, args ...string) (view.Reply, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.commands = append(h.commands, strings.Join(args, " "))
	return view.Reply{OK: true, Code: "checked-out"}, nil
}

func (h *home) Booth(string) (booth.Backend, func()) {
	h.set(func() { h.open++ })
	return own{h}, func() { h.set(func() { h.open-- }) }
}

type own struct{ *home }

func (o own) Visit() (view.BoothVisit, error) {
	d, _ := o.View()
	b := d.Ballots[0]
	return view.BoothVisit{Body: d.Body, Ballot: b.Ballot, Title: b.Title, Contest: b.Contest, Threshold: 2, Phase: b.Phase, In: b.Own == view.OwnIn}, nil
}

func (o own) Seal(c kind.Choice, _ string) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sealed = append(o.sealed, c)
	return code, nil
}

func (o own) Audit(context.Context) (view.AuditDone, error) { return view.AuditDone{Code: code}, nil }

func (o own) Cast(context.Context) (view.CastDone, error) {
	o.set(func() { o.in = true })
	return view.CastDone{Code: code}, nil
}

func window(t *testing.T, h *home, lang string, width, height int) *screentest.Driver {
	return screentest.New(t, New(h, words.Pick(lang), func() time.Time { return clock }), width, height)
}

func TestOneWindowLeadsFromTheDeskThroughTheBoothAndBack(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, size := range [][2]int{{80, 24}, {40, 24}} {
			h, w := &home{}, words.Pick(lang)
			d := window(t, h, lang, size[0], size[1])
			golden := func(page string) { d.Golden(fmt.Sprintf("%s.%s.%d", page, lang, size[0])) }
			d.Until(w.Join.Banner, words.Fill(w.Join.Asks, "title", title))
			golden("vote")
			d.Press("?")
			d.Until(w.Help.Title, strings.Join(strings.Fields(w.Join.Help)[:8], " "))
			d.Press("esc")
			d.Until(words.Fill(w.Join.Asks, "title", title))
			d.Press("enter")
			d.Until(w.Join.Banner, w.Booth.WelcomeTitle)
			golden("welcome")
			d.Press("enter", "2", "enter", "enter", "enter")
			d.Until(w.Booth.CodeTitle)
			d.Press(w.Keys.Confirm)
			d.Until(w.Join.Banner, w.Booth.DoneTitle, w.Join.DoneLeave)
			golden("done")
			d.Press("q")
			d.Until(w.Join.Banner, words.Fill(w.Join.In, "title", title), w.Join.OwnIn)
			golden("in")
			d.UntilTrue("the visit has ended", func() bool { h.mu.Lock(); defer h.mu.Unlock(); return h.open == 0 })
			if d.Quit || len(h.sealed) != 1 || len(h.commands) != 0 {
				t.Errorf("quit %v, %d sealed, commands %q", d.Quit, len(h.sealed), h.commands)
			}
			d.Press("q")
			d.UntilQuit()
		}
	}
}

func TestLeavingTheBoothAsksFirstAndEndsNoWindow(t *testing.T) {
	h, w := &home{}, words.Pick("sv")
	d := window(t, h, "sv", 80, 24)
	d.Until("> Rösta nu")
	d.Press("enter")
	d.Until(w.Booth.WelcomeTitle)
	d.Press("enter", "1", "l", "ctrl+c")
	da := words.Pick("da")
	d.Until(da.Booth.LeaveTitle)
	d.Press(da.Booth.DropKey)
	d.Until(words.Fill(da.Join.Asks, "title", title)) // in the language chosen last
	if d.Quit || h.in {
		t.Errorf("quit %v, cast %v", d.Quit, h.in)
	}
}

func TestWhatMustNotBeOverlookedStandsOverEveryPage(t *testing.T) {
	h, w := &home{}, words.Pick("en")
	d := window(t, h, "en", 80, 24)
	d.Until("Vote now")
	h.set(func() { h.line.Touch = true })
	d.Until(w.Join.Touch)
	d.Press("enter")
	d.Until(w.Booth.WelcomeTitle, w.Join.Touch)
	h.set(func() { h.line = view.Line{Missing: []string{title}, Distrust: "the journal breaks a rule"} })
	d.Until(words.Fill(w.Join.Missing, "title", title), words.Fill(w.Join.Distrust, "error", "the journal breaks a rule"))
	if d.Has(w.Join.Touch) {
		t.Error("the key no longer waits")
	}
}

func TestAWindowOfAnySizeIsDrawnInIt(t *testing.T) {
	h := &home{line: view.Line{Missing: []string{title, title}, Touch: true}}
	d := window(t, h, "sv", 80, 24)
	d.Until("Rösta nu")
	for _, size := range [][2]int{{40, 16}, {40, 17}, {41, 19}, {80, 16}, {300, 120}, {20, 5}, {1, 1}} {
		d.Send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		lines := strings.Split(d.Content(), "\n")
		if len(lines) > size[1] {
			t.Errorf("%v: %d lines", size, len(lines))
		}
	}
}

// talk types lines and reads what comes.
type talk struct {
	t   *testing.T
	in  io.Writer
	out *bufio.Reader
}

func (k talk) until(text string) {
	k.t.Helper()
	for {
		line, err := k.out.ReadString('\n')
		if err != nil {
			k.t.Fatalf("%q never came: %v", text, err)
		}
		if strings.Contains(line, text) {
			return
		}
	}
}

func (k talk) say(line string) {
	k.t.Helper()
	if _, err := io.WriteString(k.in, line+"\n"); err != nil {
		k.t.Fatal(err)
	}
}

func TestTheSameInLines(t *testing.T) {
	h, w := &home{line: view.Line{Touch: true}}, words.Pick("en")
	in, typed := io.Pipe()
	read, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- Plain(t.Context(), h, w, in, out)
		out.Close()
	}()
	k := talk{t, typed, bufio.NewReader(read)}
	k.until(w.Join.Banner)
	for visit := range 2 {
		k.until("1: Vote now: " + title)
		k.say("1")
		k.until(w.Confirm.Title)
		k.say("yes")
		k.until("0: ")
		k.say("2")
		k.until(w.Booth.WordTitle)
		k.say("")
		k.until(w.Booth.ReviewWord[:len("Your own word")])
		k.say("yes")
		k.until(code)
		if visit == 0 { // leaves without casting, and comes again
			k.say("q")
			k.say("yes")
			k.until(w.Plain.LeftNothing)
			continue
		}
		k.say("yes")
		k.until(w.Booth.DoneTitle)
	}
	k.until("Done. " + w.Join.Left)
	go func() { _, _ = io.Copy(io.Discard, read) }()
	k.say("q")
	if err := <-ended; err != nil || !h.in || h.open != 0 || len(h.commands) != 0 {
		t.Errorf("%v; cast %v, %d visits open, commands %q", err, h.in, h.open, h.commands)
	}
}
