package tree

import (
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"math"
)

// Cosign returns a witness's signature line, "— name base64\n", over the checkpoint
// in the note: cosignature/v1 of C2SP tlog-cosignature, at time unix in seconds. The
// caller has opened the note under its policy and checked consistency; Cosign only
// refuses what is not in canonical form (ErrFormat) and names, keys and times that
// cannot sign (ErrKey).
func Cosign(signed, name string, key ed25519.PrivateKey, unix int64) (line string, err error) {
	n, err := parse(signed)
	if err != nil {
		return "", err
	}
	if !validName(name) || name == n.point.Origin || len(key) != ed25519.PrivateKeySize || unix < 0 {
		return "", fmt.Errorf("%w: witness %q, key of %d bytes, time %d", ErrKey, name, len(key), unix)
	}
	raw := binary.BigEndian.AppendUint32(nil, keyHash(name, algCosignature, key.Public().(ed25519.PublicKey)))
	raw = binary.BigEndian.AppendUint64(raw, uint64(unix))
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", unix, n.point.text())
	raw = append(raw, ed25519.Sign(key, []byte(message))...)
	return signature{name: name, raw: raw}.line(), nil
}

// AddCosignature returns the note with a witness's line in its place: after the log's
// line, in byte order of names. It verifies no signature, which is Policy.Open's task.
// The same line again changes nothing; another line under a name that has already
// signed is refused, like anything not canonical, with ErrFormat.
func AddCosignature(signed, line string) (string, error) {
	n, err := parse(signed)
	if err != nil {
		return "", err
	}
	add, err := parseSignature(line)
	if err != nil {
		return "", err
	}
	at := 1
	for at < len(n.sigs) && n.sigs[at].name < add.name {
		at++
	}
	if at < len(n.sigs) && n.sigs[at].name == add.name {
		if n.sigs[at].line() == line {
			return signed, nil
		}
		return "", fmt.Errorf("%w: a second cosignature by %q", ErrFormat, add.name)
	}
	out := n.point.text() + "\n"
	for i, s := range n.sigs {
		if i == at {
			out += line
		}
		out += s.line()
	}
	if at == len(n.sigs) {
		out += line
	}
	// Parsing the result catches a line of wrong length, a witness under the log's name
	// and too many lines.
	if _, err := parse(out); err != nil {
		return "", err
	}
	return out, nil
}

// timeOf reads the time of a cosignature, whose length the caller has checked. The
// format has 64 bits; a value past the signed range is no time.
func timeOf(raw []byte) (int64, bool) {
	u := binary.BigEndian.Uint64(raw[4:])
	return int64(u), u <= math.MaxInt64
}
