package registrar

import (
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// View is what one person's desk shows now. While a ballot is open nothing in
// it depends on who has voted; only the chair sees counts, without names.
func (r *Registrar) View(who role) view.Desk {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.state.Manifest()
	d := view.Desk{
		Body: m.Body, Meeting: m.Meeting, Date: m.Date, Place: m.Place,
		State: r.state.Meeting(), Rehearsal: m.Rehearsal, Words: manifest.Words(r.state.ManifestHash()),
		Me: r.me(who), Ballots: []view.Ballot{}, Keys: r.keys(),
	}
	c := r.common(who)
	d.Seats, d.Agenda, d.Floor, d.Substitutes, d.Sight, d.Speakers, d.Hide = c.seats, c.agenda, c.floor, c.substitutes, c.sight, c.speakers, r.hide()
	d.Papers = r.papers(who, c.papers)
	for _, b := range r.state.Ballots() {
		d.Ballots = append(d.Ballots, r.ballot(b, who, d.Me))
	}
	for _, t := range m.Trustees {
		d.Parties = append(d.Parties, r.party(manifest.ByTrustee(t.Name)))
	}
	for _, w := range m.Witnesses {
		d.Parties = append(d.Parties, r.party(manifest.ByWitness(w.Name)))
	}
	d.Parties = append(d.Parties, r.party(manifest.ByUrn))
	d.Booth = r.booth(who)
	d.Interrupted, d.Remote = r.interrupted(who), r.remote(who)
	d.Steps = r.steps(who, d)
	return d
}

func (r *Registrar) party(name string) view.Party {
	return view.Party{Name: name, Online: r.online[name] > 0}
}

func (r *Registrar) me(who role) view.Person {
	out := view.Person{Person: who.person, Offices: []string{}, Jav: []int{}}
	if who.key != nil {
		out.Fingerprint = ssh.FingerprintSHA256(who.key)
	}
	p, ok := r.state.Person(who.person)
	if !ok {
		return out
	}
	out.Name, out.Seat, out.Substitute = r.name(p.Person), p.Seat, p.Substitute
	if seat := r.state.SeatOf(p.Person); seat != 0 {
		out.Seat, out.Present, out.Place = seat, true, r.placed[seat]
	}
	out.Offices = r.duties(p)
	out.Jav, out.Standby = r.javOf(p.Person), r.state.StandsBy(p.Person)
	return out
}

// duties are a person's offices as they are held now: the chair's by who presides.
func (r *Registrar) duties(p journal.Person) []string {
	out := slices.DeleteFunc(slices.Clone(p.Offices), func(o string) bool { return o == meeting.OfficeChair })
	if r.isChair(p.Person) {
		out = append([]string{meeting.OfficeChair}, out...)
	}
	return out
}

// seats are shown with names to those whose names they are. An observer sees
// what the public journal tells: which seats are taken.
func (r *Registrar) seats(who role) []view.Seat {
	out := []view.Seat{}
	for _, p := range r.state.People() {
		if p.Seat == 0 {
			continue
		}
		s := view.Seat{Seat: p.Seat, Person: p.Person, Name: r.name(p.Person), Since: r.state.Moved(p.Seat)}
		if sits := r.state.Seated(p.Seat); sits != 0 {
			s.Person, s.Name, s.Present, s.Place = sits, r.name(sits), true, r.placed[p.Seat]
		}
		s.Jav = s.Present && r.state.Disqualified(s.Person, 0)
		if who.kind != kindPerson {
			s.Name, s.Place = "", ""
		}
		out = append(out, s)
	}
	return out
}

func (r *Registrar) agenda() []view.Item {
	out := []view.Item{}
	for _, it := range r.state.Items() {
		v := view.Item{Item: it.Item, Title: it.Title, Class: it.Class, State: r.itemState(it.Item), Ballots: it.Contest != nil}
		for _, b := range r.state.Ballots() {
			if b.Definition.Item != it.Item {
				continue
			}
			v.State = "now"
			if b.Done() {
				v.State = r.itemState(it.Item) // a tie or a void ballot is voted on again
			}
			if r.state.DecidedBy(it.Item) != "" {
				v.State = "done"
			}
		}
		r.outcome(&v)
		out = append(out, v)
	}
	return out
}

func (r *Registrar) keys() view.Keys {
	c := r.state.Ceremony()
	switch {
	case c.Keys != nil:
		left := 0
		for i := range len(c.Keys.Keys) - 1 {
			if !r.state.KeyUsed(i) {
				left++
			}
		}
		return view.Keys{State: "ready", Left: left}
	case c.Complaint != nil:
		return view.Keys{State: "aborted", Detail: c.Complaint.Trustee + " / " + c.Complaint.Against}
	}
	missing := ""
	for _, t := range r.state.Manifest().Trustees {
		_, committed := c.Commits[t.Name]
		_, revealed := c.Reveals[t.Name]
		_, dealt := c.Deals[t.Name]
		n := len(r.state.Manifest().Trustees)
		if !committed || len(c.Commits) == n && !revealed || len(c.Reveals) == n && !dealt {
			if missing != "" {
				missing += ", "
			}
			missing += t.Name
		}
	}
	state := "running"
	if len(c.Commits) == 0 {
		state = "waiting"
	}
	return view.Keys{State: state, Detail: missing}
}

// phases maps the journal's phases to what people are told.
var phases = map[journal.Phase]view.Phase{
	journal.Defined: view.PhasePreparing, journal.Opened: view.PhaseOpen, journal.Closed: view.PhaseClosing,
	journal.Stopped: view.PhaseCounting, journal.Counted: view.PhaseCounting, journal.Sealed: view.PhaseWindow,
	journal.Decrypting: view.PhaseDecrypting, journal.Decided: view.PhaseCounted,
	journal.Certified: view.PhaseCertified, journal.Voided: view.PhaseVoid,
}

func (r *Registrar) ballot(b *journal.Ballot, who role, me view.Person) view.Ballot {
	def := b.Definition
	v := view.Ballot{
		Ballot: def.Ballot, Item: def.Item, Title: def.Title, Contest: def.Contest, Phase: phases[b.Phase],
		Trial: def.Trial(), Eligible: who.person != 0 && r.seatOn(b, who.person) != 0,
	}
	switch b.Phase {
	case journal.Closed:
		v.Deadline = b.CloseTime + int64(def.Grace)
		if v.Eligible {
			v.TokenOut = r.tokenOut(def.Ballot, me.Seat)
		}
	case journal.Sealed:
		v.Deadline = b.SealTime + int64(def.Window)
	}
	if b.Void != nil {
		v.Reason = b.Void.Reason
	}
	if b.Counts != nil {
		v.Counts = &view.Counts{Eligible: b.Counts.Eligible, Tokens: b.Counts.Tokens, Cast: b.Counts.Cast}
		if v.Eligible {
			mine := false
			for _, seat := range b.Counts.Collected {
				mine = mine || seat == me.Seat
			}
			v.Collected = &mine
		}
	} else if r.state.Leads(who.person, def.Item) && b.Phase >= journal.Opened {
		v.Counts = r.chairCounts(b)
	}
	if b.Result != nil {
		v.Result = &view.Result{Valid: b.Result.Valid, Invalid: b.Result.Invalid, Blank: b.Result.Blank, Options: b.Result.Options, Elected: b.Result.Elected, Ties: b.Result.Ties}
	}
	v.Order, v.Lot = r.viewLot(r.state.Lot(def.Item, journal.LotOrder, "")), r.viewLot(r.state.Tie(b))
	v.Work = r.work(b)
	if r.state.Leads(who.person, def.Item) && !b.Done() {
		v.Trouble = r.troubleOf(b)
	}
	return v
}

// tokenOut says whether a seat's token has been collected.
func (r *Registrar) tokenOut(ballot string, seat int) bool {
	out, err := r.records.tokenOut(ballot, seat)
	return err == nil && out // else the desk asks nothing; the counts will tell
}

// troubleOf is what the chair is told of a ballot that does not go on.
func (r *Registrar) troubleOf(b *journal.Ballot) string {
	id := b.Definition.Ballot
	if err := r.recounts[id]; b.Phase == journal.Decided && errors.Is(err, errFalseResult) {
		return err.Error()
	}
	return r.trouble[id]
}

// booth says how this person comes to the booth with stock OpenSSH, once there is
// a ballot to vote in.
func (r *Registrar) booth(who role) view.Booth {
	out := view.Booth{Commands: []string{}}
	b := r.boothBallot(who.person)
	if who.person == 0 || b == nil {
		return out
	}
	urn := r.state.Manifest().Urn
	out.Ballot = b.Definition.Ballot
	if k, err := manifest.ParseKeyLine(urn.HostKey); err == nil {
		out.KeyPrint = ssh.FingerprintSHA256(k)
	}
	if r.boothCommand != "" {
		out.Commands = append(out.Commands, strings.ReplaceAll(r.boothCommand, "{seat}", strconv.Itoa(r.seatOn(b, who.person))))
		return out
	}
	// The manifest's addresses are host:port (manifest.Check).
	if host, port, err := net.SplitHostPort(urn.Booth); err == nil {
		out.Commands = append(out.Commands, "ssh -J "+r.state.Manifest().Registrar.Address+" -p "+port+" ballot@"+host)
	}
	return out
}
