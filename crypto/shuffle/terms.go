package shuffle

import (
	"fmt"

	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// terms are those of a multi-scalar product over a run of elements of all shuffles.
type terms struct {
	scalars    []*group.Scalar
	points     []*group.Point
	generators []*group.Scalar // what each generator is multiplied by; nil if none is
}

func (t *terms) append(s []*group.Scalar, q []*group.Point) {
	t.scalars = append(t.scalars, s...)
	t.points = append(t.points, q...)
}

func (t *terms) sum() *group.Point { return group.MultiScalarMult(t.scalars, t.points) }

// piece is a run of one shuffle's elements with their challenges, weights and
// responses.
type piece struct {
	*terms
	from, to       int
	u              []*group.Scalar
	chain          []*group.Scalar // of one element more, unless it is the last; nil without
	link, permuted []*group.Scalar
}

func (p *piece) size() int { return p.to - p.from }

// add takes the elements of a run of the input, adds their terms to t, and returns
// the elements of the output.
func (a *accumulator) add(t *terms, in *ciphertexts) (*ciphertexts, error) {
	from, to := in.from, in.to
	n := to - from
	p := &piece{terms: t, from: from, to: to, u: a.u.Next(n), chain: a.chainWeights(from, to), link: make([]*group.Scalar, n), permuted: make([]*group.Scalar, n)}
	err := parallel.Try(n, perWorker, func(d int) (err error) {
		if p.link[d], err = a.scalar(from+d, atLink); err == nil {
			p.permuted[d], err = a.scalar(from+d, atPermuted)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, u := range p.u {
		a.product.Multiply(a.product, u)
	}
	if a.chain != nil {
		err = a.addChain(p)
	}
	if err == nil && a.w.product != nil && to == a.n {
		err = a.addEnd(p)
	}
	if err == nil && (a.w.sum != nil || a.w.weighted != nil) {
		err = a.addCommitments(p)
	}
	out := &ciphertexts{statement: a.statement, name: "output", box: a.out, from: from, to: to, multiplied: make([][]*group.Scalar, a.width)}
	for k := 0; err == nil && k < a.width; k++ {
		if a.columns[k] != nil {
			err = a.addColumn(p, in, out, k)
		}
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// chainWeights returns the weights of elements from..to, of which the last, if it
// exists, is the first of the next run.
func (a *accumulator) chainWeights(from, to int) []*group.Scalar {
	if a.chain == nil {
		return nil
	}
	if from == 0 {
		a.next = a.chain.Next(1)[0]
	}
	weights := append([]*group.Scalar{a.next}, a.chain.Next(min(to, a.n-1)-from)...)
	a.next = weights[len(weights)-1]
	return weights
}

// addChain adds the links. Each chat_i stands in the equation of its own link and
// in that of the next, and is multiplied once.
func (a *accumulator) addChain(p *piece) error {
	n := p.size()
	chain, announcements, coefficients := make([]*group.Point, n), make([]*group.Point, n), make([]*group.Scalar, n)
	err := parallel.Try(n, perWorker, func(d int) (err error) {
		i := p.from + d
		if chain[d], err = a.point(i, atChain); err != nil {
			return err
		}
		if announcements[d], err = a.point(i, atAnnouncement); err != nil {
			return err
		}
		x := group.NewScalar().Multiply(p.chain[d], a.c)
		if i+1 < a.n {
			next, err := a.scalar(i+1, atPermuted)
			if err != nil {
				return err
			}
			x.Subtract(x, next.Multiply(next, p.chain[d+1]))
		}
		coefficients[d] = x
		return nil
	})
	if err != nil {
		return err
	}
	p.append(coefficients, chain)
	p.append(p.chain[:n], announcements)
	if p.from == 0 {
		x := group.NewScalar().Multiply(p.chain[0], p.permuted[0])
		p.append([]*group.Scalar{x.Negate(x)}, []*group.Point{base()})
	}
	x := group.NewScalar()
	for d := range n {
		x.MultiplyAdd(p.chain[d], p.link[d], x)
	}
	a.b.Subtract(a.b, x)
	return nil
}

// addEnd adds chat_N of the product's equation.
func (a *accumulator) addEnd(p *piece) error {
	chain, err := a.point(a.n-1, atChain)
	if err != nil {
		return err
	}
	p.append([]*group.Scalar{group.NewScalar().Multiply(a.w.product, a.c)}, []*group.Point{chain})
	return nil
}

// addCommitments adds to what the generators are multiplied by, which is the same
// points in all shuffles, and the commitments to what is multiplied by c at the end:
// their scalars stay short.
func (a *accumulator) addCommitments(p *piece) error {
	n := p.size()
	commitments, short := make([]*group.Point, n), make([]*group.Scalar, n)
	if p.generators == nil {
		p.generators = make([]*group.Scalar, n)
		for d := range p.generators {
			p.generators[d] = group.NewScalar()
		}
	}
	err := parallel.Try(n, perWorker, func(d int) (err error) {
		if commitments[d], err = a.point(p.from+d, atCommitment); err != nil {
			return err
		}
		long := group.NewScalar()
		short[d] = group.NewScalar()
		if a.w.weighted != nil {
			// The weight is 1.
			short[d].Set(p.u[d])
			long.Negate(p.permuted[d])
		}
		if a.w.sum != nil {
			short[d].Add(short[d], a.w.sum)
			long.Subtract(long, a.sumC)
		}
		p.generators[d].MultiplyAdd(long, a.pair, p.generators[d])
		return nil
	})
	if err != nil {
		return err
	}
	a.timesC[0].Add(a.timesC[0], group.MultiScalarMult(short, commitments))
	return nil
}

// addColumn adds the output of a column, and the input. If that is the output of the
// shuffle before, its scalars are added to those that it has; if not, it goes to what
// is multiplied by c and the column's weights at the end, and stays with short ones.
func (a *accumulator) addColumn(p *piece, in, out *ciphertexts, k int) error {
	n := p.size()
	before, err := in.column(k)
	if err != nil {
		return err
	}
	after, err := out.column(k)
	if err != nil {
		return err
	}
	coefficients := make([]*group.Scalar, 2*n)
	for half, weight := range a.columns[k] { // the negative
		timesC := group.NewScalar().Multiply(a.w.columns[k][half], a.c)
		_ = parallel.Try(n, perWorker, func(d int) error { // no call fails
			i := half*n + d
			coefficients[i] = group.NewScalar().Multiply(weight, p.permuted[d])
			if in.multiplied != nil {
				in.multiplied[k][i].MultiplyAdd(timesC, p.u[d], in.multiplied[k][i])
			}
			return nil
		})
	}
	out.multiplied[k] = coefficients
	// The scalars may still change, until the product is taken.
	p.append(coefficients, after)
	for half := 0; half < 2 && in.multiplied == nil; half++ {
		sum := a.timesC[1+2*k+half]
		sum.Add(sum, group.MultiScalarMult(p.u, before[half*n:(half+1)*n]))
	}
	return nil
}

// ciphertexts are a run of a box, decoded where they are asked for.
type ciphertexts struct {
	*statement
	name     string // of the box, in errors
	box      []byte
	from, to int
	columns  [][]*group.Point

	// multiplied holds what each point of a column is multiplied by among the terms;
	// nil if the box is no output.
	multiplied [][]*group.Scalar
}

// column returns all C1 of a column and then all C2.
func (c *ciphertexts) column(k int) ([]*group.Point, error) {
	if c.columns == nil {
		c.columns = make([][]*group.Point, c.width)
	}
	if c.columns[k] == nil {
		n := c.to - c.from
		points := make([]*group.Point, 2*n)
		err := parallel.Try(n, perWorker, func(d int) (err error) {
			points[d], points[n+d], err = c.decodeCiphertext(c.name, c.box, c.from+d, k)
			return err
		})
		if err != nil {
			return nil, err
		}
		c.columns[k] = points
	}
	return c.columns[k], nil
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
