// Package sshd holds what every SSH server of ours shares: a server that can do
// nothing but run commands, show screens and, at the registrar, jump.
//
// Call Listen and New, give New a wish.WithMiddleware of Commands, Screens and
// Lines, and serve. Of the options, Guest lets one user name in without a key and
// WithJump adds the jump. A server from New has no agent, X11 or reverse
// forwarding and no subsystem, drops the environment, terminal modes and pixel
// sizes that a client sends, clamps window sizes, agrees on modern algorithms only,
// ends who does not read, and survives a panic in what it runs. It logs no address,
// user or command.
package sshd

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// Version is what our servers call themselves, all alike.
const Version = "valurna"

// perConnection is how many channels one connection may hold: a program at
// home follows the journal and its view and asks commands beside them.
const perConnection = 16

// Limits of one server; a zero means the default.
type Limits struct {
	Handshake time.Duration // from accept to login; default 10 s
	HalfOpen  int           // connections that have not logged in; default 1024, some 20 MB
	Sessions  int           // channels open at a time, and logged-in connections; default 10 000
	Stalled   time.Duration // for which a client may read nothing while there is something to say; default 60 s
}

func (l Limits) orDefault() Limits {
	if l.Handshake <= 0 {
		l.Handshake = 10 * time.Second
	}
	if l.HalfOpen <= 0 {
		l.HalfOpen = 1024
	}
	if l.Sessions <= 0 {
		l.Sessions = 10_000
	}
	if l.Stalled <= 0 {
		l.Stalled = time.Minute
	}
	return l
}

// New makes a server with one host key. Serve it on a listener from Listen,
// which holds the limit on half-open connections. Channel types other than
// session and direct-tcpip, global requests and subsystems are refused here:
// asking for them in opts is an error.
func New(addr string, host gossh.Signer, l Limits, opts ...ssh.Option) (*ssh.Server, error) {
	l = l.orDefault()
	if host == nil {
		return nil, errors.New("sshd: no host key, so no server: a made-up one would be pinned by nobody")
	}
	s := &ssh.Server{Addr: addr, Version: Version, HandshakeTimeout: l.Handshake}
	s.AddHostKey(host)
	for _, opt := range opts {
		if err := s.SetOption(opt); err != nil {
			return nil, fmt.Errorf("sshd: %w", err)
		}
	}
	jump := s.ChannelHandlers["direct-tcpip"]
	others := maps.Clone(s.ChannelHandlers)
	delete(others, "direct-tcpip")
	if len(others) > 0 || len(s.RequestHandlers) > 0 || len(s.SubsystemHandlers) > 0 {
		return nil, fmt.Errorf("sshd: an option asks for forwarding or subsystems (%v), which no server of ours has", slices.Sorted(maps.Keys(others)))
	}
	if s.Handler == nil {
		return nil, errors.New("sshd: nothing to run: give it wish.WithMiddleware")
	}
	k := newKeeper(l.Sessions)
	s.ChannelHandlers = map[string]ssh.ChannelHandler{"session": k.limited(serveSession)}
	if jump != nil {
		s.ChannelHandlers["direct-tcpip"] = k.limited(jump)
	}
	// Empty rather than nil: nil would take over the library's defaults.
	s.RequestHandlers = map[string]ssh.RequestHandler{}
	s.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
	watch(s, l.Stalled)
	return s, nil
}

// Guest lets user in without a key, and nobody else without one but the users of
// other such options. At a server with no other way to log in, user is the only
// name that is let in.
func Guest(user string) ssh.Option {
	return func(s *ssh.Server) error {
		before := s.ServerConfigCallback
		s.ServerConfigCallback = func(ctx ssh.Context) *gossh.ServerConfig {
			config := new(gossh.ServerConfig)
			if before != nil {
				config = before(ctx)
			}
			config.NoClientAuth = true
			other := config.NoClientAuthCallback
			// Without this check a client that has a key would never offer it:
			// every client tries "none" first.
			config.NoClientAuthCallback = func(c gossh.ConnMetadata) (*gossh.Permissions, error) {
				switch {
				case c.User() == user:
					return nil, nil
				case other != nil:
					return other(c)
				}
				return nil, errors.New("a key is needed, or another user name")
			}
			return config
		}
		return nil
	}
}

// GuestsAtMost is Guest with a budget: so many guest connections at a time, each
// with perGuest channels at most, so that strangers cannot take the places of
// those who log in with a key.
func GuestsAtMost(user string, connections int) ssh.Option { return guests(user, connections, 0) }

// GuestsBriefly is GuestsAtMost for what is done in one go: after stay the
// connection is closed, so that nobody keeps a place by silence.
func GuestsBriefly(user string, connections int, stay time.Duration) ssh.Option {
	return guests(user, connections, stay)
}

func guests(user string, connections int, stay time.Duration) ssh.Option {
	b := &budget{limit: connections}
	guest := Guest(user)
	return func(s *ssh.Server) error {
		if err := guest(s); err != nil {
			return err
		}
		configure := s.ServerConfigCallback
		s.ServerConfigCallback = func(ctx ssh.Context) *gossh.ServerConfig {
			config := configure(ctx)
			admit := config.NoClientAuthCallback
			config.NoClientAuthCallback = func(c gossh.ConnMetadata) (*gossh.Permissions, error) {
				p, err := admit(c)
				if c.User() != user {
					return p, err
				}
				if err == nil && !b.take() {
					err = errors.New("too many guests are here: try again later")
				}
				if err != nil {
					return nil, err
				}
				ctx.SetValue(guestKey{}, true)
				context.AfterFunc(ctx, b.give)
				if stay > 0 {
					t := time.AfterFunc(stay, func() { Conn(ctx).Close() })
					context.AfterFunc(ctx, func() { t.Stop() })
				}
				return p, nil
			}
			return config
		}
		return nil
	}
}

// perGuest is how many channels a guest's connection may hold.
const perGuest = 4

type guestKey struct{}

// budget counts what there may be only so much of.
type budget struct {
	mu    sync.Mutex
	limit int
	used  int
}

func (b *budget) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used >= b.limit {
		return false
	}
	b.used++
	return true
}

func (b *budget) give() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used--
}

// WithJump adds a handler for direct-tcpip channels; see Jump.
func WithJump(h ssh.ChannelHandler) ssh.Option {
	return func(s *ssh.Server) error {
		s.ChannelHandlers = map[string]ssh.ChannelHandler{"direct-tcpip": h}
		return nil
	}
}

type connKey struct{}

// Conn returns the connection under a session or jump, as the listener
// accepted it: wire.VisitOf takes it.
func Conn(ctx ssh.Context) net.Conn {
	c, _ := ctx.Value(connKey{}).(net.Conn)
	return c
}

// watch remembers each connection and how far it has got, tells the listener when it
// has logged in, and sets what may be agreed on.
func watch(s *ssh.Server, stalled time.Duration) {
	wrap, configure := s.ConnCallback, s.ServerConfigCallback
	s.ConnCallback = func(ctx ssh.Context, c net.Conn) net.Conn {
		ctx.SetValue(connKey{}, c)
		ctx.SetValue(stalledKey{}, stalled)
		c = &line{c, under(c), stalled}
		if wrap != nil {
			return wrap(ctx, c)
		}
		return c
	}
	s.ServerConfigCallback = func(ctx ssh.Context) *gossh.ServerConfig {
		config := new(gossh.ServerConfig)
		if configure != nil {
			config = configure(ctx)
		}
		modern(config)
		before := config.AuthLogCallback
		config.AuthLogCallback = func(m gossh.ConnMetadata, method string, err error) {
			if err == nil {
				if c := under(Conn(ctx)); c != nil {
					c.settle()
				}
			}
			if before != nil {
				before(m, method, err)
			}
		}
		return config
	}
}

// refusals is how many channels of a connection may be waiting for their refusal. The
// library opens each on a goroutine of its own, so that a client which asks and asks,
// and reads no answer, would fill the memory with them.
const refusals = 256

// keeper counts open channels, in all and by connection, and those being refused.
type keeper struct {
	mu       sync.Mutex
	limit    int
	total    int
	held     map[*gossh.ServerConn]int
	refusing map[*gossh.ServerConn]int
}

func newKeeper(limit int) *keeper {
	return &keeper{limit: limit, held: map[*gossh.ServerConn]int{}, refusing: map[*gossh.ServerConn]int{}}
}

// limited wraps a handler that returns only when its channel has ended on both
// sides, so that a client cannot pile up channels that it never closes.
func (k *keeper) limited(h ssh.ChannelHandler) ssh.ChannelHandler {
	return func(srv *ssh.Server, conn *gossh.ServerConn, ch gossh.NewChannel, ctx ssh.Context) {
		most := perConnection
		if ctx.Value(guestKey{}) != nil {
			most = perGuest
		}
		if !k.take(conn, most) {
			if !k.refuse(conn) {
				conn.Close()
				return
			}
			defer k.refused(conn)
			// The channel is gone either way; a failed answer changes nothing.
			_ = ch.Reject(gossh.ResourceShortage, "too many sessions are open: end one, or try again later")
			return
		}
		defer k.give(conn)
		h(srv, conn, ch, ctx)
	}
}

func (k *keeper) take(conn *gossh.ServerConn, most int) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.total >= k.limit || k.held[conn] >= most {
		return false
	}
	k.total++
	k.held[conn]++
	return true
}

func (k *keeper) give(conn *gossh.ServerConn) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.total--
	if k.held[conn]--; k.held[conn] == 0 {
		delete(k.held, conn)
	}
}

func (k *keeper) refuse(conn *gossh.ServerConn) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.refusing[conn] >= refusals {
		return false
	}
	k.refusing[conn]++
	return true
}

func (k *keeper) refused(conn *gossh.ServerConn) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.refusing[conn]--; k.refusing[conn] == 0 {
		delete(k.refusing, conn)
	}
}

// Context ends when the session's channel closes, which may be long before the
// connection does; ssh.Session's own context is the connection's.
func Context(sess ssh.Session) context.Context {
	if s, ok := sess.(*session); ok {
		return s.ended
	}
	return sess.Context()
}
