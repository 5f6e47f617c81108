//go:build e2e

package main

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// patience bounds every wait for a screen. A wait ends as soon as the screen is
// there, so it costs nothing on a good day.
const patience = 60 * time.Second

// tool finds a program of the machine. A missing one fails the test: a test that
// was skipped has shown nothing.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: install tmux, openssh-client and putty-tools (%v)", name, err)
	}
	return path
}

// terminals is a tmux server of its own for one test.
type terminals struct {
	t      *testing.T
	tmux   string
	socket string
	env    []string
	n      int
}

func newTerminals(t *testing.T) *terminals {
	t.Helper()
	dir := t.TempDir()
	ts := &terminals{t: t, tmux: tool(t, "tmux"), socket: filepath.Join(dir, "tmux"), env: plainEnv(dir)}
	t.Cleanup(func() {
		// There is no server if no window was opened.
		_, _ = ts.run("kill-server")
	})
	return ts
}

func (ts *terminals) run(args ...string) (string, error) {
	cmd := exec.Command(ts.tmux, append([]string{"-u", "-S", ts.socket, "-f", "/dev/null"}, args...)...)
	cmd.Env = ts.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (ts *terminals) must(args ...string) string {
	ts.t.Helper()
	out, err := ts.run(args...)
	if err != nil {
		ts.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return out
}

// screen is one terminal window in which one program runs.
type screen struct {
	*terminals
	name string
}

// open starts a program in a window of so many cells. The window stays when the
// program ends.
func (ts *terminals) open(cols, rows int, program string, args ...string) *screen {
	ts.t.Helper()
	ts.n++
	s := &screen{ts, "w" + strconv.Itoa(ts.n)}
	line := []string{
		"start-server", ";", "set", "-g", "remain-on-exit", "on", ";", "set", "-g", "status", "off", ";",
		"set", "-g", "escape-time", "0", ";",
		"new-session", "-d", "-s", s.name, "-x", strconv.Itoa(cols), "-y", strconv.Itoa(rows), tool(ts.t, program),
	}
	// tmux hands several words to the program as they are; one alone goes to a shell.
	if len(args) == 0 {
		ts.t.Fatalf("%s needs an argument", program)
	}
	ts.must(append(line, args...)...)
	return s
}

// text is what the window shows.
func (s *screen) text() string { s.t.Helper(); return s.must("capture-pane", "-p", "-t", s.name) }

// flat is what the window shows as one line, so that a sentence is found however
// it was wrapped.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// until waits for a screen that shows all of these, and returns it.
func (s *screen) until(wants ...string) string {
	s.t.Helper()
	return s.untilTrue(strings.Join(wants, " + "), func(text string) bool {
		for _, want := range wants {
			if !strings.Contains(text, want) {
				return false
			}
		}
		return true
	})
}

// untilTrue waits for a screen that, flattened, satisfies ok.
func (s *screen) untilTrue(what string, ok func(flat string) bool) string {
	s.t.Helper()
	var text string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if text = s.text(); ok(flat(text)) {
			return text
		}
	}
	s.t.Fatalf("the screen never showed %s; it shows (%s):\n%s", what, s.state(), text)
	return ""
}

// press sends keys by tmux's names, such as Enter, Down, Space, or a letter.
func (s *screen) press(keys ...string) {
	s.t.Helper()
	s.must(append([]string{"send-keys", "-t", s.name}, keys...)...)
}

// write types text as it is.
func (s *screen) write(text string) {
	s.t.Helper()
	s.must("send-keys", "-t", s.name, "-l", text)
}

func (s *screen) resize(cols, rows int) {
	s.t.Helper()
	s.must("resize-window", "-t", s.name, "-x", strconv.Itoa(cols), "-y", strconv.Itoa(rows))
}

// state is "0" while the program runs, then "1 STATUS", or "1 -SIGNAL".
func (s *screen) state() string {
	s.t.Helper()
	return strings.TrimSpace(s.must("display-message", "-p", "-t", s.name, "#{pane_dead} #{pane_dead_status}#{?pane_dead_signal,-#{pane_dead_signal},}"))
}

// ended waits until the program has ended and returns its exit status, or less
// than 0 after a signal.
func (s *screen) ended() int {
	s.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if dead, status, _ := strings.Cut(s.state(), " "); dead == "1" && status != "" {
			code, err := strconv.Atoi(status)
			if err != nil {
				s.t.Fatal(err)
			}
			return code
		}
	}
	s.t.Fatalf("the program never ended (%s); the screen shows:\n%s", s.state(), s.text())
	return 0
}
