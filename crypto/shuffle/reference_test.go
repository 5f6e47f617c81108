package shuffle

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"valurna/crypto/group"
)

// This file follows the paper line by line, without a thought for speed and with
// nothing of what the package itself computes with.

var (
	errReference = errors.New("not well-formed")
	one          = group.ScalarFromUint64(1)
)

func mul(s *group.Scalar, p *group.Point) *group.Point { return new(group.Point).ScalarMult(s, p) }
func sum(ps ...*group.Point) *group.Point {
	v := group.NewPoint()
	for _, p := range ps {
		v.Add(v, p)
	}
	return v
}
func minus(s *group.Scalar) *group.Scalar      { return group.NewScalar().Negate(s) }
func product(a, b *group.Scalar) *group.Scalar { return group.NewScalar().Multiply(a, b) }
func addProduct(sum, a, b *group.Scalar)       { sum.MultiplyAdd(a, b, sum) }
func baseMul(s *group.Scalar) *group.Point     { return new(group.Point).ScalarBaseMult(s) }
func affineSum(nonce, c, x *group.Scalar) []byte {
	return group.NewScalar().MultiplyAdd(c, x, nonce).Bytes()
}

// referenceGenerator returns h for 0 and h_i.
func referenceGenerator(i int) *group.Point {
	return group.HashToPoint("shuffle generator", binary.BigEndian.AppendUint64(nil, uint64(i)))
}

// read takes encodings off the front of a list.
type read struct {
	rest []byte
	bad  bool
}

func (r *read) point(identity bool) *group.Point {
	p, err := new(group.Point).SetBytes(r.rest[:32])
	if err != nil || (!identity && p.IsIdentity()) {
		r.bad, p = true, group.NewPoint()
	}
	r.rest = r.rest[32:]
	return p
}

func (r *read) scalar() *group.Scalar {
	s, err := group.DecodeScalar(r.rest[:32])
	if err != nil {
		r.bad, s = true, group.NewScalar()
	}
	r.rest = r.rest[32:]
	return s
}

// referenceTranscript gives u_1..u_N, and referenceChallenge c.
func referenceTranscript(b *box, in, out, c []*group.Point) (*group.Transcript, []*group.Scalar) {
	tr := group.NewTranscript("valurna/v1/shuffle")
	tr.Append("context", b.context)
	tr.AppendPoints("key", b.key)
	tr.AppendUint64("width", uint64(b.width))
	tr.AppendUint64("elements", uint64(b.n))
	tr.AppendPoints("input", in...)
	tr.AppendPoints("output", out...)
	tr.AppendPoints("permutation commitments", c...)
	return tr, tr.Weights("permutation challenges", b.n)
}

func referenceChallenge(tr *group.Transcript, chat, that, t []*group.Point) *group.Scalar {
	tr.AppendPoints("chain commitments", chat...)
	tr.AppendPoints("chain announcements", that...)
	tr.AppendPoints("announcements", t...)
	return tr.Challenge("challenge")
}

// referenceVerify is CheckShuffleProof, with the announcements in the proof: it
// returns nil, errReference for what is not well-formed, or an *EquationError.
func referenceVerify(b *box, out, proof []byte) error {
	n, w := b.n, b.width
	if w < 1 || w > 64 || len(b.in) != n*w*64 || len(out) != len(b.in) || len(proof) != n*160+(6+3*w)*32 || b.key.IsIdentity() {
		return errReference
	}
	if n == 0 && !bytes.Equal(proof, make([]byte, len(proof))) {
		return errReference
	}
	var e, eNew []*group.Point
	rIn, rOut, r := &read{rest: b.in}, &read{rest: out}, &read{rest: proof}
	for range n * w {
		e = append(e, rIn.point(false), rIn.point(true))
		eNew = append(eNew, rOut.point(false), rOut.point(true))
	}
	var c, chat, that, t []*group.Point
	var shat, stilde, s []*group.Scalar
	for range n {
		c, chat, that = append(c, r.point(false)), append(chat, r.point(false)), append(that, r.point(true))
		shat, stilde = append(shat, r.scalar()), append(stilde, r.scalar())
	}
	for range 3 + 2*w {
		t = append(t, r.point(true))
	}
	for range 3 + w {
		s = append(s, r.scalar())
	}
	if rIn.bad || rOut.bad || r.bad {
		return errReference
	}
	tr, u := referenceTranscript(b, e, eNew, c)
	challenge := referenceChallenge(tr, chat, that, t)
	less := minus(challenge)

	h0 := referenceGenerator(0)
	cBar, cTilde, hPermuted := group.NewPoint(), group.NewPoint(), group.NewPoint()
	all := one
	for i := range n {
		h := referenceGenerator(i + 1)
		cBar = sum(cBar, c[i], mul(minus(one), h))
		cTilde = sum(cTilde, mul(u[i], c[i]))
		hPermuted = sum(hPermuted, mul(stilde[i], h))
		all = product(all, u[i])
	}
	last := h0
	if n > 0 {
		last = chat[n-1]
	}
	cHat := sum(last, mul(minus(all), h0))

	found := &EquationError{Chain: -1}
	first := sum(mul(less, cBar), baseMul(s[0])).Equal(t[0]) == 1
	found.Product = sum(mul(less, cHat), baseMul(s[1])).Equal(t[1]) != 1
	third := sum(mul(less, cTilde), baseMul(s[2]), hPermuted).Equal(t[2]) == 1
	found.Permutation = !first || !third
	for k := range w {
		a, bb := group.NewPoint(), group.NewPoint()
		for i := range n {
			at := 2 * (i*w + k)
			a = sum(a, mul(product(less, u[i]), e[at]), mul(stilde[i], eNew[at]))
			bb = sum(bb, mul(product(less, u[i]), e[at+1]), mul(stilde[i], eNew[at+1]))
		}
		a = sum(a, baseMul(minus(s[3+k])))
		bb = sum(bb, mul(minus(s[3+k]), b.key))
		if a.Equal(t[3+2*k]) != 1 || bb.Equal(t[4+2*k]) != 1 {
			found.Columns = append(found.Columns, k)
		}
	}
	before := h0
	for i := range n {
		holds := sum(mul(less, chat[i]), baseMul(shat[i]), mul(stilde[i], before)).Equal(that[i]) == 1
		if !holds && found.Chain < 0 {
			found.Chain = i
		}
		before = chat[i]
	}
	if found.Chain < 0 && !found.Permutation && !found.Product && len(found.Columns) == 0 {
		return nil
	}
	found.All = found.Chain == 0 && !first && !third && found.Product && len(found.Columns) == w
	return found
}

// matrix says how elements come together: row i is what comes to place i.
type matrix [][]int64

// move is the matrix of a permutation, or of what claims to be one.
func move(from ...int) matrix {
	m := make(matrix, len(from))
	for i, j := range from {
		m[i] = make([]int64, len(from))
		m[i][j] = 1
	}
	return m
}

// at returns an entry as a scalar.
func (m matrix) at(i, j int) *group.Scalar {
	if m[i][j] < 0 {
		return minus(group.ScalarFromUint64(uint64(-m[i][j])))
	}
	return group.ScalarFromUint64(uint64(m[i][j]))
}

// forger makes proofs by GenShuffleProof, and false ones as far as anybody can.
type forger struct {
	commit matrix                      // what is committed to
	out    []matrix                    // by column: what is done; the last stands for all others
	change func(i, k int) *group.Point // added to the plaintext; nil for nothing
	mend   int                         // the link that makes the product right by being false; -1 for none
}

func forgerOf(m matrix) *forger { return &forger{commit: m, out: []matrix{m}, mend: -1} }

func (f *forger) column(k int) matrix { return f.out[min(k, len(f.out)-1)] }

// forge shuffles and proves.
func (f *forger) forge(t testing.TB, b *box, label string) (out, proof []byte) {
	t.Helper()
	n, w, rand := b.n, b.width, seeded("forge "+label, b.n)
	draw := func(n int) []*group.Scalar {
		list := make([]*group.Scalar, n)
		for i := range list {
			list[i] = random(t, rand)
		}
		return list
	}
	h0 := referenceGenerator(0)

	// GenShuffle: anew[i w + k] is for element i of the output.
	anew := draw(n * w)
	var in, points []*group.Point
	r := &read{rest: b.in}
	for range 2 * n * w {
		in = append(in, r.point(true))
	}
	for i := range n {
		for k := range w {
			c1, c2 := baseMul(anew[i*w+k]), mul(anew[i*w+k], b.key)
			for j := range n {
				m := f.column(k).at(i, j)
				c1.Add(c1, mul(m, in[2*(j*w+k)]))
				c2.Add(c2, mul(m, in[2*(j*w+k)+1]))
			}
			if f.change != nil {
				c2.Add(c2, f.change(i, k))
			}
			points = append(points, c1, c2)
		}
	}

	// GenCommitment: c_j = r_j B + sum of m_ij h_i.
	blind := draw(n)
	c := make([]*group.Point, n)
	for j := range c {
		c[j] = baseMul(blind[j])
		for i := range n {
			c[j].Add(c[j], mul(f.commit.at(i, j), referenceGenerator(i+1)))
		}
	}
	transcript, u := referenceTranscript(b, in, points, c)
	permuted := make([]*group.Scalar, n)
	for i := range n {
		permuted[i] = group.NewScalar()
		for j := range n {
			addProduct(permuted[i], f.commit.at(i, j), u[j])
		}
	}

	// GenCommitmentChain, with the multipliers that are really used.
	used := slices.Clone(permuted)
	if f.mend >= 0 {
		x := one
		for i := range n {
			x = product(x, u[i])
			if i != f.mend {
				x = product(x, group.NewScalar().Invert(permuted[i]))
			}
		}
		used[f.mend] = x
	}
	link, before := draw(n), h0
	var chat []*group.Point
	last := group.NewScalar()
	for i := range n {
		before = sum(baseMul(link[i]), mul(used[i], before))
		chat = append(chat, before)
		last = group.NewScalar().MultiplyAdd(used[i], last, link[i])
	}

	// The announcements.
	linkNonce, permutedNonce, nonce := draw(n), draw(n), draw(3+w)
	if n == 0 {
		for i := range nonce {
			nonce[i] = group.NewScalar()
		}
	}
	var that []*group.Point
	before = h0
	for i := range n {
		that = append(that, sum(baseMul(linkNonce[i]), mul(permutedNonce[i], before)))
		before = chat[i]
	}
	ts := []*group.Point{baseMul(nonce[0]), baseMul(nonce[1]), baseMul(nonce[2])}
	for i := range n {
		ts[2].Add(ts[2], mul(permutedNonce[i], referenceGenerator(i+1)))
	}
	for k := range w {
		a, bb := baseMul(minus(nonce[3+k])), mul(minus(nonce[3+k]), b.key)
		for i := range n {
			a.Add(a, mul(permutedNonce[i], points[2*(i*w+k)]))
			bb.Add(bb, mul(permutedNonce[i], points[2*(i*w+k)+1]))
		}
		ts = append(ts, a, bb)
	}
	challenge := referenceChallenge(transcript, chat, that, ts)

	// The responses.
	rBar, rTilde := group.NewScalar(), group.NewScalar()
	for j := range n {
		rBar.Add(rBar, blind[j])
		addProduct(rTilde, blind[j], u[j])
	}
	for i := range n {
		proof = append(proof, c[i].Bytes()...)
		proof = append(proof, chat[i].Bytes()...)
		proof = append(proof, that[i].Bytes()...)
		proof = append(proof, affineSum(linkNonce[i], challenge, link[i])...)
		proof = append(proof, affineSum(permutedNonce[i], challenge, permuted[i])...)
	}
	for _, p := range ts {
		proof = append(proof, p.Bytes()...)
	}
	proof = append(proof, affineSum(nonce[0], challenge, rBar)...)
	proof = append(proof, affineSum(nonce[1], challenge, last)...)
	proof = append(proof, affineSum(nonce[2], challenge, rTilde)...)
	for k := range w {
		x := group.NewScalar()
		for i := range n {
			addProduct(x, anew[i*w+k], permuted[i])
		}
		proof = append(proof, affineSum(nonce[3+k], challenge, x)...)
	}
	out = []byte{}
	for _, p := range points {
		out = append(out, p.Bytes()...)
	}
	return out, proof
}
