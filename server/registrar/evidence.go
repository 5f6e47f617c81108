package registrar

import (
	"slices"
	"strconv"

	"valurna/ballot/guarantee"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// facts is all that is known about the guarantees now: from the journal, from the word
// of chair and secretary in it, and from what registrar and urn have found when they
// looked at themselves. What nobody has shown is left out: it is unknown. mu is held.
func (r *Registrar) facts(b *journal.Ballot) guarantee.Evidence {
	m := r.state.Manifest()
	e := guarantee.Evidence{
		Now: r.now().Unix(), Profile: m.Profile,
		Meeting: r.meetingFacts(b), Agenda: r.agendaFacts(), Remote: r.remoteFacts(b),
		Parties: r.partyFacts(), Casting: r.castingFacts(), Record: r.recordFacts(), Machine: r.machineFacts(),
		Rule: guarantee.Rule{Allows: r.word("G1"), Danish: r.word("G1-danish")},
	}
	if p := m.Policy.Remote; p != nil {
		e.Policy = guarantee.Policy{Floor: p.Floor, NoticeDays: p.Days, PostQuantum: p.PostQuantum}
		e.Rule.Document = guarantee.Yes // its hash stands in the manifest, entry 0
	}
	if b != nil {
		e.Ballot = r.ballotFacts(b)
	}
	return e
}

// word is the first word that stands for something in the journal.
func (r *Registrar) word(about string) guarantee.Attestation {
	words := r.state.Attestations(about)
	if len(words) == 0 {
		return guarantee.Attestation{}
	}
	return guarantee.Attestation{Says: guarantee.Yes, By: words[0].By, Entry: words[0].Entry}
}

// chairsWord is the word of who presides now.
func (r *Registrar) chairsWord(about string) guarantee.Attestation {
	for _, w := range r.state.Attestations(about) {
		if w.By == r.state.Presiding() {
			return guarantee.Attestation{Says: guarantee.Yes, By: w.By, Entry: w.Entry}
		}
	}
	return guarantee.Attestation{}
}

// wordOf is a person's own word in an entry, or the word that it is not so.
func wordOf(w meeting.Word, ok bool) guarantee.Attestation {
	says := guarantee.Yes
	if !ok {
		says = guarantee.No
	}
	if w.By == 0 {
		return guarantee.Attestation{}
	}
	return guarantee.Attestation{Says: says, By: w.By, Entry: w.Entry}
}

func known(ok bool) guarantee.Known {
	if ok {
		return guarantee.Yes
	}
	return guarantee.No
}

func (r *Registrar) meetingFacts(b *journal.Ballot) guarantee.Meeting {
	m, item := r.state.Manifest(), r.state.CurrentItem()
	if b != nil {
		item = b.Definition.Item
	}
	far, room, jav := r.state.RemoteMembers(), 0, 0
	for _, seat := range r.state.Present() {
		switch person := r.state.Seated(seat); {
		case r.state.Disqualified(person, item):
			jav++
		case !slices.Contains(far, person):
			room++
		}
	}
	demanded := 0
	if s := m.Policy.Statutes; s != nil {
		demanded = atLeast(s.Quorum, s.MoreThan, r.state.Ready().Seats)
	}
	return guarantee.Meeting{
		Date: m.Date, Place: r.word("G4"), Chair: r.state.Presiding(), Spoke: r.spoke(),
		Seats: guarantee.Count(r.state.Ready().Seats), Room: guarantee.Count(room), Disqualified: guarantee.Count(jav),
		Demanded: guarantee.Count(demanded), JavResolved: guarantee.Yes, // the journal holds none that is undecided
	}
}

// spoke are those besides the chair whose word the rules took for the chair's: who
// presided before, and the secretary where the chair is elsewhere.
func (r *Registrar) spoke() []int {
	out := r.state.Presided()
	for _, p := range r.state.People() {
		if slices.Contains(p.Offices, meeting.OfficeSecretary) {
			out = append(out, p.Person)
		}
	}
	return out
}

// atLeast is the least number that is so many percent of the seats, or more than that.
func atLeast(percent int, more bool, seats int) int {
	if more {
		return percent*seats/100 + 1
	}
	return (percent*seats + 99) / 100
}

func (r *Registrar) agendaFacts() guarantee.Business {
	out := guarantee.Business{
		Listed: guarantee.Yes, Transmission: r.word("G8-transmission"), Rooms: r.word("G8-rooms"),
		Mailboxes: known(r.allHaveKeys()), PapersIn: guarantee.Yes, // what is handed out is entered with its hash, or not at all
	}
	for _, it := range r.state.Items() {
		n := strconv.Itoa(it.Item)
		item := guarantee.Item{Number: it.Item, Class: it.Class, NoBallot: known(it.Contest == nil)}
		// One word for the whole agenda says nothing of what was added after it.
		if all := r.word("G8"); all.Entry > r.state.Added(it.Item) || r.word("G8-"+n).Says == guarantee.Yes {
			item.Plain = guarantee.Yes
		}
		if r.word("G8-"+n+"-secret").Says == guarantee.Yes {
			item.Plain = guarantee.No
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// allHaveKeys says whether everybody who may serve has a key: papers are read at the
// desk, and nobody else's mailbox holds them (E06, E09).
func (r *Registrar) allHaveKeys() bool {
	for _, p := range r.state.People() {
		if (p.Seat > 0 || p.Substitute) && (p.Person > len(r.people.values) || len(r.people.values[p.Person-1].Keys) == 0) {
			return false
		}
	}
	return true
}

func (r *Registrar) ballotFacts(b *journal.Ballot) guarantee.Ballot {
	out := guarantee.Ballot{
		Item: b.Definition.Item, Eligible: guarantee.Count(len(b.Definition.Seats)),
		Published: known(r.signed.size > b.DefineSeq), NoneMissing: known(len(b.Missing) == 0),
		Spent: r.found(r.selfcheck.Spent),
	}
	switch c, sampled := r.counts[b.Definition.Ballot]; {
	case b.Counts != nil:
		out.Tokens, out.Cast = guarantee.Count(b.Counts.Tokens), guarantee.Count(b.Counts.Cast)
	case sampled: // both as they were at the urn's last report, which comes at fixed times
		out.Tokens, out.Cast = guarantee.Count(c.Tokens), guarantee.Count(c.Cast)
	case b.Phase <= journal.Opened:
		out.Tokens, out.Cast = guarantee.Count(0), guarantee.Count(0)
	}
	if b.Phase >= journal.Decided {
		out.Shuffles = guarantee.Count(len(b.Shuffles))
		out.Recounted = known(r.recounted(b.Definition.Ballot) == nil)
	}
	return out
}

func (r *Registrar) partyFacts() guarantee.Parties {
	p := guarantee.PartiesOf(r.manifestSigned())
	if words := r.state.Attestations("G18"); len(words) > 0 {
		p.First = guarantee.Attestation{Says: guarantee.Yes, By: words[0].By, Entry: words[0].Entry}
		if len(words) > 1 {
			p.Second = guarantee.Attestation{Says: guarantee.Yes, By: words[1].By, Entry: words[1].Entry}
		}
	}
	p.UrnApart, p.UrnKeySent = r.word("S6"), r.word("S7")
	for i := range p.Trustees {
		if p.Trustees[i].Attested = r.word("S4-" + r.state.Manifest().Trustees[i].Name); p.Trustees[i].Attested.By == 0 {
			p.Trustees[i].Attested = r.word("S4")
		}
	}
	return p
}

// manifestSigned is the manifest with its signatures, as entry 0 has them.
func (r *Registrar) manifestSigned() *manifest.Signed {
	e, err := journal.DecodeEntry(r.leaves[0])
	if err != nil {
		return nil
	}
	signed := &manifest.Signed{Manifest: r.state.Manifest()}
	for _, sig := range e.Sigs {
		signed.Sigs = append(signed.Sigs, manifest.Signature{By: sig.By, Sig: sig.Sig})
	}
	return signed
}
