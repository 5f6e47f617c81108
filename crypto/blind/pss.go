package blind

import (
	"crypto/sha512"
	"crypto/subtle"
	"encoding/binary"
)

// The variant's parameters (RFC 9474 section 5): SHA-384 for message and mask, and a
// salt as long as the hash.
const (
	hashSize = sha512.Size384
	saltSize = 48
	trailer  = 0xbc
)

// pssEncode is EMSA-PSS-ENCODE of RFC 8017 section 9.1.1 for a modulus of size whole
// bytes, so that the encoding has 8*size - 1 bits: its first bit is zero, and as a
// number it is below every modulus of that size. size must be at least
// hashSize + len(salt) + 2.
func pssEncode(message, salt []byte, size int) []byte {
	em := make([]byte, size)
	db, h := em[:size-hashSize-1], em[size-hashSize-1:size-1]
	pssDigest(h[:0], message, salt)
	db[len(db)-len(salt)-1] = 0x01
	copy(db[len(db)-len(salt):], salt)
	mask(db, h)
	db[0] &= 0x7f
	em[size-1] = trailer
	return em
}

// pssHolds is EMSA-PSS-VERIFY of RFC 8017 section 9.1.2, for a salt of saltSize bytes:
// it takes the salt out of the encoding and encodes again, so that exactly the
// outputs of pssEncode pass. em is not changed.
func pssHolds(message, em []byte) bool {
	if len(em) < hashSize+saltSize+2 {
		return false
	}
	db := make([]byte, len(em)-hashSize-1)
	copy(db, em)
	mask(db, em[len(db):len(em)-1])
	salt := db[len(db)-saltSize:]
	return subtle.ConstantTimeCompare(pssEncode(message, salt, len(em)), em) == 1
}

// pssDigest appends H = Hash(eight zero bytes || Hash(message) || salt) to out.
func pssDigest(out, message, salt []byte) []byte {
	m := sha512.Sum384(message)
	h := sha512.New384()
	h.Write(make([]byte, 8))
	h.Write(m[:])
	h.Write(salt)
	return h.Sum(out)
}

// mask adds the stream MGF1(seed) to out (RFC 8017 appendix B.2.1).
func mask(out, seed []byte) {
	block := make([]byte, len(seed)+4)
	copy(block, seed)
	for counter := uint32(0); len(out) > 0; counter++ {
		binary.BigEndian.PutUint32(block[len(seed):], counter)
		digest := sha512.Sum384(block)
		out = out[subtle.XORBytes(out, out, digest[:min(len(out), hashSize)]):]
	}
}
