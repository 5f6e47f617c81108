// Package view holds what one person is shown: plain values that a screen draws,
// a command prints as JSON, and a program at home streams over SSH. A view
// never holds a choice, a token or who has voted while a ballot is open.
package view

import (
	"valurna/ballot/kind"
	"valurna/ballot/meeting"
)

// Phase of a ballot, as people are told it.
type Phase string

const (
	PhasePreparing  Phase = "preparing"  // trustees sign, witnesses cosign
	PhaseOpen       Phase = "open"       // tokens are issued, ballots accepted
	PhaseClosing    Phase = "closing"    // no new visits; the grace runs
	PhaseCounting   Phase = "counting"   // urn stopped; counts and seal on their way
	PhaseWindow     Phase = "window"     // check window
	PhaseDecrypting Phase = "decrypting" // trustees at work
	PhaseCounted    Phase = "counted"    // result stands, the chair certifies
	PhaseCertified  Phase = "certified"
	PhaseVoid       Phase = "void"
)

// Desk is everything that one person's desk shows.
type Desk struct {
	Body      string   `json:"body"`
	Meeting   string   `json:"meeting"`
	Date      string   `json:"date"`
	Place     string   `json:"place"`
	State     string   `json:"state"` // "called", "rollcall", "open", "closed"
	Rehearsal bool     `json:"rehearsal"`
	Words     string   `json:"words"` // of the manifest
	Me        Person   `json:"me"`
	Seats     []Seat   `json:"seats"` // of the whole body, in seat order
	Agenda    []Item   `json:"agenda"`
	Ballots   []Ballot `json:"ballots"` // newest last
	Parties   []Party  `json:"parties"`
	Keys      Keys     `json:"keys"`
	Booth     Booth    `json:"booth"`
	Steps     []Step   `json:"steps"` // what this person may do now; for the chair, the next lawful steps

	Interrupted *Interruption `json:"interrupted"` // nil while the open meeting can decide
	Remote      []Remote      `json:"remote"`
	Floor       Floor         `json:"floor"`
	Speakers    Speakers      `json:"speakers"`
	Papers      []Paper       `json:"papers"`
	Substitutes []Substitute  `json:"substitutes"` // in the order in which they are called in
	Sight       Sight         `json:"sight"`
	Hide        int           `json:"hide"` // so many voters at least hide each one of them
}

// Person is the one who looks. Offices hold "chair", "secretary".
type Person struct {
	Person      int      `json:"person"` // 0: observer
	Name        string   `json:"name"`
	Seat        int      `json:"seat"`
	Substitute  bool     `json:"substitute"`
	Offices     []string `json:"offices"`
	Present     bool     `json:"present"`
	Place       string   `json:"place"`       // "", "room", "remote"
	Fingerprint string   `json:"fingerprint"` // of the key in use
	Jav         []int    `json:"jav"`         // items from which the person is disqualified
	Standby     bool     `json:"standby"`     // is here as a substitute, without a seat
}

// Chair says whether the person holds the chair's office.
func (p Person) Chair() bool {
	for _, o := range p.Offices {
		if o == "chair" {
			return true
		}
	}
	return false
}

// Seat is one seat and who serves on it.
type Seat struct {
	Seat    int    `json:"seat"`
	Person  int    `json:"person"`
	Name    string `json:"name"`
	Present bool   `json:"present"`
	Place   string `json:"place"`
	Since   int64  `json:"since"` // Unix seconds of the last coming or going; 0: none
	Jav     bool   `json:"jav"`   // who sits is disqualified from the item that is handled now
}

// Item of the agenda. State: "waiting", "now", "done".
type Item struct {
	Item       int      `json:"item"`
	Title      string   `json:"title"`
	Class      string   `json:"class"`
	State      string   `json:"state"`
	Ballots    bool     `json:"ballots"`    // a secret ballot can be held on it
	Stage      string   `json:"stage"`      // "debate", "voting", …; or its outcome: "decided", "tabled", …
	Decision   string   `json:"decision"`   // text of the motion that has prevailed
	Elected    []string `json:"elected"`    // by acclamation
	Candidates []string `json:"candidates"` // among whom it elects, or who is nominated so far
	Places     int      `json:"places"`     // for which; 0: not settled
	Dissents   []int    `json:"dissents"`   // persons
}

// Ballot as it stands. Deadline is Unix seconds of the end of grace or window,
// else 0. Counts is nil for all but the chair until the ballot has closed.
type Ballot struct {
	Ballot    string       `json:"ballot"`
	Item      int          `json:"item"`
	Title     string       `json:"title"`
	Contest   kind.Contest `json:"contest"`
	Phase     Phase        `json:"phase"`
	Work      *Work        `json:"work"`  // of the trustees, from the seal on; else nil
	Trial     bool         `json:"trial"` // decides nothing, and is no part of the minutes
	Eligible  bool         `json:"eligible"`
	Deadline  int64        `json:"deadline"`
	Counts    *Counts      `json:"counts"`
	Collected *bool        `json:"collected"` // my own seat, after close only
	Result    *Result      `json:"result"`
	Order     *Lot         `json:"order"`  // in which the options stand; nil where no lot is drawn
	Lot       *Lot         `json:"lot"`    // that decides a tie; nil until it is recorded
	Reason    string       `json:"reason"` // of a void ballot
	// TokenOut says, to the person whose seat it is and only while the ballot is
	// closing, that the seat's token has been collected.
	TokenOut bool   `json:"token_out"`
	Trouble  string `json:"trouble"` // what holds the ballot up; to the chair only, in English

	// Filled in on the member's own machine, never by a server.
	Own      Own   `json:"-"`
	Included *bool `json:"-"` // my ballot among the sealed ones; nil while not checked
}

// Counts without names.
type Counts struct {
	Eligible int `json:"eligible"`
	Tokens   int `json:"tokens"`
	Cast     int `json:"cast"`
}

// Result of a counted ballot.
type Result struct {
	Valid   int                `json:"valid"`
	Invalid int                `json:"invalid"`
	Blank   int                `json:"blank"`
	Options []kind.OptionVotes `json:"options"`
	Elected []string           `json:"elected"`
	Ties    [][]string         `json:"ties"`
}

// Lot is a draw by the trustees, recorded in the journal before it was drawn.
type Lot struct {
	Entry   int64    `json:"entry"` // number of the record in the journal
	Among   []string `json:"among"`
	Places  int      `json:"places"`
	Drawn   []string `json:"drawn"`   // in the order drawn; empty before
	Missing []string `json:"missing"` // trustees who could still draw it
}

// Party is a trustee or witness and whether it is connected.
type Party struct {
	Name   string `json:"name"` // "trustee/anna"
	Online bool   `json:"online"`
}

// Keys says how far the trustees' ceremony is. State: "waiting", "running",
// "ready", "aborted".
type Keys struct {
	State  string `json:"state"`
	Detail string `json:"detail"`
	Left   int    `json:"left"` // keys not yet used
}

// Booth says how this person gets to the booth.
type Booth struct {
	Ballot   string   `json:"ballot"`    // the ballot a visit is for; "" if none is open to me
	Commands []string `json:"commands"`  // exact commands for a second terminal
	KeyPrint string   `json:"key_print"` // SHA256 fingerprint of the urn's host key
}

// Step is one thing that can be done now. Args is the command that does it; where it
// still needs something, meeting.FieldMark stands in it for each of the Fields.
type Step struct {
	ID     string          `json:"id"` // "checkin-room", "ballot-open", …; the screens have words for each
	Args   []string        `json:"args"`
	Item   int             `json:"item"`
	Ballot string          `json:"ballot"`
	Motion int             `json:"motion"`
	Person int             `json:"person"` // whom it is about; 0: nobody, or oneself
	Lead   bool            `json:"lead"`   // it takes the meeting on, or is asked of this person
	Fields []meeting.Field `json:"fields"`
}

// Step ids, beside those of meeting.Offers.
const (
	StepCheckInRoom   = "checkin-room"
	StepCheckInRemote = "checkin-remote"
	StepCheckOut      = "checkout"
	StepMeetingOpen   = "meeting-open"
	StepMeetingClose  = "meeting-close"
	StepTrialOpen     = "trial-open"
	StepBallotOpen    = "ballot-open"
	StepBallotClose   = "ballot-close"
	StepBallotLot     = "ballot-lot" // the lot of a tie
	StepBallotCertify = "ballot-certify"
	StepBallotChoose  = "ballot-choose" // which ballot the booth is for
	StepBallotVoid    = "ballot-void"
)

// BoothVisit is what a voter in a booth is shown.
type BoothVisit struct {
	Body      string       `json:"body"`
	Ballot    string       `json:"ballot"` // "": no ballot is open for this visit
	Title     string       `json:"title"`
	Contest   kind.Contest `json:"contest"`
	Rehearsal bool         `json:"rehearsal"`
	Trial     bool         `json:"trial"`
	Threshold int          `json:"threshold"` // so many trustees together could open a ballot
	Phase     Phase        `json:"phase"`
	Deadline  int64        `json:"deadline"`
	In        bool         `json:"in"`     // this visitor's vote is in already
	Hosted    bool         `json:"hosted"` // the urn's machine sees the choice
	// Again says that a ballot has opened since this visit began. It is for another
	// visit: what a visit is for is settled when it begins.
	Again bool `json:"again"`
	// Slot is the unit of a hosted visit's length in seconds: its line ends at a
	// whole number of them, by itself. 0 where there is no such line.
	Slot int `json:"slot,omitempty"`
}

// CastDone is what a booth shows once the vote is in: the ballot code, and how
// the voter finds it again after the seal (a command or a sentence; "" if none).
type CastDone struct {
	Code   string `json:"code"`
	Lookup string `json:"lookup"`
}

// Reply is what a command answers. Code does not change; Text says it in English,
// and the screens have words of their own for the code.
type Reply struct {
	OK     bool     `json:"ok"`
	Code   string   `json:"code"`
	Text   string   `json:"text"`
	Test   *Test    `json:"test,omitempty"`   // what a test has found
	Booth  *Booth   `json:"booth,omitempty"`  // the way to the booth, for a trial
	Tested []Tested `json:"tested,omitempty"` // who has tried
}

// Problem is a refusal: a code that does not change, what happened, and what to
// do next. Rule is the legal source's id where there is one ("KL 5:54").
type Problem struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Next string `json:"next"`
	Rule string `json:"rule"`

	// Form and Args are the reason in English before and beside its values, where a rule
	// of the meeting refuses (meeting.Refusal).
	Form string   `json:"form,omitempty"`
	Args []string `json:"args,omitempty"`
}

func (p *Problem) Error() string {
	s := p.Text
	if p.Next != "" {
		s += " " + p.Next
	}
	return s
}
