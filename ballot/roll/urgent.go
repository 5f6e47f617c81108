package roll

import (
	"fmt"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
)

// Urgent is a decision that the chair has taken alone since the board's last
// meeting, because it could not wait (KL 6:39). The board is told of it at its next
// meeting, this one (A27).
type Urgent struct {
	Decided string // "2006-01-02", not after the meeting's date
	Text    string
}

const (
	urgentPrefix = "Ordförandebeslut " // Swedish in any language: the law is
	urgentSuffix = " (KL 6:39)"
	maxUrgent    = maxText - len(urgentPrefix+"2006-01-02: "+urgentSuffix) // bytes
)

// item is what stands on the agenda.
func (u Urgent) item() Item {
	return Item{Title: urgentPrefix + u.Decided + ": " + u.Text + urgentSuffix, Class: journal.ClassInformation}
}

// Agenda gives every item of the meeting: those of the file, and after them one for
// each of the chair's urgent decisions.
func (s *Setup) Agenda() []Item {
	out := append([]Item{}, s.Items...)
	for _, u := range s.Urgent {
		out = append(out, u.item())
	}
	return out
}

// urgent reads the [[urgent]] sections. Only a board may have let its chair decide.
func (d *document) urgent(top section, out *Source) {
	for _, t := range top.tables("urgent") {
		s := d.section(t, "[[urgent]]", "decided", "text")
		// An unknown profile has a finding of its own.
		if p := out.Profile; p != "" && p != manifest.ProfileBoard {
			d.add(t.line, "A27", fmt.Sprintf("the chair decides alone in urgent matters for a board only; this profile is %q", p),
				"delete [[urgent]] and its fields")
		}
		var u Urgent
		var v *value
		u.Decided, v = d.day(s, "decided")
		if v != nil && out.Date != "" && u.Decided > out.Date {
			d.add(v.line, "A27", fmt.Sprintf("decided is %s, after the meeting on %s", u.Decided, out.Date),
				"write the day on which the chair decided, before the meeting or on its day")
		}
		u.Text, _ = s.text("text", "Hyra av reservkraft till Ekbackens äldreboende", maxUrgent, "A27")
		out.Urgent = append(out.Urgent, u)
	}
}

// writeUrgent writes the [[urgent]] sections, or shows one in comments to a board.
func writeUrgent(w *writer, s Source) {
	list := s.Urgent
	if len(list) == 0 {
		if s.Profile != manifest.ProfileBoard {
			return
		}
		list = []Urgent{{"2026-11-02", "Hyra av reservkraft till Ekbackens äldreboende"}}
	}
	w.WriteString("\n")
	w.comment(
		"What the chair has decided alone since the last meeting, because it could not wait",
		"(ordförandebeslut, kommunallagen 6:39), one section a decision. The board is told of",
		"it now (6:40): each becomes an item of its own, after those above. decided: the day.",
		"text: what was decided; it is public, as every item's title is.")
	for _, u := range list {
		w.optionalSection(len(s.Urgent) > 0, func(w *writer) {
			w.header("[[urgent]]")
			w.text("decided", u.Decided)
			w.text("text", u.Text)
		})
	}
}
