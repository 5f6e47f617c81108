package desk

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// checksPage shows the trustees' keys, and which trustees and witnesses are there.
type checksPage struct{}

func (checksPage) draw(m *Model, width int) sheet {
	v, w := m.view, m.words
	var s sheet
	s.heading(m, w.Checks.Keys, width)
	for _, line := range keyLines(v.Keys, w) {
		s.say(line, width)
	}
	s.heading(m, w.Checks.Parties, width)
	if len(v.Parties) == 0 {
		s.say(w.Checks.NoParties, width)
	}
	for _, p := range v.Parties {
		s.say(partyLine(p, w), width)
	}
	if v.Me.Fingerprint != "" {
		s.heading(m, w.Checks.YourKey, width)
		s.say(v.Me.Fingerprint, width)
	}
	return s
}

func (checksPage) press(*Model, tea.KeyPressMsg) (bool, tea.Cmd) { return false, nil }

func keyLines(k view.Keys, w *words.Words) []string {
	lines := []string{w.OfKeys(k.State)}
	if k.State == "ready" {
		lines[0] += ", " + words.Fill(w.Checks.Left, "n", k.Left)
	}
	if k.Detail != "" {
		lines = append(lines, words.Fill(w.Phase.WaitsFor, "who", w.OfParty(k.Detail)))
	}
	return lines
}

func partyLine(p view.Party, w *words.Words) string {
	sign, state := "X", w.Checks.Online
	if !p.Online {
		sign, state = " ", w.Checks.Offline
	}
	return fmt.Sprintf("[%s] %s: %s", sign, w.OfParty(p.Name), state)
}

// trustPage shows the manifest's words, to be compared with the notice.
type trustPage struct{}

func (trustPage) draw(m *Model, width int) sheet {
	t := m.words.Trust
	s := sheet{hints: []style.Hint{{Key: "Esc", Does: m.words.Keys.Back}}}
	s.heading(m, t.Title, width)
	s.lines = append(s.lines, "")
	// Apart, so that no word is broken and each can be pointed at.
	apart := strings.ReplaceAll(m.view.Words, "-", " - ")
	s.lines = append(s.lines, style.Each(style.Hang("  ", apart, width), m.style.Strong)...)
	s.lines = append(s.lines, "")
	s.say(t.How, width)
	s.say(t.Differ, width)
	return s
}

func (trustPage) press(*Model, tea.KeyPressMsg) (bool, tea.Cmd) { return false, nil }

// helpPage explains the desk, and what the system does not promise.
type helpPage struct{}

func (helpPage) draw(m *Model, width int) sheet {
	h := m.words.Help
	s := sheet{hints: []style.Hint{{Key: "Esc", Does: m.words.Keys.Back}}}
	s.heading(m, h.Title, width)
	vote := h.Vote
	if m.own {
		vote = m.words.Join.Help
	}
	for _, text := range []string{h.Pages, h.Steps, vote, h.Secret, h.Limits, h.Plain} {
		s.lines = append(s.lines, style.Hang("- ", text, width)...)
	}
	return s
}

func (helpPage) press(*Model, tea.KeyPressMsg) (bool, tea.Cmd) { return false, nil }
