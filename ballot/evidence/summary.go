package evidence

import (
	"encoding/json"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/ballot/verify"
)

// Format is the first member of the only version that this program knows.
const Format = "valurna/v1/evidence"

// Summary is drawn from a journal alone: whoever folds the same entries has the same
// one. Its lists hold entries as they stand, in the order of the journal; Refusals are
// read out of entries. No list is nil.
type Summary struct {
	Format    string    `json:"format"`
	Manifest  canon.Hex `json:"manifest"` // its hash
	Words     string    `json:"words"`
	Body      string    `json:"body"`
	Profile   string    `json:"profile"`
	Meeting   string    `json:"meeting"`
	Date      string    `json:"date"`
	Place     string    `json:"place"`
	Rehearsal bool      `json:"rehearsal"`
	Entries   int64     `json:"entries"`
	Root      canon.Hex `json:"root"` // of the tree over all entries

	Gate         []Fact    `json:"gate"`         // what was found at each moment
	Preflights   []Fact    `json:"preflights"`   // what the registrar found itself to be
	Applications []Fact    `json:"applications"` // and the chair's answers
	Admissions   []Fact    `json:"admissions"`   // identity, far ends, admission, and into the room
	Matrix       []Fact    `json:"matrix"`       // who sees and hears whom
	Losses       []Fact    `json:"losses"`       // lines lost and back
	Adjournments []Fact    `json:"adjournments"` // and resumptions
	Papers       []Fact    `json:"papers"`       // handed out and received
	Attestations []Fact    `json:"attestations"` // and what was taken back
	Refusals     []Refusal `json:"refusals"`
}

// Fact is one entry.
type Fact struct {
	Entry int64           `json:"entry"`
	Time  int64           `json:"time"` // Unix seconds, by the registrar's clock
	Type  string          `json:"type"`
	Body  json.RawMessage `json:"body"`
}

// Refusal is a guarantee that did not hold at a moment, or an entry that stands in no
// journal where all goes well (verify.Irregularity).
type Refusal struct {
	Entry     int64  `json:"entry"`
	Time      int64  `json:"time"`
	Type      string `json:"type"`
	Ballot    string `json:"ballot"`
	Moment    string `json:"moment"`    // of the gate
	Guarantee string `json:"guarantee"` // that did not hold
	Effect    string `json:"effect"`    // what that refuses
	Verdict   string `json:"verdict"`   // "fails" or "unknown"
	Code      string `json:"code"`
	Party     string `json:"party"`
	Against   string `json:"against"`
	Reason    string `json:"reason"`
}

// lists says which types of entries stand in which list.
func (s *Summary) lists() map[string]*[]Fact {
	return map[string]*[]Fact{
		meeting.TypeGate:             &s.Gate,
		meeting.TypePreflight:        &s.Preflights,
		meeting.TypeRemoteApply:      &s.Applications,
		meeting.TypeRemoteAnswer:     &s.Applications,
		meeting.TypeRemoteIdentified: &s.Admissions,
		meeting.TypeRemoteRoom:       &s.Admissions,
		meeting.TypeRemoteAsked:      &s.Admissions,
		meeting.TypeRemoteAdmit:      &s.Admissions,
		meeting.TypeRemoteInRoom:     &s.Admissions,
		meeting.TypeRemoteSees:       &s.Matrix,
		meeting.TypeRemoteLost:       &s.Losses,
		meeting.TypeRemoteBack:       &s.Losses,
		meeting.TypeAdjourn:          &s.Adjournments,
		meeting.TypeResume:           &s.Adjournments,
		meeting.TypePaper:            &s.Papers,
		meeting.TypePaperGot:         &s.Papers,
		meeting.TypeAttest:           &s.Attestations,
		meeting.TypeAttestWithdraw:   &s.Attestations,
	}
}

// Summarize draws the summary from the leaves of a whole journal, and gives entry 0's
// manifest with its signatures. It refuses a journal that breaks a rule; checkpoints
// are for verify.
func Summarize(leaves [][]byte) (*Summary, *manifest.Signed, error) {
	sum := &Summary{Format: Format, Refusals: []Refusal{}}
	lists := sum.lists()
	for _, l := range lists {
		*l = []Fact{}
	}
	s, signed := journal.NewState(), new(manifest.Signed)
	_, _, err := s.ApplyLeaves(leaves, func(e *journal.Entry) error {
		if e.Seq == 0 {
			signed.Manifest = s.Manifest()
			for _, sig := range e.Sigs {
				signed.Sigs = append(signed.Sigs, manifest.Signature{By: sig.By, Sig: sig.Sig})
			}
		}
		if l := lists[e.Type]; l != nil {
			*l = append(*l, Fact{e.Seq, e.Time, e.Type, slices.Clone(e.Body)})
		}
		return sum.refuse(e)
	})
	if err != nil {
		return nil, nil, err
	}
	if signed.Manifest == nil {
		return nil, nil, malformed("the journal has no entry")
	}
	root, err := s.Root(s.Next())
	if err != nil {
		return nil, nil, err
	}
	m, hash := signed.Manifest, s.ManifestHash()
	sum.Manifest, sum.Words, sum.Entries, sum.Root = hash[:], manifest.Words(hash), s.Next(), root[:]
	sum.Body, sum.Profile, sum.Meeting, sum.Date, sum.Place, sum.Rehearsal = m.Body, m.Profile, m.Meeting, m.Date, m.Place, m.Rehearsal
	return sum, signed, nil
}

// refuse lists what an entry says was refused or went wrong.
func (s *Summary) refuse(e *journal.Entry) error {
	if e.Type == meeting.TypeGate {
		g, err := journal.Body[meeting.Gate](e)
		if err != nil {
			return err
		}
		for _, f := range g.Findings {
			if f.Code != "" {
				s.Refusals = append(s.Refusals, Refusal{
					Entry: e.Seq, Time: e.Time, Type: e.Type, Ballot: g.Ballot, Moment: g.Moment,
					Guarantee: f.ID, Effect: f.Effect, Verdict: f.Verdict, Code: f.Code,
				})
			}
		}
		return nil
	}
	in, is, err := verify.IrregularityOf(e)
	if in.Type == journal.TypeMissing {
		in.Reason = "" // a sentence of this program's own
	}
	if is {
		s.Refusals = append(s.Refusals, Refusal{
			Entry: in.Seq, Time: in.Time, Type: in.Type, Ballot: in.Ballot, Party: in.Party, Against: in.Against, Reason: in.Reason,
		})
	}
	return err
}

// Encode gives the part's bytes.
func (s *Summary) Encode() ([]byte, error) {
	data, err := canon.Marshal(s)
	return append(data, '\n'), err
}
