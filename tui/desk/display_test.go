package desk

import (
	"fmt"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	rules "valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/tui/screentest"
	"valurna/tui/words"
)

// public is a view as an observer has it: no names, no places.
func public(v view.Desk) view.Desk {
	v = observer(v)
	v.Seats = slices.Clone(v.Seats)
	for i := range v.Seats {
		v.Seats[i].Name, v.Seats[i].Place = "", ""
	}
	return v
}

// debating is a council in the middle of an item.
func debating() view.Desk {
	v := moving()
	v.Steps = nil
	v.Speakers = view.Speakers{
		Floor:   &view.Speaker{Person: 2, Seat: 2, Kind: rules.FloorSpeech, Since: clock.Unix()},
		Waiting: []view.Speaker{{Person: 3, Seat: 3, Kind: rules.FloorReply}, {Person: 1, Seat: 1, Kind: rules.FloorSpeech}},
	}
	return v
}

// called is the same in an open vote.
func calling() view.Desk {
	v := debating()
	v.Speakers = view.Speakers{}
	v.Floor.Stage, v.Floor.Order, v.Floor.Asked = rules.StageVoting, []int{1, 2}, true
	v.Floor.Vote = &view.Vote{Vote: 1, Kind: rules.VoteFinal, Yes: 1, No: 2, Turn: 3, Votes: []view.SeatVote{{Seat: 2, Choice: rules.Yes}}}
	return v
}

func displays() map[string]view.Desk {
	called := public(council())
	called.State, called.Rehearsal, called.Floor = "called", true, view.Floor{}
	lost := public(debating())
	lost.Interrupted = &view.Interruption{Rule: "A14", Cause: rules.CauseLine}
	closed := public(voting(view.PhaseCertified))
	closed.State = "closed"
	return map[string]view.Desk{
		"called": called, "debate": public(debating()), "vote": public(calling()), "ballot": public(voting(view.PhaseOpen)),
		"result": public(voting(view.PhaseCertified)), "interrupted": lost, "closed": closed,
	}
}

func startDisplay(t *testing.T, v view.Desk, lang string, width, height int) (*screentest.Driver, *registrar) {
	t.Helper()
	r := &registrar{view: v, changed: make(chan struct{}, 1)}
	d := screentest.New(t, NewDisplay(r, words.Pick(lang), func() time.Time { return clock }), width, height)
	d.Until(v.Body)
	return d, r
}

func TestDisplays(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 16}} {
			for name, v := range displays() {
				d, _ := startDisplay(t, v, lang, size[0], size[1])
				d.Golden(fmt.Sprintf("display-%s.%s.%d", name, lang, size[0]))
			}
		}
	}
}

// Nothing of who has voted, of counts while a ballot is open, or of places is drawn.
func TestTheDisplayShowsNothingThatIsNotPublic(t *testing.T) {
	drawn := func(v view.Desk) string {
		d, _ := startDisplay(t, v, "sv", 120, 40)
		return d.Screen()
	}
	open := public(voting(view.PhaseOpen))
	want := drawn(open)
	counted := public(voting(view.PhaseOpen))
	yes := true
	counted.Ballots[0].Counts, counted.Ballots[0].Collected, counted.Ballots[0].TokenOut = &view.Counts{Eligible: 40, Tokens: 21, Cast: 20}, &yes, true
	if got := drawn(counted); got != want {
		t.Errorf("counts of an open ballot are drawn:\n%s", got)
	}
}

func TestTheDisplayTakesNoKeysButItsOwn(t *testing.T) {
	d, r := startDisplay(t, public(debating()), "sv", 80, 24)
	before := d.Screen()
	for _, k := range []string{"enter", "1", "3", "m", "?", "+", "j", "space", "down", "tab"} {
		d.Press(k)
	}
	d.Send(tea.MouseClickMsg{X: 3, Y: 5, Button: tea.MouseLeft})
	if d.Screen() != before || r.commands() != nil {
		t.Error("a key changes something")
	}
	d.Press("l")
	d.Until(words.Pick("da").OfState("open"))
	d.Press("q")
	d.UntilQuit()
}
