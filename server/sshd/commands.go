package sshd

import (
	"context"
	"errors"
	"fmt"
	"io"

	"charm.land/ssh"
	"charm.land/wish/v2"

	"valurna/ballot/canon"
)

// Commands runs commands: what follows the host name on the ssh command line,
// split at spaces. run returns the exit status; its ctx ends when the client
// closes the channel. A session without a command goes to the next middleware.
func Commands(run func(ctx context.Context, sess ssh.Session, args []string) int) wish.Middleware {
	return func(next ssh.Handler) ssh.Handler {
		return func(sess ssh.Session) {
			args := sess.Command()
			if len(args) == 0 {
				next(sess)
				return
			}
			code := 2
			if err := canon.Text(sess.RawCommand(), maxCommand); err == nil {
				code = run(Context(sess), sess, args)
			} else {
				fmt.Fprintf(sess.Stderr(), "The command was not run: %v.\n", err)
			}
			// A client that has gone away needs no status.
			_ = sess.Exit(code)
		}
	}
}

// ErrTooLong says that a command's input went on past its bound.
var ErrTooLong = errors.New("sshd: the input is too long; nothing of it was used")

// Input reads a command's standard input to its end, max bytes at most.
func Input(sess ssh.Session, max int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(sess, int64(max)+1))
	if err != nil {
		return nil, fmt.Errorf("sshd: the input broke off; nothing of it was used: %w", err)
	}
	// A channel that closes reads like an input that ends. Where the close is
	// known already, half an input does not pass for a whole one; where it is
	// not, the message's own form has to refuse it, as all of ours do.
	if err := Context(sess).Err(); err != nil {
		return nil, fmt.Errorf("sshd: the client went away; nothing of the input was used: %w", err)
	}
	if len(data) > max {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLong, max)
	}
	return data, nil
}
