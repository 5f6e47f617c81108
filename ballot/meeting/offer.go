package meeting

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"valurna/ballot/canon"
)

// Offer is one thing that a person can lawfully ask of the meeting now: a command, with
// what it still needs to be told. The screens show offers and know no rule themselves.
type Offer struct {
	ID    string   // for the words of the screens: "item-begin"
	Words []string // the command; FieldMark stands for the value of the next field
	// Lead says that this takes the meeting on from where it stands, or is what the person
	// is asked for; all else may be done as well.
	Lead   bool
	Fields []Field
	Item   int // that it is about; 0: none
	Motion int // that it is about; 0: none
	Person int // whom it is about; 0: nobody, or oneself
}

// FieldMark stands in a command for what a field will hold.
const FieldMark = "{}"

// Field is what a command still needs: a text, or some of the choices.
type Field struct {
	Name    string   `json:"name"` // for the words of the screens: "reason"
	Of      string   `json:"of"`   // what its values are: one of the Of constants
	Choices []string `json:"choices"`
	Least   int      `json:"least"` // so many choices, or 1 where there has to be a text
	Most    int      `json:"most"`  // so many choices, or bytes of text
	Order   bool     `json:"order"` // it matters in which order they are chosen
	Sep     string   `json:"sep"`   // between several choices
}

// What the values of a field are. Of persons, seats, items and motions they are the
// numbers that commands take; where a list of persons or seats would be as long as the
// roll, it is left out.
const (
	OfText      = "text"
	OfDay       = "day" // 2006-01-02
	OfNumber    = "number"
	OfItem      = "item"
	OfMotion    = "motion"
	OfPerson    = "person"
	OfSeat      = "seat"
	OfPaper     = "paper"
	OfName      = "name" // of a candidate
	OfCause     = "cause"
	OfClass     = "class"
	OfChoice    = "choice"
	OfGuarantee = "guarantee"
)

// Offers lists what a person can ask now, in the order of the procedure. Each is
// lawful for some values of its fields; for which, the rules say when it is asked.
func (s *State) Offers(person int, at int64) []Offer {
	o := &offering{s: s, by: person, at: at, leads: s.Leads(person) == nil, keeps: s.secretary(person) == nil}
	if _, known := s.Person(person); !known || s.ready == nil || s.phase == Closed {
		return nil
	}
	o.deciding = s.Decides() == nil
	o.ofVotes()
	o.ofSession()
	o.ofRemote()
	o.ofQuestion()
	o.ofItems()
	o.ofSpeakers()
	o.ofMotions()
	o.ofSeats()
	o.ofPapers()
	o.ofEnd()
	return o.out
}

// offering collects the offers to one person.
type offering struct {
	s            *State
	by           int
	at           int64
	leads, keeps bool
	deciding     bool // the meeting can decide something at all
	out          []Offer
}

// later are the rules that are asked anew when the command comes: the gate is looked at
// then, and the gavel waits only for seconds.
var later = []string{"A20", "wait"}

// may says whether the rules would take a command.
func (o *offering) may(words ...string) bool {
	_, known, err := o.s.Decide(Ask{By: o.by, Words: words, At: o.at, Commit: noCommitment})
	var refused *Refusal
	if errors.As(err, &refused) && slices.Contains(later, refused.Rule) {
		return refused.Rule == "wait" || words[0] == "remote" || words[0] == "meeting"
	}
	return known && err == nil
}

// noCommitment stands for one while nothing is entered.
func noCommitment(any) canon.Hex { return make(canon.Hex, 32) }

// command offers a command that needs nothing more.
func (o *offering) command(id string, lead bool, words ...string) *Offer {
	if !o.may(words...) {
		return new(Offer)
	}
	return o.add(Offer{ID: id, Words: words, Lead: lead})
}

// sample offers a command with fields, if the rules would take it with these samples in
// their place.
func (o *offering) sample(f Offer, samples ...string) *Offer {
	words := slices.Clone(f.Words)
	for _, value := range samples {
		words[slices.Index(words, FieldMark)] = value
	}
	if !o.may(strings.Fields(strings.Join(words, " "))...) {
		return new(Offer)
	}
	return o.add(f)
}

func (o *offering) add(f Offer) *Offer {
	if f.Fields == nil {
		f.Fields = []Field{}
	}
	o.out = append(o.out, f)
	return &o.out[len(o.out)-1]
}

// Fields as they come in several commands.

func textField(name string, least, most int) Field {
	return Field{Name: name, Of: OfText, Choices: []string{}, Least: least, Most: most}
}

func pick(name, of string, choices []string) Field {
	return Field{Name: name, Of: of, Choices: choices, Least: 1, Most: 1}
}

// anybody is a field for a person of the whole roll.
func anybody(name string) Field { return pick(name, OfPerson, []string{}) }

func numerals(ns []int) []string {
	out := make([]string, len(ns))
	for i, n := range ns {
		out[i] = strconv.Itoa(n)
	}
	return out
}

func personWord(person int) string { return "p" + strconv.Itoa(person) }

// sampleText stands for what somebody will write.
const sampleText = "text"
