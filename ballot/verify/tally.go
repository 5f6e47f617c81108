package verify

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/tally"
	"valurna/crypto/group"
)

// decryption checks that what was decrypted is what the trustees' shares make of
// the last shuffle, with the one proof that t of them have given together, and
// opens the ballots with it.
func (r *run) decryption() (string, error) {
	b := r.ballot
	if b.Void != nil {
		if len(r.bundle.Combined) > 0 {
			return "", errors.New("the bundle of a void ballot carries what was decrypted")
		}
		return "", absent{"the ballot is void; nothing is decrypted here"}
	}
	if len(r.list) == 0 {
		if len(r.bundle.Combined)+len(b.Shares) > 0 {
			return "", errors.New("nobody has voted, and something was decrypted")
		}
		return "nobody has voted: there is nothing to decrypt", nil
	}
	t := r.signed.Manifest.Threshold
	if len(b.Shares) != t || len(b.Proofs) != t || b.Combined == nil {
		return "", fmt.Errorf("%d trustees have decrypted and %d have proved it; it takes exactly %d", len(b.Shares), len(b.Proofs), t)
	}
	if !bytes.Equal(tally.Hash(r.bundle.Combined), b.Combined.Points) {
		return "", errors.New("the decrypted points are not those whose hash the trustees signed")
	}
	publics := func(index int) (*group.Point, error) { return r.share(b.Definition.KeyIndex, index) }
	var err error
	if r.opened, err = tally.Open(r.signed.Manifest, b, publics, r.list, r.bundle.Combined); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d trustees decrypted every ballot of the last shuffle together, with a proof against each one's public share", t), nil
}

// result counts the opened ballots again by the rules of their kind.
func (r *run) result() (string, error) {
	if r.ballot.Void != nil {
		return "", absent{"the ballot is void; there is no result"}
	}
	claimed := r.ballot.Result
	if claimed == nil {
		return "", fmt.Errorf("the journal has no result of this ballot, which is %s", r.ballot.Phase)
	}
	counted := tally.Count(r.ballot, r.opened)
	if !bytes.Equal(canon.MustMarshal(counted), canon.MustMarshal(claimed)) {
		return "", fmt.Errorf("the ballots say something else than the result in the journal: counted %d valid, %d invalid, %d blank, %v; claimed %d, %d, %d, %v",
			counted.Valid, counted.Invalid, counted.Blank, counted.Options, claimed.Valid, claimed.Invalid, claimed.Blank, claimed.Options)
	}
	r.counted = counted
	c := r.ballot.Counts
	r.report.Result = &Result{
		Eligible: c.Eligible, Tokens: c.Tokens, Cast: c.Cast, Valid: counted.Valid, Invalid: counted.Invalid, Blank: counted.Blank,
		Options: counted.Options, Elected: counted.Elected, Ties: counted.Ties, Drawn: []string{},
	}
	return fmt.Sprintf("counted again: %d valid, %d invalid, %d blank, as the urn signed", counted.Valid, counted.Invalid, counted.Blank), nil
}

// certified checks that the chair certified the result that was counted.
func (r *run) certified() (string, error) {
	if r.ballot.Void != nil {
		return "", absent{"the ballot is void; there is nothing to certify"}
	}
	if r.ballot.Phase != journal.Certified || r.ballot.Certify == nil {
		return "", fmt.Errorf("the chair has not certified the result: the ballot is %s", r.ballot.Phase)
	}
	if !bytes.Equal(r.ballot.Certify.Result, journal.ResultHash(r.counted)) {
		return "", errors.New("the chair certified another result than the one counted")
	}
	if elected := slices.Concat(r.counted.Elected, r.drawn); !slices.Equal(r.ballot.Certify.Elected, elected) {
		return "", fmt.Errorf("the chair certified %q as elected; votes and lot elect %q", r.ballot.Certify.Elected, elected)
	}
	return fmt.Sprintf("certified by person %d, who holds the chair (the registrar's word; name behind a commitment)", r.ballot.Certify.Person), nil
}
