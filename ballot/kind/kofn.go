package kind

import "fmt"

// kOf elects k of n: the ballot bears exactly k names, in the order of the list.
//
// A ballot with more or fewer names than are to be elected, with a name twice or
// with one that is not on the list is invalid (LAW section 4, "exactly k of N").
// Their order on the ballot carries no meaning, so there is only one order.
// Elected are the k with the most votes; those who share the last place are
// left to the lot.
type kOf struct{}

func (kOf) check(c Contest) error {
	if c.Elect < 1 || c.Elect >= len(c.Options) {
		return fmt.Errorf("kind: %d to be elected of %d options: at least 1, and fewer than there are options", c.Elect, len(c.Options))
	}
	return nil
}

func (kOf) payloadSize(c Contest) int { return nameSize * c.Elect }

func (kOf) encode(c Contest, options []int, out []byte) error {
	return encodeNames(c.Elect, len(c.Options), options, out)
}

func (kOf) decode(c Contest, in []byte) ([]int, *Invalid) {
	return decodeNames(len(c.Options), in)
}

func (kOf) winners(c Contest, votes []int) ([]int, [][]int) { return mostVotes(c.Elect, votes) }
