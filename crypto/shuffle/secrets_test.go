package shuffle

import (
	"bytes"
	"fmt"
	"math"
	"testing"
)

func TestEveryOrderOfThreeBallotsIsEquallyLikely(t *testing.T) {
	const draws = 6000
	count := map[string]int{}
	rand := seeded("permutation", 0)
	for range draws {
		place, from, err := permutation(3, rand)
		if err != nil {
			t.Fatal(err)
		}
		for i, j := range from {
			if place[j] != i {
				t.Fatalf("%v is not the inverse of %v", place, from)
			}
		}
		count[fmt.Sprint(from)]++
	}
	// Six standard deviations of a binomial with p = 1/6.
	for order, n := range count {
		if math.Abs(float64(n)-draws/6) > 6*math.Sqrt(draws*5/36.0) {
			t.Errorf("%s came %d times of %d", order, n, draws)
		}
	}
	if len(count) != 6 {
		t.Errorf("%d orders came, not 6", len(count))
	}
}

func TestADrawThatWouldFavourANumberIsDrawnAgain(t *testing.T) {
	// 2^64 = 3 (2^64-1)/3 + 1: exactly one draw is too many, and it is 0.
	again := append(make([]byte, 8), bytes.Repeat([]byte{0xff}, 8)...)
	if v, err := below(3, bytes.NewReader(again)); err != nil || v != 2 {
		t.Errorf("%d, %v", v, err)
	}
	if _, err := below(3, bytes.NewReader(make([]byte, 8))); err == nil {
		t.Error("the draw 0 was taken")
	}
	if v, err := below(4, bytes.NewReader(make([]byte, 8))); err != nil || v != 0 {
		t.Errorf("a power of two divides evenly: %d, %v", v, err)
	}
}

func TestSecretsAreErased(t *testing.T) {
	b := newBox(t, 4, 2)
	s, err := newStatement(b.context, b.key, b.width, b.in)
	if err != nil {
		t.Fatal(err)
	}
	e, err := newSecrets(s, seeded("erase", 0))
	if err != nil {
		t.Fatal(err)
	}
	e.erase()
	if fmt.Sprint(e.place, e.from) != "[0 0 0 0] [0 0 0 0]" {
		t.Error("the permutation is still there")
	}
	for i := range e.anew {
		if e.anew[i].Equal(&e.tailNonce[0]) != 1 || !isZero(e.anew[i].Bytes()) {
			t.Error("a scalar is still there")
		}
	}
}
