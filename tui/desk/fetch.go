package desk

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/view"
	"valurna/tui/style"
)

// fetchPage tells an observer what can be fetched and verified, each with its command, and
// what that proves and what it does not.
type fetchPage struct{}

// fetches are the commands of the page; HOST is the meeting's address.
func fetches(v view.Desk) []string {
	out := []string{
		"ssh observer@HOST journal > journal",
		"ssh observer@HOST checkpoint",
		"ssh observer@HOST record",
	}
	for _, b := range v.Ballots {
		if !running(b) {
			out = append(out, "ssh observer@HOST bundle "+b.Ballot+" > "+b.Ballot+".valurna",
				"valurna verify "+b.Ballot+".valurna --manifest "+v.Words)
		}
	}
	return append(out, "ssh observer@HOST evidence > evidence", "valurna evidence --check evidence --manifest "+v.Words)
}

func (*fetchPage) draw(m *Model, width int) sheet {
	w := m.words.Fetch
	s := sheet{copied: true}
	s.heading(m, w.Title, width)
	s.say(w.How, width)
	for _, c := range fetches(m.view) {
		s.lines = append(s.lines, style.Each(command(c, width), m.style.Strong)...)
	}
	s.heading(m, w.Proves, width)
	for _, text := range []string{w.ProvesCounts, w.ProvesVotes, w.ProvesHistory, w.ProvesOrder} {
		s.lines = append(s.lines, style.Hang("  + ", text, width)...)
	}
	s.heading(m, w.ProvesNot, width)
	for _, text := range []string{w.NotHand, w.NotCoercion, w.NotHosted, w.NotEver} {
		s.lines = append(s.lines, style.Hang("  - ", text, width)...)
	}
	s.hints = []style.Hint{{Key: "PgDn", Does: m.words.Keys.Further}, {Key: "c", Does: m.words.Keys.Copy}}
	return s
}

func (*fetchPage) press(m *Model, k tea.KeyPressMsg) (bool, tea.Cmd) {
	if !keys.Copy.in(k) {
		return false, nil
	}
	m.notice = m.words.Now.Copied
	return true, tea.SetClipboard(style.Clean(strings.Join(fetches(m.view), " && ")))
}
