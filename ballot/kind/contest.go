// Package kind holds the kinds of ballot: what may stand on one, how a choice is
// written into the fixed number of bytes that a sealed ballot carries, and how
// opened ballots are counted.
//
// For most uses: Check a Contest once, Encode the voter's Choice, and Count what
// the trustees opened. Only a Contest that passed Check gives meaningful
// results; with any other, Encode refuses and every ballot counts as invalid.
//
// A ballot bears names from the register that the definition fixes, in the order
// of that register, and nothing else: free text, or an order that the voter
// chooses, would be a mark by which a ballot can be recognised (LAW section 4).
// So every choice has exactly one encoding, all encodings of one contest have
// the same length, and a choice is checked where it is made and where it is
// counted.
package kind

import (
	"errors"
	"fmt"
	"strings"

	"valurna/ballot/canon"
)

// Limits of a contest. Lengths are in bytes.
const (
	MinOptions = 2
	MaxOptions = 500
	MaxName    = 200
)

// Contest is what one ballot asks: the kind, how many are to be elected, and the
// options in the order in which they stand on the ballot.
type Contest struct {
	Kind    string   `json:"kind"`    // "one-of-n" or "k-of-n"
	Elect   int      `json:"elect"`   // 1 for one-of-n
	Options []string `json:"options"` // names, distinct
}

// OptionVotes is one option and its votes.
type OptionVotes struct {
	Name  string `json:"name"`
	Votes int    `json:"votes"`
}

// Check refuses a contest that no ballot could be held on: an unknown kind, too
// few or too many options, names that are empty, doubled, too long or
// misleading, a number to elect that the kind does not allow.
func (c Contest) Check() error {
	if _, err := c.rules(); err != nil {
		return err
	}
	first := make(map[string]int, len(c.Options))
	for i, name := range c.Options {
		if err := CheckName(name); err != nil {
			return fmt.Errorf("kind: option %d, %q: %w", i+1, name, err)
		}
		if earlier, doubled := first[name]; doubled {
			return fmt.Errorf("kind: options %d and %d are both %q: make them differ, or a vote would not say who is meant", earlier+1, i+1, name)
		}
		first[name] = i
	}
	return nil
}

// CheckName says whether an option may be called so.
func CheckName(name string) error {
	if name == "" || strings.TrimSpace(name) != name {
		return errors.New("it is empty or begins or ends with a space: correct it")
	}
	return canon.Text(name, MaxName)
}

// rules gives the rules of the contest's kind, if its numbers are within them.
// It costs nothing, so that it can stand before every encoding and decoding; the
// names are for Check.
func (c Contest) rules() (rules, error) {
	r := kinds[c.Kind]
	if r == nil {
		return nil, fmt.Errorf("kind: %q is no kind of ballot; there are %s", c.Kind, strings.Join(Kinds(), ", "))
	}
	if n := len(c.Options); n < MinOptions || n > MaxOptions {
		return nil, fmt.Errorf("kind: %d options; a ballot has %d to %d", n, MinOptions, MaxOptions)
	}
	return r, r.check(c)
}
