package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
)

// ClientVersion is the one version string of every program of ours, so that
// the urn cannot tell own booths apart by it.
const ClientVersion = "SSH-2.0-valurna"

// handshakeTime bounds dialling and handshake together where ctx does not.
const handshakeTime = 20 * time.Second

// ErrHostKey says that the other side has another host key than the manifest
// pins: somebody may stand in between. Nothing was sent to it.
var ErrHostKey = errors.New("wire: the host key is not the pinned one; somebody may stand in between, nothing was sent: compare the manifest's words with the notice of the meeting before you try again")

// Client is one SSH connection. Its methods may be called at the same time.
type Client struct {
	ssh *ssh.Client
}

// Dial connects to host:port. hostKey is "type base64" as in the manifest; only
// that very key is accepted (ErrHostKey). Without auth, method "none" is tried
// alone and no key is offered.
func Dial(ctx context.Context, addr, hostKey, user string, auth ...ssh.AuthMethod) (*Client, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTime)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("wire: no connection to %s: %w", addr, err)
	}
	return handshake(ctx, conn, addr, hostKey, user, auth)
}

// Through connects to target (host:port) inside c, by a channel of type
// direct-tcpip, and offers no key there: the far end learns no identity.
func (c *Client) Through(ctx context.Context, target, hostKey, user string) (*Client, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTime)
	defer cancel()
	conn, err := c.ssh.DialContext(ctx, "tcp", target)
	if err != nil {
		var refused *ssh.OpenChannelError
		if errors.As(err, &refused) {
			return nil, fmt.Errorf("wire: the jump to %s was refused: %s", target, clean(refused.Message))
		}
		return nil, fmt.Errorf("wire: no connection through the jump to %s: %w", target, err)
	}
	return handshake(ctx, conn, target, hostKey, user, nil)
}

// Announced connects to host:port and writes the header of a jump connection
// without a visit first, as the registrar does for whoever goes to the cast
// address: with it the registrar asks the urn what anybody may ask. Without auth no
// key is offered, see Dial.
func Announced(ctx context.Context, addr, hostKey, user string, auth ...ssh.AuthMethod) (*Client, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTime)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("wire: no connection to %s: %w", addr, err)
	}
	if err := WriteVisit(conn, nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return handshake(ctx, conn, addr, hostKey, user, auth)
}

// handshake takes over conn, and closes it on error.
func handshake(ctx context.Context, conn net.Conn, addr, hostKey, user string, auth []ssh.AuthMethod) (*Client, error) {
	key, err := manifest.ParseKeyLine(hostKey)
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("wire: the host key of %s: %w", addr, err)
	}
	config := &ssh.ClientConfig{
		User: user, Auth: auth, ClientVersion: ClientVersion,
		HostKeyAlgorithms: algorithms(key.Type()),
		HostKeyCallback: func(_ string, _ net.Addr, got ssh.PublicKey) error {
			if !bytes.Equal(got.Marshal(), key.Marshal()) {
				return ErrHostKey
			}
			return nil
		},
	}
	// The handshake itself knows no context, and a connection inside another
	// knows no deadline: closing is what ends both.
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	c, chans, reqs, err := ssh.NewClientConn(conn, addr, config)
	if !stop() {
		conn.Close()
		return nil, fmt.Errorf("wire: %s did not finish the handshake in time: %w", addr, context.Cause(ctx))
	}
	// A server that does not even have a key of the pinned type is another one.
	var none *ssh.AlgorithmNegotiationError
	if errors.Is(err, ErrHostKey) || errors.As(err, &none) && none.What == "host key" {
		conn.Close()
		return nil, fmt.Errorf("%s: %w", addr, ErrHostKey)
	}
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("wire: no login at %s as %q: %w", addr, user, err)
	}
	return &Client{ssh: ssh.NewClient(c, chans, reqs)}, nil
}

// Algorithms reports what was negotiated, the key exchange among it.
func (c *Client) Algorithms() ssh.NegotiatedAlgorithms {
	if m, ok := c.ssh.Conn.(ssh.AlgorithmsConnMetadata); ok {
		return m.Algorithms()
	}
	return ssh.NegotiatedAlgorithms{}
}

// Wait blocks until the connection has ended.
func (c *Client) Wait() error { return c.ssh.Wait() }

// Close ends the connection and everything on it.
func (c *Client) Close() error { return c.ssh.Close() }

// algorithms lists the signature algorithms of a key type; RSA has the SHA-2
// ones of RFC 8332, never SHA-1.
func algorithms(keyType string) []string {
	if keyType == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}
	}
	return []string{keyType}
}
