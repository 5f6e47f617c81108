package keeper

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"valurna/server/harden"
)

// requestTime is how long one request and its answer may take.
const requestTime = 5 * time.Second

// lookTime is how often the keeper looks whether its directory still exists.
const lookTime = 10 * time.Second

// maxSocketPath is the shortest limit that a supported system has on the path of
// a Unix socket, in bytes.
const maxSocketPath = 103

// Serve is the keeper of dir until ctx ends, the directory is removed, or a
// client or a signal asks it to stop while it holds no key. Ending it loses every
// key that it holds: while it holds one it refuses SIGTERM, SIGINT and SIGHUP,
// and a context that a signal ends is none for it. It returns ErrBusy if dir has
// a keeper, and refuses a directory that others than its owner can enter. It logs
// to standard error.
func Serve(ctx context.Context, dir string) error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt, syscall.SIGHUP)
	defer signal.Stop(signals)
	return serve(ctx, dir, rand.Reader, slog.New(slog.NewTextHandler(os.Stderr, nil)), signals)
}

func serve(ctx context.Context, dir string, rand io.Reader, log *slog.Logger, signals <-chan os.Signal) error {
	if err := checkDir(dir); err != nil {
		return err
	}
	lock, err := lockFile(filepath.Join(dir, lockName))
	if err != nil {
		return err
	}
	defer lock.Close()
	harden.Process()
	memory, locked, err := lockedMemory(Slots * Size)
	if err != nil {
		return fmt.Errorf("keeper: no memory for the keys: %w", err)
	}
	if !locked {
		log.Warn("the keys' memory could not be locked: turn off swap on this machine, or raise its memlock limit")
	}
	v := newVault(memory, rand)
	defer v.wipe()

	path := socketPath(dir)
	// The lock is ours, so a socket that lies here is a dead keeper's.
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("keeper: an old socket is in the way: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("keeper: %w", err)
	}
	defer l.Close()
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("keeper: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { l.Close() })()
	go endWithDir(ctx, dir, cancel)
	go endOnSignal(ctx, signals, v, log, cancel)
	log.Info("keeper serves", "pid", os.Getpid())

	var open sync.WaitGroup
	defer open.Wait()
	for {
		conn, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				log.Info("keeper ends", "keys lost", len(v.held()))
				return nil
			}
			return fmt.Errorf("keeper: %w", err)
		}
		open.Go(func() {
			defer conn.Close()
			if answer(conn, v) {
				cancel()
			}
		})
	}
}

// checkDir refuses a directory that is not its owner's alone, and one whose path
// no socket can have.
func checkDir(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("keeper: %w", err)
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("keeper: %s is open to others than its owner (mode %v); run chmod 700 on it", dir, info.Mode().Perm())
	}
	if len(socketPath(dir)) > maxSocketPath {
		return fmt.Errorf("keeper: the path %s is longer than %d bytes, which is too long for a socket; use a shorter one", socketPath(dir), maxSocketPath)
	}
	return nil
}

// endWithDir ends the keeper when nobody can reach it any more.
func endWithDir(ctx context.Context, dir string, end func()) {
	tick := time.NewTicker(lookTime)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
				end()
				return
			}
		}
	}
}

// endOnSignal ends the keeper when it is told to and no ballot would be lost.
func endOnSignal(ctx context.Context, signals <-chan os.Signal, v *vault, log *slog.Logger, end func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-signals:
			held := v.held()
			if len(held) == 0 {
				end()
				return
			}
			log.Warn("keeper stays: ending it would make these ballots unreadable; SIGKILL does so all the same", "signal", s.String(), "ballots", held)
		}
	}
}

// answer serves one connection, which carries one request. It says whether the
// keeper is to stop.
func answer(conn net.Conn, v *vault) (stop bool) {
	_ = conn.SetDeadline(time.Now().Add(requestTime))
	if err := checkPeer(conn); err != nil {
		fmt.Fprintf(conn, "refused %v\n", err)
		return false
	}
	line, err := bufio.NewReader(io.LimitReader(conn, maxLine)).ReadString('\n')
	if err != nil {
		return false
	}
	r, err := parseRequest(strings.TrimSuffix(line, "\n"))
	if err != nil {
		fmt.Fprintf(conn, "refused %v\n", err)
		return false
	}
	var key Key
	defer clear(key[:])
	switch r.verb {
	case "create":
		err = v.create(r.ballot, &key)
	case "get":
		err = v.get(r.ballot, &key)
	case "erase":
		v.erase(r.ballot)
		fmt.Fprintln(conn, "done")
		return false
	case "list":
		fmt.Fprintln(conn, strings.Join(append([]string{"held"}, v.held()...), " "))
		return false
	case "stop":
		if held := v.held(); len(held) > 0 {
			fmt.Fprintf(conn, "refused it holds the keys of %d ballots, which would be lost\n", len(held))
			return false
		}
		fmt.Fprintln(conn, "done")
		return true
	}
	switch {
	case errors.Is(err, ErrErased):
		fmt.Fprintln(conn, "erased")
	case errors.Is(err, ErrNone):
		fmt.Fprintln(conn, "none")
	case err != nil:
		fmt.Fprintf(conn, "refused %v\n", err)
	default:
		sendKey(conn, &key)
	}
	return false
}

// sendKey writes "key HEX" from a buffer that is cleared afterwards.
func sendKey(conn net.Conn, key *Key) {
	const word = "key "
	var line [len(word) + 2*Size + 1]byte
	defer clear(line[:])
	copy(line[:], word)
	hex.Encode(line[len(word):], key[:])
	line[len(line)-1] = '\n'
	_, _ = conn.Write(line[:])
}
