package desk

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/guarantee"
	"valurna/ballot/view"
	"valurna/tui/style"
	"valurna/tui/words"
)

// guardsPage shows the panel of the guarantees, what stands behind it, and one's own key
// and connection.
type guardsPage struct{}

func (*guardsPage) needs() []need { return []need{{needGate, 0}, {needLink, 0}} }

func (*guardsPage) draw(m *Model, width int) sheet {
	v, w := m.view, m.words
	var s sheet
	s.lines = append(s.lines, gateLines(m, width)...)
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
		if l, ok := m.extra.state[need{needLink, 0}].value.(view.Link); ok {
			s.say(words.Fill(w.Checks.Lines, "n", l.Lines), width)
			s.say(words.Fill(map[bool]string{true: w.Checks.Quantum, false: w.Checks.Classical}[l.Quantum], "exchange", l.Exchange), width)
		}
	}
	s.hints = []style.Hint{{Key: "PgDn", Does: w.Keys.Further}}
	return s
}

func (*guardsPage) press(*Model, tea.KeyPressMsg) (bool, tea.Cmd) { return false, nil }

// gateLines are the panel: what is allowed, what has to be done in which order, and every
// guarantee with a sign, its verdict in words, and the evidence.
func gateLines(m *Model, width int) []string {
	w := m.words
	var s sheet
	s.heading(m, w.Checks.Gate, width)
	f := m.extra.state[need{needGate, 0}]
	g, ok := f.value.(view.Gate)
	if f.err != nil {
		s.lines = append(s.lines, style.Each(style.Wrap(words.Fill(w.Extra.Failed, "error", explained(f.err, w)), width), m.style.Bad)...)
	}
	if link := m.extra.state[need{needLink, 0}]; !ok || link.value == nil && link.err == nil {
		if f.err == nil { // the page comes whole
			s.say(w.Frame.Loading, width)
		}
		return s.lines
	}
	for _, a := range []struct {
		what    string
		allowed bool
	}{{w.Gate.Participation, g.Participation}, {w.Gate.Voting, g.Voting}, {w.Gate.Opening, g.Opening}, {w.Gate.Hosted, g.Hosted}} {
		verdict, emphasis := w.Panel.Refused, m.style.Bad
		if a.allowed {
			verdict, emphasis = w.Panel.Allowed, m.style.Good
		}
		label := style.Pad(verdict, 10)
		lines := style.Hang("  "+label+" ", a.what, width)
		lines[0] = "  " + emphasis(label) + lines[0][len("  "+label):]
		s.lines = append(s.lines, lines...)
	}
	if g.Rehearsal {
		s.say(w.Panel.Rehearsal, width)
	}
	byID := map[string]guarantee.Finding{}
	for _, f := range g.Findings {
		byID[f.ID] = f
	}
	if len(g.Next) > 0 {
		s.heading(m, w.Panel.Do, width)
		for i, id := range g.Next {
			_, _, mend := w.OfFinding(byID[id])
			s.lines = append(s.lines, style.Hang(fmt.Sprintf("%4d. ", i+1), w.OfGuarantee(id)+": "+mend, width)...)
		}
	}
	s.heading(m, w.Panel.All, width)
	for _, f := range g.Findings {
		verdict, says, _ := w.OfFinding(f)
		sign, emphasis := "[!] ", m.style.Bad
		if f.Verdict == guarantee.Holds {
			sign, emphasis = "[X] ", func(t string) string { return t }
		}
		begins := "  " + sign
		lines := style.Hang(begins, w.OfGuarantee(f.ID)+", "+verdict+". "+says, width)
		lines[0] = emphasis(begins) + lines[0][len(begins):]
		s.lines = append(s.lines, lines...)
	}
	return s.lines
}

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
	for _, text := range []string{h.Pages, h.Steps, vote, h.Panic, h.Secret, h.Limits, h.Plain} {
		s.lines = append(s.lines, style.Hang("- ", text, width)...)
	}
	return s
}

func (helpPage) press(*Model, tea.KeyPressMsg) (bool, tea.Cmd) { return false, nil }
