package manifest_test

import (
	"crypto/sha256"
	"strings"
	"testing"

	"valurna/ballot/manifest"
)

// The five addresses and their words are from Wilkerson's paper (arXiv:0901.4016,
// section "Examples"): 127.0.0.1, 63.84.220.193, 63.118.7.35, 140.98.193.141,
// 64.255.6.200.
var (
	paperBytes = [20]byte{127, 0, 0, 1, 63, 84, 220, 193, 63, 118, 7, 35, 140, 98, 193, 141, 64, 255, 6, 200}
	paperWords = "lusab-babad-gutih-tugad-gutuk-bisog-mudof-sakat-haguz-biram"
)

func TestWordsAreProquints(t *testing.T) {
	var hash [32]byte
	copy(hash[:], paperBytes[:])
	if got := manifest.Words(hash); got != paperWords {
		t.Errorf("words %s, the paper has %s", got, paperWords)
	}
	if got, err := manifest.ParseWords(paperWords); err != nil || got != paperBytes {
		t.Errorf("the paper's words are read as %v, %v", got, err)
	}
}

func TestWordsOfThisManifestDoNotChange(t *testing.T) {
	const want = "paziv-bosor-zolav-nofus-tajij-jusom-tanuv-pitot-girur-tuzuf"
	if got := manifest.Words(must(sample().Hash())); got != want {
		t.Errorf("the same manifest has the words %s, had %s", got, want)
	}
}

func TestWordsAreReadAsPeopleTypeThem(t *testing.T) {
	for _, typed := range []string{
		strings.ToUpper(paperWords), strings.ReplaceAll(paperWords, "-", " "), strings.ReplaceAll(paperWords, "-", " - "),
		"  " + paperWords + "\n", strings.ReplaceAll(paperWords, "-", ", "), strings.Replace(paperWords, "-gutuk", "\ngutuk", 1),
	} {
		if got, err := manifest.ParseWords(typed); err != nil || got != paperBytes {
			t.Errorf("%q is read as %v, %v", typed, got, err)
		}
	}
}

func TestWordsRoundTrip(t *testing.T) {
	hash := sha256.Sum256([]byte("0"))
	for range 2000 {
		words := manifest.Words(hash)
		if got, err := manifest.ParseWords(words); err != nil || got != [20]byte(hash[:20]) {
			t.Fatalf("%s is read as %v, %v", words, got, err)
		}
		hash = sha256.Sum256(hash[:])
	}
	for _, b := range []byte{0, 0xff} {
		var edge [32]byte
		for i := range edge {
			edge[i] = b
		}
		if got, err := manifest.ParseWords(manifest.Words(edge)); err != nil || got != [20]byte(edge[:20]) {
			t.Errorf("all %d: %v, %v", b, got, err)
		}
	}
}

// TestNoSlipOfOneCharacterReadsAsTheSameWords changes, drops, doubles, inserts
// and swaps every character, save the separators, which carry nothing.
func TestNoSlipOfOneCharacterReadsAsTheSameWords(t *testing.T) {
	const typed = "abcdefghijklmnopqrstuvwxyzåäöæø0123456789"
	check := func(slip string) {
		if got, err := manifest.ParseWords(slip); err == nil && got == paperBytes {
			t.Errorf("%q reads as the words it is not", slip)
		}
	}
	for i := range paperWords {
		before, c, after := paperWords[:i], paperWords[i], paperWords[i+1:]
		check(before + after)
		for _, r := range typed {
			if byte(r) != c || r > 127 {
				check(before + string(r) + after)
			}
			check(before + string(r) + paperWords[i:])
		}
		if after != "" && after[0] != c {
			check(before + after[:1] + string(c) + after[1:])
		}
		if c != '-' {
			check(before + "-" + after)
			if before != "" && before[len(before)-1] != '-' {
				check(before + "-" + paperWords[i:])
			}
		}
	}
}

func TestWordsThatAreNoneAreRefused(t *testing.T) {
	for name, s := range map[string]string{
		"nothing":              "",
		"nine words":           paperWords[:len(paperWords)-6],
		"eleven words":         paperWords + "-babad",
		"a vowel that is none": strings.Replace(paperWords, "lusab", "lesab", 1),
		"a letter that is not": strings.Replace(paperWords, "lusab", "lusac", 1),
		"a word of four":       strings.Replace(paperWords, "lusab", "lusa", 1),
		"a word of six":        strings.Replace(paperWords, "lusab", "lusabi", 1),
		"another separator":    strings.ReplaceAll(paperWords, "-", "_"),
		"a NUL":                strings.Replace(paperWords, "-", "\x00", 1),
	} {
		if got, err := manifest.ParseWords(s); err == nil {
			t.Errorf("%s is read as %v", name, got)
		}
	}
}

func FuzzParseWords(f *testing.F) {
	f.Add(paperWords)
	f.Add(strings.ToUpper(paperWords))
	f.Add(strings.ReplaceAll(paperWords, "-", " "))
	f.Add("lusab-babad")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := manifest.ParseWords(s)
		if err != nil {
			return
		}
		var hash [32]byte
		copy(hash[:], got[:])
		words := manifest.Words(hash)
		if again, err := manifest.ParseWords(words); err != nil || again != got {
			t.Fatalf("%q is read as %v, whose words %s are read as %v, %v", s, got, words, again, err)
		}
	})
}
