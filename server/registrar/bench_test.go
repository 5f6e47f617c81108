package registrar

import (
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"valurna/ballot/roll"
	"valurna/crypto/blind"
)

// BenchmarkIssue issues tokens to seats in turn, several requests at a time:
// every one is decided on the disk and flushed, then signed. x-bare is how many
// times as long it takes as the signature alone, as many at a time.
func BenchmarkIssue(b *testing.B) {
	const extra, workers = 500, 8
	w := newTown(b, func(s *roll.Source) {
		for i := range extra {
			s.Members = append(s.Members, roll.Member{Name: fmt.Sprintf("Ledamot %d", i), Seat: seats + 1 + i, Offices: []string{}, Keys: []string{sshLine(newSigner())}})
		}
	})
	w.assemble()
	for person := seats + 1; person <= seats+extra; person++ {
		if err := w.CheckIn(person, person, "room"); err != nil {
			b.Fatal(err)
		}
	}
	id := w.openBallot(1)
	terms := w.booth(id).terms
	blinded := make([][]byte, extra)
	for i := range blinded {
		blinded[i] = must(blind.NewRequest(terms.Issuing, fmt.Appendf(nil, "message %d", i), rand.Reader)).Blinded()
	}
	// each runs f for 0 … n-1, workers at a time.
	each := func(n int, f func(i int)) time.Duration {
		at := time.Now()
		var next atomic.Int64
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
					f(i)
				}
			})
		}
		wg.Wait()
		return time.Since(at)
	}
	signer := w.signers[id]
	bare := each(extra, func(i int) { must(signer.BlindSign(blinded[i])) }) / extra
	b.ResetTimer()
	for done := 0; done < b.N; done += extra {
		n := min(extra, b.N-done)
		each(n, func(i int) { must(w.issue(id, seats+1+i, blinded[i], nil, anyone)) })
		b.StopTimer()
		must(w.records.db.Exec(`UPDATE token SET request = NULL`)) // every one a new decision
		b.StartTimer()
	}
	b.StopTimer()
	token := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(time.Second)/float64(token), "tokens/s")
	b.ReportMetric(float64(token)/float64(bare), "x-bare")
}
