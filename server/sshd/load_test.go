package sshd

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// load is what a program takes of its machine.
type load struct {
	memory     uint64 // heap and stacks
	goroutines int
}

func loadNow() load {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return load{m.HeapAlloc + m.StackInuse, runtime.NumGoroutine()}
}

func (l load) String() string {
	return fmt.Sprintf("%d MiB, %d goroutines", l.memory>>20, l.goroutines)
}

// rested is the load after clean-up, once it is near goal or falls no more.
func rested(goal load) load {
	lowest, since := load{1 << 62, 1 << 30}, time.Now()
	for {
		runtime.GC()
		l := loadNow()
		if l.near(goal) || time.Since(since) > time.Second {
			return l
		}
		if l.memory+1<<20 < lowest.memory || l.goroutines < lowest.goroutines {
			lowest, since = l, time.Now()
		}
		<-time.After(10 * time.Millisecond)
	}
}

func (l load) near(goal load) bool {
	return l.memory < goal.memory+8<<20 && l.goroutines < goal.goroutines+20
}

// watchLoad keeps the highest load that is seen until the function it returns is called.
func watchLoad() (highest func() load) {
	var most load
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			l := loadNow()
			most.memory, most.goroutines = max(most.memory, l.memory), max(most.goroutines, l.goroutines)
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

// far is a connection over a distance: what comes in comes later.
type far struct {
	net.Conn
	later time.Duration
}

func (f far) Read(p []byte) (int, error) {
	n, err := f.Conn.Read(p)
	<-time.After(f.later)
	return n, err
}

// visit logs in as a member, runs a command and leaves.
func visit(t *testing.T, addr string) time.Duration {
	t.Helper()
	return visitFrom(t, addr, 0)
}

func visitFrom(t *testing.T, addr string, distance time.Duration) time.Duration {
	t.Helper()
	start := time.Now()
	line, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	line.SetDeadline(start.Add(10 * time.Second))
	sc, chans, reqs, err := gossh.NewClientConn(far{line, distance}, addr, &gossh.ClientConfig{
		User: "anna", Auth: []gossh.AuthMethod{gossh.PublicKeys(signer(t, "anna"))},
		HostKeyCallback: gossh.FixedHostKey(signer(t, "host").PublicKey()),
	})
	if err != nil {
		t.Fatalf("a member was kept out: %v", err)
	}
	c := gossh.NewClient(sc, chans, reqs)
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
func visits(t *testing.T, addr string, distance time.Duration) (longest time.Duration) {
	t.Helper()
	for range 10 {
		took := visitFrom(t, addr, distance)
		longest = max(longest, took)
		if took > time.Second {
			t.Errorf("a member was in after %s", took)
		}
	}
	return longest
}
