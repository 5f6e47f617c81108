package record

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"valurna/ballot/record"
	"valurna/tui/words"
)

// told is one thing that happened, with what belongs to it on lines of its own.
type told struct {
	at   record.Stamp
	says string
	more []string
}

// tell writes what happened in the order of the journal; what one entry did stays in
// the order in which it is given.
func (t *text) tell(all []told) {
	slices.SortStableFunc(all, func(a, b told) int { return int(min(1, max(-1, a.at.Entry-b.at.Entry))) })
	for _, e := range all {
		t.line("  "+t.clock(e.at.Time)+"  ", e.says)
		for _, m := range e.more {
			t.line("      ", m)
		}
	}
}

// clock writes a time, with its day where that is another than the meeting's first.
func (t *text) clock(at record.Time) string { return t.bare(at) + " UTC" }

func (t *text) bare(at record.Time) string {
	u := at.UTC()
	if u.Format(time.DateOnly) == t.day {
		return u.Format(time.TimeOnly)
	}
	return u.Format(time.DateTime)
}

// span writes from when to when; to is nil for what still lasts.
func (t *text) span(from record.Stamp, to *record.Stamp) string {
	if to == nil {
		return words.Fill(t.w.Who.Since, "from", t.clock(from.Time))
	}
	return words.Fill(t.w.Who.Span, "from", t.bare(from.Time), "to", t.clock(to.Time))
}

func (t *text) who(w record.Who) string {
	if w.Seat == 0 {
		return words.Fill(t.w.Who.NoSeat, "person", w.Person)
	}
	return words.Fill(t.w.Who.Seat, "person", w.Person, "seat", w.Seat)
}

// by fills a sentence about what somebody did.
func (t *text) by(sentence string, who record.Who, pairs ...any) string {
	return words.Fill(sentence, append([]any{"who", t.who(who)}, pairs...)...)
}

// seats writes persons as "3 (3), 7 (8)": the seat, and who sat on it.
func seats(all []record.Who) string {
	parts := make([]string, 0, len(all))
	for _, w := range all {
		parts = append(parts, fmt.Sprintf("%d (%d)", w.Seat, w.Person))
	}
	return list(parts)
}

// runs writes rising numbers with what follows without a gap drawn together: "1–4, 7".
func runs(numbers []int) string {
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		switch {
		case j-i < 2:
			j = i
			parts = append(parts, strconv.Itoa(numbers[i]))
		default:
			parts = append(parts, fmt.Sprintf("%d–%d", numbers[i], numbers[j]))
		}
		i = j + 1
	}
	return list(parts)
}

func list(parts []string) string {
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, ", ")
}

// names writes "A, B and C".
func (t *text) names(of []string) string {
	if n := len(of); n > 1 {
		return strings.Join(of[:n-1], ", ") + t.w.And + of[n-1]
	}
	return list(of)
}

// choose gives the words for a code of the journal; a code that they do not know
// stands for itself.
func choose(code string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == code {
			return pairs[i+1]
		}
	}
	return code
}
