package journal

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// From the seal to the certified result, or to the void.

func applySeal(s *State, e *Entry) (func(), error) {
	seal, err := decode[Seal](e)
	if err == nil {
		err = s.signedBy(e, manifest.ByUrn)
	}
	if err == nil {
		err = hash32(seal.Root, "the root")
	}
	if err == nil {
		err = hash32(seal.AuditedRoot, "the root of the audited ballots")
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, seal.Ballot, Counted)
	if err != nil {
		return nil, err
	}
	if seal.Count != b.Counts.Cast {
		return nil, refuse("seal", "ballot %s: %d ballots sealed, %d counted", seal.Ballot, seal.Count, b.Counts.Cast)
	}
	if seal.Audited < 0 || (seal.Audited == 0) != bytes.Equal(seal.AuditedRoot, NoneAudited()) {
		return nil, refuse("seal", "ballot %s: %d audited ballots under a root of another number", seal.Ballot, seal.Audited)
	}
	return func() { b.Phase, b.Seal, b.SealSeq, b.SealTime = Sealed, seal, e.Seq, e.Time }, nil
}

func applyMissing(s *State, e *Entry) (func(), error) {
	m, err := decode[Missing](e)
	if err == nil {
		err = unsigned(e)
	}
	if err != nil {
		return nil, err
	}
	r, err := s.receipt(m.Receipt)
	if err != nil {
		return nil, err
	}
	b := s.Ballot(r.Ballot)
	if b == nil || b.Phase != Sealed && b.Phase != Decrypting {
		return nil, refuse("phase", "%s: there is no sealed ballot %q without a result", e.Type, r.Ballot)
	}
	for _, other := range b.Missing {
		if bytes.Equal(other.Leaf, r.Leaf) {
			return nil, refuse("missing", "this receipt was entered before")
		}
	}
	return func() { b.Missing = append(slices.Clip(b.Missing), *r) }, nil
}

// receipt opens a receipt that the urn has signed.
func (s *State) receipt(st Statement) (*Receipt, error) {
	if st.Type != TypeReceipt || st.Sig.By != manifest.ByUrn {
		return nil, refuse("receipt", "a statement %q by %s is no receipt of the urn", st.Type, st.Sig.By)
	}
	if err := s.checkSig(st.Type, st.Body, st.Sig); err != nil {
		return nil, err
	}
	r := new(Receipt)
	if err := canon.Unmarshal(st.Body, r); err != nil {
		return nil, refuse("receipt", "%v", err)
	}
	return r, hash32(r.Leaf, "the leaf")
}

// whole refuses to go on with a ballot box from which a ballot is missing.
func (b *Ballot) whole() error {
	if len(b.Missing) > 0 {
		return refuse("missing", "ballot %s: the urn has signed %d receipt(s) for ballots that are not among the sealed; it can only be void", b.Definition.Ballot, len(b.Missing))
	}
	return nil
}

func applyDecrypt(s *State, e *Entry) (func(), error) {
	d, err := decode[Decrypt](e)
	if err == nil {
		err = unsigned(e)
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, d.Ballot, Sealed)
	if err == nil {
		err = b.whole()
	}
	if err != nil {
		return nil, err
	}
	// A difference, since both times are the registrar's: a sum could overflow.
	if e.Time-b.SealTime < int64(b.Definition.Window) {
		return nil, refuse("window", "ballot %s: the check window of %d s is not over", d.Ballot, b.Definition.Window)
	}
	if err := s.checkpoint(d.Checkpoint, b.SealSeq); err != nil {
		return nil, err
	}
	// The seal's time is the registrar's word; the witnesses' is not.
	begin, err := s.CosignedAt(d.Checkpoint)
	if err != nil {
		return nil, err
	}
	if e.Time-begin < int64(b.Definition.Window) {
		return nil, refuse("window", "ballot %s: the witnesses have not known the seal for the check window of %d s", d.Ballot, b.Definition.Window)
	}
	return func() { b.Phase, b.Decrypt = Decrypting, d }, nil
}

func applyResult(s *State, e *Entry) (func(), error) {
	r, err := decode[Result](e)
	if err == nil {
		err = s.signedBy(e, manifest.ByUrn)
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, r.Ballot, Decrypting)
	if err == nil {
		err = b.whole()
	}
	if err != nil {
		return nil, err
	}
	if len(b.Proofs) != s.SharesDue(b) {
		return nil, refuse("result", "ballot %s: %d of %d trustees have proved the decryption", r.Ballot, len(b.Proofs), s.SharesDue(b))
	}
	sum := r.Valid + r.Invalid + r.Blank
	// Each is held against the sealed ballots, or the sum could overflow.
	if min(r.Valid, r.Invalid, r.Blank) < 0 || max(r.Valid, r.Invalid, r.Blank) > b.Seal.Count || sum != r.Cast || r.Cast != b.Seal.Count {
		return nil, refuse("result", "ballot %s: valid %d, invalid %d and blank %d do not add up to the %d sealed", r.Ballot, r.Valid, r.Invalid, r.Blank, b.Seal.Count)
	}
	if len(r.Options) != len(b.Definition.Contest.Options) {
		return nil, refuse("result", "ballot %s: %d options counted, %d stood on the ballot", r.Ballot, len(r.Options), len(b.Definition.Contest.Options))
	}
	for i, o := range r.Options {
		if o.Name != b.Definition.Contest.Options[i] || o.Votes < 0 || o.Votes > r.Valid {
			return nil, refuse("result", "ballot %s: option %d is not the ballot's, or has %d of %d votes", r.Ballot, i+1, o.Votes, r.Valid)
		}
	}
	if err := checkOutcome(r, b.Definition.Contest); err != nil {
		return nil, err
	}
	return func() { b.Phase, b.Result = Decided, r }, nil
}

func applyCertify(s *State, e *Entry) (func(), error) {
	c, err := decode[Certify](e)
	if err == nil {
		err = unsigned(e)
	}
	if err == nil {
		err = s.led(c.Person, c.Ballot)
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, c.Ballot, Decided)
	if err != nil {
		return nil, err
	}
	if err := s.goesOn(b, meeting.GateCertification); err != nil {
		return nil, err
	}
	if !b.Definition.Trial() {
		if err := s.QuorateFor(b.Definition.Item); err != nil { // A25: before every result too
			return nil, ruleError(err)
		}
	}
	if !bytes.Equal(c.Result, ResultHash(b.Result)) {
		return nil, refuse("certify", "ballot %s: the chair certified another result", c.Ballot)
	}
	elected, err := s.Elected(b)
	if err != nil {
		return nil, err
	}
	if c.Elected == nil || !slices.Equal(c.Elected, elected) {
		return nil, refuse("certify", "ballot %s: the chair certified %q, and votes and lot elect %q", c.Ballot, c.Elected, elected)
	}
	return func() { b.Phase, b.Certify, b.CertifySeq = Certified, c, e.Seq }, nil
}

// ResultHash is SHA-256 of a result's canonical encoding.
func ResultHash(r *Result) canon.Hex {
	sum := sha256.Sum256(canon.MustMarshal(r))
	return sum[:]
}

func applyVoid(s *State, e *Entry) (func(), error) {
	v, err := decode[Void](e)
	if err == nil {
		err = unsigned(e)
	}
	if err == nil {
		err = reason(v.Reason)
	}
	if err != nil {
		return nil, err
	}
	b := s.Ballot(v.Ballot)
	if b == nil || b.Done() {
		return nil, refuse("phase", "there is no unfinished ballot %q to void", v.Ballot)
	}
	return func() { b.Phase, b.Void, b.VoidSeq = Voided, v, e.Seq }, nil
}
