package shuffle

import (
	"runtime"
	"sync"
)

// perWorker is the least number of elements worth a goroutine.
const perWorker = 8

// each calls f for 0..n-1, shared out among the processors, and returns when all
// calls have. It returns the error of the smallest number that has one.
func each(n int, f func(i int) error) error {
	workers := max(1, min(runtime.GOMAXPROCS(0), n/perWorker))
	errs := make([]error, workers)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := n * w / workers; i < n*(w+1)/workers; i++ {
				if errs[w] = f(i); errs[w] != nil {
					return
				}
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

// steps counts work for a [Progress].
type steps struct {
	tell        Progress
	done, total int
}

func (s *steps) add(n int) {
	if s.tell == nil || n == 0 {
		return
	}
	s.done += n
	s.tell(s.done, s.total)
}

// chunks calls f for [0, n) in pieces of at most size.
func chunks(n, size int, f func(from, to int) error) error {
	for from := 0; from < n; from += size {
		if err := f(from, min(n, from+size)); err != nil {
			return err
		}
	}
	return nil
}
