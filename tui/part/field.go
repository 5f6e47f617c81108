package part

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"valurna/tui/style"
)

// Field is a text that somebody writes, in one paragraph. It is no text input of a
// library: those link a clipboard that runs programs, which would be the server's.
type Field struct {
	runes []rune
	at    int // the next letter goes before this one
	Most  int // bytes
}

// Value is the text without the spaces around it.
func (f *Field) Value() string { return strings.TrimSpace(string(f.runes)) }

// Set puts a text in its place.
func (f *Field) Set(text string) {
	f.runes, f.at = nil, 0
	f.write(text)
}

// Update takes a key, or what is pasted. What would make the text too long is left out.
func (f *Field) Update(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		f.write(msg.Content)
	case tea.KeyPressMsg:
		f.press(msg)
	}
}

func (f *Field) press(k tea.KeyPressMsg) {
	switch k.String() {
	case "left":
		f.at = max(0, f.at-1)
	case "right":
		f.at = min(len(f.runes), f.at+1)
	case "home", "ctrl+a":
		f.at = 0
	case "end", "ctrl+e":
		f.at = len(f.runes)
	case "backspace", "ctrl+h":
		if f.at > 0 {
			f.runes, f.at = slices.Delete(f.runes, f.at-1, f.at), f.at-1
		}
	case "delete", "ctrl+d":
		if f.at < len(f.runes) {
			f.runes = slices.Delete(f.runes, f.at, f.at+1)
		}
	case "ctrl+u":
		f.runes, f.at = f.runes[f.at:], 0
	case "ctrl+k":
		f.runes = f.runes[:f.at]
	case "ctrl+w":
		from := f.at
		for from > 0 && f.runes[from-1] == ' ' {
			from--
		}
		for from > 0 && f.runes[from-1] != ' ' {
			from--
		}
		f.runes, f.at = slices.Delete(f.runes, from, f.at), from
	default:
		f.write(k.Text)
	}
}

func (f *Field) write(text string) {
	for _, r := range style.Clean(text) {
		if len(string(f.runes))+len(string(r)) > f.Most {
			return
		}
		f.runes = slices.Insert(f.runes, f.at, r)
		f.at++
	}
}

// Cursor stands where the next letter goes; it is a sign, so that it shows without colour.
const Cursor = "▏"

// Lines draws the text with its cursor.
func (f *Field) Lines(width int) []string {
	return style.Hang("  ", string(f.runes[:f.at])+Cursor+string(f.runes[f.at:]), width)
}
