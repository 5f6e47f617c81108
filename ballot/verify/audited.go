package verify

import (
	"bytes"
	"errors"
	"fmt"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/parallel"
)

// audited checks that the ballots which voters opened as tests are those that the
// urn sealed with the others, that each opens as it says, and that none was cast.
func (r *run) audited() (string, error) {
	list := r.bundle.Audited
	if err := r.whenVoid(journal.Sealed); err != nil {
		if len(list) > 0 {
			return "", fmt.Errorf("%d audited ballots stand in the bundle of a void ballot that was never sealed", len(list))
		}
		return "", err
	}
	s := r.ballot.Seal
	if r.ballot.Void != nil && len(list) == 0 && s.Audited > 0 {
		return "", absent{"the ballot is void; its audited ballots are not published"}
	}
	if s.Audited != len(list) {
		return "", fmt.Errorf("%d audited ballots in the bundle, %d sealed", len(list), s.Audited)
	}
	if !sealed.IsSorted(list) {
		return "", errors.New("the audited ballots are out of the order of the seal, or one stands there twice")
	}
	if root := sealed.Root(list); !bytes.Equal(root[:], s.AuditedRoot) {
		return "", errors.New("the audited ballots are not those that were sealed: their root is another")
	}
	opened := make([]*sealed.Opened, len(list))
	err := parallel.Try(len(list), 1, func(i int) error {
		o, err := sealed.DecodeOpened(r.terms.Points, list[i])
		if err == nil {
			err = o.Verify(r.terms)
		}
		if err != nil {
			return fmt.Errorf("audited ballot %d: %w", i+1, err)
		}
		opened[i] = o
		return nil
	})
	if err != nil {
		return "", err
	}
	if err := r.apart(opened); err != nil {
		return "", err
	}
	if len(list) == 0 {
		return "none: nobody opened a sealed ballot as a test of the booth", nil
	}
	return fmt.Sprintf("%d ballots were opened as tests; each opens as its booth said, and none of them was cast. `valurna audit` shows what they held", len(list)), nil
}

// Defined gives the ballot of a bundle that Verify has found good, and its terms:
// what package booth needs to say what an audited ballot held.
func Defined(b *bundle.Bundle) (journal.Ballot, sealed.Terms, error) {
	s := journal.NewState()
	for i, leaf := range b.Entries {
		if _, err := s.ApplyLeaf(leaf); err != nil {
			return journal.Ballot{}, sealed.Terms{}, fmt.Errorf("verify: entry %d: %w", i, err)
		}
	}
	ballot := s.Ballot(b.Ballot)
	if ballot == nil {
		return journal.Ballot{}, sealed.Terms{}, fmt.Errorf("verify: the journal has no ballot %s", b.Ballot)
	}
	terms, err := s.Terms(b.Ballot)
	return *ballot, terms, err
}

// apart checks that no sealed ballot has a token key or a C1 of an audited one:
// whoever has the opening would read it, and it would be a vote that was published.
func (r *run) apart(opened []*sealed.Opened) error {
	of := map[string]int{}
	for i, o := range opened {
		for _, mark := range o.Ballot.Marks() {
			of[string(mark)] = i
		}
	}
	if len(of) == 0 {
		return nil
	}
	for i, encoding := range r.bundle.Sealed {
		for _, mark := range sealed.MarksOf(r.terms.Points, encoding) {
			if a, both := of[string(mark)]; both {
				return fmt.Errorf("sealed ballot %d is audited ballot %d, or made from it: what was opened as a test was cast", i+1, a+1)
			}
		}
	}
	return nil
}
