package sshd

import (
	"container/list"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
)

// Listen listens on a TCP address and bounds what strangers can hold open. At
// most l.HalfOpen connections are not logged in; for one more, the one that victim
// names is closed, so that a crowd of them does not keep out a voter who needs a
// moment only. At most l.HalfOpen + l.Sessions are open at all; one more is closed
// at once.
func Listen(addr string, l Limits) (net.Listener, error) {
	inner, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("sshd: %w", err)
	}
	return &listener{Listener: inner, limits: l.orDefault(), sources: map[netip.Prefix]*source{}}, nil
}

type listener struct {
	net.Listener
	limits Limits

	mu      sync.Mutex
	open    int
	half    list.List // of *conn, oldest first
	sources map[netip.Prefix]*source
}

func (l *listener) Accept() (net.Conn, error) {
	for {
		inner, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		c := &conn{Conn: inner, from: l}
		admitted, out := l.admit(c)
		if out != nil {
			out.Close()
		}
		if admitted {
			return c, nil
		}
		inner.Close()
	}
}

// admit enters c, and returns the half-open connection that has to make room.
func (l *listener) admit(c *conn) (admitted bool, out *conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open >= l.limits.HalfOpen+l.limits.Sessions {
		return false, nil
	}
	if l.half.Len() >= l.limits.HalfOpen {
		out = l.victim()
		l.drop(out)
	}
	at := sourceOf(c.RemoteAddr())
	if l.sources[at] == nil {
		l.sources[at] = &source{at: at}
	}
	c.source = l.sources[at]
	c.source.half++
	c.place = l.half.PushBack(c)
	l.open++
	return true, out
}

// drop takes c off the half-open ones, if it is among them.
func (l *listener) drop(c *conn) {
	if c.place == nil {
		return
	}
	l.half.Remove(c.place)
	c.place = nil
	if c.source.half--; c.source.half == 0 {
		delete(l.sources, c.source.at)
	}
}

// conn knows its listener, so that it can tell when it has logged in or ended.
type conn struct {
	net.Conn
	from *listener
	once sync.Once

	// Under from.mu.
	place  *list.Element // in from.half; nil once logged in
	source *source

	read  atomic.Int64 // bytes of SSH
	asked atomic.Bool  // waits for a person
}

// NetConn returns the connection below.
func (c *conn) NetConn() net.Conn { return c.Conn }

func (c *conn) Close() error {
	c.once.Do(func() {
		c.settle()
		c.from.mu.Lock()
		c.from.open--
		c.from.mu.Unlock()
	})
	return c.Conn.Close()
}

// settle takes c off the half-open ones.
func (c *conn) settle() {
	c.from.mu.Lock()
	defer c.from.mu.Unlock()
	c.from.drop(c)
}

// under finds our connection under wrappers; nil if there is none.
func under(c net.Conn) *conn {
	for c != nil {
		switch w := c.(type) {
		case *conn:
			return w
		case interface{ NetConn() net.Conn }:
			c = w.NetConn()
		case interface{ Raw() net.Conn }: // a PROXY protocol connection
			c = w.Raw()
		default:
			return nil
		}
	}
	return nil
}
