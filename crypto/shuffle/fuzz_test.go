package shuffle

import (
	"errors"
	"slices"
	"testing"

	"valurna/crypto/group"
)

// Whatever comes in, Verify answers and does not panic, and it accepts only what
// the paper's equations accept.
func FuzzVerify(f *testing.F) {
	key := newBox(f, 1, 1)
	for _, n := range []int{0, 1, 2} {
		for _, width := range []int{1, 2} {
			b := newBox(f, n, width)
			out, proof := b.shuffle(f, seeded("fuzz", n))
			f.Add(b.context, b.key.Bytes(), width, b.in, out, proof)
			f.Add(b.context, key.key.Bytes(), 3-width, b.in, out, proof)
			if n == 0 {
				continue
			}
			f.Add(b.context, b.key.Bytes(), width, out, b.in, proof)
			changed := slices.Clone(proof)
			changed[atLink] ^= 1
			f.Add(b.context, b.key.Bytes(), width, b.in, out, changed)
			f.Add(b.context, b.key.Bytes(), width, b.in, out[1:], proof)
		}
	}
	f.Add([]byte{}, make([]byte, 32), -1<<63, []byte{}, []byte{}, []byte{})
	f.Add([]byte{}, []byte{}, 1<<58, []byte{}, []byte{}, make([]byte, TailSize(1)))
	f.Fuzz(func(t *testing.T, context, key []byte, width int, in, out, proof []byte) {
		if len(in) > 8*pair {
			return
		}
		y, err := new(group.Point).SetBytes(key)
		if err != nil {
			y = nil
		}
		b := &box{context: context, key: y, width: width, in: in}
		if 1 <= width && width <= MaxWidth {
			b.n = len(in) / (width * pair)
		}
		err = b.verify(out, proof)
		if err != nil && !errors.Is(err, ErrShuffle) {
			t.Errorf("another error: %v", err)
		}
		if y == nil {
			if err == nil {
				t.Error("accepted without a key")
			}
			return
		}
		if want := referenceVerify(b, out, proof); (want == nil) != (err == nil) {
			t.Errorf("Verify says %v, the paper %v", err, want)
		}
	})
}
