// Package bundle is the one file in which a ballot is published: the journal up
// to its certification, the cosigned checkpoints, the sealed ballots, the
// trustees' shuffles and what they decrypted. Whoever holds it and the manifest needs nothing else to check
// the ballot (package verify).
//
// For most uses call Read and Write. The file is text, one item a line, so that
// it streams and can be looked at with any tool. It has exactly one form: Read
// refuses whatever Write would not have written.
//
//	valurna/v1/bundle
//	ballot 1-1
//	entries 2            leaves of the journal from entry 0, one a line
//	{"seq":0,…}
//	{"seq":1,…}
//	checkpoints 1        notes, each after the number of its lines
//	note 5
//	valurna/v1/…
//	2
//	…=
//
//	— valurna/v1/… …=
//	sealed 1 1           ballots, points (ciphertexts) of a ballot; standard base64
//	AZ…=
//	shuffles 1           in their order
//	shuffle anna         the ballots as this trustee put them out,
//	ZA…=
//	cH…=                 the proof's records, one a ballot,
//	kw…=                 and its tail
//	combined 1           what the trustees decrypted together, 32 bytes a point
//	Uh…=
//	audited 1 1          ballots opened as tests, points; standard base64
//	AY…=
//	end
package bundle

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"valurna/ballot/sealed"
	"valurna/crypto/shuffle"
)

// Version is the first line of the only version that this program knows.
const Version = "valurna/v1/bundle"

// Limits. They bound the memory that a stranger's file can take.
const (
	MaxLine        = 16 << 20 // bytes of a line without its newline: the seats of 2^20 ballots
	MaxBytes       = 4 << 30  // bytes of a file
	MaxEntries     = 4 << 20  // two a seat, and the rest
	MaxCheckpoints = 16
	MaxNoteLines   = 128 // a note has four lines and one for each signature, at most 100
	MaxSealed      = 1 << 20
	MaxPoints      = sealed.MaxPoints
	MaxShuffles    = 255 // one a trustee, as in a manifest
	MaxAudited     = MaxSealed

	pointSize = 32 // bytes of a decrypted ciphertext
	maxName   = 64 // bytes of a ballot's id or a trustee's name
)

// later names the sections that this version keeps empty, in their order.
var later = []string{"audited"}

// Bundle is everything that is published about one ballot.
type Bundle struct {
	Ballot  string   // the ballot's id, "ITEM-ROUND"
	Entries [][]byte // leaves of the journal, from entry 0
	// Checkpoints are notes: one that covers the definition, one that covers the
	// seal, and the last, which covers all entries.
	Checkpoints []string
	Sealed      [][]byte // encodings of sealed ballots, in the order of the seal
	Shuffles    []Shuffle
	// Combined is what the trustees' shares make of the last shuffle, 32 bytes a
	// ciphertext in its order.
	Combined []byte
	Audited  [][]byte // encodings of opened ballots (sealed.Opened), in the order of the seal
}

// Shuffle is one trustee's, with n ballots of w ciphertexts.
type Shuffle struct {
	Trustee string
	Output  []byte // 64 n w bytes
	Proof   []byte // n records, then the tail; shuffle.ProofSize(n, w) bytes
}

// Points gives the number of ciphertexts of a ballot; 0 where there is no ballot
// or its length fits no number.
func (b *Bundle) Points() int {
	if len(b.Sealed) == 0 {
		return 0
	}
	base := sealed.Size(0)
	each := sealed.Size(1) - base
	n := (len(b.Sealed[0]) - base) / each
	if n < 1 || n > MaxPoints || sealed.Size(n) != len(b.Sealed[0]) {
		return 0
	}
	return n
}

// AuditedPoints is Points for the audited ballots.
func (b *Bundle) AuditedPoints() int {
	if len(b.Audited) == 0 {
		return 0
	}
	base := sealed.OpenedSize(0)
	n := (len(b.Audited[0]) - base) / (sealed.OpenedSize(1) - base)
	if n < 1 || n > MaxPoints || sealed.OpenedSize(n) != len(b.Audited[0]) {
		return 0
	}
	return n
}

// Check returns an error if b has no form that Write could give it. It looks at
// shapes only; what a bundle says is for package verify to judge.
func (b *Bundle) Check() error {
	if err := checkBallot(b.Ballot); err != nil {
		return fmt.Errorf("bundle: %w", err)
	}
	if len(b.Entries) > MaxEntries || len(b.Checkpoints) > MaxCheckpoints || len(b.Sealed) > MaxSealed || len(b.Shuffles) > MaxShuffles {
		return fmt.Errorf("bundle: %d entries, %d checkpoints, %d ballots, %d shuffles: more than the format allows (%d, %d, %d, %d)",
			len(b.Entries), len(b.Checkpoints), len(b.Sealed), len(b.Shuffles), MaxEntries, MaxCheckpoints, MaxSealed, MaxShuffles)
	}
	for i, leaf := range b.Entries {
		if err := checkLine(leaf); err != nil {
			return fmt.Errorf("bundle: entry %d: %w", i, err)
		}
	}
	for i, note := range b.Checkpoints {
		lines := strings.Count(note, "\n")
		if !strings.HasSuffix(note, "\n") || lines > MaxNoteLines || len(note) > MaxLine || !utf8.ValidString(note) || strings.Contains(note, "\r") {
			return fmt.Errorf("bundle: checkpoint %d is not text of at most %d lines that ends with a newline", i+1, MaxNoteLines)
		}
	}
	points := b.Points()
	for i, s := range b.Sealed {
		if points == 0 || len(s) != sealed.Size(points) {
			return fmt.Errorf("bundle: sealed ballot %d has %d bytes, which is not the length of a ballot or not that of the others", i+1, len(s))
		}
	}
	if len(b.Audited) > MaxAudited {
		return fmt.Errorf("bundle: %d audited ballots: more than the format allows (%d)", len(b.Audited), MaxAudited)
	}
	opened := b.AuditedPoints()
	for i, a := range b.Audited {
		if opened == 0 || len(a) != sealed.OpenedSize(opened) {
			return fmt.Errorf("bundle: audited ballot %d has %d bytes, which is not the length of one or not that of the others", i+1, len(a))
		}
	}
	n := len(b.Sealed)
	if n == 0 && len(b.Shuffles)+len(b.Combined) > 0 {
		return fmt.Errorf("bundle: there is no ballot, and something was shuffled or decrypted")
	}
	for _, s := range b.Shuffles {
		if err := checkName(s.Trustee); err != nil {
			return fmt.Errorf("bundle: %w", err)
		}
		if output, proof := shuffle.OutputSize(n, points), shuffle.ProofSize(n, points); len(s.Output) != output || len(s.Proof) != proof {
			return fmt.Errorf("bundle: the shuffle of trustee %s has %d bytes and a proof of %d; %d and %d belong to %d ballots of %d points",
				s.Trustee, len(s.Output), len(s.Proof), output, proof, n, points)
		}
	}
	if want := pointSize * points * n; len(b.Combined) != want && len(b.Combined) != 0 {
		return fmt.Errorf("bundle: %d bytes are decrypted; %d belong to %d ballots of %d points", len(b.Combined), want, n, points)
	}
	return nil
}

// checkLine refuses what could not stand on a line of its own.
func checkLine(line []byte) error {
	switch {
	case len(line) == 0 || len(line) > MaxLine:
		return fmt.Errorf("%d bytes; a line has 1 to %d", len(line), MaxLine)
	case bytes.ContainsAny(line, "\r\n") || !utf8.Valid(line):
		return fmt.Errorf("it is not one line of UTF-8 text")
	}
	return nil
}

// checkBallot accepts ITEM-ROUND, both without leading zeros. Item 0 is the trial
// ballot's.
func checkBallot(id string) error {
	item, round, found := strings.Cut(id, "-")
	if len(id) > maxName || !found || item != "0" && !number(item) || !number(round) {
		return fmt.Errorf("%q is not the id of a ballot, ITEM-ROUND", id)
	}
	return nil
}

func number(s string) bool {
	return s != "" && s[0] != '0' && strings.Trim(s, "0123456789") == ""
}

// checkName accepts what a manifest accepts as a trustee's name, or more; it
// only guards the form of the line.
func checkName(name string) error {
	bad := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	if name == "" || len(name) > maxName || !utf8.ValidString(name) || strings.ContainsFunc(name, bad) {
		return fmt.Errorf("%q is not a trustee's name", name)
	}
	return nil
}
