package urn

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

var (
	errParts   = errors.New("urn: the parts were not kept")
	errDamaged = errors.New("urn: a trustee's parts are damaged on disk: the trustee's program sends them again when it connects")
)

// evidence keeps the trustees' parts, in one folder a ballot, each in a file named
// by the trustee's number in the manifest and the parts' SHA-256: "2-ab…".
type evidence struct {
	dir string
	mu  sync.Mutex // for put
}

// put keeps a trustee's parts, flushed, and then gives up what it kept of that
// trustee and ballot before. The caller has checked the hash and whose they are, and holds mu.
func (e *evidence) put(ballot string, trustee int, hash, data []byte) error {
	dir := filepath.Join(e.dir, ballot)
	if err := makeDir(dir); err != nil {
		return fmt.Errorf("%w: %w", errParts, err)
	}
	path := filepath.Join(dir, fmt.Sprintf("%d-%x", trustee, hash))
	// What lies there already may have been damaged.
	if there, err := os.ReadFile(path); err == nil && !bytes.Equal(there, data) {
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("%w: %w", errParts, err)
		}
	}
	if err := writeNew(path, data); err != nil {
		return fmt.Errorf("%w: %w", errParts, err)
	}
	old, _ := filepath.Glob(filepath.Join(dir, fmt.Sprintf("%d-*", trustee)))
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

// get returns the parts with that hash of a ballot, checked again; os.ErrNotExist
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
