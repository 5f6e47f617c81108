package sshd

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/view"
	"valurna/server/wire"
)

// counter is a screen that counts the keys it gets.
type counter struct{ n int }

func (m counter) Init() tea.Cmd { return nil }

func (m counter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		m.n++
	}
	return m, nil
}

func (m counter) View() tea.View { return tea.NewView(fmt.Sprintf("keys: %d\n", m.n)) }

// whole serves all that a server of ours can have; ended receives once for every screen's end.
func whole(t *testing.T) (addr string, ended <-chan struct{}) {
	t.Helper()
	c := make(chan struct{}, 1000)
	addr = serve(t, Limits{}, nil, memberKey(t), Guest("observer"),
		WithJump(Jump(func(ssh.Context, string, uint32) (string, *wire.Visit, func(), error) {
			return "", nil, nil, &view.Problem{Code: "closed", Text: "No ballot is open."}
		})),
		wish.WithMiddleware(
			Screens(func(ssh.Session, tea.WindowSizeMsg) (tea.Model, func(), error) {
				return counter{}, func() { c <- struct{}{} }, nil
			}),
			Commands(func(_ context.Context, sess ssh.Session, args []string) int {
				if args[0] == "ok" {
					return 0
				}
				fmt.Fprintf(sess.Stderr(), "%q is no command.\n", args)
				return 127
			}),
			Lines(parrot)))
	return addr, c
}

// bystander is a session that has to live on.
type bystander struct {
	*terminalOn
	keys int
}

func newBystander(t *testing.T, addr string) *bystander {
	t.Helper()
	b := &bystander{terminalOn: terminalAt(t, dial(t, addr, "anna", gossh.PublicKeys(signer(t, "anna"))), 80, 24)}
	b.shows(t, "keys: 0")
	return b
}

// lives presses a key and waits for its answer.
func (b *bystander) lives(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	b.out.Reset()
	b.mu.Unlock()
	if _, err := io.WriteString(b.in, "x"); err != nil {
		t.Fatalf("the other session has ended: %v", err)
	}
	// What has changed is the last digit, at least.
	b.keys++
	b.shows(t, fmt.Sprint(b.keys%10))
}

func noise(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 25)) }

func someBytes(r *rand.Rand, most int) []byte {
	b := make([]byte, r.IntN(most+1))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// packet is a well-formed one, as before the first key exchange (RFC 4253, section 6).
func packet(payload []byte) []byte {
	pad := 8 - (5+len(payload))%8
	if pad < 4 {
		pad += 8
	}
	b := binary.BigEndian.AppendUint32(nil, uint32(1+len(payload)+pad))
	b = append(append(b, byte(pad)), payload...)
	return append(b, make([]byte, pad)...)
}

func TestNoiseInPlaceOfALoginEndsThatConnectionOnly(t *testing.T) {
	const kexInit, version = 20, "SSH-2.0-x\r\n"
	addr, _ := whole(t)
	other := newBystander(t, addr)
	rounds := uint64(60)
	if raced {
		rounds = 15
	}
	for name, start := range map[string]func(r *rand.Rand) []byte{
		"nothing else":           func(r *rand.Rand) []byte { return someBytes(r, 4096) },
		"a long line":            func(r *rand.Rand) []byte { return append([]byte("SSH-2.0-"), make([]byte, 100<<10)...) },
		"after a version":        func(r *rand.Rand) []byte { return append([]byte(version), someBytes(r, 4096)...) },
		"a packet":               func(r *rand.Rand) []byte { return append([]byte(version), packet(someBytes(r, 2000))...) },
		"a length without bytes": func(r *rand.Rand) []byte { return append([]byte(version), packet(make([]byte, 100_000))[:1000]...) },
		"a key exchange's start": func(r *rand.Rand) []byte {
			return append([]byte(version), packet(append([]byte{kexInit}, someBytes(r, 2000)...))...)
		},
		"any message": func(r *rand.Rand) []byte {
			b := []byte(version)
			for range 1 + r.IntN(20) {
				b = append(b, packet(append([]byte{byte(r.Uint32())}, someBytes(r, 100)...))...)
			}
			return b
		},
		"a key exchange without its end": func(r *rand.Rand) []byte {
			b := append([]byte{kexInit}, make([]byte, 16)...)
			for _, list := range []string{"curve25519-sha256", "ssh-ed25519", "aes128-gcm@openssh.com", "aes128-gcm@openssh.com", "hmac-sha2-256-etm@openssh.com", "hmac-sha2-256-etm@openssh.com", "none", "none", "", ""} {
				b = append(binary.BigEndian.AppendUint32(b, uint32(len(list))), list...)
			}
			b = packet(append(b, 0, 0, 0, 0, 0))
			const kexECDHInit = 30
			return append(append([]byte(version), b...), packet(append([]byte{kexECDHInit}, someBytes(r, 64)...))...)
		},
	} {
		for seed := range rounds {
			c, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			// Each may be cut off before all is written.
			_, _ = c.Write(start(noise(seed)))
			_ = c.(*net.TCPConn).CloseWrite()
			c.SetReadDeadline(time.Now().Add(5 * time.Second))
			if _, err := io.Copy(io.Discard, c); isTimeout(err) {
				t.Errorf("%s, seed %d: not ended", name, seed)
			}
			c.Close()
		}
		other.lives(t)
	}
	visit(t, addr)
}

// Whoever is logged in may send what they like: it is refused, and at worst their own
// channel ends.
func TestNoiseAfterALoginEndsThatSessionOnly(t *testing.T) {
	addr, _ := whole(t)
	other := newBystander(t, addr)
	rounds := uint64(300)
	if raced {
		rounds = 60
	}
	kinds := []string{"session", "direct-tcpip", "forwarded-tcpip", "x11", "auth-agent@openssh.com", ""}
	asks := []string{"pty-req", "window-change", "shell", "exec", "env", "subsystem", "signal", "break", "x11-req", "auth-agent-req@openssh.com", "exit-status", "eow@openssh.com", ""}
	globals := []string{"tcpip-forward", "cancel-tcpip-forward", "streamlocal-forward@openssh.com", "keepalive@openssh.com", "hostkeys-prove-00@openssh.com", ""}
	one := func(r *rand.Rand, of []string) string {
		if i := r.IntN(len(of) + 1); i < len(of) {
			return of[i]
		}
		return string(someBytes(r, 40))
	}
	c := dial(t, addr, "observer")
	for seed := range rounds {
		r := noise(seed)
		if _, _, err := c.SendRequest(one(r, globals), true, someBytes(r, 300)); err != nil {
			t.Fatalf("seed %d: a global request: %v", seed, err)
		}
		kind := one(r, kinds)
		ch, reqs, err := c.OpenChannel(kind, someBytes(r, 300))
		var refused *gossh.OpenChannelError
		switch {
		case errors.As(err, &refused):
			continue
		case err != nil:
			t.Fatalf("seed %d: a channel of type %q: %v", seed, kind, err)
		case kind != "session":
			t.Fatalf("seed %d: a channel of type %q was opened", seed, kind)
		}
		go gossh.DiscardRequests(reqs)
		go io.Copy(io.Discard, ch)
		for range 1 + r.IntN(12) {
			payload := someBytes(r, 300)
			if r.IntN(2) == 0 { // a string, as exec and others have it
				payload = append(binary.BigEndian.AppendUint32(nil, uint32(len(payload))), payload...)
			}
			if _, err := ch.SendRequest(one(r, asks), true, payload); err != nil {
				break // a command has ended, and its channel with it
			}
			if _, err := ch.Write(someBytes(r, 300)); err != nil {
				break
			}
		}
		ch.Close()
	}
	if err := newSession(t, c).Run("ok"); err != nil {
		t.Errorf("the connection itself has ended: %v", err)
	}
	other.lives(t)
	visit(t, addr)
}

func TestAFloodOfKeysStallsNobody(t *testing.T) {
	addr, ended := whole(t)
	other := newBystander(t, addr)
	s := terminalAt(t, dial(t, addr, "observer"), 80, 24)
	s.shows(t, "keys: 0")
	// Any byte would soon begin a sequence without an end, which ends the session.
	const some = "\t\r\x7f\x15\x03\x04"
	var keys []byte
	for r := noise(1); len(keys) < 1<<20; {
		switch r.IntN(8) {
		case 0:
			keys = append(keys, some[r.IntN(len(some))])
		case 1:
			keys = append(keys, 0x1b, '[', byte('A'+r.IntN(4))) // an arrow
		default:
			keys = append(keys, byte(' '+r.IntN(95)))
		}
	}
	sent := make(chan error, 1)
	go func() {
		_, err := s.in.Write(keys)
		if err == nil {
			err = s.in.Close()
		}
		sent <- err
	}()
	var longest time.Duration
	logins := 0
	for done := false; !done; logins++ {
		took := visit(t, addr)
		longest = max(longest, took)
		if took > time.Second {
			t.Errorf("another was in after %s", took)
		}
		other.lives(t)
		select {
		case <-ended:
			done = true
		default:
			done = logins > 2000
		}
	}
	if err := within(t, "the keys", sent); err != nil {
		t.Errorf("the keys were not taken: %v", err)
	}
	if logins > 2000 {
		t.Error("the session has not ended with its input")
	}
	t.Logf("%d logins beside the flood, the longest %s", logins, longest.Round(time.Millisecond))
}
