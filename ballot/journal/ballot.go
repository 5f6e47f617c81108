package journal

import (
	"slices"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// Phase is how far a ballot has come. Phases only go forward.
type Phase int

const (
	Defined Phase = iota
	Opened
	Closed // no more tokens
	Stopped
	Counted
	Sealed
	Decrypting
	Decided // the result stands
	Certified
	Voided
)

func (p Phase) String() string {
	return [...]string{"defined", "open", "closed", "stopped", "counted", "sealed", "decrypting", "decided", "certified", "void"}[p]
}

// Ballot is one ballot's part of the state.
type Ballot struct {
	Definition Definition
	Context    [32]byte
	Phase      Phase
	DefineSeq  int64 // entry of the definition
	CloseTime  int64 // Unix seconds
	CountsSeq  int64
	SealSeq    int64
	SealTime   int64
	Open       *Open
	Stop       *Stop
	Counts     *Counts
	Seal       *Seal
	Missing    []Receipt // receipts without an entry: the ballot can only be void
	Decrypt    *Decrypt
	Shuffles   []Shuffle // that stand, in their order
	Passed     []Pass
	Parting    bool     // shares were given once: the shuffles stand for good
	Shares     []Shares // that stand
	Combined   *Combine // of these shares
	Proofs     []Proof  // of these shares
	Rejected   []Reject
	Result     *Result
	Certify    *Certify
	CertifySeq int64
	Void       *Void
	VoidSeq    int64
}

// Frozen says whether attendance is frozen by this ballot: from its definition
// until the urn has stopped accepting, or the ballot is void (LAW section 2). A
// trial freezes nothing: its roll does not ask who is present.
func (b *Ballot) Frozen() bool { return b.Phase < Stopped && !b.Definition.Trial() }

// Done says whether nothing more can happen to this ballot.
func (b *Ballot) Done() bool { return b.Phase == Certified || b.Phase == Voided }

// at gives the ballot if it is in the phase that an entry needs.
func (s *State) at(e *Entry, id string, phase Phase) (*Ballot, error) {
	b := s.Ballot(id)
	if b == nil {
		return nil, refuse("ballot", "there is no ballot %q", id)
	}
	if b.Phase != phase {
		return nil, refuse("phase", "%s: ballot %s is %s and should be %s", e.Type, id, b.Phase, phase)
	}
	return b, nil
}

func applyDefine(s *State, e *Entry) (func(), error) {
	d, err := decode[Definition](e)
	if err != nil {
		return nil, err
	}
	if s.Ballot(d.Ballot) != nil {
		return nil, refuse("definition", "ballot %s is defined already", d.Ballot)
	}
	if err := s.CheckDefinition(d); err != nil {
		return nil, err
	}
	n, err := s.trusteeSigs(e)
	if err != nil {
		return nil, err
	}
	if n < s.manifest.Threshold {
		return nil, refuse("definition", "%d trustees signed the definition; %d must", n, s.manifest.Threshold)
	}
	b := &Ballot{Definition: *d, Context: s.Context(e.Body), DefineSeq: e.Seq}
	return func() {
		s.byID[d.Ballot] = len(s.ballots)
		s.ballots = append(s.ballots, b)
		s.usedKeys[d.KeyIndex] = d.Ballot
	}, nil
}

func applyOpen(s *State, e *Entry) (func(), error) {
	o, err := decode[Open](e)
	if err == nil {
		err = unsigned(e)
	}
	if err == nil {
		err = s.led(o.Person, o.Ballot)
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, o.Ballot, Defined)
	if err != nil {
		return nil, err
	}
	if err := s.checkpoint(o.Checkpoint, b.DefineSeq); err != nil {
		return nil, err
	}
	if err := s.goesOn(b, meeting.GateOpening); err != nil {
		return nil, err
	}
	return func() { b.Phase, b.Open = Opened, o }, nil
}

func applyClose(s *State, e *Entry) (func(), error) {
	c, err := decode[Close](e)
	if err == nil {
		err = unsigned(e)
	}
	if err == nil {
		err = s.led(c.Person, c.Ballot)
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, c.Ballot, Opened)
	if err == nil {
		err = s.goesOn(b, "")
	}
	return func() { b.Phase, b.CloseTime = Closed, e.Time }, err
}

// goesOn refuses a step of a ballot that decides while the meeting can decide nothing
// (A14), and where the gate does not stand open for it; moment "" asks no gate.
func (s *State) goesOn(b *Ballot, moment string) error {
	if b.Definition.Trial() {
		return nil
	}
	err := s.Decides()
	if err == nil && moment == meeting.GateOpening {
		err = s.RemoteRefused(b.Definition.Item) // also of an item that was never begun
	}
	if err == nil && moment != "" {
		err = s.OpensGate(moment, b.Definition.Ballot, b.DefineSeq)
	}
	return ruleError(err)
}

func applyStop(s *State, e *Entry) (func(), error) {
	st, err := decode[Stop](e)
	if err == nil {
		err = s.signedBy(e, manifest.ByUrn)
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, st.Ballot, Closed)
	if err != nil {
		return nil, err
	}
	if e.Time-b.CloseTime < int64(b.Definition.Grace) {
		return nil, refuse("grace", "ballot %s: the urn stopped within the grace of %d s that token holders have after the close", st.Ballot, b.Definition.Grace)
	}
	if st.Cast < 0 || st.Cast > len(b.Definition.Seats) {
		return nil, refuse("counts", "the urn holds %d ballots, the roll has %d seats", st.Cast, len(b.Definition.Seats))
	}
	return func() { b.Phase, b.Stop = Stopped, st }, nil
}

func applyCounts(s *State, e *Entry) (func(), error) {
	c, err := decode[Counts](e)
	if err == nil {
		err = unsigned(e)
	}
	if err != nil {
		return nil, err
	}
	b, err := s.at(e, c.Ballot, Stopped)
	if err != nil {
		return nil, err
	}
	if c.Eligible != len(b.Definition.Seats) || c.Cast != b.Stop.Cast || c.Cast > c.Tokens || c.Tokens > c.Eligible {
		return nil, refuse("counts", "ballot %s: eligible %d, tokens %d, cast %d do not reconcile (cast <= tokens <= eligible)", c.Ballot, c.Eligible, c.Tokens, c.Cast)
	}
	if c.Collected == nil || len(c.Collected) != c.Tokens || !slices.IsSorted(c.Collected) {
		return nil, refuse("counts", "ballot %s: %d seats listed for %d tokens, or not in seat order", c.Ballot, len(c.Collected), c.Tokens)
	}
	for i, seat := range c.Collected {
		if _, on := slices.BinarySearch(b.Definition.Seats, seat); !on || i > 0 && c.Collected[i-1] == seat {
			return nil, refuse("counts", "seat %d is not on the roll of ballot %s, or is listed twice", seat, c.Ballot)
		}
	}
	return func() { b.Phase, b.Counts, b.CountsSeq = Counted, c, e.Seq }, nil
}
