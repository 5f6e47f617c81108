package shuffle

import (
	"fmt"
	"io"

	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// proverChunk is the number of ciphertexts that are in memory as points at once; a
// variable for the reason of verifierChunk.
var proverChunk = 2048

// Shuffle encrypts in anew under key, permutes it, and proves both. in holds
// elements of width ciphertexts each, one after the other,
//
//	C1 of column 0 | C2 of column 0 | C1 of column 1 | ...
//
// and so does out. An empty box gives an empty out and a proof without records.
// It reads 32 bytes of rand; the same bytes for the same statement give the same
// out and proof, so that a shuffle can be repeated after a crash. Its errors wrap
// [ErrInput].
//
// All arithmetic with the permutation, the randomness and the nonces runs in
// constant time. Not so, and unavoidable without sorting networks, the addresses
// in memory: which element of out and which record of the proof is written next
// follows the permutation, and somebody who watches the caches of this machine
// meanwhile could learn it. Shuffle where nobody else runs programs.
func Shuffle(context []byte, key *group.Point, width int, in []byte, rand io.Reader, progress Progress) (out, proof []byte, err error) {
	s, err := newStatement(context, key, width, in)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrInput, err)
	}
	e, err := newSecrets(s, rand)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrInput, err)
	}
	defer e.erase()
	p := &prover{
		statement: s,
		secrets:   e,
		proof:     newProof(s.n, width),
		h:         group.NewTable(base()),
		y:         group.NewTable(key),
		steps:     steps{tell: progress, total: 3 * s.n},
	}
	s.out = make([]byte, len(in))
	if err := p.encryptAnew(); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrInput, err)
	}
	p.commit()
	t := s.transcript()
	p.u = p.proof.permutationChallenges(t).Next(s.n)
	p.chain()
	p.respond(p.proof.challenge(t))
	return s.out, p.proof.bytes, nil
}

// prover is a shuffle being made.
type prover struct {
	*statement
	*secrets
	proof proof
	h, y  *group.Table
	u     []*group.Scalar // the permutation challenges

	last group.Scalar // R_N: chat_N = R_N B + (product of u) h

	steps steps
}

// encryptAnew makes out (GenShuffle) and the announcements of the columns,
//
//	t4 = sum of omega'_i out_i - omega_4 (B, Y)
//
// without decoding out: out_i = in_j + r'_j (B, Y) with j = from[i], so that
//
//	t4 = sum over j of omega'_{place[j]} in_j + (rho - omega_4) (B, Y)
//	rho = sum over j of omega'_{place[j]} r'_j
func (p *prover) encryptAnew() error {
	w := p.width
	sums := make([]group.Point, 2*w)
	for k := range sums {
		sums[k].Set(group.NewPoint())
	}
	err := chunks(p.n, max(1, proverChunk/w), func(from, to int) error {
		points := make([][]*group.Point, 2*w)
		for k := range points {
			points[k] = make([]*group.Point, to-from)
		}
		nonces := make([]*group.Scalar, to-from)
		err := parallel.Try(to-from, perWorker, func(d int) error {
			j := from + d
			nonces[d] = &p.permutedNonce[p.place[j]]
			for k := range w {
				c1, c2, err := p.decodeCiphertext("input", p.in, j, k)
				if err != nil {
					return err
				}
				points[2*k][d], points[2*k+1][d] = c1, c2
				r := &p.anew[j*w+k]
				var a, b group.Point
				a.Add(c1, a.ScalarBaseMult(r))
				b.Add(c2, p.y.Mul(&b, r))
				first, second := p.ciphertext(p.out, p.place[j], k)
				copy(first, a.Bytes())
				copy(second, b.Bytes())
			}
			return nil
		})
		if err != nil {
			return err
		}
		for k := range sums {
			sums[k].Add(&sums[k], group.MultiScalarMultSecret(nonces, points[k]))
		}
		p.steps.add(to - from)
		return nil
	})
	if err != nil {
		return err
	}
	for k := range w {
		var x group.Scalar
		for j := range p.n {
			x.MultiplyAdd(&p.permutedNonce[p.place[j]], &p.anew[j*w+k], &x)
		}
		x.Subtract(&x, &p.tailNonce[3+k])
		var t group.Point
		copy(word(p.proof.announcements(), 3+2*k), t.Add(&sums[2*k], t.ScalarBaseMult(&x)).Bytes())
		copy(word(p.proof.announcements(), 4+2*k), t.Add(&sums[2*k+1], p.y.Mul(&t, &x)).Bytes())
		x.Set(group.NewScalar())
	}
	return nil
}

// commit makes c (GenCommitment) and
//
//	c_j = r_j B + h_i for j = from[i],  t3 = omega_3 B + sum of omega'_i h_i
func (p *prover) commit() {
	sum := new(group.Point).ScalarBaseMult(&p.tailNonce[2])
	_ = chunks(p.n, proverChunk, func(from, to int) error {
		h := generators(from, to)
		nonces := make([]*group.Scalar, to-from)
		_ = parallel.Try(to-from, perWorker, func(d int) error {
			i := from + d
			nonces[d] = &p.permutedNonce[i]
			var c group.Point
			c.Add(h[d], c.ScalarBaseMult(&p.commitment[p.from[i]]))
			copy(p.proof.field(p.from[i], atCommitment), c.Bytes())
			return nil
		})
		sum.Add(sum, group.MultiScalarMultSecret(nonces, h))
		p.steps.add(to - from)
		return nil
	})
	copy(word(p.proof.announcements(), 2), sum.Bytes())
}

// chain makes chat and that (GenCommitmentChain). With u'_i = u_{from[i]}, the
// paper's chat_i = rhat_i B + u'_i chat_{i-1}, chat_0 = h, is
//
//	chat_i = R_i B + U_i h,  R_i = rhat_i + u'_i R_{i-1},  U_i = u'_i U_{i-1}
//
// and that_i = omegahat_i B + omega'_i chat_{i-1} likewise, so that no point waits
// for the one before. t1 = omega_1 B and t2 = omega_2 B.
func (p *prover) chain() {
	type link struct{ chainB, chainH, announcementB, announcementH group.Scalar }
	var r, product group.Scalar
	product.Set(group.ScalarFromUint64(1))
	_ = chunks(p.n, proverChunk, func(from, to int) error {
		links := make([]link, to-from)
		for d := range links {
			i, l := from+d, &links[d]
			l.announcementB.MultiplyAdd(&p.permutedNonce[i], &r, &p.linkNonce[i])
			l.announcementH.Multiply(&p.permutedNonce[i], &product)
			u := p.u[p.from[i]]
			r.MultiplyAdd(u, &r, &p.link[i])
			product.Multiply(u, &product)
			l.chainB.Set(&r)
			l.chainH.Set(&product)
		}
		_ = parallel.Try(to-from, perWorker, func(d int) error {
			i, l := from+d, &links[d]
			var a, b group.Point
			a.Add(a.ScalarBaseMult(&l.chainB), p.h.Mul(&b, &l.chainH))
			copy(p.proof.field(i, atChain), a.Bytes())
			a.Add(a.ScalarBaseMult(&l.announcementB), p.h.Mul(&b, &l.announcementH))
			copy(p.proof.field(i, atAnnouncement), a.Bytes())
			return nil
		})
		clear(links)
		p.steps.add(to - from)
		return nil
	})
	p.last.Set(&r)
	for k := range 2 {
		copy(word(p.proof.announcements(), k), new(group.Point).ScalarBaseMult(&p.tailNonce[k]).Bytes())
	}
}

// respond makes the responses to the challenge c.
func (p *prover) respond(c *group.Scalar) {
	for i := range p.n {
		put(p.proof.field(i, atLink), c, &p.link[i], &p.linkNonce[i])
		put(p.proof.field(i, atPermuted), c, p.u[p.from[i]], &p.permutedNonce[i])
	}
	// s1 is for the sum of r_j, s3 for that of r_j u_j, s2 for R_N, which is the
	// paper's sum of rhat_i times the product of all later u'.
	var sum, weighted group.Scalar
	for j := range p.n {
		sum.Add(&sum, &p.commitment[j])
		weighted.MultiplyAdd(&p.commitment[j], p.u[j], &weighted)
	}
	tail := p.proof.responses()
	put(word(tail, 0), c, &sum, &p.tailNonce[0])
	put(word(tail, 1), c, &p.last, &p.tailNonce[1])
	put(word(tail, 2), c, &weighted, &p.tailNonce[2])
	for k := range p.width {
		var x group.Scalar
		for j := range p.n {
			x.MultiplyAdd(&p.anew[j*p.width+k], p.u[j], &x)
		}
		put(word(tail, 3+k), c, &x, &p.tailNonce[3+k])
		x.Set(group.NewScalar())
	}
	for _, x := range []*group.Scalar{&sum, &weighted, &p.last} {
		x.Set(group.NewScalar())
	}
}

// put writes nonce + c x.
func put(to []byte, c, x, nonce *group.Scalar) {
	var s group.Scalar
	copy(to, s.MultiplyAdd(c, x, nonce).Bytes())
}
