package sealed

import (
	"runtime"
	"sync"
)

// perWorker is the least number of hashes worth a goroutine.
const perWorker = 256

// batches calls work for pieces of at most size that make up 0..n, on all
// processors, and gives what they return to take, in their order and on the
// caller's goroutine, until that says false. No goroutine outlives the call.
func batches[T any](n, size int, work func(from, to int) T, take func(from, to int, made T) bool) {
	pieces := (n + size - 1) / size
	// Twice as many pieces are given out as there are workers, so that none waits
	// for take, and no more, so that little is in memory.
	workers := min(runtime.GOMAXPROCS(0), pieces)
	results := make([]chan T, pieces)
	for k := range results {
		results[k] = make(chan T, 1)
	}
	next := make(chan int, workers)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for k := range next {
				results[k] <- work(k*size, min((k+1)*size, n))
			}
		})
	}
	given := 0
	give := func() {
		if given < pieces {
			next <- given
			given++
		}
	}
	for range 2 * workers {
		give()
	}
	for k := range pieces {
		made := <-results[k]
		if !take(k*size, min((k+1)*size, n), made) {
			break
		}
		give()
	}
	close(next)
	group.Wait()
}
