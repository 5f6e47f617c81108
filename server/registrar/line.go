package registrar

import (
	"context"
	"errors"
	"strings"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

const (
	// lineAsked is how often the lines of those who take part from elsewhere are asked.
	lineAsked = time.Second
	// lineSilent is how long such a line may say nothing before it counts as lost (A14).
	lineSilent = 5 * time.Second
)

// line is a connection on which a person has logged in and opened something.
type line struct {
	person   int
	key      ssh.PublicKey
	since    time.Time
	answered time.Time
	asking   bool
}

// speaks remembers a connection on which a person does something. Until then nobody has
// shown to hold the key: it was only asked whether that would be let in.
func (r *Registrar) speaks(ctx ssh.Context, who role) {
	if who.person == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if l, known := r.lines[ctx]; known {
		l.answered = now
		return
	}
	r.lines[ctx] = &line{person: who.person, key: who.key, since: now, answered: now}
	context.AfterFunc(ctx, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.lines, ctx)
	})
}

// lineOf is the connection that a person has held longest, nil if there is none. mu is
// held.
func (r *Registrar) lineOf(person int) (ssh.Context, *line) {
	var at ssh.Context
	var oldest *line
	for ctx, l := range r.lines {
		if l.person == person && (oldest == nil || l.since.Before(oldest.since)) {
			at, oldest = ctx, l
		}
	}
	return at, oldest
}

// heard is when any connection of a person last answered; zero if there is none. mu is
// held.
func (r *Registrar) heard(person int) time.Time {
	var last time.Time
	for _, l := range r.lines {
		if l.person == person && l.answered.After(last) {
			last = l.answered
		}
	}
	return last
}

// spoken is the code that a person says aloud, and the chair's desk shows beside the
// person's name (A13); "" without a line. mu is held.
func (r *Registrar) spoken(person int) string {
	ctx, l := r.lineOf(person)
	if l == nil {
		return ""
	}
	host, err := manifest.ParseKeyLine(r.state.Manifest().Registrar.HostKey)
	if err != nil {
		return "" // the manifest's own check has read it
	}
	return meeting.SpokenCode(r.state.ManifestHash(), l.key.Marshal(), host.Marshal(), []byte(ctx.SessionID()))
}

// heardCode refuses a code that the person's desk does not show: read from another
// sheet, or said by somebody on another line. mu is held.
func (r *Registrar) heardCode(words []string) error {
	if len(words) < 4 {
		return nil // the usage is for Decide to tell
	}
	person, err := r.state.Who(words[2])
	if err != nil {
		return lawful(err)
	}
	switch code := r.spoken(person); {
	case code == "":
		return &view.Problem{Code: "A13", Rule: "A13", Text: "That person has no connection now, so no code to say. Nothing was entered.", Next: "Have the person log in and keep the desk open."}
	case code != strings.ToLower(strings.Join(words[3:], "-")):
		return &view.Problem{Code: "A13", Rule: "A13", Text: "That is not the code that this person's desk shows. Nothing was entered.", Next: "Ask for the two words again. If they differ, it is not this person's key."}
	}
	return nil
}

// watchLines asks those who take part from elsewhere whether they are there, every
// second, and enters what follows: a line that is lost, and the adjournment when it
// stays lost.
func (r *Registrar) watchLines(ctx context.Context) {
	begun := time.Now()
	tick := time.NewTicker(lineAsked)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			r.mu.Lock()
			r.askLines(begun)
			r.adjournForLines()
			r.watchGate(begun)
			r.voidSuspended()
			r.mu.Unlock()
		}
	}
}

// askLines asks everybody who wants to take part from elsewhere, so that it is known at
// the admission who is there, and enters as lost who has been admitted and does not
// answer. mu is held.
func (r *Registrar) askLines(begun time.Time) {
	now := time.Now()
	if r.broken != nil || r.state.Meeting() == meeting.Closed {
		return
	}
	for _, person := range r.state.RemotePeople() {
		for ctx, l := range r.lines {
			if l.person == person && !l.asking {
				l.asking = true
				go r.ask(ctx, l)
			}
		}
		last := r.heard(person)
		if last.Before(begun) {
			last = begun // everybody comes back after a restart
		}
		if p := r.state.Remote(person); p.Admitted != 0 && p.Lost == "" && now.Sub(last) > lineSilent {
			r.record("a line that is lost", &meeting.RemoteLost{Person: person, Cause: meeting.LostHeartbeat})
		}
	}
}

// ask waits for a connection's answer.
func (r *Registrar) ask(ctx ssh.Context, l *line) {
	conn, ok := ctx.Value(ssh.ContextKeyConn).(gossh.Conn)
	if ok {
		_, _, err := conn.SendRequest("keepalive@openssh.com", true, nil)
		ok = err == nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	l.asking = false
	if ok {
		l.answered = time.Now()
	}
}

// adjournForLines interrupts the meeting where a line has been gone for longer than the
// body allows. mu is held.
func (r *Registrar) adjournForLines() {
	if r.state.Meeting() != meeting.Open || r.state.Adjourned() != nil || r.broken != nil {
		return
	}
	gone := &meeting.Adjourn{Cause: meeting.CauseLine}
	var refused *meeting.Refusal
	if _, err := r.state.Check(max(r.now().Unix(), r.state.LastTime()), gone); errors.As(err, &refused) {
		return
	}
	r.record("the adjournment for a line that is lost", gone)
}

// record enters an event that nobody has asked for. mu is held.
func (r *Registrar) record(what string, event any) {
	if err := r.append(proposal{typ: meeting.TypeOf(event), body: event}); err != nil {
		r.log.Error(what+" was not entered", "error", err)
	}
}
