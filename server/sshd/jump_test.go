package sshd

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"testing"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/view"
	"valurna/server/wire"
)

// urn is a server behind the jump; its command "visit" hands over what the
// connection came with.
func urn(t *testing.T) (addr string, visits <-chan *wire.Visit) {
	t.Helper()
	c := make(chan *wire.Visit, 1)
	addr = serve(t, Limits{}, wire.VisitListener, Guest(wire.UserBallot), commands(map[string]func(context.Context, ssh.Session) int{
		"visit": func(_ context.Context, sess ssh.Session) int {
			v, ok := wire.VisitOf(Conn(sess.Context()))
			if !ok {
				v = nil
			}
			c <- v
			return 0
		},
	}))
	return addr, c
}

// gate is a registrar that leads to booth with a visit and to cast without.
func gate(t *testing.T, booth, cast string, v *wire.Visit, live chan<- int) string {
	t.Helper()
	return serve(t, Limits{}, nil, Guest("anna"), wish.WithMiddleware(), WithJump(Jump(
		func(_ ssh.Context, host string, port uint32) (string, *wire.Visit, func(), error) {
			release := func() { live <- -1 }
			switch net.JoinHostPort(host, strconv.Itoa(int(port))) {
			case booth:
				live <- 1
				return booth, v, release, nil
			case cast:
				live <- 1
				return cast, nil, release, nil
			case "closed:1":
				return "", nil, nil, &view.Problem{Code: "closed", Text: "No ballot is open."}
			case "panic:1":
				panic("resolve")
			}
			return "", nil, nil, errors.New("the member's seat is 7")
		})))
}

func TestTheHandleStandsAtTheBoothAndNothingAtTheCastAddress(t *testing.T) {
	booth, atBooth := urn(t)
	cast, atCast := urn(t)
	want := &wire.Visit{Handle: bytes.Repeat([]byte{7}, wire.HandleSize), Ballot: "3-1"}
	live := make(chan int, 8)
	addr := gate(t, booth, cast, want, live)
	ctx := t.Context()
	c, err := wire.Dial(ctx, addr, hostKey(t), "anna")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, far := range []struct {
		addr   string
		visits <-chan *wire.Visit
		check  func(*wire.Visit) bool
	}{
		{booth, atBooth, func(v *wire.Visit) bool {
			return v != nil && bytes.Equal(v.Handle, want.Handle) && v.Ballot == want.Ballot
		}},
		{cast, atCast, func(v *wire.Visit) bool { return v != nil && v.Empty() }},
	} {
		inner, err := c.Through(ctx, far.addr, hostKey(t), wire.UserBallot)
		if err != nil {
			t.Fatal(err)
		}
		if n := within(t, "the channel's start", live); n != 1 {
			t.Fatal("released before the end")
		}
		if _, err := inner.Run(ctx, "visit", nil); err != nil {
			t.Fatal(err)
		}
		if v := within(t, "the visit", far.visits); !far.check(v) {
			t.Errorf("%s saw %+v", far.addr, v)
		}
		inner.Close()
		if n := within(t, "the release", live); n != -1 {
			t.Errorf("%d instead of a release", n)
		}
	}
}

func TestAHandleIsReleasedWhenTheConnectionDies(t *testing.T) {
	booth, _ := urn(t)
	live := make(chan int, 8)
	addr := gate(t, booth, "", nil, live)
	c := dial(t, addr, "anna")
	if _, err := c.Dial("tcp", booth); err != nil {
		t.Fatal(err)
	}
	within(t, "the start", live)
	c.Close()
	if n := within(t, "the release", live); n != -1 {
		t.Fatalf("%d instead of a release", n)
	}
}

func TestAHandleIsReleasedWhenTheUrnIsNotThere(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := ln.Addr().String()
	ln.Close()
	live := make(chan int, 8)
	c := dial(t, gate(t, gone, "", nil, live), "anna")
	var refused *gossh.OpenChannelError
	if _, err := c.Dial("tcp", gone); !errors.As(err, &refused) || refused.Reason != gossh.ConnectionFailed {
		t.Fatal(err)
	}
	if a, b := within(t, "the start", live), within(t, "the release", live); a+b != 0 {
		t.Fatal("still live")
	}
}

func TestTheJumpLeadsToTheExactAddressesOnly(t *testing.T) {
	booth, _ := urn(t)
	_, port, err := net.SplitHostPort(booth)
	if err != nil {
		t.Fatal(err)
	}
	c := dial(t, gate(t, booth, "", nil, make(chan int, 8)), "anna")
	for _, to := range []string{"localhost:" + port, "127.0.0.1:22", "[::1]:" + port, "127.0.0.2:" + port, "example.org:80"} {
		var refused *gossh.OpenChannelError
		_, err := c.Dial("tcp", to)
		if !errors.As(err, &refused) || refused.Reason != gossh.Prohibited {
			t.Errorf("%s: %v", to, err)
		}
		if err != nil && strings.Contains(err.Error(), "seat 7") {
			t.Errorf("an inner error went out: %v", err)
		}
	}
	if _, err := c.Dial("tcp", "closed:1"); err == nil || !strings.Contains(err.Error(), "No ballot is open.") {
		t.Errorf("the reason did not reach the client: %v", err)
	}
}

func TestAConnectionWithoutAHeaderHearsNothing(t *testing.T) {
	booth, _ := urn(t)
	if c, err := wire.Dial(t.Context(), booth, hostKey(t), wire.UserBallot); err == nil {
		c.Close()
		t.Error("a direct connection was served")
	}
	for _, start := range []string{"SSH-2.0-x\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n", "PROXY UNKNOWN\r\nSSH-2.0-x\r\n"} {
		c, err := net.Dial("tcp", booth)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write([]byte(start)); err != nil {
			t.Fatal(err)
		}
		answer := make(chan []byte, 1)
		go func() {
			var b bytes.Buffer
			// A reset is as good an end as any.
			_, _ = b.ReadFrom(c)
			answer <- b.Bytes()
		}()
		if got := within(t, "the end", answer); len(got) != 0 {
			t.Errorf("%q was answered with %q", start, got)
		}
		c.Close()
	}
}
