package shuffle

import (
	"encoding/binary"
	"sync"

	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// generatorLabel is that of the points which the commitments are made over.
const generatorLabel = "shuffle generator"

// maxCached bounds the generators that are kept, at about 200 bytes each. Those
// beyond are made again each time, which costs about 10 µs each.
const maxCached = 1 << 17

// generator returns the point of an index: h for 0, and h_i, the generator of
// element i-1, for i >= 1. They come from nothing but the index, so they are the
// same for every box and can be kept; and they come out of a hash, so nobody knows
// a relation between any of them and B, on which the commitments rest.
func generator(index int) *group.Point {
	return group.HashToPoint(generatorLabel, binary.BigEndian.AppendUint64(nil, uint64(index)))
}

// base returns h.
var base = sync.OnceValue(func() *group.Point { return generator(0) })

var cache struct {
	sync.Mutex
	points []*group.Point // those of element 0, 1, ...; only ever appended to
}

// generators returns those of elements from..to-1. They must not be changed.
func generators(from, to int) []*group.Point {
	if to > maxCached {
		return makeGenerators(from, to)
	}
	cache.Lock()
	defer cache.Unlock()
	if have := len(cache.points); have < to {
		cache.points = append(cache.points, makeGenerators(have, to)...)
	}
	return cache.points[from:to:to]
}

func makeGenerators(from, to int) []*group.Point {
	points := make([]*group.Point, to-from)
	// No call fails.
	_ = parallel.Try(len(points), perWorker, func(i int) error {
		points[i] = generator(from + i + 1)
		return nil
	})
	return points
}
