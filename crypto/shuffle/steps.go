package shuffle

// perWorker is the least number of elements worth a goroutine.
const perWorker = 8

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
