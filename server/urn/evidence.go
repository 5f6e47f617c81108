package urn

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

var (
	errParts   = errors.New("urn: it was not kept")
	errDamaged = errors.New("urn: what a trustee has made is damaged on disk: the trustee's program sends it again when it connects")
)

// evidence keeps what the trustees make of a sealed ballot, in one folder a ballot,
// each in a file named by its slot and SHA-256: "shuffle-2-ab…", "parts-2-cd…" with
// the trustee's number in the manifest, "combined-ef…".
type evidence struct {
	dir string
	mu  sync.Mutex // for put
}

// The slots of a ballot; a trustee's number follows but for the last.
const (
	slotShuffle  = "shuffle"
	slotParts    = "parts"
	slotCombined = "combined"
)

// put keeps what belongs in a slot, flushed, and then gives up what it kept there
// before. The caller has checked the hash and whose it is, and holds mu.
func (e *evidence) put(ballot, slot string, hash, data []byte) error {
	dir := filepath.Join(e.dir, ballot)
	if err := makeDir(dir); err != nil {
		return fmt.Errorf("%w: %w", errParts, err)
	}
	path := filepath.Join(dir, fmt.Sprintf("%s-%x", slot, hash))
	// What lies there already may have been damaged.
	if there, err := os.ReadFile(path); err == nil && !bytes.Equal(there, data) {
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("%w: %w", errParts, err)
		}
	}
	if err := writeNew(path, data); err != nil {
		return fmt.Errorf("%w: %w", errParts, err)
	}
	old, _ := filepath.Glob(filepath.Join(dir, slot+"-"+strings.Repeat("?", 2*sha256.Size)))
	for _, other := range old {
		if other == path {
			continue
		}
		if err := os.Remove(other); err != nil {
			return fmt.Errorf("%w: %w", errParts, err)
		}
	}
	return nil
}

// get returns what has that hash of a ballot, checked again; os.ErrNotExist
// if there are none.
func (e *evidence) get(ballot string, hash []byte) ([]byte, error) {
	// The pattern is sound: a ballot's id has letters, digits and hyphens.
	found, _ := filepath.Glob(filepath.Join(e.dir, ballot, fmt.Sprintf("*-%x", hash)))
	if len(found) == 0 {
		return nil, os.ErrNotExist
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); !bytes.Equal(sum[:], hash) {
		return nil, fmt.Errorf("%w (%s)", errDamaged, found[0])
	}
	return data, nil
}

// drop deletes what the trustees have made of a void ballot: nobody is to open it,
// this urn's operator included. Best effort on flash, as all deleting is.
func (e *evidence) drop(ballot string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := os.RemoveAll(filepath.Join(e.dir, ballot)); err != nil {
		return fmt.Errorf("urn: what the trustees made of void ballot %s was not deleted: %w", ballot, err)
	}
	return nil
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
