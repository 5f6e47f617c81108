package shuffle

import "valurna/crypto/group"

// transcript has absorbed the whole statement.
//
//	New("valurna/v1/shuffle")
//	Append("context", context)
//	AppendPoints("key", Y)
//	AppendUint64("width", w)
//	AppendUint64("elements", N)
//	Append("input", in)
//	Append("output", out)
func (s *statement) transcript() *group.Transcript {
	t := group.NewTranscript("valurna/v1/shuffle")
	t.Append("context", s.context)
	t.AppendPoints("key", s.key)
	t.AppendUint64("width", uint64(s.width))
	t.AppendUint64("elements", uint64(s.n))
	t.Append("input", s.in)
	t.Append("output", s.out)
	return t
}

// permutationChallenges absorbs the commitments and returns u_1..u_N.
//
//	AppendPoints("permutation commitments", c_1 ... c_N)
//	u_1 ... u_N = Weights("permutation challenges", N)
func (p proof) permutationChallenges(t *group.Transcript) *group.WeightStream {
	p.absorb(t, "permutation commitments", atCommitment)
	return t.WeightStream("permutation challenges")
}

// challenge absorbs everything else that is announced and returns c.
//
//	AppendPoints("chain commitments", chat_1 ... chat_N)
//	AppendPoints("chain announcements", that_1 ... that_N)
//	AppendPoints("announcements", t1, t2, t3, t4 ...)
//	c = Challenge("challenge")
func (p proof) challenge(t *group.Transcript) *group.Scalar {
	p.absorb(t, "chain commitments", atChain)
	p.absorb(t, "chain announcements", atAnnouncement)
	t.Append("announcements", p.announcements())
	return t.Challenge("challenge")
}

// proof is an encoded proof of the right length for n elements.
type proof struct {
	n, width int
	bytes    []byte
}

func newProof(n, width int) proof {
	return proof{n, width, make([]byte, ProofSize(n, width))}
}

// field returns one of the five encodings of element i's record.
func (p proof) field(i, at int) []byte {
	return p.bytes[i*RecordSize+at:][:group.Size:group.Size]
}

// absorb appends one field of all records to t.
func (p proof) absorb(t *group.Transcript, label string, at int) {
	t.AppendPieces(label, p.n*group.Size, func(yield func([]byte) bool) {
		for i := range p.n {
			if !yield(p.field(i, at)) {
				return
			}
		}
	})
}

func (p proof) tail() []byte { return p.bytes[p.n*RecordSize:] }

// announcements returns t1 | t2 | t3 | t4 of all columns.
func (p proof) announcements() []byte { return p.tail()[:(3+2*p.width)*group.Size] }

// responses returns s1 | s2 | s3 | s4 of all columns.
func (p proof) responses() []byte { return p.tail()[(3+2*p.width)*group.Size:] }

// word returns the number'th 32 bytes of b.
func word(b []byte, number int) []byte {
	return b[number*group.Size:][:group.Size:group.Size]
}
