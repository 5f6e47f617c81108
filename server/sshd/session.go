package sshd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"runtime"
	"strings"
	"sync"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// Bounds of a window in cells. A window of 3000 by 3000 would take 2 GB.
const (
	minCols, maxCols = 20, 300
	minRows, maxRows = 5, 120
)

// maxCommand is the longest command in bytes.
const maxCommand = 4096

// session is one session channel. The library's own one keeps the environment
// and the agent, takes any window size, and never says that its channel closed.
type session struct {
	gossh.Channel
	conn  *gossh.ServerConn
	ctx   ssh.Context
	ended context.Context // until the client has closed the channel
	run   chan struct{}   // closed when the handler has returned

	mu      sync.Mutex
	pty     *ssh.Pty
	command string
	started bool
	exited  bool
	sizes   chan ssh.Window // at most one, the newest
}

// serveSession handles one session channel until the client has closed it and
// the handler has returned.
func serveSession(srv *ssh.Server, conn *gossh.ServerConn, newChan gossh.NewChannel, ctx ssh.Context) {
	ch, reqs, err := newChan.Accept()
	if err != nil {
		return
	}
	ended, end := context.WithCancel(context.Background())
	s := &session{
		Channel: ch, conn: conn, ctx: ctx, ended: ended,
		run: make(chan struct{}), sizes: make(chan ssh.Window, 1),
	}
	for req := range reqs {
		ok, start := s.request(req)
		// An answer that cannot be sent means that the connection is ending.
		_ = req.Reply(ok, nil)
		if start {
			go s.handle(srv.Handler)
		}
	}
	end()
	if s.started {
		<-s.run
		return
	}
	_ = ch.Close()
}

// request answers one channel request. Everything that is not named here is
// refused: env, auth-agent-req@openssh.com, x11-req, subsystem, signal, break.
func (s *session) request(req *gossh.Request) (ok, start bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch req.Type {
	case "pty-req": // RFC 4254, section 6.2
		var p struct {
			Term                      string
			Cols, Rows, Width, Height uint32
			Modes                     string
		}
		if s.started || s.pty != nil || gossh.Unmarshal(req.Payload, &p) != nil {
			return false, false
		}
		s.pty = &ssh.Pty{Term: terminal(p.Term), Window: window(p.Cols, p.Rows)}
		return true, false
	case "window-change": // section 6.7
		var w struct{ Cols, Rows, Width, Height uint32 }
		if s.pty == nil || gossh.Unmarshal(req.Payload, &w) != nil {
			return false, false
		}
		s.pty.Window = window(w.Cols, w.Rows)
		// Never wait for a reader here: it would stall the whole connection.
		select {
		case <-s.sizes:
		default:
		}
		s.sizes <- s.pty.Window
		return true, false
	case "shell", "exec": // section 6.5
		var e struct{ Command string }
		if s.started || req.Type == "exec" && gossh.Unmarshal(req.Payload, &e) != nil {
			return false, false
		}
		if len(e.Command) > maxCommand || req.Type == "exec" && strings.TrimSpace(e.Command) == "" {
			return false, false
		}
		s.command, s.started = e.Command, true
		return true, true
	}
	return false, false
}

// handle runs the handler and ends the session, with status 1 after a panic.
func (s *session) handle(h ssh.Handler) {
	defer close(s.run)
	code := 1
	defer func() {
		if r := recover(); r != nil {
			logPanic("session")
		}
		// Exit fails when the handler has called it, or nobody is there.
		_ = s.Exit(code)
	}()
	h(s)
	code = 0
}

// logPanic names the places in the code and nothing else: the panic's value, or
// an argument in a full stack trace, could at the urn be a choice.
func logPanic(where string) {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var at []string
	for {
		f, more := frames.Next()
		at = append(at, fmt.Sprintf("%s:%d", f.Function, f.Line))
		if !more {
			break
		}
	}
	slog.Error("sshd: a panic ended one session", "in", where, "at", at)
}

// window clamps a size; zero, which says "unknown", becomes 80 or 24.
func window(cols, rows uint32) ssh.Window {
	if cols == 0 {
		cols = 80
	}
	if rows == 0 {
		rows = 24
	}
	return ssh.Window{
		Width:  int(min(max(cols, minCols), maxCols)),
		Height: int(min(max(rows, minRows), maxRows)),
	}
}

// terminal accepts names as terminfo has them; anything else is "dumb".
func terminal(s string) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+"
	if s == "" || len(s) > 32 || strings.Trim(s, letters) != "" {
		return dumb
	}
	return s
}

// Write turns \n into \r\n where there is a terminal. A client that reads nothing for
// Limits.Stalled loses its connection.
func (s *session) Write(p []byte) (int, error) {
	w := patiently(s.ctx, s.Channel)
	if _, _, ok := s.Pty(); ok {
		w = ssh.NewPtyWriter(w)
	}
	return w.Write(p)
}

// rw is a channel's other stream, with its writer replaced.
type rw struct {
	io.Reader
	io.Writer
}

func (s *session) Stderr() io.ReadWriter {
	e := s.Channel.Stderr()
	return rw{e, patiently(s.ctx, e)}
}

func (s *session) Exit(code int) error {
	s.mu.Lock()
	before := s.exited
	s.exited = true
	s.mu.Unlock() // sending may wait, and nobody else may for it
	if before {
		return errors.New("sshd: the session has ended already")
	}
	_, err := s.SendRequest("exit-status", false, gossh.Marshal(struct{ Status uint32 }{uint32(code)}))
	return errors.Join(err, s.Close())
}

func (s *session) Pty() (ssh.Pty, <-chan ssh.Window, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pty == nil {
		return ssh.Pty{}, s.sizes, false
	}
	return *s.pty, s.sizes, true
}

func (s *session) PublicKey() ssh.PublicKey {
	k, _ := s.ctx.Value(ssh.ContextKeyPublicKey).(ssh.PublicKey)
	return k
}

func (s *session) User() string                 { return s.conn.User() }
func (s *session) RemoteAddr() net.Addr         { return s.conn.RemoteAddr() }
func (s *session) LocalAddr() net.Addr          { return s.conn.LocalAddr() }
func (s *session) Environ() []string            { return nil }
func (s *session) RawCommand() string           { return s.command }
func (s *session) Command() []string            { return strings.Fields(s.command) }
func (s *session) Subsystem() string            { return "" }
func (s *session) Context() ssh.Context         { return s.ctx }
func (s *session) Permissions() ssh.Permissions { return *s.ctx.Permissions() }
func (s *session) EmulatedPty() bool            { _, _, ok := s.Pty(); return ok }
func (s *session) Signals(chan<- ssh.Signal)    {}
func (s *session) Break(chan<- bool)            {}
