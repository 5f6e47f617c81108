package verify

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
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
	if sum := sha256.Sum256(r.bundle.Combined); !bytes.Equal(sum[:], b.Combined.Points) {
		return "", errors.New("the decrypted points are not those whose hash the trustees signed")
	}
	indices := make([]int, t)
	publics := make([]*group.Point, t)
	shares := make([]*threshold.CollectiveShare, t)
	for k, given := range b.Shares {
		if indices[k] = r.signed.Manifest.Trustee(given.Trustee); indices[k] == 0 {
			return "", fmt.Errorf("%q, who decrypted, is no trustee", given.Trustee)
		}
		i := slices.IndexFunc(b.Proofs, func(p journal.Proof) bool { return p.Trustee == given.Trustee })
		if i < 0 {
			return "", fmt.Errorf("trustee %s has decrypted and not proved it", given.Trustee)
		}
		shares[k] = new(threshold.CollectiveShare)
		if err := shares[k].Decode(b.Proofs[i].Share); err != nil {
			return "", fmt.Errorf("trustee %s: %w", given.Trustee, err)
		}
		var err error
		if publics[k], err = r.share(b.Definition.KeyIndex, indices[k]); err != nil {
			return "", err
		}
	}
	c1s, c2s := sealed.Split(r.list)
	if err := threshold.VerifyCollective(b.DecryptContext(), r.terms.Key, indices, publics, c1s, r.bundle.Combined, shares); err != nil {
		return "", err
	}
	var err error
	if r.opened, err = threshold.OpenCombined(c2s, r.bundle.Combined); err != nil {
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
	d := r.ballot.Definition
	size := d.Points * group.Size
	payloads := make([][]byte, len(r.opened)/size)
	err := parallel(len(payloads), func(i int) error {
		// Points that carry no payload are a spoilt ballot: nil, counted as invalid.
		if p, err := sealed.Payload(r.opened[i*size : (i+1)*size]); err == nil {
			payloads[i] = p
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	t := d.Contest.Count(payloads)
	counted := &journal.Result{
		Ballot: d.Ballot, Cast: len(payloads), Valid: t.Valid, Invalid: t.Invalid, Blank: t.Blank,
		Options: t.Options, Elected: t.Elected, Ties: t.Ties,
	}
	if !bytes.Equal(canon.MustMarshal(counted), canon.MustMarshal(claimed)) {
		return "", fmt.Errorf("the ballots say something else than the result in the journal: counted %d valid, %d invalid, %d blank, %v; claimed %d, %d, %d, %v",
			counted.Valid, counted.Invalid, counted.Blank, counted.Options, claimed.Valid, claimed.Invalid, claimed.Blank, claimed.Options)
	}
	r.counted = counted
	c := r.ballot.Counts
	r.report.Result = &Result{
		Eligible: c.Eligible, Tokens: c.Tokens, Cast: c.Cast, Valid: t.Valid, Invalid: t.Invalid, Blank: t.Blank,
		Options: t.Options, Elected: t.Elected, Ties: t.Ties,
	}
	return fmt.Sprintf("counted again: %d valid, %d invalid, %d blank, as the urn signed", t.Valid, t.Invalid, t.Blank), nil
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
	return fmt.Sprintf("certified by person %d, who holds the chair (the registrar's word; name behind a commitment)", r.ballot.Certify.Person), nil
}
