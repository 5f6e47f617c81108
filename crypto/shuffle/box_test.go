package shuffle

import (
	"bytes"
	"crypto/sha3"
	"encoding/binary"
	"io"
	"slices"
	"testing"

	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// seeded gives randomness that repeats itself.
func seeded(label string, number int) io.Reader {
	h := sha3.NewSHAKE256()
	_, _ = h.Write([]byte(label))
	_, _ = h.Write(binary.BigEndian.AppendUint64(nil, uint64(number)))
	return h
}

func random(t testing.TB, rand io.Reader) *group.Scalar {
	t.Helper()
	s, err := group.RandomScalar(rand)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// box is a ballot box with the key that opens it.
type box struct {
	context []byte
	secret  *group.Scalar
	key     *group.Point
	width   int
	n       int
	in      []byte
}

// newBox fills a box. Element i, column k, has the plaintext i (k+1) B, so that the
// first is the identity, as a blank ballot is, and all others differ.
func newBox(t testing.TB, n, width int) *box {
	t.Helper()
	rand := seeded("box", n*MaxWidth+width)
	b := &box{context: []byte("context"), secret: random(t, rand), width: width, n: n, in: []byte{}}
	b.key = new(group.Point).ScalarBaseMult(b.secret)
	y := group.NewTable(b.key)
	b.in = make([]byte, OutputSize(n, width))
	s := statement{width: width}
	r := make([]group.Scalar, n*width)
	for i := range r {
		r[i].Set(random(t, rand))
	}
	_ = parallel.Try(n*width, perWorker, func(j int) error {
		i, k := j/width, j%width
		var m, a, c group.Point
		m.ScalarBaseMult(group.ScalarFromUint64(uint64(i * (k + 1))))
		c1, c2 := s.ciphertext(b.in, i, k)
		copy(c1, a.ScalarBaseMult(&r[j]).Bytes())
		copy(c2, c.Add(&m, y.Mul(&c, &r[j])).Bytes())
		return nil
	})
	return b
}

// open decrypts a box and returns each element's plaintexts.
func (b *box) open(t testing.TB, ciphertexts []byte) []string {
	t.Helper()
	var plain []string
	for element := range slices.Chunk(ciphertexts, b.width*pair) {
		var columns []byte
		for c := range slices.Chunk(element, pair) {
			c1, err1 := new(group.Point).SetBytes(c[:32])
			c2, err2 := new(group.Point).SetBytes(c[32:])
			if err1 != nil || err2 != nil {
				t.Fatal("no ciphertext")
			}
			columns = append(columns, c2.Subtract(c2, c1.ScalarMult(b.secret, c1)).Bytes()...)
		}
		plain = append(plain, string(columns))
	}
	return plain
}

func (b *box) shuffle(t testing.TB, rand io.Reader) (out, proof []byte) {
	t.Helper()
	out, proof, err := Shuffle(b.context, b.key, b.width, b.in, rand, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out, proof
}

func (b *box) verify(out, proof []byte) error {
	return Verify(b.context, b.key, b.width, b.in, out, proof, nil)
}

func TestAShuffledBoxHoldsTheSameVotesInOtherCiphertexts(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 50} {
		for _, width := range []int{1, 2, 5} {
			b := newBox(t, n, width)
			out, proof := b.shuffle(t, seeded("shuffle", n))
			if err := b.verify(out, proof); err != nil {
				t.Errorf("%d ballots of width %d: %v", n, width, err)
			}
			if len(out) != OutputSize(n, width) || len(proof) != ProofSize(n, width) {
				t.Errorf("%d ballots of width %d: lengths %d and %d", n, width, len(out), len(proof))
			}
			before, after := b.open(t, b.in), b.open(t, out)
			if n == 50 && slices.Equal(before, after) {
				t.Error("the order was kept")
			}
			slices.Sort(before)
			slices.Sort(after)
			if !slices.Equal(before, after) {
				t.Errorf("%d ballots of width %d: the votes changed", n, width)
			}
			for c := range slices.Chunk(out, group.Size) {
				if bytes.Contains(b.in, c) {
					t.Errorf("%d ballots of width %d: an encoding was kept", n, width)
				}
			}
		}
	}
}

func TestAnEmptyBoxHasOneProof(t *testing.T) {
	b := newBox(t, 0, 2)
	out, proof := b.shuffle(t, seeded("shuffle", 0))
	if len(out) != 0 || !bytes.Equal(proof, make([]byte, TailSize(2))) {
		t.Errorf("out %x, proof %x", out, proof)
	}
	// s1 = 1, t1 = B would fulfil every equation too.
	other := slices.Clone(proof)
	copy(other, group.Generator().Bytes())
	other[7*group.Size] = 1
	if err := b.verify(out, other); err == nil {
		t.Error("a second proof of an empty box was accepted")
	}
}

func TestTheSameRandomnessRepeatsTheShuffleAndOtherDoesNot(t *testing.T) {
	b := newBox(t, 20, 2)
	out, proof := b.shuffle(t, seeded("shuffle", 1))
	again, proofAgain := b.shuffle(t, seeded("shuffle", 1))
	if !bytes.Equal(out, again) || !bytes.Equal(proof, proofAgain) {
		t.Error("a repeated shuffle differs")
	}
	other, otherProof := b.shuffle(t, seeded("shuffle", 2))
	if bytes.Equal(out, other) || bytes.Equal(proof, otherProof) {
		t.Error("other randomness gives the same shuffle")
	}
	// The statement is mixed in: the same randomness in another context gives
	// another permutation and other nonces.
	b.context = []byte("other")
	other, otherProof = b.shuffle(t, seeded("shuffle", 1))
	if bytes.Equal(out, other) || bytes.Equal(proof, otherProof) {
		t.Error("another context gives the same shuffle")
	}
}

func TestProgressRisesToTheEnd(t *testing.T) {
	b := newBox(t, 50, 1)
	last, end := 0, 0
	progress := func(done, total int) {
		if done <= last || done > total || (end != 0 && total != end) {
			t.Errorf("%d of %d after %d of %d", done, total, last, end)
		}
		last, end = done, total
	}
	out, proof, err := Shuffle(b.context, b.key, b.width, b.in, seeded("shuffle", 1), progress)
	if err != nil || last == 0 || last != end {
		t.Errorf("ended at %d of %d, %v", last, end, err)
	}
	last, end = 0, 0
	if err := Verify(b.context, b.key, b.width, b.in, out, proof, progress); err != nil || last == 0 || last != end {
		t.Errorf("ended at %d of %d, %v", last, end, err)
	}
}
