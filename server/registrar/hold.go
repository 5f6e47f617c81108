package registrar

import (
	"encoding/json"
	"errors"
	"strings"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// hold does what somebody asks of the meeting, by the rules of package meeting; known
// is false where the words are none of its commands.
func (r *Registrar) hold(person int, words []string) (reply view.Reply, known bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return view.Reply{}, true, r.broken
	}
	if err := r.slowDown(person, words); err != nil {
		return view.Reply{}, true, err
	}
	if len(words) > 1 && words[0] == "remote" && words[1] == "identify" && (r.isChair(person) || r.keepsRecord(person)) {
		if err := r.heardCode(words); err != nil {
			return view.Reply{}, true, err
		}
	}
	if r.isChair(person) { // nobody else fills the journal with findings
		if err := r.regate(words, false); err != nil {
			return view.Reply{}, true, err
		}
	}
	var openings []journal.Opening
	events, known, err := r.state.Decide(meeting.Ask{
		By: person, Words: words, At: max(r.now().Unix(), r.state.LastTime()),
		Commit: func(value any) canon.Hex {
			o := opening(value)
			openings = append(openings, o)
			return o.Commit
		},
	})
	var refused *meeting.Refusal
	switch {
	case errors.As(err, &refused) && refused.Rule == "office" && !r.isChair(person):
		return view.Reply{}, true, notChair
	case !known || err != nil:
		return view.Reply{}, known, lawful(err)
	}
	// One after the other: each is a lawful state of the meeting, and a later one may
	// be refused by what the first has changed.
	for i, e := range events {
		p := proposal{typ: meeting.TypeOf(e), body: e}
		if i == 0 {
			p.openings = openings
		}
		if err := r.append(p); err != nil {
			return view.Reply{}, true, lawful(err)
		}
	}
	if err := r.regate(words, true); err != nil {
		return view.Reply{}, true, err
	}
	return view.Reply{OK: true, Code: replyCode(words), Text: "Done, and entered in the journal."}, true, nil
}

// replyCode names what was done, for the words of the screens.
func replyCode(words []string) string {
	for _, c := range meeting.Commands() {
		if strings.HasPrefix(strings.Join(words, " ")+" ", c.Name+" ") {
			return strings.ReplaceAll(c.Name, " ", "-")
		}
	}
	return "done"
}

// lawful turns a refusal of the meeting's rules into what a person reads.
func lawful(err error) error {
	var r *meeting.Refusal
	if !errors.As(err, &r) {
		return err
	}
	return &view.Problem{Code: r.Rule, Rule: legal(r.Rule), Text: sentence(r.Text) + " Nothing was entered.", Next: "Look at the desk for what can be done now.", Form: r.Form, Args: r.Args}
}

// sentence begins a text with a capital letter and ends it with a full stop.
func sentence(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// places keeps what was committed to in words, and notes where those sit whose presence was
// entered. mu is held.
func (r *Registrar) places(ps []proposal) {
	if r.people.texts == nil { // the first entries, before anybody is known
		return
	}
	for _, p := range ps {
		for _, o := range p.openings {
			var text string
			if json.Unmarshal(o.Value, &text) == nil {
				r.people.texts[string(o.Commit)] = text
			}
		}
	}
	for _, p := range ps {
		switch body := p.body.(type) {
		case meeting.Presence:
			r.placed[body.Seat] = r.people.texts[string(body.Place)]
		case *meeting.Presence:
			r.placed[body.Seat] = r.people.texts[string(body.Place)]
		}
	}
}

// Whatever the meeting's rules know is a command of the people's.
func init() {
	for _, c := range meeting.Commands() {
		word, _, _ := strings.Cut(c.Name, " ")
		if _, known := commands[word]; !known {
			commands[word] = command{people, runAct}
		}
	}
}
