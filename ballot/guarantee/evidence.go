package guarantee

import "slices"

// Known is what is on record about one question. Every question is put so that Yes
// is what a guarantee needs; the zero value, like any other, shows nothing.
type Known int

const (
	NotShown Known = iota
	Yes
	No
)

func (k Known) String() string {
	switch k {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "not shown"
}

// known takes a value that is none of the three for NotShown.
func known(k Known) Known {
	if k != Yes && k != No {
		return NotShown
	}
	return k
}

// all is No if anything is, and Yes only if everything is.
func all(ks ...Known) Known {
	worst := Yes
	for _, k := range ks {
		switch known(k) {
		case No:
			return No
		case NotShown:
			worst = NotShown
		}
	}
	return worst
}

// when is Yes or No.
func when(b bool) Known {
	if b {
		return Yes
	}
	return No
}

// Number is a count that may not be known. A negative count is not shown.
type Number struct {
	N     int
	Shown bool
}

// Count is a number that is shown.
func Count(n int) Number { return Number{n, true} }

func (n Number) get() (int, bool) { return n.N, n.Shown && n.N >= 0 }

// least compares a number with the least that it must be.
func (n Number) least(least int) Known {
	v, ok := n.get()
	if !ok {
		return NotShown
	}
	return when(v >= least)
}

// within asks for n <= most.
func (n Number) within(most Number) Known {
	a, shown := n.get()
	b, other := most.get()
	if !shown || !other {
		return NotShown
	}
	return when(a <= b)
}

// Attestation is the word of a person: the number of the person, and of the journal
// entry that holds it. What nobody has attested in any entry is not shown.
type Attestation struct {
	Says  Known
	By    int   // person, from 1
	Entry int64 // journal entry; entry 0 is the manifest and attests nothing
}

// by is what a says if one of the persons said it; with none given, anybody may. A
// denial counts whoever made it.
func (a Attestation) by(persons ...int) Known {
	switch {
	case a.Says == No:
		return No
	case a.Says != Yes || a.By < 1 || a.Entry < 1:
		return NotShown
	case len(persons) > 0 && !slices.Contains(persons, a.By):
		return NotShown
	}
	return Yes
}

// Evidence is all that the gate knows. Where a fact comes from stands at each group:
// the journal, an attestation in it, or a program's audit of itself. Of an attestation
// that has been withdrawn or has to be renewed the latest counts.
type Evidence struct {
	Now     int64  // Unix seconds, when the evidence was gathered, by the registrar's clock
	Profile string // of the body, from the manifest
	Policy  Policy
	Rule    Rule
	Meeting Meeting
	Agenda  Business
	Remote  Remote
	Ballot  Ballot
	Casting Casting
	Parties Parties
	Record  Record
	Machine Machine
}

// Policy is what the body has decided in its own policy; 0 is the default. It can
// only tighten (A08), but for the days of notice of an association.
type Policy struct {
	Floor        int  // least number of eligible voters of a secret ballot, above DefaultFloor
	NoticeDays   int  // from application to meeting, above DefaultNoticeDays; an association's statutes decide it freely
	HeartbeatAge int  // seconds, below DefaultHeartbeatAge
	CosignedAge  int  // seconds, below DefaultCosignedAge
	PostQuantum  bool // every connection must use a hybrid key exchange
}

// Defaults, and limits that no policy touches.
const (
	DefaultFloor        = 5   // eligible voters (G15; a value of this design)
	DefaultNoticeDays   = 5   // days before the day of the meeting (A04)
	DefaultHeartbeatAge = 30  // seconds (A14; a value of this design)
	DefaultCosignedAge  = 300 // seconds (a value of this design)
	ClockTolerance      = 120 // seconds, as witnesses allow
)

// lowered is the policy's value if it is above 0 and below the default.
func lowered(policy, standard int) int64 {
	if policy > 0 && policy < standard {
		return int64(policy)
	}
	return int64(standard)
}
