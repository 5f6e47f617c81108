package wire

import (
	"context"
	"fmt"
	"net"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
)

// Meet connects as an observer to a server whose host key is not known yet, to
// fetch what will pin it: no key is offered, and nothing that comes over this
// connection may be believed before it was checked by other means. It tells the
// host key that the server showed, "type base64"; whoever goes on compares it
// with the manifest's and calls Dial.
func Meet(ctx context.Context, addr string) (c *Client, hostKey string, err error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTime)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, "", fmt.Errorf("wire: no connection to %s: %w", addr, err)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	inner, chans, reqs, err := ssh.NewClientConn(conn, addr, &ssh.ClientConfig{
		User: UserObserver, ClientVersion: ClientVersion,
		HostKeyCallback: func(_ string, _ net.Addr, got ssh.PublicKey) error {
			hostKey = manifest.KeyLine(got)
			return nil
		},
	})
	if !stop() {
		conn.Close()
		return nil, "", fmt.Errorf("wire: %s did not finish the handshake in time: %w", addr, context.Cause(ctx))
	}
	if err != nil {
		conn.Close()
		return nil, "", fmt.Errorf("wire: no login at %s as %q: %w", addr, UserObserver, err)
	}
	return &Client{ssh: ssh.NewClient(inner, chans, reqs)}, hostKey, nil
}

// Keep asks the other side every so often whether it is still there, and closes
// the connection when an answer takes longer than patience: a line that has gone
// without a word is then found in seconds. It returns when the connection ends.
func (c *Client) Keep(every, patience time.Duration) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = c.Wait() // why it ended is told to whoever was using it
	}()
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-ended:
			return
		case <-t.C:
		}
		watch := time.AfterFunc(patience, func() { c.Close() })
		// Any answer will do, a refusal too: it is the answer that counts.
		_, _, err := c.ssh.SendRequest("keepalive@openssh.com", true, nil)
		watch.Stop()
		if err != nil {
			c.Close()
			<-ended
			return
		}
	}
}
