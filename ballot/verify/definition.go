package verify

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/crypto/tree"
)

// definition checks that nobody could choose anything about the ballot once it
// was open: signed by enough trustees, under a key of their ceremony, and cosigned
// before the first token.
func (r *run) definition() (string, error) {
	d, m := r.ballot.Definition, r.signed.Manifest
	e, err := journal.DecodeEntry(r.bundle.Entries[r.ballot.DefineSeq])
	if err != nil {
		return "", err
	}
	var signers []string
	for _, sig := range e.Sigs {
		if err := r.state.CheckStatement(journal.Statement{Type: e.Type, Body: e.Body, Sig: sig}); err != nil {
			return "", err
		}
		if !slices.ContainsFunc(m.Trustees, func(t manifest.Trustee) bool { return manifest.ByTrustee(t.Name) == sig.By }) || slices.Contains(signers, sig.By) {
			return "", fmt.Errorf("%s signs the definition, but is no trustee or signs twice", sig.By)
		}
		signers = append(signers, sig.By)
	}
	if len(signers) < m.Threshold {
		return "", fmt.Errorf("%d trustees signed the definition; %d must", len(signers), m.Threshold)
	}
	if r.state.Context(e.Body) != r.ballot.Context {
		return "", errors.New("the ballot's context is not the hash of its definition")
	}
	if err := r.ceremony(d); err != nil {
		return "", err
	}
	if err := d.Contest.Check(); err != nil {
		return "", err
	}
	if d.Payload != d.Contest.PayloadSize() || d.Points != d.Contest.Points() {
		return "", fmt.Errorf("ballots of %d bytes in %d points are not those of the contest", d.Payload, d.Points)
	}
	if r.terms, err = r.state.Terms(d.Ballot); err != nil {
		return "", err
	}
	if err := r.terms.Check(); err != nil {
		return "", err
	}
	if err := r.noteCount(); err != nil {
		return "", err
	}
	if r.ballot.Open == nil {
		return "signed by " + strings.Join(signers, ", ") + "; the ballot was never opened", nil
	}
	if err := r.covers(0, "definition", r.ballot.DefineSeq, r.reached[journal.Opened], r.ballot.Open.Checkpoint); err != nil {
		return "", err
	}
	return fmt.Sprintf("signed by %s (%d must), under key %d of the ceremony that all %d trustees signed, and cosigned before the ballot opened",
		strings.Join(signers, ", "), m.Threshold, d.KeyIndex, len(m.Trustees)), nil
}

// ceremony checks that the ballot's key is what the trustees' dealings make.
func (r *run) ceremony(d journal.Definition) error {
	keys := r.state.Ceremony().Keys
	made, err := r.state.ProposedKeys()
	if err != nil {
		return err
	}
	if keys == nil || d.KeyIndex < 0 || d.KeyIndex >= len(keys.Keys) || d.KeyIndex >= len(made.Keys) {
		return fmt.Errorf("the ceremony made no key %d", d.KeyIndex)
	}
	used, computed := keys.Keys[d.KeyIndex], made.Keys[d.KeyIndex]
	if !bytes.Equal(d.Key, used.Key) || !bytes.Equal(canon.MustMarshal(used), canon.MustMarshal(computed)) {
		return fmt.Errorf("key %d is not what the trustees' dealings make", d.KeyIndex)
	}
	return nil
}

// noteCount checks that the bundle has the checkpoints that its ballot calls for
// and no other.
func (r *run) noteCount() error {
	want := 1
	if r.ballot.Open != nil {
		want++
	}
	if r.ballot.Decrypt != nil {
		want++
	}
	if len(r.points) != want {
		return fmt.Errorf("%d checkpoints; a bundle of a ballot that is %s has %d", len(r.points), r.ballot.Phase, want)
	}
	return nil
}

// roll computes the frozen roll again from its own account of attendance.
func (r *run) roll() (string, error) {
	d := r.ballot.Definition
	if len(r.seats) == 0 || len(r.seats) != len(d.Seats) {
		return "", fmt.Errorf("%d seats were taken, the roll has %d", len(r.seats), len(d.Seats))
	}
	var t tree.Tree
	for i, leaf := range r.seats {
		if i > 0 && leaf.Seat <= r.seats[i-1].Seat {
			return "", fmt.Errorf("seat %d stands twice on the roll, or out of order", leaf.Seat)
		}
		t.Append(canon.MustMarshal(leaf))
	}
	root, err := t.Root(t.Size())
	if err != nil {
		return "", err
	}
	if !bytes.Equal(root[:], d.Roll) {
		return "", errors.New("the roll is not that of those who sat there when the ballot was defined")
	}
	taken := "those that were taken when the ballot was defined"
	if d.Trial() {
		taken = "all of the body, with their own members"
	}
	return fmt.Sprintf("%d seats, %s; names stand behind commitments", len(r.seats), taken), nil
}

// counts reconciles roll, tokens and ballots.
func (r *run) counts() (string, error) {
	if err := r.whenVoid(journal.Counted); err != nil {
		return "", err
	}
	c, stop, seats := r.ballot.Counts, r.ballot.Stop, r.ballot.Definition.Seats
	if c == nil || stop == nil {
		return "", fmt.Errorf("the journal has no counts of this ballot, which is %s", r.ballot.Phase)
	}
	if c.Eligible != len(seats) || c.Cast < 0 || c.Cast > c.Tokens || c.Tokens > c.Eligible {
		return "", fmt.Errorf("%d cast, %d tokens, %d eligible of %d seats on the roll: cast <= tokens <= eligible does not hold", c.Cast, c.Tokens, c.Eligible, len(seats))
	}
	if c.Cast != stop.Cast {
		return "", fmt.Errorf("the registrar counts %d ballots, the urn %d", c.Cast, stop.Cast)
	}
	if len(c.Collected) != c.Tokens {
		return "", fmt.Errorf("%d tokens, but %d seats that collected one", c.Tokens, len(c.Collected))
	}
	for i, seat := range c.Collected {
		if _, on := slices.BinarySearch(seats, seat); !on || i > 0 && seat <= c.Collected[i-1] {
			return "", fmt.Errorf("seat %d collected a token, but is not on the roll or stands twice", seat)
		}
	}
	return fmt.Sprintf("%d cast <= %d tokens <= %d eligible; every seat that collected a token is on the roll", c.Cast, c.Tokens, c.Eligible), nil
}
