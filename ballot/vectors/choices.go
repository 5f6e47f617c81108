package vectors

import (
	"errors"

	"valurna/ballot/canon"
	"valurna/ballot/kind"
)

// choices is section 14: encodings, what an opened payload says, and counts.
type choices struct {
	Contest  kind.Contest `json:"contest"`
	Payload  int          `json:"payload"`
	Points   int          `json:"points"`
	Payloads []payload    `json:"payloads"`
	Counts   []count      `json:"counts"`
}

// payload is what was embedded in a ballot's points. Verdict is "valid", "blank" or
// "invalid"; Reason is no part of the specification.
type payload struct {
	Payload canon.Hex `json:"payload"`
	Verdict string    `json:"verdict"`
	Choice  []int     `json:"choice"` // counted from 1
	Reason  string    `json:"reason,omitempty"`
}

type count struct {
	Payloads []int              `json:"payloads"` // places in the list above
	Valid    int                `json:"valid"`
	Invalid  int                `json:"invalid"`
	Blank    int                `json:"blank"`
	Options  []kind.OptionVotes `json:"options"`
	Elected  []string           `json:"elected"`
	Ties     [][]string         `json:"ties"`
}

func makeChoices() []choices {
	one := kind.Contest{Kind: "one-of-n", Elect: 1, Options: []string{"Ada", "Bo Ek", "Cai"}}
	two := kind.Contest{Kind: "k-of-n", Elect: 2, Options: []string{"Ada", "Bo Ek", "Cai", "Dis"}}
	return []choices{
		choicesOf(one, [][]byte{{}, {0, 1}, {0, 2}, {0, 3}, {0, 4}, {1, 0}, {0, 0, 1}, {0, 1, 0, 1}},
			[][]int{{}, {0}, {1, 1, 2, 0}, {1, 2}, {1, 2, 4, 5, 6, 7}, {1, 2, 3}}),
		choicesOf(two, [][]byte{{}, {0, 1, 0, 2}, {0, 3, 0, 4}, {0, 1, 0, 3}, {0, 1}, {0, 2, 0, 1}, {0, 1, 0, 1}, {0, 1, 0, 5}, {0, 0, 0, 1}, {0, 1, 0, 2, 0, 3}},
			[][]int{{1, 1, 2}, {1, 2}, {1, 3}, {1, 3, 2}, {0, 4, 5, 6, 7, 8, 9}}),
	}
}

// choicesOf fills each payload up with zeros and says what it is.
func choicesOf(c kind.Contest, starts [][]byte, counts [][]int) choices {
	v := choices{Contest: c, Payload: c.PayloadSize(), Points: c.Points()}
	all := make([][]byte, len(starts))
	for i, start := range starts {
		all[i] = append(start, make([]byte, 30*v.Points-len(start))...)
		p := payload{Payload: all[i], Verdict: "valid", Choice: []int{}}
		choice, err := c.Decode(all[i])
		var invalid *kind.Invalid
		switch {
		case errors.As(err, &invalid):
			p.Verdict, p.Reason = "invalid", string(invalid.Reason)
		case choice.Blank:
			p.Verdict = "blank"
		}
		for _, o := range choice.Options {
			p.Choice = append(p.Choice, o+1)
		}
		v.Payloads = append(v.Payloads, p)
	}
	for _, places := range counts {
		var box [][]byte
		for _, i := range places {
			box = append(box, all[i])
		}
		t := c.Count(box)
		v.Counts = append(v.Counts, count{places, t.Valid, t.Invalid, t.Blank, t.Options, t.Elected, t.Ties})
	}
	return v
}
