package verify

import (
	"bytes"
	"fmt"

	"valurna/ballot/manifest"
)

// Anchor is what the verifier knows about the meeting from elsewhere: from the
// notice, the invitation or the minutes. The zero Anchor is none.
type Anchor struct {
	given bool
	words bool
	data  []byte
	err   error // what was given cannot be used
}

// NoAnchor is the anchor of somebody who was given nothing: the verdict is at
// best Unanchored.
func NoAnchor() Anchor { return Anchor{} }

// FileAnchor is a signed manifest file.
func FileAnchor(data []byte) Anchor { return Anchor{given: true, data: bytes.Clone(data)} }

// WordsAnchor is the manifest's words, as a person types them.
func WordsAnchor(words string) Anchor { return Anchor{given: true, words: true, data: []byte(words)} }

// check says whether the anchor is the manifest with this hash, whose verified
// file is file.
func (a Anchor) check(hash [32]byte, file []byte) (string, error) {
	if a.err != nil {
		return "", a.err
	}
	if a.words {
		want, err := manifest.ParseWords(string(a.data))
		if err != nil {
			return "", fmt.Errorf("what was given is neither a manifest file nor its words: %w", err)
		}
		if want != [20]byte(hash[:20]) {
			return "", fmt.Errorf("the words given are not those of this bundle's manifest, which are %s: it is about another meeting, or forged", manifest.Words(hash))
		}
		return "the words given are those of this bundle's manifest", nil
	}
	if bytes.Equal(a.data, file) {
		return "the manifest given is this bundle's", nil
	}
	signed, err := manifest.DecodeSigned(a.data)
	if err != nil {
		return "", fmt.Errorf("the manifest file given cannot be used: %w", err)
	}
	if err := signed.Verify(); err != nil {
		return "", fmt.Errorf("the manifest file given cannot be used: %w", err)
	}
	given, err := signed.Manifest.Hash()
	if err != nil {
		return "", err
	}
	if given != hash {
		return "", fmt.Errorf("the manifest given (%s) is not this bundle's (%s): the bundle is about another meeting, or forged", manifest.Words(given), manifest.Words(hash))
	}
	return "the manifest given is this bundle's", nil
}

func (r *run) checkAnchor() (string, error) {
	if !r.anchor.given {
		return "", absent{"no manifest was given: the bundle may agree with itself and still not be about your meeting. Give the manifest file, or its words from the notice of the meeting"}
	}
	file, err := r.signed.Encode()
	if err != nil {
		return "", err
	}
	detail, err := r.anchor.check(r.hash, file)
	if err != nil {
		return "", err
	}
	r.report.Anchor.Confirmed = true
	return detail, nil
}

// ResolveAnchor turns what a person gave for "the manifest" into an anchor: words
// if they read as words, else the file of that name, which read fetches. What is
// neither gives an anchor that no bundle meets, and never the zero Anchor.
func ResolveAnchor(given string, read func(name string) ([]byte, error)) Anchor {
	_, notWords := manifest.ParseWords(given)
	if notWords == nil {
		return WordsAnchor(given)
	}
	data, err := read(given)
	if err != nil {
		return Anchor{given: true, err: fmt.Errorf("%q is neither the words of a manifest (%w) nor a file that can be read (%w)", given, notWords, err)}
	}
	return FileAnchor(data)
}
