package meeting

import (
	"crypto/sha256"
	"regexp"
	"strings"

	"valurna/ballot/manifest"
)

// spokenWords words carry 32 bits. The code needs no more: whoever wanted another
// session to have the same one would have to log in, with a member's key, about 2^32
// times.
const spokenWords = 2

// spoken is the form of a code: words as manifest.Words writes them.
var spoken = regexp.MustCompile("^" + spokenWord + "-" + spokenWord + "$")

const spokenWord = "[bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz]"

// SpokenCode is what a member says aloud and the chair reads along (A13): that the
// voice on the line and the key on the desk belong to one person. Both desks derive it
// from the meeting, the member's public key, the registrar's host key and what binds
// the member's session, such as the hexadecimal form of its SSH session id, so that no other desk shows it:
//
//	SHA-256("valurna/v1/spoken\n" || manifest hash || SHA-256(member key) ||
//	        SHA-256(host key) || SHA-256(session binding))
//
// written as the first two words of that hash, as those of the manifest are. Keys are
// in the SSH wire format (RFC 4253, section 6.6).
func SpokenCode(manifestHash [32]byte, memberKey, hostKey, sessionBinding []byte) string {
	input := append([]byte("valurna/v1/spoken\n"), manifestHash[:]...)
	for _, part := range [][]byte{memberKey, hostKey, sessionBinding} {
		sum := sha256.Sum256(part)
		input = append(input, sum[:]...)
	}
	words := strings.Split(manifest.Words(sha256.Sum256(input)), "-")
	return strings.Join(words[:spokenWords], "-")
}
