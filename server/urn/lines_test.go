package urn

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/kind"
	"valurna/server/wire"
)

// chunks keeps what arrives, to be read meanwhile.
type chunks struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (c *chunks) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all.Write(p)
}

func (c *chunks) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all.String()
}

// talk is a booth of the shortest kind: a line that is a number seals and casts;
// "test" before it seals and opens.
func talk(ctx context.Context, v *Visitor, in io.Reader, out io.Writer) error {
	fmt.Fprint(out, "number?\n")
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var n int
		number, test := strings.CutPrefix(lines.Text(), "test ")
		if _, err := fmt.Sscan(number, &n); err != nil {
			continue
		}
		code, err := v.Seal(kind.Choice{Options: []int{n}}, "")
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\n", code)
		if test {
			done, err := v.Audit(ctx)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "tested %s\n", done.Code)
			return nil
		}
		done, err := v.Cast(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "in %s\n", done.Code)
		return nil
	}
	fmt.Fprint(out, "left\n")
	return nil
}

// lineVisit opens a session in line mode; term "" is without a terminal.
func (p *inProcess) lineVisit(name, term, command string) (*gossh.Session, io.WriteCloser, *chunks) {
	p.m.t.Helper()
	c, err := p.m.jump(p.m.signed.Manifest.Urn.Booth, wire.UserBallot, &wire.Visit{Handle: handle(name), Ballot: ballotID})
	must(p.m.t, err)
	p.m.t.Cleanup(func() { c.Close() })
	s, err := c.NewSession()
	must(p.m.t, err)
	out := &chunks{}
	s.Stdout = out
	in, err := s.StdinPipe()
	must(p.m.t, err)
	if term != "" {
		must(p.m.t, s.RequestPty(term, 24, 80, gossh.TerminalModes{}))
	}
	if command == "" {
		must(p.m.t, s.Shell())
	} else {
		must(p.m.t, s.Start(command))
	}
	return s, in, out
}

// What the registrar sees of a vote in lines, or of a test of the booth: pieces of
// one size, on the clock of every screen, and a vote that counts like any other.
func TestAVoteInLinesIsCastInFramesOfOneSize(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m, func(c *Config) { c.Lines = talk })
	m.open()
	v, _ := p.visit("cilla")
	p.ready(v)
	for i, c := range []struct{ name, term, command, line string }{
		{"anna", "", "", "0\n"}, {"bo", "", "plain", "1\r\n"}, {"disa", "dumb", "", "12\x7f\r"}, {"ebba", "xterm", "plain", "2\r"},
		{"fia", "", "plain", "test 1\n"}, {"gun", "xterm", "plain", "test 2\r"},
	} {
		s, in, out := p.lineVisit(c.name, c.term, c.command)
		m.eventually(func() bool { return strings.Contains(out.String(), "number?") }, "the booth asks")
		_, err := io.WriteString(in, c.line)
		must(t, err)
		must(t, s.Wait())
		got := out.String()
		if len(got) == 0 || len(got)%frameSize != 0 {
			t.Errorf("%s: %d bytes are no whole frames", c.name, len(got))
		}
		text := strings.ReplaceAll(got, "\x00", "")
		end := "\nin "
		if strings.HasPrefix(c.line, "test") {
			end = "\ntested "
		}
		if !strings.Contains(text, end) || strings.Contains(text, "\x1b") || (c.term == "") != !strings.Contains(text, "\r") {
			t.Errorf("%d %s: %q", i, c.name, text)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.tokens) != 4 {
		t.Errorf("%d voters have tokens", len(m.tokens))
	}
	list, err := v.urn.box.audited(t.Context(), ballotID)
	if err != nil || len(list) != 2 {
		t.Errorf("%d tests, %v", len(list), err)
	}
}

func TestALineThatEndsLeavesTheBoothAndAnotherCommandIsRefused(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m, func(c *Config) { c.Lines = talk })
	m.open()
	v, _ := p.visit("cilla")
	p.ready(v)
	s, in, out := p.lineVisit("anna", "", "")
	must(t, in.Close())
	must(t, s.Wait())
	if text := strings.ReplaceAll(out.String(), "\x00", ""); text != "number?\nleft\n" {
		t.Errorf("%q", text)
	}
	s, _, out = p.lineVisit("anna", "", "cast 1-1")
	if err := s.Wait(); err == nil || !strings.Contains(out.String(), "no commands but plain") {
		t.Errorf("%v, %q", err, out.String())
	}
}

func TestWithoutLinesADumbTerminalIsToldTheWay(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	for _, term := range []string{"", "dumb"} {
		s, _, out := p.lineVisit("anna", term, "")
		done := make(chan error, 1)
		go func() { done <- s.Wait() }()
		select {
		case err := <-done:
			if err == nil || !strings.Contains(out.String(), "valurna join") {
				t.Errorf("%q: %v, %q", term, err, out.String())
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%q: nothing was said", term)
		}
	}
}
