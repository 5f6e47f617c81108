package verify

import (
	"bytes"
	"errors"
	"fmt"

	"valurna/ballot/journal"
	"valurna/ballot/sealed"
)

// seal checks that the ballots are exactly those that the urn sealed before
// anything was decrypted, and decodes them.
func (r *run) seal() (string, error) {
	box := r.bundle.Sealed
	if err := r.whenVoid(journal.Sealed); err != nil {
		if len(box) > 0 {
			return "", fmt.Errorf("%d ballots stand in the bundle of a void ballot that was never sealed", len(box))
		}
		return "", err
	}
	s := r.ballot.Seal
	if s == nil {
		return "", fmt.Errorf("the journal has no seal of this ballot, which is %s", r.ballot.Phase)
	}
	if r.ballot.Void != nil && len(box) == 0 && s.Count > 0 {
		return "", absent{"the ballot is void; its sealed ballots are not published"}
	}
	if s.Count != len(box) || s.Count != r.ballot.Counts.Cast {
		return "", fmt.Errorf("%d ballots in the bundle, %d sealed, %d counted", len(box), s.Count, r.ballot.Counts.Cast)
	}
	if !sealed.IsSorted(box) {
		return "", errors.New("the ballots are out of the order of the seal, or one stands there twice")
	}
	if root := sealed.Root(box); !bytes.Equal(root[:], s.Root) {
		return "", errors.New("the ballots are not those that were sealed: their root is another")
	}
	// Tokens, proofs and doubles are looked at in the same pass, for the checks that
	// follow: no ballot is decoded twice, and few at a time.
	var err error
	if r.found, err = sealed.Examine(r.terms, box, nil); err != nil {
		return "", err
	}
	if bad := r.found.Encoding; bad != nil {
		return "", fmt.Errorf("ballot %d: %w", bad.Index+1, bad.Err)
	}
	if r.ballot.Decrypt == nil {
		return fmt.Sprintf("%d ballots, sorted, none twice, with the sealed root; the ballot is void, nothing was decrypted", len(box)), nil
	}
	notes := len(r.points)
	if err := r.covers(notes-2, "seal", r.ballot.SealSeq, r.reached[journal.Decrypting], r.ballot.Decrypt.Checkpoint); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d ballots, sorted, none twice, with the sealed root; cosigned before anything was decrypted", len(box)), nil
}

// noBox says that there are no ballots to look at.
func (r *run) noBox() error {
	if r.found == nil {
		return absent{"the ballot is void; there are no ballots to look at"}
	}
	return nil
}

// tokens checks that each ballot carries a token of this ballot's issuing key.
func (r *run) tokens() (string, error) {
	if err := r.noBox(); err != nil {
		return "", err
	}
	if bad := r.found.Token; bad != nil {
		return "", fmt.Errorf("ballot %d carries no token of this ballot", bad.Index+1)
	}
	return fmt.Sprintf("each of the %d ballots carries a token signed with this ballot's issuing key", len(r.bundle.Sealed)), nil
}

// proofs checks that whoever made a ballot knew its token's secret and what it
// encrypts, so that none is a copy of another.
func (r *run) proofs() (string, error) {
	if err := r.noBox(); err != nil {
		return "", err
	}
	if bad := r.found.Proof; bad != nil {
		return "", fmt.Errorf("ballot %d: %w", bad.Index+1, bad.Err)
	}
	return fmt.Sprintf("each of the %d ballots proves knowledge of its token and its encryption, bound to this definition", len(r.bundle.Sealed)), nil
}

// unique checks that no token admitted two ballots.
func (r *run) unique() (string, error) {
	if err := r.noBox(); err != nil {
		return "", err
	}
	if d := r.found.Doubled; d != nil {
		return "", fmt.Errorf("ballots %d and %d stand under one token", d.First+1, d.Second+1)
	}
	return fmt.Sprintf("%d ballots under as many different tokens", len(r.bundle.Sealed)), nil
}
