package wire

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
	"valurna/ballot/view"
)

// play is what the test's server does with one command; it returns the status,
// or -1 to cut the connection.
type play func(command string, ch ssh.Channel) int

// connect starts a bare x/crypto server on a free port and connects to it.
func connect(t *testing.T, do play) *Client {
	t.Helper()
	seed := sha256.Sum256([]byte("host"))
	host, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{NoClientAuth: true}
	config.AddHostKey(host)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		raw, err := ln.Accept()
		if err != nil {
			return
		}
		conn, chans, reqs, err := ssh.NewServerConn(raw, config)
		if err != nil {
			return
		}
		go ssh.DiscardRequests(reqs)
		for newChan := range chans {
			ch, reqs, err := newChan.Accept()
			if err != nil {
				return
			}
			go func() {
				for req := range reqs {
					var e struct{ Command string }
					ok := req.Type == "exec" && ssh.Unmarshal(req.Payload, &e) == nil
					req.Reply(ok, nil)
					if !ok {
						continue
					}
					go func() {
						code := do(e.Command, ch)
						if code < 0 {
							conn.Close()
							return
						}
						ch.SendRequest("exit-status", false, ssh.Marshal(struct{ N uint32 }{uint32(code)}))
						ch.Close()
					}()
				}
			}()
		}
	}()
	c, err := Dial(t.Context(), ln.Addr().String(), manifest.KeyLine(host.PublicKey()), "test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

const problem = `{"code":"closed","text":"The ballot is closed.","next":"","rule":""}` + "\n"

func TestARefusalIsAProblemAndNothingElseIs(t *testing.T) {
	c := connect(t, func(command string, ch ssh.Channel) int {
		switch command {
		case "refuse":
			io.WriteString(ch, problem)
			return 1
		case "both":
			io.WriteString(ch, problem)
			return 0
		case "mute":
			return 1
		case "cut":
			io.WriteString(ch, "half")
			return -1
		}
		in, _ := io.ReadAll(ch)
		fmt.Fprintf(ch, "%s:%s", command, in)
		return 0
	})
	ctx := t.Context()
	if out, err := c.Run(ctx, "echo", []byte("hi")); err != nil || string(out) != "echo:hi" {
		t.Fatalf("%q, %v", out, err)
	}
	var p *view.Problem
	if out, err := c.Run(ctx, "refuse", nil); !errors.As(err, &p) || p.Code != "closed" || out != nil {
		t.Errorf("%q, %v", out, err)
	}
	for _, command := range []string{"both", "mute", "cut"} {
		if out, err := c.Run(ctx, command, nil); err == nil || errors.As(err, &p) || out != nil {
			t.Errorf("%s: %q, %v", command, out, err)
		}
	}
}

func TestCallReadsOneCanonicalAnswer(t *testing.T) {
	c := connect(t, func(command string, ch ssh.Channel) int {
		if command == "loose" {
			io.WriteString(ch, `{ "seq": 7 }`)
			return 0
		}
		r, err := io.ReadAll(ch)
		if req, err2 := Decode[CosignRequest](r); err != nil || err2 != nil || req.Size != 3 {
			return Refuse(ch, &view.Problem{Code: "bad"})
		}
		return Answer(ch, PostReply{7})
	})
	var got PostReply
	if err := Call(t.Context(), c, "cosign", CosignRequest{"— x y\n", 3}, &got); err != nil || got.Seq != 7 {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := Call(t.Context(), c, "loose", nil, &got); err == nil {
		t.Error("an answer in another encoding was believed")
	}
}

func TestAStreamGivesLinesAsTheyComeAndItsRefusalAsAnError(t *testing.T) {
	next := make(chan struct{})
	c := connect(t, func(command string, ch ssh.Channel) int {
		for _, line := range []string{"one\n", "two\n"} {
			io.WriteString(ch, line)
			<-next
		}
		if command == "refuse" {
			io.WriteString(ch, problem)
			return 1
		}
		return 0
	})
	for _, command := range []string{"refuse", "end"} {
		var got []string
		err := c.Stream(t.Context(), command, func(line []byte) error {
			got = append(got, string(line))
			next <- struct{}{} // the server goes on only after the line has arrived
			return nil
		})
		var p *view.Problem
		if refused := errors.As(err, &p); refused != (command == "refuse") || !refused && err != nil {
			t.Errorf("%s: %v", command, err)
		}
		if strings.Join(got, " ") != "one two" {
			t.Errorf("%s: %q", command, got)
		}
	}
	stop := errors.New("enough")
	err := c.Stream(t.Context(), "end", func([]byte) error { return stop })
	if !errors.Is(err, stop) {
		t.Error(err)
	}
	close(next)
}

func TestACancelledCallReturnsAtOnce(t *testing.T) {
	c := connect(t, func(_ string, ch ssh.Channel) int {
		io.WriteString(ch, "x\n")
		io.Copy(io.Discard, ch)
		select {} // an unfriendly server never ends
	})
	ctx, cancel := context.WithCancel(t.Context())
	err := c.Stream(ctx, "wait", func([]byte) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := c.Run(ctx, "wait", nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func entry(seq int) string {
	return fmt.Sprintf(`{"kind":"entry","entry":{"seq":%d,"time":1,"type":"x","body":{},"sigs":[]}}`+"\n", seq)
}

func TestFollowTakesEntriesInOrderOnly(t *testing.T) {
	c := connect(t, func(command string, ch ssh.Channel) int {
		switch command {
		case JournalCommand(5, true):
			io.WriteString(ch, entry(5)+"{\"kind\":\"idle\"}\n"+"{\"kind\":\"now\"}\n"+entry(6)+entry(8))
		case JournalCommand(0, true):
			io.WriteString(ch, entry(0)+entry(0))
		case JournalCommand(1, true):
			io.WriteString(ch, entry(1)+"nonsense\n")
		case JournalCommand(2, true):
			io.WriteString(ch, entry(2))
			return 0
		case JournalCommand(3, true):
			io.Copy(io.Discard, ch)
			select {} // vanished without a word
		}
		return 0
	})
	for from, want := range map[int64]struct {
		err  error
		seen string
	}{
		5: {ErrGap, "entry now entry"}, 0: {ErrGap, "entry"}, 1: {ErrMessage, "entry"}, 2: {ErrEnded, "entry"}, 3: {ErrSilent, ""},
	} {
		var seen []string
		patience := time.Minute
		if want.err == ErrSilent {
			patience = 20 * time.Millisecond
		}
		err := follow(t.Context(), c, from, func(l JournalLine) error { seen = append(seen, l.Kind); return nil }, patience)
		if !errors.Is(err, want.err) || strings.Join(seen, " ") != want.seen {
			t.Errorf("from %d: %v after %q", from, err, seen)
		}
	}
}

func TestFollowGivesItsReadersErrorBack(t *testing.T) {
	c := connect(t, func(_ string, ch ssh.Channel) int {
		io.WriteString(ch, entry(0))
		io.Copy(io.Discard, ch)
		return 0
	})
	broken := errors.New("rule broken")
	if err := Follow(t.Context(), c, 0, func(JournalLine) error { return broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestASilentServerDoesNotHoldTheDialler(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	key := "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
	if _, err := Dial(ctx, ln.Addr().String(), key, "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if _, err := Dial(t.Context(), ln.Addr().String(), "ssh-ed25519 nonsense", "x"); err == nil {
		t.Error("a server without a pinned key was accepted")
	}
}
