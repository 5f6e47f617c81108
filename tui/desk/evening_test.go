package desk

import (
	"strings"
	"testing"

	rules "valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/tui/words"
)

// What is asked of somebody in a hybrid meeting, in every language.
func TestTheDeskSaysWhenAMeetingIsInterruptedWhoIsCalledAndWhatToSay(t *testing.T) {
	me := view.Person{Person: 4, Name: "Doris", Seat: 4, Present: true, Offices: []string{}}
	for _, lang := range []string{"sv", "da", "en"} {
		w := words.Pick(lang)
		line := &view.Interruption{Rule: "A14", Cause: rules.CauseLine}
		for name, c := range map[string]struct {
			v    view.Desk
			want string
		}{
			"interrupted": {view.Desk{State: "open", Me: me, Interrupted: line}, w.OfInterruption(line)},
			"called":      {view.Desk{State: "open", Me: me, Floor: view.Floor{Vote: &view.Vote{Turn: 4}}}, w.Ask.Called},
			"not called":  {view.Desk{State: "open", Me: me, Floor: view.Floor{Vote: &view.Vote{Turn: 5}}}, w.Ask.Nothing},
			"the code": {view.Desk{State: "called", Me: me, Remote: []view.Remote{
				{Person: 3, State: view.RemoteGranted, Code: "babab-babab"}, {Person: 4, State: view.RemoteGranted, Code: "nuhil-tahuf"},
			}}, "nuhil-tahuf"},
			"admitted": {view.Desk{State: "called", Me: me, Remote: []view.Remote{{Person: 4, State: view.RemoteAdmitted, Code: "nuhil-tahuf"}}}, w.Ask.WaitOpen},
		} {
			if got := Asked(c.v, w); !strings.Contains(got, c.want) || c.want == "" {
				t.Errorf("%s, %s: %q, want %q", lang, name, got, c.want)
			}
		}
	}
}

// The chair reads what can be done about an interruption, and the words beside a
// remote member's name; nobody else's desk holds them.
func TestThePlainDeskListsTheChairsChoicesAndTheCodes(t *testing.T) {
	for _, lang := range []string{"sv", "da", "en"} {
		w := words.Pick(lang)
		v := view.Desk{
			State: "open", Me: view.Person{Person: 1, Offices: []string{"chair"}},
			Interrupted: &view.Interruption{Rule: "A14", Cause: rules.CauseLine, Choices: []view.Choice{
				{Code: view.ChoiceAbsent, Command: "remote absent p4", Person: 4}, {Code: view.ChoiceVoid, Command: "ballot void 2-1 REASON", Ballot: "2-1"},
			}},
			Remote: []view.Remote{{Person: 4, Seat: 4, Name: "Doris", State: view.RemoteGranted, Code: "nuhil-tahuf", Lost: rules.LostAV}},
		}
		text := Plain(v, w)
		for _, want := range []string{"remote absent p4", "ballot void 2-1 REASON", "20", "Doris", "nuhil-tahuf", w.OfLost(rules.LostAV)} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", lang, want, text)
			}
		}
	}
}
