package meeting

import (
	"slices"

	"valurna/ballot/canon"
)

// handed is a paper that was handed out, and who has it.
type handed struct {
	Paper
	got map[int]bool
}

// PaperMissing is a paper that a person has not received.
type PaperMissing struct{ Person, Paper int }

// papers takes what is handed out, and who has received it.
func (s *State) papers(_ int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *Paper:
		commit, err = s.handOut(e)
	case *PaperGot:
		commit, err = s.paperGot(e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}

// onRecord refuses what is put on record before there is a meeting, or after it.
func (s *State) onRecord(what string) error {
	if s.ready == nil || s.phase == Closed {
		return refuse("meeting", "%s from the first entries to the end of the meeting", what)
	}
	return nil
}

func (s *State) handOut(p *Paper) (func(), error) {
	if err := first(s.onRecord("papers are handed out"), s.secretary(p.By), hash32(p.Hash, "the hash of the paper"), publicLine(p.Title, "paper")); err != nil {
		return nil, err
	}
	switch {
	case p.Paper != len(s.remote.papers)+1:
		return nil, refuse("paper", "paper %d came where paper %d was due", p.Paper, len(s.remote.papers)+1)
	case p.Item < 0 || p.Item > len(s.items):
		return nil, refuse("item", "there is no item %d", p.Item)
	}
	return func() { s.remote.papers = append(s.remote.papers, handed{*p, map[int]bool{}}) }, nil
}

// publicLine accepts a text that stands in the journal, in public: one line, not empty.
func publicLine(text, rule string) error {
	if err := canon.Text(text, 512); err != nil {
		return refuse(rule, "the text: %v", err)
	}
	if text == "" {
		return refuse(rule, "there is no text")
	}
	return nil
}

func (s *State) paperGot(g *PaperGot) (func(), error) {
	if err := s.onRecord("papers are received"); err != nil {
		return nil, err
	}
	p, ok := s.Person(g.Person)
	switch {
	case !ok || p.Seat == 0 && !p.Substitute:
		return nil, refuse("person", "person %d is neither member nor substitute", g.Person)
	case g.Paper < 1 || g.Paper > len(s.remote.papers):
		return nil, refuse("paper", "there is no paper %d", g.Paper)
	case s.remote.papers[g.Paper-1].got[g.Person]:
		return nil, refuse("paper", "that is recorded already")
	}
	return func() { s.remote.papers[g.Paper-1].got[g.Person] = true }, nil
}

// Papers lists what has been handed out.
func (s *State) Papers() []Paper {
	out := make([]Paper, 0, len(s.remote.papers))
	for _, p := range s.remote.papers {
		p.Hash = slices.Clone(p.Hash)
		out = append(out, p.Paper)
	}
	return out
}

// PapersMissing lists who takes part in an item from elsewhere without a paper that
// was handed out for it or for the meeting as a whole (A15). Who sits in the room has
// it handed over there.
func (s *State) PapersMissing(item int) []PaperMissing {
	var out []PaperMissing
	for _, person := range s.RemoteMembers() {
		if item != 0 && s.Disqualified(person, item) {
			continue
		}
		for _, p := range s.remote.papers {
			if (p.Item == 0 || p.Item == item) && !p.got[person] {
				out = append(out, PaperMissing{person, p.Paper.Paper})
			}
		}
	}
	return out
}

// PapersRefused refuses to decide an item before everybody has its papers (A15).
func (s *State) PapersRefused(item int) error {
	if missing := s.PapersMissing(item); len(missing) > 0 {
		return refuse("A15", "person %d has not received paper %d", missing[0].Person, missing[0].Paper)
	}
	return nil
}

// HasPaper says whether a person has acknowledged a paper.
func (s *State) HasPaper(paper, person int) bool {
	return paper >= 1 && paper <= len(s.remote.papers) && s.remote.papers[paper-1].got[person]
}

// Receipts counts those who have.
func (s *State) Receipts(paper int) int {
	if paper < 1 || paper > len(s.remote.papers) {
		return 0
	}
	return len(s.remote.papers[paper-1].got)
}
