package journal

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// Ceremony is how far the trustees are in making their keys. Maps are keyed by
// trustee name.
type Ceremony struct {
	Commits   map[string]CeremonyCommit
	Reveals   map[string]CeremonyReveal
	Deals     map[string]CeremonyDeal
	Complaint *CeremonyComplaint
	Keys      *CeremonyKeys

	dealings map[string][]*threshold.Dealing // decoded from the reveals
}

// Ceremony gives the ceremony's state; its maps are not to be changed.
func (s *State) Ceremony() Ceremony { return s.ceremony }

// CeremonyContext is bound into every proof of the ceremony for one key.
func (s *State) CeremonyContext(key int) []byte {
	return fmt.Appendf(nil, "valurna/v1/ceremony\n%x\n%d", s.hash, key)
}

// DealInfo is the HPKE info string under which from seals shares to to.
func (s *State) DealInfo(from, to string) []byte {
	return fmt.Appendf(nil, "valurna/v1/deal\n%x\n%s\n%s", s.hash, from, to)
}

// dealBytes is the length of the shares for one receiver, sealed: a 32-byte
// encapsulated key, 32 bytes a share, a 16-byte tag (RFC 9180).
func dealBytes(keys int) int { return 32 + 32*keys + 16 }

func (s *State) ceremonyStep(e *Entry, trustee string) error {
	switch {
	case s.Ready() == nil:
		return refuse("ready", "the first entries are not complete")
	case s.Meeting() == "closed":
		return refuse("meeting", "the meeting is closed")
	case s.ceremony.Complaint != nil:
		return refuse("ceremony", "the ceremony was aborted by a complaint of %s against %s", s.ceremony.Complaint.Trustee, s.ceremony.Complaint.Against)
	case s.ceremony.Keys != nil:
		return refuse("ceremony", "the ceremony is complete")
	case s.manifest.Trustee(trustee) == 0:
		return refuse("ceremony", "%q is no trustee", trustee)
	}
	return s.signedBy(e, manifest.ByTrustee(trustee))
}

func applyCeremonyCommit(s *State, e *Entry) (func(), error) {
	c, err := decode[CeremonyCommit](e)
	if err == nil {
		err = s.ceremonyStep(e, c.Trustee)
	}
	if err == nil {
		err = hash32(c.Reveal, "the commitment")
	}
	if err == nil {
		err = hash32(c.Transport, "the transport key")
	}
	if err == nil {
		if bad := threshold.CheckTransportKey(c.Transport); bad != nil {
			err = refuse("ceremony", "trustee %s: %v", c.Trustee, bad)
		}
	}
	if err != nil {
		return nil, err
	}
	for name, other := range s.ceremony.Commits {
		if name == c.Trustee || bytes.Equal(other.Transport, c.Transport) || bytes.Equal(other.Reveal, c.Reveal) {
			return nil, refuse("ceremony", "trustee %s has committed before, or copies %s", c.Trustee, name)
		}
	}
	return func() {
		if s.ceremony.Commits == nil {
			s.ceremony.Commits = map[string]CeremonyCommit{}
		}
		s.ceremony.Commits[c.Trustee] = *c
	}, nil
}

func applyCeremonyReveal(s *State, e *Entry) (func(), error) {
	r, err := decode[CeremonyReveal](e)
	if err == nil {
		err = s.ceremonyStep(e, r.Trustee)
	}
	if err != nil {
		return nil, err
	}
	if _, again := s.ceremony.Reveals[r.Trustee]; again || len(s.ceremony.Commits) != len(s.manifest.Trustees) {
		return nil, refuse("ceremony", "trustee %s may reveal once, after all have committed", r.Trustee)
	}
	if sum := sha256.Sum256(e.Body); !bytes.Equal(sum[:], s.ceremony.Commits[r.Trustee].Reveal) {
		return nil, refuse("ceremony", "trustee %s reveals something else than it committed to", r.Trustee)
	}
	if err := hash32(r.Salt, "the salt"); err != nil {
		return nil, err
	}
	if len(r.Dealings) != s.Ready().Keys {
		return nil, refuse("ceremony", "trustee %s deals %d keys instead of %d", r.Trustee, len(r.Dealings), s.Ready().Keys)
	}
	index, t, n := s.manifest.Trustee(r.Trustee), s.manifest.Threshold, len(s.manifest.Trustees)
	dealings := make([]*threshold.Dealing, len(r.Dealings))
	for i, data := range r.Dealings {
		d := new(threshold.Dealing)
		err := d.Decode(data, t)
		if err == nil {
			err = d.Verify(s.CeremonyContext(i), index, t, n)
		}
		if err != nil {
			return nil, refuse("ceremony", "trustee %s, key %d: %v", r.Trustee, i, err)
		}
		dealings[i] = d
	}
	return func() {
		if s.ceremony.Reveals == nil {
			s.ceremony.Reveals = map[string]CeremonyReveal{}
			s.ceremony.dealings = map[string][]*threshold.Dealing{}
		}
		s.ceremony.Reveals[r.Trustee] = *r
		s.ceremony.dealings[r.Trustee] = dealings
	}, nil
}

func applyCeremonyDeal(s *State, e *Entry) (func(), error) {
	d, err := decode[CeremonyDeal](e)
	if err == nil {
		err = s.ceremonyStep(e, d.Trustee)
	}
	if err != nil {
		return nil, err
	}
	if _, again := s.ceremony.Deals[d.Trustee]; again || len(s.ceremony.Reveals) != len(s.manifest.Trustees) {
		return nil, refuse("ceremony", "trustee %s may deal once, after all have revealed", d.Trustee)
	}
	if len(d.Sealed) != len(s.manifest.Trustees) {
		return nil, refuse("ceremony", "trustee %s deals to %d of %d", d.Trustee, len(d.Sealed), len(s.manifest.Trustees))
	}
	for i, sealed := range d.Sealed {
		want := dealBytes(s.Ready().Keys)
		if i+1 == s.manifest.Trustee(d.Trustee) {
			want = 0
		}
		if len(sealed) != want {
			return nil, refuse("ceremony", "trustee %s deals %d bytes to trustee %d instead of %d", d.Trustee, len(sealed), i+1, want)
		}
	}
	return func() {
		if s.ceremony.Deals == nil {
			s.ceremony.Deals = map[string]CeremonyDeal{}
		}
		s.ceremony.Deals[d.Trustee] = *d
	}, nil
}

func applyCeremonyComplaint(s *State, e *Entry) (func(), error) {
	c, err := decode[CeremonyComplaint](e)
	if err == nil {
		err = s.ceremonyStep(e, c.Trustee)
	}
	if err == nil && (s.manifest.Trustee(c.Against) == 0 || c.Against == c.Trustee) {
		err = refuse("ceremony", "%q cannot be complained against", c.Against)
	}
	if err == nil {
		err = reason(c.Reason)
	}
	return func() { s.ceremony.Complaint = c }, err
}

// Dealings are the revealed dealings for one key in the order of the manifest;
// nil until all have revealed.
func (s *State) Dealings(key int) []*threshold.Dealing {
	if s.manifest == nil || s.Ready() == nil || len(s.ceremony.dealings) != len(s.manifest.Trustees) || key < 0 || key >= s.Ready().Keys {
		return nil
	}
	out := make([]*threshold.Dealing, 0, len(s.manifest.Trustees))
	for _, t := range s.manifest.Trustees {
		out = append(out, s.ceremony.dealings[t.Name][key])
	}
	return out
}

// ProposedKeys is the record that every trustee has to sign.
func (s *State) ProposedKeys() (*CeremonyKeys, error) {
	if s.Ready() == nil || len(s.ceremony.Deals) != len(s.manifest.Trustees) {
		return nil, refuse("ceremony", "not all trustees have dealt")
	}
	out := &CeremonyKeys{}
	for k := range s.Ready().Keys {
		ds := s.Dealings(k)
		y, err := threshold.PublicKey(ds)
		if err != nil {
			return nil, refuse("ceremony", "key %d: %v", k, err)
		}
		key := CeremonyKey{Key: y.Bytes()}
		for i := range s.manifest.Trustees {
			key.Shares = append(key.Shares, threshold.PublicShare(ds, i+1).Bytes())
		}
		out.Keys = append(out.Keys, key)
	}
	return out, nil
}

func applyCeremonyKeys(s *State, e *Entry) (func(), error) {
	k, err := decode[CeremonyKeys](e)
	if err != nil {
		return nil, err
	}
	if s.ceremony.Keys != nil || s.ceremony.Complaint != nil {
		return nil, refuse("ceremony", "the ceremony is over")
	}
	want, err := s.ProposedKeys()
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(canon.MustMarshal(want), e.Body) {
		return nil, refuse("ceremony", "the keys are not those that the dealings make")
	}
	n, err := s.trusteeSigs(e)
	if err != nil {
		return nil, err
	}
	if n != len(s.manifest.Trustees) {
		return nil, refuse("ceremony", "%d of %d trustees signed the keys; all must", n, len(s.manifest.Trustees))
	}
	return func() { s.ceremony.Keys = k }, nil
}

// PublicShare is trustee i's public share (1 to n) of one ballot's key.
func (s *State) PublicShare(key, i int) (*group.Point, error) {
	if s.ceremony.Keys == nil || key < 0 || key >= len(s.ceremony.Keys.Keys) || i < 1 || i > len(s.manifest.Trustees) {
		return nil, refuse("ceremony", "there is no share %d of key %d", i, key)
	}
	return group.NewPoint().SetBytes(s.ceremony.Keys.Keys[key].Shares[i-1])
}

// FreeKey is the lowest key that no ballot has used; the last one is kept for
// lots and never given to a ballot.
func (s *State) FreeKey() (int, bool) {
	if s.ceremony.Keys == nil {
		return 0, false
	}
	for i := range len(s.ceremony.Keys.Keys) - 1 {
		if _, used := s.usedKeys[i]; !used {
			return i, true
		}
	}
	return 0, false
}

// KeyUsed says whether a ballot has used this key.
func (s *State) KeyUsed(key int) bool {
	_, used := s.usedKeys[key]
	return used
}
