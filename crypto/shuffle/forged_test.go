package shuffle

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"valurna/crypto/group"
)

// A cheating shuffler knows everything and computes what it likes; the best proofs
// that it can make fail, each for its own reason.
func TestWhatACheatingShufflerDoesIsNamed(t *testing.T) {
	const n, width = 4, 3
	b := newBox(t, n, width)
	straight := move(2, 0, 3, 1)
	for name, c := range map[string]struct {
		f    *forger
		want EquationError
	}{
		"a plaintext is changed": {
			&forger{straight, []matrix{straight}, func(i, k int) *group.Point {
				if i == 1 && k == 2 {
					return group.Generator()
				}
				return group.NewPoint()
			}, -1},
			EquationError{Chain: -1, Columns: []int{2}},
		},
		"a ballot is replaced by another": {
			&forger{straight, []matrix{straight}, func(i, k int) *group.Point {
				if i == 1 {
					return group.Generator()
				}
				return group.NewPoint()
			}, -1},
			EquationError{Chain: -1, Columns: []int{0, 1, 2}},
		},
		"a ballot is there twice and another not, with an honest commitment": {
			&forger{straight, []matrix{move(2, 0, 0, 1)}, nil, -1},
			EquationError{Chain: -1, Columns: []int{0, 1, 2}},
		},
		"a ballot is there twice and another not, and so it is committed": {
			forgerOf(move(2, 0, 0, 1)),
			EquationError{Chain: -1, Product: true, Columns: []int{0, 1, 2}},
		},
		"the same, with the product made right by a false link": {
			&forger{move(2, 0, 0, 1), []matrix{move(2, 0, 0, 1)}, nil, 2},
			EquationError{Chain: 2, Columns: []int{0, 1, 2}},
		},
		"a column is permuted in another way": {
			&forger{straight, []matrix{straight, move(0, 1, 2, 3), straight}, nil, -1},
			EquationError{Chain: -1, Columns: []int{1}},
		},
		// Out is what makes every column's equation true: the inverse of the
		// matrix, transposed.
		"two ballots are added up in a third": {
			&forger{
				matrix{{2, -1, 0, 0}, {1, 0, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}},
				[]matrix{{{0, -1, 0, 0}, {1, 2, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}}, nil, -1,
			},
			EquationError{Chain: -1, Product: true},
		},
		"the same, with the product made right by a false link at the end": {
			&forger{
				matrix{{2, -1, 0, 0}, {1, 0, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}},
				[]matrix{{{0, -1, 0, 0}, {1, 2, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}}, nil, 3,
			},
			EquationError{Chain: 3},
		},
		"two ballots are turned into their opposites": {
			forgerOf(matrix{{0, 0, -1, 0}, {-1, 0, 0, 0}, {0, 0, 0, 1}, {0, 1, 0, 0}}),
			EquationError{Chain: -1, Permutation: true},
		},
	} {
		out, proof := c.f.forge(t, b, name)
		for by, err := range map[string]error{"Verify": b.verify(out, proof), "the reference": referenceVerify(b, out, proof)} {
			var e *EquationError
			if !errors.As(err, &e) || !errors.Is(err, ErrShuffle) || !reflect.DeepEqual(*e, c.want) {
				t.Errorf("%s: %s says %v, want %v", name, by, err, &c.want)
			}
		}
	}
}

func TestAProofByThePaperIsAccepted(t *testing.T) {
	for _, from := range [][]int{{}, {0}, {1, 0}, {2, 0, 1}, {0, 1, 2, 3, 4}} {
		for _, width := range []int{1, 2} {
			b := newBox(t, len(from), width)
			out, proof := forgerOf(move(from...)).forge(t, b, "honest")
			if err := b.verify(out, proof); err != nil {
				t.Errorf("from %v, width %d: %v", from, width, err)
			}
			if err := referenceVerify(b, out, proof); err != nil {
				t.Errorf("from %v, width %d: the reference says %v", from, width, err)
			}
		}
	}
}

// forgery is a box with what is claimed of it.
type forgery struct {
	*box
	out, proof []byte
}

// order is l, the least number that is no scalar.
var order = []byte{
	0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
}

func TestForgedShufflesAreRefusedForTheirReason(t *testing.T) {
	const n, width = 6, 2
	const size = width * pair
	honest := newBox(t, n, width)
	out, proof := honest.shuffle(t, seeded("shuffle", 1))
	otherOut, otherProof := honest.shuffle(t, seeded("shuffle", 2))
	tail := n * RecordSize
	statement := "nothing in the proof holds, so it belongs to another context, key, input or output"

	swap := func(b []byte, size, i, j int) {
		first := slices.Clone(b[i*size : (i+1)*size])
		copy(b[i*size:], b[j*size:(j+1)*size])
		copy(b[j*size:], first)
	}
	set := func(b []byte, at int, v []byte) { copy(b[at:at+32], v) }
	identity, noPoint := make([]byte, 32), bytes.Repeat([]byte{0xff}, 32)
	point := group.HashToPoint("test", nil).Bytes()

	for name, c := range map[string]struct {
		forge func(f *forgery)
		want  string
	}{
		"a ballot of the output is replaced":    {func(f *forgery) { copy(f.out, otherOut[:size]) }, statement},
		"a ballot of the output is there twice": {func(f *forgery) { copy(f.out, f.out[size:2*size]) }, statement},
		"a ballot of the output is left out":    {func(f *forgery) { f.out = f.out[size:] }, "the output has 640 bytes, not the 768 of the input"},
		"a ballot is left out on both sides": {func(f *forgery) { f.in, f.out = f.in[size:], f.out[size:] },
			"the proof has 1344 bytes, not the 1184 for 5 elements of width 2"},
		"a plaintext of the output is changed": {func(f *forgery) {
			_, c2, err := f.decoder().decodeCiphertext("", f.out, 3, 1)
			if err != nil {
				t.Fatal(err)
			}
			set(f.out, 3*size+pair+32, c2.Add(c2, group.Generator()).Bytes())
		}, statement},
		"two ballots of the output are swapped":   {func(f *forgery) { swap(f.out, size, 0, 5) }, statement},
		"two ballots of the input are swapped":    {func(f *forgery) { swap(f.in, size, 0, 5) }, statement},
		"two columns of a ballot are swapped":     {func(f *forgery) { swap(f.out, pair, 0, 1) }, statement},
		"the output is the input":                 {func(f *forgery) { f.out = f.in }, statement},
		"the output is another shuffle's":         {func(f *forgery) { f.out = otherOut }, statement},
		"the proof is another shuffle's":          {func(f *forgery) { f.proof = otherProof }, statement},
		"the key is another":                      {func(f *forgery) { f.key = group.Generator() }, statement},
		"the key is missing":                      {func(f *forgery) { f.key = nil }, "the key is missing"},
		"the key is the identity":                 {func(f *forgery) { f.key = group.NewPoint() }, "the key is missing or the identity"},
		"the context is another":                  {func(f *forgery) { f.context = []byte("contexT") }, statement},
		"the width is another":                    {func(f *forgery) { f.width = 1 }, "the proof has 1344 bytes, not the 2208 for 12 elements of width 1"},
		"the width is 0":                          {func(f *forgery) { f.width = 0 }, "a width of 0"},
		"the width is negative":                   {func(f *forgery) { f.width = -1 << 62 }, "a width of -"},
		"the width is huge":                       {func(f *forgery) { f.width = 1 << 58 }, "a width of 288230376151711744"},
		"the input ends within a ballot":          {func(f *forgery) { f.in = f.in[1:] }, "an input of 767 bytes"},
		"the proof has a byte more":               {func(f *forgery) { f.proof = append(f.proof, 0) }, "the proof has 1345 bytes"},
		"the proof is missing":                    {func(f *forgery) { f.proof = nil }, "the proof has 0 bytes"},
		"two records are swapped":                 {func(f *forgery) { swap(f.proof, RecordSize, 1, 2) }, statement},
		"a commitment is another point":           {func(f *forgery) { set(f.proof, 2*RecordSize+atCommitment, point) }, statement},
		"a chain commitment is another point":     {func(f *forgery) { set(f.proof, 2*RecordSize+atChain, point) }, statement},
		"a chain announcement is another point":   {func(f *forgery) { set(f.proof, 2*RecordSize+atAnnouncement, point) }, statement},
		"a response of the chain is another":      {func(f *forgery) { f.proof[2*RecordSize+atLink] ^= 1 }, "the commitment chain breaks at element 2"},
		"a response for a challenge is another":   {func(f *forgery) { f.proof[2*RecordSize+atPermuted] ^= 1 }, "the commitment chain breaks at element 2; the permutation commitments are false; the re-encryption of column 0 is false; the re-encryption of column 1 is false"},
		"t1 is another point":                     {func(f *forgery) { set(f.proof, tail, point) }, statement},
		"t2 is another point":                     {func(f *forgery) { set(f.proof, tail+32, point) }, statement},
		"t3 is another point":                     {func(f *forgery) { set(f.proof, tail+64, point) }, statement},
		"t4 is another point":                     {func(f *forgery) { set(f.proof, tail+5*32, point) }, statement},
		"s1 is another":                           {func(f *forgery) { f.proof[tail+7*32] ^= 1 }, ": the permutation commitments are false"},
		"s2 is another":                           {func(f *forgery) { f.proof[tail+8*32] ^= 1 }, ": the product is false, so it is no permutation"},
		"s3 is another":                           {func(f *forgery) { f.proof[tail+9*32] ^= 1 }, ": the permutation commitments are false"},
		"s4 of column 1 is another":               {func(f *forgery) { f.proof[tail+11*32] ^= 1 }, ": the re-encryption of column 1 is false"},
		"a C1 of the input is the identity":       {func(f *forgery) { set(f.in, 0, identity) }, "input element 0, column 0, C1: the identity"},
		"a C1 of the output is the identity":      {func(f *forgery) { set(f.out, 5*size+pair, identity) }, "output element 5, column 1, C1: the identity"},
		"a C2 of the output is the identity":      {func(f *forgery) { set(f.out, 32, identity) }, statement},
		"a commitment is the identity":            {func(f *forgery) { set(f.proof, atCommitment, identity) }, "proof record 0, c: the identity"},
		"a chain commitment is the identity":      {func(f *forgery) { set(f.proof, RecordSize+atChain, identity) }, "proof record 1, chat: the identity"},
		"a C1 of the input is no point":           {func(f *forgery) { set(f.in, size, noPoint) }, "input element 1, column 0, C1: group: not a canonical"},
		"a C2 of the input is no point":           {func(f *forgery) { set(f.in, size+32, noPoint) }, "input element 1, column 0, C2: group: not a canonical"},
		"a C1 of the output is no point":          {func(f *forgery) { set(f.out, size, noPoint) }, "output element 1, column 0, C1: group: not a canonical"},
		"a C2 of the output is no point":          {func(f *forgery) { set(f.out, size+32, noPoint) }, "output element 1, column 0, C2: group: not a canonical"},
		"a commitment is no point":                {func(f *forgery) { set(f.proof, 4*RecordSize+atCommitment, noPoint) }, "proof record 4, c: group: not a canonical"},
		"a chain commitment is no point":          {func(f *forgery) { set(f.proof, 4*RecordSize+atChain, noPoint) }, "proof record 4, chat: group: not a canonical"},
		"a chain announcement is no point":        {func(f *forgery) { set(f.proof, 4*RecordSize+atAnnouncement, noPoint) }, "proof record 4, that: group: not a canonical"},
		"a response of the chain is no scalar":    {func(f *forgery) { set(f.proof, 4*RecordSize+atLink, order) }, "proof record 4, shat: group: not a canonical scalar"},
		"a response for a challenge is no scalar": {func(f *forgery) { set(f.proof, 4*RecordSize+atPermuted, order) }, "proof record 4, stilde: group: not a canonical scalar"},
		"t3 is no point":                          {func(f *forgery) { set(f.proof, tail+64, noPoint) }, "t3 of the proof's tail: group: not a canonical"},
		"t4 of column 1 is no point":              {func(f *forgery) { set(f.proof, tail+6*32, noPoint) }, "t4, column 1, point 2, of the proof's tail: group: not a canonical"},
		"s2 is no scalar":                         {func(f *forgery) { set(f.proof, tail+8*32, order) }, "s2 of the proof's tail: group: not a canonical scalar"},
		"s4 of column 1 is no scalar":             {func(f *forgery) { set(f.proof, tail+11*32, order) }, "s4 of the proof's tail, column 1: group: not a canonical scalar"},
	} {
		copied := *honest
		f := &forgery{&copied, slices.Clone(out), slices.Clone(proof)}
		f.in = slices.Clone(f.in)
		c.forge(f)
		err := f.verify(f.out, f.proof)
		if !errors.Is(err, ErrShuffle) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if err := honest.verify(out, proof); err != nil {
		t.Error("a forgery changed the original:", err)
	}
}

func (f *forgery) decoder() *statement { return &statement{width: f.width} }

func TestWhatCannotBeShuffledIsRefused(t *testing.T) {
	b := newBox(t, 3, 1)
	broken := slices.Clone(b.in)
	broken[pair+31] = 0xff
	fresh := seeded("shuffle", 1)
	for want, f := range map[string]func() ([]byte, []byte, error){
		"an input of 191 bytes":            func() ([]byte, []byte, error) { return Shuffle(nil, b.key, 1, b.in[1:], fresh, nil) },
		"a width of 65":                    func() ([]byte, []byte, error) { return Shuffle(nil, b.key, 65, b.in, fresh, nil) },
		"the key is missing":               func() ([]byte, []byte, error) { return Shuffle(nil, nil, 1, b.in, fresh, nil) },
		"input element 1, column 0, C1":    func() ([]byte, []byte, error) { return Shuffle(nil, b.key, 1, broken, fresh, nil) },
		"there is no source of randomness": func() ([]byte, []byte, error) { return Shuffle(nil, b.key, 1, b.in, nil, nil) },
		"the source of randomness failed":  func() ([]byte, []byte, error) { return Shuffle(nil, b.key, 1, b.in, bytes.NewReader(nil), nil) },
		"input of 1048577 elements exceeds": func() ([]byte, []byte, error) {
			return Shuffle(nil, b.key, 1, make([]byte, (MaxElements+1)*pair), fresh, nil)
		},
	} {
		out, proof, err := f()
		if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), want) || out != nil || proof != nil {
			t.Errorf("%v, want %q", err, want)
		}
	}
	for _, c := range [][2]int{{-1, 1}, {1, 0}, {1, -1}, {MaxElements + 1, 1}, {1, MaxWidth + 1}, {1 << 62, 1 << 62}} {
		if OutputSize(c[0], c[1]) != -1 || ProofSize(c[0], c[1]) != -1 {
			t.Errorf("%d elements of width %d have a size", c[0], c[1])
		}
	}
}
