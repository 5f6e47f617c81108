package plain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/tui/desk"
	"valurna/tui/part"
	"valurna/tui/words"
)

// fields asks for everything that a step still needs, one question after the other;
// errLeft: the person does without.
func (p *person) fields(s view.Step) ([][]string, error) {
	values := make([][]string, len(s.Fields))
	for i, f := range s.Fields {
		ask := p.words.OfField(f.Name)
		p.say(ask.Ask)
		if desk.Written(f) { // of a list the help is about keys
			p.say(ask.Help)
		}
		p.choices(f)
		for {
			line, err := p.hear(p.change)
			if err != nil {
				return nil, err
			}
			if strings.EqualFold(line, "q") {
				return nil, errLeft
			}
			got, wrong := p.take(f, line)
			if wrong == "" {
				wrong = desk.Wrong(f, got, p.words)
			}
			if wrong == "" {
				values[i] = got
				break
			}
			p.say(wrong)
		}
	}
	return values, nil
}

// fewChoices are read out with numbers; of more, the number of the seat or a part of the
// name is typed.
const fewChoices = 20

func (p *person) choices(f meeting.Field) {
	if desk.Written(f) {
		if f.Of == meeting.OfText && f.Least == 0 {
			p.say(p.words.Form.Optional)
		}
		return
	}
	w := p.words.Plain
	rows := desk.Choices(p.view, p.words, f)
	if len(rows) > fewChoices {
		p.say(words.Fill(w.FindChoice, "n", len(rows)))
		return
	}
	for i, r := range rows {
		p.say(fmt.Sprintf("%d: %s", i+1, strings.Join(strings.Fields(r.Text), " ")))
	}
	if f.Most > 1 {
		p.say(words.Fill(w.Several, "least", f.Least, "most", f.Most))
	}
}

// take reads an answer to a field: a text, or one choice or several.
func (p *person) take(f meeting.Field, line string) (values []string, wrong string) {
	if desk.Written(f) {
		return []string{line}, ""
	}
	rows := desk.Choices(p.view, p.words, f)
	if len(rows) > fewChoices && f.Most == 1 {
		row, wrong := p.find(rows, line)
		return row, wrong
	}
	for _, word := range strings.Fields(line) {
		row, wrong := p.one(rows, word)
		if wrong != "" {
			return nil, wrong
		}
		if slices.Contains(values, row) {
			return nil, words.Fill(p.words.Plain.Twice, "number", word)
		}
		values = append(values, row)
	}
	return values, ""
}

// one is the choice with a number: its place in a short list, its own in a long one.
func (p *person) one(rows []part.Row, word string) (row, wrong string) {
	if len(rows) > fewChoices {
		found, wrong := p.find(rows, word)
		if wrong != "" {
			return "", wrong
		}
		return found[0], ""
	}
	n, err := strconv.Atoi(word)
	if err != nil || n < 1 || n > len(rows) {
		return "", words.Fill(p.words.Plain.NotListed, "text", word)
	}
	return rows[n-1].Key, ""
}

// find is the only choice that holds a text; of several it names some.
func (p *person) find(rows []part.Row, text string) (row []string, wrong string) {
	found := (&part.List{Find: text}).Shown(rows)
	switch {
	case text == "" || len(found) == 0:
		return nil, words.Fill(p.words.Plain.NotListed, "text", text)
	case len(found) == 1:
		return []string{found[0].Key}, ""
	}
	var names []string
	for _, r := range found[:min(len(found), fewChoices)] {
		names = append(names, r.Text)
	}
	return nil, words.Fill(p.words.Plain.ManyFound, "n", len(found), "names", strings.Join(names, ", "))
}

// asksPage says which page a line asks for: the word for a page, and its name.
func (p *person) asksPage(line string) (name string, asked bool) {
	word, rest, spaced := strings.Cut(strings.ToLower(line), " ")
	if !spaced || word != "page" && word != p.words.Plain.Page {
		return "", false
	}
	for _, page := range desk.PageNames(p.view, p.words) {
		if rest == page.Name || rest == strings.ToLower(page.Title) {
			return page.Name, true
		}
	}
	return "", true
}

func (p *person) pageTitles() []string {
	var out []string
	for _, page := range desk.PageNames(p.view, p.words) {
		out = append(out, strings.ToLower(page.Title))
	}
	return out
}

// page reads one page of the desk.
func (p *person) page(name string) {
	if !p.see() {
		return
	}
	text, ok := desk.PageText(p.backend, p.view, p.words, name)
	if !ok {
		p.say(words.Fill(p.words.Plain.NoPage, "names", strings.Join(p.pageTitles(), ", ")))
		return
	}
	p.gap()
	p.write(text)
	p.say(p.words.Plain.AskStep)
}

// panics does at once what the panic keys of the screens do.
func (p *person) panics(line string) {
	id := desk.StepOverheard
	if line == "!!" {
		id = desk.StepLost
	}
	if !p.see() {
		return
	}
	for _, s := range p.view.Steps {
		if s.ID == id {
			p.do(s, s)
			return
		}
	}
	p.say(p.words.Remote.NoPanic)
}
