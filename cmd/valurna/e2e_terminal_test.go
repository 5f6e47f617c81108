//go:build e2e

package main

import (
	"os"
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
	name   string
	status string // file into which the program's exit status goes
}

// runner is a shell that runs a program and writes down its exit status: tmux
// sometimes knows only that a program has ended.
const runner = `status=$1; shift; "$@"; echo $? >"$status"`

// open starts a program in a window of so many cells. The window stays when the
// program ends.
func (ts *terminals) open(cols, rows int, program string, args ...string) *screen {
	ts.t.Helper()
	ts.n++
	name := "w" + strconv.Itoa(ts.n)
	s := &screen{ts, name, filepath.Join(filepath.Dir(ts.socket), name)}
	line := []string{
		"start-server", ";", "set", "-g", "remain-on-exit", "on", ";", "set", "-g", "status", "off", ";",
		"set", "-g", "escape-time", "0", ";",
		"new-session", "-d", "-s", s.name, "-x", strconv.Itoa(cols), "-y", strconv.Itoa(rows),
		"sh", "-c", runner, "sh", s.status, tool(ts.t, program),
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
	status, ended := s.state()
	s.t.Fatalf("the screen never showed %s; program ended %t, status %d; it shows:\n%s", what, ended, status, strings.TrimRight(text, "\n"))
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

// state says whether the program has ended, and with which exit status; after a
// signal that is 128 and its number.
func (s *screen) state() (status int, ended bool) {
	s.t.Helper()
	data, err := os.ReadFile(s.status)
	if err != nil || !strings.HasSuffix(string(data), "\n") {
		return 0, false
	}
	if status, err = strconv.Atoi(strings.TrimSpace(string(data))); err != nil {
		s.t.Fatal(err)
	}
	return status, true
}

// ended waits until the program has ended and returns its exit status.
func (s *screen) ended() int {
	s.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if status, ended := s.state(); ended {
			return status
		}
	}
	s.t.Fatalf("the program never ended; the screen shows:\n%s", s.text())
	return 0
}
