package booth

import (
	"testing"

	"valurna/ballot/view"
	"valurna/tui/words"
)

// Whoever asks for help loses nothing by it, and can cast nothing from it.
func TestHelpCoversEveryPageAndGoesBackToIt(t *testing.T) {
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		for _, hosted := range []bool{true, false} {
			v := visit(1, 3)
			v.Hosted = hosted
			u := newUrn(v)
			d := start(t, u, lang, 80, 40)
			for _, page := range []struct {
				title string
				next  []string
			}{
				{w.Booth.WelcomeTitle, []string{"enter"}}, {w.Booth.ChooseTitle, []string{"2", "enter", "enter"}},
				{w.Booth.ReviewTitle, []string{"enter"}}, {w.Booth.CodeTitle, []string{w.Booth.TestKey}}, {w.Booth.AuditTitle, []string{"esc", w.Keys.Confirm}},
				{w.Booth.DoneTitle, nil},
			} {
				d.Until(page.title)
				d.Press("?")
				d.Until(w.Help.Title, w.Booth.OfSecrecy(hosted, 2), w.Help.Limits)
				d.Send(visitMsg{visit: v}) // a look takes the help from nobody
				d.Until(w.Help.Title)
				d.Press(w.Keys.Confirm, "o", "t", "2", "esc")
				d.Until(page.title)
				d.Press(page.next...)
			}
			if casts, sealed := u.count(); casts != 1 || len(sealed) != 1 {
				t.Errorf("%s: %d casts, %d sealed", lang, casts, len(sealed))
			}
		}
	}
}

func TestLeavingFromTheHelpAsksFirst(t *testing.T) {
	u, w := newUrn(visit(1, 3)), words.Pick("sv")
	d := start(t, u, "sv", 80, 24)
	d.Until(w.Booth.WelcomeTitle)
	d.Press("enter", "1", "?", "q")
	d.Until(w.Booth.LeaveTitle)
	d.Press("esc")
	d.Until(w.Booth.ChooseTitle, "(X) 1")
}

// A visit that began before the vote opened cannot take part in it, and says so.
func TestAWaitingBoothSaysThatAVoteHasOpened(t *testing.T) {
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		for _, width := range []int{80, 40} {
			u := newUrn(view.BoothVisit{Body: "Exempelby", Hosted: true, Threshold: 2})
			d := start(t, u, lang, width, 24)
			d.Until(w.Booth.NoneTitle)
			if d.Has(w.Booth.Again) {
				t.Errorf("%s: a vote is announced before there is one", lang)
			}
			u.set(func(u *urn) { u.visit.Again = true })
			d.Until(w.Booth.Again)
		}
		// Nor does whoever has voted have to wonder, while whoever marks is left alone.
		v := visit(1, 3)
		v.Again = true
		d := start(t, newUrn(v), lang, 80, 24)
		d.Until(w.Booth.WelcomeTitle)
		d.Press("enter")
		if d.Has(w.Booth.Again) {
			t.Errorf("%s: another vote disturbs this one", lang)
		}
		v.In = true
		start(t, newUrn(v), lang, 80, 24).Until(w.Booth.InTitle, w.Booth.Again)
	}
}
