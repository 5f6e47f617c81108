package meeting

import "valurna/ballot/canon"

// TypePreflight is the type of the entry that fixes what the meeting runs on.
const TypePreflight = "preflight"

// Preflight is what the registrar found itself to be: when chair or secretary had it
// look, or, by 0, when it was started again (G19). Hashes are SHA-256.
type Preflight struct {
	Program canon.Hex `json:"program"`
	Policy  canon.Hex `json:"policy"` // of the manifest
	Store   canon.Hex `json:"store"`  // of the store's own secret: another store has another
	By      int       `json:"by"`
}

// preflights takes what was found.
func (s *State) preflights(_ int64, event any) (commit func(), known bool, err error) {
	p, ok := event.(*Preflight)
	if !ok {
		return nil, false, nil
	}
	err = first(s.onRecord("preflights are made"), hash32(p.Program, "the program's hash"), hash32(p.Policy, "the policy's hash"), hash32(p.Store, "the store's hash"))
	if err == nil && p.By != 0 {
		err = s.vouches(p.By)
	}
	if id := s.ballots.Unfinished(0); err == nil && p.By != 0 && id != "" {
		err = refuse("preflight", "ballot %s rests on what was found before; a new preflight comes after it", id)
	}
	if err == nil && p.By == 0 && s.preflight == nil {
		err = refuse("preflight", "a restart is recorded after the first preflight only")
	}
	return func() {
		if p.By != 0 {
			s.preflight = p
		}
	}, true, err
}

// Preflight is what the last preflight that somebody had made found, nil if there was
// none.
func (s *State) Preflight() *Preflight { return s.preflight }
