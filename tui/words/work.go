package words

import (
	"valurna/ballot/journal"
)

// Work tells of the trustees between the seal and the result.
type Work struct {
	Shuffle, Parts, Proof, Count string

	Waits, WaitsSome, Urn, Ask string

	Passed, Rejected string // with {who} and {reason}

	LateShuffle, LateProof, BadShuffle, BadParts, BadProof, Absent string
}

// OfReason says why a trustee was passed over or rejected; a reason unknown here is
// shown as the urn wrote it.
func (w *Words) OfReason(reason string) string {
	f := &w.Work
	switch reason {
	case journal.PassShuffle:
		return f.LateShuffle
	case journal.PassProof:
		return f.LateProof
	case journal.RejectShuffle:
		return f.BadShuffle
	case journal.RejectParts:
		return f.BadParts
	case journal.RejectProof:
		return f.BadProof
	case journal.RejectAbsent:
		return f.Absent
	}
	return reason
}
