package sshd

import (
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// typing is how long a person may take to type codes, however often one is wrong, or
// a key's passphrase, or to touch it; the limit on the handshake is a machine's.
const typing = 2 * time.Minute

// ByHand gives a login the time that a person needs from now on. Call it once a key
// is known: a stranger's connection ends with the handshake's time.
func ByHand(ctx ssh.Context) error {
	c := Conn(ctx)
	if at := under(c); at != nil {
		at.asked.Store(true)
	}
	return c.SetDeadline(time.Now().Add(typing))
}

// maxCode bounds what is typed as a code; bytes.
const maxCode = 256

type (
	askedKey  struct{}
	refuseKey struct{}
)

// Codes lets user in by a code that is typed when asked for
// (keyboard-interactive, RFC 4256), and nobody else in that way. check says why a
// code is refused, "" if it is not; the client shows that with the next question.
// Who is let in counts as a guest.
func Codes(user, instruction, prompt string, check func(ctx ssh.Context, code string) (refused string)) ssh.Option {
	return ssh.KeyboardInteractiveAuth(func(ctx ssh.Context, challenge gossh.KeyboardInteractiveChallenge) bool {
		if ctx.User() != user {
			return false
		}
		if ctx.Value(askedKey{}) == nil {
			ctx.SetValue(askedKey{}, true)
			if ByHand(ctx) != nil {
				return false
			}
		}
		say := instruction
		if refused, ok := ctx.Value(refuseKey{}).(string); ok {
			say = refused
		}
		// Not echoed: who reads it off the screen could be quicker with it.
		answers, err := challenge("", say, []string{prompt}, []bool{false})
		if err != nil || len(answers) != 1 || len(answers[0]) > maxCode {
			return false
		}
		if refused := check(ctx, answers[0]); refused != "" {
			ctx.SetValue(refuseKey{}, refused)
			return false
		}
		ctx.SetValue(guestKey{}, true)
		return true
	})
}
