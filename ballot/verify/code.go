package verify

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
)

// CheckCode is a voter's own check, made only when a code is given.
const CheckCode = "code"

// minLetters of a code say something: 40 bits, which no two ballots of a meeting
// share by chance.
const minLetters = 8

// lookUp adds the check that a ballot code, or its beginning, is that of a sealed
// ballot. It rests on every other check: in a bundle that does not hold, a code
// that is found says nothing. A code that is not found leaves the verdict on the
// bundle as it is, and makes the exit code that of a failed check.
func (r *Report) lookUp(b *bundle.Bundle, prefix string) {
	if r.Verdict == Invalid {
		r.add(CheckCode, nil, "not looked up: the bundle does not hold")
		return
	}
	yes, no := true, false
	if letters := strings.NewReplacer("-", "", " ", "").Replace(prefix); len(letters) < minLetters {
		r.add(CheckCode, nil, fmt.Sprintf("not looked up: give at least the first %d letters of the code, two groups", minLetters))
		r.missing = true
		return
	}
	if r.Void != "" && len(b.Sealed) == 0 {
		r.add(CheckCode, nil, "not looked up: the ballot is void and there are no sealed ballots in this bundle")
		r.missing = true
		return
	}
	// Of a void ballot nothing was counted.
	where := "the sealed and counted ballots, unchanged"
	if r.Void != "" {
		where = "the sealed ballots, unchanged; the ballot is void, so none of them was counted"
	}
	var found []string
	cast, audited := codes(b)
	for _, code := range cast {
		if sealed.MatchCode(prefix, code) {
			found = append(found, code.String())
		}
	}
	test := slices.ContainsFunc(audited, func(code sealed.Code) bool { return sealed.MatchCode(prefix, code) })
	switch {
	case len(found) == 0 && test:
		r.add(CheckCode, &no, "this is the code of a ballot that was opened as a test of the booth: it is nobody's vote and was not counted; `valurna audit` shows what it held")
		r.missing = true
	case len(found) == 0:
		r.add(CheckCode, &no, fmt.Sprintf("no sealed ballot has a code that begins with %q: compare it with what the booth showed; if it is right, tell the chair", plain(prefix)))
		r.missing = true
	case len(found) == 1:
		r.add(CheckCode, &yes, "the ballot with the code "+found[0]+" is among "+where)
	default:
		r.add(CheckCode, &yes, fmt.Sprintf("%d ballots have a code that begins so; give more of it: %s", len(found), strings.Join(found, ", ")))
	}
}

// codes gives the code of every sealed ballot of a bundle that has been verified,
// and of every audited one.
func codes(b *bundle.Bundle) (cast, audited []sealed.Code) {
	var hash [32]byte
	for i, leaf := range b.Entries {
		e, err := journal.DecodeEntry(leaf)
		if err != nil {
			return nil, nil
		}
		if i == 0 {
			hash = sha256.Sum256(manifest.SigningBytes(e.Body))
		}
		var d journal.Definition
		if e.Type != journal.TypeDefine || canon.Unmarshal(e.Body, &d) != nil || d.Ballot != b.Ballot {
			continue
		}
		context := sealed.Context(journal.ContextOf(hash, e.Body))
		for _, encoding := range b.Sealed {
			if code, err := sealed.CodeOf(context, encoding); err == nil {
				cast = append(cast, code)
			}
		}
		for _, encoding := range b.Audited {
			if o, err := sealed.DecodeOpened(b.AuditedPoints(), encoding); err == nil {
				audited = append(audited, o.Ballot.Code(context))
			}
		}
		return cast, audited
	}
	return nil, nil
}
