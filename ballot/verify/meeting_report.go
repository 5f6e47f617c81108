package verify

import (
	"valurna/ballot/canon"
	"valurna/ballot/journal"
)

// MeetingReport is what the verification of a whole meeting found.
type MeetingReport struct {
	Verdict   string          `json:"verdict"`
	Body      string          `json:"body"`
	Meeting   string          `json:"meeting"`
	Date      string          `json:"date"`
	Rehearsal bool            `json:"rehearsal"`
	Entries   int64           `json:"entries"`
	Anchor    AnchorReport    `json:"anchor"`
	Checks    []Check         `json:"checks"`
	Ballots   []MeetingBallot `json:"ballots"`
	Keys      []KeyChange     `json:"keys"`
	Irregular []Irregularity  `json:"irregular"`
	NotShown  []string        `json:"not_shown"`
}

// MeetingBallot is one ballot that the journal defines. State is "certified",
// "void", or how far it has come.
type MeetingBallot struct {
	Ballot string `json:"ballot"`
	Item   int    `json:"item"`
	Title  string `json:"title"`
	State  string `json:"state"`
	Reason string `json:"reason"` // why it is void
	File   string `json:"file"`   // its bundle; "" if none was given
	Sealed int    `json:"sealed"` // ballots in the bundle
}

// KeyChange is a member's keys added, replaced or taken back after the first
// entries. Which of these, and which keys, stands behind the commitment.
type KeyChange struct {
	Seq    int64 `json:"seq"`
	Time   int64 `json:"time"` // Unix seconds, by the registrar's clock
	Person int   `json:"person"`
	Seat   int   `json:"seat"` // the person's own; 0: none
}

// Irregularity is an entry that stands in no journal where all goes well.
type Irregularity struct {
	Seq     int64  `json:"seq"`
	Time    int64  `json:"time"`
	Type    string `json:"type"`
	Ballot  string `json:"ballot"`  // "" for the ceremony
	Party   string `json:"party"`   // who complains, or whose parts were rejected
	Against string `json:"against"` // of whom a trustee complains
	Reason  string `json:"reason"`
}

// meetingNotShown is said with every verdict on a meeting.
var meetingNotShown = []string{
	"What a single bundle does not show: see valurna verify FILE.",
	"Cards: a code with which a member entered a new key or voted on a lent machine is not in the journal. A new key is listed here; a used loan card shows as a seat that collected a token.",
	"Whether keys were added, replaced or taken back, and which: the commitments open with the auditor's annex.",
	"Of a ballot that ended void before it was sealed: how many had voted.",
}

func newMeetingReport() *MeetingReport {
	return &MeetingReport{
		Checks: []Check{}, Ballots: []MeetingBallot{}, Keys: []KeyChange{}, Irregular: []Irregularity{},
		NotShown: append([]string(nil), meetingNotShown...),
	}
}

// Exit gives the exit code of the verdict, as for a bundle.
func (r *MeetingReport) Exit() int { return (&Report{Verdict: r.Verdict}).Exit() }

// Holds says that no check failed: the verdict is Valid, or Unanchored.
func (r *MeetingReport) Holds() bool { return r.Verdict == Valid || r.Verdict == Unanchored }

// Failed gives the first check that failed; "" if none did.
func (r *MeetingReport) Failed() string { return (&Report{Checks: r.Checks}).Failed() }

func (r *MeetingReport) add(id string, ok *bool, detail string) {
	r.Checks = append(r.Checks, Check{ID: id, OK: ok, Detail: plain(detail)})
}

// take copies what the checks of the journal have found about the meeting.
func (r *MeetingReport) take(from *Report) {
	r.Body, r.Meeting, r.Date, r.Rehearsal, r.Anchor = from.Body, from.Meeting, from.Date, from.Rehearsal, from.Anchor
}

func (r *MeetingReport) addBallot(b *journal.Ballot) {
	d := b.Definition
	out := MeetingBallot{Ballot: d.Ballot, Item: d.Item, Title: d.Title, State: b.Phase.String()}
	if b.Void != nil {
		out.Reason = b.Void.Reason
	}
	r.Ballots = append(r.Ballots, out)
}

// note lists an entry that a reader should see.
func (r *MeetingReport) note(e *journal.Entry, s *journal.State) error {
	if e.Type == journal.TypePersonKeys {
		k, err := journal.Body[journal.PersonKeys](e)
		if err != nil {
			return err
		}
		p, _ := s.Person(k.Person) // the fold has found it
		r.Keys = append(r.Keys, KeyChange{Seq: e.Seq, Time: e.Time, Person: k.Person, Seat: p.Seat})
		return nil
	}
	in, is, err := IrregularityOf(e)
	if is {
		r.Irregular = append(r.Irregular, in)
	}
	return err
}

// IrregularityOf gives what an entry says that stands in no journal where all goes
// well; is tells whether it is one of these.
func IrregularityOf(e *journal.Entry) (in Irregularity, is bool, err error) {
	in = Irregularity{Seq: e.Seq, Time: e.Time, Type: e.Type}
	switch e.Type {
	case journal.TypeComplaint:
		c, err := journal.Body[journal.CeremonyComplaint](e)
		if err != nil {
			return in, false, err
		}
		in.Party, in.Against, in.Reason = c.Trustee, c.Against, c.Reason
	case journal.TypeReject:
		j, err := journal.Body[journal.Reject](e)
		if err != nil {
			return in, false, err
		}
		in.Ballot, in.Party, in.Reason = j.Ballot, j.Trustee, j.Reason
	case journal.TypePass:
		p, err := journal.Body[journal.Pass](e)
		if err != nil {
			return in, false, err
		}
		in.Ballot, in.Party, in.Reason = p.Ballot, p.Trustee, p.Reason
	case journal.TypeMissing:
		m, err := journal.Body[journal.Missing](e)
		if err != nil {
			return in, false, err
		}
		var receipt journal.Receipt
		if err := canon.Unmarshal(m.Receipt.Body, &receipt); err != nil {
			return in, false, err
		}
		in.Ballot, in.Reason = receipt.Ballot, "a receipt of the urn for a ballot that the registrar did not find among the sealed ones"
	case journal.TypeVoid:
		v, err := journal.Body[journal.Void](e)
		if err != nil {
			return in, false, err
		}
		in.Ballot, in.Reason = v.Ballot, v.Reason
	default:
		return in, false, nil
	}
	return in, true, nil
}
