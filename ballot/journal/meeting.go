package journal

import (
	"errors"

	"valurna/ballot/canon"
	"valurna/ballot/meeting"
)

// The events of the meeting itself, and their rules, are package meeting's; the
// journal holds them as entries that rest on the registrar's word.
type (
	Person      = meeting.Person
	PersonValue = meeting.PersonValue
	PersonKeys  = meeting.PersonKeys
	Item        = meeting.Item
	Ready       = meeting.Ready
	Meeting     = meeting.Meeting
	Presence    = meeting.Presence
)

// Their types, where this package or its readers ask for them.
const (
	TypePerson     = meeting.TypePerson
	TypePersonKeys = meeting.TypePersonKeys
	TypeItem       = meeting.TypeItem
	TypeReady      = meeting.TypeReady
	TypeMeeting    = meeting.TypeMeeting
	TypePresence   = meeting.TypePresence
)

// Classes of items.
const (
	ClassElection    = meeting.ClassElection
	ClassEmployment  = meeting.ClassEmployment
	ClassDecision    = meeting.ClassDecision
	ClassInformation = meeting.ClassInformation
)

// law is embedded under this name so that State has the methods of the meeting's
// fold, and nobody outside can change it.
type law = meeting.State

// applyMeeting hands an event to the meeting's rules.
func applyMeeting(s *State, e *Entry) (func(), error) {
	event, known, err := e.event()
	if !known {
		return nil, refuse("type", "%q is no type of entry", e.Type)
	}
	if err != nil {
		return nil, refuse("body", "entry %d, %s: %v", e.Seq, e.Type, err)
	}
	if err := unsigned(e); err != nil {
		return nil, err
	}
	if e.Type == TypeReady && s.files == nil {
		return nil, refuse("ready", "the files have not been entered")
	}
	commit, err := s.law.Entry(e.Seq).Check(e.Time, event)
	return commit, ruleError(err)
}

// event decodes an entry of the meeting, once.
func (e *Entry) event() (event any, known bool, err error) {
	if e.read != nil {
		return e.read, true, nil
	}
	event, known, err = meeting.Decode(e.Type, e.Body)
	if known && err == nil {
		e.read = event
	}
	return event, known, err
}

// ruleError gives a refusal of the meeting's rules as one of the journal's.
func ruleError(err error) error {
	var r *meeting.Refusal
	if errors.As(err, &r) {
		return &RuleError{Code: r.Rule, Text: r.Text, Form: r.Form, Args: r.Args}
	}
	return err
}

// ballots is what the meeting's rules may ask about the ballots.
type ballots struct{ *State }

func (b ballots) Frozen() string {
	for _, b := range b.ballots {
		if b.Frozen() {
			return b.Definition.Ballot
		}
	}
	return ""
}

func (b ballots) Unfinished(item int) string {
	for _, b := range b.ballots {
		if !b.Done() && (item == 0 || b.Definition.Item == item) {
			return b.Definition.Ballot
		}
	}
	return ""
}

// SecretRefused says by which rule a secret ballot on an item of this class is
// refused under a profile; "" if it is not.
func SecretRefused(profile, class string) (rule, why string) {
	return meeting.SecretRefused(profile, class)
}

// decode reads the body into a value and refuses every other encoding of it.
func decode[T any](e *Entry) (*T, error) {
	if v, ok := e.read.(*T); ok {
		return v, nil
	}
	v := new(T)
	if err := canon.Unmarshal(e.Body, v); err != nil {
		return nil, refuse("body", "entry %d, %s: %v", e.Seq, e.Type, err)
	}
	return v, nil
}
