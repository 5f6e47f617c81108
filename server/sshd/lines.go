package sshd

import (
	"context"
	"fmt"
	"io"

	"charm.land/ssh"
	"charm.land/wish/v2"
)

// Plain is the command that asks for the line mode in any session.
const Plain = "plain"

// Talk is the program of one session in line mode. in is what the person types, in
// lines ended by LF or CR LF, and ends when the person or the client does; out takes
// lines ended by LF. An error is shown to the person.
type Talk func(ctx context.Context, sess ssh.Session, in io.Reader, out io.Writer) error

// Terminal says whether the session has a terminal on which a screen can be drawn.
// One called "dumb" (terminfo's name for those that only print) is none.
func Terminal(sess ssh.Session) bool {
	pty, _, ok := sess.Pty()
	return ok && pty.Term != dumb
}

const dumb = "dumb"

// Lines talks in lines with every session that has no command and no terminal to
// draw on, and with every one that asks by the command "plain"; others go to the
// next middleware. Where there is a terminal, of whatever kind, its echo and line
// editing are done here, since the client then sends each key as it is pressed;
// without one the client sends whole lines.
func Lines(run func(ctx context.Context, sess ssh.Session, in io.Reader, out io.Writer) error) wish.Middleware {
	return LinesOn(run, func(sess ssh.Session) (io.Writer, func()) { return sess, func() {} })
}

// LinesOn is Lines with another output than the session itself, the echo included.
func LinesOn(run Talk, output Output) wish.Middleware {
	return func(next ssh.Handler) ssh.Handler {
		return func(sess ssh.Session) {
			args := sess.Command()
			plain := len(args) == 1 && args[0] == Plain
			if !plain && (sess.RawCommand() != "" || Terminal(sess)) {
				next(sess)
				return
			}
			// A client that has gone away needs no status.
			_ = sess.Exit(converse(sess, run, output))
		}
	}
}

// Typed gives what a person types in a session as lines, and where to write between
// them. Without a terminal these are the session itself and w.
func Typed(sess ssh.Session, w io.Writer) (io.Reader, io.Writer) {
	if _, _, terminal := sess.Pty(); !terminal {
		return sess, w
	}
	e := newEditor(sess, w)
	return e, e
}

// converse runs one conversation to its end and returns the exit status.
func converse(sess ssh.Session, run Talk, output Output) int {
	w, end := output(sess)
	var err error
	func() {
		defer end()
		in, out := Typed(sess, w)
		if err = run(Context(sess), sess, in, out); err != nil {
			fmt.Fprintln(w, err)
		}
	}()
	if err != nil && Context(sess).Err() == nil {
		return 1
	}
	return 0
}
