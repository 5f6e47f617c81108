package member

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/server/durable"
)

// record is what the booth keeps of one ballot. The seed is flushed before the
// token is asked for, the finished ballot before it is cast, so that a crash at
// any moment repeats the same request and the same ballot.
type record struct {
	Ballot   string             `json:"ballot"`
	Seed     canon.Hex          `json:"seed"`
	Sealed   canon.Hex          `json:"sealed"`   // empty until finished
	Receipt  *journal.Statement `json:"receipt"`  // null until the urn has answered
	Included bool               `json:"included"` // found among the sealed
}

func (m *Member) path(ballot string) string { return filepath.Join(m.dir, "booth-"+ballot+".json") }

// recorded reads what is kept of a ballot; nil if nothing is.
func (m *Member) recorded(ballot string) (*record, error) {
	data, err := os.ReadFile(m.path(ballot))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r := new(record)
	if err := canon.Unmarshal(data, r); err != nil || r.Ballot != ballot || len(r.Seed) != 32 {
		return nil, fmt.Errorf("member: %s is damaged; nothing was sent: restore it, or tell the chair", m.path(ballot))
	}
	return r, nil
}

// load is recorded, beginning a record where there is none.
func (m *Member) load(ballot string) (*record, error) {
	r, err := m.recorded(ballot)
	if err != nil || r != nil {
		return r, err
	}
	r = &record{Ballot: ballot, Seed: make([]byte, 32)}
	_, _ = rand.Read(r.Seed) // never fails (crypto/rand)
	return r, m.save(r)
}

func (m *Member) save(r *record) error {
	data, err := canon.Marshal(r)
	if err != nil {
		return err
	}
	if err := durable.Write(m.path(r.Ballot), data); err != nil {
		return fmt.Errorf("member: the booth's state could not be kept, so nothing was sent: %w", err)
	}
	return nil
}
