package tree

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"math"
	"strings"

	"github.com/transparency-dev/formats/log"
)

const (
	signatureSize   = 4 + ed25519.SignatureSize     // key id, signature
	cosignatureSize = 4 + 8 + ed25519.SignatureSize // key id, time, signature

	// maxSignatures is the number of lines that the note package of x/mod reads.
	maxSignatures = 100
	linePrefix    = "— "
)

// signedNote is a note taken apart: the checkpoint, the log's signature, the witnesses'.
type signedNote struct {
	point Checkpoint
	sigs  []signature
}

// signature is one line: the key's name, then key id and signature.
type signature struct {
	name string
	raw  []byte
}

func (s signature) line() string {
	return linePrefix + s.name + " " + base64.StdEncoding.EncodeToString(s.raw) + "\n"
}

// parse takes a note apart and accepts only its canonical form: three lines of text,
// an empty line, the log's line, the witnesses' lines in strictly ascending byte order
// of names. It verifies no signature.
func parse(s string) (signedNote, error) {
	text, rest, found := strings.Cut(s, "\n\n")
	if !found {
		return signedNote{}, fmt.Errorf("%w: no signatures", ErrFormat)
	}
	point, err := parseText(text + "\n")
	if err != nil {
		return signedNote{}, err
	}
	n := signedNote{point: point}
	for rest != "" {
		end := strings.IndexByte(rest, '\n') + 1
		if end == 0 {
			return signedNote{}, fmt.Errorf("%w: the last line does not end", ErrFormat)
		}
		sig, err := parseSignature(rest[:end])
		if err != nil {
			return signedNote{}, err
		}
		n.sigs = append(n.sigs, sig)
		rest = rest[end:]
		if err := n.checkLast(); err != nil {
			return signedNote{}, err
		}
	}
	if len(n.sigs) == 0 {
		return signedNote{}, fmt.Errorf("%w: no signatures", ErrFormat)
	}
	return n, nil
}

// checkLast checks the place of the line read last.
func (n signedNote) checkLast() error {
	last := len(n.sigs) - 1
	sig := n.sigs[last]
	switch {
	case last >= maxSignatures:
		return fmt.Errorf("%w: more than %d signatures", ErrFormat, maxSignatures)
	case last == 0 && sig.name != n.point.Origin:
		return fmt.Errorf("%w: the first signature is not under the origin's name", ErrFormat)
	case last == 0 && len(sig.raw) != signatureSize:
		return fmt.Errorf("%w: the log's signature has %d bytes", ErrFormat, len(sig.raw))
	case last > 0 && len(sig.raw) != cosignatureSize:
		return fmt.Errorf("%w: the signature of %q has %d bytes", ErrFormat, sig.name, len(sig.raw))
	case last > 0 && sig.name == n.point.Origin:
		return fmt.Errorf("%w: a second signature under the origin's name", ErrFormat)
	case last > 1 && sig.name <= n.sigs[last-1].name:
		return fmt.Errorf("%w: the cosignature of %q is out of order or repeated", ErrFormat, sig.name)
	}
	return nil
}

// parseText reads the signed lines and compares them with their one encoding.
func parseText(text string) (Checkpoint, error) {
	var c log.Checkpoint
	rest, err := c.Unmarshal([]byte(text))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %v", ErrFormat, err)
	}
	if len(rest) != 0 || len(c.Hash) != HashSize || c.Size > math.MaxInt64 {
		return Checkpoint{}, fmt.Errorf("%w: an extension line, a root not of %d bytes or an impossible size", ErrFormat, HashSize)
	}
	p := Checkpoint{Origin: c.Origin, Size: int64(c.Size), Root: Hash(c.Hash)}
	if err := p.check(); err != nil {
		return Checkpoint{}, err
	}
	if p.text() != text {
		return Checkpoint{}, fmt.Errorf("%w: size or root is not in its one encoding", ErrFormat)
	}
	return p, nil
}

// parseSignature reads one whole line and compares it with its one encoding.
func parseSignature(line string) (signature, error) {
	body, prefixed := strings.CutPrefix(line, linePrefix)
	name, b64, spaced := strings.Cut(strings.TrimSuffix(body, "\n"), " ")
	raw, err := base64.StdEncoding.DecodeString(b64)
	if !prefixed || !spaced || err != nil || !validName(name) {
		return signature{}, fmt.Errorf("%w: a signature line that cannot be read", ErrFormat)
	}
	s := signature{name: name, raw: raw}
	if s.line() != line {
		return signature{}, fmt.Errorf("%w: the signature line of %q is not in its one encoding", ErrFormat, name)
	}
	return s, nil
}
