package guarantee

// Rule is the body's right to meet with remote members.
type Rule struct {
	Allows   Attestation // fullmäktige's decision or arbetsordning, or an association's statutes, allow it
	Document Known       // journal: the hash of that document stands in it
	Danish   Attestation // asked of Danish councils only: the statute that allows it
}

// Meeting is the meeting in its room and who takes part in the present item.
type Meeting struct {
	Date  string      // "2026-11-30", from the manifest
	Place Attestation // the meeting is held at the place that the summons names
	Chair int         // journal: the person who presides now; 0 is not shown
	// Spoke are others whose word counted as the chair's when they gave it: who presided
	// before, and who speaks where the chair's own line or key is in question.
	Spoke []int

	Seats        Number // journal: of the body, present or not
	Room         Number // journal: members in the room who take part in this item
	Disqualified Number // journal: members who stand back from this item because of jäv
	Demanded     Number // an association's statutes: least number present, 0 if they demand none
	JavResolved  Known  // journal: no declared or alleged jäv in this item is undecided
}

// Classes of items, as in the journal.
const (
	ClassElection    = "election"
	ClassEmployment  = "employment"
	ClassDecision    = "decision"
	ClassInformation = "information"
)

// Business is the agenda: what the meeting will handle.
type Business struct {
	Listed Known // journal: Items is the whole agenda
	Items  []Item

	Transmission Attestation // safeguards of the transmission for items that are not plain
	Rooms        Attestation // safeguards of the rooms for them
	Mailboxes    Known       // registrar's audit: every member and substitute with a seat has a key and a mailbox
	PapersIn     Known       // journal: every paper handed out is in the system with its hash
}

// Item is one item of the agenda, from the journal.
type Item struct {
	Number   int
	Class    string
	NoBallot Known // nothing is elected or put to a ballot in it
	Plain    Known // the secretary has classified it: no secrecy, no sensitive or protected personal data
}

// item finds an item of the agenda; nil if there is none, or more than one.
func (b *Business) item(n int) *Item {
	var found *Item
	for i := range b.Items {
		if it := &b.Items[i]; n > 0 && it.Number == n {
			if found != nil {
				return nil
			}
			found = it
		}
	}
	return found
}

// personal says whether the item is about persons: an election or an employment. A
// class that is none of the four shows nothing.
func (it *Item) personal() Known {
	switch it.Class {
	case ClassElection, ClassEmployment:
		return Yes
	case ClassDecision, ClassInformation:
		return No
	}
	return NotShown
}

// Ballot is the ballot that is opened, runs or is certified, from the journal where
// nothing else is said.
type Ballot struct {
	Item        int    // number; 0 is not shown, a trial is not asked about
	Eligible    Number // seats on the frozen roll
	Published   Known  // issuing key and trustees' key stand in a cosigned definition, before the opening
	Tokens      Number // registrar
	Cast        Number // urn
	Spent       Known  // urn's audit: spent tokens and kept ballots are as many, each token once
	NoneMissing Known  // no receipt without an entry among the sealed ballots
	Shuffles    Number // by distinct trustees, verified
	Recounted   Known  // registrar: the verifier's own code finds the same result from the evidence
}
