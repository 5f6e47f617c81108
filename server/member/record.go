package member

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/server/durable"
	"valurna/server/wire"
)

// Names of record files: "booth-2-1.json", or sealed "booth-2-1.sealed".
const (
	recordPrefix = "booth-"
	plainSuffix  = ".json"
	sealedSuffix = ".sealed"
)

// record is what the booth keeps of one ballot. The seed is flushed before the
// token is asked for, the finished ballot before it is cast, so that a crash at
// any moment repeats the same request and the same ballot. The attempt goes up
// before a sealed ballot is opened as a test, and never again once the token was
// asked for, so that no token is spent on what was opened.
type record struct {
	Ballot   string             `json:"ballot"`
	Seed     canon.Hex          `json:"seed"`
	Attempt  int                `json:"attempt"`  // ballots that were opened as tests
	Asked    bool               `json:"asked"`    // the token of this attempt was, or may have been
	Sealed   canon.Hex          `json:"sealed"`   // empty until finished
	Receipt  *journal.Statement `json:"receipt"`  // null until the urn has answered
	Included bool               `json:"included"` // found among the sealed
}

func (s *State) suffix() string {
	if s.seal != nil {
		return sealedSuffix
	}
	return plainSuffix
}

func (s *State) path(ballot string) string {
	return filepath.Join(s.dir, recordPrefix+ballot+s.suffix())
}

// record reads what is kept of a ballot; nil if nothing is.
func (s *State) record(ballot string) (*record, error) {
	path := s.path(ballot)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if s.seal != nil {
		data, err = s.seal.open(filepath.Base(path), data)
	}
	r := new(record)
	if err == nil {
		r, err = decodeRecord(data)
	}
	if err != nil || r.Ballot != ballot {
		return nil, fmt.Errorf("member: %s is damaged; nothing was sent: restore it, or tell the chair", path)
	}
	return r, nil
}

func decodeRecord(data []byte) (*record, error) {
	r := new(record)
	if err := canon.Unmarshal(data, r); err != nil {
		return nil, err
	}
	if err := wire.CheckBallotID(r.Ballot); err != nil {
		return nil, err
	}
	if r.Attempt < 0 || r.Attempt > booth.MaxAttempts || len(r.Sealed) > 0 && !r.Asked {
		return nil, errors.New("member: a record that no booth writes")
	}
	if len(r.Seed) != 32 || len(r.Sealed) == 0 && (r.Receipt != nil || r.Included) {
		return nil, errors.New("member: a record that no booth writes")
	}
	return r, nil
}

// seed is the seed of the attempt that is under way.
func (r *record) seed() booth.Seed { return booth.Seed(r.Seed).Attempt(r.Attempt) }

// begin is record, beginning one where there is none.
func (s *State) begin(ballot string) (*record, error) {
	r, err := s.record(ballot)
	if err != nil || r != nil {
		return r, err
	}
	r = &record{Ballot: ballot, Seed: make([]byte, 32)}
	_, _ = rand.Read(r.Seed) // never fails (crypto/rand)
	return r, s.save(r)
}

func (s *State) save(r *record) error {
	data, err := canon.Marshal(r)
	if err != nil {
		return err
	}
	path := s.path(r.Ballot)
	if s.seal != nil {
		data = s.seal.close(filepath.Base(path), data)
	}
	if err := durable.Write(path, data); err != nil {
		return fmt.Errorf("member: the booth's state could not be kept, so nothing was sent: %w", err)
	}
	return nil
}
