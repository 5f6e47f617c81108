//go:build linux

package sshd

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// bare serves handshakes with the library alone, with our algorithms and keys.
func bare(t *testing.T) (addr string) {
	t.Helper()
	config := &gossh.ServerConfig{NoClientAuth: true}
	modern(config)
	config.AddHostKey(signer(t, "host"))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				conn, chans, reqs, err := gossh.NewServerConn(c, config)
				if err != nil {
					return
				}
				go gossh.DiscardRequests(reqs)
				for ch := range chans {
					_ = ch.Reject(gossh.Prohibited, "")
				}
				_ = conn.Wait()
			}()
		}
	}()
	return l.Addr().String()
}

// handshakes logs in as a guest again and again, two at a time, and says how often a
// second that worked and how many were cut off.
func handshakes(t *testing.T, addr string, during time.Duration) (perSecond float64, cut int64) {
	t.Helper()
	config := &gossh.ClientConfig{User: "observer", HostKeyCallback: gossh.FixedHostKey(signer(t, "host").PublicKey())}
	var made, lost atomic.Int64
	var wg sync.WaitGroup
	start := time.Now()
	for range 2 {
		wg.Go(func() {
			for time.Since(start) < during {
				c, err := net.Dial("tcp", addr)
				if err != nil {
					t.Error(err)
					return
				}
				c.(*net.TCPConn).SetLinger(0) // leaves no port behind that has to wait
				conn, chans, reqs, err := gossh.NewClientConn(c, addr, config)
				if err != nil {
					lost.Add(1)
					c.Close()
					continue
				}
				made.Add(1)
				gossh.NewClient(conn, chans, reqs).Close()
			}
		})
	}
	wg.Wait()
	return float64(made.Load()) / time.Since(start).Seconds(), lost.Load()
}

// What our server costs beside the library alone, and what is left of it under a flood.
// Clients, servers and flood share the machine. Aimed at are nine tenths; asserted is
// half, since tests run beside other work.
func TestHandshakesBesideTheBareLibrary(t *testing.T) {
	const round = 300 * time.Millisecond
	crowd, half := crowdOf()
	theirs, ours := bare(t), members(t, Limits{HalfOpen: half})
	var alone, with float64
	const rounds = 3
	for range rounds { // in turn, so that other work slows down both
		a, lost := handshakes(t, theirs, round)
		w, cut := handshakes(t, ours, round)
		if lost+cut > 0 {
			t.Errorf("%d and %d were cut off where nobody was in the way", lost, cut)
		}
		alone, with = alone+a/rounds, with+w/rounds
	}
	f := startFlood(t, ours, "127.0.0.1")
	within(t, "the flood", f.full)
	made, began := f.made.Load(), time.Now()
	under, cut := handshakes(t, ours, time.Second)
	rate := float64(f.made.Load()-made) / time.Since(began).Seconds()
	f.stop()
	t.Logf("handshakes a second: the bare library %.0f; ours %.0f, ratio %.2f; ours under %d half-open connections and %.0f new ones a second %.0f, ratio %.2f, %d cut off",
		alone, with, with/alone, crowd, rate, under, under/alone, cut)
	if with < alone/2 {
		t.Errorf("ours makes %.0f handshakes a second, the bare library %.0f", with, alone)
	}
	if under < 10 || float64(cut) > under/20 {
		t.Errorf("under the flood %.0f a second, and %d cut off", under, cut)
	}
}
