package roll

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
	"golang.org/x/text/unicode/norm"

	"valurna/ballot/canon"
)

// placeholder begins every value of the example files that somebody has to
// replace; what follows says by what.
const placeholder = "REPLACE: "

// section reads the fields of one table and knows how findings call it.
type section struct {
	d     *document
	t     *table
	label string // "[[member]]"; "" for the top of the file
}

// section starts reading a table: fields that are not known are reported.
func (d *document) section(t *table, label string, known ...string) section {
	s := section{d, t, label}
	for _, name := range t.names {
		if !slices.Contains(known, name) {
			d.add(t.lines[name], "", fmt.Sprintf("%q is not known %s", name, s.in()), s.advice(name, known))
		}
	}
	return s
}

func (s section) in() string {
	if s.label == "" {
		return "at the top of the file"
	}
	return "in " + s.label
}

// advice says what an unknown field may have been meant to be.
func (s section) advice(name string, known []string) string {
	best, distance := "", 3
	for _, k := range known {
		if n := editDistance(strings.ToLower(name), k); n < distance {
			best, distance = k, n
		}
	}
	switch {
	case s.label != "" && slices.Contains(topFields[s.d.file], name):
		return "move it above the first [ or [[ line: there it belongs to the whole file"
	case best != "":
		return fmt.Sprintf("write %q", best)
	}
	return "delete it, or write one of " + strings.Join(known, ", ")
}

// editDistance is Levenshtein's: how many letters to change, add or leave out.
// Names longer than any of ours are far from all of them.
func editDistance(a, b string) int {
	if len(a) > 32 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// field gives a field's value; if it is missing that is a finding and nil.
// Example is what could stand there.
func (s section) field(name, example, rule string) *value {
	v := s.t.fields[name]
	if v == nil && !s.t.broken && (s.label != "" || !s.d.partial) {
		text := fmt.Sprintf("%s has no %q", s.label, name)
		if s.label == "" {
			text = fmt.Sprintf("the file has no %q", name)
		}
		s.d.add(s.t.line, rule, text, fmt.Sprintf("add %s = %s", name, example))
	}
	return v
}

// text reads a string of at most max bytes that is not empty.
func (s section) text(name, example string, max int, rule string) (string, *value) {
	v := s.field(name, strconv.Quote(example), rule)
	if v == nil || !s.d.text(v, name, max) {
		return "", nil
	}
	return v.text, v
}

// text checks that v is a string that may be shown.
func (d *document) text(v *value, name string, max int) bool {
	if v.kind != unstable.String {
		d.add(v.line, "", fmt.Sprintf("%s is %s, not text", name, kindName(v.kind)), "write it between quotation marks")
		return false
	}
	if holdsPrivateKey(v.text) {
		return false // reported already, and not to be shown
	}
	if want, is := strings.CutPrefix(v.text, strings.TrimSpace(placeholder)); is {
		fix := "write the real one"
		if want = strings.TrimSpace(want); want != "" && canon.Text(want, 200) == nil {
			fix = "write " + want
		}
		d.add(v.line, "", fmt.Sprintf("%s is still the example's placeholder", name), fix)
		return false
	}
	err := canon.Text(v.text, max)
	switch {
	case v.text == "":
		d.add(v.line, "", fmt.Sprintf("%s is empty", name), "write it between the quotation marks")
	case err != nil && canon.Text(norm.NFC.String(v.text), max) == nil:
		d.add(v.line, "", fmt.Sprintf("%s holds letters whose accents are characters of their own", name), fmt.Sprintf("write it as %q", norm.NFC.String(v.text)))
	case err != nil && len(v.text) > max:
		d.add(v.line, "", fmt.Sprintf("%s is %v", name, err), "shorten it")
	case err != nil:
		d.add(v.line, "", fmt.Sprintf("%s %v", name, err), "delete that character, or retype the text")
	case strings.TrimSpace(v.text) != v.text:
		d.add(v.line, "", fmt.Sprintf("%s begins or ends with a space", name), fmt.Sprintf("write %q", strings.TrimSpace(v.text)))
	default:
		return true
	}
	return false
}

// integer reads a whole number from low to high.
func (s section) integer(name string, example, low, high int) (int, *value) {
	v := s.field(name, strconv.Itoa(example), "")
	if v == nil {
		return 0, nil
	}
	if v.kind != unstable.Integer {
		s.d.add(v.line, "", fmt.Sprintf("%s is %s, not a whole number", name, kindName(v.kind)), fmt.Sprintf("write %s = %d, without quotation marks", name, example))
		return 0, nil
	}
	n, err := strconv.ParseInt(v.text, 10, 64)
	if err != nil || n < int64(low) || n > int64(high) || v.text != strconv.FormatInt(n, 10) {
		s.d.add(v.line, "", fmt.Sprintf("%s is %s", name, v.text), fmt.Sprintf("write a number from %d to %d in plain digits", low, high))
		return 0, nil
	}
	return int(n), v
}

// boolean reads true or false.
func (s section) boolean(name, example string) (bool, *value) {
	v := s.field(name, example, "")
	if v == nil {
		return false, nil
	}
	if v.kind != unstable.Bool {
		s.d.add(v.line, "", fmt.Sprintf("%s is %s", name, kindName(v.kind)), fmt.Sprintf("write %s = true or %s = false, without quotation marks", name, name))
		return false, nil
	}
	return v.text == "true", v
}

// oneOf reads one of the given words.
func (s section) oneOf(name string, words ...string) (string, *value) {
	v := s.field(name, strconv.Quote(words[0]), "")
	if v == nil || !s.d.word(v, name, words) {
		return "", nil
	}
	return v.text, v
}

func (d *document) word(v *value, name string, words []string) bool {
	if !d.text(v, name, 512) {
		return false
	}
	if !slices.Contains(words, v.text) {
		d.add(v.line, "", fmt.Sprintf("%s %q is not known", name, v.text), "write one of "+strings.Join(words, ", "))
		return false
	}
	return true
}

// list reads an array; its elements are the caller's to check.
func (s section) list(name, example, rule string) *value {
	v := s.field(name, example, rule)
	if v == nil {
		return nil
	}
	if v.kind != unstable.Array || v.array {
		s.d.add(v.line, "", fmt.Sprintf("%s is %s, not a list", name, kindName(v.kind)), fmt.Sprintf("write %s = %s", name, example))
		return nil
	}
	return v
}

// tables gives the tables of a repeated section [[name]] at the top of the file.
func (s section) tables(name string) []*table {
	v := s.t.fields[name]
	if v == nil {
		return nil
	}
	var out []*table
	for _, e := range v.list {
		if e.table != nil {
			out = append(out, e.table)
		}
	}
	if len(out) != len(v.list) || v.kind != unstable.Array {
		s.d.add(v.line, "", fmt.Sprintf("%s is not a section that can be repeated", name), fmt.Sprintf("write [[%s]] on a line of its own, and its fields below it", name))
		s.d.partial = true
	}
	return out
}

// single gives the table of a section [name] that stands once; nil is a finding
// unless optional.
func (s section) single(name string, optional bool) *table {
	v := s.t.fields[name]
	fix := fmt.Sprintf("write [%s] on a line of its own, and its fields below it", strings.TrimPrefix(s.label+"."+name, "."))
	if strings.HasPrefix(s.label, "[[") {
		fix = fmt.Sprintf("write [%s.%s] on a line of its own, and its fields below it", strings.Trim(s.label, "[]"), name)
	}
	switch {
	case v == nil:
		if !optional && !s.d.partial {
			s.d.add(s.t.line, "", fmt.Sprintf("there is no section [%s]", name), fix)
		}
		return nil
	case v.table == nil:
		s.d.add(v.line, "", fmt.Sprintf("%s is not a section that stands once", name), fix)
		return nil
	}
	return v.table
}

func kindName(k unstable.Kind) string {
	switch k {
	case unstable.String:
		return "text"
	case unstable.Integer:
		return "a whole number"
	case unstable.Float:
		return "a decimal number"
	case unstable.Bool:
		return "true or false"
	case unstable.Array:
		return "a list"
	case unstable.InlineTable, unstable.Table:
		return "a section"
	}
	return "a date or time"
}
