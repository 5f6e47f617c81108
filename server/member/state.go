package member

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"valurna/ballot/manifest"
	"valurna/server/durable"
)

// Files of a state folder, beside the booth's records.
const (
	lockFile     = "lock"
	manifestFile = "manifest" // the pinned one, as the parties signed it
	sealFile     = "seal"     // how the records are sealed; absent: they are not
)

// ErrTwo says that another window uses the same state.
var ErrTwo = errors.New("member: another window of this program uses the same state: nothing was started; go on in that window, or end it first")

// State is the folder of one member and one meeting: the pinned manifest and what
// the booth keeps of every ballot. It is its owner's alone.
type State struct {
	dir  string
	lock *os.File
	seal *sealing // nil: records are kept as they are
}

// OpenState takes a state folder, making it if it is not there. Until Close no
// other window gets it (ErrTwo).
func OpenState(dir string) (*State, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	// Elsewhere the mode says nothing about who may read.
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("member: others can look into %s: nothing was started; run chmod 700 on it, or name another folder", dir)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := hold(f); err != nil {
		return nil, errors.Join(fmt.Errorf("%w (%s)", ErrTwo, dir), f.Close())
	}
	return &State{dir: dir, lock: f}, nil
}

// Close lets another window have the folder.
func (s *State) Close() error {
	if s.lock == nil {
		return nil
	}
	return s.lock.Close()
}

// Dir is the folder.
func (s *State) Dir() string { return s.dir }

// Pinned gives the manifest that was pinned in a state folder, nil if none was.
func Pinned(dir string) (*manifest.Signed, error) {
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	signed, err := manifest.DecodeSigned(data)
	if err == nil {
		err = signed.Verify()
	}
	if err != nil {
		return nil, fmt.Errorf("member: the pinned manifest in %s is damaged, nothing was started: restore it, or name another folder: %w", dir, err)
	}
	return signed, nil
}

// ErrPinned says that this folder belongs to another manifest.
var ErrPinned = errors.New("member: this is not the manifest that you have compared before; nothing was sent: ask the chair, and give the words of the new notice only if there is one")

// Pin keeps a manifest whose signatures and words have been checked. Where another
// one is pinned it refuses with ErrPinned.
func (s *State) Pin(signed *manifest.Signed) error {
	old, err := Pinned(s.dir)
	if err != nil {
		return err
	}
	if old != nil {
		return Same(old, signed)
	}
	if err := signed.Verify(); err != nil {
		return err
	}
	data, err := signed.Encode()
	if err != nil {
		return err
	}
	return durable.Write(filepath.Join(s.dir, manifestFile), data)
}

// Same compares two manifests by their hash; ErrPinned if they differ.
func Same(pinned, shown *manifest.Signed) error {
	a, err := pinned.Manifest.Hash()
	if err != nil {
		return err
	}
	b, err := shown.Manifest.Hash()
	if err == nil && a != b {
		return ErrPinned
	}
	return err
}

// ballots lists the ballots of which there is a record.
func (s *State) ballots() ([]string, error) {
	files, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range files {
		name, ours := strings.CutPrefix(f.Name(), recordPrefix)
		id, found := strings.CutSuffix(name, s.suffix())
		if ours && found {
			out = append(out, id)
		}
	}
	return out, nil
}
