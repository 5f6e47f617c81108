package tree

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"testing"
)

// leaves are the eight entries that the Certificate Transparency reference
// implementation tests its RFC 6962 tree with.
var leaves = []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func grown(n int) *Tree {
	var t Tree
	for i := range n {
		t.Append(fmt.Appendf(nil, "entry %d", i))
	}
	return &t
}

func root(t testing.TB, tr *Tree, size int64) Hash {
	t.Helper()
	h, err := tr.Root(size)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// reference is the definition of RFC 6962 section 2.1, word for word.
func reference(entries [][]byte) Hash {
	switch n := len(entries); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, entries[0]...))
	default:
		k := 1
		for 2*k < n {
			k *= 2
		}
		l, r := reference(entries[:k]), reference(entries[k:])
		return sha256.Sum256(append(append([]byte{1}, l[:]...), r[:]...))
	}
}

func TestRootsOfTheKnownLeaves(t *testing.T) {
	want := map[int64]string{
		0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	var tr Tree
	for _, leaf := range leaves {
		tr.Append(unhex(t, leaf))
	}
	for size, h := range want {
		if got := root(t, &tr, size); hex.EncodeToString(got[:]) != h {
			t.Errorf("size %d: root %x", size, got)
		}
	}
}

func TestEveryRootIsTheOneOfRFC6962(t *testing.T) {
	const n = 70
	tr := grown(n)
	var entries [][]byte
	for size := range n + 1 {
		if got := root(t, tr, int64(size)); got != reference(entries) {
			t.Errorf("size %d: another root", size)
		}
		entries = append(entries, fmt.Appendf(nil, "entry %d", size))
	}
	if root(t, tr, 0) != EmptyRoot() {
		t.Error("the empty root differs")
	}
}

func TestEveryEntryIsProvedAtEverySize(t *testing.T) {
	const n = 33
	tr := grown(n)
	for size := int64(1); size <= n; size++ {
		for index := range size {
			proof, err := tr.Inclusion(index, size)
			if err != nil {
				t.Fatal(err)
			}
			leaf, err := tr.Leaf(index)
			if err != nil {
				t.Fatal(err)
			}
			if leaf != LeafHash(fmt.Appendf(nil, "entry %d", index)) {
				t.Fatalf("leaf %d is another", index)
			}
			r := root(t, tr, size)
			if err := CheckInclusion(proof, size, r, index, leaf); err != nil {
				t.Fatalf("leaf %d at %d: %v", index, size, err)
			}
			wrong := []error{
				CheckInclusion(proof, size, r, index, LeafHash([]byte("omitted"))),
				CheckInclusion(proof, size, LeafHash(nil), index, leaf),
				CheckInclusion(append(proof, Hash{}), size, r, index, leaf),
			}
			if len(proof) > 0 {
				wrong = append(wrong,
					CheckInclusion(proof[1:], size, r, index, leaf),
					CheckInclusion(proof, size, r, (index+1)%size, leaf))
				proof[len(proof)/2][7] ^= 1
				wrong = append(wrong, CheckInclusion(proof, size, r, index, leaf))
			}
			for i, err := range wrong {
				if !errors.Is(err, ErrProof) {
					t.Errorf("leaf %d at %d, falsehood %d: %v", index, size, i, err)
				}
			}
		}
	}
}

func TestEverySizeGrowsOutOfEveryEarlierOne(t *testing.T) {
	const n = 33
	tr := grown(n)
	for to := range int64(n + 1) {
		for from := range to + 1 {
			proof, err := tr.Consistency(from, to)
			if err != nil {
				t.Fatal(err)
			}
			a, b := root(t, tr, from), root(t, tr, to)
			if err := CheckConsistency(proof, to, b, from, a); err != nil {
				t.Fatalf("from %d to %d: %v", from, to, err)
			}
			wrong := []error{
				CheckConsistency(proof, to, b, from, LeafHash([]byte("rewritten"))),
				CheckConsistency(append(proof, Hash{}), to, b, from, a),
			}
			if from > 0 {
				wrong = append(wrong, CheckConsistency(proof, to, LeafHash([]byte("rewritten")), from, a))
			}
			if len(proof) > 0 {
				wrong = append(wrong, CheckConsistency(proof[1:], to, b, from, a))
				proof[len(proof)/2][7] ^= 1
				wrong = append(wrong, CheckConsistency(proof, to, b, from, a))
			}
			for i, err := range wrong {
				if !errors.Is(err, ErrProof) {
					t.Errorf("from %d to %d, falsehood %d: %v", from, to, i, err)
				}
			}
		}
	}
}

func TestNumbersOutsideTheTreeAreRefused(t *testing.T) {
	tr := grown(5)
	var refused []error
	add := func(_ any, err error) { refused = append(refused, err) }
	for _, size := range []int64{-1, 6, MaxSize, math.MaxInt64, math.MinInt64} {
		add(tr.Root(size))
		add(tr.Inclusion(0, size))
		add(tr.Consistency(0, size))
		add(tr.Consistency(size, 5))
	}
	for _, index := range []int64{-1, 5, math.MaxInt64} {
		add(tr.Leaf(index))
		add(tr.Inclusion(index, 5))
	}
	// Near 2^63 the arithmetic of the tree would never end.
	for _, size := range []int64{-1, 0, MaxSize + 1, 1<<62 + 1, math.MaxInt64} {
		refused = append(refused, CheckInclusion(nil, size, Hash{}, 0, Hash{}))
	}
	for _, size := range []int64{-1, MaxSize + 1, math.MaxInt64} {
		refused = append(refused, CheckConsistency(nil, size, Hash{}, 1, Hash{}))
	}
	refused = append(refused,
		CheckInclusion(nil, 5, Hash{}, -1, Hash{}), CheckInclusion(nil, 5, Hash{}, 5, Hash{}),
		CheckConsistency(nil, 5, Hash{}, -1, Hash{}), CheckConsistency(nil, 5, Hash{}, 6, Hash{}))
	for i, err := range refused {
		if !errors.Is(err, ErrRange) {
			t.Errorf("case %d: %v", i, err)
		}
	}
}

func TestACloneAndItsOriginGrowApart(t *testing.T) {
	a := grown(6)
	before := root(t, a, 6)
	b := a.Clone()
	a.Append([]byte("for a"))
	b.Append([]byte("for b"))
	b.Append([]byte("more"))
	if a.Size() != 7 || b.Size() != 8 {
		t.Errorf("sizes %d and %d", a.Size(), b.Size())
	}
	if root(t, a, 7) == root(t, b, 7) {
		t.Error("what was appended to one reached the other")
	}
	if root(t, a, 6) != before || root(t, b, 6) != before {
		t.Error("the common past changed")
	}
}

func TestAnEntryAndItsHashAppendTheSame(t *testing.T) {
	var a, b Tree
	for i := range 20 {
		leaf := []byte{byte(i)}
		a.Append(leaf)
		b.AppendHash(LeafHash(leaf))
	}
	if root(t, &a, 20) != root(t, &b, 20) {
		t.Error("the roots differ")
	}
}

func FuzzCheckInclusion(f *testing.F) {
	tr := grown(21)
	r := root(f, tr, 21)
	for _, index := range []int64{0, 7, 16, 20} {
		proof, err := tr.Inclusion(index, 21)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(int64(21), index, joined(proof))
	}
	f.Add(int64(math.MaxInt64), int64(3), []byte{})
	f.Fuzz(func(t *testing.T, size, index int64, raw []byte) {
		err := CheckInclusion(split(raw), size, r, index, LeafHash([]byte("never appended")))
		if err == nil {
			t.Fatal("an entry that is not there was proved")
		}
	})
}

func FuzzCheckConsistency(f *testing.F) {
	tr := grown(21)
	r := root(f, tr, 21)
	for _, from := range []int64{0, 1, 8, 13, 21} {
		proof, err := tr.Consistency(from, 21)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(int64(21), from, joined(proof))
	}
	f.Add(int64(math.MaxInt64), int64(1), []byte{})
	f.Fuzz(func(t *testing.T, to, from int64, raw []byte) {
		err := CheckConsistency(split(raw), to, r, from, LeafHash([]byte("another past")))
		if err == nil {
			t.Fatal("a rewritten past was proved")
		}
	})
}

func joined(proof []Hash) (raw []byte) {
	for _, h := range proof {
		raw = append(raw, h[:]...)
	}
	return raw
}

func split(raw []byte) (proof []Hash) {
	for len(raw) >= HashSize {
		proof, raw = append(proof, Hash(raw[:HashSize])), raw[HashSize:]
	}
	return proof
}

func BenchmarkAppend(b *testing.B) {
	var tr Tree
	leaf := make([]byte, 200)
	for b.Loop() {
		tr.Append(leaf)
	}
}
