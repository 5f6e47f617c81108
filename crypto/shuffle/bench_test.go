package shuffle

import (
	"fmt"
	"testing"
	"time"

	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// The benchmarks report the time of the group operations that no prover or
// verifier of this kind can do without, measured in the same run, and how many
// times that the whole takes. The ratio is what to judge by on a shared machine.

var sizes = []int{1000, 10000}

func BenchmarkShuffle(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			box := newBox(b, n, 1)
			generators(0, n)
			compare(b, n, func() { box.shuffle(b, seeded("shuffle", n)) }, func() { proverLimit(b, box) })
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			box := newBox(b, n, 1)
			out, proof := box.shuffle(b, seeded("shuffle", n))
			compare(b, n, func() {
				if err := box.verify(out, proof); err != nil {
					b.Fatal(err)
				}
			}, func() { verifierLimit(b, box, out, proof) })
		})
	}
}

// compare runs both in turn, so that other work on the machine slows both alike.
func compare(b *testing.B, n int, whole, limit func()) {
	var spent time.Duration
	for b.Loop() {
		whole()
		b.StopTimer()
		start := time.Now()
		limit()
		spent += time.Since(start)
		b.StartTimer()
	}
	perElement := func(d time.Duration) float64 {
		return float64(d.Nanoseconds()) / float64(b.N) / float64(n) / 1000
	}
	b.ReportMetric(perElement(b.Elapsed()), "µs/element")
	b.ReportMetric(perElement(spent), "µs/element-limit")
	b.ReportMetric(float64(b.Elapsed())/float64(spent), "x-limit")
}

// proverLimit does, for each element: decode the input, seven multiplications of
// fixed points, three terms of secret multi-scalar products, encode five points.
func proverLimit(b *testing.B, box *box) {
	n := box.n
	table := group.NewTable(box.key)
	points, secret := make([]*group.Point, 2*n), make([]*group.Scalar, 2*n)
	_ = parallel.Try(n, perWorker, func(i int) error {
		points[2*i], points[2*i+1] = decodeBoth(b, box.in, i)
		s := group.ScalarFromUint64(uint64(i))
		secret[2*i], secret[2*i+1] = s, s
		var sums [5]group.Point
		for k := range sums {
			sums[k].ScalarBaseMult(s)
			if k < 3 {
				table.Mul(&sums[k], s)
			}
			if k != 0 {
				sums[k].Add(&sums[k], points[2*i])
			}
			sums[k].Bytes()
		}
		return nil
	})
	group.MultiScalarMultSecret(secret, points)
	group.MultiScalarMultSecret(secret[:n], generators(0, n))
}

// verifierLimit does, for each element: decode seven points, four full-size terms
// of a multi-scalar product and four of 128 bits.
func verifierLimit(b *testing.B, box *box, out, encoded []byte) {
	n := box.n
	p := proof{n, 1, encoded}
	full, short := make([]*group.Point, 0, 4*n), make([]*group.Point, 4*n)
	outputs, chains := make([]*group.Point, 2*n), make([]*group.Point, n)
	scalars := make([]*group.Scalar, 4*n)
	_ = parallel.Try(n, perWorker, func(i int) error {
		short[4*i], short[4*i+1] = decodeBoth(b, box.in, i)
		outputs[2*i], outputs[2*i+1] = decodeBoth(b, out, i)
		chains[i] = decode(b, p.field(i, atChain))
		short[4*i+2], short[4*i+3] = decode(b, p.field(i, atCommitment)), decode(b, p.field(i, atAnnouncement))
		s, err := group.DecodeScalar(p.field(i, atPermuted))
		if err != nil {
			b.Error(err)
		}
		for k := range 4 {
			scalars[4*i+k] = s
		}
		return nil
	})
	full = append(append(append(full, outputs...), chains...), generators(0, n)...)
	group.MultiScalarMult(scalars, full)
	group.MultiScalarMult(group.NewTranscript("limit").Weights("weights", 4*n), short)
}

func decodeBoth(b *testing.B, box []byte, i int) (c1, c2 *group.Point) {
	return decode(b, box[i*pair:][:32]), decode(b, box[i*pair+32:][:32])
}

func decode(b *testing.B, encoded []byte) *group.Point {
	p, err := new(group.Point).SetBytes(encoded)
	if err != nil {
		b.Error(err)
	}
	return p
}
