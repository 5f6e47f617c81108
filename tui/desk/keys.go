package desk

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// binding is the keys that mean one thing.
type binding []string

// in says whether a key is one of them; capitals lock is no reason to go wrong.
func (b binding) in(k tea.KeyPressMsg) bool {
	return slices.Contains(b, strings.ToLower(k.String()))
}

// keys are what the keys mean at the desk, everywhere the same. The letters of the pages
// are theirs; the one that says yes is the language's (words.Keys.Confirm).
var keys = struct {
	Quit, Leave, Help, Language, Manifest, Next, Before, Up, Down, PageUp, PageDown,
	Do, Back, No, Copy, More, Mark, Lost, Overheard, Alarm binding
}{
	Quit: binding{"ctrl+c"}, Leave: binding{"q"}, Help: binding{"?", "f1"}, Language: binding{"l"}, Manifest: binding{"m"},
	Next: binding{"tab", "right"}, Before: binding{"shift+tab", "left"},
	Up: binding{"up"}, Down: binding{"down"}, PageUp: binding{"pgup"}, PageDown: binding{"pgdown"},
	Do: binding{"enter"}, Back: binding{"esc"}, No: binding{"esc", "n"}, Copy: binding{"c"}, More: binding{"+"}, Mark: binding{"space"},
	// The panic keys of who takes part from elsewhere (A14, A22).
	Lost: binding{"f9"}, Overheard: binding{"f10"},
	// The same as F10 where nothing is written: some terminals keep F10 for their menu.
	Alarm: binding{"!"},
}
