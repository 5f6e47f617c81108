package shuffle

import (
	"bytes"
	"errors"
	"testing"
)

// A box is worked on in pieces. Where they are cut changes nothing.
func TestABoxOfManyPiecesIsShuffledAndCheckedAsInOne(t *testing.T) {
	prover, verifier := proverChunk, verifierChunk
	defer func() { proverChunk, verifierChunk = prover, verifier }()
	for _, width := range []int{1, 3} {
		b := newBox(t, 23, width)
		out, proof := b.shuffle(t, seeded("shuffle", 1))
		for _, pieces := range []int{1, 5, 22, 23, 24} {
			proverChunk, verifierChunk = pieces*width, pieces*(4+4*width)
			again, proofAgain := b.shuffle(t, seeded("shuffle", 1))
			if !bytes.Equal(out, again) || !bytes.Equal(proof, proofAgain) {
				t.Errorf("width %d, pieces of %d: another shuffle", width, pieces)
			}
			if err := b.verify(out, proof); err != nil {
				t.Errorf("width %d, pieces of %d: %v", width, pieces, err)
			}
			for _, i := range []int{0, 4, 5, 21, 22} {
				proof[i*RecordSize+atLink] ^= 1
				var e *EquationError
				if err := b.verify(out, proof); !errors.As(err, &e) || e.Chain != i || e.Permutation || e.Product || e.Columns != nil {
					t.Errorf("width %d, pieces of %d: a false link %d gives %v", width, pieces, i, err)
				}
				proof[i*RecordSize+atLink] ^= 1
			}
		}
		proverChunk, verifierChunk = prover, verifier
	}
}

func TestGeneratorsAreTheSameKeptOrMadeAnew(t *testing.T) {
	kept := generators(2, 7)
	for d, p := range makeGenerators(2, 7) {
		if p.Equal(kept[d]) != 1 || p.Equal(referenceGenerator(d+3)) != 1 {
			t.Errorf("generator %d differs", d+3)
		}
	}
	for d, p := range generators(maxCached-1, maxCached+1) {
		if p.Equal(referenceGenerator(maxCached+d)) != 1 {
			t.Errorf("generator %d differs", maxCached+d)
		}
	}
	cache.Lock()
	defer cache.Unlock()
	if len(cache.points) >= maxCached {
		t.Errorf("%d generators are kept for two that were asked for", len(cache.points))
	}
}
