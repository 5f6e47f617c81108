package party

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/crypto/tree"
)

// Meeting is one meeting's part of a party's folder, held by this process alone
// until Close. A rehearsal and the meeting itself have different manifests, so
// each has a folder of its own.
type Meeting struct {
	ID       *Identity
	Manifest *manifest.Manifest
	Hash     [32]byte // of the manifest
	dir      string
	lock     *os.File
	seen     seen
}

// seen is how far this party has followed the journal: whatever it has signed
// rests on these entries. A journal that does not contain them is refused.
type seen struct {
	Version int       `json:"version"` // 1
	Size    int64     `json:"size"`
	Root    canon.Hex `json:"root"` // 32 bytes; over no entries as RFC 6962 has it
}

const (
	seenName = "seen.json"
	lockName = "lock"
)

// Open reads the identity in dir and what it has seen of the manifest's
// journal. It refuses a manifest that is not signed by all, or that does not
// name this identity, and a folder that another process uses.
func Open(dir string, role Role, signed *manifest.Signed) (*Meeting, error) {
	id, err := Load(dir, role)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(signed.Manifest.Check(), signed.Verify(), id.named(signed.Manifest)); err != nil {
		return nil, err
	}
	hash, err := signed.Manifest.Hash()
	if err != nil {
		return nil, err
	}
	m := &Meeting{ID: id, Manifest: signed.Manifest, Hash: hash, dir: filepath.Join(dir, "meeting-"+hex.EncodeToString(hash[:8]))}
	if m.lock, err = takeLock(dir); err != nil {
		return nil, err
	}
	if err := m.begin(); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

func takeLock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		return nil, errors.Join(fmt.Errorf("%s is in use by another process, nothing was done; end that one first: %w", dir, err), f.Close())
	}
	return f, nil
}

// Close lets another process use the folder.
func (m *Meeting) Close() error { return m.lock.Close() }

// Path names a file of this meeting.
func (m *Meeting) Path(name string) string { return filepath.Join(m.dir, name) }

// begin reads what was seen, or begins the meeting's folder. The folder appears
// with the file in it, so a folder without one has lost it.
func (m *Meeting) begin() error {
	data, err := ReadFile(m.Path(seenName))
	if err == nil {
		if m.seen, err = decodeSeen(data); err != nil {
			return fmt.Errorf("%s is damaged; nothing was done, restore the folder from a copy: %w", m.Path(seenName), err)
		}
		return nil
	}
	if _, missing := os.Stat(m.dir); !errors.Is(err, fs.ErrNotExist) || missing == nil {
		return fmt.Errorf("what this %s has seen of the journal cannot be read, so it could sign against its own word; nothing was done, restore the folder from a copy: %w", m.ID.Role, err)
	}
	begun := m.dir + ".new"
	if err := errors.Join(os.RemoveAll(begun), os.Mkdir(begun, 0o700)); err != nil {
		return err
	}
	root := tree.EmptyRoot()
	m.seen = seen{Version: 1, Root: root[:]}
	if err := WriteFile(filepath.Join(begun, seenName), m.encode()); err != nil {
		return err
	}
	if err := os.Rename(begun, m.dir); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(m.dir))
}

func (m *Meeting) encode() []byte { return append(canon.MustMarshal(m.seen), '\n') }

// decodeSeen reads the file's content and refuses every other spelling.
func decodeSeen(data []byte) (seen, error) {
	var s seen
	body, whole := bytes.CutSuffix(data, []byte("\n"))
	if err := canon.Unmarshal(body, &s); err != nil {
		return seen{}, err
	}
	if !whole || s.Version != 1 || s.Size < 0 || len(s.Root) != tree.HashSize {
		return seen{}, canon.ErrNotCanonical
	}
	return s, nil
}

// Seen is the number of entries on which this party's signatures may rest.
func (m *Meeting) Seen() int64 { return m.seen.Size }

// Remember makes durable that this party has seen the journal as it is in s.
// Call it before anything is signed that rests on s: Follow only compares.
func (m *Meeting) Remember(s *journal.State) error {
	if err := m.compare(s); err != nil {
		return err
	}
	if s.Next() == m.seen.Size {
		return nil
	}
	root, err := s.Root(s.Next())
	if err != nil {
		return err
	}
	before := m.seen
	m.seen = seen{Version: 1, Size: s.Next(), Root: root[:]}
	if err := WriteFile(m.Path(seenName), m.encode()); err != nil {
		m.seen = before
		return &Stop{fmt.Errorf("nothing was signed: %w", err)}
	}
	return nil
}

// compare refuses a journal that does not contain what was seen before.
func (m *Meeting) compare(s *journal.State) error {
	if s.Next() < m.seen.Size {
		return fmt.Errorf("%w (it has %d entries; %d were seen)", ErrHistory, s.Next(), m.seen.Size)
	}
	root, err := s.Root(m.seen.Size)
	if err != nil {
		return err
	}
	if root != tree.Hash(m.seen.Root) {
		return fmt.Errorf("%w (its first %d entries are others than those that were seen)", ErrHistory, m.seen.Size)
	}
	return nil
}
