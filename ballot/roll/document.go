package roll

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// maxFile bounds a file in bytes: ample for 100 000 members.
const maxFile = 64 << 20

// value is a value of a TOML file together with its line. Exactly one of text
// (scalars), list (arrays) and table is meant, according to kind.
type value struct {
	kind  unstable.Kind
	line  int
	text  string // strings: their text; other scalars: as written
	list  []*value
	table *table
	array bool // made by [[name]] headers, so that further ones may follow
}

// table is a TOML table: keys with their values, in the order of the file.
type table struct {
	line   int
	names  []string
	fields map[string]*value
	lines  map[string]int // line of each key
	header bool           // stands there by a [name] header of its own
	dotted bool           // made by a dotted key, so that further ones may add to it
	closed bool           // an inline table: nothing may be added to it
	broken bool           // part of it could not be read: what is missing is not reported
}

func newTable(line int) *table {
	return &table{line: line, fields: map[string]*value{}, lines: map[string]int{}}
}

func (t *table) set(name string, line int, v *value) {
	t.names = append(t.names, name)
	t.fields[name], t.lines[name] = v, line
}

// document reads one file into tables and collects what is wrong in it.
type document struct {
	file     string
	data     []byte
	starts   []int // offsets at which lines start
	root     *table
	current  *table
	findings []Finding
	told     map[int]bool // lines whose syntax is not spoken of: a finding explains it
	syntax   int          // syntax errors found
	partial  bool         // something could not be read: what seems to be missing may stand there
}

func (d *document) add(line int, rule, text, fix string) {
	d.findings = append(d.findings, Finding{File: d.file, Line: line, Text: text, Fix: fix, Rule: rule})
}

// lineAt gives the line, from 1, of an offset.
func (d *document) lineAt(offset int) int {
	return sort.Search(len(d.starts), func(i int) bool { return d.starts[i] > offset })
}

// header matches a line that can only be a table's header: there reading goes on
// after an error that spans lines.
var header = regexp.MustCompile(`(?m)^[ \t]*(\[[A-Za-z0-9_.-]+\]|\[\[[A-Za-z0-9_.-]+\]\])[ \t]*(#.*)?\r?$`)

// maxSyntax is how many syntax errors of one file are shown: a file with more is
// no TOML at all.
const maxSyntax = 50

// readDocument reads data. After a syntax error it goes on where it safely can,
// so that one run shows every error.
func readDocument(file string, data []byte) *document {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors begin files so
	d := &document{file: file, data: data, root: newTable(1), starts: []int{0}, told: map[int]bool{}}
	d.current = d.root
	if len(data) > maxFile {
		d.add(1, "", fmt.Sprintf("the file has %d bytes", len(data)), fmt.Sprintf("split the body: at most %d bytes are read", maxFile))
		d.partial = true
		return d
	}
	for i, c := range data {
		if c == '\n' {
			d.starts = append(d.starts, i+1)
		}
	}
	d.privateKeys()
	d.encoding()
	for offset := 0; offset < len(data) && d.syntax < maxSyntax; {
		offset = d.readFrom(offset)
	}
	return d
}

// readFrom reads expressions from offset, the start of a line, up to the end or
// the first error, and returns where to go on.
func (d *document) readFrom(offset int) int {
	var p unstable.Parser
	rest := d.data[offset:]
	p.Reset(rest)
	done := offset // everything before it has been read
	for p.NextExpression() {
		done = d.expression(&p, p.Expression(), offset)
	}
	if p.Error() == nil {
		return len(d.data)
	}
	at, text := done, p.Error().Error()
	var perr *unstable.ParserError
	if errors.As(p.Error(), &perr) {
		// The highlight is a part of rest: its capacity says where it begins.
		at, text = offset+cap(rest)-cap(perr.Highlight), perr.Message
	}
	line, started := d.lineAt(min(at, len(d.data)-1)), d.firstExpression(done)
	next := d.startOf(line + 1)
	if line != started {
		// It began on an earlier line, say with a list that is not closed: the next
		// header is the first line that can be relied on.
		text += fmt.Sprintf(" in line %d; what begins here is not closed", line)
		next = len(d.data)
		if found := header.FindIndex(d.data[d.startOf(line):]); found != nil {
			next = d.startOf(line) + found[0]
		}
	}
	if started = min(started, line); !d.told[line] && !d.told[started] {
		d.syntax++
		d.add(started, "", "this is not TOML: "+text, `write name = "value", name = 3, [section] or [[section]]`)
	}
	if bytes.HasPrefix(bytes.TrimLeft(d.data[d.startOf(started):], " \t"), []byte("[")) {
		d.current = newTable(started) // what follows a lost header belongs to nobody
	}
	d.current.broken, d.partial = true, true
	if next <= offset {
		return len(d.data)
	}
	return next
}

// startOf gives the offset at which a line starts, or the file's end.
func (d *document) startOf(line int) int {
	if line > len(d.starts) {
		return len(d.data)
	}
	return d.starts[line-1]
}

// firstExpression gives the first line at or after done that is neither blank nor
// a comment. A done in the middle of a line is behind all that it holds.
func (d *document) firstExpression(done int) int {
	line := d.lineAt(done)
	if done > d.startOf(line) {
		line++
	}
	for ; line < len(d.starts); line++ {
		text := bytes.TrimSpace(d.data[d.startOf(line):d.startOf(line+1)])
		if len(text) > 0 && text[0] != '#' {
			break
		}
	}
	return line
}

// encoding refuses what is not UTF-8, once for every line that holds it.
func (d *document) encoding() {
	if utf8.Valid(d.data) {
		return
	}
	for line := 1; line <= len(d.starts); line++ {
		if !d.told[line] && !utf8.Valid(d.data[d.startOf(line):d.startOf(line+1)]) {
			d.told[line] = true
			d.add(line, "", "this line is not in UTF-8", "save the file in the encoding UTF-8")
		}
	}
}

// privateKeyMarks stand in private keys of OpenSSH, PEM, PuTTY and age, and never
// in a public key. The base64 is of "openssh-key-v1".
var privateKeyMarks = []string{"PRIVATE KEY", "b3BlbnNzaC1rZXktdjE", "PuTTY-User-Key-File", "AGE-SECRET-KEY-"}

func holdsPrivateKey(s string) bool {
	return slices.ContainsFunc(privateKeyMarks, func(mark string) bool { return strings.Contains(s, mark) })
}

// privateKeys looks for private keys anywhere, comments included: whoever can
// read the file could vote in that person's place. One finding a key; what else
// is wrong in its lines is not told.
func (d *document) privateKeys() {
	inside := false
	for line := 1; line <= len(d.starts); line++ {
		text := string(d.data[d.startOf(line):d.startOf(line+1)])
		marked := holdsPrivateKey(text)
		d.told[line] = marked || inside
		if marked && !inside {
			d.add(line, "A13", "a private key stands here",
				"delete it from this file, regard that key as lost, make a new one (ssh-keygen -t ed25519), and write the one line of the file that ends in .pub")
		}
		switch {
		case strings.Contains(text, "-----END "):
			inside = false
		case marked && strings.Contains(text, "-----BEGIN "):
			inside = true
		}
	}
}
