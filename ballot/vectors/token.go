package vectors

import (
	"bytes"
	"io"

	"valurna/ballot/canon"
	"valurna/crypto/blind"
)

// token is section 10: RFC 9474, RSABSSA-SHA384-PSS-Deterministic, 2048 bits.
type token struct {
	PKCS8     canon.Hex `json:"pkcs8"` // the issuing key
	Modulus   canon.Hex `json:"modulus"`
	Message   canon.Hex `json:"message"` // context || T
	Salt      canon.Hex `json:"salt"`
	Factor    canon.Hex `json:"factor"` // the blinding factor r
	Blinded   canon.Hex `json:"blinded"`
	Answer    canon.Hex `json:"blind_sig"`
	Signature canon.Hex `json:"signature"`
}

// request is one blind signature with all that went into it.
type request struct{ message, read, blinded, answer, signature []byte }

func makeRequest(signer *blind.Signer, message []byte, name string) request {
	var read bytes.Buffer
	r := must(blind.NewRequest(signer.Public(), message, io.TeeReader(stream(name+" blinding"), &read)))
	answer := must(signer.BlindSign(r.Blinded()))
	return request{message, read.Bytes(), r.Blinded(), answer, must(r.Finalize(answer))}
}

const saltSize = 48

func makeToken(b *box) *token {
	r := b.token
	v := &token{
		PKCS8: b.signer.Marshal(), Modulus: b.signer.Public().Modulus(), Message: r.message,
		Salt: r.read[:saltSize], Blinded: r.blinded, Answer: r.answer, Signature: r.signature,
	}
	// The factor is the first number of 256 bytes that is below the modulus.
	v.Factor = r.read[saltSize : saltSize+blind.Size]
	for at := saltSize; bytes.Compare(v.Factor, v.Modulus) >= 0; at += blind.Size {
		v.Factor = r.read[at+blind.Size : at+2*blind.Size]
	}
	return v
}
