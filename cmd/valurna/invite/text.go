package invite

import (
	"strings"

	"golang.org/x/crypto/ssh"

	"valurna/tui/style"
)

// textWidth is the widest line of prose, in cells. Commands and keys are never
// broken: they are there to be copied.
const textWidth = 80

// Text is the sheet as plain text, in UTF-8.
func (s *Sheet) Text() string {
	t := new(text)
	w := s.words
	t.line(s.body)
	t.title(s.title, "=")
	if s.marks != "" {
		t.line(s.marks)
	}
	for _, sentence := range s.about {
		t.says("", sentence)
	}
	t.line("")
	label := 0
	for _, f := range s.facts {
		label = max(label, style.Width(f.Name))
	}
	for _, f := range s.facts {
		t.says(f.Name+strings.Repeat(" ", label-style.Width(f.Name)+2), f.Says)
	}
	t.title("\n"+w.WordsTitle, "-")
	t.line("  " + strings.Join(s.ten[:5], "  "))
	t.line("  " + strings.Join(s.ten[5:], "  "))
	t.says("", w.WordsHow)
	t.title("\n"+w.PrintsTitle, "-")
	label = max(style.Width(s.desk.name), style.Width(s.booth.name))
	for _, p := range []place{s.desk, s.booth} {
		t.line("  " + p.name + strings.Repeat(" ", label-style.Width(p.name)+2) + ssh.FingerprintSHA256(p.key))
	}
	t.says("", w.PrintsHow)
	t.title("\n"+w.StepsTitle, "-")
	for i, st := range s.steps {
		t.says(string(rune('1'+i))+"  ", st.says)
		if st.command != "" {
			t.line("     " + st.command)
		}
	}
	t.title("\n"+w.WaysTitle, "-")
	for _, way := range s.ways {
		t.says("* ", way.Name+". "+way.Says)
	}
	if s.hosted {
		t.line("     " + s.join)
	}
	t.title("\n"+w.ConfigTitle, "-")
	t.says("", s.configHow)
	t.line("")
	t.line(strings.Join(s.config(), "\n"))
	t.line("")
	t.says("", w.HostsHow)
	t.line("")
	t.line(strings.Join(s.hosts(), "\n"))
	return t.String()
}

// text is a sheet as it is written.
type text struct{ strings.Builder }

func (t *text) line(s string) { t.WriteString(s + "\n") }

// title underlines, so that it is seen as one without any other emphasis.
func (t *text) title(s, with string) {
	t.line(s)
	t.line(strings.Repeat(with, style.Width(strings.TrimPrefix(s, "\n"))))
}

// says wraps a sentence behind what it begins with.
func (t *text) says(begins, sentence string) {
	for _, l := range style.Hang(begins, sentence, textWidth) {
		t.line(l)
	}
}
