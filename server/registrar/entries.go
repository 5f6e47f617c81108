package registrar

import (
	"encoding/json"
	"sync"

	"valurna/ballot/journal"
	"valurna/ballot/view"
)

// Entries are entries of the journal in short, from one on.
func (d *Desk) Entries(from int64, most int) ([]view.Entry, error) {
	d.r.mu.Lock()
	leaves := d.r.leaves
	d.r.mu.Unlock()
	t := &d.r.tail
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.entries != nil && t.from == from && t.most == most && t.size == len(leaves) {
		return t.entries, nil // everybody looks at the same end
	}
	out, err := entriesOf(leaves, from, most)
	if err == nil {
		t.from, t.most, t.size, t.entries = from, most, len(leaves), out
	}
	return out, err
}

// tail is what was read last; nobody changes it.
type tail struct {
	mu      sync.Mutex
	from    int64
	most    int
	size    int
	entries []view.Entry
}

func entriesOf(leaves [][]byte, from int64, most int) ([]view.Entry, error) {
	var out []view.Entry
	for i := max(from, 0); i < int64(len(leaves)) && len(out) < most; i++ {
		e, err := journal.DecodeEntry(leaves[i])
		if err != nil {
			return nil, err
		}
		out = append(out, short(e))
	}
	return out, nil
}

// short reads what most entries name, by the names that all of them use.
func short(e *journal.Entry) view.Entry {
	out := view.Entry{Seq: e.Seq, Time: e.Time, Type: e.Type, By: []string{}}
	for _, s := range e.Sigs {
		out.By = append(out.By, s.By)
	}
	var body struct {
		Person, Seat, Item, Motion, Paper, Vote, Main, By                        json.RawMessage
		Ballot, Kind, State, Cause, Choice, Task, Guarantee, Moment, Name, Class string
		Granted, Present, Here, Off, Alone, Satisfied, OK, Carried               *bool
	}
	// A body may hold anything; what does not fit is not shown.
	_ = json.Unmarshal(e.Body, &body)
	number := func(raw json.RawMessage) int {
		var n int
		if json.Unmarshal(raw, &n) != nil {
			return 0
		}
		return n
	}
	out.Person, out.Seat, out.Item, out.Motion, out.Ballot = number(body.Person), number(body.Seat), number(body.Item), number(body.Motion), body.Ballot
	if out.Person == 0 {
		out.Person = number(body.By)
	}
	for _, other := range []json.RawMessage{body.Paper, body.Vote, body.Main} {
		if out.Motion == 0 {
			out.Motion = number(other)
		}
	}
	for _, code := range []string{body.Kind, body.State, body.Cause, body.Choice, body.Task, body.Guarantee, body.Moment, body.Class} {
		if out.Code == "" {
			out.Code = code
		}
	}
	for _, yes := range []*bool{body.Granted, body.Present, body.Here, body.Alone, body.Satisfied, body.OK, body.Carried} {
		if yes != nil && out.Code == "" {
			out.Code = map[bool]string{true: "yes", false: "no"}[*yes]
		}
	}
	if body.Off != nil && *body.Off && out.Code == "" {
		out.Code = "off"
	}
	return out
}

// Witnessed is how far the witnesses have cosigned the journal.
func (d *Desk) Witnessed() view.Witnessed {
	r := d.r
	r.mu.Lock()
	defer r.mu.Unlock()
	out := view.Witnessed{Entries: r.state.Next(), Quorum: r.state.Policy().Quorum, Size: r.signed.size, At: r.signed.at, Cosigned: []string{}}
	if r.signed.note == "" {
		return out
	}
	if c, names, err := r.state.Policy().Open(r.signed.note); err == nil {
		out.Root, out.Cosigned = c.Root.String(), append(out.Cosigned, names...)
	}
	return out
}
