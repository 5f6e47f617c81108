package booth

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"

	"valurna/ballot/canon"
	"valurna/ballot/sealed"
)

// MaxWord is the greatest length of a voter's word in bytes.
const MaxWord = 64

// CheckOf gives the check field of a voter's word: the first 16 bytes of
// SHA-256("valurna/v1/check\n" || word), the word in normalization form C and
// without the space around it, so that it is the same from every keyboard.
//
// The field stands on the public sealed ballot. A word that others can guess,
// such as one's own name, says whose ballot it is: ask for a made-up one.
func CheckOf(word string) ([sealed.CheckSize]byte, error) {
	word = norm.NFC.String(strings.TrimSpace(word))
	if word == "" {
		return [sealed.CheckSize]byte{}, errors.New("booth: the word is empty; nothing was sealed, give another or none")
	}
	if err := canon.Text(word, MaxWord); err != nil {
		return [sealed.CheckSize]byte{}, fmt.Errorf("booth: the word: %w; nothing was sealed, give another or none", err)
	}
	h := sha256.Sum256([]byte("valurna/v1/check\n" + word))
	return [sealed.CheckSize]byte(h[:sealed.CheckSize]), nil
}

// checkField is the word's, or random without one.
func checkField(word string, rand io.Reader) (check [sealed.CheckSize]byte, err error) {
	if word != "" {
		return CheckOf(word)
	}
	if _, err := io.ReadFull(rand, check[:]); err != nil {
		return check, fmt.Errorf("booth: the source of randomness failed; nothing was sealed, mend it and try again: %w", err)
	}
	return check, nil
}
