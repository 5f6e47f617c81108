package journal

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/crypto/parallel"
	"valurna/crypto/tree"
)

// RuleError refuses an entry: Code names the rule and does not change.
type RuleError struct {
	Code string
	Text string
	Form string // with Args, as meeting.Refusal has them; "" for a rule that is not the meeting's
	Args []string
}

func (e *RuleError) Error() string { return e.Code + ": " + e.Text }

func refuse(code, format string, a ...any) error {
	return &RuleError{Code: code, Text: fmt.Sprintf(format, a...)}
}

// State is the fold of a journal. It is a value of its entries alone: whoever
// applies the same entries holds the same state.
type State struct {
	*law     // people, seats, agenda: the meeting itself
	tree     tree.Tree
	last     int64 // time of the last entry
	manifest *manifest.Manifest
	hash     [32]byte
	policy   tree.Policy
	files    *Files
	ceremony Ceremony
	ballots  []*Ballot      // in order of definition
	byID     map[string]int // ballot id -> place in ballots
	usedKeys map[int]string // key index -> ballot id
	lots     []*Lot         // in order of their draws
}

// NewState is the state before entry 0.
func NewState() *State {
	s := &State{byID: map[string]int{}, usedKeys: map[int]string{}}
	s.law = meeting.New(ballots{s})
	return s
}

// Apply adds the next entry. On error the state is as it was.
func (s *State) Apply(e *Entry) error {
	// What Apply takes, ApplyLeaf must take from the leaf that it makes: so an
	// entry whose leaf DecodeEntry refuses (signatures null) is refused here too.
	leaf, err := e.Encode()
	if err == nil {
		_, err = DecodeEntry(leaf)
	}
	if err != nil {
		return refuse("entry", "%v", err)
	}
	return s.apply(e, tree.LeafHash(leaf))
}

// ApplyLeaf decodes and adds the next entry.
func (s *State) ApplyLeaf(leaf []byte) (*Entry, error) {
	e, err := DecodeEntry(leaf)
	if err != nil {
		return nil, refuse("entry", "%v", err)
	}
	return e, s.apply(e, tree.LeafHash(leaf))
}

// decodedAhead is how many leaves ApplyLeaves decodes at a time.
const decodedAhead = 1 << 12

// ApplyLeaves is ApplyLeaf for one leaf after the other, decoded on all processors,
// and calls then with each entry after it was added. It ends with the first error
// and says at which leaf; the entry is nil where the leaf is none.
func (s *State) ApplyLeaves(leaves [][]byte, then func(*Entry) error) (at int, e *Entry, err error) {
	for from := 0; from < len(leaves); from += decodedAhead {
		piece := leaves[from:min(from+decodedAhead, len(leaves))]
		entries, hashes, errs := decodeAll(piece)
		for i, e := range entries {
			if errs[i] != nil {
				return from + i, nil, refuse("entry", "%v", errs[i])
			}
			if err := s.apply(e, hashes[i]); err != nil {
				return from + i, e, err
			}
			if err := then(e); err != nil {
				return from + i, e, err
			}
		}
	}
	return len(leaves), nil, nil
}

func decodeAll(leaves [][]byte) ([]*Entry, []tree.Hash, []error) {
	entries, hashes, errs := make([]*Entry, len(leaves)), make([]tree.Hash, len(leaves)), make([]error, len(leaves))
	parallel.Each(len(leaves), 1, func(i int) {
		if entries[i], errs[i] = DecodeEntry(leaves[i]); errs[i] == nil {
			entries[i].readAhead()
		}
		hashes[i] = tree.LeafHash(leaves[i])
	})
	return entries, hashes, errs
}

// readAhead decodes the body of what there is much of in a journal. One that does not
// decode is left for its rule to refuse.
func (e *Entry) readAhead() {
	if e.Type == TypePerson || e.Type == TypePresence {
		_, _, _ = e.event()
	}
}

// maxTime is some 35 000 years from now: no sum of times and periods overflows.
const maxTime = 1 << 40

func (s *State) apply(e *Entry, leaf tree.Hash) error {
	if e.Seq != s.Next() {
		return refuse("seq", "entry %d came where entry %d was due", e.Seq, s.Next())
	}
	if e.Time < s.last || e.Time > maxTime {
		return refuse("time", "entry %d is dated before the one it follows, or after all times", e.Seq)
	}
	if s.manifest == nil && e.Type != TypeManifest {
		return refuse("manifest", "the first entry must be the manifest, not %q", e.Type)
	}
	rule, known := rules[e.Type]
	if !known {
		rule = applyMeeting
	}
	commit, err := rule(s, e)
	if err != nil {
		return err
	}
	commit()
	s.tree.AppendHash(leaf)
	s.last = e.Time
	return nil
}

// A rule checks an entry against the state and gives back the change to make.
// It changes nothing itself, so a refused entry leaves no trace.
type rule func(s *State, e *Entry) (commit func(), err error)

var rules map[string]rule

func init() {
	rules = map[string]rule{
		TypeManifest: applyManifest, TypeFiles: applyFiles,
		TypeCommit: applyCeremonyCommit, TypeReveal: applyCeremonyReveal, TypeDeal: applyCeremonyDeal,
		TypeComplaint: applyCeremonyComplaint, TypeKeys: applyCeremonyKeys,
		TypeDraw: applyDraw, TypeLotShare: applyLotShare,
		TypeDefine: applyDefine, TypeOpen: applyOpen, TypeClose: applyClose, TypeStop: applyStop, TypeCounts: applyCounts,
		TypeSeal: applySeal, TypeMissing: applyMissing, TypeDecrypt: applyDecrypt,
		TypeShuffle: applyShuffle, TypePass: applyPass, TypeShares: applyShares, TypeCombine: applyCombine, TypeProof: applyProof, TypeReject: applyReject, TypeResult: applyResult,
		TypeCertify: applyCertify, TypeVoid: applyVoid,
	}
}

// Body returns the value of an entry's body, for who keeps an account of his own
// beside a State. It refuses every other encoding of it. The value is shared with the
// state, if the entry is in one, and must not be changed.
func Body[T any](e *Entry) (*T, error) { return decode[T](e) }

// unsigned refuses signatures on entries that rest on the registrar's word.
func unsigned(e *Entry) error {
	if len(e.Sigs) != 0 {
		return refuse("signature", "entry %d, %s, carries a signature and may have none", e.Seq, e.Type)
	}
	return nil
}

// signedBy accepts exactly the signature of one party.
func (s *State) signedBy(e *Entry, by string) error {
	if len(e.Sigs) != 1 || e.Sigs[0].By != by {
		return refuse("signature", "entry %d, %s, must be signed by %s alone", e.Seq, e.Type, by)
	}
	return s.checkSig(e.Type, e.Body, e.Sigs[0])
}

func (s *State) checkSig(typ string, body []byte, sig Signature) error {
	key := s.manifest.Key(sig.By)
	if key == nil {
		return refuse("signature", "%q is no party of the manifest", sig.By)
	}
	if len(sig.Sig) != ed25519.SignatureSize || !ed25519.Verify(key, StatementBytes(s.hash, typ, body), sig.Sig) {
		return refuse("signature", "the signature of %s under %s does not verify", sig.By, typ)
	}
	return nil
}

// CheckStatement verifies a statement's signature against the manifest.
func (s *State) CheckStatement(st Statement) error {
	if s.manifest == nil {
		return errors.New("journal: no manifest yet")
	}
	return s.checkSig(st.Type, st.Body, st.Sig)
}

// trusteeSigs counts distinct trustees' signatures, in the manifest's order.
func (s *State) trusteeSigs(e *Entry) (int, error) {
	last := 0
	for _, sig := range e.Sigs {
		i := 1 + slices.IndexFunc(s.manifest.Trustees, func(t manifest.Trustee) bool { return manifest.ByTrustee(t.Name) == sig.By })
		if i == 0 {
			return 0, refuse("signature", "%q is no trustee", sig.By)
		}
		if i <= last {
			return 0, refuse("signature", "the trustees' signatures under entry %d are doubled or out of order", e.Seq)
		}
		last = i
		if err := s.checkSig(e.Type, e.Body, sig); err != nil {
			return 0, err
		}
	}
	return len(e.Sigs), nil
}

// Next is the sequence number that is due.
func (s *State) Next() int64 { return s.tree.Size() }

// LastTime is the time of the last entry, Unix seconds.
func (s *State) LastTime() int64 { return s.last }

// Root is the tree's root over the first size entries.
func (s *State) Root(size int64) (tree.Hash, error) { return s.tree.Root(size) }

// Consistency proves that the tree of to entries extends the tree of from.
func (s *State) Consistency(from, to int64) ([]tree.Hash, error) { return s.tree.Consistency(from, to) }

// Manifest is nil before entry 0.
func (s *State) Manifest() *manifest.Manifest { return s.manifest }

// ManifestHash is the manifest's hash; zero before entry 0.
func (s *State) ManifestHash() [32]byte { return s.hash }

// Policy is how checkpoints of this journal are checked.
func (s *State) Policy() tree.Policy { return s.policy }

// Files is what was read in; nil before that.
func (s *State) Files() *Files { return s.files }

// Ballots lists the ballots in order of definition. The values are not to be
// changed.
func (s *State) Ballots() []*Ballot { return s.ballots }

// Ballot is one ballot, nil if there is none of that id.
func (s *State) Ballot(id string) *Ballot {
	i, ok := s.byID[id]
	if !ok {
		return nil
	}
	return s.ballots[i]
}

// checkpoint opens a note that an entry carries: the quorum's, with the root
// that this journal has at that size, and covering entry seq.
func (s *State) checkpoint(note string, seq int64) error {
	cp, _, err := s.policy.Open(note)
	if err != nil {
		return refuse("checkpoint", "%v", err)
	}
	if cp.Size > s.tree.Size() || cp.Size <= seq {
		return refuse("checkpoint", "a checkpoint of %d entries does not cover entry %d of this journal", cp.Size, seq)
	}
	root, err := s.tree.Root(cp.Size)
	if err != nil {
		return err
	}
	if root != cp.Root {
		return refuse("checkpoint", "the checkpoint of %d entries has another root: the journal was shown in two versions", cp.Size)
	}
	return nil
}

// CosignedAt is when a checkpoint had its quorum, Unix seconds by the witnesses'
// own clocks: the time of the quorum-th cosignature. It does not check the
// checkpoint against this journal.
func (s *State) CosignedAt(note string) (int64, error) {
	_, cosigned, err := s.policy.OpenTimes(note)
	if err != nil {
		return 0, refuse("checkpoint", "%v", err)
	}
	times := make([]int64, len(cosigned))
	for i, c := range cosigned {
		times[i] = c.Time
	}
	slices.Sort(times)
	return times[s.policy.Quorum-1], nil
}
