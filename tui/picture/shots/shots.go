// Package shots draws the main screens of the product over an example meeting: the real
// models, with keys pressed as a person would. Call All, and Render for each.
package shots

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/booth"
	"valurna/tui/desk"
	"valurna/tui/picture"
	"valurna/tui/words"
)

// Shot is one picture: a screen and the keys that lead to it.
type Shot struct {
	Name, Caption string
	Width, Height int
	keys          []string
	model         func() tea.Model
}

func atDesk(v view.Desk) func() tea.Model {
	return func() tea.Model { return desk.New(example{v}, words.Pick("sv"), at) }
}

func onWall(v view.Desk) func() tea.Model {
	return func() tea.Model { return desk.NewDisplay(example{v}, words.Pick("sv"), at) }
}

func inBooth() tea.Model { return booth.New(paper{}, words.Pick("sv"), at, func(int) int { return 0 }) }

func at() time.Time { return clock }

func leading(v view.Desk) view.Desk {
	v.Steps = chairSteps()
	return v
}

// All are the pictures, in the order of an evening.
func All() []Shot {
	chair, member := leading(evening(1, "chair")), evening(17)
	return []Shot{
		{"chair-now", "The chair in a debate: what leads on, and the hall beside it.", 120, 40, nil, atDesk(chair)},
		{"chair-hall", "The seats as they stand in the hall.", 80, 24, []string{"3", "down", "down", "down"}, atDesk(chair)},
		{"chair-acts", "Everything that is lawful just now, and nothing else.", 80, 24, []string{"+"}, atDesk(chair)},
		{"chair-order", "The order of the questions is put together.", 80, 24, []string{"+", "down", "down", "enter", "space", "down", "space", "down", "space"}, atDesk(chair)},
		{"member-now", "A member: what is asked of me now.", 80, 24, nil, atDesk(member)},
		{"member-item", "An item with its motions and its papers.", 80, 24, []string{"2", "enter"}, atDesk(member)},
		{"member-motion", "A motion is written, and asked about once more before it is made.", 80, 24, []string{"+", "down", "down", "down", "enter", "B", "y", "g", "g", " ", "b", "r", "o", "n", " ", "n", "u"}, atDesk(member)},
		{"member-speakers", "The speakers' list.", 80, 24, []string{"4"}, atDesk(member)},
		{"member-paper", "A paper, read in the terminal.", 80, 24, []string{"6", "down", "enter"}, atDesk(member)},
		{"member-ballot", "A secret ballot is open: the way to the booth.", 80, 24, nil, atDesk(election(view.PhaseOpen, 17))},
		{"booth-choose", "In the booth: nothing is chosen beforehand.", 80, 24, []string{"enter", "down"}, inBooth},
		{"chair-ballot", "The chair with an open ballot: three counts, no names, and among how many each vote hides.", 80, 24, nil, atDesk(election(view.PhaseOpen, 1, "chair"))},
		{"chair-guarantees", "The guarantees: what is allowed, and what to do where one is not shown.", 80, 24, []string{"9"}, atDesk(chair)},
		{"secretary-remote", "The secretary, with those who take part from elsewhere: the record grows beside.", 120, 40, []string{"7"}, atDesk(evening(49, "secretary"))},
		{"observer-journal", "An observer: the public journal, and how far it is witnessed.", 80, 24, []string{"6"}, atDesk(open(evening(0)))},
		{"observer-fetch", "What can be fetched, what it proves, and what it does not.", 80, 24, []string{"7"}, atDesk(open(election(view.PhaseCertified, 0)))},
		{"display-debate", "The display in the room.", 120, 40, nil, onWall(open(evening(0)))},
		{"display-result", "The display with a result.", 120, 40, nil, onWall(open(election(view.PhaseCertified, 0)))},
	}
}

// Render draws one.
func Render(s Shot) picture.Screen {
	m := s.model()
	m = settle(m, m.Init())
	m, cmd := m.Update(tea.WindowSizeMsg{Width: s.Width, Height: s.Height})
	m = settle(m, cmd)
	m, cmd = m.Update(tea.EnvMsg{"TERM=xterm-256color"})
	m = settle(m, cmd)
	for _, k := range s.keys {
		m, cmd = m.Update(press(k))
		m = settle(m, cmd)
	}
	out := picture.Draw(m.View().Content, s.Width, s.Height)
	out.Title, out.Lang = s.Caption, "sv"
	return out
}

var special = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "down": {Code: tea.KeyDown}, "up": {Code: tea.KeyUp}, "esc": {Code: tea.KeyEscape},
	"space": {Code: tea.KeySpace, Text: " "},
}

func press(name string) tea.KeyPressMsg {
	if k, ok := special[name]; ok {
		return k
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// settle runs what a model asks for until it asks for nothing. The example waits for
// nothing, so nothing here does.
func settle(m tea.Model, cmd tea.Cmd) tea.Model {
	for todo := []tea.Cmd{cmd}; len(todo) > 0; todo = todo[1:] {
		if todo[0] == nil {
			continue
		}
		switch msg := todo[0]().(type) {
		case nil:
		case tea.BatchMsg:
			todo = append(todo, msg...)
		default:
			var next tea.Cmd
			m, next = m.Update(msg)
			todo = append(todo, next)
		}
	}
	return m
}

// Index is the page that lists the pictures.
const Index = "README.md"

// Files are all pictures and the page that lists them, by their names.
func Files() (map[string][]byte, error) {
	here := time.Local
	time.Local = time.UTC // the same pictures everywhere
	defer func() { time.Local = here }()
	out := map[string][]byte{Index: index(All())}
	for _, s := range All() {
		if out[s.Name+".svg"] != nil {
			return nil, fmt.Errorf("two pictures are called %s", s.Name)
		}
		out[s.Name+".svg"] = picture.SVG(Render(s))
	}
	return out, nil
}

func index(all []Shot) []byte {
	var out strings.Builder
	out.WriteString("# Screens\n\nThe main screens of an evening, drawn by `valurna picture --screens docs/screens` over a made-up meeting.\nEvery one is in Danish and English too, works at 80 columns by 24 rows and down to 40 by 16, without colour and without\na mouse, and as plain lines (`ssh HOST page NAME`, or the line mode).\n")
	for _, s := range all {
		fmt.Fprintf(&out, "\n## %s\n\n![%s](%s.svg)\n", s.Caption, s.Caption, s.Name)
	}
	return []byte(out.String())
}
