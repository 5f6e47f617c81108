package threshold

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"valurna/crypto/group"
)

func TestCombiningListsRefusesWhatDoesNotFit(t *testing.T) {
	b := fill(t, 3)
	p, q := b.parts[0], b.parts[1]
	none := bytes.Clone(q)
	none[32+31] = 0xff
	for name, f := range map[string]func() ([]byte, error){
		"no trustees":    func() ([]byte, error) { return CombineParts(nil, nil) },
		"one twice":      func() ([]byte, error) { return CombineParts([]int{1, 1}, [][]byte{p, q}) },
		"index 0":        func() ([]byte, error) { return CombineParts([]int{0, 1}, [][]byte{p, q}) },
		"too large":      func() ([]byte, error) { return CombineParts([]int{1, 256}, [][]byte{p, q}) },
		"a list missing": func() ([]byte, error) { return CombineParts([]int{3, 1}, [][]byte{p}) },
		"a byte missing": func() ([]byte, error) { return CombineParts([]int{3, 1}, [][]byte{p, q[1:]}) },
		"a part missing": func() ([]byte, error) { return CombineParts([]int{3, 1}, [][]byte{p, q[32:]}) },
		"a byte alone":   func() ([]byte, error) { return CombineParts([]int{3}, [][]byte{p[:33]}) },
		"no point":       func() ([]byte, error) { return CombineParts([]int{3, 1}, [][]byte{p, none}) },
		"fewer combined": func() ([]byte, error) { return OpenCombined(b.c2s, p[32:]) },
		"no list":        func() ([]byte, error) { return OpenCombined(b.c2s[:33], p[:33]) },
		"no ciphertext":  func() ([]byte, error) { return OpenCombined(none, p) },
		"no combined":    func() ([]byte, error) { return OpenCombined(b.c2s, none) },
	} {
		if got, err := f(); err == nil || got != nil {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	_, err := CombineParts([]int{3, 1}, [][]byte{p, none})
	if !errors.Is(err, ErrParts) || err.Error() != fmt.Sprintf("%v: part 1 of trustee 1 is no canonical encoding; nothing was combined, ask for the parts again", ErrParts) {
		t.Errorf("the culprit is not named: %v", err)
	}
}

func TestACollectiveShareIsReadBackAsItWasWritten(t *testing.T) {
	for _, n := range []int{0, 1} {
		b := opened(t, n).shares[0].Bytes()
		s := new(CollectiveShare)
		if err := s.Decode(b); err != nil || !bytes.Equal(s.Bytes(), b) || len(b) != CollectiveShareSize {
			t.Fatal(err)
		}
		ff := bytes.Repeat([]byte{0xff}, 32)
		with := func(place int, piece []byte) []byte {
			c := bytes.Clone(b)
			copy(c[32*place:], piece)
			return c
		}
		bads := map[string][]byte{
			"short": b[:127], "long": append(bytes.Clone(b), 0), "empty": nil,
			"Z": with(0, ff), "A": with(1, ff), "B": with(2, ff), "z": with(3, ff),
			"A identity": with(1, make([]byte, 32)),
			"Z alone":    with(0, make([]byte, 32)),
			"B alone":    with(2, make([]byte, 32)),
		}
		if n == 0 {
			bads["Z alone"], bads["B alone"] = with(2, group.Generator().Bytes()), with(0, group.Generator().Bytes())
		}
		for name, bad := range bads {
			if err := s.Decode(bad); !errors.Is(err, ErrCollective) || !bytes.Equal(s.Bytes(), b) {
				t.Errorf("%d ballots, %s: read, or the receiver changed", n, name)
			}
		}
	}
}

func FuzzCollectiveShare(f *testing.F) {
	f.Add(opened(f, 1).shares[0].Bytes())
	f.Add(opened(f, 0).shares[0].Bytes())
	f.Add(make([]byte, CollectiveShareSize))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := new(CollectiveShare)
		if err := s.Decode(b); err != nil {
			if s.Z != nil {
				t.Error("the receiver changed")
			}
			return
		}
		if !bytes.Equal(s.Bytes(), b) {
			t.Error("two encodings of one share")
		}
	})
}

// BenchmarkCollective measures the verification of a box and, in turn with it so
// that both meet the same load, what no verifier can do without: two points read
// and two points of a multi-scalar multiplication for each ballot. x-limit is the
// ratio of the medians.
func BenchmarkCollective(b *testing.B) {
	const n = 4000
	x := opened(b, n)
	limit := func(l []byte) {
		decoded, bad := decodePoints(l, 0, n)
		if bad >= 0 {
			b.Fatal(bad)
		}
		points := make([]*group.Point, n)
		for j := range points {
			points[j] = &decoded[j]
		}
		group.MultiScalarMult(group.NewTranscript("limit").Weights("w", n), points)
	}
	b.Run("verify", func(b *testing.B) {
		var ours, least []time.Duration
		for b.Loop() {
			start := time.Now()
			if err := x.verify(); err != nil {
				b.Fatal(err)
			}
			ours = append(ours, time.Since(start))
			b.StopTimer()
			start = time.Now()
			limit(x.c1s)
			limit(x.combined)
			least = append(least, time.Since(start))
			b.StartTimer()
		}
		slices.Sort(ours)
		slices.Sort(least)
		median, bound := ours[len(ours)/2], least[len(least)/2]
		b.ReportMetric(float64(median)/float64(bound), "x-limit")
		b.ReportMetric(float64(median.Nanoseconds())/n/1000, "µs/ballot")
	})
	for name, f := range map[string]func(){
		"combine2": func() { x.combine(b) },
		"open": func() {
			if _, err := OpenCombined(x.c2s, x.combined); err != nil {
				b.Fatal(err)
			}
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n/1000, "µs/ballot")
		})
	}
}
