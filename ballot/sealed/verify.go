package sealed

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"valurna/crypto/group"
)

// batchSize is how many ballots VerifyAll holds decoded at a time: enough that
// the multi-scalar multiplication pays, few enough that a large box needs
// little memory.
const batchSize = 2048

// BoxError says which ballot of a box is refused and why; it wraps the cause.
type BoxError struct {
	Index int // from 0
	Err   error
}

func (e *BoxError) Error() string { return fmt.Sprintf("ballot %d: %v", e.Index, e.Err) }

// Unwrap returns the cause: ErrEncoding, ErrToken, ErrProof or ErrDoubled.
func (e *BoxError) Unwrap() error { return e.Err }

// Verify says whether the ballot holds under the terms: nil, or an error that
// wraps ErrTerms, ErrEncoding, ErrToken or ErrProof. Whether the token has been
// used before is for the urn to say.
func (b *Ballot) Verify(t Terms) error {
	if err := t.Check(); err != nil {
		return err
	}
	if err := b.verifyToken(t); err != nil {
		return err
	}
	tr := t.transcript()
	xs := b.bind(tr)
	if err := b.Proof.Verify(tr, xs); err != nil {
		return fmt.Errorf("%w: %w", ErrProof, err)
	}
	return nil
}

func (b *Ballot) verifyToken(t Terms) error {
	if err := b.check(t.Points); err != nil {
		return err
	}
	if err := t.Issuing.Verify(TokenMessage(t.Context, b.TokenKey), b.Signature); err != nil {
		return fmt.Errorf("%w: %w", ErrToken, err)
	}
	return nil
}

// VerifyAll says whether every encoding is a sealed ballot that holds and no two
// stand under one token. The error wraps ErrTerms, or is a *BoxError that names
// the first ballot at fault. It works on all processors, and no goroutine
// outlives the call. progress, unless nil, is called from the caller's goroutine
// with the number of ballots that have been found good.
func VerifyAll(t Terms, encodings [][]byte, progress func(n int)) error {
	return verifyAll(t, encodings, batchSize, progress)
}

func verifyAll(t Terms, encodings [][]byte, batch int, progress func(n int)) error {
	if err := t.Check(); err != nil {
		return err
	}
	terms := t.transcript()
	first := make(map[[group.Size]byte]int, len(encodings))
	for from := 0; from < len(encodings); from += batch {
		to := min(from+batch, len(encodings))
		ballots, errs := decodeAll(t, encodings[from:to])
		verifyProofs(terms, ballots, errs)
		for i, err := range errs {
			if err == nil {
				key := [group.Size]byte(ballots[i].TokenKey.Bytes())
				earlier, doubled := first[key]
				if doubled {
					err = fmt.Errorf("%w: ballot %d has the same", ErrDoubled, earlier)
				}
				first[key] = from + i
			}
			if err != nil {
				return &BoxError{from + i, err}
			}
		}
		if progress != nil {
			progress(to)
		}
	}
	return nil
}

// decodeAll decodes the ballots and checks their tokens, each on its own.
func decodeAll(t Terms, encodings [][]byte) ([]*Ballot, []error) {
	ballots := make([]*Ballot, len(encodings))
	errs := make([]error, len(encodings))
	var next atomic.Int64
	work := func() {
		for {
			i := int(next.Add(1)) - 1
			if i >= len(encodings) {
				return
			}
			b, err := Decode(t.Points, encodings[i])
			if err == nil {
				err = b.verifyToken(t)
			}
			ballots[i], errs[i] = b, err
		}
	}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(encodings)) {
		workers.Go(work)
	}
	workers.Wait()
	return ballots, errs
}

// verifyProofs checks the proofs of all ballots without an error in one batch,
// and sets the errors of those that do not hold.
func verifyProofs(terms *group.Transcript, ballots []*Ballot, errs []error) {
	var batch group.KnowledgeBatch
	var places []int
	for i, b := range ballots {
		if errs[i] != nil {
			continue
		}
		tr := terms.Clone()
		xs := b.bind(tr)
		batch.Add(tr, xs, b.Proof)
		places = append(places, i)
	}
	err := batch.Verify()
	if err == nil {
		return
	}
	var bad *group.BatchError
	if !errors.As(err, &bad) {
		// The batch does not hold, and who is at fault is unknown: nobody passes.
		for _, i := range places {
			errs[i] = fmt.Errorf("%w: %w", ErrProof, err)
		}
		return
	}
	for _, place := range bad.Invalid {
		errs[places[place]] = fmt.Errorf("%w: %w", ErrProof, group.ErrKnowledge)
	}
}
