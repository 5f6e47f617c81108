package threshold

import (
	"runtime"
	"sync"
)

// perWorker is the least number of scalar multiplications worth a goroutine.
const perWorker = 32

// each calls f for 0..n-1, shared out among the processors, and returns when all
// calls have.
func each(n int, f func(j int)) {
	workers := max(1, min(runtime.GOMAXPROCS(0), n/perWorker))
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for j := n * w / workers; j < n*(w+1)/workers; j++ {
				f(j)
			}
		})
	}
	group.Wait()
}
