package group

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// sumOfChunks returns the sum of product(from, to) over the chunks that make up
// 0..n, shared out among the processors. A chunk has at most most places, and no
// fewer than least as long as they are enough. No goroutine outlives the call.
func sumOfChunks(n, least, most int, product func(from, to int) *Point) *Point {
	if n == 0 {
		return NewPoint()
	}
	workers := runtime.GOMAXPROCS(0)
	size := min(most, max(least, (n+workers-1)/workers))
	sums := make([]*Point, (n+size-1)/size)
	var next atomic.Int64
	work := func() {
		for {
			k := int(next.Add(1)) - 1
			if k >= len(sums) {
				return
			}
			sums[k] = product(k*size, min((k+1)*size, n))
		}
	}
	if len(sums) == 1 {
		work()
		return sums[0]
	}
	var group sync.WaitGroup
	for range min(workers, len(sums)) {
		group.Go(work)
	}
	group.Wait()
	v := NewPoint()
	for _, sum := range sums {
		v.Add(v, sum)
	}
	return v
}
