package urn

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// spareParts bounds the files of one ballot that no entry of the journal names
// yet. Anyone may send some; a trustee names its own within seconds.
const spareParts = 32

var errParts = errors.New("urn: the parts were not kept")

// evidence keeps the trustees' parts, each in a file that has its SHA-256 as its
// name, in one folder a ballot.
type evidence struct {
	dir string
	mu  sync.Mutex
}

// put keeps data under its hash. named says which hashes the journal names: those
// are always kept, and never given up for others.
func (e *evidence) put(ballot string, hash []byte, data []byte, named func(hash string) bool) error {
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != hex.EncodeToString(hash) {
		return fmt.Errorf("%w: they have another SHA-256 than was said", errParts)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	dir := filepath.Join(e.dir, ballot)
	if err := makeDir(dir); err != nil {
		return fmt.Errorf("%w: %w", errParts, err)
	}
	name := hex.EncodeToString(hash)
	if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
		return nil
	}
	if !named(name) {
		if err := makeRoom(dir, named); err != nil {
			return err
		}
	}
	if err := writeNew(filepath.Join(dir, name), data); err != nil {
		return fmt.Errorf("%w: %w", errParts, err)
	}
	return nil
}

// makeRoom removes the oldest file that nobody has named, if there are too many.
func makeRoom(dir string, named func(string) bool) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("%w: %w", errParts, err)
	}
	spare, oldest, oldestTime := 0, "", time.Time{}
	for _, entry := range entries {
		if named(entry.Name()) {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			continue
		}
		spare++
		if oldest == "" || info.ModTime().Before(oldestTime) {
			oldest, oldestTime = entry.Name(), info.ModTime()
		}
	}
	if spare < spareParts {
		return nil
	}
	if err := os.Remove(filepath.Join(dir, oldest)); err != nil {
		return fmt.Errorf("%w: %w", errParts, err)
	}
	return nil
}

// get returns the file with that hash of a ballot, checked again;
// os.ErrNotExist if there is none.
func (e *evidence) get(ballot string, hash []byte) ([]byte, error) {
	f, err := os.Open(filepath.Join(e.dir, ballot, hex.EncodeToString(hash)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != hex.EncodeToString(hash) {
		return nil, fmt.Errorf("urn: the parts in %s are damaged on disk; remove the file and have the trustee send them again", f.Name())
	}
	return data, nil
}

// keepFork writes down a checkpoint that contradicts the journal.
func (e *evidence) keepFork(note string) error {
	sum := sha256.Sum256([]byte(note))
	if err := makeDir(e.dir); err != nil {
		return err
	}
	return writeNew(filepath.Join(e.dir, "fork-"+hex.EncodeToString(sum[:8])+".note"), []byte(note))
}

// forks lists the checkpoints that keepFork has written down.
func (e *evidence) forks() []string {
	// The pattern is a constant, so no error can come.
	found, _ := filepath.Glob(filepath.Join(e.dir, "fork-*.note"))
	return found
}

// parseHash reads 64 lower-case hexadecimal digits.
func parseHash(s string) ([]byte, error) {
	hash, err := hex.DecodeString(s)
	if err != nil || len(hash) != sha256.Size || hex.EncodeToString(hash) != s {
		return nil, errors.New("a hash has 64 lower-case hexadecimal digits")
	}
	return hash, nil
}
