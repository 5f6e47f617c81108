package urn

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"slices"

	"charm.land/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/crypto/group"
	"valurna/server/crash"
	"valurna/server/wire"
)

// put keeps a trustee's parts while its ballot is being decrypted. The statement
// that the trustee signs for the journal comes first, so strangers can neither
// put anything nor have anything given up; without it nothing more is read.
func (u *urn) put(ctx context.Context, sess ssh.Session, id string) error {
	u.awaitAfter(ctx, id, journal.Sealed)
	b, known := u.ballot(id)
	if !known || b.Phase != journal.Decrypting {
		return &view.Problem{Code: "phase", Text: fmt.Sprintf("Ballot %q is not being decrypted. Nothing was kept.", id), Next: "Wait for the entry ballot.decrypt."}
	}
	st, err := wire.ReadPut(sess)
	if err != nil {
		return &view.Problem{Code: "input", Text: fmt.Sprintf("The input was not used: %v.", err), Next: "Use the trustee's program."}
	}
	shares, err := u.checkShares(st, id)
	if err != nil {
		return err
	}
	size := b.Seal.Count * b.Definition.Points * group.Size
	data, err := input(sess, size)
	if err != nil {
		return err
	}
	if len(data) != size {
		return &view.Problem{Code: "size", Text: fmt.Sprintf("The parts of this ballot have %d bytes, %d came. Nothing was kept.", size, len(data)), Next: "Decrypt the sealed list anew."}
	}
	if sum := sha256.Sum256(data); !bytes.Equal(sum[:], shares.Parts) {
		return &view.Problem{Code: "parts", Text: "The parts have another SHA-256 than the statement says. Nothing was kept.", Next: "Send them again."}
	}
	if err := u.keepParts(id, shares, data); err != nil {
		return err
	}
	crash.At("urn.parts.stored")
	u.changed() // the tender may be waiting for them
	return answer(sess, wire.Done{OK: true})
}

// checkShares verifies that a trustee has signed this statement about its own
// parts of this ballot.
func (u *urn) checkShares(st journal.Statement, id string) (journal.Shares, error) {
	var shares journal.Shares
	err := canon.Unmarshal(st.Body, &shares)
	if err == nil {
		u.mu.RLock()
		err = u.state.CheckStatement(st)
		u.mu.RUnlock()
	}
	switch {
	case err != nil:
	case st.Type != journal.TypeShares || shares.Ballot != id:
		err = errors.New("the statement is not about this ballot's parts")
	case u.manifest.Trustee(shares.Trustee) == 0 || st.Sig.By != manifest.ByTrustee(shares.Trustee):
		err = errors.New("the statement is not signed by the trustee whose parts they are")
	}
	if err != nil {
		return journal.Shares{}, &view.Problem{Code: "signature", Text: fmt.Sprintf("Nothing was kept: %v.", err), Next: "Use the trustee's program, with the trustee's own key."}
	}
	return shares, nil
}

// keepParts stores the one set of parts that a trustee has for a ballot. Once the
// journal names them, only those are taken, in case they were lost here.
func (u *urn) keepParts(id string, shares journal.Shares, data []byte) error {
	u.evidence.mu.Lock()
	defer u.evidence.mu.Unlock()
	b, _ := u.ballot(id)
	entered := slices.IndexFunc(b.Shares, func(s journal.Shares) bool { return s.Trustee == shares.Trustee })
	rejected := slices.ContainsFunc(b.Rejected, func(r journal.Reject) bool { return r.Trustee == shares.Trustee })
	switch {
	case rejected:
		return &view.Problem{Code: "rejected", Text: fmt.Sprintf("The parts of trustee %s of ballot %s were rejected. Nothing was kept.", shares.Trustee, id), Next: "Look at the journal's entry ballot.reject."}
	case entered >= 0 && !bytes.Equal(b.Shares[entered].Parts, shares.Parts):
		return &view.Problem{Code: "entered", Text: fmt.Sprintf("The journal names other parts of trustee %s of ballot %s. Nothing was kept.", shares.Trustee, id), Next: "Send those that the journal names."}
	}
	if err := u.evidence.put(id, u.manifest.Trustee(shares.Trustee), shares.Parts, data); err != nil {
		return &view.Problem{Code: "parts", Text: "The urn could not store the parts. Nothing was kept.", Next: "Send them again; if it fails again, tell the urn's operator to look at its disk."}
	}
	return nil
}

// parts finds what was put under a hash.
func (u *urn) parts(name string) ([]byte, error) {
	hash, err := parseHash(name)
	if err != nil {
		return nil, &view.Problem{Code: "usage", Text: fmt.Sprintf("Nothing was looked up: %v.", err), Next: "Take the hash from the journal."}
	}
	for _, b := range u.due() {
		data, err := u.evidence.get(b.Definition.Ballot, hash)
		if errors.Is(err, os.ErrNotExist) || errors.Is(err, errDamaged) {
			continue // whoever made them sends them again
		}
		return data, err
	}
	return nil, &view.Problem{Code: "unknown", Text: "Nothing is kept under this hash.", Next: "Take the hash from the journal."}
}
