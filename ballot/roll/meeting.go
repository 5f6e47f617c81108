package roll

import (
	"fmt"
	"time"

	"github.com/pelletier/go-toml/v2/unstable"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
)

// maxBallots keeps the number of keys within what the journal takes (4096).
const maxBallots = 4000

func readMeeting(d *document, out *Source) {
	top := d.section(d.root, "", topFields[MeetingFile]...)
	out.Meeting, _ = top.text("meeting", "2026-11-30", maxText, "")
	out.Date, _ = d.day(top, "date")
	out.Place, _ = top.text("place", "Stadshuset, sessionssalen", maxText, "A11")
	out.Rehearsal, _ = top.boolean("rehearsal", "false")
	// Only invitations show these two; a meeting can be held without them.
	if top.t.fields["contact"] != nil {
		out.Contact, _ = top.text("contact", "Cia Ceder, cia.ceder@exempelby.example", maxContact, "")
	}
	if top.t.fields["phone"] != nil {
		out.Phone, _ = top.text("phone", "+46 8 123 45 67", maxContact, "")
	}
	ballots := 0
	for _, t := range top.tables("item") {
		it := d.item(t, out.Profile)
		if it.Contest != nil {
			if ballots++; ballots == maxBallots+1 {
				d.add(t.line, "", fmt.Sprintf("this is ballot %d of one meeting", ballots), fmt.Sprintf("hold at most %d in one meeting", maxBallots))
			}
		}
		out.Items = append(out.Items, it)
	}
	d.urgent(top, out)
}

// day reads date = 2026-11-30, with or without quotation marks.
func (d *document) day(s section, name string) (string, *value) {
	fix := "write year, month and day: " + name + " = 2026-11-30"
	v := s.field(name, "2026-11-30", "")
	if v == nil {
		return "", nil
	}
	if v.kind != unstable.LocalDate {
		if v.kind != unstable.String {
			d.add(v.line, "", fmt.Sprintf("%s is %s, not a day", name, kindName(v.kind)), fix)
			return "", nil
		}
		if !d.text(v, name, maxText) {
			return "", nil
		}
	}
	if day, err := time.Parse(time.DateOnly, v.text); err != nil || day.Format(time.DateOnly) != v.text {
		d.add(v.line, "", fmt.Sprintf("%s %q is no day of the calendar", name, v.text), fix)
		return "", nil
	}
	return v.text, v
}

func (d *document) item(t *table, profile string) Item {
	s := d.section(t, "[[item]]", "title", "class", "ballot")
	var it Item
	it.Title, _ = s.text("title", "Val av revisor", maxText, "")
	it.Class, _ = s.oneOf("class", journal.ClassElection, journal.ClassEmployment, journal.ClassDecision, journal.ClassInformation)
	b := s.single("ballot", true)
	if b == nil {
		return it
	}
	// Without a known profile and class nothing is said about secrecy: those
	// have findings of their own.
	if profile != "" && it.Class != "" {
		if rule, why := journal.SecretRefused(profile, it.Class); rule != "" {
			d.add(b.line, rule, fmt.Sprintf("no secret ballot can be held on an item of class %q (%s)", it.Class, why),
				"delete [item.ballot]; the vote on this item is open")
		}
	}
	it.Contest = d.contest(b)
	return it
}

// contest reads [item.ballot]. Elect may be left out where the kind fixes it.
func (d *document) contest(t *table) *kind.Contest {
	s := d.section(t, "[item.ballot]", "kind", "elect", "options")
	var c kind.Contest
	c.Kind, _ = s.oneOf("kind", kind.OneOfN, kind.KOfN)
	options := s.list("options", exampleOpts, "")
	if options != nil {
		c.Options = d.options(options)
	}
	c.Elect = 1
	if t.fields["elect"] != nil || c.Kind == kind.KOfN {
		n, v := s.integer("elect", 1, 1, kind.MaxOptions)
		switch {
		case v == nil:
		case c.Kind == kind.OneOfN && n != 1:
			d.add(v.line, "", fmt.Sprintf("a ballot of kind one-of-n elects 1, not %d", n), fmt.Sprintf("write kind = %q, or elect = 1", kind.KOfN))
		case c.Kind == kind.KOfN && options != nil && n >= len(options.list):
			d.add(v.line, "", fmt.Sprintf("elect is %d of %d options: there is nothing to choose", n, len(options.list)), "elect fewer than there are options")
		}
		c.Elect = n
	}
	return &c
}

func (d *document) options(list *value) []string {
	if n := len(list.list); n < kind.MinOptions || n > kind.MaxOptions {
		d.add(list.line, "", fmt.Sprintf("options lists %d", n), fmt.Sprintf("write %d to %d of them", kind.MinOptions, kind.MaxOptions))
	}
	lines := map[string]int{}
	var out []string
	for _, v := range list.list {
		if !d.text(v, "option", kind.MaxName) {
			continue
		}
		if first, doubled := lines[v.text]; doubled {
			d.add(v.line, "", fmt.Sprintf("option %q stands there twice (first in line %d)", v.text, first), "make them differ, or a vote would not say who is meant")
			continue
		}
		lines[v.text] = v.line
		out = append(out, v.text)
	}
	return out
}
