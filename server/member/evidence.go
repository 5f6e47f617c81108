package member

import (
	"bytes"

	"valurna/ballot/journal"
)

// Evidence is what the booth has kept of one ballot that shows whether it was cast,
// and not how.
type Evidence struct {
	Sealed   []byte             // the finished ballot
	Receipt  *journal.Statement // nil: the urn has not answered
	Included bool               // this booth has found it among the sealed ones
}

// Evidence gives what is kept of a ballot; nil if none was finished.
func (s *State) Evidence(ballot string) (*Evidence, error) {
	r, err := s.record(ballot)
	if err != nil || r == nil || len(r.Sealed) == 0 {
		return nil, err
	}
	return &Evidence{Sealed: bytes.Clone(r.Sealed), Receipt: r.Receipt, Included: r.Included}, nil
}
