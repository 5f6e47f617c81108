package meeting

import (
	"fmt"

	"valurna/ballot/canon"
)

// Refusal says which rule forbids something, and why. A rule that begins with a
// capital letter or a digit is a source of law ("A14", "KL 5:45"); every other one is
// a rule of the journal.
type Refusal struct {
	Rule string
	Text string
}

func (r *Refusal) Error() string { return r.Rule + ": " + r.Text }

func refuse(rule, format string, a ...any) error {
	return &Refusal{Rule: rule, Text: fmt.Sprintf(format, a...)}
}

func hash32(h canon.Hex, what string) error {
	if len(h) != 32 {
		return refuse("length", "%s has %d bytes instead of 32", what, len(h))
	}
	return nil
}

// first gives the first error of several.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
