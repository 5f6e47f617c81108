package registrar

import (
	"slices"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// floor is the item that is handled now. Everything in it is said aloud in the room. mu
// is held.
func (r *Registrar) floor() view.Floor {
	out := view.Floor{Item: r.state.CurrentItem(), Motions: []view.Motion{}, Order: []int{}, Elected: []string{}}
	it, ok := r.state.ItemState(out.Item)
	if !ok {
		return out
	}
	out.Stage, out.Asked = it.Stage, it.AskedBy != 0
	for _, m := range it.Motions {
		out.Motions = append(out.Motions, view.Motion{Motion: m.Motion.Motion, Kind: m.Kind, Text: m.Text, Person: m.By, Fate: m.Fate})
	}
	if q := it.Question; q != nil {
		out.Order = append([]int{q.Main}, q.Order...)
	}
	if p := it.Perceived; p != nil {
		out.Perceived = p.Motion
		out.Elected = append(out.Elected, p.Elected...)
	}
	if v, open := r.state.OpenVote(); open {
		out.Vote = voteOf(v)
	}
	return out
}

func voteOf(v meeting.Vote) *view.Vote {
	out := &view.Vote{Vote: v.VoteOpen.Vote, Kind: v.Kind, Yes: v.Yes, No: v.No, Votes: []view.SeatVote{}}
	if turn, due := v.Turn(); due {
		out.Turn = turn.Seat
	}
	for _, c := range v.Casts {
		out.Votes = append(out.Votes, view.SeatVote{Seat: c.Seat, Choice: c.Choice})
	}
	return out
}

// itemState is how far an item is, as the agenda shows it. mu is held.
func (r *Registrar) itemState(item int) string {
	it, ok := r.state.ItemState(item)
	switch {
	case ok && slices.Contains([]string{meeting.Decided, meeting.Tabled, meeting.Remitted, meeting.Ended}, it.Stage):
		return "done"
	case ok && r.state.CurrentItem() == item:
		return "now"
	}
	return "waiting"
}
