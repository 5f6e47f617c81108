package group

import (
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"

	"filippo.io/edwards25519"
)

const (
	// pippengerFrom is the number of points from which buckets beat the
	// library's Straus method (see BenchmarkMultiScalarMult).
	pippengerFrom = 190
	// parallelFrom is the number of points from which the windows are shared
	// out among the processors.
	parallelFrom = 1000
	// maxWindow bounds the window, so that a digit fits an int16 and the buckets a
	// processor's cache.
	maxWindow = 13
)

// MultiScalarMult returns the sum of s[i] p[i], and the identity for no points.
// It panics if the lengths differ.
//
// Variable time: every scalar and every point must be public. Short scalars, as
// weights of 128 bits are, cost less in proportion. From 1000 points on it works
// on all processors; no goroutine outlives the call.
func MultiScalarMult(s []*Scalar, p []*Point) *Point {
	if len(s) != len(p) {
		panic("group: multi-scalar multiplication of unequal lengths")
	}
	v := NewPoint()
	if len(p) < pippengerFrom {
		inner := make([]*edwards25519.Point, len(p))
		for i := range p {
			inner[i] = &p[i].inner
		}
		v.inner.VarTimeMultiScalarMult(s, inner)
		return v
	}
	newRecoding(s).multiply(v, p)
	return v
}

// recoding holds scalars as signed digits: scalar i is the sum over windows w of
// digits[w][i] 2^(w size), with -2^(size-1) < digit <= 2^(size-1). The method is
// Pippenger's with buckets (Bernstein, Doumen, Lange and Oosterwijk, "Faster batch
// forgery identification", 2012, section 4); signed digits halve the buckets,
// since negating a point is free. Mixed addition of affine points (7 multiplications
// in place of 9) was tried: it gains less than a tenth here, and was left out.
type recoding struct {
	size   int
	digits [][]int16
}

// newRecoding recodes s with the window size that costs least.
func newRecoding(s []*Scalar) *recoding {
	encoded, longest, total := encodeAll(s)
	return recode(encoded, longest, windowSize(longest, total))
}

// encodeAll encodes scalars, and gives the length in bits of the longest and that
// of all together.
func encodeAll(s []*Scalar) (encoded [][Size]byte, longest, total int) {
	encoded = make([][Size]byte, len(s))
	lengths := make([]int, len(s))
	inParts(len(s), func(from, to int) {
		for i := from; i < to; i++ {
			encoded[i] = [Size]byte(s[i].Bytes())
			lengths[i] = bitLen(encoded[i][:])
		}
	})
	for _, n := range lengths {
		longest, total = max(longest, n), total+n
	}
	return encoded, longest, total
}

func recode(encoded [][Size]byte, longest, size int) *recoding {
	r := &recoding{size: size}
	// One bit more than the longest, so that the top window leaves no carry.
	windows := (longest + r.size) / r.size
	r.digits = make([][]int16, windows)
	for w := range r.digits {
		r.digits[w] = make([]int16, len(encoded))
	}
	inParts(len(encoded), func(from, to int) {
		for i := from; i < to; i++ {
			carry := 0
			for w := range windows {
				d := window(encoded[i][:], w*r.size, r.size) + carry
				carry = 0
				if d > 1<<(r.size-1) {
					d -= 1 << r.size
					carry = 1
				}
				r.digits[w][i] = int16(d)
			}
		}
	})
	return r
}

// inParts calls f for parts that make up 0..n, one for each processor, if there is
// enough to share. No goroutine outlives the call.
func inParts(n int, f func(from, to int)) {
	if n < parallelFrom {
		f(0, n)
		return
	}
	workers := runtime.GOMAXPROCS(0)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() { f(w*n/workers, (w+1)*n/workers) })
	}
	group.Wait()
}

// windowSize picks the size with the fewest additions: one for each non-zero
// digit, two for each bucket of each window.
func windowSize(longest, total int) int {
	best, least := 2, int(^uint(0)>>1)
	for size := 2; size <= maxWindow; size++ {
		windows := (longest + size) / size
		cost := total/size + windows<<size
		if cost < least {
			best, least = size, cost
		}
	}
	return best
}

// multiply sets v to the multi-scalar product, window by window from the top.
func (r *recoding) multiply(v *Point, p []*Point) {
	sums := make([]edwards25519.Point, len(r.digits))
	var next atomic.Int64
	work := func() {
		b := newBuckets(r.size)
		for {
			w := int(next.Add(1)) - 1
			if w >= len(sums) {
				return
			}
			sums[w].Set(b.sum(r.digits[w], p))
		}
	}
	if workers := min(runtime.GOMAXPROCS(0), len(sums)); workers > 1 && len(p) >= parallelFrom {
		var group sync.WaitGroup
		for range workers {
			group.Go(work)
		}
		group.Wait()
	} else {
		work()
	}

	v.inner.Set(edwards25519.NewIdentityPoint())
	for w := len(sums) - 1; w >= 0; w-- {
		for range r.size {
			v.inner.Add(&v.inner, &v.inner)
		}
		v.inner.Add(&v.inner, &sums[w])
	}
	v.known = false
}

// buckets collect the points of one window by the size of their digit.
type buckets struct {
	points []edwards25519.Point
	used   []bool
}

func newBuckets(size int) *buckets {
	n := 1 << (size - 1)
	return &buckets{make([]edwards25519.Point, n), make([]bool, n)}
}

// sum returns the sum of digits[i] p[i]: bucket k holds the points with digit
// k+1, less those with digit -(k+1), and counts k+1 times because the running
// sum from the top passes it k+1 times.
func (b *buckets) sum(digits []int16, p []*Point) *edwards25519.Point {
	clear(b.used)
	for i, d := range digits {
		switch {
		case d > 0:
			b.add(int(d)-1, &p[i].inner)
		case d < 0:
			b.subtract(int(-d)-1, &p[i].inner)
		}
	}
	running, total := edwards25519.NewIdentityPoint(), edwards25519.NewIdentityPoint()
	empty := true
	for k := len(b.points) - 1; k >= 0; k-- {
		if b.used[k] {
			running.Add(running, &b.points[k])
			empty = false
		}
		if !empty {
			total.Add(total, running)
		}
	}
	return total
}

func (b *buckets) add(k int, p *edwards25519.Point) {
	if b.used[k] {
		b.points[k].Add(&b.points[k], p)
		return
	}
	b.points[k].Set(p)
	b.used[k] = true
}

func (b *buckets) subtract(k int, p *edwards25519.Point) {
	if b.used[k] {
		b.points[k].Subtract(&b.points[k], p)
		return
	}
	b.points[k].Negate(p)
	b.used[k] = true
}

// bitLen returns the length in bits of a little-endian integer.
func bitLen(b []byte) int {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] != 0 {
			return 8*i + bits.Len8(b[i])
		}
	}
	return 0
}

// window returns the size bits of b that begin at bit from; bits past the end
// are zero. size is at most maxWindow, so three bytes hold them.
func window(b []byte, from, size int) int {
	var v int
	for k := range 3 {
		if i := from/8 + k; i < len(b) {
			v |= int(b[i]) << (8 * k)
		}
	}
	return v >> (from % 8) & (1<<size - 1)
}
