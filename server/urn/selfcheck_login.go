package urn

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"

	"golang.org/x/crypto/ssh"

	"valurna/server/wire"
)

var errAsked = errors.New("urn: an address of this urn asked a visitor for a key or a password")

// letsIn goes to an address as a visitor without a key, and then as one who would show
// a key or a password if asked. Neither opens a session, so neither is a visit: no booth
// opens, and no limit of anybody's is used up.
func letsIn(ctx context.Context, address, hostKey string) (string, error) {
	c, err := wire.Announced(ctx, address, hostKey, wire.UserBallot)
	if err != nil {
		return refusedOrUnreached(err), err
	}
	c.Close()
	_, key, err := ed25519.GenerateKey(rand.Reader) // nobody's
	if err != nil {
		return wire.SelfUnknown, err
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		return wire.SelfUnknown, err
	}
	asked := false
	c, err = wire.Announced(ctx, address, hostKey, wire.UserBallot,
		ssh.PublicKeysCallback(func() ([]ssh.Signer, error) { asked = true; return []ssh.Signer{signer}, nil }),
		ssh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { asked = true; return nil, errAsked }),
		ssh.PasswordCallback(func() (string, error) { asked = true; return "", errAsked }))
	if err == nil {
		c.Close()
	}
	switch {
	case asked:
		return wire.SelfNo, errors.Join(errAsked, err)
	case err != nil:
		return refusedOrUnreached(err), err
	}
	return wire.SelfYes, nil
}

// refusedOrUnreached tells a login that was refused, or an address where somebody else
// answers, from one where nobody answers in time, or hangs up without a word.
func refusedOrUnreached(err error) string {
	var network *net.OpError
	if errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return wire.SelfUnknown
	}
	return wire.SelfNo
}
