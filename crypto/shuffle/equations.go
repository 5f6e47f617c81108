package shuffle

import "valurna/crypto/group"

// weights multiply the equations; nil leaves one out. One equation of a linear
// combination needs no random weight, so weighted is 1 when all are checked: that
// keeps the scalars of c_i short. pair multiplies both equations on c_i, sum and
// weighted, beside that; nil is 1.
type weights struct {
	chain                  *group.WeightStream // one for each element
	pair                   *group.Scalar
	sum, product, weighted *group.Scalar
	columns                [][]*group.Scalar // two each, or nil
}

// verifierChunk is the number of points that are in memory at once, which is
// about 16 000 elements of width 1, and 11 000 of a chain of three. A variable only
// so that a test can make many chunks of a small box.
var verifierChunk = 1 << 17

// combination returns the linear combination of the equations of vs, shuffles of one
// chain, each with the weights of that place in ws. It is the identity if all
// equations that have a weight hold. They are, in the names of CheckShuffleProof,
//
//	chain i    that_i + c chat_i - stilde_i chat_{i-1} - shat_i B        chat_0 = h
//	sum        t1 + c (sum of c_i - sum of h_i) - s1 B
//	product    t2 + c (chat_N - (product of u_i) h) - s2 B
//	weighted   t3 + c (sum of u_i c_i) - s3 B - sum of stilde_i h_i
//	column k   t4 + c (sum of u_i in_i) - sum of stilde_i out_i + s4 (B, Y)
//
// Everything is decoded and checked on the way as far as these equations hold it.
// What one shuffle puts out and the next takes in is decoded and multiplied once.
func combination(vs []*verifier, ws []*weights, steps *steps) (*group.Point, error) {
	accumulators := make([]*accumulator, len(vs))
	for i, v := range vs {
		accumulators[i] = newAccumulator(v, ws[i])
	}
	first, total := vs[0], group.NewPoint()
	perElement := max(4+4*first.width, len(vs)*(2+2*first.width))
	err := chunks(first.n, max(1, verifierChunk/perElement), func(from, to int) error {
		t := new(terms)
		box := &ciphertexts{statement: first.statement, name: "input", box: first.in, from: from, to: to}
		for _, a := range accumulators {
			var err error
			if box, err = a.add(t, box); err != nil {
				return err
			}
			steps.add(to - from)
		}
		if t.generators != nil {
			t.append(t.generators, generators(from, to))
		}
		total.Add(total, t.sum())
		return nil
	})
	if err != nil {
		return nil, err
	}
	t := new(terms)
	for _, a := range accumulators {
		a.addOnce(t)
	}
	return total.Add(total, t.sum()), nil
}

// sum is the combination of one shuffle.
func (v *verifier) sum(w *weights) (*group.Point, error) {
	return combination([]*verifier{v}, []*weights{w}, new(steps))
}

// accumulator adds up a shuffle's part of the combination chunk by chunk.
type accumulator struct {
	*verifier
	w       *weights
	u       *group.WeightStream
	chain   *group.WeightStream // nil without these equations
	next    *group.Scalar       // the chain's weight of the next element
	pair    *group.Scalar       // w.pair
	timesC  []*group.Point      // to be multiplied by c: commitments, then two for each column
	b       *group.Scalar       // of B
	product *group.Scalar       // of all u so far
	sumC    *group.Scalar       // the weight of sum times c
	columns [][]*group.Scalar   // -weights.columns
}

func newAccumulator(v *verifier, w *weights) *accumulator {
	a := &accumulator{
		verifier: v, w: w, u: v.u.Again(),
		pair:    group.ScalarFromUint64(1),
		timesC:  make([]*group.Point, 1+2*v.width),
		b:       group.NewScalar(),
		product: group.ScalarFromUint64(1),
		columns: make([][]*group.Scalar, v.width),
	}
	for i := range a.timesC {
		a.timesC[i] = group.NewPoint()
	}
	if w.pair != nil {
		a.pair = w.pair
	}
	if w.chain != nil {
		a.chain = w.chain.Again()
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

// addOnce adds what is there once.
func (a *accumulator) addOnce(t *terms) {
	put := func(x *group.Scalar, q *group.Point) {
		t.append([]*group.Scalar{x}, []*group.Point{q})
	}
	times := func(x, y *group.Scalar) *group.Scalar { return group.NewScalar().Multiply(x, y) }

	put(times(a.pair, a.c), a.timesC[0])
	for i, w := range []*group.Scalar{a.w.sum, a.w.product, a.w.weighted} {
		if w != nil {
			if i != 1 {
				w = times(w, a.pair)
			}
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
}
