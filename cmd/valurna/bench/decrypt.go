package bench

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/ballot/verify"
	"valurna/crypto/group"
)

// counting is a sealed ballot on its way to the result.
type counting struct {
	*meeting
	do    func(who, what string, work func() error) error // does one party's step
	all   bool                                            // each party checks what it checks; else nobody checks
	out   *bundle.Bundle
	lists [][]byte // the ciphertexts: sealed, and after each shuffle
}

// count takes the sealed box through all shuffles and the decryption to the
// certified result, and gives what is published.
func (m *meeting) count(box [][]byte, all bool, do func(who, what string, work func() error) error) (*bundle.Bundle, error) {
	c := &counting{meeting: m, do: do, all: all, out: &bundle.Bundle{Ballot: ballot, Sealed: box}}
	c.lists = [][]byte{sealed.Ciphertexts(c.ballot().Definition.Points, box)}
	for k := range trustees {
		if err := c.shuffle(k); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(c.open(), c.certify()); err != nil {
		return nil, err
	}
	c.out.Entries = m.leaves
	last, err := m.note()
	c.out.Checkpoints = []string{c.ballot().Open.Checkpoint, c.ballot().Decrypt.Checkpoint, last}
	return c.out, err
}

func (c *counting) ballot() *journal.Ballot { return c.state.Ballot(ballot) }

func (c *counting) publics(index int) (*group.Point, error) {
	return c.state.PublicShare(c.ballot().Definition.KeyIndex, index)
}

// check has a party verify one shuffle, from 0.
func (c *counting) check(who string, k int) error {
	if !c.all {
		return nil
	}
	return c.do(who, fmt.Sprintf("verifies shuffle %d", k+1), func() error {
		s := c.out.Shuffles[k]
		_, err := tally.CheckShuffle(c.ballot(), k+1, k+1, c.lists[k], slices.Concat(s.Output, s.Proof))
		return err
	})
}

// shuffle is trustee k's: it verifies those before its own, and the urn its own.
func (c *counting) shuffle(k int) error {
	name := trustees[k]
	for before := range k {
		if err := c.check("trustee "+name, before); err != nil {
			return err
		}
	}
	var data []byte
	err := c.do("trustee "+name, "shuffles", func() (err error) {
		data, err = tally.Shuffle(c.ballot(), k+1, k+1, c.lists[k], rand.Reader, nil)
		return err
	})
	if err != nil {
		return err
	}
	err = c.add(journal.TypeShuffle, journal.Shuffle{Ballot: ballot, Trustee: name, Input: c.ballot().Head(), Output: tally.Hash(data)}, manifest.ByTrustee(name))
	if err != nil {
		return err
	}
	output, proof, err := tally.SplitShuffle(c.ballot(), data)
	if err != nil {
		return err
	}
	c.out.Shuffles = append(c.out.Shuffles, bundle.Shuffle{Trustee: name, Output: output, Proof: proof})
	c.lists = append(c.lists, output)
	return c.check("urn", k)
}

// open has the needed trustees decrypt: each verifies what came after its own
// shuffle, gives its parts, and proves the sum that the urn makes of them.
func (c *counting) open() error {
	list := c.lists[len(trustees)]
	var parts [][]byte
	for k, name := range trustees[:needed] {
		for after := k + 1; after < len(trustees); after++ {
			if err := c.check("trustee "+name, after); err != nil {
				return err
			}
		}
		var hash []byte
		err := c.do("trustee "+name, "decrypts", func() error {
			public, err := c.publics(k + 1)
			if err != nil {
				return err
			}
			part, proof, err := tally.Part(c.ballot(), k+1, c.shares[name], public, list, rand.Reader)
			if err != nil {
				return err
			}
			parts, hash = append(parts, part), tally.Hash(part, proof.Bytes())
			return nil
		})
		if err != nil {
			return err
		}
		if err := c.add(journal.TypeShares, journal.Shares{Ballot: ballot, Trustee: name, Parts: hash}, manifest.ByTrustee(name)); err != nil {
			return err
		}
	}
	err := c.do("urn", "adds up the parts", func() (err error) {
		c.out.Combined, err = tally.Combine(c.signed.Manifest, c.ballot(), parts)
		return err
	})
	if err != nil {
		return err
	}
	if err := c.add(journal.TypeCombine, tally.Combined(c.ballot(), c.out.Combined), manifest.ByUrn); err != nil {
		return err
	}
	for k, name := range trustees[:needed] {
		var share []byte
		err := c.do("trustee "+name, "proves the sum", func() (err error) {
			share, err = tally.Prove(c.signed.Manifest, c.ballot(), c.publics, k+1, c.shares[name], list, c.out.Combined, rand.Reader)
			return err
		})
		if err != nil {
			return err
		}
		err = c.add(journal.TypeProof, journal.Proof{Ballot: ballot, Trustee: name, Of: journal.CombineHash(c.ballot().Combined), Share: share}, manifest.ByTrustee(name))
		if err != nil {
			return err
		}
	}
	return nil
}

// certify has the urn open and count, the registrar count again, and the chair
// certify.
func (c *counting) certify() error {
	if c.ballot().Combined == nil {
		return nil // open says why
	}
	var result *journal.Result
	err := c.do("urn", "opens and counts", func() error {
		opened, err := tally.Open(c.signed.Manifest, c.ballot(), c.publics, c.lists[len(trustees)], c.out.Combined)
		if err == nil {
			result = tally.Count(c.ballot(), opened)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := c.add(journal.TypeResult, *result, manifest.ByUrn); err != nil {
		return err
	}
	if c.all {
		err := c.do("registrar", "counts again from the seal", func() error {
			terms, err := c.state.Terms(ballot)
			if err != nil {
				return err
			}
			evidence := verify.Evidence{Sealed: c.out.Sealed, Shuffles: c.out.Shuffles, Combined: c.out.Combined}
			return verify.Recount(c.signed.Manifest, *c.ballot(), terms, c.state.PublicShare, evidence)
		})
		if err != nil {
			return err
		}
	}
	return c.add(journal.TypeCertify, journal.Certify{Ballot: ballot, Person: 1, Result: journal.ResultHash(result), Elected: result.Elected})
}
