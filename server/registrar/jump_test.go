package registrar

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"strconv"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/server/wire"
)

// knock jumps to one of the urn's addresses and gives what the urn was told.
func (w *town) knock(c *gossh.Client, address string) (net.Conn, *wire.Visit) {
	w.t.Helper()
	conn, err := c.Dial("tcp", address)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { conn.Close() })
	select {
	case v := <-w.urn.visits:
		w.t.Cleanup(func() { v.conn.Close() })
		return conn, v.visit
	case <-time.After(10 * time.Second):
		w.t.Fatal("nobody came to the urn")
		return nil, nil
	}
}

// visit is a member's jump to the booth.
func (w *town) visit(seat int) (net.Conn, *wire.Visit) {
	w.t.Helper()
	return w.knock(w.bare("x", w.people[seat-1]), w.source.Urn.Booth)
}

// hosted asks for a token as the urn does for a visitor.
func (w *town) hosted(v *wire.Visit, ballot string, blinded []byte) ([]byte, error) {
	c := w.dial("urn", w.link)
	defer c.Close()
	var reply wire.IssueReply
	err := wire.Call(context.Background(), c, wire.CmdIssue, wire.IssueRequest{Ballot: ballot, Handle: v.Handle, Blinded: blinded}, &reply)
	return reply.BlindSig, err
}

// gone waits until the registrar has seen the end of a jump connection.
func (w *town) gone(v *wire.Visit) {
	w.t.Helper()
	eventually(w.t, "the visit has ended", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		now := w.visits[string(v.Handle)]
		return now == nil || now.open == 0
	})
}

func TestAHandleAnswersOnlyWhileItsJumpLivesAndIsTheSameOnReturn(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	b := w.booth(id)
	conn, first := w.visit(2)
	if len(first.Handle) != wire.HandleSize || first.Ballot != id {
		t.Fatalf("%+v", first)
	}
	want, err := w.hosted(first, id, b.blinded)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	w.gone(first)
	_, err = w.hosted(first, id, b.blinded)
	refused(t, err, "no-visit")
	for range 2 { // the second time after a restart
		conn, again := w.visit(2)
		if !bytes.Equal(again.Handle, first.Handle) {
			t.Errorf("the handle is %x after reconnecting, was %x", again.Handle, first.Handle)
		}
		if got, err := w.hosted(again, id, b.blinded); err != nil || !bytes.Equal(got, want) {
			t.Errorf("the same request after reconnecting: %x, %v", got, err)
		}
		_, err = w.hosted(again, id, w.booth(id).blinded)
		refused(t, err, "second-token")
		conn.Close()
		w.restart()
	}
	_, err = w.hosted(first, id, b.blinded)
	refused(t, err, "no-visit")
}

func TestTwoConnectionsOfOneSeatShareAHandleUntilTheLastHasEnded(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	b := w.booth(id)
	one, v := w.visit(2)
	two, again := w.visit(2)
	if !bytes.Equal(v.Handle, again.Handle) {
		t.Error("two handles for one seat and ballot")
	}
	one.Close()
	eventually(t, "one connection is left", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.visits[string(v.Handle)].open == 1
	})
	if _, err := w.hosted(v, id, b.blinded); err != nil {
		t.Error(err)
	}
	two.Close()
	w.gone(v)
	_, err := w.hosted(v, id, b.blinded)
	refused(t, err, "no-visit")
}

func TestHandlesDifferBySeatAndBallotAndSayNothing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	if _, v := w.visit(2); !v.Empty() {
		t.Errorf("before any ballot the urn is told %+v", v)
	}
	one := w.openBallot(1)
	_, a := w.visit(2)
	_, b := w.visit(3)
	two := w.openBallot(2)
	if _, v := w.visit(2); !v.Empty() {
		t.Errorf("with two ballots open and none chosen the urn is told %+v", v)
	}
	w.do(2, "ballot choose "+two)
	_, c := w.visit(2)
	w.restart()
	_, kept := w.visit(2)
	w.do(2, "ballot choose "+one)
	_, d := w.visit(2)
	if c.Ballot != two || kept.Ballot != two || d.Ballot != one || !bytes.Equal(a.Handle, d.Handle) || !bytes.Equal(c.Handle, kept.Handle) {
		t.Errorf("%+v %+v %+v %+v", a, c, kept, d)
	}
	if bytes.Equal(a.Handle, b.Handle) || bytes.Equal(a.Handle, c.Handle) {
		t.Error("handles repeat between seats or ballots")
	}
	// A live handle of one ballot serves no other.
	_, err := w.hosted(d, two, w.booth(two).blinded)
	refused(t, err, "no-visit")
}

func TestWhoWasInTheBoothAtTheCloseMayStillVoteInTheGraceAndNobodyElse(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	stays, returns := w.booth(id), w.booth(id)
	_, a := w.visit(2)
	back, b := w.visit(3)
	left, c := w.visit(4)
	left.Close()
	w.gone(c)
	w.do(1, "ballot close "+id)
	if _, err := w.hosted(a, id, stays.blinded); err != nil {
		t.Errorf("who is still there: %v", err)
	}
	back.Close()
	w.gone(b)
	_, err := w.hosted(b, id, returns.blinded)
	refused(t, err, "no-visit")
	_, again := w.visit(3)
	if _, err := w.hosted(again, id, returns.blinded); err != nil {
		t.Errorf("who was there and comes back: %v", err)
	}
	_, late := w.visit(4)
	_, err = w.hosted(late, id, w.booth(id).blinded)
	refused(t, err, "closed")
	// The right is the hosted booth's: an own booth does not inherit it.
	_, d := w.visit(5)
	_, err = w.token(5, id, w.booth(id))
	refused(t, err, "closed")
	w.ahead.Add(grace + 1)
	w.mustPost(manifest.ByUrn, journal.TypeStop, journal.Stop{Ballot: id, Cast: 2})
	w.await(id, journal.Counted)
	for _, v := range []*wire.Visit{a, again, d} {
		if _, err := w.hosted(v, id, w.booth(id).blinded); err == nil {
			t.Error("a token after the counts")
		}
	}
	if _, v := w.visit(2); !v.Empty() {
		t.Errorf("after the stop the urn is told %+v", v)
	}
}

func TestAVisitorSurvivesARestartInTheGrace(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	b := w.booth(id)
	w.visit(3)
	w.do(1, "ballot close "+id)
	w.restart()
	_, again := w.visit(3)
	if _, err := w.hosted(again, id, b.blinded); err != nil {
		t.Errorf("who was in the booth before the restart: %v", err)
	}
}

func TestOneSeatHasOneTokenInBothBoothsTogether(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	_, v := w.visit(2)
	if _, err := w.hosted(v, id, w.booth(id).blinded); err != nil {
		t.Fatal(err)
	}
	_, err := w.token(2, id, w.booth(id))
	refused(t, err, "second-token")
	w.vote(3, id, kind.Choice{Blank: true})
	_, v = w.visit(3)
	_, err = w.hosted(v, id, w.booth(id).blinded)
	refused(t, err, "second-token")
}

func TestTheJumpLeadsToTheUrnsTwoAddressesAndNowhereElse(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	other := must(net.Listen("tcp", "127.0.0.1:0"))
	defer other.Close()
	came := make(chan struct{}, 1)
	go func() {
		if c, err := other.Accept(); err == nil {
			c.Close()
			came <- struct{}{}
		}
	}()
	_, boothPort := must2(net.SplitHostPort(w.source.Urn.Booth))
	_, otherPort := must2(net.SplitHostPort(other.Addr().String()))
	n := must(strconv.Atoi(boothPort))
	c := w.bare("x", w.people[1])
	for _, address := range []string{
		other.Addr().String(), "127.0.0.1:22", w.address.Load().(string), "127.0.0.1:" + strconv.Itoa(n+1), "127.0.0.2:" + boothPort,
		"localhost:" + boothPort, "127.0.0.1.:" + boothPort, "[::1]:" + boothPort, "0.0.0.0:" + boothPort, "0x7f.1:" + boothPort,
		"127.0.0.1:0", "[::ffff:127.0.0.1]:" + otherPort,
	} {
		conn, err := c.Dial("tcp", address)
		var open *gossh.OpenChannelError
		if !errors.As(err, &open) || open.Reason != gossh.Prohibited {
			t.Errorf("%s: %v", address, err)
		}
		if err == nil {
			conn.Close()
		}
	}
	select {
	case <-came:
		t.Error("somebody came to another address")
	default:
	}
	if len(w.urn.visits) > 0 {
		t.Error("somebody came to the urn by another name")
	}
}

func TestTheCastAddressIsToldNothing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.openBallot(1)
	for name, c := range map[string]*gossh.Client{
		"member": w.bare("x", w.people[1]), "trustee": w.bare("x", w.signer(manifest.ByTrustee("bo"))),
	} {
		if _, v := w.knock(c, w.source.Urn.Cast); !v.Empty() {
			t.Errorf("%s: the cast address was told %+v", name, v)
		}
	}
	if n := len(w.visits); n != 0 {
		t.Errorf("%d visits are kept", n)
	}
	for name, c := range map[string]*gossh.Client{
		"observer": w.bare(wire.UserObserver, nil), "member as observer": w.bare(wire.UserObserver, w.people[1]),
		"witness": w.bare("x", w.signer(manifest.ByWitness("dag"))), "urn": w.bare("x", w.link),
	} {
		if conn, err := c.Dial("tcp", w.source.Urn.Cast); err == nil {
			conn.Close()
			t.Errorf("%s came to the cast address", name)
		}
	}
}

func TestOnlyPeopleOfTheBodyEnterTheBooth(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.openBallot(1)
	for name, c := range map[string]*gossh.Client{
		"observer": w.bare(wire.UserObserver, nil), "trustee": w.bare("x", w.signer(manifest.ByTrustee("bo"))),
		"witness": w.bare("x", w.signer(manifest.ByWitness("dag"))), "urn": w.bare("x", w.link),
		"member who calls himself observer": w.bare(wire.UserObserver, w.people[1]),
	} {
		conn, err := c.Dial("tcp", w.source.Urn.Booth)
		if err == nil {
			conn.Close()
			t.Errorf("%s entered the booth", name)
		}
	}
	// A person who is not on the roll may look in, but gets no handle.
	if _, v := w.visit(secretary); !v.Empty() {
		t.Errorf("the secretary's visit: %+v", v)
	}
}

func TestNothingButSessionsAndTheJumpIsServed(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	c := w.bare("x", w.people[1])
	if _, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		t.Error("a reverse forward was granted")
	}
	if _, err := c.Listen("unix", "/tmp/valurna-test.sock"); err == nil {
		t.Error("a reverse forward of a socket was granted")
	}
	for _, typ := range []string{"direct-streamlocal@openssh.com", "x11", "auth-agent@openssh.com", "forwarded-tcpip", "tun@openssh.com"} {
		if _, _, err := c.OpenChannel(typ, nil); err == nil {
			t.Errorf("a channel of type %s was opened", typ)
		}
	}
	s := must(c.NewSession())
	defer s.Close()
	for _, typ := range []string{"auth-agent-req@openssh.com", "x11-req"} {
		if ok, _ := s.SendRequest(typ, true, nil); ok {
			t.Errorf("%s was granted", typ)
		}
	}
	if err := s.Setenv("LC_ALL", "C"); err == nil {
		t.Error("an environment was taken")
	}
	if err := s.RequestSubsystem("sftp"); err == nil {
		t.Error("sftp was granted")
	}
	for _, command := range []string{"sh", "/bin/sh -c id", "scp -t /", "internal-sftp", "rsync --server", "$(id)", "view;id"} {
		s := must(c.NewSession())
		var said bytes.Buffer // refusals in words go to standard error
		s.Stderr = &said
		_, err := s.Output(command)
		var exit *gossh.ExitError
		if !errors.As(err, &exit) || exit.ExitStatus() != 1 || !bytes.Contains(said.Bytes(), []byte("is no command for you")) {
			t.Errorf("%s: %q, %v", command, said.String(), err)
		}
	}
	// A shell is the desk in words, and reads no commands.
	s = must(c.NewSession())
	s.Stdin = bytes.NewReader([]byte("id\n"))
	var out bytes.Buffer
	s.Stdout = &out
	// EOF: the desk had ended before the input that it does not read was sent.
	if err := errors.Join(s.Shell(), s.Wait()); err != nil && !errors.Is(err, io.EOF) || out.String() != "Exempelby: called\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestAHandleThatWasMadeUpIsNone(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	_, v := w.visit(2)
	guess := bytes.Clone(v.Handle)
	guess[0] ^= 1
	_, err := w.hosted(&wire.Visit{Handle: guess}, id, w.booth(id).blinded)
	refused(t, err, "no-visit")
	var any [wire.HandleSize]byte
	_, _ = rand.Read(any[:])
	_, err = w.hosted(&wire.Visit{Handle: any[:]}, id, w.booth(id).blinded)
	refused(t, err, "no-visit")
}
