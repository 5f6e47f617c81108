package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"golang.org/x/crypto/ssh"
)

// handTime is how long a person may take to type a key's passphrase or to touch it.
const handTime = 2 * time.Minute

// DialByHand is Dial for keys that may wait for a person: while one signs, the time
// for the handshake stands still. A cancelled ctx does not wait for the person.
func DialByHand(ctx context.Context, addr, hostKey, user string, keys ...ssh.AlgorithmSigner) (*Client, error) {
	return dialByHand(ctx, handshakeTime, addr, hostKey, user, keys)
}

func dialByHand(ctx context.Context, machine time.Duration, addr, hostKey, user string, keys []ssh.AlgorithmSigner) (*Client, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	clock := time.AfterFunc(machine, func() { cancel(context.DeadlineExceeded) })
	defer clock.Stop()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("wire: no connection to %s: %w", addr, err)
	}
	signers := make([]ssh.Signer, len(keys))
	for i, k := range keys {
		signers[i] = &handled{AlgorithmSigner: k, ctx: ctx, clock: clock, machine: machine}
	}
	return handshake(ctx, conn, addr, hostKey, user, []ssh.AuthMethod{ssh.PublicKeys(signers...)})
}

// handled is a key during one handshake.
type handled struct {
	ssh.AlgorithmSigner
	ctx     context.Context // of the handshake, which ends with the call
	clock   *time.Timer
	machine time.Duration
}

func (h *handled) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	return h.wait(func() (*ssh.Signature, error) { return h.AlgorithmSigner.Sign(rand, data) })
}

func (h *handled) SignWithAlgorithm(rand io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	return h.wait(func() (*ssh.Signature, error) {
		return h.AlgorithmSigner.SignWithAlgorithm(rand, data, algorithm)
	})
}

func (h *handled) wait(sign func() (*ssh.Signature, error)) (*ssh.Signature, error) {
	h.clock.Reset(handTime)
	type answer struct {
		sig *ssh.Signature
		err error
	}
	done := make(chan answer, 1)
	go func() {
		sig, err := sign()
		done <- answer{sig, err}
	}()
	select {
	case a := <-done:
		h.clock.Reset(h.machine)
		return a.sig, a.err
	case <-h.ctx.Done():
		return nil, errors.Join(errors.New("wire: nobody answered for the key in time"), context.Cause(h.ctx))
	}
}
