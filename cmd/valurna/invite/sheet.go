// Package invite makes the sheet that a member gets before the meeting: whom to
// believe, how to come to the desk and the booth with the terminal at hand, and
// whom to ring.
//
// For most uses call New, then Text and PDF, which show the same sheet. What
// pins the urn's host key reaches the member on this sheet and never from the
// desk, which could put itself in between (docs/threats.md).
package invite

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/tui/words"
)

// User is the name in the commands to the desk, which goes by the key and by no
// name; without one ssh would send that of the member's account.
const User = "member"

// Sheet is one member's invitation, in one language.
type Sheet struct {
	words *words.Invite
	title string
	marks string   // "REHEARSAL"; "" of a meeting that decides
	about []string // what it is, and which booths there are
	lang  string
	body  string
	date  time.Time
	facts []words.Told
	ten   []string
	desk  place
	booth place
	steps []step
	ways  []words.Told
	join  string // the command

	hosted    bool // a booth on the urn's machine is offered
	configHow string
}

// place is one SSH server with its pinned key.
type place struct {
	name, host, port string
	key              ssh.PublicKey
}

// step is something to do, and the command that does it; "" if none.
type step struct{ says, command string }

// New makes the sheet of one person. The manifest has to be that of the meeting. The
// booth on the urn's machine is offered in a rehearsal, and where the body allows it:
// whether it may be used on the evening is the gate's to say, and the desk tells (A17).
func New(m *manifest.Manifest, setup *roll.Setup, who roll.Person, w *words.Words) (*Sheet, error) {
	hash, err := m.Hash()
	if err != nil {
		return nil, err
	}
	date, err := time.Parse(time.DateOnly, m.Date)
	if err != nil {
		return nil, fmt.Errorf("the meeting's date %q is no day: %w", m.Date, err)
	}
	s := &Sheet{
		words: &w.Invite, hosted: m.Rehearsal || m.Policy.Remote != nil && m.Policy.Remote.Hosted,
		lang: w.Lang, body: m.Body, date: date, ten: strings.Split(manifest.Words(hash), "-"),
	}
	if s.desk, err = placeOf(w.Invite.Registrar, m.Registrar.Address, m.Registrar.HostKey); err != nil {
		return nil, err
	}
	if s.booth, err = placeOf(w.Invite.Urn, m.Urn.Booth, m.Urn.HostKey); err != nil {
		return nil, err
	}
	s.begin(m.Rehearsal, w.Marks.Rehearsal)
	if err := s.tell(m, setup, who, w); err != nil {
		return nil, err
	}
	s.guide(m)
	return s, nil
}

// begin says what the sheet is for.
func (s *Sheet) begin(rehearsal bool, mark string) {
	w, d := s.words, &s.words.Decides
	s.configHow = w.ConfigHow
	switch {
	case rehearsal:
		s.title, s.marks, s.about = w.Title, mark, []string{w.Rehearsal, w.Hosted}
	case s.hosted:
		s.title, s.about = d.Title, []string{d.Gate, d.Hosted}
	default:
		s.title, s.about, s.configHow, s.booth.name = d.Title, []string{d.Gate, d.Own}, d.ConfigHow, d.Urn
	}
}

func placeOf(name, address, hostKey string) (place, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return place{}, fmt.Errorf("the manifest's address %q: %w", address, err)
	}
	key, err := manifest.ParseKeyLine(hostKey)
	return place{name, host, port, key}, err
}

// tell fills in who is invited, to what, and until when what is announced.
func (s *Sheet) tell(m *manifest.Manifest, setup *roll.Setup, who roll.Person, w *words.Words) error {
	add := func(name, says string) {
		if says != "" {
			s.facts = append(s.facts, words.Told{Name: name, Says: says})
		}
	}
	role := words.Fill(w.Person.Seat, "seat", who.Seat)
	if who.Substitute {
		i := slices.IndexFunc(setup.Substitutes, func(u roll.Substitute) bool { return u.Name == who.Name && slices.Equal(u.Keys, who.Keys) })
		if i < 0 {
			return fmt.Errorf("%s is not on the roll", who.Name)
		}
		role = words.Fill(w.Invite.Substitute, "order", setup.Substitutes[i].Order)
	}
	add(w.Invite.For, who.Name+", "+role)
	add(w.Invite.Meeting, m.Meeting)
	add(w.Invite.Day, s.day(s.date))
	add(w.Invite.Place, m.Place)
	add(w.Invite.Remote, s.remote(m, setup))
	add(w.Invite.Contact, setup.Contact)
	add(w.Invite.Phone, setup.Phone)
	for _, line := range who.Keys {
		key, err := manifest.ParseKeyLine(line)
		if err != nil {
			return err
		}
		add(w.Invite.Key, ssh.FingerprintSHA256(key))
	}
	return nil
}

func (s *Sheet) day(d time.Time) string {
	return s.words.Weekdays.Of(d.Weekday()) + " " + d.Format(time.DateOnly)
}

// remote says until when, and to whom, one announces to take part from elsewhere.
func (s *Sheet) remote(m *manifest.Manifest, setup *roll.Setup) string {
	switch {
	case !m.Rehearsal && m.Policy.Remote == nil:
		return s.words.Decides.Never
	case !m.Rehearsal:
		return words.Fill(s.words.Decides.Until, "day", s.applyBy(m))
	// The five days are the Swedish bodies' rule; others have their own.
	case !slices.Contains([]string{manifest.ProfileCouncil, manifest.ProfileBoard, manifest.ProfileCommittee}, m.Profile):
		return s.words.RemoteRules
	}
	holder := map[string]string{}
	for _, p := range setup.People() {
		for _, office := range p.Offices {
			holder[office] = p.Name
		}
	}
	sentence := s.words.RemoteBy
	if holder[roll.OfficeSecretary] == "" {
		sentence = s.words.RemoteByChair
	}
	return words.Fill(sentence, "day", s.applyBy(m),
		"secretary", holder[roll.OfficeSecretary], "chair", holder[roll.OfficeChair])
}

// applyBy is the last day of applications: "senast fem dagar före" (seed 000, A04), or
// as many as the body asks for (A08).
func (s *Sheet) applyBy(m *manifest.Manifest) string {
	days := manifest.LeastDays
	if r := m.Policy.Remote; r != nil {
		days = r.Days
	}
	return s.day(s.date.AddDate(0, 0, -days))
}

// guide fills in the steps and the ways, by program.
func (s *Sheet) guide(m *manifest.Manifest) {
	w, d := s.words, &s.words.Decides
	desk := s.desk.command("") + User + "@" + s.desk.host
	s.join = "valurna join " + s.desk.jump()
	if !m.Rehearsal && m.Policy.Remote != nil {
		s.steps = append(s.steps, step{words.Fill(d.Apply, "day", s.applyBy(m), "reason", d.Reason), desk + " remote apply " + d.Reason})
	}
	ways := []words.Told{w.Windows, w.Mac, w.Putty, w.Tablet}
	if s.hosted {
		booth := w.Booth
		if !m.Rehearsal {
			booth = d.Booth
		}
		s.steps = append(s.steps,
			step{w.Try, s.desk.command("-t ") + User + "@" + s.desk.host + " test"},
			step{w.Desk, desk},
			step{booth, s.booth.command("-J "+s.desk.jump()+" ") + "ballot@" + s.booth.host},
			step{w.In, ""})
	} else {
		s.steps = append(s.steps, step{d.Try, s.join}, step{d.Desk, s.join}, step{d.Vote, ""}, step{d.In, ""})
		ways = []words.Told{d.Windows, d.Mac, d.Other}
	}
	for _, way := range ways {
		way.Says = words.Fill(way.Says, "host", s.desk.host, "port", s.desk.port, "urnhost", s.booth.host, "urnport", s.booth.port)
		s.ways = append(s.ways, way)
	}
	if s.hosted {
		s.ways = append(s.ways, w.Join)
	}
}

// command begins a call of ssh; the port is left out where it is the usual one.
func (p place) command(options string) string {
	if p.port == "22" {
		return "ssh " + options
	}
	return "ssh " + options + "-p " + p.port + " "
}

// jump is user, host and port as ssh -J and valurna join take them.
func (p place) jump() string {
	if p.port == "22" && !strings.Contains(p.host, ":") {
		return User + "@" + p.host
	}
	return User + "@" + net.JoinHostPort(p.host, p.port)
}
