package wire

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
)

func newSigner(t *testing.T) ssh.AlgorithmSigner {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return s.(ssh.AlgorithmSigner)
}

// takes runs a server that lets everybody with a key in.
func takes(t *testing.T) (addr, hostKey string) {
	t.Helper()
	host := newSigner(t)
	config := &ssh.ServerConfig{PublicKeyCallback: func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) { return nil, nil }}
	config.AddHostKey(host)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			raw, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				conn, chans, reqs, err := ssh.NewServerConn(raw, config)
				if err != nil {
					return
				}
				defer conn.Close()
				go ssh.DiscardRequests(reqs)
				for range chans {
				}
			}()
		}
	}()
	return ln.Addr().String(), manifest.KeyLine(host.PublicKey())
}

// handKey is a key whose person is slow.
type handKey struct {
	ssh.AlgorithmSigner
	asked chan struct{}
	hand  <-chan time.Time
}

func (k handKey) SignWithAlgorithm(r io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	close(k.asked)
	<-k.hand
	return k.AlgorithmSigner.SignWithAlgorithm(r, data, algorithm)
}

// A person may think for longer than machines may shake hands; a person who leaves
// is not waited for.
func TestThePersonBehindAKeyHasMoreTimeThanAMachine(t *testing.T) {
	t.Parallel()
	const machine = time.Second
	addr, host := takes(t)
	slow := handKey{newSigner(t), make(chan struct{}), time.After(machine + machine/4)}
	c, err := dialByHand(t.Context(), machine, addr, host, "x", []ssh.AlgorithmSigner{slow})
	if err != nil {
		t.Fatal(err)
	}
	c.Close()

	never := handKey{newSigner(t), make(chan struct{}), nil}
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		<-never.asked
		leave()
	}()
	if _, err := dialByHand(ctx, machine, addr, host, "x", []ssh.AlgorithmSigner{never}); !errors.Is(err, context.Canceled) {
		t.Errorf("a dialler who leaves: %v", err)
	}
}

func TestASilentServerHasTheHandshakesTimeAlsoWithAKey(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	key := manifest.KeyLine(newSigner(t).PublicKey())
	if _, err := dialByHand(t.Context(), 50*time.Millisecond, ln.Addr().String(), key, "x", []ssh.AlgorithmSigner{newSigner(t)}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}
