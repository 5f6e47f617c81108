// Package canon gives every value that is hashed or signed exactly one
// encoding: JSON on one line, members in the order in which the format lists
// them, no white space, byte strings in lower-case hexadecimal.
//
// For most uses call Marshal and Unmarshal. Unmarshal accepts only what Marshal
// would have written, so two different byte strings never decode to one value.
package canon

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ErrNotCanonical says that bytes decode to a value but are not its one encoding.
var ErrNotCanonical = errors.New("not the canonical encoding")

// Hex is a byte string written in lower-case hexadecimal.
type Hex []byte

func (h Hex) String() string { return hex.EncodeToString(h) }

// MarshalJSON writes the string; nil and empty are both "".
func (h Hex) MarshalJSON() ([]byte, error) {
	out := make([]byte, 0, 2+2*len(h))
	out = append(out, '"')
	out = hex.AppendEncode(out, h)
	return append(out, '"'), nil
}

// UnmarshalJSON accepts lower-case digits in pairs only.
func (h *Hex) UnmarshalJSON(data []byte) error {
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return fmt.Errorf("%w: a hexadecimal string was expected", ErrNotCanonical)
	}
	digits := data[1 : len(data)-1]
	for _, c := range digits {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return fmt.Errorf("%w: %q is not a lower-case hexadecimal digit", ErrNotCanonical, c)
		}
	}
	out, err := hex.AppendDecode(nil, digits)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrNotCanonical, err)
	}
	*h = out
	return nil
}

// Marshal encodes v canonically. It refuses strings that are not in normalization
// form C, and control and line-separator characters other than the newline; what
// else may not reach a terminal, Text refuses where a text is accepted.
func Marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	out := bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
	// One check for all strings: whatever JSON had to escape, apart from quotation
	// mark, backslash and newline, no string of ours may hold.
	if i := badEscape(out); i >= 0 {
		return nil, fmt.Errorf("control or line-separator character at byte %d: remove it", i)
	}
	if !norm.NFC.IsNormal(out) {
		return nil, errors.New("text is not in Unicode normalization form C: retype it")
	}
	return out, nil
}

// MustMarshal is Marshal for values that the program itself has built.
func MustMarshal(v any) []byte {
	out, err := Marshal(v)
	if err != nil {
		panic("canon: " + err.Error())
	}
	return out
}

// Unmarshal decodes data into v, a pointer. It refuses unknown, doubled or
// missing members, trailing bytes, and every encoding that Marshal does not
// write. On error *v is not to be used.
func Unmarshal(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("%w: bytes after the value", ErrNotCanonical)
	}
	again, err := Marshal(v)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrNotCanonical, err)
	}
	if !bytes.Equal(again, data) {
		return ErrNotCanonical
	}
	return nil
}

// Text refuses what could mislead a reader or a terminal: invalid UTF-8,
// control and format characters (bidirectional overrides among them), and text
// that is not in normalization form C. Length is in bytes; max 0 means 4096.
func Text(s string, max int) error {
	if max == 0 {
		max = 4096
	}
	if len(s) > max {
		return fmt.Errorf("longer than %d bytes", max)
	}
	if !utf8.ValidString(s) {
		return errors.New("not valid UTF-8")
	}
	if !norm.NFC.IsNormalString(s) {
		return errors.New("not in Unicode normalization form C")
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return fmt.Errorf("holds the character U+%04X, which may not stand in text", r)
		}
	}
	return nil
}

func badEscape(data []byte) int {
	for i := 0; i+1 < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		if c := data[i+1]; c != '"' && c != '\\' && c != 'n' {
			return i
		}
		i++
	}
	return -1
}
