package threshold

import (
	"fmt"
	"io"

	"valurna/crypto/group"
)

const redacted = "[secret]"

// Polynomial is a dealer's secret: a random polynomial of degree t-1 whose value
// at 0 is the dealer's part of the secret key (Shamir, "How to share a secret",
// 1979). It prints as "[secret]".
type Polynomial struct {
	coefficients []*group.Scalar // a_0 first
	n            int
}

// newPolynomial draws t coefficients, none of them zero.
func newPolynomial(t, n int, rand io.Reader) (*Polynomial, error) {
	p := &Polynomial{n: n}
	for range t {
		a, err := group.RandomScalar(rand)
		if err != nil {
			p.Erase()
			return nil, err
		}
		p.coefficients = append(p.coefficients, a)
	}
	return p, nil
}

// Share returns the value at receiver, the secret to send to that trustee. It
// panics for an index outside 1..n, because the value at 0 is the dealer's whole
// secret, and once the polynomial is erased.
func (p *Polynomial) Share(receiver int) *group.Scalar {
	if len(p.coefficients) == 0 {
		panic("threshold: a share of an erased polynomial")
	}
	if receiver < 1 || receiver > p.n {
		panic("threshold: a share for somebody who is no trustee")
	}
	x := group.ScalarFromUint64(uint64(receiver))
	s := group.NewScalar()
	for k := len(p.coefficients) - 1; k >= 0; k-- {
		s.MultiplyAdd(s, x, p.coefficients[k])
	}
	return s
}

// Erase overwrites the coefficients. Copies that the compiler or the collector
// made in passing are beyond its reach.
func (p *Polynomial) Erase() {
	for _, a := range p.coefficients {
		a.Set(group.NewScalar())
	}
	p.coefficients = nil
}

// SumShares adds the shares that one trustee received from all dealers, its own
// among them: the result is that trustee's share of the common key.
func SumShares(shares []*group.Scalar) *group.Scalar {
	sum := group.NewScalar()
	for _, s := range shares {
		sum.Add(sum, s)
	}
	return sum
}

// String returns "[secret]".
func (Polynomial) String() string { return redacted }

// GoString returns "[secret]".
func (Polynomial) GoString() string { return redacted }

// Format writes "[secret]" for every verb.
func (Polynomial) Format(f fmt.State, _ rune) { redact(f) }

// redact writes "[secret]"; fmt.State has nowhere to report a failed write.
func redact(f fmt.State) { _, _ = io.WriteString(f, redacted) }
