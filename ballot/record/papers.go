package record

import (
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// Paper is something that was handed out.
type Paper struct {
	Act
	Paper int        `json:"paper"`
	Item  int        `json:"item"` // 0: for the meeting as a whole
	Title string     `json:"title"`
	Hash  canon.Hex  `json:"hash"` // SHA-256 of the content
	Got   []Received `json:"got"`
}

// Received is a person's receipt for a paper.
type Received struct {
	Stamp
	Person int `json:"person"`
}

// Attested is the word of chair or secretary for what no program can see. To is when a
// newer word of the same person took its place, or somebody took it back.
type Attested struct {
	Act
	Guarantee string    `json:"guarantee"`
	Statement string    `json:"statement"`
	Document  canon.Hex `json:"document"` // SHA-256 of what it rests on, or empty
	To        *Act      `json:"to"`       // nil: it stands
	Withdrawn bool      `json:"withdrawn"`
}

// papers takes what is handed out and received, and what is attested.
func (k *Keeper) papers(event any, s *journal.State) bool {
	switch e := event.(type) {
	case *meeting.Paper:
		k.r.Papers = append(k.r.Papers, Paper{k.act(s, e.By), e.Paper, e.Item, e.Title, e.Hash, []Received{}})
	case *meeting.PaperGot:
		p := &k.r.Papers[e.Paper-1]
		p.Got = append(p.Got, Received{k.at, e.Person})
	case *meeting.Attest:
		k.unattest(s, e.By, false, func(a *Attested) bool { return a.Guarantee == e.Guarantee && a.By.Person == e.By })
		k.r.Attested = append(k.r.Attested, Attested{k.act(s, e.By), e.Guarantee, e.Statement, e.Document, nil, false})
	case *meeting.AttestWithdraw:
		k.unattest(s, e.By, true, func(a *Attested) bool { return a.Guarantee == e.Guarantee })
	default:
		return false
	}
	return true
}

// unattest ends those words that stand and are meant.
func (k *Keeper) unattest(s *journal.State, by int, withdrawn bool, meant func(*Attested) bool) {
	for i := range k.r.Attested {
		if a := &k.r.Attested[i]; a.To == nil && meant(a) {
			a.To, a.Withdrawn = k.acted(s, by), withdrawn
		}
	}
}
