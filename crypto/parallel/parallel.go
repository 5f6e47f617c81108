// Package parallel shares work with numbered places out among the processors.
package parallel

import (
	"runtime"
	"sync"
)

// Each calls f for 0..n-1, in runs of neighbours, one run for each processor but
// none shorter than least while there are several, and returns when all calls have.
func Each(n, least int, f func(i int)) {
	_ = Try(n, least, func(i int) error { // no call fails
		f(i)
		return nil
	})
}

// Try is Each of calls that can fail: a run ends at its first error, and the error
// of the smallest number that has one is returned. No goroutine outlives the call.
func Try(n, least int, f func(i int) error) error {
	workers := max(1, min(runtime.GOMAXPROCS(0), n/least))
	errs := make([]error, workers)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := n * w / workers; i < n*(w+1)/workers && errs[w] == nil; i++ {
				errs[w] = f(i)
			}
		})
	}
	group.Wait()
	// Runs are of neighbours, so the first error by run is the first by number.
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
