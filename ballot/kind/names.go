package kind

import (
	"encoding/binary"
	"fmt"
)

// nameSize is the length of one name on a ballot: the option's index plus one,
// 16 bits, big endian. Zero is no name.
const nameSize = 2

// encodeNames writes exactly marks of n options, rising.
func encodeNames(marks, n int, options []int, out []byte) error {
	if len(options) != marks {
		return fmt.Errorf("kind: %d options chosen, the ballot takes exactly %d: choose again, or vote blank", len(options), marks)
	}
	last := -1
	for i, option := range options {
		if option < 0 || option >= n {
			return fmt.Errorf("kind: option index %d does not stand on the ballot, which has %d options: choose again", option, n)
		}
		if option == last {
			return fmt.Errorf("kind: option index %d is chosen twice: choose another", option)
		}
		if option < last {
			return fmt.Errorf("kind: option index %d comes after %d: give the options in the order of the ballot", option, last)
		}
		binary.BigEndian.PutUint16(out[nameSize*i:], uint16(option+1))
		last = option
	}
	return nil
}

// decodeNames reads names until in ends. The first fault, from the left, is the
// reason.
func decodeNames(n int, in []byte) ([]int, *Invalid) {
	options := make([]int, 0, len(in)/nameSize)
	last := -1
	for i := 0; i < len(in); i += nameSize {
		option := int(binary.BigEndian.Uint16(in[i:])) - 1
		switch {
		case option < 0:
			return nil, &Invalid{ReasonCount}
		case option >= n:
			return nil, &Invalid{ReasonUnknown}
		case option == last:
			return nil, &Invalid{ReasonDouble}
		case option < last:
			return nil, &Invalid{ReasonOrder}
		}
		options = append(options, option)
		last = option
	}
	return options, nil
}
