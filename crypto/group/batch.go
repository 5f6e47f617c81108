package group

import (
	"fmt"

	"filippo.io/edwards25519"
)

// KnowledgeBatch verifies many proofs of knowledge together, at about a quarter
// of the price of one by one. The zero value is an empty batch.
type KnowledgeBatch struct {
	claims  []claim
	weights *Transcript
	invalid []int // places of proofs whose shape was already wrong
	places  []int // place of each claim in the order of Add
	added   int
}

// claim is one proof with its statement and challenge.
type claim struct {
	c  *Scalar
	xs []*Point
	k  Knowledge
}

// BatchError names every proof of a batch that does not hold. It wraps
// [ErrKnowledge].
type BatchError struct {
	Invalid []int // places in the order of Add, from 0, ascending
}

func (e *BatchError) Error() string {
	return fmt.Sprintf("group: %d proofs of the batch do not hold, the first at place %d; the batch was not accepted", len(e.Invalid), e.Invalid[0])
}

// Unwrap returns [ErrKnowledge].
func (e *BatchError) Unwrap() error { return ErrKnowledge }

// Add puts a proof into the batch, with the arguments of [Knowledge.Verify], and
// moves t on as that does. The points and scalars must not change before Verify.
func (b *KnowledgeBatch) Add(t *Transcript, xs []*Point, k Knowledge) {
	place := b.added
	b.added++
	c, ok := k.challenge(t, xs)
	if !ok {
		b.invalid = append(b.invalid, place)
		return
	}
	if b.weights == nil {
		b.weights = NewTranscript("valurna/v1/knowledge batch")
	}
	// The digest stands for all that t absorbed, statement and commitments too.
	digest := t.Clone().Digest("knowledge batch")
	b.weights.Append("proof", digest[:])
	b.claims = append(b.claims, claim{c, xs, k})
	b.places = append(b.places, place)
}

// Verify returns nil if every proof holds, and otherwise a *[BatchError] that
// names those that do not: then it checks them one by one. A false proof passes
// with probability 2^-128: the weights depend on every proof of the batch.
func (b *KnowledgeBatch) Verify() error {
	if len(b.invalid) == 0 && (len(b.claims) == 0 || holds(b.claims, b.weights.Clone())) {
		return nil
	}
	bad := make([]bool, b.added)
	for _, place := range b.invalid {
		bad[place] = true
	}
	for i := range b.claims {
		one := NewTranscript("valurna/v1/knowledge single")
		bad[b.places[i]] = !holds(b.claims[i:i+1], one)
	}
	e := new(BatchError)
	for place, is := range bad {
		if is {
			e.Invalid = append(e.Invalid, place)
		}
	}
	if len(e.Invalid) == 0 {
		// Only a fault of the machine comes here; the batch is not accepted.
		return ErrKnowledge
	}
	return e
}

// holds checks all equations R_i + c X_i - z_i B = 0 of the claims at once, each
// multiplied by a weight of its own (Bellare, Garay and Rabin, "Fast batch
// verification for modular exponentiation and digital signatures", 1998, small
// exponents test). It completes weights with every challenge and response.
func holds(claims []claim, weights *Transcript) bool {
	n := 0
	for _, c := range claims {
		n += len(c.xs)
		weights.Append("challenge", c.c.Bytes())
		for _, z := range c.k.Z {
			weights.Append("response", z.Bytes())
		}
	}
	w := weights.Weights("weights", n)
	scalars := make([]*Scalar, 0, 2*n+1)
	points := make([]*Point, 0, 2*n+1)
	base := edwards25519.NewScalar()
	for _, c := range claims {
		for i := range c.xs {
			scalars = append(scalars, w[0], edwards25519.NewScalar().Multiply(w[0], c.c))
			points = append(points, c.k.R[i], c.xs[i])
			base.MultiplyAdd(w[0], c.k.Z[i], base)
			w = w[1:]
		}
	}
	scalars = append(scalars, base.Negate(base))
	points = append(points, Generator())
	return MultiScalarMult(scalars, points).IsIdentity()
}
