package sshd

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/view"
	"valurna/server/wire"
)

// dialTime bounds the way to the urn.
const dialTime = 10 * time.Second

// Jump handles direct-tcpip channels (RFC 4254, section 7.2). resolve decides:
// it gets the host and port exactly as the client wrote them, and returns the
// address to dial, the visit to announce there (nil: none), and a function that
// is called once when this channel has ended, whether or not the dialling
// worked; release may be nil. An error refuses; its text goes to the client if
// it is a *view.Problem. What the client says about its own address is dropped.
func Jump(resolve func(ctx ssh.Context, host string, port uint32) (dial string, visit *wire.Visit, release func(), err error)) ssh.ChannelHandler {
	return func(_ *ssh.Server, _ *gossh.ServerConn, newChan gossh.NewChannel, ctx ssh.Context) {
		defer func() {
			if r := recover(); r != nil {
				logPanic("jump")
			}
		}()
		var to struct {
			Host   string
			Port   uint32
			Origin string
			From   uint32
		}
		if gossh.Unmarshal(newChan.ExtraData(), &to) != nil {
			// Refused or not, the channel never opens.
			_ = newChan.Reject(gossh.ConnectionFailed, "the request cannot be read")
			return
		}
		dial, visit, release, err := resolve(ctx, to.Host, to.Port)
		if release == nil {
			release = func() {}
		}
		release = sync.OnceFunc(release)
		defer release()
		if err != nil {
			reason := "this address is not open to you"
			var p *view.Problem
			if errors.As(err, &p) {
				reason = p.Error()
			}
			_ = newChan.Reject(gossh.Prohibited, reason)
			return
		}
		far, err := reach(ctx, dial, visit)
		if err != nil {
			_ = newChan.Reject(gossh.ConnectionFailed, "the urn does not answer: tell the chair")
			return
		}
		defer far.Close()
		ch, reqs, err := newChan.Accept()
		if err != nil {
			return
		}
		carry(ch, patiently(ctx, ch), reqs, far, release)
	}
}

// reach dials and writes the visit before anything of the client's can follow.
func reach(ctx context.Context, addr string, visit *wire.Visit) (*net.TCPConn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	c, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	far := c.(*net.TCPConn) // what the network "tcp" gives
	if err := errors.Join(far.SetWriteDeadline(time.Now().Add(dialTime)), wire.WriteVisit(far, visit), far.SetWriteDeadline(time.Time{})); err != nil {
		far.Close()
		return nil, err
	}
	return far, nil
}

// carry copies both ways, to the client through out, until the far end has ended or
// the client closes the channel, and calls ended as soon as nothing reaches the far
// end any more. It returns when the client has closed the channel too.
func carry(ch gossh.Channel, out io.Writer, reqs <-chan *gossh.Request, far *net.TCPConn, ended func()) {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		gossh.DiscardRequests(reqs)
		far.Close()
	}()
	var wg sync.WaitGroup
	wg.Go(func() {
		// A broken copy ends like a finished one: the far side sees its end.
		_, _ = io.Copy(far, ch)
		_ = far.CloseWrite()
	})
	wg.Go(func() {
		_, _ = io.Copy(out, far)
		// The far end has said all: what the client still sends reaches nobody.
		far.Close()
		ended()
		_ = ch.Close()
	})
	<-closed
	wg.Wait()
}
