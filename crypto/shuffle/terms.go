package shuffle

import (
	"fmt"

	"valurna/crypto/group"
)

// piece is a run of elements with their challenges, weights and responses, and the
// terms of the main product that they give.
type piece struct {
	from, to       int
	u              []*group.Scalar
	chain          []*group.Scalar // of one element more, unless it is the last; nil without
	link, permuted []*group.Scalar
	scalars        []*group.Scalar
	points         []*group.Point
}

func (p *piece) size() int { return p.to - p.from }

func (p *piece) append(s []*group.Scalar, q []*group.Point) {
	p.scalars = append(p.scalars, s...)
	p.points = append(p.points, q...)
}

// add takes the elements of a run of the input, and returns those of the output.
func (a *accumulator) add(in *ciphertexts) (*ciphertexts, error) {
	from, to := in.from, in.to
	n := to - from
	p := &piece{from: from, to: to, u: a.u.Next(n), chain: a.chainWeights(from, to), link: make([]*group.Scalar, n), permuted: make([]*group.Scalar, n)}
	err := each(n, func(d int) (err error) {
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
	out := &ciphertexts{statement: a.statement, name: "output", box: a.out, from: from, to: to}
	for k := 0; err == nil && k < a.width; k++ {
		if a.columns[k] != nil {
			err = a.addColumn(p, in, out, k)
		}
	}
	if err != nil {
		return nil, err
	}
	a.main.Add(a.main, group.MultiScalarMult(p.scalars, p.points))
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
	err := each(n, func(d int) (err error) {
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

// addCommitments adds the generators, and the commitments to what is multiplied
// by c at the end: their scalars stay short.
func (a *accumulator) addCommitments(p *piece) error {
	n := p.size()
	commitments, short, long := make([]*group.Point, n), make([]*group.Scalar, n), make([]*group.Scalar, n)
	err := each(n, func(d int) (err error) {
		if commitments[d], err = a.point(p.from+d, atCommitment); err != nil {
			return err
		}
		short[d], long[d] = group.NewScalar(), group.NewScalar()
		if a.w.weighted != nil {
			// The weight is 1.
			short[d].Set(p.u[d])
			long[d].Negate(p.permuted[d])
		}
		if a.w.sum != nil {
			short[d].Add(short[d], a.w.sum)
			long[d].Subtract(long[d], a.sumC)
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.append(long, generators(p.from, p.to))
	a.timesC[0].Add(a.timesC[0], group.MultiScalarMult(short, commitments))
	return nil
}

// addColumn adds the output of a column, and the input to what is multiplied by c
// and the column's weights at the end: its scalars, too, stay short.
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
	_ = each(n, func(d int) error { // no call fails
		coefficients[d] = group.NewScalar().Multiply(a.columns[k][0], p.permuted[d])
		coefficients[n+d] = group.NewScalar().Multiply(a.columns[k][1], p.permuted[d])
		return nil
	})
	p.append(coefficients, after)
	for half := range 2 {
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
}

// column returns all C1 of a column and then all C2.
func (c *ciphertexts) column(k int) ([]*group.Point, error) {
	if c.columns == nil {
		c.columns = make([][]*group.Point, c.width)
	}
	if c.columns[k] == nil {
		n := c.to - c.from
		points := make([]*group.Point, 2*n)
		err := each(n, func(d int) (err error) {
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
