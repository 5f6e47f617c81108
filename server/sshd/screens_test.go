package sshd

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"
)

// probe is a screen for the tests: it shows its size and the keys it got, and
// panics where it is asked to.
type probe struct {
	size tea.WindowSizeMsg
	keys string
}

func (m probe) Init() tea.Cmd { return nil }

func (m probe) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.size = msg
	case tea.KeyPressMsg:
		m.keys += msg.String()
		switch msg.String() {
		case "q":
			return m, tea.Quit
		case "z":
			return m, tea.Suspend
		case "U":
			panic("update")
		case "C":
			return m, func() tea.Msg { panic("command") }
		case "B":
			return m, tea.Batch(func() tea.Msg { return nil }, func() tea.Msg { panic("batch") })
		case "S":
			return m, tea.Sequence(func() tea.Msg { return nil }, func() tea.Msg { panic("sequence") })
		}
	}
	return m, nil
}

func (m probe) View() tea.View {
	if strings.Contains(m.keys, "V") {
		panic("view")
	}
	v := tea.NewView(fmt.Sprintf("size=%dx%d keys=%s|", m.size.Width, m.size.Height, m.keys))
	v.OnMouse = func(tea.MouseMsg) tea.Cmd { panic("mouse") }
	return v
}

// screens serves the probe; ended receives once for every program's end.
func screens(t *testing.T) (addr string, ended <-chan struct{}) {
	t.Helper()
	c := make(chan struct{}, 64)
	addr = serve(t, Limits{}, nil, Guest("anna"), wish.WithMiddleware(
		func(ssh.Handler) ssh.Handler {
			return func(sess ssh.Session) { _ = sess.Exit(5) }
		},
		Screens(func(_ ssh.Session, size tea.WindowSizeMsg) (tea.Model, func(), error) {
			return probe{size: size}, func() { c <- struct{}{} }, nil
		})))
	return addr, c
}

// terminalOn is a client's terminal: what it types, and all that was drawn.
type terminalOn struct {
	*gossh.Session
	in io.WriteCloser

	mu  sync.Mutex
	out bytes.Buffer
}

func (o *terminalOn) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.out.Write(p)
}

func (o *terminalOn) drawn() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.out.String()
}

// shows polls until the text has been drawn.
func (o *terminalOn) shows(t *testing.T, text string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(o.drawn(), text); runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%q was not drawn:\n%q", text, o.drawn())
		}
	}
}

func terminalAt(t *testing.T, c *gossh.Client, cols, rows int) *terminalOn {
	t.Helper()
	o := &terminalOn{Session: newSession(t, c)}
	o.Stdout, o.Stderr = o, io.Discard
	var err error
	if o.in, err = o.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := o.RequestPty("xterm-256color", rows, cols, gossh.TerminalModes{gossh.ECHO: 1}); err != nil {
		t.Fatal(err)
	}
	if err := o.Shell(); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestAHugeWindowIsClamped(t *testing.T) {
	addr, _ := screens(t)
	c := dial(t, addr, "anna")
	s := terminalAt(t, c, 3000, 3000)
	s.shows(t, fmt.Sprintf("size=%dx%d ", maxCols, maxRows))
	if err := s.WindowChange(1, 1); err != nil {
		t.Fatal(err)
	}
	s.shows(t, fmt.Sprintf("%dx%d ", minCols, minRows))
	if err := s.WindowChange(1<<31, 1<<31); err != nil {
		t.Fatal(err)
	}
	terminalAt(t, c, 0, 0).shows(t, "size=80x24 ")
}

// Terminals can report a size within their input, and so can whoever types.
func TestATypedSizeIsNotBelieved(t *testing.T) {
	addr, _ := screens(t)
	s := terminalAt(t, dial(t, addr, "anna"), 80, 24)
	s.shows(t, "size=80x24 ")
	io.WriteString(s.in, "\x1b[8;3000;3000t\x1b[48;2999;2999;1;1tx")
	s.shows(t, "x|")
	if d := s.drawn(); strings.Contains(d, "120") || strings.Contains(d, "00x") || strings.Contains(d, "2999") {
		t.Errorf("it was: %q", d)
	}
}

func TestAFloodOfWindowChangesStallsNobody(t *testing.T) {
	addr := serve(t, Limits{}, nil, Guest("anna"), wish.WithMiddleware(func(ssh.Handler) ssh.Handler {
		return func(sess ssh.Session) { <-Context(sess).Done() } // reads no sizes
	}))
	c := dial(t, addr, "anna")
	s := terminalAt(t, c, 80, 24)
	for i := range 1000 {
		if err := s.WindowChange(24+i%9, 80); err != nil {
			t.Fatal(err)
		}
	}
	if ok, err := s.SendRequest("window-change", true, gossh.Marshal(struct{ C, R, W, H uint32 }{80, 24, 0, 0})); !ok || err != nil {
		t.Fatal(ok, err)
	}
}

func TestAProgramEndsWithItsChannel(t *testing.T) {
	addr, ended := screens(t)
	c := dial(t, addr, "anna")
	for name, end := range map[string]func(*terminalOn) error{
		"channel closed": func(s *terminalOn) error { return s.Session.Close() },
		"end of input":   func(s *terminalOn) error { return s.in.Close() },
		"key":            func(s *terminalOn) error { _, err := io.WriteString(s.in, "q"); return err },
	} {
		s := terminalAt(t, c, 80, 24)
		s.shows(t, "size=80x24")
		if err := end(s); err != nil {
			t.Fatal(name, err)
		}
		within(t, name, ended)
		if name == "channel closed" {
			continue
		}
		if got := status(s.Wait()); got != 0 {
			t.Errorf("%s: status %d", name, got)
		}
	}
	// All on one connection, which still serves.
	terminalAt(t, c, 80, 24).shows(t, "size=80x24")
}

func TestKeysBeforeTheEndOfInputAreHandled(t *testing.T) {
	addr, ended := screens(t)
	s := terminalAt(t, dial(t, addr, "anna"), 80, 24)
	io.WriteString(s.in, "abc")
	s.in.Close()
	within(t, "the end", ended)
	s.shows(t, "c|") // it can come in several frames
}

func TestAPanicEndsThatSessionOnly(t *testing.T) {
	log := printed(t)
	addr, ended := screens(t)
	c := dial(t, addr, "anna")
	bystander := terminalAt(t, c, 80, 24)
	bystander.shows(t, "size=80x24")
	for _, key := range []string{"U", "C", "B", "S", "V", "\x1b[<0;1;1M"} {
		s := terminalAt(t, c, 80, 24)
		s.shows(t, "size=80x24")
		io.WriteString(s.in, key)
		within(t, key, ended)
		if got := status(s.Wait()); got != 1 {
			t.Errorf("%q: status %d", key, got)
		}
	}
	if n := strings.Count(log.String(), "panic ended one session"); n < 6 {
		t.Errorf("%d panics in the log: %s", n, log)
	}
	io.WriteString(bystander.in, "h") // one key: several can come in several frames
	bystander.shows(t, "h|")
}

func TestASuspensionDoesNotStopTheServer(t *testing.T) {
	addr, _ := screens(t)
	s := terminalAt(t, dial(t, addr, "anna"), 80, 24)
	io.WriteString(s.in, "za")
	s.shows(t, "a|")
}

// Keys that come in with the last one have nobody to read them; a library that
// waits for a reader would hold every such session for ever.
func TestEndedProgramsLeaveNothingBehind(t *testing.T) {
	addr, ended := screens(t)
	c := dial(t, addr, "anna")
	run := func() {
		s := terminalAt(t, c, 80, 24)
		s.shows(t, "size=80x24")
		io.WriteString(s.in, "q"+strings.Repeat("x", 2000)+"\x1b[200~never ended")
		within(t, "the end", ended)
		s.Session.Close()
	}
	run()
	before := settled(t, 0)
	for range 10 {
		run()
	}
	if after := settled(t, before+2); after > before+2 {
		t.Errorf("%d goroutines before, %d after ten sessions", before, after)
	}
}

// settled polls until at most want goroutines run or their number stands still.
func settled(t *testing.T, want int) int {
	t.Helper()
	n, since := runtime.NumGoroutine(), time.Now()
	for n > want && time.Since(since) < 700*time.Millisecond {
		runtime.Gosched()
		if now := runtime.NumGoroutine(); now != n {
			n, since = now, time.Now()
		}
	}
	return n
}

func TestInputWithoutAnEndEndsTheSession(t *testing.T) {
	addr, ended := screens(t)
	for _, start := range []string{"\x1b[200~", "\x1b]52;c;"} {
		s := terminalAt(t, dial(t, addr, "anna"), 80, 24)
		s.shows(t, "size=80x24")
		go io.WriteString(s.in, start+strings.Repeat("a", 4*maxMute))
		within(t, fmt.Sprintf("the end after %q", start), ended)
	}
}

func TestWithoutATerminalTheNextMiddlewareAnswers(t *testing.T) {
	addr, _ := screens(t)
	c := dial(t, addr, "anna")
	s := newSession(t, c)
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	if got := status(s.Wait()); got != 5 {
		t.Errorf("without a terminal: status %d", got)
	}
	s = newSession(t, c)
	if err := s.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if got := status(s.Run("view")); got != 5 {
		t.Errorf("a command with a terminal: status %d", got)
	}
}

func TestAScreenThatCannotStartSaysWhy(t *testing.T) {
	done := make(chan struct{}, 1)
	addr := serve(t, Limits{}, nil, Guest("anna"), wish.WithMiddleware(
		Screens(func(ssh.Session, tea.WindowSizeMsg) (tea.Model, func(), error) {
			return nil, func() { done <- struct{}{} }, errors.New("No ballot is open.")
		})))
	s := terminalAt(t, dial(t, addr, "anna"), 80, 24)
	if got := status(s.Wait()); got != 1 || !strings.Contains(s.drawn(), "No ballot is open.\r\n") {
		t.Errorf("status %d, %q", got, s.drawn())
	}
	within(t, "the clean-up", done)
}

func TestATerminalsNameIsAName(t *testing.T) {
	for in, want := range map[string]string{
		"xterm-256color": "xterm-256color", "": "dumb", "../../x": "dumb", "a\x1b[2J": "dumb", strings.Repeat("x", 33): "dumb",
	} {
		if got := terminal(in); got != want {
			t.Errorf("%q is taken for %q", in, got)
		}
	}
}
