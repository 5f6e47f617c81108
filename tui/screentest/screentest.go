// Package screentest drives a screen in tests: keys go in through Update, commands
// run as a program would run them, and a test polls for the screen that it wants.
// Only tests import it.
package screentest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// patience is how long a screen may take to come.
const patience = 10 * time.Second

// Driver runs one model.
type Driver struct {
	t             *testing.T
	model         tea.Model
	msgs          chan tea.Msg
	stop          chan struct{}
	width, height int
	Quit          bool // the model has asked to quit
}

// New starts a model in a window of width x height cells.
func New(t *testing.T, m tea.Model, width, height int) *Driver {
	t.Helper()
	d := &Driver{t: t, model: m, msgs: make(chan tea.Msg), stop: make(chan struct{}), width: width, height: height}
	t.Cleanup(func() { close(d.stop) })
	d.run(m.Init())
	d.Send(tea.WindowSizeMsg{Width: width, Height: height})
	return d
}

// Send gives the model one message.
func (d *Driver) Send(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.QuitMsg:
		d.Quit = true
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.run(cmd)
		}
	default:
		var cmd tea.Cmd
		d.model, cmd = d.model.Update(msg)
		d.run(cmd)
	}
}

func (d *Driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		select {
		case d.msgs <- msg:
		case <-d.stop:
		}
	}()
}

// keys that are not themselves their text.
var keys = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown,
	"left": tea.KeyLeft, "right": tea.KeyRight, "tab": tea.KeyTab, "backspace": tea.KeyBackspace,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "end": tea.KeyEnd,
}

// Press presses keys one after another.
func (d *Driver) Press(names ...string) {
	d.t.Helper()
	for _, name := range names {
		switch code, special := keys[name]; {
		case special:
			d.Send(tea.KeyPressMsg{Code: code})
		case name == "space":
			d.Send(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
		case name == "ctrl+c":
			d.Send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
		default:
			d.Send(tea.KeyPressMsg{Code: []rune(name)[0], Text: name})
		}
	}
}

// Until polls until the screen has every text, and fails the test if it does not come.
func (d *Driver) Until(texts ...string) {
	d.t.Helper()
	d.wait(func() bool { return d.Has(texts...) }, "a screen with "+strings.Join(texts, " | "))
}

// UntilQuit polls until the model has asked to quit.
func (d *Driver) UntilQuit() {
	d.t.Helper()
	d.wait(func() bool { return d.Quit }, "the program to end")
}

// UntilTrue polls until ok says so.
func (d *Driver) UntilTrue(what string, ok func() bool) {
	d.t.Helper()
	d.wait(ok, what)
}

func (d *Driver) wait(ok func() bool, what string) {
	d.t.Helper()
	deadline := time.After(patience)
	for !ok() {
		select {
		case msg := <-d.msgs:
			d.Send(msg)
		case <-deadline:
			d.t.Fatalf("waited in vain for %s; the screen is\n%s", what, d.Screen())
		}
	}
}

// Has says whether the screen has every text, wherever lines are broken.
func (d *Driver) Has(texts ...string) bool {
	screen := strings.Join(strings.Fields(d.Screen()), " ")
	for _, text := range texts {
		if !strings.Contains(screen, strings.Join(strings.Fields(text), " ")) {
			return false
		}
	}
	return true
}

// Content is what the model draws, with its escape sequences.
func (d *Driver) Content() string { return d.model.View().Content }

// Screen is what a terminal shows of it: drawn by an emulator, line by line,
// without spaces at the ends.
func (d *Driver) Screen() string {
	e := vt.NewEmulator(d.width, d.height)
	if _, err := e.WriteString(strings.ReplaceAll(d.Content(), "\n", "\r\n")); err != nil {
		d.t.Fatal(err)
	}
	return trim(e.String())
}

// Golden compares the screen with testdata/name.golden, and checks that what is
// drawn fits the window and that an emulator shows just what was drawn.
func (d *Driver) Golden(name string) {
	d.t.Helper()
	drawn, shown := trim(ansi.Strip(d.Content())), d.Screen()
	if drawn != shown {
		d.t.Errorf("%s: drawn and shown differ\n%s\n---\n%s", name, drawn, shown)
	}
	lines := strings.Split(d.Content(), "\n")
	if len(lines) > d.height {
		d.t.Errorf("%s: %d lines in a window of %d", name, len(lines), d.height)
	}
	for _, line := range lines {
		if w := ansi.StringWidth(line); w > d.width {
			d.t.Errorf("%s: %q is %d wide in a window of %d", name, line, w, d.width)
		}
	}
	Golden(d.t, name, shown)
}

// Golden compares text with testdata/name.golden; -update writes it anew.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got += "\n"
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make it with -update)", err)
	}
	if string(want) != got {
		t.Errorf("%s differs; want\n%s\ngot\n%s", name, want, got)
	}
}

func trim(screen string) string {
	lines := strings.Split(strings.ReplaceAll(screen, "\r", ""), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}
