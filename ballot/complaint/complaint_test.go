package complaint

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
)

// file is a well-made complaint.
func file(t testing.TB) []byte {
	m := held()
	return must(m.complaint(t, m.cast[2], m.receipt(m.cast[2])).Encode())
}

// corpus is what has to be refused, each made from the good file by one change.
func corpus(t testing.TB) map[string][]byte {
	good := string(file(t))
	edit := func(old, with string) []byte {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the file", old)
		}
		return []byte(strings.Replace(good, old, with, 1))
	}
	m := held()
	without := must(m.complaint(t, m.cast[2], nil).Encode())
	encoding := hex.EncodeToString(m.cast[2])
	otherVersion := "02" + encoding[2:]
	identity := encoding[:2] + strings.Repeat("0", 64) + encoding[66:]
	alone := string(must(m.complaint(t, nil, m.receipt(m.cast[2])).Encode()))
	return map[string][]byte{
		"nothing":                                {},
		"an empty line":                          []byte("\n"),
		"null":                                   []byte("null\n"),
		"no newline":                             []byte(strings.TrimSuffix(good, "\n")),
		"two newlines":                           []byte(good + "\n"),
		"a carriage return":                      []byte(strings.TrimSuffix(good, "\n") + "\r\n"),
		"another line":                           []byte(good + good),
		"white space":                            edit(`{"format"`, `{ "format"`),
		"another version":                        edit("valurna/v1/complaint", "valurna/v2/complaint"),
		"an escape":                              edit("valurna/v1", `valurna\/v1`),
		"a member more":                          edit(`,"ballot":`, `,"name":"Anna","ballot":`),
		"a member less":                          edit(`"ballot":"1-1",`, ""),
		"a member twice":                         edit(`"ballot":"1-1",`, `"ballot":"1-1","ballot":"1-1",`),
		"capital digits":                         []byte(strings.Replace(good, encoding, strings.ToUpper(encoding), 1)),
		"a short hash":                           edit(hex.EncodeToString(m.hash[:]), hex.EncodeToString(m.hash[:31])),
		"a made-up id":                           edit(`"ballot":"1-1"`, `"ballot":"01-1"`),
		"a ballot cut short":                     edit(encoding, encoding[:len(encoding)-2]),
		"a longer ballot":                        edit(encoding, encoding+"00"),
		"a ballot of another version":            edit(encoding, otherVersion),
		"a ballot with an identity point":        edit(encoding, identity),
		"neither receipt nor ballot":             []byte(strings.Replace(string(without), encoding, "", 1)),
		"a statement of another type":            edit(`"type":"receipt"`, `"type":"ballot.seal"`),
		"a receipt without a body":               edit(`"body":`, `"bodi":`),
		"a receipt with a member more":           edit(`"leaf":`, `"seat":2,"leaf":`),
		"a receipt with a short leaf":            []byte(shortLeaf(alone)),
		"a receipt with a code in other letters": []byte(strings.ToLower(good)),
		"too long":                               []byte(strings.Replace(good, encoding, strings.Repeat("00", MaxBytes), 1)),
	}
}

// shortLeaf takes two digits from a receipt's leaf.
func shortLeaf(s string) string {
	at := strings.Index(s, `"leaf":"`) + len(`"leaf":"`)
	return s[:at] + s[at+2:]
}

func TestOnlyTheOneFormOfAComplaintIsRead(t *testing.T) {
	good := file(t)
	c, err := Decode(good)
	if err != nil || !bytes.Equal(must(c.Encode()), good) {
		t.Fatalf("the good file: %v", err)
	}
	for name, data := range corpus(t) {
		if bytes.Equal(data, good) {
			t.Errorf("%s: nothing was changed", name)
		}
		if c, err := Decode(data); c != nil || !errors.Is(err, ErrComplaint) {
			t.Errorf("%s is read: %v", name, err)
		}
	}
}

// The file has what it needs and nothing that points at a person.
func TestAComplaintHoldsNothingOfTheMember(t *testing.T) {
	for _, member := range []string{"name", "seat", "key", "person", "seed", "choice", "word"} {
		if strings.Contains(string(file(t)), `"`+member) {
			t.Errorf("a complaint has a member %q", member)
		}
	}
}

func TestWhatDoesNotBelongTogetherIsNoComplaint(t *testing.T) {
	m := held()
	a, b := m.cast[0], m.cast[1]
	for name, c := range map[string]struct {
		ballot   string
		encoding []byte
		receipt  *journal.Statement
	}{
		"another voter's receipt":  {ballotID, a, m.receipt(b)},
		"another ballot's receipt": {"1-2", a, m.receipt(a)},
		"nothing":                  {ballotID, nil, nil},
		"no ballot's id":           {"one", a, m.receipt(a)},
		"no ballot":                {ballotID, a[1:], nil},
	} {
		if made, err := Make(m.hash, c.ballot, c.encoding, c.receipt); made != nil || !errors.Is(err, ErrComplaint) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Whose the signature is, is for the judge to say.
	if _, err := Make(m.hash, ballotID, nil, m.word(manifest.ByTrustee("bo"), *must(m.complaint(t, a, m.receipt(a)).receipt()))); err != nil {
		t.Error(err)
	}
	// What was made does not change with the bytes that it was made from.
	encoding := slices.Clone(a)
	made := must(Make(m.hash, ballotID, encoding, nil))
	encoding[0] ^= 1
	if !bytes.Equal(made.Sealed, a) {
		t.Error("a complaint changed after it was made")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(file(f))
	for _, data := range corpus(f) {
		if len(data) <= MaxBytes {
			f.Add(data)
		}
	}
	m := held()
	f.Add(must(m.complaint(f, m.cast[0], nil).Encode()))
	f.Add(must(m.complaint(f, nil, m.receipt(m.cast[0])).Encode()))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Decode(data)
		if err != nil {
			if c != nil || !errors.Is(err, ErrComplaint) {
				t.Fatalf("refused, and still there: %v", err)
			}
			return
		}
		again, err := c.Encode()
		if err != nil || !bytes.Equal(again, data) {
			t.Fatalf("a second form was read: %v", err)
		}
	})
}
