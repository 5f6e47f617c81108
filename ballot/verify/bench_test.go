package verify

import (
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
)

// BenchmarkVerify verifies a whole bundle of 1000 ballots on all processors.
func BenchmarkVerify(b *testing.B) {
	const voters = 1000
	e := conveneSeats(b, voters, nil)
	e.define()
	payloads, collected := make([][]byte, voters), make([]int, voters)
	for i := range voters {
		payloads[i] = e.payload(kind.Choice{Options: []int{1}})
		collected[i] = i + 1
	}
	e.fill(payloads, collected)
	e.finish(journal.Result{
		Ballot: ballotID, Cast: voters, Valid: voters,
		Options: []kind.OptionVotes{{Name: "Ada"}, {Name: "Bo Ek", Votes: voters}, {Name: "Cai"}},
		Elected: []string{"Bo Ek"}, Ties: [][]string{},
	})
	published, anchor := e.bundle(), FileAnchor(e.manifestFile())
	for b.Loop() {
		if r := Verify(published, anchor); r.Verdict != Valid {
			b.Fatal(dump(r))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/voters, "µs/ballot")
}
