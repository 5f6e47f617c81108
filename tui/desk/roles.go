package desk

import (
	"slices"

	"valurna/ballot/view"
	"valurna/tui/words"
)

// tabID names a page that has a key of its own.
type tabID int

const (
	tabNow tabID = iota
	tabAgenda
	tabHall
	tabSpeakers
	tabBallots
	tabPapers
	tabRemote
	tabRecord
	tabJournal
	tabFetch
	tabGuards
)

// newPages makes one page of each kind; they keep their cursors.
func newPages() map[tabID]page {
	return map[tabID]page{
		tabNow: &nowPage{}, tabAgenda: &agendaPage{}, tabHall: &hallPage{}, tabSpeakers: &speakersPage{},
		tabBallots: ballotsPage{}, tabPapers: &papersPage{}, tabRemote: &remotePage{}, tabRecord: &recordPage{},
		tabJournal: &journalPage{}, tabFetch: &fetchPage{}, tabGuards: &guardsPage{},
	}
}

// tabsOf are the pages of one who looks. What everybody has stands in the same place.
func tabsOf(v view.Desk) []tabID {
	common := []tabID{tabNow, tabAgenda, tabHall, tabSpeakers, tabBallots}
	if v.Me.Person == 0 {
		return append(common, tabJournal, tabFetch, tabRecord, tabGuards)
	}
	return append(common, tabPapers, tabRemote, tabRecord, tabGuards)
}

// besides is the page that is drawn beside the others where there is room: what each role
// wants to have in sight.
func besides(v view.Desk) tabID {
	switch {
	case v.Me.Person == 0:
		return tabJournal
	case slices.Contains(v.Me.Offices, "secretary"):
		return tabRecord
	}
	return tabHall
}

func (m *Model) tabs() []tabID { return tabsOf(m.view) }

// tabPlace is the place of the tab that is shown among those of this person.
func (m *Model) tabPlace() int { return max(0, slices.Index(m.tabs(), m.tab)) }

// tabName is what a tab is called.
func tabName(t tabID, w *words.Words) string {
	n := w.Tabs
	return map[tabID]string{
		tabNow: n.Now, tabAgenda: n.Agenda, tabHall: n.Hall, tabSpeakers: n.Speakers, tabBallots: n.Ballots, tabPapers: n.Papers,
		tabRemote: n.Remote, tabRecord: n.Record, tabJournal: n.Journal, tabFetch: n.Fetch, tabGuards: n.Guards,
	}[t]
}
