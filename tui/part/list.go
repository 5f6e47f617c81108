// Package part holds what pages are put together from: lists that are filtered by typing,
// texts that are written, the half circle of the seats, bars. A part draws lines and
// takes keys; it knows no meeting, does no I/O, and has no words of its own.
package part

import (
	"slices"
	"strings"

	"valurna/tui/style"
)

// Row is one line of a list: what it is known by, and what it says.
type Row struct {
	Key  string
	Text string
}

// List is a list with a cursor, which stays on its row however the rows change, and a
// text by which it is filtered. The zero value shows everything, the cursor on the first.
type List struct {
	at     string // the row under the cursor
	Find   string
	Typing bool // what is typed now goes into Find
	Shy    bool // nothing is under the cursor until somebody moves it there: no default
}

// Shown are the rows that hold what is searched for, in any case; a number is looked for
// at the beginning alone, so that 7 is not 17.
func (l *List) Shown(rows []Row) []Row {
	find := strings.ToLower(strings.TrimSpace(l.Find))
	if find == "" {
		return rows
	}
	var out []Row
	for _, r := range rows {
		text := strings.ToLower(strings.TrimSpace(r.Text))
		if number(find) && (text == find || strings.HasPrefix(text, find+" ")) || !number(find) && strings.Contains(text, find) {
			out = append(out, r)
		}
	}
	return out
}

func number(s string) bool { return strings.Trim(s, "0123456789") == "" }

// Cursor is the place of the cursor among the rows shown, -1 if it is on none.
func (l *List) Cursor(shown []Row) int {
	at := slices.IndexFunc(shown, func(r Row) bool { return r.Key == l.at })
	if len(shown) == 0 || at < 0 && l.Shy && l.Find == "" {
		return -1
	}
	return max(0, at)
}

// At is the key of the row under the cursor, "" if there is none.
func (l *List) At(rows []Row) string {
	shown := l.Shown(rows)
	if i := l.Cursor(shown); i >= 0 {
		return shown[i].Key
	}
	return ""
}

// Go puts the cursor on a row.
func (l *List) Go(key string) { l.at = key }

// Press takes the keys that move and search. moved says that the cursor has to be in
// sight.
func (l *List) Press(rows []Row, key, text string) (taken, moved bool) {
	if l.Typing {
		l.write(key, text)
		return true, true
	}
	shown := l.Shown(rows)
	by := map[string]int{"up": -1, "down": 1, "home": -len(shown), "end": len(shown)}[key]
	switch {
	case by != 0 && len(shown) > 0:
		l.at = shown[max(0, min(l.Cursor(shown)+by, len(shown)-1))].Key
		return true, true
	case key == "/":
		l.Typing, l.Find = true, ""
		return true, true
	case key == "esc" && l.Find != "":
		l.Find = ""
		return true, true
	}
	return false, false
}

// mostFind bounds what is searched for; in bytes.
const mostFind = 60

func (l *List) write(key, text string) {
	switch key {
	case "enter", "up", "down":
		l.Typing = false
	case "esc":
		l.Typing, l.Find = false, ""
	case "backspace":
		if runes := []rune(l.Find); len(runes) > 0 {
			l.Find = string(runes[:len(runes)-1])
		}
	default:
		if len(l.Find)+len(text) <= mostFind {
			l.Find += style.Clean(text)
		}
	}
}
