package booth

import (
	"errors"

	"valurna/ballot/kind"
	"valurna/ballot/sealed"
)

// Held is what an audited ballot turned out to hold.
type Held struct {
	Code   sealed.Code
	Check  [sealed.CheckSize]byte
	Valid  bool        // false: whoever cast it would have had an invalid vote
	Choice kind.Choice // if Valid
}

// ErrWord says that an audited ballot was not made with the voter's word.
var ErrWord = errors.New("booth: the check field is not that of your word, so this ballot was not made for you alone; tell the chair")

// CheckOpened says what an audited ballot held: anyone with the definition can, and
// needs to trust no booth and no urn. An error wraps one of the causes of package
// sealed, and then nothing is known about the ballot.
func CheckOpened(t sealed.Terms, contest kind.Contest, encoding []byte) (Held, error) {
	o, err := sealed.DecodeOpened(t.Points, encoding)
	if err != nil {
		return Held{}, err
	}
	if err := o.Verify(t); err != nil {
		return Held{}, err
	}
	held := Held{Code: o.Ballot.Code(t.Context), Check: o.Ballot.Check}
	payload, err := sealed.Payload(o.Points(t))
	if err != nil {
		return held, nil // no embedding: it opens, and is no valid choice
	}
	choice, err := contest.Decode(payload)
	held.Valid, held.Choice = err == nil, choice
	return held, nil
}

// MadeWith is ErrWord unless the ballot carries the check field of that word.
func (h Held) MadeWith(word string) error {
	check, err := CheckOf(word)
	if err != nil {
		return err
	}
	if check != h.Check {
		return ErrWord
	}
	return nil
}
