package trustee

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/server/crash"
	"valurna/server/party"
	"valurna/server/wire"
)

// errNotSigned is what the human is told; the registrar only misses a signature.
var errNotSigned = errors.New("NOT SIGNED")

// Asked signs what waits for this trustee's signature, if it may.
func (t *trustee) Asked(ctx context.Context, s *journal.State, p wire.Proposal) error {
	var err error
	switch p.Type {
	case journal.TypeKeys:
		err = t.signKeys(ctx, s, p.Body)
	case journal.TypeDefine:
		err = t.signDefinition(ctx, s, p.Body)
	default:
		err = fmt.Errorf("%w: trustees sign no %q", errNotSigned, p.Type)
	}
	var stopped *party.Stop
	if errors.Is(err, errNotSigned) && !errors.As(err, &stopped) {
		t.say("%v", err)
		return nil
	}
	return err
}

// signKeys signs the ceremony's record if it is the one that the dealings make,
// and this trustee's own shares of these keys are verified and saved.
func (t *trustee) signKeys(ctx context.Context, s *journal.State, body []byte) error {
	want, err := s.ProposedKeys()
	if err != nil {
		return fmt.Errorf("%w: the ceremony's keys: %w", errNotSigned, err)
	}
	if !bytes.Equal(canon.MustMarshal(want), body) {
		return fmt.Errorf("%w: the registrar asks for other keys than the dealings make", errNotSigned)
	}
	if s.Ceremony().Complaint != nil || len(t.memory.file.Shares) != len(want.Keys) {
		return fmt.Errorf("%w: the ceremony's keys: this trustee has no verified shares of them", errNotSigned)
	}
	return t.send(ctx, s, wire.CmdSign, journal.TypeKeys, want)
}

// signDefinition signs a definition in which nothing but the issuing key was the
// registrar's to choose. CheckDefinition refuses a ballot or key that the journal
// has a definition for. Before that a second one is signed, and said: an opening
// that failed, for want of a trustee or because somebody left the room, must not
// keep the ballot from ever opening. It has the issuing key of the first, or it is
// refused: tokens of two keys would be two for each seat. That only one comes into
// force is the witnesses' to see to; that a key opens only one box is this
// trustee's.
func (t *trustee) signDefinition(ctx context.Context, s *journal.State, body []byte) error {
	d := new(journal.Definition)
	if err := canon.Unmarshal(body, d); err != nil {
		return fmt.Errorf("%w: a definition that cannot be read: %w", errNotSigned, err)
	}
	if err := s.CheckDefinition(d); err != nil {
		return fmt.Errorf("%w: ballot %s: %w", errNotSigned, d.Ballot, err)
	}
	if shares := t.memory.file.Shares; d.KeyIndex >= len(shares) || len(shares[d.KeyIndex]) == 0 {
		return fmt.Errorf("%w: ballot %s: this trustee has no share of key %d any more", errNotSigned, d.Ballot, d.KeyIndex)
	}
	hash := s.Context(body)
	// The decision rests on the journal as it is now; both are on disk first.
	if err := t.meeting.Remember(s); err != nil {
		return err
	}
	issuing := sha256.Sum256(d.Issuing)
	again, err := t.memory.sign(signed{Ballot: d.Ballot, KeyIndex: d.KeyIndex, Context: hash[:], Modulus: issuing[:]})
	if err != nil {
		return fmt.Errorf("%w: ballot %s: %w", errNotSigned, d.Ballot, err)
	}
	crash.At("trustee.define.saved")
	if again {
		t.say("ballot %s: another definition was signed before and never came into the journal; this one takes its place", d.Ballot)
	}
	return t.send(ctx, s, wire.CmdSign, journal.TypeDefine, d)
}
