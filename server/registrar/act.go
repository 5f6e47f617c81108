package registrar

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// Act does what a person asks, from a screen and from a command alike: there is
// one way to do each thing, with one set of refusals.
func (r *Registrar) Act(ctx context.Context, who role, args ...string) (view.Reply, error) {
	usage := &view.Problem{Code: "usage", Text: fmt.Sprintf("%q is not understood. Nothing was done.", strings.Join(args, " ")),
		Next: "checkin room|remote · checkout · presence SEAT room|remote|absent · meeting open|close · ballot open ITEM · ballot close|lot|certify|choose BALLOT · ballot void BALLOT REASON · card SEAT key|loan · revoke SEAT"}
	if who.person == 0 {
		return view.Reply{}, &view.Problem{Code: "observer", Text: "Observers read; they change nothing.", Next: "Log in with a member's key."}
	}
	done := func(code, text string, err error) (view.Reply, error) {
		if err != nil {
			return view.Reply{}, err
		}
		return view.Reply{OK: true, Code: code, Text: text}, nil
	}
	switch {
	case len(args) == 2 && args[0] == "checkin" && place(args[1]):
		return done("checked-in", "You are checked in.", r.CheckIn(who.person, who.person, args[1]))
	case len(args) == 1 && args[0] == "checkout":
		return done("checked-out", "You are checked out.", r.CheckIn(who.person, who.person, "absent"))
	case len(args) == 3 && args[0] == "presence" && (place(args[2]) || args[2] == "absent"):
		seat, err := strconv.Atoi(args[1])
		if err != nil {
			return view.Reply{}, usage
		}
		return done("attendance", "Attendance is changed.", r.checkInSeat(who.person, seat, args[2]))
	case len(args) == 2 && args[0] == wire.CmdRevoke:
		return done("revoked", "The keys open nothing any more, and every session of theirs has ended. A card lets the person enter a new key.", r.Revoke(who.person, args[1]))
	}
	if reply, known, err := r.hold(who.person, args); known {
		return reply, err
	}
	if len(args) < 2 {
		return view.Reply{}, usage
	}
	if args[0] == "ballot" && args[1] == "choose" && len(args) == 3 {
		return done("chosen", "The booth is now for ballot "+args[2]+".", r.Choose(who.person, args[2]))
	}
	if !r.chairs(who.person) && !r.leadsTrial(who.person, args) {
		return view.Reply{}, notChair
	}
	switch {
	case args[0] == "ballot" && args[1] == "open" && len(args) == 3:
		item, err := strconv.Atoi(args[2])
		if err != nil {
			return view.Reply{}, usage
		}
		id, err := r.OpenBallot(ctx, who.person, item)
		return done("ballot-open", "Ballot "+id+" is open.", err)
	case args[0] == "ballot" && args[1] == "close" && len(args) == 3:
		return done("ballot-closing", "Ballot "+args[2]+" is closing: no new visits, the grace runs.", r.CloseBallot(who.person, args[2]))
	case args[0] == "ballot" && args[1] == "lot" && len(args) == 3:
		return done("lot-recorded", "The lot of ballot "+args[2]+" is recorded; the trustees draw it.", r.DrawTie(args[2]))
	case args[0] == "ballot" && args[1] == "certify" && len(args) == 3:
		return done("certified", "The result of ballot "+args[2]+" is certified.", r.CertifyBallot(who.person, args[2]))
	case args[0] == "ballot" && args[1] == "void" && len(args) >= 4:
		return done("voided", "Ballot "+args[2]+" is void.", r.VoidBallot(who.person, args[2], strings.Join(args[3:], " ")))
	}
	return view.Reply{}, usage
}

var notChair = &view.Problem{Code: "not-chair", Text: "Only the chair does that. Nothing was done.", Next: "Ask the chair."}

func place(s string) bool { return s == "room" || s == "remote" }

func (r *Registrar) chairs(person int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.isChair(person)
}

// leadsTrial says whether somebody who is not the chair may give this command: the
// secretary before the meeting, about a trial ballot.
func (r *Registrar) leadsTrial(person int, args []string) bool {
	if args[0] != "ballot" || len(args) < 3 {
		return false
	}
	item := args[2] // ballot open ITEM
	if args[1] != "open" {
		item, _, _ = strings.Cut(args[2], "-") // close|certify|void ITEM-ROUND
	}
	return item == strconv.Itoa(journal.TrialItem) && r.leadsTrials(person)
}

func (r *Registrar) leadsTrials(person int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.Leads(person, journal.TrialItem)
}

// checkInSeat lets the chair set the attendance of whoever holds a seat.
func (r *Registrar) checkInSeat(by, seat int, place string) error {
	r.mu.Lock()
	person := r.holder(seat)
	r.mu.Unlock()
	return r.CheckIn(by, person, place)
}

// leaf is one entry's bytes.
func (r *Registrar) leaf(i int) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.leaves[i]
}

// connect counts the connections of a party, for the desk's list.
func (r *Registrar) connect(name string, by int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.online[name] += by
	r.wake()
}
