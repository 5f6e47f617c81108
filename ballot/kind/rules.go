package kind

import (
	"maps"
	"slices"
)

// The kinds, by the name that stands in a definition.
const (
	OneOfN = "one-of-n"
	KOfN   = "k-of-n"
)

// rules is what a kind of ballot decides. All methods but check are called only
// with a contest that check has passed.
type rules interface {
	// check says whether the number to elect fits the kind and the options.
	check(c Contest) error
	// payloadSize is the length of an encoded choice in bytes, never 0.
	payloadSize(c Contest) int
	// encode writes the chosen options, which are not blank, into out, which is
	// zero and payloadSize bytes long.
	encode(c Contest, options []int, out []byte) error
	// decode reads what encode wrote; in is payloadSize bytes and not all zero.
	decode(c Contest, in []byte) ([]int, *Invalid)
	// winners says who is elected, given the votes of each option, and which
	// options share the last place. Both hold indices of options.
	winners(c Contest, votes []int) (elected []int, ties [][]int)
}

var kinds = map[string]rules{
	OneOfN: oneOf{},
	KOfN:   kOf{},
}

// Kinds lists the known kinds in alphabetical order.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds)) }
