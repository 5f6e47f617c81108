package verify

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// decryption checks the trustees' parts, each against its hash in the journal and
// with its proof, and opens the ballots with them.
func (r *run) decryption() (string, error) {
	b, t := r.ballot, r.signed.Manifest.Threshold
	if b.Void != nil {
		if len(r.bundle.Parts) > 0 {
			return "", errors.New("the bundle of a void ballot carries trustees' parts")
		}
		return "", absent{"the ballot is void; nothing is decrypted here"}
	}
	if len(b.Shares) != t || len(r.bundle.Parts) != t {
		return "", fmt.Errorf("parts of %d trustees in the bundle, %d in the journal; it takes exactly %d", len(r.bundle.Parts), len(b.Shares), t)
	}
	var cts []threshold.Ciphertext
	var c1s []*group.Point
	for _, ballot := range r.ballots {
		for _, ct := range ballot.Ciphertexts {
			cts = append(cts, ct)
			c1s = append(c1s, ct.C1)
		}
	}
	indices := make([]int, t)
	parts := make([][]*group.Point, t)
	for k, share := range b.Shares {
		if indices[k] = r.signed.Manifest.Trustee(share.Trustee); indices[k] == 0 {
			return "", fmt.Errorf("%q, who gave a part, is no trustee", share.Trustee)
		}
		var err error
		if parts[k], err = r.part(share, r.bundle.Parts[k], indices[k], c1s); err != nil {
			return "", fmt.Errorf("trustee %s: %w", share.Trustee, err)
		}
	}
	var err error
	if r.opened, err = threshold.Combine(indices, parts, cts); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d trustees decrypted every ballot of the seal, each with a proof against its public share", t), nil
}

// part decodes and verifies one trustee's parts.
func (r *run) part(share journal.Shares, given bundle.Part, index int, c1s []*group.Point) ([]*group.Point, error) {
	if given.Trustee != share.Trustee {
		return nil, fmt.Errorf("the part of %q stands in its place", given.Trustee)
	}
	if sum := sha256.Sum256(given.Data); !bytes.Equal(sum[:], share.Parts) {
		return nil, errors.New("the parts are not those whose hash the trustee signed")
	}
	if len(given.Data) != group.Size*len(c1s) {
		return nil, fmt.Errorf("%d bytes of parts for %d ciphertexts", len(given.Data), len(c1s))
	}
	parts := make([]*group.Point, len(c1s))
	err := parallel(len(parts), func(j int) error {
		p, err := group.NewPoint().SetBytes(given.Data[j*group.Size : (j+1)*group.Size])
		parts[j] = p
		return err
	})
	if err != nil {
		return nil, err
	}
	proof := new(threshold.PartProof)
	if err := proof.Decode(share.Proof); err != nil {
		return nil, err
	}
	public, err := r.share(r.ballot.Definition.KeyIndex, index)
	if err != nil {
		return nil, err
	}
	return parts, threshold.VerifyParts(r.ballot.DecryptContext(), index, public, c1s, parts, proof)
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
	payloads := make([][]byte, len(r.ballots))
	err := parallel(len(payloads), func(i int) error {
		// Points that carry no payload are a spoilt ballot: nil, counted as invalid.
		if p, err := sealed.Payload(r.opened[i*d.Points : (i+1)*d.Points]); err == nil {
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
