package sshd

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"valurna/server/wire"
)

// typed answers the server's questions with codes, one after the other, and keeps
// what was said before each.
func typed(said *[]string, codes ...string) gossh.AuthMethod {
	n := 0
	return gossh.RetryableAuthMethod(gossh.KeyboardInteractive(func(_, instruction string, questions []string, echos []bool) ([]string, error) {
		*said = append(*said, instruction)
		n++
		return []string{codes[n-1]}, nil
	}), len(codes))
}

func TestACodeLetsItsOwnUserInAndSaysWhyAnotherDoesNot(t *testing.T) {
	good := Codes("loan", "Type it.", "Code: ", func(_ ssh.Context, code string) string {
		if code == "right" {
			return ""
		}
		return "No, not " + code + "."
	})
	ran := make(chan string, 1)
	addr := serve(t, Limits{}, nil, GuestsAtMost("observer", 2), good, commands(map[string]func(context.Context, ssh.Session) int{
		"who": func(_ context.Context, sess ssh.Session) int { ran <- sess.User(); return 0 },
	}))
	var said []string
	c := dial(t, addr, "loan", typed(&said, "wrong", "right"))
	if err := newSession(t, c).Run("who"); err != nil || within(t, "the holder", ran) != "loan" {
		t.Error(err)
	}
	if strings.Join(said, "|") != "Type it.|No, not wrong." {
		t.Errorf("said %q", said)
	}
	for range perGuest - 1 { // the first session has ended, or is just ending
		newSession(t, c)
	}
	for user, codes := range map[string][]string{"loan": {"wrong", "worse"}, "anna": {"right"}, "observe": {"right"}, "": {"right"}} {
		if c, err := wire.Dial(t.Context(), addr, hostKey(t), user, typed(new([]string), codes...)); err == nil {
			c.Close()
			t.Errorf("%q was let in with %q", user, codes)
		}
	}
}

// A person types more slowly than a machine shakes hands.
func TestACodeMayBeTypedForLongerThanAHandshakeTakes(t *testing.T) {
	t.Parallel()
	const handshake = 2 * time.Second
	addr := serve(t, Limits{Handshake: handshake}, nil, Codes("loan", "", "Code: ", func(ssh.Context, string) string { return "" }), commands(nil))
	dial(t, addr, "loan", gossh.KeyboardInteractive(func(_, _ string, _ []string, _ []bool) ([]string, error) {
		<-time.After(handshake + handshake/4)
		return []string{"right"}, nil
	}))
}

func TestEachKindOfGuestHasItsOwnPlaces(t *testing.T) {
	addr := serve(t, Limits{}, nil, GuestsAtMost("observer", 1), GuestsBriefly("enrol", 1, time.Minute), commands(nil))
	dial(t, addr, "observer")
	dial(t, addr, "enrol")
	for _, user := range []string{"observer", "enrol", "other"} {
		if c, err := wire.Dial(t.Context(), addr, hostKey(t), user); err == nil {
			c.Close()
			t.Errorf("one more %s was let in", user)
		}
	}
}

func TestABriefGuestIsShownOut(t *testing.T) {
	addr := serve(t, Limits{}, nil, GuestsBriefly("enrol", 1, 50*time.Millisecond), commands(nil))
	c := dial(t, addr, "enrol")
	ended := make(chan struct{}, 1)
	go func() {
		_ = c.Wait()
		ended <- struct{}{}
	}()
	within(t, "the end", ended)
}

// Whoever has a key that is known may look for its passphrase, or for the device; a
// stranger has the handshake's time.
func TestAKnownKeyMaySignLaterThanAHandshakeTakes(t *testing.T) {
	t.Parallel()
	const handshake = 2 * time.Second
	known := signer(t, "member")
	addr := serve(t, Limits{Handshake: handshake}, nil, commands(nil), ssh.PublicKeyAuth(func(ctx ssh.Context, key ssh.PublicKey) bool {
		return ssh.KeysEqual(key, known.PublicKey()) && ByHand(ctx) == nil
	}))
	dial(t, addr, "x", gossh.PublicKeys(late{known, time.After(handshake + handshake/4)}))
}

// late is a key whose person takes time.
type late struct {
	gossh.Signer
	hand <-chan time.Time
}

func (l late) Sign(r io.Reader, data []byte) (*gossh.Signature, error) {
	<-l.hand
	return l.Signer.Sign(r, data)
}
