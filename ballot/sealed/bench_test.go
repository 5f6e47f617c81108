package sealed

import (
	"io"
	"testing"

	"valurna/crypto/group"
)

func BenchmarkMake(b *testing.B) {
	for _, points := range []int{1, 2} {
		d := define(b, points)
		payload := must[[]byte](b)(d.contest.Encode(d.choice(0)))
		rand := source(30)
		secret := must[*group.Scalar](b)(group.RandomScalar(rand))
		b.Run([]string{"", "points=1", "points=2"}[points], func(b *testing.B) {
			for b.Loop() {
				must[*Ballot](b)(Make(d.Terms, payload, secret, [CheckSize]byte{}, rand))
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	d := define(b, 1)
	encoding := d.vote(b, d.choice(0), source(31)).Encode()
	for b.Loop() {
		if err := must[*Ballot](b)(Decode(1, encoding)).Verify(d.Terms); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerifyAll1000 reports the time of a box of 1000 ballots, and of each.
func BenchmarkVerifyAll1000(b *testing.B) {
	const n = 1000
	for _, points := range []int{1, 2} {
		d := define(b, points)
		box := d.box(b, n)
		b.Run([]string{"", "points=1", "points=2"}[points], func(b *testing.B) {
			for b.Loop() {
				if err := VerifyAll(d.Terms, box, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "us/ballot")
		})
	}
}

func BenchmarkSeal1000(b *testing.B) {
	const n = 1000
	rand := source(32)
	box := make([][]byte, n)
	for i := range box {
		box[i] = make([]byte, Size(1))
		must[int](b)(io.ReadFull(rand, box[i]))
	}
	for b.Loop() {
		Sort(box)
		Root(box)
	}
}
