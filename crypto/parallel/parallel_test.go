package parallel

import (
	"fmt"
	"runtime"
	"testing"
)

func TestEachPlaceIsVisitedOnce(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	for _, least := range []int{1, 8} {
		for _, n := range []int{0, 1, 2, 3, 7, 8, 17, 100} {
			visits := make([]int, n)
			Each(n, least, func(i int) { visits[i]++ })
			for i, v := range visits {
				if v != 1 {
					t.Errorf("place %d of %d is visited %d times", i, n, v)
				}
			}
		}
	}
}

func TestTheErrorOfTheSmallestPlaceIsGiven(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	err := Try(100, 1, func(i int) error {
		if i%30 == 29 {
			return fmt.Errorf("place %d", i)
		}
		return nil
	})
	if err == nil || err.Error() != "place 29" {
		t.Errorf("got %v", err)
	}
	if err := Try(100, 1, func(int) error { return nil }); err != nil {
		t.Errorf("without an error: %v", err)
	}
}
