package threshold

import (
	"crypto/sha3"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// Lot is the outcome of a draw: 64 bytes that follow from its input, and that fewer
// than t trustees could not foresee. It decides one question; another question
// takes another input.
type Lot [64]byte

// Choose draws k of the places 0 to n-1, without bias, in the order in which
// they are drawn. Anyone can do it again:
//
//	stream = SHAKE-256(the 64 bytes of the lot)
//	places = 0, 1, ..., n-1
//	for i = 0 to k-1:
//	    j = i + draw(n - i)
//	    exchange places[i] and places[j]
//	the result is places[0], ..., places[k-1]
//
//	draw(m): read 8 bytes of stream as an integer v, big endian;
//	         while v >= 2^64 - (2^64 mod m), read 8 more in its stead;
//	         give v mod m
//
// It is the shuffle of Fisher and Yates (Knuth, The Art of Computer Programming,
// volume 2, section 3.4.2, algorithm P) from the front. draw(1) reads 8 bytes too.
func (l *Lot) Choose(k, n int) ([]int, error) {
	if k < 0 || k > n {
		return nil, fmt.Errorf("threshold: %d of %d places cannot be drawn; nothing was drawn", k, n)
	}
	stream := sha3.NewSHAKE256()
	if _, err := stream.Write(l[:]); err != nil {
		panic("threshold: hashing failed: " + err.Error())
	}
	return shuffle(k, n, func(m uint64) uint64 { return draw(stream, m) }), nil
}

// Permutation puts the places 0 to n-1 in a drawn order: Choose(n, n). A negative
// n gives an error.
func (l *Lot) Permutation(n int) ([]int, error) { return l.Choose(n, n) }

// shuffle returns the first k places of a shuffle of n; draw(m) is below m.
func shuffle(k, n int, draw func(m uint64) uint64) []int {
	places := make([]int, n)
	for i := range places {
		places[i] = i
	}
	for i := range k {
		j := i + int(draw(uint64(n-i)))
		places[i], places[j] = places[j], places[i]
	}
	return places[:k]
}

// draw returns a uniform integer below m, m >= 1.
func draw(stream io.Reader, m uint64) uint64 {
	excess := (math.MaxUint64%m + 1) % m // 2^64 mod m
	for {
		var b [8]byte
		if _, err := io.ReadFull(stream, b[:]); err != nil {
			panic("threshold: SHAKE-256 ended")
		}
		if v := binary.BigEndian.Uint64(b[:]); v <= math.MaxUint64-excess {
			return v % m
		}
	}
}
