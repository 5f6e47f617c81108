package plain

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"valurna/tui/screentest"
	"valurna/tui/words"
)

// session is the far side of a conversation: what is typed, and all that is heard.
type session struct {
	t    *testing.T
	in   *io.PipeWriter
	stop context.CancelFunc
	done chan error

	mu   sync.Mutex
	all  bytes.Buffer // with the typed lines between
	from int          // in all: what has been looked at already
}

func (s *session) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if bytes.ContainsAny(p, "\x1b\r\b\x00\t") || !bytes.HasSuffix(p, []byte("\n")) && len(p) > 0 {
		s.t.Errorf("not a whole plain line: %q", p)
	}
	return s.all.Write(p)
}

// converse starts a conversation; the test ends it if it has not ended itself.
func converse(t *testing.T, run func(ctx context.Context, in io.Reader, out io.Writer) error) *session {
	t.Helper()
	r, w := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	s := &session{t: t, in: w, stop: cancel, done: make(chan error, 1)}
	go func() {
		err := run(ctx, r, s)
		s.done <- err
		r.Close()
	}()
	t.Cleanup(func() { cancel(); w.Close() })
	return s
}

// types sends one line.
func (s *session) types(line string) {
	s.t.Helper()
	s.mu.Lock()
	s.all.WriteString("> " + line + "\n")
	s.mu.Unlock()
	if _, err := io.WriteString(s.in, line+"\n"); err != nil {
		s.t.Fatalf("%q: %v", line, err)
	}
}

// hears polls until every text has been said since the last call, in this order.
func (s *session) hears(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
			s.mu.Lock()
			heard := s.all.String()
			at := strings.Index(heard[s.from:], text)
			if at >= 0 {
				s.from += at + len(text)
			}
			s.mu.Unlock()
			if at >= 0 {
				break
			}
			if time.Now().After(deadline) {
				s.t.Fatalf("%q was not said:\n%s", text, heard)
			}
		}
	}
}

func (s *session) heard() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.String()
}

func (s *session) said(text string) bool { return strings.Contains(s.heard(), text) }

// ends waits for the end of the conversation.
func (s *session) ends() {
	s.t.Helper()
	select {
	case err := <-s.done:
		if err != nil {
			s.t.Errorf("the conversation ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		s.t.Fatal("the conversation goes on")
	}
}

// golden compares all that was typed and said.
func (s *session) golden(name string) {
	s.t.Helper()
	screentest.Golden(s.t, name, strings.TrimSuffix(s.heard(), "\n"))
}

func TestALineThatBreaksOffIsNotHeard(t *testing.T) {
	lines := make(chan typed, 9)
	listen(t.Context(), strings.NewReader("one\r\n"+strings.Repeat("x", 5*maxLine)+"\n \x1b[2J\x00two \nya"), lines)
	var got []typed
	for l := range lines {
		got = append(got, l)
	}
	if len(got) != 3 || got[0].text != "one" || !got[1].long || got[1].text != "" || got[2].text != "?[2J?two" {
		t.Errorf("%+v", got)
	}
}

// broken is an output that nobody reads any more.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("nobody reads") }

func TestAnOutputThatIsGoneEndsTheConversation(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	u := newUrn(visit(1, 4))
	if err := Booth(t.Context(), u, words.Pick("en"), r, broken{}); err == nil || !strings.Contains(err.Error(), "nobody reads") {
		t.Error(err)
	}
	if casts, sealed := u.count(); casts != 0 || len(sealed) != 0 {
		t.Error("something was done")
	}
}

func FuzzAnAnswerMarksAValidPaperOrNothing(f *testing.F) {
	for _, s := range []string{"1", "0", "", "1 2 3", "00", "3,1,2", "1 1 2", "65537 2 3", "-1 2 3", "0 1 2", "１ 2 3", "+1 2 3"} {
		f.Add(s)
	}
	w := words.Pick("en")
	f.Fuzz(func(t *testing.T, answer string) {
		for _, elect := range []int{1, 3} {
			c := visit(elect, 12).Contest
			p := paper{contest: c, options: []int{5}}
			wrong := p.mark(answer, w)
			if _, err := c.Encode(p.choice()); (err == nil) != (wrong == "") || (wrong == "") != p.marked() {
				t.Errorf("%q: %q, %v", answer, wrong, err)
			}
		}
	})
}
