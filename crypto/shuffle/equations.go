package shuffle

import (
	"fmt"

	"valurna/crypto/group"
)

// weights multiply the equations; nil leaves one out. One equation of a linear
// combination needs no random weight, so weighted is 1 when all are checked: that
// keeps the scalars of c_i short.
type weights struct {
	chain                  []*group.Scalar
	sum, product, weighted *group.Scalar
	columns                [][]*group.Scalar // two each, or nil
}

// verifierChunk is the number of points that are in memory at once, which is
// about 16 000 elements of width 1.
const verifierChunk = 1 << 17

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
	minusC  *group.Scalar     // -sum c, which each h_i has beside -stilde_i
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
		a.minusC = group.NewScalar().Multiply(w.sum, v.c)
		a.minusC.Negate(a.minusC)
	}
	for k, pair := range w.columns {
		if pair != nil {
			a.columns[k] = []*group.Scalar{group.NewScalar().Negate(pair[0]), group.NewScalar().Negate(pair[1])}
		}
	}
	return a
}

// add takes elements from..to-1.
func (a *accumulator) add(from, to int) error {
	n := to - from
	permuted, link := make([]*group.Scalar, n), make([]*group.Scalar, n)
	err := each(n, func(d int) (err error) {
		if link[d], err = a.scalar(from+d, atLink); err == nil {
			permuted[d], err = a.scalar(from+d, atPermuted)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, u := range a.u[from:to] {
		a.product.Multiply(a.product, u)
	}
	var s []*group.Scalar
	var p []*group.Point
	for _, part := range []func(from, to int, permuted, link []*group.Scalar, s *[]*group.Scalar, p *[]*group.Point) error{
		a.addChain, a.addCommitments, a.addColumns,
	} {
		if err := part(from, to, permuted, link, &s, &p); err != nil {
			return err
		}
	}
	a.main.Add(a.main, group.MultiScalarMult(s, p))
	return nil
}

// addChain appends the points of the links, each chat_i once: it stands in the
// equation of its own link and in the next, and the last in the product's.
func (a *accumulator) addChain(from, to int, permuted, link []*group.Scalar, s *[]*group.Scalar, p *[]*group.Point) error {
	n := to - from
	last := to == a.n && a.w.product != nil
	if a.w.chain == nil && !last {
		return nil
	}
	if a.w.chain == nil {
		chain, err := a.point(to-1, atChain)
		if err != nil {
			return err
		}
		*s = append(*s, group.NewScalar().Multiply(a.w.product, a.c))
		*p = append(*p, chain)
		return nil
	}
	chain, announcements, coefficients := make([]*group.Point, n), make([]*group.Point, n), make([]*group.Scalar, n)
	err := each(n, func(d int) (err error) {
		i := from + d
		if chain[d], err = a.point(i, atChain); err != nil {
			return err
		}
		if announcements[d], err = a.point(i, atAnnouncement); err != nil {
			return err
		}
		x := group.NewScalar().Multiply(a.w.chain[i], a.c)
		if i+1 < a.n {
			var next *group.Scalar
			if next, err = a.scalar(i+1, atPermuted); err != nil {
				return err
			}
			x.Subtract(x, next.Multiply(next, a.w.chain[i+1]))
		} else if last {
			x.MultiplyAdd(a.w.product, a.c, x)
		}
		coefficients[d] = x
		return nil
	})
	if err != nil {
		return err
	}
	*s = append(append(*s, coefficients...), a.w.chain[from:to]...)
	*p = append(append(*p, chain...), announcements...)
	if from == 0 {
		x := group.NewScalar().Multiply(a.w.chain[0], permuted[0])
		*s = append(*s, x.Negate(x))
		*p = append(*p, base())
	}
	x := group.NewScalar()
	for d := range n {
		x.MultiplyAdd(a.w.chain[from+d], link[d], x)
	}
	a.b.Subtract(a.b, x)
	return nil
}

// addCommitments appends the generators and adds up the commitments.
func (a *accumulator) addCommitments(from, to int, permuted, _ []*group.Scalar, s *[]*group.Scalar, p *[]*group.Point) error {
	if a.w.sum == nil && a.w.weighted == nil {
		return nil
	}
	n := to - from
	commitments, short, long := make([]*group.Point, n), make([]*group.Scalar, n), make([]*group.Scalar, n)
	err := each(n, func(d int) (err error) {
		if commitments[d], err = a.point(from+d, atCommitment); err != nil {
			return err
		}
		short[d], long[d] = group.NewScalar(), group.NewScalar()
		if a.w.weighted != nil {
			// The weight is 1.
			short[d].Set(a.u[from+d])
			long[d].Negate(permuted[d])
		}
		if a.w.sum != nil {
			short[d].Add(short[d], a.w.sum)
			long[d].Add(long[d], a.minusC)
		}
		return nil
	})
	if err != nil {
		return err
	}
	*s = append(*s, long...)
	*p = append(*p, generators(from, to)...)
	a.timesC[0].Add(a.timesC[0], group.MultiScalarMult(short, commitments))
	return nil
}

// addColumns appends the output and adds up the input.
func (a *accumulator) addColumns(from, to int, permuted, _ []*group.Scalar, s *[]*group.Scalar, p *[]*group.Point) error {
	n := to - from
	for k, pair := range a.columns {
		if pair == nil {
			continue
		}
		before, after, coefficients := make([]*group.Point, 2*n), make([]*group.Point, 2*n), make([]*group.Scalar, 2*n)
		err := each(n, func(d int) (err error) {
			if before[d], before[n+d], err = a.decodeCiphertext("input", a.in, from+d, k); err != nil {
				return err
			}
			if after[d], after[n+d], err = a.decodeCiphertext("output", a.out, from+d, k); err != nil {
				return err
			}
			coefficients[d] = group.NewScalar().Multiply(pair[0], permuted[d])
			coefficients[n+d] = group.NewScalar().Multiply(pair[1], permuted[d])
			return nil
		})
		if err != nil {
			return err
		}
		*s = append(*s, coefficients...)
		*p = append(*p, after...)
		for half := range 2 {
			sum := a.timesC[1+2*k+half]
			sum.Add(sum, group.MultiScalarMult(a.u[from:to], before[half*n:(half+1)*n]))
		}
	}
	return nil
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

// names of the fields of a record in errors.
var names = map[int]string{
	atCommitment: "c", atChain: "chat", atAnnouncement: "that", atLink: "shat", atPermuted: "stilde",
}

// point decodes a point of element i's record. Commitments are not the identity.
func (v *verifier) point(i, at int) (*group.Point, error) {
	p, err := decodePoint(v.proof.field(i, at), at != atAnnouncement)
	if err != nil {
		return nil, fmt.Errorf("proof record %d, %s: %w", i, names[at], err)
	}
	return p, nil
}

// scalar decodes a response of element i's record.
func (v *verifier) scalar(i, at int) (*group.Scalar, error) {
	s, err := group.DecodeScalar(v.proof.field(i, at))
	if err != nil {
		return nil, fmt.Errorf("proof record %d, %s: %w", i, names[at], err)
	}
	return s, nil
}
