package registrar

import (
	"slices"
	"time"

	"valurna/ballot/guarantee"
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// remoteFacts is about those who serve from elsewhere, and whom the chair has
// identified to do so. mu is held.
func (r *Registrar) remoteFacts(b *journal.Ballot) guarantee.Remote {
	item := r.state.CurrentItem()
	if b != nil {
		item = b.Definition.Item
	}
	out := guarantee.Remote{Listed: guarantee.Yes, View: r.chairsWord("G6-overview"), Stable: r.chairsWord("G6-stable")}
	people := r.state.RemoteMembers()
	for _, n := range r.state.RemotePeople() { // who is still to be admitted holds up no ballot
		if p := r.state.Remote(n); b == nil && p.Identified != 0 && !p.InRoom && !slices.Contains(people, n) {
			people = append(people, n)
		}
	}
	slices.Sort(people)
	unlost, matrix := true, r.state.Matrix()
	missing := map[int]bool{}
	for _, m := range r.state.PapersMissing(item) {
		missing[m.Person] = true
	}
	for _, n := range people {
		p := r.personFacts(n, item)
		if p.Papers = guarantee.Yes; missing[n] {
			p.Papers = guarantee.No
		}
		out.People = append(out.People, p)
		unlost = unlost && r.state.Remote(n).Lost == ""
	}
	for _, c := range matrix {
		s := guarantee.Sight{By: c.From, Of: c.Of}
		if i := slices.Index(people, c.From); i >= 0 && c.Of == 0 && c.At != 0 {
			// The member's own word about sound and picture is that about the room.
			out.People[i].Transmission = wordOf(c.Said, c.OK && c.Fresh)
		}
		switch {
		case c.At == 0:
		case !c.OK:
			s.Says = guarantee.No
		case c.Fresh:
			s.Says = guarantee.Yes
		}
		out.Sights = append(out.Sights, s)
	}
	out.Unlost = known(unlost)
	return out
}

func (r *Registrar) personFacts(n, item int) guarantee.Person {
	record := r.state.Remote(n)
	p, _ := r.state.Person(n)
	seat := r.state.SeatOf(n)
	if seat == 0 {
		seat = p.Seat
	}
	delivered := guarantee.Stamp{Unix: record.Applied, Zone: swedish(record.Applied)}
	out := guarantee.Person{
		Number: n, Seat: seat, Admitted: known(record.Admitted != 0),
		ToSecretary: delivered, ToChair: delivered, Reason: known(len(record.Reason) > 0),
		Grant:  wordOf(meeting.Word{By: record.ByChair, Entry: record.Entry}, record.Granted),
		OwnKey: known(n <= len(r.people.values) && len(r.people.values[n-1].Keys) > 0), OneSession: known(r.oneKey(n)),
		Confirmed: wordOf(record.ByIdentity, record.Identified != 0),
		InPrivate: wordOf(record.ByAlone, record.Alone), Alone: wordOf(record.ByAlone, record.Alone),
		Renewed: known(r.state.EndRefused(n, item) == nil), Asked: wordOf(record.ByAsked, record.Satisfied),
		// The same word says that the member answers for it (A22).
		Responsible: wordOf(record.ByAlone, record.Alone),
	}
	if at := r.heard(n); !at.IsZero() {
		out.Heartbeat = r.now().Add(-time.Since(at)).Unix()
	}
	return out
}

// oneKey says whether all live connections of a person are by one key: two at a time
// would be two people or two places (A13).
func (r *Registrar) oneKey(person int) bool {
	var first []byte
	for _, l := range r.lines {
		if l.person != person {
			continue
		}
		key := l.key.Marshal()
		if first == nil {
			first = key
		}
		if string(first) != string(key) {
			return false
		}
	}
	return true
}

// swedish is how far the clocks of Sweden and Denmark are ahead of UTC; the law counts
// days by them.
func swedish(unix int64) int {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		return 3600 // normal time, on a machine without tables
	}
	_, offset := time.Unix(unix, 0).In(zone).Zone()
	return offset
}

// exchanges counts the key exchanges of the connections on which people have logged in.
func (r *Registrar) exchanges() []guarantee.Exchange {
	counts := map[string]int{}
	for ctx := range r.lines {
		counts[exchangeOf(ctx)]++
	}
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []guarantee.Exchange
	for _, name := range names {
		out = append(out, guarantee.Exchange{Algorithm: name, Connections: counts[name]})
	}
	return out
}
