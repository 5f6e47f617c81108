package meeting

import (
	"regexp"
	"slices"
)

// Attestation is a person's word for a guarantee, as it stands.
type Attestation struct {
	Attest
	At    int64 // Unix seconds
	Entry int64 // of the journal
}

// guarantee is the form of a guarantee's id. Which ones there are, package guarantee
// knows.
var guarantee = regexp.MustCompile(`^[A-Z][0-9A-Za-z-]{0,31}$`)

// attests takes what chair and secretary vouch for.
func (s *State) attests(at int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *Attest:
		commit, err = s.attest(at, e)
	case *AttestWithdraw:
		commit, err = s.attestWithdraw(e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}

// vouches accepts chair and secretary.
func (s *State) vouches(person int) error {
	if s.Leads(person) == nil || s.secretary(person) == nil {
		return nil
	}
	return refuse("office", "person %d is neither chair nor secretary", person)
}

// attest lets each person's last word for a guarantee stand: some ask for the word of
// two.
func (s *State) attest(at int64, a *Attest) (func(), error) {
	if err := first(s.onRecord("guarantees are attested"), s.vouches(a.By), publicLine(a.Statement, "attest")); err != nil {
		return nil, err
	}
	switch {
	case !guarantee.MatchString(a.Guarantee):
		return nil, refuse("attest", "%q is no guarantee", a.Guarantee)
	case len(a.Document) != 0 && len(a.Document) != 32:
		return nil, refuse("length", "the hash of the document has %d bytes instead of 32", len(a.Document))
	}
	entry := s.entry
	return func() {
		s.remote.attested = slices.DeleteFunc(s.remote.attested, func(w Attestation) bool {
			return w.Guarantee == a.Guarantee && w.By == a.By
		})
		s.remote.attested = append(s.remote.attested, Attestation{*a, at, entry})
	}, nil
}

// attestWithdraw ends every word for a guarantee, whose ever it was: a doubt of one of them
// counts. Who has given a word can take it back also after leaving the office.
func (s *State) attestWithdraw(a *AttestWithdraw) (func(), error) {
	standing := s.Attestations(a.Guarantee)
	own := slices.ContainsFunc(standing, func(w Attestation) bool { return w.By == a.By })
	if err := s.onRecord("attestations are withdrawn"); err != nil {
		return nil, err
	}
	if err := s.vouches(a.By); err != nil && !own {
		return nil, err
	}
	if len(standing) == 0 {
		return nil, refuse("attest", "nobody has attested %q", a.Guarantee)
	}
	return func() {
		s.remote.attested = slices.DeleteFunc(s.remote.attested, func(w Attestation) bool { return w.Guarantee == a.Guarantee })
		s.gate = nil // what rested on it is to be looked at anew
	}, nil
}

// Attestations lists what stands for a guarantee, by different persons, the oldest
// first.
func (s *State) Attestations(guarantee string) []Attestation {
	var out []Attestation
	for _, w := range s.remote.attested {
		if w.Guarantee == guarantee {
			w.Document = slices.Clone(w.Document)
			out = append(out, w)
		}
	}
	return out
}

// Attested gives who first vouched for a guarantee, of those whose word stands, and
// when, Unix seconds.
func (s *State) Attested(guarantee string) (by int, at int64, ok bool) {
	if words := s.Attestations(guarantee); len(words) > 0 {
		return words[0].By, words[0].At, true
	}
	return 0, 0, false
}
