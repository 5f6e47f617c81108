// Package record writes the record of a meeting (ballot/record) as plain text of 80
// columns, in the reader's language: first the meeting as a whole, then item by item,
// each in the order in which things happened.
//
// Call Text. Everything that comes from the journal is cleaned before it is shown.
package record

import (
	"fmt"
	"strings"
	"time"

	"valurna/ballot/record"
	"valurna/tui/style"
	"valurna/tui/words"
)

// Width is how many columns a line has at most.
const Width = 80

// text is a record that is being written.
type text struct {
	*record.Record
	words *words.Words
	w     *words.Record
	day   string // of the times that are written without one
	width int
	out   strings.Builder
}

// Trust is what the reader of a record has to believe.
type Trust int

// How a record has come to its reader.
const (
	Unconfirmed Trust = iota // its journal was checked, and the manifest is the one in it
	Confirmed                // the same, and the manifest is one that was given from elsewhere
	Shown                    // the registrar shows it, and nothing was checked here
)

// Text writes a record.
func Text(r *record.Record, trust Trust, w *words.Words) string {
	return In(r, trust, w, Width)
}

// In is the same in lines of another width.
func In(r *record.Record, trust Trust, w *words.Words, width int) string {
	t := &text{Record: r, words: w, w: &w.Record, day: dayOf(r), width: width}
	t.head(trust)
	t.course()
	t.presided()
	t.served()
	t.remote()
	for i := range r.Items {
		t.item(&r.Items[i])
	}
	t.papers()
	t.attested()
	t.gate()
	t.odd()
	t.limits()
	return t.out.String()
}

func (t *text) head(trust Trust) {
	w := t.w
	t.line("", w.Title)
	t.blank()
	t.line("", t.Body)
	t.line("", t.Meeting+", "+t.Date+", "+t.Place)
	if t.Rehearsal {
		t.line("", w.Rehearsal)
	}
	t.line("", words.Fill(w.Words, "words", t.Record.Words))
	t.blank()
	if trust == Shown {
		t.line("", words.Fill(w.Shown, "entries", t.Entries))
	} else {
		t.line("", words.Fill(w.Checked, "entries", t.Entries))
	}
	switch trust {
	case Confirmed:
		t.line("", w.Confirmed)
	case Unconfirmed:
		t.line("", w.Unconfirmed)
	}
	t.line("", words.Fill(w.Clock, "day", t.day))
	t.line("", w.Numbers)
	if t.State != "closed" {
		t.line("", w.Running)
	}
	if len(t.Others) > 0 {
		var at []string
		for _, o := range t.Others {
			at = append(at, fmt.Sprint(o.Entry))
		}
		t.line("", words.Fill(w.Newer, "entries", strings.Join(at, ", ")))
	}
}

// dayOf is the day on which the meeting began, in UTC; before that the one for which it
// is called.
func dayOf(r *record.Record) string {
	if len(r.Phases) > 0 {
		return r.Phases[0].Time.UTC().Format(time.DateOnly)
	}
	return r.Date
}

// line writes a text behind a prefix, as many lines as it needs.
func (t *text) line(prefix, what string) {
	for _, l := range style.Hang(prefix, what, t.width) {
		t.out.WriteString(l + "\n")
	}
}

func (t *text) blank() { t.out.WriteString("\n") }

// section begins a part; where it is empty it says so.
func (t *text) section(head string, n int) {
	t.blank()
	t.line("", head)
	if n == 0 {
		t.line("  ", t.w.None)
	}
}

func (t *text) limits() {
	l := t.w.Limits
	t.section(t.w.Heads.Limits, 1)
	for _, s := range []string{l.Minutes, l.Names, l.Secret, l.Invalid, l.Word, l.Spoken} {
		t.line("  - ", s)
	}
}
