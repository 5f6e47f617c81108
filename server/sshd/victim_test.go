package sshd

import (
	"container/list"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"valurna/server/wire"
)

// from is a connection that only has an address.
type from struct {
	net.Conn
	addr string
}

func (f from) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(f.addr), 1))
}

func (from) Close() error { return nil }

// crowd is a listener of which only the half-open connections are looked at.
type crowd struct{ *listener }

func newCrowd(half int) crowd {
	return crowd{&listener{limits: Limits{HalfOpen: half}.orDefault(), sources: map[netip.Prefix]*source{}}}
}

// come admits a connection that has sent so many bytes, and closes who makes room.
func (w crowd) come(addr string, bytes int64) (c, out *conn) {
	c = &conn{Conn: from{addr: addr}, from: w.listener}
	c.read.Store(bytes)
	_, out = w.admit(c)
	if out != nil {
		out.Close()
	}
	return c, out
}

func (w crowd) holds(c *conn) bool { return c.place != nil }

func TestAFloodFromOneAddressLeavesOthersAlone(t *testing.T) {
	for _, at := range []struct{ flood, others []string }{
		{[]string{"192.0.2.1"}, []string{"192.0.2.2", "2001:db8::1"}},
		{[]string{"::ffff:192.0.2.1", "192.0.2.1"}, []string{"192.0.2.2", "::ffff:192.0.2.3"}},
		{[]string{"2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:1:2:3:4:5"}, []string{"2001:db8:0:2::1", "192.0.2.1"}},
	} {
		w := newCrowd(64)
		var kept []*conn
		for _, a := range at.others {
			c, _ := w.come(a, 0)
			kept = append(kept, c)
		}
		// Ever further, as if it knew how the choice is made.
		for i := range 2000 {
			w.come(at.flood[i%len(at.flood)], int64(i))
		}
		for _, c := range kept {
			if !w.holds(c) {
				t.Errorf("%v pushed out %v", at.flood, c.RemoteAddr())
			}
		}
		if w.half.Len() != 64 || w.open != 64 || len(w.sources) != len(at.others)+1 {
			t.Errorf("%d half-open, %d open, %d sources", w.half.Len(), w.open, len(w.sources))
		}
	}
}

// The urn sees one address, and a crowd of machines has many: how far a login has got
// counts in both.
func TestWhoHasGotFurtherStaysWhateverTheAddresses(t *testing.T) {
	for name, address := range map[string]func(i int) string{
		"one": func(int) string { return "192.0.2.1" },
		"all": func(i int) string { return fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255) },
	} {
		w := newCrowd(64)
		person, _ := w.come(address(0), 3000)
		person.asked.Store(true)
		key, _ := w.come(address(1), keyingAt)
		version, _ := w.come(address(2), 1)
		for i := range 2000 {
			c, out := w.come(address(3+i), 0)
			if out != nil && out.stage() != silent {
				t.Fatalf("%s: %d went at stage %d", name, i, out.stage())
			}
			if !w.holds(c) {
				t.Fatalf("%s: the newest went", name)
			}
		}
		for stage, c := range []*conn{version, key, person} {
			if !w.holds(c) {
				t.Errorf("%s: a flood that says nothing pushed out one at stage %d", name, stage+1)
			}
		}
		// Now a flood that gets as far as the key exchange: 16 of 64 at least may come
		// before who has only just come has to go.
		late, _ := w.come(address(2100), 0)
		for i := range 2000 {
			c, _ := w.come(address(2200+i), 0)
			c.read.Store(keyingAt)
			if i == 15 && !w.holds(late) {
				t.Errorf("%s: %d pushed out a newcomer", name, i)
			}
		}
		if !w.holds(person) || !w.holds(late) {
			t.Errorf("%s: a flood in the key exchange pushed out who types %v, who has only just come %v", name, !w.holds(person), !w.holds(late))
		}
	}
}

func TestOfEquallyFarTheOldestGoes(t *testing.T) {
	w := newCrowd(16)
	var all []*conn
	for i := range 100 {
		c, out := w.come("192.0.2.1", 0)
		all = append(all, c)
		if i >= 16 && out != all[i-16] {
			t.Fatalf("not the oldest at %d", i)
		}
	}
}

const banner = "SSH-2.0-" + Version + "\r\n"

// resumed is a connection on which the first said bytes have been written already.
type resumed struct {
	net.Conn
	in   io.Reader
	said int
}

func (r *resumed) Read(p []byte) (int, error) { return r.in.Read(p) }

func (r *resumed) Write(p []byte) (int, error) {
	skip := min(r.said, len(p))
	r.said -= skip
	n, err := r.Conn.Write(p[skip:])
	return skip + n, err
}

// A header in front of the connection is the registrar's, and no step of the visitor.
func TestTheUrnSparesWhoHasGotFurther(t *testing.T) {
	limits := Limits{HalfOpen: 8, Handshake: time.Minute}
	addr := serve(t, limits, wire.VisitListener, Guest(wire.UserBallot), commands(nil))
	knock := func() net.Conn {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if err := wire.WriteVisit(c, nil); err != nil {
			t.Fatal(err)
		}
		// The server's version says that the header has been read.
		if _, err := io.ReadFull(c, make([]byte, len(banner))); err != nil {
			t.Fatal(err)
		}
		return c
	}
	slow := knock()
	if _, err := io.WriteString(slow, "SSH"); err != nil {
		t.Fatal(err)
	}
	var first net.Conn
	for i := range 5 * limits.HalfOpen {
		if c := knock(); i == 0 {
			first = c
		}
	}
	first.SetReadDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.Copy(io.Discard, first); isTimeout(err) {
		t.Error("the oldest that says nothing is still there")
	}
	slow.SetDeadline(time.Now().Add(10 * time.Second))
	config := &gossh.ClientConfig{User: wire.UserBallot, HostKeyCallback: gossh.FixedHostKey(signer(t, "host").PublicKey())}
	c, _, _, err := gossh.NewClientConn(&resumed{slow, io.MultiReader(strings.NewReader(banner), slow), len("SSH")}, addr, config)
	if err != nil {
		t.Fatalf("who had begun was pushed out: %v", err)
	}
	c.Close()
}

// BenchmarkVictim is the choice among the default 1024 of one source.
func BenchmarkVictim(b *testing.B) {
	w := newCrowd(1024)
	for i := range 1024 {
		w.come("192.0.2.1", int64(i))
	}
	var e *list.Element
	for b.Loop() {
		e = w.victim().place
	}
	if e == nil {
		b.Fatal("none")
	}
}
