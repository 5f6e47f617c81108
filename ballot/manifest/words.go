package manifest

import (
	"errors"
	"fmt"
	"strings"
)

// WordCount words of five letters carry 16 bits each: the first 20 bytes of the
// hash, so that finding two manifests with the same words takes 2^80 tries.
const WordCount = 10

// Consonants (4 bits) and vowels (2 bits) of Wilkerson's proquints
// (arXiv:0901.4016): every word is consonant, vowel, consonant, vowel, consonant
// and can be read aloud in Swedish, Danish and English alike.
const (
	consonants = "bdfghjklmnprstvz"
	vowels     = "aiou"
)

// Words writes the first 20 bytes of a hash as ten words, for the notice of the
// meeting, the invitation and the minutes.
func Words(hash [32]byte) string {
	words := make([]string, WordCount)
	for i := range words {
		x := uint16(hash[2*i])<<8 | uint16(hash[2*i+1])
		words[i] = string([]byte{
			consonants[x>>12], vowels[x>>10&3], consonants[x>>6&15], vowels[x>>4&3], consonants[x&15],
		})
	}
	return strings.Join(words, "-")
}

// ParseWords reads words as a person types them: upper or lower case, with
// hyphens or spaces. It returns the 20 bytes that they stand for.
func ParseWords(s string) ([20]byte, error) {
	var out [20]byte
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == '-' || r == ' ' || r == ',' || r == '\n' })
	if len(words) != WordCount {
		return out, fmt.Errorf("%d words; a manifest has %d", len(words), WordCount)
	}
	for i, w := range words {
		x, err := parseWord(w)
		if err != nil {
			return out, fmt.Errorf("word %d, %q: %w", i+1, w, err)
		}
		out[2*i], out[2*i+1] = byte(x>>8), byte(x)
	}
	return out, nil
}

func parseWord(w string) (uint16, error) {
	if len(w) != 5 {
		return 0, errors.New("a word has five letters")
	}
	var x uint16
	for i := range 5 {
		alphabet, bits := consonants, 4
		if i%2 == 1 {
			alphabet, bits = vowels, 2
		}
		v := strings.IndexByte(alphabet, w[i])
		if v < 0 {
			return 0, fmt.Errorf("%q cannot stand there", w[i])
		}
		x = x<<bits | uint16(v)
	}
	return x, nil
}
