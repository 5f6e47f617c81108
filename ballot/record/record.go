// Package record is what the minutes of a meeting can be written from: everything
// that the journal says of its course, and nothing else.
//
// For most uses give Keeper.Note to verify.Journal and take Keeper.Record when the
// journal holds. A record is a value of the journal's entries alone: whoever folds the
// same ones has the same record. It is not the minutes: these are the secretary's to
// write and the body's to adjust (KL 5:61-69).
//
// Open votes are by name. Of a secret ballot the record has counts and outcome, and
// never who took part in it, how the votes fell by place, or when one was cast (LAW
// section 3). Names and reasons stand behind commitments, so a person is a number.
package record

import (
	"valurna/ballot/canon"
	"valurna/ballot/journal"
)

// Record is one meeting. No list in it is nil.
type Record struct {
	Body      string    `json:"body"`
	Profile   string    `json:"profile"`
	Meeting   string    `json:"meeting"`
	Date      string    `json:"date"`
	Place     string    `json:"place"`
	Rehearsal bool      `json:"rehearsal"`
	Manifest  canon.Hex `json:"manifest"` // its hash, 32 bytes
	Words     string    `json:"words"`    // the same, to read aloud
	Entries   int64     `json:"entries"`  // of the journal
	State     string    `json:"state"`    // "called", "rollcall", "open", "closed"
	Seats     int       `json:"seats"`    // of the body
	Quorum    Quorum    `json:"quorum"`

	People       []Person       `json:"people"`
	Notice       *Notice        `json:"notice"`
	Phases       []Phase        `json:"phases"`
	Adjournments []Adjournment  `json:"adjournments"`
	Presided     []Presided     `json:"presided"`
	Appointed    []Appointed    `json:"appointed"`
	Served       []Served       `json:"served"`
	Standby      []Standby      `json:"standby"`
	Remote       []Remote       `json:"remote"`
	Items        []Item         `json:"items"`
	Papers       []Paper        `json:"papers"`
	Attested     []Attested     `json:"attested"`
	Preflights   []Preflight    `json:"preflights"`
	Gate         []Look         `json:"gate"`
	Trials       []Ballot       `json:"trials"` // decide nothing, and are no part of the minutes
	Keys         []Key          `json:"keys"`
	Irregular    []Irregularity `json:"irregular"`
	Others       []Other        `json:"others"`
}

// Quorum is the share of the seats that have to be taken for a decision.
type Quorum struct {
	Percent int    `json:"percent"` // 0: whoever has come
	More    bool   `json:"more"`    // more than that share, not just as much
	Source  string `json:"source"`
}

// Key is a person's keys added, replaced or taken back. Which of these, and which
// keys, stands behind a commitment.
type Key struct {
	Stamp
	Of Who `json:"of"`
}

// Other is an entry for which this record has no place: of a type that is newer than
// this package.
type Other struct {
	Stamp
	Type string `json:"type"`
}

// Keeper makes a record while a journal is folded.
type Keeper struct {
	r  Record
	at Stamp // of the entry that is noted

	substitutes int          // so far
	sitting     map[int]int  // person -> place in Served of the time that has not ended
	applied     map[int]int  // person -> place in Remote
	elsewhere   map[int]bool // persons who were admitted, and have neither left nor come
	handed      *handed      // how the chair was handed over last
	voting      int          // the item of the open vote that is held now
}

// NewKeeper is a keeper of a meeting of which nothing has been read.
func NewKeeper() *Keeper {
	return &Keeper{sitting: map[int]int{}, applied: map[int]int{}, elsewhere: map[int]bool{}, r: Record{
		People: []Person{}, Phases: []Phase{}, Adjournments: []Adjournment{}, Presided: []Presided{}, Appointed: []Appointed{}, Served: []Served{},
		Standby: []Standby{}, Remote: []Remote{}, Items: []Item{}, Papers: []Paper{}, Attested: []Attested{},
		Preflights: []Preflight{}, Gate: []Look{}, Trials: []Ballot{}, Keys: []Key{}, Irregular: []Irregularity{}, Others: []Other{},
	}}
}

// Of folds the leaves of a whole journal. It looks at no checkpoint and knows no
// manifest from elsewhere: see verify.Journal.
func Of(leaves [][]byte) (*Record, error) {
	s, k := journal.NewState(), NewKeeper()
	if _, _, err := s.ApplyLeaves(leaves, func(e *journal.Entry) error { return k.Note(e, s) }); err != nil {
		return nil, err
	}
	return k.Record(), nil
}

// Record gives what was noted. The keeper is not to be used any more.
func (k *Keeper) Record() *Record { return &k.r }
