package kind

import "fmt"

// oneOf elects one of n: the ballot bears one name.
//
// A ballot that names nobody on the list, or more than one, is invalid (LAW
// section 4, "one of N", after SKR's model rules for elections in councils).
// Winner is who has the most votes; a tie is broken by lot, so nobody of those
// who share it is elected yet.
type oneOf struct{}

func (oneOf) check(c Contest) error {
	if c.Elect != 1 {
		return fmt.Errorf("kind: %s elects 1, not %d: correct the number, or choose %s", OneOfN, c.Elect, KOfN)
	}
	return nil
}

func (oneOf) payloadSize(Contest) int { return nameSize }

func (oneOf) encode(c Contest, options []int, out []byte) error {
	return encodeNames(1, len(c.Options), options, out)
}

func (oneOf) decode(c Contest, in []byte) ([]int, *Invalid) {
	return decodeNames(len(c.Options), in)
}

func (oneOf) winners(_ Contest, votes []int) ([]int, [][]int) { return mostVotes(1, votes) }
