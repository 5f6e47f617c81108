package urn

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"charm.land/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/tally"
	"valurna/ballot/view"
	"valurna/server/crash"
	"valurna/server/wire"
)

// work is what a trustee puts: a shuffle of what stands, or its parts of the last.
type work struct {
	trustee string
	hash    []byte // of the bytes that follow the statement
	input   []byte // of a shuffle; nil: parts
}

// put keeps a trustee's shuffle or parts while its ballot is being decrypted. The
// statement that the trustee signs for the journal comes first, so strangers can
// neither put anything nor have anything given up; without it nothing more is
// read. What does not verify is not kept, so it is never waited for either.
func (u *urn) put(ctx context.Context, sess ssh.Session, id string) error {
	u.awaitAfter(ctx, id, journal.Sealed)
	b, known := u.ballot(id)
	if !known || b.Phase != journal.Decrypting || b.Seal.Count == 0 {
		return notDecrypting(id)
	}
	st, err := wire.ReadPut(sess)
	if err != nil {
		return &view.Problem{Code: "input", Text: fmt.Sprintf("The input was not used: %v.", err), Next: "Use the trustee's program."}
	}
	w, err := u.signedWork(st, id)
	if err != nil {
		return err
	}
	slot, size := slotParts, tally.PartSize(&b)
	if w.input != nil {
		slot, size = slotShuffle, tally.ShuffleSize(&b)
	}
	data, err := input(sess, size)
	if err != nil {
		return err
	}
	if len(data) != size {
		return &view.Problem{Code: "size", Text: fmt.Sprintf("That of this ballot has %d bytes, %d came. Nothing was kept.", size, len(data)), Next: "Make it anew."}
	}
	if !bytes.Equal(tally.Hash(data), w.hash) {
		return &view.Problem{Code: "parts", Text: "What came has another SHA-256 than the statement says. Nothing was kept.", Next: "Send it again."}
	}
	// The trustee may have read the journal further than this urn has.
	u.news.soon(ctx, func() bool {
		b, _ := u.ballot(id)
		return b.Phase != journal.Decrypting || (w.input != nil && bytes.Equal(w.input, b.Head())) || (w.input == nil && b.Shuffled()) || enteredWork(b, slot, w.trustee) != nil
	})
	if err := u.keepWork(ctx, id, slot, w, data); err != nil {
		return err
	}
	crash.At("urn." + slot + ".stored")
	u.changed() // the tender may be waiting for it
	return answer(sess, wire.Done{OK: true})
}

func notDecrypting(id string) error {
	return &view.Problem{Code: "phase", Text: fmt.Sprintf("Ballot %q is not being decrypted. Nothing was kept.", id), Next: "Wait for the entry ballot.decrypt."}
}

// signedWork verifies that a trustee has signed this statement about its own work
// on this ballot.
func (u *urn) signedWork(st journal.Statement, id string) (work, error) {
	u.mu.RLock()
	err := u.state.CheckStatement(st)
	u.mu.RUnlock()
	var w work
	var ballot string
	switch {
	case err != nil:
	case st.Type == journal.TypeShares:
		var s journal.Shares
		err = canon.Unmarshal(st.Body, &s)
		w, ballot = work{trustee: s.Trustee, hash: s.Parts}, s.Ballot
	case st.Type == journal.TypeShuffle:
		var s journal.Shuffle
		if err = canon.Unmarshal(st.Body, &s); err == nil && len(s.Input) == 0 {
			err = errors.New("a shuffle of nothing")
		}
		w, ballot = work{trustee: s.Trustee, hash: s.Output, input: s.Input}, s.Ballot
	}
	switch {
	case err != nil:
	case ballot != id:
		err = errors.New("the statement is not about a trustee's work on this ballot")
	case u.manifest.Trustee(w.trustee) == 0 || st.Sig.By != manifest.ByTrustee(w.trustee):
		err = errors.New("the statement is not signed by the trustee whose work it is")
	}
	if err != nil {
		return work{}, &view.Problem{Code: "signature", Text: fmt.Sprintf("Nothing was kept: %v.", err), Next: "Use the trustee's program, with the trustee's own key."}
	}
	return w, nil
}

// keepWork checks and stores the one shuffle, or the one set of parts, that a
// trustee has for a ballot. Once the journal names it, only that is taken, in
// case it was lost here.
func (u *urn) keepWork(ctx context.Context, id, slot string, w work, data []byte) error {
	u.evidence.mu.Lock()
	defer u.evidence.mu.Unlock()
	b, _ := u.ballot(id)
	if b.Phase != journal.Decrypting {
		return notDecrypting(id)
	}
	for _, r := range b.Rejected {
		if r.Trustee == w.trustee {
			return &view.Problem{Code: "rejected", Text: fmt.Sprintf("Trustee %s was rejected for ballot %s. Nothing was kept.", w.trustee, id), Next: "Look at the journal's entry ballot.reject."}
		}
	}
	entered := enteredWork(b, slot, w.trustee)
	if entered != nil && !bytes.Equal(entered, w.hash) {
		return &view.Problem{Code: "entered", Text: fmt.Sprintf("The journal names something else of trustee %s for ballot %s. Nothing was kept.", w.trustee, id), Next: "Send what the journal names."}
	}
	// What the journal names was checked, or is, when it is used.
	if entered == nil {
		if err := u.checkWork(ctx, b, w, data); err != nil {
			return err
		}
	}
	if err := u.evidence.put(id, fmt.Sprintf("%s-%d", slot, u.manifest.Trustee(w.trustee)), w.hash, data); err != nil {
		return &view.Problem{Code: "parts", Text: "The urn could not store it. Nothing was kept.", Next: "Send it again; if it fails again, tell the urn's operator to look at its disk."}
	}
	return nil
}

// enteredWork is the hash that the journal names; nil if it names none.
func enteredWork(b journal.Ballot, slot, trustee string) []byte {
	for _, s := range b.Shuffles {
		if slot == slotShuffle && s.Trustee == trustee {
			return s.Output
		}
	}
	for _, s := range b.Shares {
		if slot == slotParts && s.Trustee == trustee {
			return s.Parts
		}
	}
	return nil
}

// checkWork verifies what is not in the journal yet.
func (u *urn) checkWork(ctx context.Context, b journal.Ballot, w work, data []byte) error {
	overtaken := &view.Problem{Code: "overtaken", Text: fmt.Sprintf("Ballot %s has gone on meanwhile. Nothing was kept.", b.Definition.Ballot), Next: "Look at the journal; what is called for now is made by itself."}
	if w.input != nil && (b.Shuffled() || !bytes.Equal(w.input, b.Head())) || w.input == nil && !b.Shuffled() {
		return overtaken
	}
	t := &task{absent: map[string]time.Time{}}
	list, err := u.mixed(ctx, b, t)
	if err == nil && w.input != nil {
		_, err = u.checkShuffle(b, len(b.Shuffles)+1, w.trustee, w.input, list, data)
	} else if err == nil {
		_, err = u.checkPart(b, w.trustee, list, data)
	}
	if err != nil {
		u.log.Warn("a trustee's work does not verify", "ballot", b.Definition.Ballot, "trustee", w.trustee, "err", err)
		return &view.Problem{Code: "false", Text: fmt.Sprintf("It does not verify: %v. Nothing was kept.", err), Next: "Compare this program with the urn's; another trustee can take its place."}
	}
	return nil
}

// work finds what was put under a hash.
func (u *urn) work(name string) ([]byte, error) {
	hash, err := parseHash(name)
	if err != nil {
		return nil, &view.Problem{Code: "usage", Text: fmt.Sprintf("Nothing was looked up: %v.", err), Next: "Take the hash from the journal."}
	}
	for _, b := range u.due() {
		if b.Phase == journal.Voided {
			continue // nothing of a void ballot may be opened by anybody
		}
		data, err := u.evidence.get(b.Definition.Ballot, hash)
		if errors.Is(err, os.ErrNotExist) || errors.Is(err, errDamaged) {
			continue // whoever made it sends it again
		}
		return data, err
	}
	return nil, &view.Problem{Code: "unknown", Text: "Nothing is kept under this hash.", Next: "Take the hash from the journal."}
}
