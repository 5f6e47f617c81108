package tally

import (
	"runtime"
	"sync"

	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
)

// Count counts the opened ballots, as Open gives them, by the rules of their kind.
func Count(b *journal.Ballot, opened []byte) *journal.Result {
	d := b.Definition
	size := d.Points * group.Size
	payloads := make([][]byte, len(opened)/size)
	// The work reports nothing: points that carry no payload are a spoilt ballot,
	// nil here, and counted as invalid.
	_ = parallel(len(payloads), func(i int) error {
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

// parallel calls work for 0 to n-1 on all processors and returns an error if any
// has one. No goroutine outlives the call.
func parallel(n int, work func(i int) error) error {
	workers := max(1, min(runtime.GOMAXPROCS(0), n))
	errs := make([]error, workers)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := w * n / workers; i < (w+1)*n/workers && errs[w] == nil; i++ {
				errs[w] = work(i)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
