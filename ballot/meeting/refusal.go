package meeting

import (
	"fmt"
	"regexp"

	"valurna/ballot/canon"
)

// Refusal says which rule forbids something, and why. A rule that begins with a
// capital letter or a digit is a source of law ("A14", "KL 5:45"); every other one is
// a rule of the journal.
type Refusal struct {
	Rule string
	Text string
	// Form is Text before its values were filled in, Args are these values, as Text has
	// them: other languages have words for the form.
	Form string
	Args []string
}

func (r *Refusal) Error() string { return r.Rule + ": " + r.Text }

// verbs are what fmt fills in.
var verbs = regexp.MustCompile(`%[.0-9]*[a-zA-Z]`)

func refuse(rule, format string, a ...any) error {
	r := &Refusal{Rule: rule, Text: fmt.Sprintf(format, a...), Form: format, Args: make([]string, len(a))}
	for i, verb := range verbs.FindAllString(format, len(a)) {
		r.Args[i] = fmt.Sprintf(verb, a[i])
	}
	return r
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
