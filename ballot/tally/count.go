package tally

import (
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// Count counts the opened ballots, as Open gives them, by the rules of their kind.
func Count(b *journal.Ballot, opened []byte) *journal.Result {
	d := b.Definition
	size := d.Points * group.Size
	payloads := make([][]byte, len(opened)/size)
	// Ballots alike open to the same points, and to read a payload from points costs
	// as much as all else that is done with them: each one is read once.
	alike := make(map[string]int)
	var first []int // the first ballot of each kind
	for i := range payloads {
		points := opened[i*size : (i+1)*size]
		if _, seen := alike[string(points)]; !seen {
			alike[string(points)] = i
			first = append(first, i)
		}
	}
	// The work reports nothing: points that carry no payload are a spoilt ballot,
	// nil here, and counted as invalid.
	_ = parallel.Try(len(first), 1, func(k int) error {
		i := first[k]
		if p, err := sealed.Payload(opened[i*size : (i+1)*size]); err == nil {
			payloads[i] = p
		}
		return nil
	})
	for i := range payloads {
		payloads[i] = payloads[alike[string(opened[i*size:(i+1)*size])]]
	}
	t := d.Contest.Count(payloads)
	return &journal.Result{
		Ballot: d.Ballot, Cast: len(payloads), Valid: t.Valid, Invalid: t.Invalid, Blank: t.Blank,
		Options: t.Options, Elected: t.Elected, Ties: t.Ties,
	}
}
