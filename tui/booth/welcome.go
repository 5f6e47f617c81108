package booth

import (
	tea "charm.land/bubbletea/v2"

	"valurna/tui/words"
)

// welcomePage says what is asked and what holds here.
type welcomePage struct{}

func (welcomePage) draw(m *Model, width int) sheet {
	w, v := m.words.Booth, m.visit
	ask := w.Welcome
	if m.paper.many() {
		ask = w.WelcomeMany
	}
	texts := []string{words.Fill(ask, "title", v.Title, "n", len(v.Contest.Options), "k", v.Contest.Elect)}
	if v.Trial {
		texts = append(texts, w.TrialWelcome)
	} else if v.Rehearsal {
		texts = append(texts, w.Rehearsal)
	}
	texts = append(texts, w.Secrecy, w.OfSecrecy(v.Hosted, v.Threshold), w.Start)
	return sheet{
		title: w.WelcomeTitle, lines: paragraphs(width, texts...),
		hints: m.everywhere(m.hint("Enter", m.words.Keys.Continue)),
	}
}

func (welcomePage) press(_ *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	if key.String() == "enter" {
		return choosePage{}, nil
	}
	return nil, nil
}

// changedPage says that what was marked is gone, since the vote is another one.
type changedPage struct{}

func (changedPage) draw(m *Model, width int) sheet {
	return sheet{
		title: m.words.Booth.ChangedTitle, lines: paragraphs(width, m.words.Booth.Changed),
		hints: m.everywhere(m.hint("Enter", m.words.Keys.Continue)),
	}
}

func (changedPage) press(_ *Model, key tea.KeyPressMsg) (page, tea.Cmd) {
	if key.String() == "enter" {
		return welcomePage{}, nil
	}
	return nil, nil
}
