package registrar

import (
	"errors"
	"slices"
	"strconv"

	"valurna/ballot/journal"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// interrupted is why an open meeting can decide nothing now, nil if it can. mu is held.
func (r *Registrar) interrupted(who role) *view.Interruption {
	var refused *meeting.Refusal
	if r.state.Meeting() != meeting.Open || !errors.As(r.state.Decides(), &refused) {
		return nil
	}
	out := &view.Interruption{Rule: refused.Rule, Text: sentence(refused.Text), Form: refused.Form, Args: refused.Args}
	if a := r.state.Adjourned(); a != nil {
		out.Cause = a.Cause
	}
	out.Choices = []view.Choice{}
	if r.isChair(who.person) {
		out.Choices = r.choices(out.Cause)
	}
	return out
}

// choices are what the chair can lawfully do about an interruption. mu is held.
func (r *Registrar) choices(cause string) []view.Choice {
	var out []view.Choice
	b := r.unfinished()
	if cause == meeting.CauseGate {
		out = append(out, view.Choice{Code: view.ChoiceMend, Command: "gate"})
	} else {
		out = append(out, view.Choice{Code: view.ChoiceConfirm, Command: "room sees all"})
	}
	frozen := b != nil && b.Frozen()
	for _, n := range r.state.RemoteMembers() {
		if p := r.state.Remote(n); p.Lost != "" && !frozen {
			out = append(out, view.Choice{Code: view.ChoiceAbsent, Command: "remote absent p" + strconv.Itoa(n), Person: n})
		}
	}
	if b != nil && b.Phase <= journal.Opened {
		out = append(out, view.Choice{Code: view.ChoiceVoid, Command: "ballot void " + b.Definition.Ballot + " REASON", Ballot: b.Definition.Ballot})
	}
	if r.state.CurrentItem() != 0 {
		out = append(out, view.Choice{Code: view.ChoiceAside, Command: "item aside"})
	} else if b == nil {
		out = append(out, view.Choice{Code: view.ChoiceClose, Command: "meeting close"})
	}
	return out
}

// remote lists who takes part from elsewhere, or has applied to, as one person may see
// it. mu is held.
func (r *Registrar) remote(who role) []view.Remote {
	me, _ := r.state.Person(who.person)
	leads := who.person != 0 && (r.isChair(who.person) || slices.Contains(me.Offices, meeting.OfficeSecretary))
	out := []view.Remote{}
	for _, n := range r.state.RemotePeople() {
		p, _ := r.state.Person(n)
		record := r.state.Remote(n)
		v := view.Remote{Person: n, Seat: p.Seat, State: stateOf(record), Lost: record.Lost}
		if seat := r.state.SeatOf(n); seat != 0 {
			v.Seat = seat
		}
		if who.kind == kindPerson {
			v.Name = r.name(n)
		}
		if leads || n == who.person {
			v.Code, v.Reason = r.spoken(n), r.people.texts[string(record.Reason)]
		}
		out = append(out, v)
	}
	return out
}

func stateOf(r meeting.RemoteState) string {
	switch {
	case r.InRoom:
		return view.RemoteInRoom
	case r.Admitted != 0:
		return view.RemoteAdmitted
	case r.Identified != 0:
		return view.RemoteIdentified
	case r.Granted:
		return view.RemoteGranted
	case r.Answered != 0:
		return view.RemoteRefused
	}
	return view.RemoteApplied
}
