package registrar

import (
	"fmt"
	"net"
	"strconv"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// visits are the live jump connections to the hosted booth, by handle. Several
// connections of one seat share one entry.
type visits map[string]*visit

type visit struct {
	ballot  string
	seat    int
	open    int  // live connections
	atClose bool // was there when issuing stopped
}

// jump decides where a direct-tcpip request may go: the urn's two addresses,
// exactly as the manifest names them, and nowhere else. To the booth goes a
// handle, if a ballot is open to this person; to the cast address goes nothing.
func (r *Registrar) jump(who role, host string, port uint32) (dial string, v *wire.Visit, release func(), err error) {
	target := net.JoinHostPort(host, strconv.Itoa(int(port)))
	r.mu.Lock()
	defer r.mu.Unlock()
	urn := r.state.Manifest().Urn
	switch target {
	case urn.Cast:
		// Members cast there and trustees decrypt; an observer finds everything
		// in the bundle.
		if who.kind != kindPerson && who.kind != kindTrustee {
			return "", nil, nil, fmt.Errorf("observers do not go to the urn")
		}
		return target, nil, func() {}, nil
	case urn.Booth:
		if who.person == 0 {
			return "", nil, nil, fmt.Errorf("only members go to the booth")
		}
		// Perhaps the key was taken back since it was looked up.
		if r.people.byKey[string(who.key.Marshal())].person != who.person {
			return "", nil, nil, fmt.Errorf("this key opens nothing any more")
		}
		b := r.boothBallot(who.person)
		if b == nil {
			return target, &wire.Visit{}, func() {}, nil
		}
		if err := r.hosted(b); err != nil {
			return "", nil, nil, err
		}
		handle, release := r.enter(b, who.person, byKey(who.key))
		return target, &wire.Visit{Handle: handle, Ballot: b.Definition.Ballot}, release, nil
	}
	return "", nil, nil, fmt.Errorf("this host forwards to the urn's addresses %s and %s only, not to %s", urn.Booth, urn.Cast, target)
}

// hosted refuses a booth on the urn's machine for a ballot that decides where it is not
// shown that registrar and urn are apart (S6). mu is held.
func (r *Registrar) hosted(b *journal.Ballot) error {
	if b == nil || b.Definition.Trial() {
		return nil
	}
	return lawful(r.state.HostedRefused())
}

// enter counts one live connection of a seat. mu is held.
func (r *Registrar) enter(b *journal.Ballot, person int, by credential) (handle []byte, release func()) {
	seat := r.seatOn(b, person)
	handle = r.handle(b.Context, seat)
	key := string(handle)
	v := r.visits[key]
	if v == nil {
		v = &visit{ballot: b.Definition.Ballot, seat: seat}
		r.visits[key] = v
	}
	// Who was inside when issuing stopped is not known any more after a restart
	// in the grace: rather one visitor too many than one voter too few.
	if b.Phase == journal.Closed && r.reopened[b.Definition.Ballot] {
		v.atClose = true
	}
	v.open++
	a := &arrival{by: by, handle: key}
	r.arrivals[a] = struct{}{}
	return handle, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.leave(a)
	}
}

// seatOn is the seat on which a person stands on a ballot's roll, 0 if on none. It
// cannot change while tokens are issued: attendance is frozen then, and a trial's
// roll does not ask who is present.
func (r *Registrar) seatOn(b *journal.Ballot, person int) int {
	for _, seat := range b.Definition.Seats {
		if r.state.Voter(b, seat) == person {
			return seat
		}
	}
	return 0
}

// boothBallot is the ballot that a person's visit is for: the chosen one if it
// is open, the only open one otherwise. mu is held.
func (r *Registrar) boothBallot(person int) *journal.Ballot {
	var open []*journal.Ballot
	for _, b := range r.state.Ballots() {
		if (b.Phase == journal.Opened || b.Phase == journal.Closed) && r.seatOn(b, person) != 0 {
			open = append(open, b)
			if b.Definition.Ballot == r.chosen[person] {
				return b
			}
		}
	}
	if len(open) == 1 {
		return open[0]
	}
	return nil
}

// Choose says which ballot this person's booth is for, until changed.
func (r *Registrar) Choose(person int, ballot string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.state.Ballot(ballot)
	if b == nil || r.seatOn(b, person) == 0 {
		return &view.Problem{Code: "not-on-roll", Text: fmt.Sprintf("You are not on the roll of a ballot %q.", ballot), Next: "Look at the desk which ballots are open to you."}
	}
	if r.chosen[person] == ballot {
		return nil
	}
	if err := r.write(func() error { return r.records.choose(person, ballot) }); err != nil {
		return err
	}
	r.chosen[person] = ballot
	r.wake()
	return nil
}
