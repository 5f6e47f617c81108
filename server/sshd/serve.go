package sshd

import (
	"context"
	"errors"
	"net"

	"charm.land/ssh"
)

// Serve serves s on l until ctx is done, and then returns nil, with the listener
// and every connection closed; another end is an error. The library's own Close
// knows neither a server whose Serve comes only after it nor a connection that is
// just logging in: both would go on at a program that has ended.
func Serve(ctx context.Context, s *ssh.Server, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	wrap := s.ConnCallback
	s.ConnCallback = func(conn ssh.Context, c net.Conn) net.Conn {
		stop := context.AfterFunc(ctx, func() { c.Close() })
		context.AfterFunc(conn, func() { stop() })
		if wrap != nil {
			return wrap(conn, c)
		}
		return c
	}
	ended := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(ended)
		_ = s.Close() // says only what is gone anyway
		l.Close()
	})
	err := s.Serve(l)
	asked := ctx.Err() != nil
	cancel()
	<-ended
	if asked && (errors.Is(err, ssh.ErrServerClosed) || errors.Is(err, net.ErrClosed)) {
		return nil
	}
	return err
}
