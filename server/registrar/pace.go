package registrar

import (
	"slices"
	"strings"
	"time"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// A person may do so much of what is entered in the journal in so much time: what one
// person repeats, everybody follows, and the witnesses cosign.
const (
	paceActs = 60
	paceTime = 20 * time.Second
)

// slowDown refuses a person who does too much at once. To say that sound or picture is
// lost is never refused, nor is the chair. mu is held.
func (r *Registrar) slowDown(person int, words []string) error {
	if r.isChair(person) || strings.HasPrefix(strings.Join(words, " ")+" ", "remote lost ") {
		return nil
	}
	now := time.Now()
	recent := slices.DeleteFunc(r.acts[person], func(at time.Time) bool { return now.Sub(at) > paceTime })
	if len(recent) >= paceActs {
		r.acts[person] = recent
		return &view.Problem{Code: "too-fast", Text: "You have done too much in too short a time. Nothing was entered.", Next: "Wait half a minute, and try again."}
	}
	r.acts[person] = append(recent, now)
	return nil
}

// keepsRecord says whether a person is the secretary. mu is held.
func (r *Registrar) keepsRecord(person int) bool {
	p, ok := r.state.Person(person)
	return ok && slices.Contains(p.Offices, meeting.OfficeSecretary)
}
