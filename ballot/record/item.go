package record

import (
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/meeting"
)

// Item is one item of the agenda and all that happened to it.
type Item struct {
	Item      int           `json:"item"`
	Class     string        `json:"class"` // "election", "employment", "decision", "information"
	Title     string        `json:"title"`
	Contest   *kind.Contest `json:"contest"`   // nil: nobody is elected from candidates
	Order     *Lot          `json:"order"`     // of the candidates on the ballots; nil: no lot
	Added     *Act          `json:"added"`     // in the meeting; nil: it stood on the agenda
	Returned  *Act          `json:"returned"`  // a minority had it tabled or sent back in an earlier meeting
	Begun     []Act         `json:"begun"`     // again after it was put aside
	Nominated *Act          `json:"nominated"` // the nominations were closed; nil: there were none
	Debated   *Act          `json:"debated"`   // the debate was closed
	Aside     []Act         `json:"aside"`
	Jav       []Jav         `json:"jav"`
	Motions   []Motion      `json:"motions"`
	Questions []Question    `json:"questions"`
	Votes     []Vote        `json:"votes"`
	Ballots   []Ballot      `json:"ballots"`
	Decision  *Decision     `json:"decision"`
	Ended     *Act          `json:"ended"` // the chair ended it, after a secret ballot or where nothing was to decide
	Dissents  []Act         `json:"dissents"`
}

// Decision is how an item was decided. By a secret ballot it is the certified result.
type Decision struct {
	Act
	Outcome  string   `json:"outcome"` // "decided", "tabled", "remitted"
	Motion   int      `json:"motion"`  // that prevails; 0: none was carried, or it was no motion
	Text     string   `json:"text"`    // of that motion
	Elected  []string `json:"elected"`
	Vote     int      `json:"vote"`     // the open vote that decided; 0: none
	Ballot   string   `json:"ballot"`   // the secret ballot that decided; "": none
	Minority bool     `json:"minority"` // a third of those present was enough (KL 5:50)
	Present  int      `json:"present"`  // seats taken when it was decided
	Took     []Who    `json:"took"`     // who took part in deciding; of a secret ballot nobody: see its roll
}

func (k *Keeper) item(it meeting.Item) *Item {
	k.r.Items = append(k.r.Items, Item{
		Item: it.Item, Class: it.Class, Title: it.Title, Contest: it.Contest, Begun: []Act{}, Aside: []Act{}, Jav: []Jav{}, Motions: []Motion{},
		Questions: []Question{}, Votes: []Vote{}, Ballots: []Ballot{}, Dissents: []Act{},
	})
	return k.of(it.Item)
}

// of gives an item that the rules have found to be there.
func (k *Keeper) of(item int) *Item { return &k.r.Items[item-1] }

// items takes what happens to an item as a whole.
func (k *Keeper) items(event any, s *journal.State) bool {
	switch e := event.(type) {
	case *meeting.ItemAdd:
		k.item(meeting.Item{Item: e.Item, Class: e.Class, Title: e.Title, Contest: e.Contest}).Added = k.acted(s, e.By)
	case *meeting.ItemReturned:
		k.of(e.Item).Returned = k.acted(s, e.By)
	case *meeting.ItemBegin:
		it := k.of(e.Item)
		it.Begun = append(it.Begun, k.act(s, e.By))
	case *meeting.ItemCandidates:
		it := k.of(e.Item)
		it.Nominated, it.Contest = k.acted(s, e.By), s.Items()[e.Item-1].Contest
	case *meeting.ItemDebated:
		k.of(e.Item).Debated = k.acted(s, e.By)
	case *meeting.ItemAside:
		it := k.of(e.Item)
		it.Aside = append(it.Aside, k.act(s, e.By))
	case *meeting.ItemEnd:
		k.of(e.Item).Ended = k.acted(s, e.By)
	case *meeting.Dissent:
		it := k.of(e.Item)
		it.Dissents = append(it.Dissents, k.act(s, e.By))
	default:
		return false
	}
	return true
}

// follow notes what followed from a gavel or a vote: motions that fell, and the
// decision.
func (k *Keeper) follow(s *journal.State, item int, by Act) {
	now, _ := s.ItemState(item)
	it := k.of(item)
	for i, m := range now.Motions {
		if m.Fate != it.Motions[i].Fate {
			it.Motions[i].Fate, it.Motions[i].Ended = m.Fate, &by
		}
	}
	if d := now.Decision; d != nil && it.Decision == nil {
		it.Decision = &Decision{
			Act: by, Outcome: d.Outcome, Motion: d.Motion, Text: d.Text, Elected: list(d.Elected), Vote: d.Vote, Minority: d.Minority,
			Present: len(s.Present()), Took: everybody(s, d.Took),
		}
	}
}
