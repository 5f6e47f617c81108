package invite

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// barred are letters of European names that cp1252 lacks and that do not fall
// apart into a letter and its accent (Unicode Standard Annex 15).
var barred = map[rune]string{
	'Ł': "L", 'ł': "l", 'Đ': "D", 'đ': "d", 'Ħ': "H", 'ħ': "h", 'ı': "i", 'Ŧ': "T", 'ŧ': "t",
	'Ŋ': "N", 'ŋ': "n", 'ĸ': "k", 'Ə': "E", 'ə': "e", 'ẞ': "SS", '−': "-", '→': "->",
}

// plain writes text in cp1252: a letter that is not in it as its nearest there is,
// and what has none as a question mark.
func plain(text string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		if c, ok := charmap.Windows1252.EncodeRune(r); ok {
			b.WriteByte(c)
			continue
		}
		base := barred[r]
		if base == "" {
			for _, part := range norm.NFD.String(string(r)) {
				if c, ok := charmap.Windows1252.EncodeRune(part); ok {
					base = string([]byte{c})
				}
				break // the accents follow
			}
		}
		if base == "" {
			base = "?"
		}
		b.WriteString(base)
	}
	return b.String()
}

// Unprintable lists the letters of the sheet that its PDF shows otherwise, each
// once; its text shows every one.
func (s *Sheet) Unprintable() string {
	var b strings.Builder
	for _, r := range s.Text() {
		if _, ok := charmap.Windows1252.EncodeRune(r); !ok && !strings.ContainsRune(b.String(), r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
