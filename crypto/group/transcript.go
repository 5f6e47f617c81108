package group

import (
	"crypto/sha3"
	"crypto/sha512"
	"encoding/binary"
	"hash"
	"io"
	"iter"
)

// Transcript turns a proof's whole statement into challenges (the Fiat-Shamir
// transform, with everything bound). It is a running SHA-512 over frames
//
//	frame(label, data) = u32be(len(label)) | label | u64be(len(data)) | data
//
// so that no two sequences of frames hash the same bytes. In full:
//
//	NewTranscript(protocol)    absorbs frame("valurna/v1/transcript", protocol)
//	Append(label, data)        absorbs frame(label, data)
//	AppendPieces(label, …)     absorbs frame(label, the pieces joined)
//	AppendPoints(label, ps)    absorbs frame(label, enc(p_1) | ... | enc(p_n))
//	AppendUint64(label, v)     absorbs frame(label, u64be(v))
//	Digest(label)              absorbs frame("valurna/v1/digest", label);
//	                           d = SHA-512(all absorbed so far), 64 bytes;
//	                           absorbs frame("valurna/v1/output", d); gives d
//	Challenge(label)           Digest(label) as a little-endian integer
//	                           modulo the group order
//	Weights(label, n)          the first 16 n bytes of SHAKE-256(Digest(label)),
//	                           each 16 of them a little-endian integer
//
// Labels that begin with "valurna/v1/" are reserved to this package.
type Transcript struct{ h hash.Cloner }

// The reserved labels. They change with any change of the construction.
const (
	labelTranscript = "valurna/v1/transcript"
	labelDigest     = "valurna/v1/digest"
	labelOutput     = "valurna/v1/output"
)

// NewTranscript begins a transcript; protocol names the proof and its version.
func NewTranscript(protocol string) *Transcript {
	h, ok := sha512.New().(hash.Cloner)
	if !ok {
		panic("group: this SHA-512 cannot be cloned")
	}
	t := &Transcript{h}
	t.Append(labelTranscript, []byte(protocol))
	return t
}

// Append absorbs data under label.
func (t *Transcript) Append(label string, data []byte) { writeFrame(t.h, label, data) }

// AppendPieces is Append of pieces that make up size bytes, without joining them.
// It panics if they do not.
func (t *Transcript) AppendPieces(label string, size int, pieces iter.Seq[[]byte]) {
	writeHeader(t.h, label, uint64(size))
	for piece := range pieces {
		write(t.h, piece)
		size -= len(piece)
	}
	if size != 0 {
		panic("group: pieces of another size were absorbed than was said")
	}
}

// AppendPoints absorbs the concatenated encodings of ps as one frame.
func (t *Transcript) AppendPoints(label string, ps ...*Point) {
	writeHeader(t.h, label, uint64(len(ps))*Size)
	for _, p := range ps {
		if p.known {
			write(t.h, p.encoded[:]) // without a copy
		} else {
			write(t.h, p.Bytes())
		}
	}
}

// AppendUint64 absorbs v as eight bytes, big endian.
func (t *Transcript) AppendUint64(label string, v uint64) {
	t.Append(label, binary.BigEndian.AppendUint64(nil, v))
}

// Digest returns 64 bytes that depend on everything absorbed, and absorbs them.
func (t *Transcript) Digest(label string) [64]byte {
	t.Append(labelDigest, []byte(label))
	d := [64]byte(t.h.Sum(nil))
	t.Append(labelOutput, d[:])
	return d
}

// Challenge returns a scalar that depends on everything absorbed.
func (t *Transcript) Challenge(label string) *Scalar {
	d := t.Digest(label)
	return scalarFromWide(&d)
}

// Weights returns n weights of 128 bits for a linear combination of n equations:
// if any equation is false, the combination holds with probability 2^-128.
// Everything that a cheat could still choose must be in the transcript before.
func (t *Transcript) Weights(label string, n int) []*Scalar {
	return t.WeightStream(label).Next(n)
}

// WeightStream gives the weights of [Transcript.Weights] piece by piece, for
// equations that are too many to hold at once.
func (t *Transcript) WeightStream(label string) *WeightStream {
	return newWeightStream(t.Digest(label))
}

// WeightStream is a stream of weights; [Transcript.WeightStream] makes it.
type WeightStream struct {
	seed   [64]byte
	stream *sha3.SHAKE
}

func newWeightStream(seed [64]byte) *WeightStream {
	w := &WeightStream{seed, sha3.NewSHAKE256()}
	write(w.stream, seed[:])
	return w
}

// Again returns the same stream from its beginning.
func (w *WeightStream) Again() *WeightStream { return newWeightStream(w.seed) }

// Next returns the next n weights.
func (w *WeightStream) Next(n int) []*Scalar {
	weights, all := make([]*Scalar, n), make([]Scalar, n)
	for i := range weights {
		var b [Size]byte
		if _, err := io.ReadFull(w.stream, b[:16]); err != nil {
			panic("group: SHAKE-256 ended")
		}
		if _, err := all[i].SetCanonicalBytes(b[:]); err != nil {
			panic("group: a 128-bit weight exceeds the group order")
		}
		weights[i] = &all[i]
	}
	return weights
}

// Nonces returns n secret scalars for a proof's commitments, from rand (32 bytes
// are read), the secrets and all that t has absorbed, which it leaves as it was.
// So a source of randomness that repeats itself, as a booth's does after a
// crash, repeats a nonce only together with its challenge; a repeated nonce under
// two challenges would give the secret away (hedged nonces, as in RFC 9591,
// section 4.1). Absorb the statement before the call.
func (t *Transcript) Nonces(n int, rand io.Reader, secrets ...*Scalar) ([]*Scalar, error) {
	var fresh [32]byte
	defer clear(fresh[:])
	if err := readRandom(rand, fresh[:]); err != nil {
		return nil, err
	}
	fork := t.Clone()
	fork.Append("nonce randomness", fresh[:])
	for _, s := range secrets {
		fork.Append("nonce secret", s.Bytes())
	}
	nonces := make([]*Scalar, n)
	for i := range nonces {
		nonces[i] = fork.Challenge("nonce")
	}
	return nonces, nil
}

// Clone returns a transcript that goes on from here by itself.
func (t *Transcript) Clone() *Transcript {
	h, err := t.h.Clone()
	if err != nil {
		panic("group: cloning SHA-512: " + err.Error())
	}
	return &Transcript{h}
}

func writeFrame(h io.Writer, label string, data []byte) {
	writeHeader(h, label, uint64(len(data)))
	write(h, data)
}

func writeHeader(h io.Writer, label string, length uint64) {
	b := make([]byte, 0, 12+len(label))
	b = binary.BigEndian.AppendUint32(b, uint32(len(label)))
	b = append(b, label...)
	write(h, binary.BigEndian.AppendUint64(b, length))
}

// write hashes b; a hash's Write returns no error (package hash).
func write(h io.Writer, b []byte) {
	if _, err := h.Write(b); err != nil {
		panic("group: hashing failed: " + err.Error())
	}
}
