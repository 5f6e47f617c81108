package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"valurna/ballot/view"
	"valurna/tui/screentest"
	"valurna/tui/words"
)

// goldens are the desks whose first page is kept as a picture.
func goldens() map[string]view.Desk {
	called := council()
	called.State, called.Me.Present, called.Rehearsal = "called", false, true
	called.Steps = []view.Step{step(view.StepCheckInRoom, "", "checkin", "room"), step(view.StepCheckInRemote, "", "checkin", "remote")}
	tied := voting(view.PhaseCertified)
	tied.Ballots[0].Result.Elected, tied.Ballots[0].Result.Ties = nil, [][]string{{names[0], names[2]}}
	order := &view.Lot{Entry: 21, Among: names[:], Places: len(names), Drawn: names[:], Missing: []string{}}
	ordered, drawing, drawn := voting(view.PhaseOpen), voting(view.PhaseCounted), voting(view.PhaseCertified)
	for _, v := range []view.Desk{ordered, drawing, drawn} {
		v.Ballots[0].Order = order
	}
	tie := func(v *view.Desk, lot *view.Lot) {
		r := *v.Ballots[0].Result
		r.Elected, r.Ties = nil, [][]string{{names[0], names[2]}}
		v.Ballots[0].Result, v.Ballots[0].Lot = &r, lot
	}
	tie(&drawing, &view.Lot{Entry: 63, Among: []string{names[0], names[2]}, Places: 1, Drawn: []string{}, Missing: []string{"bo", "cilla"}})
	tie(&drawn, &view.Lot{Entry: 63, Among: []string{names[0], names[2]}, Places: 1, Drawn: names[2:3], Missing: []string{}})
	toDraw := voting(view.PhaseCounted)
	toDraw.Ballots[0].Order = order
	tie(&toDraw, nil)
	return map[string]view.Desk{
		"lot-order":        ordered,
		"lot-drawing":      drawing,
		"lot-drawn":        drawn,
		"chair-lot":        chair(toDraw, step(view.StepBallotLot, "2-1", "ballot", "lot", "2-1")),
		"checkin":          called,
		"open":             voting(view.PhaseOpen),
		"closing":          voting(view.PhaseClosing),
		"window":           voting(view.PhaseWindow),
		"tied":             tied,
		"void":             voting(view.PhaseVoid),
		"chair-open":       chair(voting(view.PhaseOpen), step(view.StepBallotClose, "2-1", "ballot", "close", "2-1"), step(view.StepCheckOut, "", "checkout")),
		"chair-counted":    chair(voting(view.PhaseCounted), step(view.StepBallotCertify, "2-1", "ballot", "certify", "2-1")),
		"trial-open":       trial(view.PhaseOpen),
		"trial-chair":      chair(trial(view.PhaseCounted), step(view.StepBallotCertify, "0-1", "ballot", "certify", "0-1"), step(view.StepMeetingOpen, "", "meeting", "open")),
		"trial-over":       chair(trial(view.PhaseCertified), step(view.StepMeetingOpen, "", "meeting", "open"), step(view.StepTrialOpen, "", "ballot", "open", "0")),
		"observer-opening": observer(voting(view.PhaseDecrypting)),
	}
}

func TestScreens(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, width := range []int{80, 40} {
			t.Run(fmt.Sprintf("%s.%d", lang, width), func(t *testing.T) {
				name := func(page string) string { return fmt.Sprintf("%s.%s.%d", page, lang, width) }
				for page, v := range goldens() {
					d, _ := start(t, v, lang, width, 24)
					d.Golden(name(page))
				}
				d, _ := start(t, goldens()["chair-counted"], lang, width, 24)
				for _, p := range [][2]string{{"2", "agenda"}, {"3", "hall"}, {"4", "speakers"}, {"5", "votes"}, {"6", "papers"}, {"7", "remote"}, {"8", "record"}, {"9", "guards"}, {"+", "acts"}, {"m", "manifest"}, {"?", "help"}} {
					d.Press(p[0])
					d.Golden(name(p[1]))
				}
				d.Press("1", "enter")
				d.Golden(name("certify"))
				d, _ = start(t, goldens()["chair-lot"], lang, width, 24)
				d.Press("enter")
				d.Golden(name("drawing-lots"))
				d, _ = start(t, goldens()["trial-chair"], lang, width, 24)
				d.Press("enter")
				d.Golden(name("trial-certify"))
				d, _ = start(t, goldens()["trial-over"], lang, width, 24)
				d.Press("5")
				d.Golden(name("trial-votes"))
				d.Press("1", "down", "enter")
				d.Golden(name("trial-opening"))
			})
		}
	}
}

func TestASmallWindowSaysWhatItNeeds(t *testing.T) {
	v := council()
	r := &registrar{view: v, changed: make(chan struct{})}
	d := screentest.New(t, New(r, words.Pick("en"), func() time.Time { return clock }), 39, 24)
	d.Until("39x24", "40x16")
}

// Plain text has all that the screens have, in every language, without escapes.
func TestPlain(t *testing.T) {
	// The deadline is written in the machine's own time zone.
	deadline := time.Unix(clock.Unix()+600, 0).Format("15:04:05 -07:00")
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		var all strings.Builder
		for _, name := range []string{"checkin", "open", "window", "tied", "chair-counted", "lot-order", "lot-drawing", "lot-drawn", "chair-lot", "trial-open", "trial-over", "observer-opening"} {
			text := Plain(goldens()[name], w)
			if strings.Contains(text, "\x1b") || strings.Contains(text, "{") {
				t.Errorf("%s in %s has an escape or a placeholder", name, lang)
			}
			if name == "window" && !strings.Contains(text, deadline) {
				t.Errorf("%s in %s does not say %s", name, lang, deadline)
			}
			all.WriteString("# " + name + "\n" + strings.ReplaceAll(text, deadline, "18:10:00 +00:00") + "\n")
		}
		screentest.Golden(t, "plain."+lang, strings.TrimRight(all.String(), "\n"))
	}
}
