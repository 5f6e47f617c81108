package registrar

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
	"valurna/server/wire"
)

// talk is a desk of the shortest kind: each line is a command.
func talk(ctx context.Context, d *Desk, in io.Reader, out io.Writer) error {
	v, err := d.View()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "talk of person %d\n", v.Me.Person)
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		reply, err := d.Run(ctx, strings.Fields(lines.Text())...)
		fmt.Fprintln(out, reply.Code, err)
	}
	fmt.Fprint(out, "over\n")
	return nil
}

// lineSession runs one session to its end; term "" is without a terminal.
func lineSession(t *testing.T, c *gossh.Client, term, command, input string) string {
	t.Helper()
	s := must(c.NewSession())
	defer s.Close()
	var out bytes.Buffer
	s.Stdout, s.Stdin = &out, strings.NewReader(input)
	if term != "" {
		if err := s.RequestPty(term, 24, 80, gossh.TerminalModes{}); err != nil {
			t.Fatal(err)
		}
	}
	start := s.Shell
	if command != "" {
		start = func() error { return s.Start(command) }
	}
	if err := start(); err != nil {
		t.Fatal(err)
	}
	// EOF: the input was still being sent when the session had ended.
	if err := s.Wait(); err != nil && !errors.Is(err, io.EOF) {
		t.Fatalf("%q %q: %v, %q", term, command, err, out.String())
	}
	return out.String()
}

func TestADeskInLinesForPeopleAndObservers(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lines = talk
	w.start()
	member := w.bare("x", w.people[1])
	for _, c := range []struct{ term, command, input, newline string }{
		{"", "", "checkin room\n", "\n"}, {"", "plain", "checkin room\r\n", "\n"},
		{"dumb", "", "checkin room\r\x04", "\r\n"}, {"xterm", "plain", "checkin room\r\x04", "\r\n"},
	} {
		got := lineSession(t, member, c.term, c.command, c.input)
		if want := "talk of person 2" + c.newline; !strings.HasPrefix(got, want) || !strings.Contains(got, "checked-in <nil>"+c.newline) || !strings.HasSuffix(got, "over"+c.newline) {
			t.Errorf("%q %q: %q", c.term, c.command, got)
		}
		if strings.Contains(got, "\x1b") {
			t.Errorf("%q %q: an escape sequence", c.term, c.command)
		}
	}
	if got := lineSession(t, w.bare(wire.UserObserver, nil), "", "plain", "checkout\n"); !strings.Contains(got, "talk of person 0\n") || !strings.Contains(got, "Observers read") {
		t.Errorf("an observer: %q", got)
	}
}

// A program without input gets the whole desk at once, and so do the parties' keys.
func TestWithoutInputTheDeskIsOneText(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.lines = talk
	w.start()
	for name, c := range map[string]*gossh.Client{
		"a member": w.bare("x", w.people[1]), "an observer": w.bare(wire.UserObserver, nil),
		"a trustee": w.bare("x", w.signer(manifest.ByTrustee("bo"))), "the urn": w.bare("x", w.link),
	} {
		for _, command := range []string{"", "plain"} {
			if got := lineSession(t, c, "", command, ""); got != "Exempelby: called\n" {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
	if got := lineSession(t, w.bare("x", w.link), "", "", "journal\n"); got != "Exempelby: called\n" {
		t.Errorf("the urn with input: %q", got)
	}
}

func TestABeginningIsReadOnFromItsStart(t *testing.T) {
	r, out := io.Pipe()
	b := newBeginning(r)
	if !b.comes(0) {
		t.Fatal("an input that may still begin is taken for an end")
	}
	go func() {
		io.WriteString(out, "one\n")
		io.WriteString(out, "two\n")
		out.Close()
	}()
	if got, err := io.ReadAll(b); string(got) != "one\ntwo\n" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if newBeginning(strings.NewReader("")).comes(beginsWithin) {
		t.Error("an input that has ended is waited for")
	}
}
