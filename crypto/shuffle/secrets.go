package shuffle

import (
	"crypto/sha3"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"valurna/crypto/group"
)

// secrets are all that one shuffle must forget.
type secrets struct {
	// place[j] is where element j of the input goes; from[i] is where element i
	// of the output comes from (the paper's j_i).
	place, from []int

	anew       []group.Scalar // r'_{j,k} at j w + k: encrypt input j, column k, anew
	commitment []group.Scalar // r_j: blind the commitment c_j
	link       []group.Scalar // rhat_i: blind the chain commitment chat_i

	// The nonces: omegahat_i, omega'_i, omega_1..omega_3, and omega_4 by column.
	linkNonce, permutedNonce, tailNonce []group.Scalar
}

// newSecrets reads 32 bytes of rand and makes everything from them and from the
// statement, each kind as a stream of its own:
//
//	seed      = Digest("secrets") of a transcript of the 32 bytes and the statement
//	stream(k) = SHAKE-256(seed | k), k = 0 .. 6 in the order of secrets' fields
//
// So a source that repeats itself repeats a shuffle only of the same box, and
// then the very same: no nonce ever meets two challenges (hedged nonces, as in
// RFC 9591, section 4.1).
func newSecrets(s *statement, rand io.Reader) (*secrets, error) {
	if rand == nil {
		return nil, errors.New("there is no source of randomness")
	}
	var fresh [32]byte
	defer clear(fresh[:])
	if _, err := io.ReadFull(rand, fresh[:]); err != nil {
		return nil, fmt.Errorf("the source of randomness failed; mend it and try again: %w", err)
	}
	t := group.NewTranscript("valurna/v1/shuffle secrets")
	t.Append("randomness", fresh[:])
	t.Append("context", s.context)
	t.AppendPoints("key", s.key)
	t.AppendUint64("width", uint64(s.width))
	t.Append("input", s.in)
	seed := t.Digest("secrets")
	defer clear(seed[:])

	e := new(secrets)
	var err error
	if e.place, e.from, err = permutation(s.n, stream(&seed, 0)); err != nil {
		return nil, err
	}
	for k, list := range []struct {
		to *[]group.Scalar
		n  int
	}{
		{&e.anew, s.n * s.width},
		{&e.commitment, s.n},
		{&e.link, s.n},
		{&e.linkNonce, s.n},
		{&e.permutedNonce, s.n},
		{&e.tailNonce, 3 + s.width},
	} {
		if *list.to, err = scalars(list.n, stream(&seed, byte(k+1))); err != nil {
			return nil, err
		}
	}
	if s.n == 0 {
		// The proof of an empty box has one encoding, all zero.
		clear(e.tailNonce)
	}
	return e, nil
}

func stream(seed *[64]byte, kind byte) io.Reader {
	h := sha3.NewSHAKE256()
	// A hash's Write returns no error (package hash).
	_, _ = h.Write(seed[:])
	_, _ = h.Write([]byte{kind})
	return h
}

// scalars draws n uniform scalars.
func scalars(n int, stream io.Reader) ([]group.Scalar, error) {
	list := make([]group.Scalar, n)
	for i := range list {
		s, err := group.RandomScalar(stream)
		if err != nil {
			return nil, err
		}
		list[i].Set(s)
		s.Set(group.NewScalar())
	}
	return list, nil
}

// permutation draws a uniform permutation and its inverse (Fisher and Yates; in
// Durstenfeld's form, "Algorithm 235: random permutation", 1964).
//
// The addresses that it reads and writes follow the permutation, as do those to
// which [Shuffle] later writes ciphertexts and commitments. The number of draws
// hangs on the stream only, and tells nothing of the draws that count.
func permutation(n int, stream io.Reader) (place, from []int, err error) {
	from = make([]int, n)
	for i := range from {
		from[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j, err := below(uint64(i)+1, stream)
		if err != nil {
			return nil, nil, err
		}
		from[i], from[j] = from[j], from[i]
	}
	place = make([]int, n)
	for i, j := range from {
		place[j] = i
	}
	return place, from, nil
}

// below draws a uniform number smaller than n > 0: the upper half of n times a
// 64-bit draw, drawn again where the lower half is below the rest of 2^64 by n, so
// that no number is likelier than another (Lemire, "Fast random integer generation
// in an interval", 2019). It divides by nothing secret.
func below(n uint64, stream io.Reader) (uint64, error) {
	rest := -n % n
	var b [8]byte
	defer clear(b[:])
	for {
		if _, err := io.ReadFull(stream, b[:]); err != nil {
			return 0, err
		}
		if upper, lower := bits.Mul64(binary.LittleEndian.Uint64(b[:]), n); lower >= rest {
			return upper, nil
		}
	}
}

// erase overwrites everything.
func (e *secrets) erase() {
	clear(e.place)
	clear(e.from)
	for _, list := range [][]group.Scalar{e.anew, e.commitment, e.link, e.linkNonce, e.permutedNonce, e.tailNonce} {
		clear(list)
	}
}
