package sealed

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"

	"valurna/crypto/blind"
)

// CodeSize is the length of a ballot code in bytes. A cheating booth would need
// two ballots with one code, which takes 2^80 tries.
const CodeSize = 20

// Code is the ballot code: what a voter notes before casting, and finds again
// among the sealed ballots.
type Code [CodeSize]byte

// The alphabet of Crockford's base 32 has no I, L, O or U.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

const (
	codeLetters = CodeSize * 8 / 5
	codeGroup   = 4
)

// Code is the first 20 bytes of
// SHA-256("valurna/v1/code\n" || context || encoding without the signature), so
// it stands before the token is asked for.
func (b *Ballot) Code(c Context) Code {
	unsigned := *b
	unsigned.Signature = nil
	return codeOf(c, unsigned.Encode())
}

// CodeOf gives the code of an encoded ballot, signature included. It looks at
// the length alone: the ballot need not hold. Bytes too short to be a ballot
// have no code, and give an error that wraps ErrEncoding.
func CodeOf(c Context, encoding []byte) (Code, error) {
	if len(encoding) < Size(1) {
		return Code{}, fmt.Errorf("%w: %d bytes, the shortest has %d", ErrEncoding, len(encoding), Size(1))
	}
	return codeOf(c, encoding[:len(encoding)-blind.Size]), nil
}

func codeOf(c Context, body []byte) Code {
	h := sha256.New()
	h.Write([]byte("valurna/v1/code\n"))
	h.Write(c[:])
	h.Write(body)
	return Code(h.Sum(nil)[:CodeSize])
}

// String writes the code as eight groups of four letters and digits, "ABCD-EFGH-…".
func (c Code) String() string {
	letters := crockford.EncodeToString(c[:])
	var out strings.Builder
	for i := 0; i < len(letters); i += codeGroup {
		if i > 0 {
			out.WriteByte('-')
		}
		out.WriteString(letters[i : i+codeGroup])
	}
	return out.String()
}

// ParseCode reads a code as a person types it: upper or lower case, with hyphens,
// spaces or nothing between, I and L for 1, O for 0. Where one spelling only may
// pass, compare with String.
func ParseCode(s string) (Code, error) {
	letters, ok := codeText(s)
	if !ok {
		return Code{}, errors.New("sealed: a ballot code has letters other than U, digits and hyphens only; type it again")
	}
	if len(letters) != codeLetters {
		return Code{}, fmt.Errorf("sealed: %d letters and digits, a ballot code has %d; type it again", len(letters), codeLetters)
	}
	b, err := crockford.DecodeString(letters)
	if err != nil {
		return Code{}, fmt.Errorf("sealed: no ballot code: %w", err)
	}
	return Code(b), nil
}

// MatchCode says whether prefix, typed as for ParseCode, begins the code. An
// empty prefix, or one that no code can have, matches nothing.
func MatchCode(prefix string, c Code) bool {
	letters, ok := codeText(prefix)
	return ok && letters != "" && strings.HasPrefix(crockford.EncodeToString(c[:]), letters)
}

// codeText brings typed text into the alphabet.
func codeText(s string) (string, bool) {
	var out strings.Builder
	for _, r := range s {
		// Not strings.ToUpper, which makes an I of letters outside ASCII too.
		if r >= 'a' && r <= 'z' {
			r += 'A' - 'a'
		}
		switch r {
		case '-', ' ':
			continue
		case 'I', 'L':
			r = '1'
		case 'O':
			r = '0'
		case 'U':
			return "", false
		}
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			out.WriteRune(r)
			continue
		}
		return "", false
	}
	return out.String(), true
}
