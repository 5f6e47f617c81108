package shuffle

import "valurna/crypto/group"

// weights multiply the equations; nil leaves one out. One equation of a linear
// combination needs no random weight, so weighted is 1 when all are checked: that
// keeps the scalars of c_i short.
type weights struct {
	chain                  []*group.Scalar
	sum, product, weighted *group.Scalar
	columns                [][]*group.Scalar // two each, or nil
}

// verifierChunk is the number of points that are in memory at once, which is
// about 16 000 elements of width 1. A variable only so that a test can make many
// chunks of a small box.
var verifierChunk = 1 << 17

// sum returns the linear combination, which is the identity if all equations
// that have a weight hold. They are, in the names of CheckShuffleProof,
//
//	chain i    that_i + c chat_i - stilde_i chat_{i-1} - shat_i B        chat_0 = h
//	sum        t1 + c (sum of c_i - sum of h_i) - s1 B
//	product    t2 + c (chat_N - (product of u_i) h) - s2 B
//	weighted   t3 + c (sum of u_i c_i) - s3 B - sum of stilde_i h_i
//	column k   t4 + c (sum of u_i in_i) - sum of stilde_i out_i + s4 (B, Y)
//
// Everything is decoded and checked on the way as far as these equations hold it.
func (v *verifier) sum(w *weights) (*group.Point, error) {
	a := newAccumulator(v, w)
	size := max(1, verifierChunk/(4+4*v.width))
	err := chunks(v.n, size, func(from, to int) error {
		if err := a.add(from, to); err != nil {
			return err
		}
		v.steps.add(to - from)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return a.total(), nil
}

// accumulator adds up the combination chunk by chunk.
type accumulator struct {
	*verifier
	w       *weights
	main    *group.Point      // all that is not below
	timesC  []*group.Point    // to be multiplied by c: commitments, then two for each column
	b       *group.Scalar     // of B
	product *group.Scalar     // of all u so far
	sumC    *group.Scalar     // the weight of sum times c
	columns [][]*group.Scalar // -weights.columns
}

func newAccumulator(v *verifier, w *weights) *accumulator {
	a := &accumulator{
		verifier: v, w: w,
		main:    group.NewPoint(),
		timesC:  make([]*group.Point, 1+2*v.width),
		b:       group.NewScalar(),
		product: group.ScalarFromUint64(1),
		columns: make([][]*group.Scalar, v.width),
	}
	for i := range a.timesC {
		a.timesC[i] = group.NewPoint()
	}
	if w.sum != nil {
		a.sumC = group.NewScalar().Multiply(w.sum, v.c)
	}
	for k, pair := range w.columns {
		if pair != nil {
			a.columns[k] = []*group.Scalar{group.NewScalar().Negate(pair[0]), group.NewScalar().Negate(pair[1])}
		}
	}
	return a
}

// total adds what is there once.
func (a *accumulator) total() *group.Point {
	var s []*group.Scalar
	var p []*group.Point
	put := func(x *group.Scalar, q *group.Point) { s, p = append(s, x), append(p, q) }
	times := func(x, y *group.Scalar) *group.Scalar { return group.NewScalar().Multiply(x, y) }

	put(a.c, a.timesC[0])
	for i, w := range []*group.Scalar{a.w.sum, a.w.product, a.w.weighted} {
		if w != nil {
			put(w, a.announcements[i])
			a.b.Subtract(a.b, times(w, a.responses[i]))
		}
	}
	if a.w.product != nil {
		x := times(times(a.w.product, a.c), a.product)
		if a.n == 0 {
			// chat_N is h.
			x.Subtract(x, times(a.w.product, a.c))
		}
		put(x.Negate(x), base())
	}
	for k, pair := range a.w.columns {
		if pair == nil {
			continue
		}
		for half, w := range pair {
			put(w, a.announcements[3+2*k+half])
			put(times(w, a.c), a.timesC[1+2*k+half])
		}
		a.b.MultiplyAdd(pair[0], a.responses[3+k], a.b)
		put(times(pair[1], a.responses[3+k]), a.key)
	}
	put(a.b, group.Generator())
	return new(group.Point).Add(a.main, group.MultiScalarMult(s, p))
}
