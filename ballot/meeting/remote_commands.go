package meeting

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"valurna/ballot/canon"
)

var remoteCommands = slices.Concat(applicationCommands, lineCommands, paperCommands)

var applicationCommands = []Command{
	{"remote apply", "REASON...", "member", 0, -1, func(_ *State, q Ask, a []string) ([]any, error) {
		reason := strings.Join(a, " ")
		if reason == "" {
			return nil, refuse("A01", "write the special reason: remote apply REASON...")
		}
		commit, err := q.reason(reason)
		return []any{&RemoteApply{Person: q.By, Reason: commit, To: slices.Clone(recipients)}}, err
	}},
	{"remote grant", "PERSON [REASON...]", "chair", 1, -1, answered(true)},
	{"remote refuse", "PERSON REASON...", "chair", 2, -1, answered(false)},
	{"remote identify", "PERSON CODE", "chair", 2, 3, about(func(q Ask, person int, a []string) (any, error) {
		return &RemoteIdentified{Person: person, Code: strings.ToLower(strings.Join(a, "-")), By: q.By}, nil
	})},
	{"remote admit", "PERSON", "chair", 1, 1, about(func(q Ask, person int, _ []string) (any, error) {
		return &RemoteAdmit{Person: person, By: q.By}, nil
	})},
	{"remote inroom", "PERSON", "chair", 1, 1, about(func(q Ask, person int, _ []string) (any, error) {
		return &RemoteInRoom{Person: person, By: q.By}, nil
	})},
	{"remote absent", "PERSON", "chair", 1, 1, remoteAbsent},
}

var lineCommands = []Command{
	{"remote sees", "PERSON|room|all [no]", "remote", 1, 2, func(s *State, q Ask, a []string) ([]any, error) {
		return s.sightings(q, q.By, a)
	}},
	{"room sees", "PERSON|all [no]", "chair", 1, 2, func(s *State, q Ask, a []string) ([]any, error) {
		return s.sightings(q, 0, a)
	}},
	{"remote lost", "[av|overheard] [PERSON]", "remote", 0, 2, func(s *State, q Ask, a []string) ([]any, error) {
		lost := &RemoteLost{Person: q.By, Cause: LostAV, By: q.By}
		var err error
		if len(a) > 0 {
			lost.Cause = a[0]
		}
		if len(a) > 1 {
			lost.Person, err = s.who(a[1])
		}
		return []any{lost}, err
	}},
	{"remote back", "", "remote", 0, 0, func(_ *State, q Ask, _ []string) ([]any, error) {
		return one(&RemoteBack{Person: q.By})
	}},
	{"remote alone", "[yes|no]", "remote", 0, 1, func(s *State, q Ask, a []string) ([]any, error) {
		alone, err := true, error(nil)
		if len(a) > 0 {
			alone, err = yes(a[0])
		}
		return []any{&RemoteRoom{Person: q.By, Item: s.current(), Alone: alone}}, err
	}},
	{"remote asked", "PERSON yes|no", "chair", 2, 2, about(func(q Ask, person int, a []string) (any, error) {
		satisfied, err := yes(a[0])
		return &RemoteAsked{Person: person, Satisfied: satisfied, By: q.By}, err
	})},
}

var paperCommands = []Command{
	{"paper hand", "ITEM|0 SHA256 TITLE...", "secretary", 3, -1, func(s *State, q Ask, a []string) ([]any, error) {
		paper := &Paper{Paper: len(s.remote.papers) + 1, Title: strings.Join(a[2:], " "), By: q.By}
		var ok bool
		if paper.Hash, ok = sha256Of(a[1]); !ok {
			return nil, refuse("usage", "%q is no SHA-256 in hexadecimal", a[1])
		}
		var err error
		if a[0] != "0" {
			paper.Item, err = number(a[0])
		}
		return []any{paper}, err
	}},
	{"paper got", "PAPER", "member", 1, 1, func(_ *State, q Ask, a []string) ([]any, error) {
		n, err := number(a[0])
		return []any{&PaperGot{Paper: n, Person: q.By}}, err
	}},
	// Before "attest", whose first argument it would be.
	{"attest withdraw", "GUARANTEE", "chair", 1, 1, func(_ *State, q Ask, a []string) ([]any, error) {
		return one(&AttestWithdraw{Guarantee: a[0], By: q.By})
	}},
	{"attest", "GUARANTEE [SHA256] TEXT...", "chair", 2, -1, func(_ *State, q Ask, a []string) ([]any, error) {
		document, given := sha256Of(a[1])
		text := a[1:]
		if given {
			text = a[2:]
		}
		return one(&Attest{Guarantee: a[0], Statement: strings.Join(text, " "), Document: document, By: q.By})
	}},
}

// about makes the one event of a command whose first argument is a person.
func about(event func(q Ask, person int, rest []string) (any, error)) func(*State, Ask, []string) ([]any, error) {
	return func(s *State, q Ask, args []string) ([]any, error) {
		person, err := s.who(args[0])
		if err != nil {
			return nil, err
		}
		e, err := event(q, person, args[1:])
		return []any{e}, err
	}
}

func answered(granted bool) func(*State, Ask, []string) ([]any, error) {
	return func(s *State, q Ask, args []string) ([]any, error) {
		person, err := s.who(args[0])
		if err := first(err, s.remoteAllowed()); err != nil {
			return nil, err
		}
		reason, err := q.reason(strings.Join(args[1:], " "))
		return []any{&RemoteAnswer{
			Person: person, Granted: granted, Decision: s.policy.Remote.Decision, Reason: reason, By: q.By,
		}}, err
	}
}

// reason commits to words that stand only beside the journal.
func (q Ask) reason(words string) (canon.Hex, error) {
	if err := canon.Text(words, 0); err != nil {
		return nil, refuse("text", "the reason: %v", err)
	}
	return q.Commit(words), nil
}

// remoteAbsent has the chair record as absent whose line does not come back. The event
// is a Presence. The chair's choices and the answer say what follows from it (KL 5:20).
func remoteAbsent(s *State, q Ask, args []string) ([]any, error) {
	person, err := s.who(args[0])
	if err := first(err, s.chairAlone("A14", q.By)); err != nil {
		return nil, err
	}
	if !s.elsewhere(person) {
		return nil, refuse("remote", "person %d does not take part from elsewhere", person)
	}
	return one(&Presence{Person: person, Seat: s.seatOf[person], Place: q.Commit("")})
}

// sightings makes a row of the matrix, or one cell: "all" is everybody whom the row
// has still to confirm and whose line holds.
func (s *State) sightings(q Ask, row int, args []string) ([]any, error) {
	ok := len(args) == 1
	if !ok && args[1] != "no" {
		return nil, refuse("usage", "write: no, or nothing")
	}
	of := []int{0}
	switch {
	case args[0] == "all":
		of = s.unconfirmed(row, ok)
	case args[0] != "room":
		person, err := s.who(args[0])
		if err != nil {
			return nil, err
		}
		of = []int{person}
	}
	if len(of) == 0 {
		return nil, refuse("remote", "that is recorded already")
	}
	var out []any
	for _, person := range of {
		out = append(out, &RemoteSees{Person: row, Of: person, OK: ok, By: q.By})
	}
	return out, nil
}

// unconfirmed lists whom a row of the matrix has not said this of.
func (s *State) unconfirmed(row int, ok bool) []int {
	var out []int
	for _, c := range s.cells(s.parties(append(s.identified(), row)...)) {
		if c.From == row && s.onLine(c.Of) == nil && (!c.Fresh || c.OK != ok) {
			out = append(out, c.Of)
		}
	}
	return out
}

func yes(word string) (bool, error) {
	if word != "yes" && word != "no" {
		return false, refuse("usage", "write: yes, or no")
	}
	return word == "yes", nil
}

func sha256Of(word string) (canon.Hex, bool) {
	h, err := hex.DecodeString(word)
	if err != nil || len(h) != sha256.Size {
		return nil, false
	}
	return h, true
}
