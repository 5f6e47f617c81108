//go:build e2e

package main

import (
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// window is a terminal of the test's own, which tells when it changes: tmux would
// have to be asked, and could measure nothing.
type window struct {
	t       *testing.T
	term    *vt.SafeEmulator
	keys    *os.File
	changed chan struct{} // something was drawn
	ended   chan struct{} // nothing more will be
}

// openWindow runs a program in a window of 80x30.
func openWindow(t *testing.T, env []string, name string, args ...string) *window {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = env
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 30, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	w := &window{t: t, term: vt.NewSafeEmulator(80, 30), keys: f, changed: make(chan struct{}, 1), ended: make(chan struct{})}
	go func() { _, _ = io.Copy(f, w.term) }() // what the program asks the terminal
	go func() {
		defer close(w.ended)
		chunk := make([]byte, 1<<16)
		for {
			n, err := f.Read(chunk)
			_, _ = w.term.Write(chunk[:n]) // an emulator takes everything
			select {
			case w.changed <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		f.Close()
		_ = cmd.Process.Kill() // it may have ended already
		_ = cmd.Wait()
	})
	return w
}

// until waits for a screen with all of these.
func (w *window) until(texts ...string) {
	w.t.Helper()
	end := time.After(patience)
	for {
		screen := flat(w.term.String())
		if !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(screen, text) }) {
			return
		}
		select {
		case <-w.changed:
		case <-end:
			w.t.Fatalf("the screen never showed %q; it shows:\n%s", texts, w.term.String())
		}
	}
}

func (w *window) press(keys string) {
	w.t.Helper()
	if _, err := io.WriteString(w.keys, keys); err != nil {
		w.t.Fatal(err)
	}
}

// answers presses a key and measures until the screen shows what it does.
func (w *window) answers(key string, texts ...string) time.Duration {
	w.t.Helper()
	begun := time.Now()
	w.press(key)
	w.until(texts...)
	return time.Since(begun)
}

// times are measurements of one thing.
type times []time.Duration

func (ts times) at(percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(ts))
	return sorted[(len(sorted)-1)*percent/100].Round(time.Millisecond / 10)
}
