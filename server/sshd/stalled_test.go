package sshd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"valurna/server/wire"
)

// carpet is a screen that draws each cell anew, in a colour of its own, as often as it
// may.
type carpet struct {
	size tea.WindowSizeMsg
	n    int
}

type again struct{}

func (m carpet) Init() tea.Cmd { return func() tea.Msg { return again{} } }

func (m carpet) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(again); !ok {
		return m, nil
	}
	m.n++
	return m, tea.Tick(time.Second/frames, func(time.Time) tea.Msg { return again{} })
}

func (m carpet) View() tea.View {
	var b strings.Builder
	for row := range m.size.Height {
		if row > 0 {
			b.WriteByte('\n')
		}
		for col := range m.size.Width {
			fmt.Fprintf(&b, "\x1b[3%dm%c", (m.n+row+col)%8, 'a'+rune(m.n+col)%26)
		}
	}
	return tea.NewView(b.String())
}

// talkers serves a screen and a command that never stop, and one that says when it has
// been run; ended receives once for every end of the first two.
func talkers(t *testing.T, l Limits) (addr string, ended <-chan struct{}) {
	t.Helper()
	c := make(chan struct{}, 100)
	addr = serve(t, l, nil, memberKey(t), wish.WithMiddleware(
		Screens(func(_ ssh.Session, size tea.WindowSizeMsg) (tea.Model, func(), error) {
			return carpet{size: size}, func() { c <- struct{}{} }, nil
		}),
		Commands(func(_ context.Context, sess ssh.Session, args []string) int {
			w := io.Writer(sess)
			switch args[0] {
			case "ok":
				return 0
			case "complain":
				w = sess.Stderr()
			}
			defer func() { c <- struct{}{} }()
			for line := []byte(strings.Repeat("y\n", 2000)); ; {
				if _, err := w.Write(line); err != nil {
					return 1
				}
			}
		})))
	return addr, c
}

func TestWhoDoesNotReadIsEndedAndStallsNobody(t *testing.T) {
	n := 50
	if raced {
		n = 10
	}
	const stalled = 2 * time.Second
	addr, ended := talkers(t, Limits{Stalled: stalled})
	visit(t, addr)
	before := rested(load{})
	highest := watchLoad()
	start := time.Now()
	gone := make(chan struct{}, n)
	for i := range n {
		c := dial(t, addr, "anna", gossh.PublicKeys(signer(t, "anna")))
		// Opened by hand, since a client's session reads what it is told.
		ch, reqs, err := c.OpenChannel("session", nil)
		if err != nil {
			t.Fatal(err)
		}
		go gossh.DiscardRequests(reqs)
		request, payload := "exec", gossh.Marshal(struct{ Command string }{[]string{"talk", "complain"}[i%2]})
		if i%20 == 0 {
			if ok, err := ch.SendRequest("pty-req", true, ptyRequest("xterm-256color", 200, 60)); !ok || err != nil {
				t.Fatal(ok, err)
			}
			request, payload = "shell", nil
		}
		if ok, err := ch.SendRequest(request, true, payload); !ok || err != nil {
			t.Fatal(ok, err)
		}
		go func() {
			_ = c.Wait()
			gone <- struct{}{}
		}()
	}
	var longest time.Duration
	for left := 2 * n; left > 0; {
		select {
		case <-ended:
			left--
		case <-gone:
			left--
		default:
			took := visit(t, addr)
			longest = max(longest, took)
			if took > time.Second {
				t.Errorf("another was in after %s", took)
			}
			if time.Since(start) > 30*time.Second {
				t.Fatalf("%d ends are missing", left)
			}
		}
	}
	all := time.Since(start)
	most, after := highest(), rested(before)
	t.Logf("%d who do not read, gone after %s; the longest of the others' logins %s; before %s; at most %s; after %s",
		n, all.Round(time.Millisecond), longest.Round(time.Millisecond), before, most, after)
	if all < stalled {
		t.Errorf("the last was ended after %s already", all)
	}
	// Each client keeps its window of 2 MiB here, and what it was copied from is not
	// collected at once; the server's part is small beside them.
	if most.memory > before.memory+uint64(n)*5<<20+64<<20 {
		t.Errorf("they took too much: %s, before them %s", most, before)
	}
	if after.goroutines > before.goroutines+20 {
		t.Errorf("they left something behind: %s, before them %s", after, before)
	}
}

func ptyRequest(term string, cols, rows uint32) []byte {
	return gossh.Marshal(struct {
		Term                      string
		Cols, Rows, Width, Height uint32
		Modes                     string
	}{term, cols, rows, 0, 0, ""})
}

func TestASlowReaderIsNotAStalledOne(t *testing.T) {
	t.Parallel()
	const stalled, size = time.Second, 6 << 20
	took := make(chan time.Duration, 1)
	addr := serve(t, Limits{Stalled: stalled}, nil, Guest("anna"), commands(map[string]func(context.Context, ssh.Session) int{
		"all": func(_ context.Context, sess ssh.Session) int {
			start := time.Now()
			if n, err := sess.Write(make([]byte, size)); n != size || err != nil {
				return 1
			}
			took <- time.Since(start)
			return 0
		},
	}))
	s := newSession(t, dial(t, addr, "anna"))
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start("all"); err != nil {
		t.Fatal(err)
	}
	read := 0
	for part := make([]byte, 64<<10); ; <-time.After(20 * time.Millisecond) {
		n, err := io.ReadFull(out, part)
		if read += n; err != nil {
			break
		}
	}
	if err := s.Wait(); err != nil || read != size {
		t.Fatalf("%d bytes of %d: %v", read, size, err)
	}
	if d := within(t, "the write", took); d < stalled {
		t.Errorf("all was read in %s: too quickly for this test", d)
	}
}

// A client whose machine takes nothing at all blocks what the library itself sends.
func TestAConnectionThatTakesNothingIsClosed(t *testing.T) {
	near, far := net.Pipe()
	defer far.Close()
	done := make(chan error, 1)
	go func() {
		_, err := (&line{near, nil, 50 * time.Millisecond}).Write([]byte("x"))
		done <- err
	}()
	if err := within(t, "the write", done); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

func TestAJumpThatIsNotReadIsEnded(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		for err == nil {
			_, err = c.Write(make([]byte, 32<<10))
		}
	}()
	released := make(chan struct{})
	addr := serve(t, Limits{Stalled: 200 * time.Millisecond}, nil, Guest("anna"), wish.WithMiddleware(), WithJump(Jump(
		func(ssh.Context, string, uint32) (string, *wire.Visit, func(), error) {
			return l.Addr().String(), nil, func() { close(released) }, nil
		})))
	c := dial(t, addr, "anna")
	if _, err := c.Dial("tcp", "urn:1"); err != nil {
		t.Fatal(err)
	}
	within(t, "the release", released)
}

// asked is a channel that is asked for, and whose refusal nobody reads.
type asked struct {
	gossh.NewChannel
	full chan struct{}
}

func (a asked) Reject(gossh.RejectionReason, string) error {
	<-a.full
	return io.EOF
}

// closable is a connection that ends all that waits for it.
type closable struct {
	gossh.Conn
	full chan struct{}
}

func (c closable) Close() error {
	close(c.full)
	return nil
}

func TestWhoAsksForChannelsAndReadsNoAnswerIsEnded(t *testing.T) {
	full := make(chan struct{})
	conn := &gossh.ServerConn{Conn: closable{full: full}}
	k := newKeeper(0)
	h := k.limited(func(*ssh.Server, *gossh.ServerConn, gossh.NewChannel, ssh.Context) { t.Error("a channel was opened") })
	open := func(done chan<- struct{}) {
		h(nil, conn, asked{full: full}, nobody{})
		done <- struct{}{}
	}
	done := make(chan struct{}, refusals+1)
	for range refusals {
		go open(done)
	}
	for waiting := 0; waiting < refusals; runtime.Gosched() {
		k.mu.Lock()
		waiting = k.refusing[conn]
		k.mu.Unlock()
	}
	select {
	case <-full:
		t.Fatal("ended too early")
	default:
	}
	open(done)
	for range refusals + 1 {
		within(t, "an end", done)
	}
	if len(k.refusing) != 0 || k.total != 0 {
		t.Errorf("left behind: %v, %d", k.refusing, k.total)
	}
}

// nobody is a context that knows nothing.
type nobody struct{ ssh.Context }

func (nobody) Value(any) any { return nil }
