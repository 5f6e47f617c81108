package threshold

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"
)

// Every sequence of draws gives a choice of its own, and together they are all
// choices: no bias beyond that of the draws.
func TestEveryChoiceComesFromExactlyOneSequenceOfDraws(t *testing.T) {
	for n := range 7 {
		for k := range n + 1 {
			seen := map[string]bool{}
			total := 1
			for i := range k {
				total *= n - i
			}
			for sequence := range total {
				rest := uint64(sequence)
				choice := shuffle(k, n, func(m uint64) uint64 {
					d := rest % m
					rest /= m
					return d
				})
				seen[fmt.Sprint(choice)] = true
				sorted := slices.Clone(choice)
				slices.Sort(sorted)
				if len(slices.Compact(sorted)) != k || k > 0 && (sorted[0] < 0 || sorted[k-1] >= n) {
					t.Fatalf("%v are not %d of %d places", choice, k, n)
				}
			}
			if len(seen) != total {
				t.Errorf("%d of %d: %d choices of %d", k, n, len(seen), total)
			}
		}
	}
}

// What is accepted is a whole number of turns through the m values.
func TestADrawRejectsExactlyTheExcess(t *testing.T) {
	const after = 12345
	for _, m := range []uint64{1, 2, 3, 5, 6, 7, 1 << 20, 1<<32 + 1, 1<<63 - 1, 1 << 63, 1<<63 + 1, math.MaxUint64} {
		excess := (math.MaxUint64%m + 1) % m
		if (math.MaxUint64-excess)%m != m-1 {
			t.Errorf("m = %d: the accepted values are no whole number of turns", m)
		}
		read := func(v uint64) uint64 {
			b := binary.BigEndian.AppendUint64(nil, v)
			return draw(bytes.NewReader(binary.BigEndian.AppendUint64(b, after)), m)
		}
		if got := read(math.MaxUint64 - excess); got != m-1 {
			t.Errorf("m = %d: the last accepted value gives %d", m, got)
		}
		if got := read(0); got != 0 {
			t.Errorf("m = %d: 0 gives %d", m, got)
		}
		if excess > 0 {
			for _, v := range []uint64{math.MaxUint64 - excess + 1, math.MaxUint64} {
				if got := read(v); got != after%m {
					t.Errorf("m = %d: the value %d is not rejected", m, v)
				}
			}
		}
	}
}

// The seed is fixed, so this cannot fail by chance; 23 degrees of freedom exceed
// 49.7 with probability 0.001.
func TestLotsShowNoBias(t *testing.T) {
	const rounds = 24000
	counts := map[string]float64{}
	firsts := map[int]float64{}
	for i := range rounds {
		var lot Lot
		binary.BigEndian.PutUint64(lot[:], uint64(i))
		p, err := lot.Permutation(4)
		if err != nil {
			t.Fatal(err)
		}
		counts[fmt.Sprint(p)]++
		c, err := lot.Choose(1, 7)
		if err != nil {
			t.Fatal(err)
		}
		firsts[c[0]]++
	}
	chi := func(observed []float64, cells float64) float64 {
		sum := 0.0
		for _, o := range observed {
			sum += (o - rounds/cells) * (o - rounds/cells) / (rounds / cells)
		}
		return sum
	}
	var all, ones []float64
	for _, c := range counts {
		all = append(all, c)
	}
	for _, c := range firsts {
		ones = append(ones, c)
	}
	if x := chi(all, 24); len(all) != 24 || x > 49.7 {
		t.Errorf("%d permutations, chi-square %.1f", len(all), x)
	}
	if x := chi(ones, 7); len(ones) != 7 || x > 22.5 {
		t.Errorf("%d places, chi-square %.1f", len(ones), x)
	}
}

func TestAChoiceIsTheStartOfThePermutation(t *testing.T) {
	lot := Lot{7}
	whole, err := lot.Permutation(50)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []int{0, 1, 49, 50} {
		if got, err := lot.Choose(k, 50); err != nil || !slices.Equal(got, whole[:k]) {
			t.Errorf("%d of 50: %v, %v", k, got, err)
		}
	}
	if got, err := lot.Permutation(0); err != nil || len(got) != 0 {
		t.Errorf("none of none: %v, %v", got, err)
	}
	for _, c := range [][2]int{{-1, 5}, {6, 5}, {1, 0}, {-1, -1}, {0, -1}} {
		if got, err := lot.Choose(c[0], c[1]); err == nil || got != nil {
			t.Errorf("%d of %d places were drawn", c[0], c[1])
		}
	}
}
