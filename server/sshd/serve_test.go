package sshd

import (
	"context"
	"net"
	"testing"
	"time"

	"charm.land/ssh"
)

// A server may be told to end at any moment: before it serves, while it begins,
// and while somebody is logging in.
func TestServeEndsWheneverItIsTold(t *testing.T) {
	for _, after := range []time.Duration{-1, 0, 50 * time.Microsecond, 200 * time.Microsecond, time.Millisecond} {
		for range 20 {
			s, err := New("127.0.0.1:0", signer(t, "host"), Limits{}, commands(nil))
			if err != nil {
				t.Fatal(err)
			}
			l, err := Listen("127.0.0.1:0", Limits{})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			if after < 0 {
				cancel()
			} else {
				time.AfterFunc(after, cancel)
			}
			done := make(chan error, 1)
			go func() { done <- Serve(ctx, s, l) }()
			select {
			case err := <-done:
				if err != nil {
					t.Fatalf("told after %s: %v", after, err)
				}
			case <-time.After(10 * time.Second):
				t.Fatalf("told after %s: still serving", after)
			}
			if c, err := net.Dial("tcp", l.Addr().String()); err == nil {
				c.Close()
				t.Fatalf("told after %s: still listening", after)
			}
		}
	}
}

func TestServeEndsWhoIsJustLoggingIn(t *testing.T) {
	s, err := New("127.0.0.1:0", signer(t, "host"), Limits{}, commands(nil))
	if err != nil {
		t.Fatal(err)
	}
	l, err := Listen("127.0.0.1:0", Limits{})
	if err != nil {
		t.Fatal(err)
	}
	wrapped := make(chan struct{})
	s.ConnCallback = func(_ ssh.Context, c net.Conn) net.Conn {
		close(wrapped)
		return c
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, s, l) }()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	<-wrapped
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	c.SetReadDeadline(time.Now().Add(5 * time.Second))
	for {
		if _, err := c.Read(make([]byte, 1024)); err != nil {
			if ne, ok := err.(net.Error); ok && ne.Timeout() {
				t.Fatal("the connection outlived its server")
			}
			return
		}
	}
}
