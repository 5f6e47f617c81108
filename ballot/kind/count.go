package kind

import (
	"cmp"
	"slices"
)

// Tally is what a ballot box holds. Valid, Invalid and Blank add up to the
// ballots that were opened. Slices are never nil.
type Tally struct {
	Valid   int
	Invalid int
	Blank   int            // neither valid nor invalid (LAW section 4)
	Reasons map[Reason]int // the invalid ones by reason; they add up to Invalid
	Options []OptionVotes  // in the order of the ballot
	Elected []string       // most votes first, then in the order of the ballot
	Ties    [][]string     // options that share the last place, for the lot
}

// Count counts opened ballots, each the payload of one sealed ballot, nil where
// the opened points carry none. The order of the payloads changes nothing.
//
// Elected are those with the most votes ("enkel majoritet", LAW section 4), as
// many as there are to elect. Where several share the last place and there is
// not room for all of them, none of them is in Elected: they stand in Ties. An
// option without votes is not elected.
func (c Contest) Count(payloads [][]byte) Tally {
	t := Tally{Reasons: map[Reason]int{}, Options: make([]OptionVotes, len(c.Options)), Elected: []string{}, Ties: [][]string{}}
	for i, name := range c.Options {
		t.Options[i].Name = name
	}
	r, err := c.rules()
	if err != nil {
		t.Invalid = len(payloads)
		if t.Invalid > 0 {
			t.Reasons[ReasonContest] = t.Invalid
		}
		return t
	}
	votes := make([]int, len(c.Options))
	for _, payload := range payloads {
		choice, invalid := decode(c, r, payload)
		switch {
		case invalid != nil:
			t.Invalid++
			t.Reasons[invalid.Reason]++
		case choice.Blank:
			t.Blank++
		default:
			t.Valid++
			for _, option := range choice.Options {
				votes[option]++
			}
		}
	}
	for i, n := range votes {
		t.Options[i].Votes = n
	}
	elected, ties := r.winners(c, votes)
	t.Elected = append(t.Elected, c.names(elected)...)
	for _, tie := range ties {
		t.Ties = append(t.Ties, c.names(tie))
	}
	return t
}

func (c Contest) names(options []int) []string {
	out := make([]string, len(options))
	for i, option := range options {
		out[i] = c.Options[option]
	}
	return out
}

// mostVotes elects seats options by plurality.
func mostVotes(seats int, votes []int) (elected []int, ties [][]int) {
	order := make([]int, 0, len(votes))
	for i, n := range votes {
		if n > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(votes[b], votes[a]) })
	if len(order) <= seats {
		return order, nil
	}
	if votes[order[seats-1]] > votes[order[seats]] {
		return order[:seats], nil
	}
	// The last seat and the first place after it have equally many: whoever has
	// that many is tied, from the first of them to the last.
	last := votes[order[seats]]
	from := slices.IndexFunc(order, func(i int) bool { return votes[i] == last })
	to := from
	for to < len(order) && votes[order[to]] == last {
		to++
	}
	return order[:from], [][]int{order[from:to]}
}
