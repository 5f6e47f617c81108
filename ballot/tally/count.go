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
	// The work reports nothing: points that carry no payload are a spoilt ballot,
	// nil here, and counted as invalid.
	_ = parallel.Try(len(payloads), 1, func(i int) error {
		if p, err := sealed.Payload(opened[i*size : (i+1)*size]); err == nil {
			payloads[i] = p
		}
		return nil
	})
	t := d.Contest.Count(payloads)
	return &journal.Result{
		Ballot: d.Ballot, Cast: len(payloads), Valid: t.Valid, Invalid: t.Invalid, Blank: t.Blank,
		Options: t.Options, Elected: t.Elected, Ties: t.Ties,
	}
}
