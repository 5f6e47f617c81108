package sshd

import (
	"container/list"
	"fmt"
	"net"
	"sync"
)

// Listen listens on a TCP address and bounds what strangers can hold open. At
// most l.HalfOpen connections are not logged in; one more, and the oldest of
// them is closed, so that a crowd of silent connections does not keep out a
// voter who needs a moment only. At most l.HalfOpen + l.Sessions are open at
// all; one more is closed at once.
func Listen(addr string, l Limits) (net.Listener, error) {
	inner, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("sshd: %w", err)
	}
	return &listener{Listener: inner, limits: l.orDefault()}, nil
}

type listener struct {
	net.Listener
	limits Limits

	mu   sync.Mutex
	open int
	half list.List // of *conn, oldest first
}

func (l *listener) Accept() (net.Conn, error) {
	for {
		inner, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		c := &conn{Conn: inner, from: l}
		admitted, oldest := l.admit(c)
		if oldest != nil {
			oldest.Close()
		}
		if admitted {
			return c, nil
		}
		inner.Close()
	}
}

// admit enters c, and returns the half-open connection that has to make room.
func (l *listener) admit(c *conn) (admitted bool, oldest *conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open >= l.limits.HalfOpen+l.limits.Sessions {
		return false, nil
	}
	if l.half.Len() >= l.limits.HalfOpen {
		oldest = l.half.Front().Value.(*conn)
		l.half.Remove(oldest.place)
		oldest.place = nil
	}
	c.place = l.half.PushBack(c)
	l.open++
	return true, oldest
}

// conn knows its listener, so that it can tell when it has logged in or ended.
type conn struct {
	net.Conn
	from *listener
	once sync.Once

	place *list.Element // in from.half, under its lock; nil once logged in
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

func (c *conn) settle() {
	c.from.mu.Lock()
	defer c.from.mu.Unlock()
	if c.place != nil {
		c.from.half.Remove(c.place)
		c.place = nil
	}
}

// settle finds our connection under wrappers and takes it off the half-open ones.
func settle(c net.Conn) {
	for c != nil {
		switch w := c.(type) {
		case *conn:
			w.settle()
			return
		case interface{ NetConn() net.Conn }:
			c = w.NetConn()
		case interface{ Raw() net.Conn }: // a PROXY protocol connection
			c = w.Raw()
		default:
			return
		}
	}
}
