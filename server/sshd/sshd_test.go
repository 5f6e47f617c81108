package sshd

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
	"valurna/server/wire"
)

// signer makes a key from a name: every run has the same ones.
func signer(t *testing.T, name string) gossh.Signer {
	t.Helper()
	seed := sha256.Sum256([]byte(name))
	s, err := gossh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func hostKey(t *testing.T) string { return manifest.KeyLine(signer(t, "host").PublicKey()) }

// serve starts a server on a free port and returns its address.
func serve(t *testing.T, l Limits, wrap func(net.Listener) net.Listener, opts ...ssh.Option) string {
	t.Helper()
	s, err := New("127.0.0.1:0", signer(t, "host"), l, opts...)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := Listen("127.0.0.1:0", l)
	if err != nil {
		t.Fatal(err)
	}
	if wrap != nil {
		ln = wrap(ln)
	}
	go s.Serve(ln)
	t.Cleanup(func() { s.Close() })
	return ln.Addr().String()
}

// commands is a middleware for the tests: what to run by its first word.
func commands(run map[string]func(ctx context.Context, sess ssh.Session) int) ssh.Option {
	return wish.WithMiddleware(Commands(func(ctx context.Context, sess ssh.Session, args []string) int {
		f, ok := run[args[0]]
		if !ok {
			return 127
		}
		return f(ctx, sess)
	}))
}

// dial gives a bare x/crypto connection, for what wire.Client would never do.
func dial(t *testing.T, addr, user string, auth ...gossh.AuthMethod) *gossh.Client {
	t.Helper()
	c, err := gossh.Dial("tcp", addr, &gossh.ClientConfig{
		User: user, Auth: auth, HostKeyCallback: gossh.FixedHostKey(signer(t, "host").PublicKey()), Timeout: 10 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func newSession(t *testing.T, c *gossh.Client) *gossh.Session {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// within fails the test unless c delivers or closes in time.
func within[T any](t *testing.T, what string, c <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(10 * time.Second):
		t.Fatalf("%s: not in 10 s", what)
	}
	return v
}

func status(err error) int {
	var exit *gossh.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitStatus()
	}
	return -1
}

// printed collects what the default log prints during a test.
func printed(t *testing.T) *lockedBuffer {
	b := new(lockedBuffer)
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(b, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return b
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestACommandHasAnExitStatusAndPanicsAlone(t *testing.T) {
	log := printed(t)
	addr := serve(t, Limits{}, nil, commands(map[string]func(context.Context, ssh.Session) int{
		"seven": func(context.Context, ssh.Session) int { return 7 },
		"panic": func(context.Context, ssh.Session) int { panic("the choice was 3") },
		"echo": func(_ context.Context, sess ssh.Session) int {
			data, err := Input(sess, 10)
			if err != nil {
				return 3
			}
			sess.Write(data)
			return 0
		},
	}))
	c := dial(t, addr, "anyone")
	for command, want := range map[string]int{"seven": 7, "panic": 1, "nonsense": 127, "seven \x1b[2J": 2} {
		if got := status(newSession(t, c).Run(command)); got != want {
			t.Errorf("%q ended with %d, not %d", command, got, want)
		}
	}
	if l := log.String(); !strings.Contains(l, "panic ended one session") || !strings.Contains(l, "sshd_test.go") && !strings.Contains(l, "TestACommand") {
		t.Errorf("the log does not say where: %s", l)
	} else if strings.Contains(l, "choice") || strings.Contains(l, "127.0.0.1") {
		t.Errorf("the log says too much: %s", l)
	}
	for in, want := range map[string]int{"0123456789": 0, "0123456789a": 3} {
		s := newSession(t, c)
		s.Stdin = strings.NewReader(in)
		var out bytes.Buffer
		s.Stdout = &out
		if got := status(s.Run("echo")); got != want || want == 0 && out.String() != in {
			t.Errorf("input %q: status %d, output %q", in, got, out.String())
		}
	}
	if s := newSession(t, c); s.Start(strings.Repeat("x", maxCommand+1)) == nil {
		t.Error("a command of any length was accepted")
	}
}

func TestACommandsContextEndsWithItsChannelNotItsConnection(t *testing.T) {
	ended := make(chan struct{})
	addr := serve(t, Limits{}, nil, commands(map[string]func(context.Context, ssh.Session) int{
		"wait": func(ctx context.Context, sess ssh.Session) int {
			io.WriteString(sess, "here\n")
			<-ctx.Done()
			close(ended)
			return 0
		},
		"ok": func(context.Context, ssh.Session) int { return 0 },
	}))
	c := dial(t, addr, "anyone")
	s := newSession(t, c)
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start("wait"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	within(t, "the end of the command", ended)
	if err := newSession(t, c).Run("ok"); err != nil {
		t.Fatalf("the connection went with it: %v", err)
	}
}

func TestNothingButSessionsIsServed(t *testing.T) {
	env := make(chan []string, 1)
	addr := serve(t, Limits{}, nil, commands(map[string]func(context.Context, ssh.Session) int{
		"env": func(_ context.Context, sess ssh.Session) int {
			env <- sess.Environ()
			return 0
		},
	}))
	c := dial(t, addr, "anyone")
	s := newSession(t, c)
	for typ, payload := range map[string]any{
		"auth-agent-req@openssh.com": struct{ Nothing string }{},
		"x11-req": struct {
			Single          bool
			Protocol, Token string
			Screen          uint32
		}{false, "MIT-MAGIC-COOKIE-1", "00", 0},
		"env":       struct{ Name, Value string }{"LANG", "sv_SE"},
		"subsystem": struct{ Name string }{"sftp"},
		"break":     struct{ Length uint32 }{0},
	} {
		if ok, err := s.SendRequest(typ, true, gossh.Marshal(payload)); ok || err != nil {
			t.Errorf("%s: accepted %v, %v", typ, ok, err)
		}
	}
	if err := s.Run("env"); err != nil {
		t.Fatal(err)
	}
	if got := within(t, "the environment", env); len(got) != 0 {
		t.Errorf("the environment was kept: %q", got)
	}
	if l, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		l.Close()
		t.Error("reverse forwarding was accepted")
	}
	for _, typ := range []string{"direct-tcpip", "direct-streamlocal@openssh.com", "forwarded-tcpip", "auth-agent@openssh.com"} {
		if _, _, err := c.OpenChannel(typ, nil); err == nil {
			t.Errorf("a channel of type %s was opened", typ)
		}
	}
}

func TestNewRefusesWhatWouldForward(t *testing.T) {
	handler := wish.WithMiddleware()
	for name, opt := range map[string]ssh.Option{
		"subsystem": wish.WithSubsystem("sftp", func(ssh.Session) {}),
		"request": func(s *ssh.Server) error {
			s.RequestHandlers = map[string]ssh.RequestHandler{"tcpip-forward": nil}
			return nil
		},
		"channel": func(s *ssh.Server) error {
			s.ChannelHandlers = map[string]ssh.ChannelHandler{"session": ssh.DefaultSessionHandler}
			return nil
		},
	} {
		if _, err := New("", signer(t, "host"), Limits{}, handler, opt); err == nil {
			t.Errorf("%s was taken over", name)
		}
	}
	if _, err := New("", nil, Limits{}, handler); err == nil {
		t.Error("a server without a host key was made")
	}
}

func TestAWrongHostKeyIsRefused(t *testing.T) {
	addr := serve(t, Limits{}, nil, Guest("ballot"), wish.WithMiddleware())
	ctx := t.Context()
	rsaLine := "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCqGKukO1De7zhZj6+H0qtjTkVxwTCpvKe4eCZ0FPqri0cb2JZfXJ/DgYSF6vUpwmJG8wVQZKjeGcjDOL5UlsuusFncCzWBQ7RKNUSesmQRMSGkVb1/3j+skZ6UtW+5u09lHNsj6tQ51s1SPrCBkedbNf0Tp0GbMJDyR4e9T04ZZw=="
	for name, key := range map[string]string{
		"another key of that type": manifest.KeyLine(signer(t, "other").PublicKey()),
		"a key of another type":    rsaLine,
	} {
		if _, err := wire.Dial(ctx, addr, key, "ballot"); !errors.Is(err, wire.ErrHostKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c, err := wire.Dial(ctx, addr, hostKey(t), "ballot")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if kex := c.Algorithms().KeyExchange; !strings.HasPrefix(kex, "mlkem768x25519") {
		t.Errorf("two programs of ours agreed on %q", kex)
	}
}

func TestOnlyTheGuestNeedsNoKey(t *testing.T) {
	who := make(chan string, 1)
	addr := serve(t, Limits{}, nil, Guest("observer"),
		ssh.PublicKeyAuth(func(_ ssh.Context, key ssh.PublicKey) bool {
			return ssh.KeysEqual(key, signer(t, "anna").PublicKey())
		}),
		commands(map[string]func(context.Context, ssh.Session) int{
			"who": func(_ context.Context, sess ssh.Session) int {
				who <- "nobody"
				return 0
			},
			"key": func(_ context.Context, sess ssh.Session) int {
				who <- gossh.FingerprintSHA256(sess.PublicKey())
				return 0
			},
		}))
	ctx := t.Context()
	for _, user := range []string{"anna", "root", "", "observer "} {
		if c, err := wire.Dial(ctx, addr, hostKey(t), user); err == nil {
			c.Close()
			t.Errorf("%q was let in without a key", user)
		}
	}
	if c, err := wire.Dial(ctx, addr, hostKey(t), "anna", gossh.PublicKeys(signer(t, "eve"))); err == nil {
		c.Close()
		t.Error("a stranger's key was let in")
	}
	if err := newSession(t, dial(t, addr, "observer")).Run("who"); err != nil {
		t.Fatal(err)
	}
	within(t, "the observer", who)
	// A client offers keys only after "none" has failed.
	c := dial(t, addr, "anna", gossh.PublicKeys(signer(t, "eve"), signer(t, "anna")))
	if err := newSession(t, c).Run("key"); err != nil {
		t.Fatal(err)
	}
	if got := within(t, "anna", who); got != gossh.FingerprintSHA256(signer(t, "anna").PublicKey()) {
		t.Errorf("known as %s", got)
	}
}

func TestGuestsDoNotTakeTheMembersPlaces(t *testing.T) {
	anna := ssh.PublicKeyAuth(func(_ ssh.Context, key ssh.PublicKey) bool {
		return ssh.KeysEqual(key, signer(t, "anna").PublicKey())
	})
	addr := serve(t, Limits{}, nil, GuestsAtMost("observer", 2), anna, commands(nil))
	first, second := dial(t, addr, "observer"), dial(t, addr, "observer")
	if c, err := wire.Dial(t.Context(), addr, hostKey(t), "observer"); err == nil {
		c.Close()
		t.Error("a third guest was let in where two may be")
	}
	for range perGuest {
		newSession(t, first)
	}
	var refused *gossh.OpenChannelError
	if _, err := first.NewSession(); !errors.As(err, &refused) || refused.Reason != gossh.ResourceShortage {
		t.Errorf("a guest's channel beyond its bound: %v", err)
	}
	member := dial(t, addr, "anna", gossh.PublicKeys(signer(t, "anna")))
	for range perConnection {
		newSession(t, member)
	}
	second.Close()
	for deadline := time.Now().Add(10 * time.Second); ; {
		if c, err := wire.Dial(t.Context(), addr, hostKey(t), "observer"); err == nil {
			c.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a guest's place is not free again")
		}
	}
}

func TestSilentConnectionsDoNotKeepAVoterOut(t *testing.T) {
	limits := Limits{HalfOpen: 8, Handshake: time.Minute}
	addr := serve(t, limits, nil, Guest("ballot"), wish.WithMiddleware())
	var silent []net.Conn
	for range 3 * limits.HalfOpen {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		silent = append(silent, c)
	}
	dial(t, addr, "ballot")
	dial(t, addr, "ballot")
	// The oldest ones are gone, long before the handshake's time is up.
	for _, c := range silent[:2*limits.HalfOpen] {
		c.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.Copy(io.Discard, c); errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
			t.Fatalf("an old silent connection is still open: %v", err)
		}
	}
}

func isTimeout(err error) bool {
	var e net.Error
	return errors.As(err, &e) && e.Timeout()
}

func TestASilentConnectionEndsWithTheHandshakesTime(t *testing.T) {
	addr := serve(t, Limits{Handshake: 50 * time.Millisecond}, nil, Guest("ballot"), wish.WithMiddleware())
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetReadDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.Copy(io.Discard, c); isTimeout(err) {
		t.Fatal("still open")
	}
}

func TestOneConnectionCannotHoldAllSessions(t *testing.T) {
	addr := serve(t, Limits{Sessions: perConnection + 1}, nil, Guest("ballot"), commands(nil))
	greedy, other, late := dial(t, addr, "ballot"), dial(t, addr, "ballot"), dial(t, addr, "ballot")
	for range perConnection {
		newSession(t, greedy)
	}
	var refused *gossh.OpenChannelError
	if _, err := greedy.NewSession(); !errors.As(err, &refused) || refused.Reason != gossh.ResourceShortage {
		t.Errorf("one more on that connection: %v", err)
	}
	newSession(t, other)
	if _, err := late.NewSession(); !errors.As(err, &refused) || refused.Reason != gossh.ResourceShortage {
		t.Errorf("one more than the server takes: %v", err)
	}
	greedy.Close()
	deadline := time.Now().Add(10 * time.Second)
	for {
		if _, err := late.NewSession(); err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the places of a closed connection are not free again")
		}
	}
}

func TestWhoHasLoggedInIsNotPushedOutByNewcomers(t *testing.T) {
	addr := serve(t, Limits{HalfOpen: 2}, nil, Guest("ballot"), commands(map[string]func(context.Context, ssh.Session) int{
		"ok": func(context.Context, ssh.Session) int { return 0 },
	}))
	var in []*gossh.Client
	for range 6 {
		in = append(in, dial(t, addr, "ballot"))
	}
	for i, c := range in {
		s, err := c.NewSession()
		if err != nil {
			t.Fatalf("connection %d was closed: %v", i, err)
		}
		if err := s.Run("ok"); err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
	}
}

// Pixel sizes and modes tell one machine from another, and nothing here needs them.
func TestPixelsAndModesOfATerminalAreDropped(t *testing.T) {
	seen := make(chan ssh.Pty, 1)
	addr := serve(t, Limits{}, nil, commands(map[string]func(context.Context, ssh.Session) int{
		"pty": func(_ context.Context, sess ssh.Session) int {
			p, _, _ := sess.Pty()
			seen <- p
			return 0
		},
	}))
	s := newSession(t, dial(t, addr, "anyone"))
	ask := struct {
		Term                      string
		Cols, Rows, Width, Height uint32
		Modes                     string
	}{"xterm", 90, 30, 1917, 1041, "\x80\x00\x00\x96\x00\x00"}
	if ok, err := s.SendRequest("pty-req", true, gossh.Marshal(ask)); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if err := s.Run("pty"); err != nil {
		t.Fatal(err)
	}
	p := within(t, "the terminal", seen)
	if p.Window != (ssh.Window{Width: 90, Height: 30}) || len(p.Modes) != 0 {
		t.Errorf("kept: %+v", p)
	}
}
