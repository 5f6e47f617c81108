//go:build linux

package sshd

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// crowdOf is how many half-open connections a flood holds; under the race detector a
// tenth, which is still more than twice what the server lets in.
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
			for i := 0; ctx.Err() == nil; i++ {
				if i == len(held) {
					filled.Done()
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

// load is what a program takes of its machine.
type load struct {
	heap       uint64
	goroutines int
}

func loadNow() load {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return load{m.HeapAlloc, runtime.NumGoroutine()}
}

func (l load) String() string {
	return fmt.Sprintf("heap %d MiB, %d goroutines", l.heap>>20, l.goroutines)
}

// rested is the load after clean-up, once it stands near goal or has had its time.
func rested(goal load) load {
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		runtime.GC()
		if l := loadNow(); l.near(goal) || time.Now().After(deadline) {
			return l
		}
	}
}

func (l load) near(goal load) bool {
	return l.heap < goal.heap+8<<20 && l.goroutines < goal.goroutines+20
}

// watchLoad keeps the highest load that is seen until the function it returns is called.
func watchLoad() (highest func() load) {
	var most load
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			l := loadNow()
			most.heap, most.goroutines = max(most.heap, l.heap), max(most.goroutines, l.goroutines)
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() load {
		close(stop)
		<-done
		return most
	}
}

// members serves a command for those with a key.
func members(t *testing.T, l Limits) (addr string) {
	return serve(t, l, nil, memberKey(t), Guest("observer"), commands(map[string]func(context.Context, ssh.Session) int{
		"ok": func(context.Context, ssh.Session) int { return 0 },
	}))
}

func memberKey(t *testing.T) ssh.Option {
	anna := signer(t, "anna").PublicKey()
	return ssh.PublicKeyAuth(func(_ ssh.Context, key ssh.PublicKey) bool { return ssh.KeysEqual(key, anna) })
}

// visit logs in as a member, runs a command and leaves.
func visit(t *testing.T, addr string) time.Duration {
	t.Helper()
	start := time.Now()
	c, err := gossh.Dial("tcp", addr, &gossh.ClientConfig{
		User: "anna", Auth: []gossh.AuthMethod{gossh.PublicKeys(signer(t, "anna"))},
		HostKeyCallback: gossh.FixedHostKey(signer(t, "host").PublicKey()), Timeout: 10 * time.Second,
	})
	if err != nil {
		t.Fatalf("a member was kept out: %v", err)
	}
	defer c.Close()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run("ok"); err != nil {
		t.Fatal(err)
	}
	return time.Since(start)
}

// visits is the longest of ten visits, and fails the test if one takes a second.
func visits(t *testing.T, addr string) (longest time.Duration) {
	t.Helper()
	for range 10 {
		took := visit(t, addr)
		longest = max(longest, took)
		if took > time.Second {
			t.Errorf("a member was in after %s", took)
		}
	}
	return longest
}

// The member comes from the flood's own address, or from another one.
func TestAFloodOfHalfOpenConnectionsKeepsNoMemberOut(t *testing.T) {
	for name, sources := range map[string][]string{
		"from the member's address":  {"127.0.0.1"},
		"from many and the member's": {"127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"},
		"from other addresses":       {"127.0.0.2", "127.0.0.3"},
	} {
		t.Run(name, func(t *testing.T) {
			crowd, half := crowdOf()
			addr := members(t, Limits{HalfOpen: half})
			visit(t, addr)
			before := rested(load{})
			highest := watchLoad()
			f := startFlood(t, addr, sources...)
			within(t, "the flood", f.full)
			began, made := time.Now(), f.made.Load()
			longest := visits(t, addr)
			rate := float64(f.made.Load()-made) / time.Since(began).Seconds()
			most := highest()
			f.stop()
			after := rested(before)
			t.Logf("%d half-open connections, %.0f new ones a second: the longest of ten logins %s; before %s; at most %s; after %s",
				crowd, rate, longest.Round(time.Millisecond), before, most, after)
			if most.heap > before.heap+128<<20 || most.goroutines > before.goroutines+4*half+100 {
				t.Errorf("the flood took too much: %s, before it %s", most, before)
			}
			if !after.near(before) {
				t.Errorf("the flood left something behind: %s, before it %s", after, before)
			}
		})
	}
}
