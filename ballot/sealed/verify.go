package sealed

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"valurna/crypto/group"
)

// A batch is how many ballots one processor holds decoded at a time: enough that
// the multi-scalar multiplication pays, few enough that a large box needs little
// memory.
const (
	leastBatch = 256
	mostBatch  = 8192
)

// batchFor shares a box out among the processors, evenly: each has as many batches
// as the others, so that none waits for the last.
func batchFor(n int) int {
	workers := runtime.GOMAXPROCS(0)
	rounds := max(1, (n+workers*mostBatch-1)/(workers*mostBatch))
	return max(leastBatch, (n+workers*rounds-1)/(workers*rounds))
}

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
	return verifyAll(t, encodings, batchFor(len(encodings)), progress)
}

func verifyAll(t Terms, encodings [][]byte, batch int, progress func(n int)) error {
	var fault *BoxError
	err := inspect(t, encodings, batch, progress, func(f *BoxError) bool {
		fault = f
		return false
	})
	if err == nil && fault != nil {
		err = fault
	}
	return err
}

// Findings name the first ballot of a box with each kind of fault; nil where none
// has it. A ballot is not looked at for a token or a proof if it is not one, and
// for a proof if it has no token.
type Findings struct {
	Encoding, Token, Proof *BoxError
	Doubled                *DoubledError
}

// DoubledError names two ballots under one token; it wraps ErrDoubled.
type DoubledError struct{ First, Second int }

func (e *DoubledError) Error() string {
	return fmt.Sprintf("%v: ballot %d has the same", ErrDoubled, e.First)
}

// Unwrap returns ErrDoubled.
func (e *DoubledError) Unwrap() error { return ErrDoubled }

// Examine looks at every ballot of a box, as VerifyAll does, and does not stop at
// the first fault. The error wraps ErrTerms; what it finds is no error.
func Examine(t Terms, encodings [][]byte, progress func(n int)) (*Findings, error) {
	f := new(Findings)
	err := inspect(t, encodings, batchFor(len(encodings)), progress, func(fault *BoxError) bool {
		kind := &f.Encoding
		switch {
		case errors.As(fault, &f.Doubled):
			return true
		case errors.Is(fault, ErrToken):
			kind = &f.Token
		case errors.Is(fault, ErrProof):
			kind = &f.Proof
		}
		if *kind == nil {
			*kind = fault
		}
		return true
	})
	return f, err
}

// inspect gives every fault of a box to tell, in the order of the ballots, until
// that says false. Of doubled tokens it tells the first.
func inspect(t Terms, encodings [][]byte, batch int, progress func(n int), tell func(*BoxError) bool) error {
	if err := t.Check(); err != nil {
		return err
	}
	doubled := firstDoubled(t, encodings)
	terms := t.transcript()
	work := func(from, to int) []error { return checkBatch(t, terms, encodings[from:to]) }
	batches(len(encodings), batch, work, func(from, to int, errs []error) bool {
		clean := true
		for i, err := range errs {
			if err != nil {
				clean = false
				if !tell(&BoxError{from + i, err}) {
					return false
				}
			}
			if doubled != nil && doubled.Second == from+i {
				clean = false
				if !tell(&BoxError{from + i, doubled}) {
					return false
				}
			}
		}
		if progress != nil && clean {
			progress(to)
		}
		return true
	})
	return nil
}

// firstDoubled finds the first ballot under a token that an earlier one has: the
// token keys are canonical, so equal keys are equal bytes. nil if there is none.
func firstDoubled(t Terms, encodings [][]byte) *DoubledError {
	type keyed struct {
		prefix uint64
		index  int32
	}
	key := func(i int32) []byte { return encodings[i][tokenAt : tokenAt+group.Size] }
	all := make([]keyed, 0, len(encodings))
	for i := range encodings {
		if len(encodings[i]) == Size(t.Points) {
			all = append(all, keyed{binary.BigEndian.Uint64(key(int32(i))), int32(i)})
		}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return cmp.Or(bytes.Compare(key(a.index), key(b.index)), cmp.Compare(a.index, b.index))
	})
	var found *DoubledError
	for i := 1; i < len(all); i++ {
		a, b := all[i-1], all[i]
		if a.prefix == b.prefix && bytes.Equal(key(a.index), key(b.index)) && (found == nil || int(b.index) < found.Second) {
			found = &DoubledError{int(a.index), int(b.index)}
		}
	}
	return found
}

// checkBatch decodes ballots and checks their tokens, each on its own, and their
// proofs together. It gives an error or nil for each.
func checkBatch(t Terms, terms *group.Transcript, encodings [][]byte) []error {
	ballots := make([]*Ballot, len(encodings))
	errs := make([]error, len(encodings))
	for i, e := range encodings {
		b, err := Decode(t.Points, e)
		if err == nil {
			err = b.verifyToken(t)
		}
		ballots[i], errs[i] = b, err
	}
	verifyProofs(terms, ballots, errs)
	return errs
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
