//go:build linux

package sshd

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// crowdOf is how many half-open connections a flood holds, and how many of them a server
// lets in; under the race detector less.
func crowdOf() (crowd, halfOpen int) {
	if raced {
		return 1000, 400
	}
	return 10_000, 1024
}

// flood holds half-open connections at a server from its own side, and keeps new ones
// coming in place of its oldest.
type flood struct {
	made atomic.Int64
	full chan struct{} // closed once all are there
	stop func()
}

// startFlood knocks from each of the sources. Half of the connections say nothing, half
// a version and then what no server understands.
func startFlood(t *testing.T, addr string, sources ...string) *flood {
	t.Helper()
	crowd, _ := crowdOf()
	files(t, uint64(crowd)+2500)
	const knockers = 8
	ctx, cancel := context.WithCancel(context.Background())
	f := &flood{full: make(chan struct{})}
	var wg, filled sync.WaitGroup
	filled.Add(knockers)
	for k := range knockers {
		from := net.ParseIP(sources[k%len(sources)])
		r := rand.NewChaCha8([32]byte{byte(k)})
		wg.Go(func() {
			d := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}}
			held := make([]*net.TCPConn, crowd/knockers)
			// Then 8000 a second, or the flood's own side would take the whole machine.
			pace := time.NewTicker(knockers * time.Second / 8000)
			defer pace.Stop()
			for i := 0; ctx.Err() == nil; i++ {
				if i == len(held) {
					filled.Done()
				}
				if i >= len(held) {
					<-pace.C
				}
				at := &held[i%len(held)]
				if *at != nil {
					(*at).Close()
				}
				c, err := d.DialContext(ctx, "tcp4", addr)
				if err != nil {
					if ctx.Err() == nil {
						t.Errorf("the flood broke off: %v", err)
					}
					break
				}
				*at = c.(*net.TCPConn)
				(*at).SetLinger(0) // leaves no port behind that has to wait
				if i%2 == 1 {
					noise := make([]byte, 64)
					r.Read(noise)
					// The server may have closed it by now.
					_, _ = (*at).Write(append([]byte("SSH-2.0-x\r\n"), noise...))
				}
				f.made.Add(1)
			}
			for _, c := range held {
				if c != nil {
					c.Close()
				}
			}
		})
	}
	go func() {
		filled.Wait()
		close(f.full)
	}()
	f.stop = sync.OnceFunc(func() {
		cancel()
		wg.Wait()
	})
	t.Cleanup(f.stop)
	return f
}

// files raises what this program may have open. The clients of a flood take a file each,
// the server's side one for each that it holds.
func files(t *testing.T, want uint64) {
	t.Helper()
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		t.Fatal(err)
	}
	if l.Cur >= want {
		return
	}
	l.Cur, l.Max = want, max(l.Max, want)
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		t.Fatalf("this test needs %d open files: %v", want, err)
	}
}

// The member comes from another address than the flood; or from its own and over a
// distance, so that a login takes about twice as long as the flood takes to fill the
// server's places, and gets through only because it has got further.
func TestAFloodOfHalfOpenConnectionsKeepsNoMemberOut(t *testing.T) {
	crowd, half := crowdOf()
	few := half / 2
	if raced { // a server that is slow to read has to leave more time for it
		few = half
	}
	for name, at := range map[string]struct {
		sources  []string
		halfOpen int
		distance time.Duration
	}{
		"from the member's address": {[]string{"127.0.0.1"}, few, 10 * time.Millisecond},
		"from other addresses":      {[]string{"127.0.0.2", "127.0.0.3"}, half, 0},
	} {
		t.Run(name, func(t *testing.T) {
			addr := members(t, Limits{HalfOpen: at.halfOpen})
			visit(t, addr)
			before := rested(load{})
			highest := watchLoad()
			f := startFlood(t, addr, at.sources...)
			within(t, "the flood", f.full)
			began, made := time.Now(), f.made.Load()
			longest := visits(t, addr, at.distance)
			rate := float64(f.made.Load()-made) / time.Since(began).Seconds()
			most := highest()
			f.stop()
			after := rested(before)
			t.Logf("%d places for %d half-open connections, %.0f new ones a second: the longest of ten logins %s; before %s; at most %s; after %s",
				at.halfOpen, crowd, rate, longest.Round(time.Millisecond), before, most, after)
			if most.memory > before.memory+128<<20 || most.goroutines > before.goroutines+4*at.halfOpen+100 {
				t.Errorf("the flood took too much: %s, before it %s", most, before)
			}
			if !after.near(before) {
				t.Errorf("the flood left something behind: %s, before it %s", after, before)
			}
		})
	}
}
