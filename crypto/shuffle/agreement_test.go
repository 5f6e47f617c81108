package shuffle

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"valurna/crypto/group"
)

// casesVariable raises the number of random cases.
const casesVariable = "VALURNA_CASES"

func cases(t *testing.T, usual int) int {
	t.Helper()
	s := os.Getenv(casesVariable)
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q, which is no number of cases", casesVariable, s)
	}
	return n
}

// The batched verifier says what the paper's equations say one by one, also of
// which are false.
func TestTheBatchAgreesWithThePaperOnRandomForgeries(t *testing.T) {
	r := rand.New(rand.NewPCG(2017, 1030))
	accepted, malformed, untrue := 0, 0, 0
	for number := range cases(t, 120) {
		n, width := r.IntN(5), 1+r.IntN(3)
		b := newBox(t, n, width)
		out, proof := b.shuffle(t, seeded("agreement", number))
		if r.IntN(3) == 0 {
			out, proof = randomForger(r, n, width).forge(t, b, fmt.Sprint(number))
		}
		for range r.IntN(3) {
			switch r.IntN(5) {
			case 0:
				out = alter(r, out)
			case 1:
				b.in = alter(r, b.in)
			default:
				proof = alter(r, proof)
			}
		}
		err, want := b.verify(out, proof), referenceVerify(b, out, proof)
		var got, equations *EquationError
		switch {
		case want == nil:
			accepted++
			if err != nil {
				t.Errorf("case %d: refused, and the paper accepts: %v", number, err)
			}
		case errors.As(want, &equations):
			untrue++
			if !errors.As(err, &got) || !reflect.DeepEqual(got, equations) {
				t.Errorf("case %d: %v, and the paper says %v", number, err, equations)
			}
		default:
			malformed++
			if !errors.Is(err, ErrShuffle) || errors.As(err, &got) {
				t.Errorf("case %d: %v, and it is not well-formed", number, err)
			}
		}
	}
	if accepted < 10 || malformed < 10 || untrue < 10 {
		t.Errorf("%d accepted, %d false, %d not well-formed: the cases are one-sided", accepted, untrue, malformed)
	}
}

// randomForger makes proofs with anything from nothing to everything wrong.
func randomForger(r *rand.Rand, n, width int) *forger {
	f := forgerOf(move(r.Perm(n)...))
	for i := range n {
		if r.IntN(4) == 0 {
			f.commit[i] = slices.Clone(f.commit[i])
			f.commit[i][r.IntN(n)] = r.Int64N(5) - 2
		}
	}
	if r.IntN(3) == 0 {
		f.out = nil
		for range 1 + r.IntN(width) {
			f.out = append(f.out, move(r.Perm(n)...))
		}
	}
	if n > 0 && r.IntN(3) == 0 {
		f.mend = r.IntN(n)
	}
	return f
}

// alter changes one 32-byte word of an encoding in one of several ways.
func alter(r *rand.Rand, b []byte) []byte {
	b = slices.Clone(b)
	words := len(b) / 32
	if words == 0 {
		return b
	}
	at := b[32*r.IntN(words):][:32]
	switch r.IntN(6) {
	case 0: // one bit
		at[r.IntN(32)] ^= 1 << r.IntN(8)
	case 1: // the identity, or 0
		clear(at)
	case 2: // a small change, which keeps a scalar a scalar
		at[0] ^= 1
	case 3: // a point
		copy(at, group.HashToPoint("agreement", []byte{byte(r.Int())}).Bytes())
	case 4: // another word of the same
		copy(at, b[32*r.IntN(words):][:32])
	case 5: // the order, or a shorter encoding
		if r.IntN(2) == 0 {
			copy(at, order)
		} else {
			b = b[:len(b)-1-r.IntN(len(b))]
		}
	}
	return b
}
