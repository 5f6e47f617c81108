//go:build e2e

package main

import (
	"math"
	mrand "math/rand/v2"
	"slices"
)

// sample is one visit as numbers, and what was chosen in it.
type sample struct {
	features []float64
	label    int
}

// forest is a random forest (Breiman, Machine Learning 45, 2001): trees on resampled
// halves of the visits, each split at the best of a few features, and a vote of all.
type forest []*tree

type tree struct {
	feature     int
	at          float64
	below, over *tree
	label       int // of a leaf
}

func grow(samples []sample, labels, trees int, random *mrand.Rand) forest {
	var f forest
	for range trees {
		drawn := make([]sample, len(samples))
		for i := range drawn {
			drawn[i] = samples[random.IntN(len(samples))]
		}
		f = append(f, growTree(drawn, labels, 14, random))
	}
	return f
}

func growTree(samples []sample, labels, depth int, random *mrand.Rand) *tree {
	counts := count(samples, labels)
	leaf := &tree{label: slices.Index(counts, slices.Max(counts))}
	if depth == 0 || len(samples) < 4 || slices.Max(counts) == len(samples) {
		return leaf
	}
	n := len(samples[0].features)
	best, found := gini(counts)*float64(len(samples)), false
	for range int(math.Sqrt(float64(n))) + 1 {
		feature := random.IntN(n)
		slices.SortFunc(samples, func(a, b sample) int {
			switch x, y := a.features[feature], b.features[feature]; {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
		below, over := make([]int, labels), count(samples, labels)
		for i := 1; i < len(samples); i++ {
			below[samples[i-1].label]++
			over[samples[i-1].label]--
			x, y := samples[i-1].features[feature], samples[i].features[feature]
			if x == y {
				continue
			}
			if cost := gini(below)*float64(i) + gini(over)*float64(len(samples)-i); cost < best-1e-9 {
				best, found = cost, true
				leaf.feature, leaf.at = feature, (x+y)/2
			}
		}
	}
	if !found {
		return leaf
	}
	var below, over []sample
	for _, s := range samples {
		if s.features[leaf.feature] < leaf.at {
			below = append(below, s)
		} else {
			over = append(over, s)
		}
	}
	leaf.below, leaf.over = growTree(below, labels, depth-1, random), growTree(over, labels, depth-1, random)
	return leaf
}

func (f forest) guess(features []float64, labels int) int {
	votes := make([]int, labels)
	for _, t := range f {
		for t.below != nil {
			if features[t.feature] < t.at {
				t = t.below
			} else {
				t = t.over
			}
		}
		votes[t.label]++
	}
	return slices.Index(votes, slices.Max(votes))
}

func count(samples []sample, labels int) []int {
	counts := make([]int, labels)
	for _, s := range samples {
		counts[s.label]++
	}
	return counts
}

func gini(counts []int) float64 {
	all, sum := 0, 1.0
	for _, c := range counts {
		all += c
	}
	for _, c := range counts {
		share := float64(c) / float64(max(all, 1))
		sum -= share * share
	}
	return sum
}

// interval is Wilson's 95 % interval of a share (Journal of the American Statistical
// Association 22, 1927).
func interval(hits, of int) (low, high float64) {
	const z = 1.959964
	n, p := float64(of), float64(hits)/float64(of)
	mid, half := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return (mid - half) / (1 + z*z/n), (mid + half) / (1 + z*z/n)
}
