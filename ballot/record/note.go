package record

import (
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/ballot/verify"
)

// Note adds an entry that the state has just taken. Entries come in their order, none
// left out.
func (k *Keeper) Note(e *journal.Entry, s *journal.State) error {
	k.at = Stamp{e.Seq, Time(e.Time)}
	k.r.Entries, k.r.State = e.Seq+1, s.Meeting()
	in, is, err := verify.IrregularityOf(e)
	if err != nil {
		return err
	}
	if is {
		k.irregular(in)
	}
	event, known, err := meeting.Decode(e.Type, e.Body)
	switch {
	case err != nil:
		return err
	case e.Type == journal.TypeManifest:
		k.manifest(s)
	case !known:
		return k.ballots(e, s)
	case !k.event(event, s):
		k.r.Others = append(k.r.Others, Other{k.at, e.Type})
	}
	return nil
}

// event hands an event of the meeting to the part of the record that it belongs to.
func (k *Keeper) event(event any, s *journal.State) bool {
	for _, part := range []func(any, *journal.State) bool{
		k.first, k.session, k.chair, k.seats, k.items, k.motions, speeches, k.votes, k.remote, k.papers, k.gate,
	} {
		if part(event, s) {
			return true
		}
	}
	return false
}

func (k *Keeper) manifest(s *journal.State) {
	m, hash := s.Manifest(), s.ManifestHash()
	k.r.Body, k.r.Profile, k.r.Meeting, k.r.Date, k.r.Place, k.r.Rehearsal = m.Body, m.Profile, m.Meeting, m.Date, m.Place, m.Rehearsal
	k.r.Manifest, k.r.Words = hash[:], manifest.Words(hash)
	q := s.Profile().Quorum
	k.r.Quorum = Quorum{q.Percent, q.More, q.Source}
}

// first takes the first entries, and what changes of them later.
func (k *Keeper) first(event any, s *journal.State) bool {
	switch e := event.(type) {
	case *meeting.Person:
		k.person(e)
	case *meeting.PersonKeys:
		k.r.Keys = append(k.r.Keys, Key{k.at, who(s, e.Person)})
	case *meeting.Item:
		k.item(*e)
	case *meeting.Ready:
		k.r.Seats = e.Seats
	default:
		return false
	}
	return true
}
