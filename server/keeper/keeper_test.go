//go:build linux || darwin || freebsd

package keeper

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// privateDir is short enough for a socket and its owner's alone.
func privateDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "keeper")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// running has a keeper in this process and waits until it answers.
func running(t *testing.T, dir string) (c *Client, ended <-chan error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- serve(ctx, dir, rand.Reader, slog.New(slog.DiscardHandler), nil) }()
	t.Cleanup(cancel)
	c = At(dir)
	await(t, func() bool { _, err := c.List(); return err == nil })
	return c, done
}

func await(t *testing.T, what func() bool) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for !what() {
		if time.Now().After(deadline) {
			t.Fatal("it did not come to pass within 5 s")
		}
		time.Sleep(time.Millisecond)
	}
}

func TestABallotKeepsOneKeyUntilItIsErased(t *testing.T) {
	c, _ := running(t, privateDir(t))
	if _, err := c.Get("1-1"); !errors.Is(err, ErrNone) {
		t.Fatalf("get before create: %v", err)
	}
	first, err := c.Create("1-1")
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.Create("1-1")
	if err != nil || again != first {
		t.Fatalf("a second create changed the key (%v)", err)
	}
	other, err := c.Create("1-2")
	if err != nil || other == first || other == (Key{}) {
		t.Fatalf("two ballots share a key, or it is zero (%v)", err)
	}
	if held, err := c.List(); err != nil || !slices.Equal(held, []string{"1-1", "1-2"}) {
		t.Fatalf("held %q, %v", held, err)
	}
	for range 2 {
		if err := c.Erase("1-1"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Get("1-1"); !errors.Is(err, ErrErased) {
		t.Fatalf("get after erase: %v", err)
	}
	if _, err := c.Create("1-1"); !errors.Is(err, ErrErased) {
		t.Fatalf("create after erase: %v", err)
	}
	if kept, err := c.Get("1-2"); err != nil || kept != other {
		t.Fatalf("erasing one ballot's key touched another's (%v)", err)
	}
}

func TestAKeyErasedBeforeItWasMadeIsNeverMade(t *testing.T) {
	c, _ := running(t, privateDir(t))
	if err := c.Erase("9-1"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Create("9-1"); !errors.Is(err, ErrErased) {
		t.Fatalf("create after erase: %v", err)
	}
}

func TestAnErasedKeyIsOverwrittenInMemory(t *testing.T) {
	memory := make([]byte, 2*Size)
	v := newVault(memory, rand.Reader)
	var key Key
	if err := v.create("1-1", &key); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(memory), string(key[:])) {
		t.Fatal("the key is not where it should lie")
	}
	v.erase("1-1")
	if strings.Contains(string(memory), string(key[:])) {
		t.Fatal("the key is still in memory")
	}
}

func TestAFullKeeperRefusesAndSaysSo(t *testing.T) {
	v := newVault(make([]byte, 2*Size), rand.Reader)
	var key Key
	for i := range 2 {
		if err := v.create(fmt.Sprint(i), &key); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.create("2", &key); !errors.Is(err, ErrRefused) {
		t.Fatalf("a third key in two slots: %v", err)
	}
	v.erase("0")
	if err := v.create("2", &key); err != nil {
		t.Fatalf("after one was erased: %v", err)
	}
}

func TestADirectoryHasOneKeeper(t *testing.T) {
	dir := privateDir(t)
	c, _ := running(t, dir)
	key, err := c.Create("1-1")
	if err != nil {
		t.Fatal(err)
	}
	if err := serve(t.Context(), dir, rand.Reader, slog.New(slog.DiscardHandler), nil); !errors.Is(err, ErrBusy) {
		t.Fatalf("a second keeper: %v", err)
	}
	if again, err := c.Get("1-1"); err != nil || again != key {
		t.Fatalf("the second keeper disturbed the first (%v)", err)
	}
}

func TestAKeeperStopsOnlyWhenItHoldsNoKey(t *testing.T) {
	c, ended := running(t, privateDir(t))
	if _, err := c.Create("1-1"); err != nil {
		t.Fatal(err)
	}
	if err := c.Stop(); !errors.Is(err, ErrRefused) {
		t.Fatalf("stop with a key held: %v", err)
	}
	if err := c.Erase("1-1"); err != nil {
		t.Fatal(err)
	}
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if _, err := c.List(); !errors.Is(err, ErrUnreachable) {
		t.Fatalf("after stop: %v", err)
	}
}

func TestADirectoryOpenToOthersIsRefused(t *testing.T) {
	dir := privateDir(t)
	if err := os.Chmod(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	err := serve(t.Context(), dir, rand.Reader, slog.New(slog.DiscardHandler), nil)
	if err == nil || !strings.Contains(err.Error(), "chmod 700") {
		t.Fatalf("served a directory with mode 750: %v", err)
	}
}

func TestTheSocketIsItsOwnersAlone(t *testing.T) {
	dir := privateDir(t)
	running(t, dir)
	info, err := os.Stat(filepath.Join(dir, socketName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
}

func TestAnotherUserIsNotAnswered(t *testing.T) {
	dir := privateDir(t)
	l, err := net.Listen("unix", filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := net.Dial("unix", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	us := os.Geteuid()
	is := func(uid int) func(int) (int, error) { return func(int) (int, error) { return uid, nil } }
	if err := peerUser(conn, is(us), us); err != nil {
		t.Fatalf("ourselves: %v", err)
	}
	if err := peerUser(conn, is(us+1), us); err == nil {
		t.Fatal("another user was accepted")
	}
	if err := peerUser(conn, func(int) (int, error) { return us, errors.New("unknown") }, us); err == nil {
		t.Fatal("an unknown user was accepted")
	}
	if err := checkPeer(conn); err != nil {
		t.Fatalf("the system's own answer for ourselves: %v", err)
	}
}

func TestAKeyNeverPrints(t *testing.T) {
	key := Key{0xab, 0xcd}
	for _, s := range []string{fmt.Sprint(key), fmt.Sprintf("%x %v %#v %s %d", key, key, &key, key, key)} {
		if strings.Contains(s, "ab") || strings.Contains(s, "171") || !strings.Contains(s, "[secret]") {
			t.Fatalf("printed %q", s)
		}
	}
}

func FuzzRequest(f *testing.F) {
	for _, s := range []string{"create 1-1", "get 1-1", "erase x", "list", "stop", "list ", "create", "create ", "get a b", "GET 1-1", "create ../x", "erase \x00", strings.Repeat("a", 300), "get " + strings.Repeat("a", 65)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		r, err := parseRequest(line)
		if err != nil {
			return
		}
		again := r.verb
		if r.ballot != "" {
			again += " " + r.ballot
		}
		if again != line || len(line) >= maxLine {
			t.Fatalf("%q was read as %q", line, again)
		}
	})
}
