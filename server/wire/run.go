package wire

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/view"
)

// Largest answer of Run and longest line of Stream, in bytes: a bound on what
// a broken or hostile server can make us hold.
const (
	MaxAnswer = 256 << 20
	MaxLine   = 16 << 20
)

// Run runs one command and returns its standard output. A refusal is a
// *view.Problem. When ctx ends, Run returns at once and the command is
// abandoned.
func (c *Client) Run(ctx context.Context, command string, stdin []byte) ([]byte, error) {
	var out []byte
	err := c.start(ctx, command, stdin, func(r io.Reader) (*view.Problem, error) {
		var err error
		if out, err = io.ReadAll(io.LimitReader(r, MaxAnswer+1)); err != nil {
			return nil, err
		}
		if len(out) > MaxAnswer {
			return nil, fmt.Errorf("wire: the answer to %q is longer than %d bytes; it was dropped", command, MaxAnswer)
		}
		p, _ := decodeProblem(out)
		return p, nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Stream runs a command whose answer is lines, and hands each to line, without
// its newline; the slice is valid during the call only. It returns nil when the
// command ends with status 0, a *view.Problem when it is refused, and line's
// error as soon as line returns one.
func (c *Client) Stream(ctx context.Context, command string, line func([]byte) error) error {
	return c.start(ctx, command, nil, func(r io.Reader) (*view.Problem, error) {
		s := bufio.NewScanner(r)
		s.Buffer(make([]byte, 64<<10), MaxLine)
		var problem *view.Problem
		for s.Scan() {
			// After ctx has ended, nobody waits for a line any more.
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if problem != nil {
				return nil, fmt.Errorf("wire: %q goes on after a refusal", command)
			}
			// Only a refusal starts with a code; it is not a line of the answer.
			if bytes.HasPrefix(s.Bytes(), []byte(`{"code":`)) {
				if p, ok := decodeProblem(s.Bytes()); ok {
					problem = p
					continue
				}
			}
			if err := line(s.Bytes()); err != nil {
				return nil, err
			}
		}
		return problem, s.Err()
	})
}

// start runs a command, lets read consume its output, and turns exit status
// and refusal into an error.
func (c *Client) start(ctx context.Context, command string, stdin []byte, read func(io.Reader) (*view.Problem, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	sess, err := c.ssh.NewSession()
	if err != nil {
		return fmt.Errorf("wire: %q was not sent: %w", command, err)
	}
	sess.Stdin = bytes.NewReader(stdin)
	out, err := sess.StdoutPipe()
	if err == nil {
		err = sess.Start(command)
	}
	if err != nil {
		sess.Close()
		return fmt.Errorf("wire: %q was not run: %w", command, err)
	}
	done := make(chan error, 1)
	go func() {
		problem, err := read(out)
		if err != nil {
			// Waiting now could last as long as the other side likes.
			done <- err
			return
		}
		done <- outcome(command, sess.Wait(), problem)
	}()
	defer sess.Close()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-done:
		return err
	}
}

// outcome reads the exit status. A refusal and status 1 belong together; one
// without the other is not believed.
func outcome(command string, wait error, problem *view.Problem) error {
	var exit *ssh.ExitError
	switch {
	case wait == nil && problem == nil:
		return nil
	case errors.As(wait, &exit) && exit.ExitStatus() == 1 && problem != nil:
		return problem
	case errors.As(wait, &exit):
		return fmt.Errorf("wire: %q ended with status %d and gave no reason; it may or may not have been done: ask again", command, exit.ExitStatus())
	case wait == nil:
		return fmt.Errorf("wire: %q answered with a refusal and status 0; neither was believed", command)
	}
	return fmt.Errorf("wire: the connection ended during %q; it may or may not have been done: connect and ask again: %w", command, wait)
}
