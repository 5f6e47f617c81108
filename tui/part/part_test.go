package part

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func rows(n int) []Row {
	out := make([]Row, n)
	for i := range out {
		out[i] = Row{Key: fmt.Sprint("k", i+1), Text: fmt.Sprintf("%d  Ledamot Åström %d", i+1, i+1)}
	}
	return out
}

func TestAListKeepsItsCursorOnItsRow(t *testing.T) {
	var l List
	all := rows(5)
	l.Press(all, "down", "")
	l.Press(all, "down", "")
	if got := l.At(all); got != "k3" {
		t.Fatalf("the cursor is on %q", got)
	}
	if got := l.At(all[1:]); got != "k3" {
		t.Errorf("with a row gone before it, it is on %q", got)
	}
	if got := l.At(all[:2]); got != "k1" {
		t.Errorf("with its row gone, it is on %q", got)
	}
	if got := (&List{}).At(nil); got != "" {
		t.Errorf("nothing holds %q", got)
	}
}

func TestTypingFiltersAList(t *testing.T) {
	var l List
	all := rows(120)
	l.Press(all, "/", "/")
	for _, r := range "åström 11" {
		l.Press(all, string(r), string(r))
	}
	if got := len(l.Shown(all)); got != 11 { // 11 and 110 to 119
		t.Errorf("%d rows hold it", got)
	}
	l.Press(all, "enter", "")
	l.Press(all, "esc", "")
	if l.Find != "" || len(l.Shown(all)) != 120 {
		t.Error("esc does not show all again")
	}
	l.Find = "7"
	if got := l.Shown(all); len(got) != 1 || got[0].Key != "k7" {
		t.Errorf("7 finds %v", got)
	}
}

func typed(f *Field, keys ...tea.KeyPressMsg) {
	for _, k := range keys {
		f.Update(k)
	}
}

func letters(s string) (out []tea.KeyPressMsg) {
	for _, r := range s {
		out = append(out, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return out
}

func TestAFieldIsWrittenAndMended(t *testing.T) {
	f := &Field{Most: 20}
	typed(f, letters("Bygg broar")...)
	typed(f, tea.KeyPressMsg{Code: tea.KeyBackspace}, tea.KeyPressMsg{Code: tea.KeyBackspace})
	typed(f, letters("n")...)
	if got := f.Value(); got != "Bygg bron" {
		t.Errorf("%q", got)
	}
	typed(f, tea.KeyPressMsg{Code: tea.KeyHome})
	typed(f, letters("Å ")...)
	if got := f.Value(); got != "Å Bygg bron" {
		t.Errorf("%q", got)
	}
	f.Update(tea.PasteMsg{Content: "\x1b[2J" + strings.Repeat("x", 50)})
	if got := f.Value(); len(got) > 20 || strings.Contains(got, "\x1b") {
		t.Errorf("%q", got)
	}
	typed(f, tea.KeyPressMsg{Code: tea.KeyEnd}, tea.KeyPressMsg{Code: 'w', Mod: tea.ModCtrl})
	if got := f.Value(); strings.HasSuffix(got, "bron") {
		t.Errorf("%q", got)
	}
	if got := strings.Join(f.Lines(40), ""); !strings.Contains(got, Cursor) {
		t.Errorf("no cursor in %q", got)
	}
}

func TestTheMeterMarksWhereThereAreEnough(t *testing.T) {
	for _, c := range []struct {
		n, enough, all int
		want           string
	}{
		{0, 5, 10, "·····┃····"}, {5, 5, 10, "█████┃····"}, {10, 5, 10, "█████┃████"}, {3, 5, 3, "██████···┃"},
	} {
		if got := Meter(c.n, c.enough, c.all, 10); got != c.want {
			t.Errorf("%d of %d, %d are enough: %q, want %q", c.n, c.all, c.enough, got, c.want)
		}
	}
}
