package desk

import (
	"regexp"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"valurna/ballot/view"
	"valurna/tui/words"
)

// pageNames are what commands call the pages: ssh HOST page NAME.
var pageNames = map[tabID]string{
	tabNow: "now", tabAgenda: "agenda", tabHall: "hall", tabSpeakers: "speakers", tabBallots: "votes", tabPapers: "papers",
	tabRemote: "remote", tabRecord: "record", tabJournal: "journal", tabFetch: "fetch", tabGuards: "guarantees",
}

// PageName is a page as people type it and as its tab calls it.
type PageName struct{ Name, Title string }

// PageNames are the pages of one who looks, in the order of their tabs.
func PageNames(v view.Desk, w *words.Words) []PageName {
	var out []PageName
	for _, t := range tabsOf(v) {
		out = append(out, PageName{pageNames[t], tabName(t, w)})
	}
	return out
}

// textWidth is so wide that nothing is broken into lines.
const textWidth = 4000

// drawn are what a page draws for the eye only: bars, and runs of spaces.
var drawn = regexp.MustCompile(`[█·▏]{3,} ?|[ ]{2,}`)

// PageText is a page of the desk as text, one thought a line, for commands, screen readers
// and terminals that cannot draw; false if there is no such page for this person. It may
// block, as the backend does.
func PageText(b Backend, v view.Desk, w *words.Words, name string) (string, bool) {
	for _, t := range tabsOf(v) {
		if pageNames[t] != name {
			continue
		}
		m := New(b, w, time.Now).(*Model)
		m.view, m.loaded, m.tab, m.text = v, true, t, true
		m.width, m.height = textWidth, textWidth
		if n, ok := m.front().(interface{ needs() []need }); ok {
			for _, what := range n.needs() {
				if msg, ok := m.fetch(what)().(extraMsg); ok {
					m.extra.set(what, fetched{value: msg.value, err: msg.err, fresh: true})
				}
			}
		}
		return plainLines(m.front().draw(m, textWidth).lines), true
	}
	return "", false
}

// Page is PageText for a command: the page by its name, or else the names that there are.
func Page(b Backend, w *words.Words, name string) (text string, names []string) {
	v, err := b.View()
	if err != nil {
		return explained(err, w) + "\n", nil
	}
	if text, ok := PageText(b, v, w, name); ok {
		return text, nil
	}
	for _, p := range PageNames(v, w) {
		names = append(names, p.Name)
	}
	return "", names
}

// plainLines takes out what is for the eye alone.
func plainLines(lines []string) string {
	var out strings.Builder
	for _, line := range lines {
		line = strings.TrimSpace(drawn.ReplaceAllString(ansi.Strip(line), " "))
		line = strings.TrimPrefix(line, "> ")
		if line != "" {
			out.WriteString(line + "\n")
		}
	}
	return out.String()
}
