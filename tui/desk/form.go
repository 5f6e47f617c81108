package desk

import (
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/tui/part"
	"valurna/tui/style"
	"valurna/tui/words"
)

// formPage asks for what a step still needs, one question at a time. What is written
// stays until the command has been carried out, whatever others do meanwhile.
type formPage struct {
	step   view.Step // its template: fields are marked in Args
	now    int       // the field that is asked for
	texts  []part.Field
	lists  []part.List
	chosen [][]string // for each field
	wrong  string     // why the last answer was not taken
}

// form finds the half-filled form of a step again, or begins one.
func (m *Model) form(s view.Step) *formPage {
	if f := m.drafts[key(s)]; f != nil {
		f.step, f.now, f.wrong = s, 0, ""
		return f
	}
	f := &formPage{
		step: s, texts: make([]part.Field, len(s.Fields)), lists: make([]part.List, len(s.Fields)), chosen: make([][]string, len(s.Fields)),
	}
	for i, field := range s.Fields {
		f.texts[i].Most = max(field.Most, mostNumber)
		f.lists[i].Shy = field.Of == meeting.OfChoice // of somebody's vote nothing is taken for granted
	}
	if len(m.drafts) >= mostDrafts { // an evening long: what nobody can use any more goes first
		for k, old := range m.drafts {
			if !lawful(m.view, old.step) || len(m.drafts) >= 2*mostDrafts {
				delete(m.drafts, k)
			}
		}
	}
	m.drafts[key(s)] = f
	return f
}

// mostDrafts is how many half-filled forms are kept before old ones go.
const mostDrafts = 64

// mostNumber is how long a number or a day may be, in bytes.
const mostNumber = 10

// Written says whether a field is written and not chosen.
func Written(f meeting.Field) bool {
	return f.Of == meeting.OfText || f.Of == meeting.OfDay || f.Of == meeting.OfNumber
}

// rows are what can be chosen.
func (p *formPage) rows(m *Model) []part.Row { return Choices(m.view, m.words, p.step.Fields[p.now]) }

// Choices are what can be chosen in a field: what it names, or the whole roll.
func Choices(v view.Desk, w *words.Words, f meeting.Field) []part.Row {
	var out []part.Row
	if len(f.Choices) == 0 {
		for _, s := range v.Seats {
			value := strconv.Itoa(s.Seat)
			if f.Of == meeting.OfPerson {
				value = "p" + strconv.Itoa(s.Person)
			}
			out = append(out, part.Row{Key: value, Text: strconv.Itoa(s.Seat) + "  " + nameOf(v, w, s.Person)})
		}
		return out
	}
	for _, c := range f.Choices {
		out = append(out, part.Row{Key: c, Text: valueText(v, w, f.Of, c)})
	}
	return out
}

func (p *formPage) draw(m *Model, width int) sheet {
	f, w := p.step.Fields[p.now], m.words
	s := sheet{alone: true}
	s.heading(m, told(m.view, w, p.step).Name, width)
	if len(p.step.Fields) > 1 {
		s.say(words.Fill(w.Form.Of, "n", p.now+1, "all", len(p.step.Fields)), width)
	}
	ask := w.OfField(f.Name)
	s.heading(m, ask.Ask, width)
	s.say(ask.Help, width)
	s.lines = append(s.lines, "")
	if Written(f) {
		p.drawText(m, &s, f, width)
	} else {
		p.drawList(m, &s, f, width)
	}
	if p.wrong != "" {
		s.lines = append(s.lines, style.Each(style.Hang("! ", p.wrong, width), m.style.Bad)...)
	}
	if !lawful(m.view, p.step) {
		s.lines = append(s.lines, "")
		s.lines = append(s.lines, style.Each(style.Hang("! ", w.Form.Gone, width), m.style.Warn)...)
	}
	return s
}

func (p *formPage) drawText(m *Model, s *sheet, f meeting.Field, width int) {
	k := m.words.Keys
	s.focus = len(s.lines)
	s.lines = append(s.lines, style.Each(p.texts[p.now].Lines(width), m.style.Strong)...)
	s.focusEnd = len(s.lines)
	if f.Of == meeting.OfText && f.Least == 0 {
		s.say(m.words.Form.Optional, width)
	}
	s.hints = []style.Hint{{Key: "Enter", Does: k.Continue}, {Key: "Esc", Does: k.Back}}
}

func (p *formPage) drawList(m *Model, s *sheet, f meeting.Field, width int) {
	w := m.words
	list, rows := &p.lists[p.now], p.rows(m)
	several := f.Most > 1
	if several {
		s.say(words.Fill(w.Form.Chosen, "n", len(p.chosen[p.now]), "least", f.Least, "most", f.Most), width)
	}
	m.drawList(s, list, rows, width, func(r part.Row, selected bool) string {
		sign := ""
		if several {
			sign = "[ ] "
			if i := slices.Index(p.chosen[p.now], r.Key); i >= 0 {
				sign = "[X] "
				if f.Order {
					sign = "[" + strconv.Itoa(i+1) + "] "
				}
			}
		}
		return sign + r.Text
	}, func(m *Model) tea.Cmd {
		if several {
			p.toggle(list.At(rows), f)
			return nil
		}
		return p.next(m)
	})
	if list.Typing {
		s.hints = []style.Hint{{Key: "Enter", Does: w.Keys.Continue}, {Key: "Esc", Does: w.Keys.Back}}
		return
	}
	s.hints = []style.Hint{{Key: "↑↓", Does: w.Keys.Move}, {Key: "Enter", Does: w.Keys.Continue}}
	if several {
		s.hints = append(s.hints, style.Hint{Key: w.Keys.Space, Does: w.Keys.Mark})
	}
	if len(rows) > 9 {
		s.hints = append(s.hints, style.Hint{Key: "/", Does: w.Keys.Search})
	}
	s.hints = append(s.hints, style.Hint{Key: "Esc", Does: w.Keys.Back})
}

// toggle chooses a row or takes it back.
func (p *formPage) toggle(row string, f meeting.Field) {
	p.wrong = ""
	at := slices.Index(p.chosen[p.now], row)
	switch {
	case row == "":
	case at >= 0:
		p.chosen[p.now] = slices.Delete(p.chosen[p.now], at, at+1)
	case len(p.chosen[p.now]) < f.Most:
		p.chosen[p.now] = append(p.chosen[p.now], row)
	}
}

func (p *formPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	f := p.step.Fields[p.now]
	list := &p.lists[p.now]
	searching := !Written(f) && (list.Typing || list.Find != "" && keys.Back.in(k))
	switch {
	case keys.Back.in(k) && !searching:
		p.wrong = ""
		if p.now > 0 {
			p.now--
			m.scroll = 0
		} else {
			m.back()
		}
	case keys.Do.in(k) && !searching:
		return true, p.next(m)
	case Written(f):
		p.wrong = ""
		p.texts[p.now].Update(k)
		m.follow = true
	case keys.Mark.in(k) && f.Most > 1 && !list.Typing:
		p.toggle(list.At(p.rows(m)), f)
	default:
		_, m.follow = list.Press(p.rows(m), strings.ToLower(k.String()), k.Text)
	}
	return true, nil
}

// paste puts what is pasted into the text.
func (p *formPage) paste(m *Model, msg tea.PasteMsg) {
	if f := p.step.Fields[p.now]; Written(f) {
		p.texts[p.now].Update(msg)
		m.follow = true
	} else if l := &p.lists[p.now]; l.Typing {
		l.Press(nil, "", msg.Content)
	}
}

// next takes the answer and goes on to the next question, or to the confirmation.
func (p *formPage) next(m *Model) tea.Cmd {
	f, w := p.step.Fields[p.now], m.words
	if !Written(f) && f.Most == 1 {
		row := p.lists[p.now].At(p.rows(m))
		if p.chosen[p.now] = nil; row != "" {
			p.chosen[p.now] = []string{row}
			p.lists[p.now].Go(row)
		}
	}
	values := p.chosen[p.now]
	if Written(f) {
		values = []string{p.texts[p.now].Value()}
	}
	if p.wrong = Wrong(f, values, w); p.wrong != "" {
		return nil
	}
	if m.scroll = 0; p.now+1 < len(p.step.Fields) {
		p.now++
		return nil
	}
	m.cover(confirmPage{step: p.filled(), form: p})
	return nil
}

// filled is the step with the answers in their places.
func (p *formPage) filled() view.Step {
	values := make([][]string, len(p.step.Fields))
	for i := range values {
		values[i] = p.values(i)
	}
	return Filled(p.step, values)
}

// values are the answer to a field: one text, or what was chosen.
func (p *formPage) values(field int) []string {
	if Written(p.step.Fields[field]) {
		return []string{p.texts[field].Value()}
	}
	return p.chosen[field]
}

// Wrong says why an answer to a field is not taken; "" if it is. Only its form is looked
// at: what is lawful the rules say.
func Wrong(f meeting.Field, values []string, w *words.Words) string {
	value := ""
	if len(values) > 0 {
		value = values[0]
	}
	switch {
	case f.Of == meeting.OfNumber:
		if n, err := strconv.Atoi(value); err != nil || n < f.Least || n > f.Most {
			return words.Fill(w.Form.Number, "least", f.Least, "most", f.Most)
		}
	case f.Of == meeting.OfDay:
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return w.Form.Day
		}
	case Written(f) && value == "" && f.Least > 0:
		return w.Form.Empty
	case !Written(f) && (len(values) < f.Least || len(values) > f.Most):
		return words.Fill(w.Form.Few, "least", f.Least)
	}
	return ""
}

// Filled is a step with what its fields hold in their places, a word at a time.
func Filled(s view.Step, values [][]string) view.Step {
	out := s
	out.Args, out.Fields = nil, nil
	field := 0
	for _, word := range s.Args {
		if word != meeting.FieldMark {
			out.Args = append(out.Args, word)
			continue
		}
		out.Args = append(out.Args, strings.Fields(strings.Join(values[field], s.Fields[field].Sep))...)
		field++
	}
	return out
}
