package sshd

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"
)

// parrot repeats each line, and panics or fails where it is asked to.
func parrot(ctx context.Context, _ ssh.Session, in io.Reader, out io.Writer) error {
	fmt.Fprint(out, "ready\n")
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		switch lines.Text() {
		case "panic":
			panic("the choice was 3")
		case "fail":
			return errors.New("the parrot fell")
		case "wait":
			<-ctx.Done()
		}
		fmt.Fprintf(out, "heard %q\n", lines.Text())
	}
	fmt.Fprint(out, "over\n")
	return nil
}

func talks(t *testing.T) *gossh.Client {
	t.Helper()
	addr := serve(t, Limits{}, nil, Guest("anna"), wish.WithMiddleware(
		Screens(func(_ ssh.Session, size tea.WindowSizeMsg) (tea.Model, func(), error) {
			return probe{size: size}, nil, nil
		}),
		Commands(func(context.Context, ssh.Session, []string) int { return 7 }),
		Lines(parrot)))
	return dial(t, addr, "anna")
}

// say opens a session in line mode; term "" is without a terminal.
func say(t *testing.T, c *gossh.Client, term, command string) *terminalOn {
	t.Helper()
	o := &terminalOn{Session: newSession(t, c)}
	o.Stdout, o.Stderr = o, io.Discard
	var err error
	if o.in, err = o.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if term != "" {
		if err := o.RequestPty(term, 24, 80, gossh.TerminalModes{gossh.ECHO: 1}); err != nil {
			t.Fatal(err)
		}
	}
	if command != "" {
		err = o.Start(command)
	} else {
		err = o.Shell()
	}
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestLinesAreForThoseWithoutATerminalToDrawOn(t *testing.T) {
	c := talks(t)
	for _, s := range []struct{ term, command string }{{"", ""}, {"dumb", ""}, {"no such name", ""}, {"", "plain"}, {"xterm", "plain"}, {"dumb", "plain"}} {
		o := say(t, c, s.term, s.command)
		o.shows(t, "ready")
		if err := o.in.Close(); err != nil {
			t.Fatal(err)
		}
		o.shows(t, "over")
		if got := status(o.Wait()); got != 0 {
			t.Errorf("%v: status %d", s, got)
		}
	}
	say(t, c, "xterm", "").shows(t, "size=80x24")
	for _, command := range []string{"view", "plain --now"} {
		if got := status(say(t, c, "dumb", command).Wait()); got != 7 {
			t.Errorf("%s: status %d", command, got)
		}
	}
}

func TestWithoutATerminalNothingIsEchoedOrConverted(t *testing.T) {
	o := say(t, talks(t), "", "")
	o.shows(t, "ready")
	io.WriteString(o.in, "one\r\ntwo\n")
	o.in.Close()
	o.shows(t, "over")
	if got := o.drawn(); got != "ready\nheard \"one\"\nheard \"two\"\nover\n" {
		t.Errorf("%q", got)
	}
}

func TestADumbTerminalIsEchoedAndEditedWithoutEscapes(t *testing.T) {
	o := say(t, talks(t), "dumb", "")
	o.shows(t, "ready\r\n")
	io.WriteString(o.in, "jå\x7fa\x1b[A\x1bOB\x1bx\x1b[200~\t\x00\r")
	o.shows(t, "heard \"ja\"\r\n")
	io.WriteString(o.in, "wrong\x15right\r\n日\x08日\n")
	o.shows(t, "heard \"right\"\r\n")
	o.shows(t, "heard \"日\"\r\n")
	io.WriteString(o.in, "half\x04\x03never heard\r")
	o.shows(t, "over")
	if got := status(o.Wait()); got != 0 {
		t.Errorf("status %d", got)
	}
	got := o.drawn()
	if want := "ready\r\njå\b \ba\r\nheard \"ja\"\r\nwrong" + strings.Repeat("\b \b", 5) + "right\r\nheard \"right\"\r\n日\b \b\b \b日\r\nheard \"日\"\r\nhalf\r\nover\r\n"; got != want {
		t.Errorf("\n%q\n%q", got, want)
	}
	if strings.Contains(got, "\x1b") {
		t.Error("an escape sequence")
	}
}

func TestTheEndOfInputOnADumbTerminal(t *testing.T) {
	c := talks(t)
	for _, keys := range []string{"\x04", "\x03", "abc\x03"} {
		o := say(t, c, "dumb", "")
		o.shows(t, "ready")
		io.WriteString(o.in, keys)
		o.shows(t, "over")
		if got := status(o.Wait()); got != 0 || strings.Contains(o.drawn(), "heard") {
			t.Errorf("%q: status %d, %q", keys, got, o.drawn())
		}
	}
}

func TestATalkThatFailsSaysWhyAndAPanicDoesNot(t *testing.T) {
	log := printed(t)
	c := talks(t)
	for line, want := range map[string]string{"fail": "the parrot fell\n", "panic": ""} {
		o := say(t, c, "", "")
		o.shows(t, "ready")
		io.WriteString(o.in, line+"\n")
		if got := status(o.Wait()); got != 1 || o.drawn() != "ready\n"+want {
			t.Errorf("%s: status %d, %q", line, got, o.drawn())
		}
	}
	if l := log.String(); !strings.Contains(l, "panic ended one session") || strings.Contains(l, "choice") {
		t.Error(l)
	}
}

func TestATalkEndsWithItsChannel(t *testing.T) {
	done := make(chan struct{})
	addr := serve(t, Limits{}, nil, Guest("anna"), wish.WithMiddleware(
		Lines(func(ctx context.Context, sess ssh.Session, in io.Reader, out io.Writer) error {
			defer close(done)
			return parrot(ctx, sess, in, out)
		})))
	o := say(t, dial(t, addr, "anna"), "", "")
	io.WriteString(o.in, "wait\n")
	o.shows(t, "ready")
	o.Session.Close()
	within(t, "the end", done)
}

func TestWhatIsSaidAmidALineGoesOnALineOfItsOwn(t *testing.T) {
	r, w := io.Pipe()
	var out lockedBuffer
	e := newEditor(r, &out)
	lines := make(chan string)
	go func() {
		s := bufio.NewScanner(e)
		for s.Scan() {
			lines <- s.Text()
		}
		close(lines)
	}()
	io.WriteString(w, "ja")
	io.WriteString(w, "\x00") // read once the keys before it have been handled
	io.WriteString(w, "\x00")
	io.WriteString(e, "news\n")
	io.WriteString(w, "!\r")
	if got := within(t, "the line", lines); got != "ja!" {
		t.Errorf("%q", got)
	}
	if got := out.String(); got != "ja\nnews\nja!\n" {
		t.Errorf("%q", got)
	}
}

func TestALongLineIsCutAndNotKept(t *testing.T) {
	var out bytes.Buffer
	line, err := bufio.NewReader(newEditor(strings.NewReader(strings.Repeat("x", 9*maxTyped)+"\r"), &out)).ReadString('\n')
	if err != nil || len(line) != maxTyped+1 || out.Len() != maxTyped+1 {
		t.Errorf("%d bytes, %d echoed, %v", len(line), out.Len(), err)
	}
}

func FuzzTypingEchoesNoControl(f *testing.F) {
	for _, s := range []string{"ja\r", "\x1b[31mx\r", "å\x7f\r", "\xc3\x7f\xa5\r", "\x1b", "\u202e\u0085\x9b1m\r", "\x1b]0;x\x07\r"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, keys []byte) {
		var out bytes.Buffer
		if _, err := io.ReadAll(newEditor(bytes.NewReader(keys), &out)); err != nil {
			t.Fatal(err)
		}
		for _, r := range out.String() {
			if r != '\n' && r != '\b' && (r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x202e) {
				t.Errorf("%q echoes %q", keys, out.String())
			}
		}
	})
}
