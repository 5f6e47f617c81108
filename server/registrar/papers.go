package registrar

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/server/durable"
	"valurna/server/wire"
)

// Bounds of papers, in bytes: of one, of all, and of one that is read in a terminal.
const (
	maxPaper    = 8 << 20
	maxPapers   = 256 << 20
	maxReadable = 1 << 20
)

// A paper is a file by its own hash, beside the store. The journal names it only once it
// is on the disk.

func (r *Registrar) papersDir() string { return filepath.Join(r.dir, "papers") }

func (r *Registrar) paperPath(hash string) string { return filepath.Join(r.papersDir(), hash) }

// putPaper keeps a paper and hands it out, as the command paper hand does.
func (r *Registrar) putPaper(person int, item string, title []string, data []byte) (view.Reply, error) {
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	hand := append([]string{"paper", "hand", item, hash}, title...)
	if err := r.handable(person, hand); err != nil {
		return view.Reply{}, err
	}
	if err := r.keepPaper(hash, data); err != nil {
		return view.Reply{}, err
	}
	reply, _, err := r.hold(person, hand)
	return reply, err
}

// handable asks the rules before anything is kept.
func (r *Registrar) handable(person int, hand []string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return r.broken
	}
	_, _, err := r.state.Decide(meeting.Ask{By: person, Words: hand, At: max(r.now().Unix(), r.state.LastTime())})
	var refused *meeting.Refusal
	if errors.As(err, &refused) && refused.Rule == "office" {
		return &view.Problem{Code: "office", Text: "Only the secretary hands out papers. Nothing was kept.", Next: "Give it to the secretary."}
	}
	return lawful(err)
}

func (r *Registrar) keepPaper(hash string, data []byte) error {
	if _, err := os.Stat(r.paperPath(hash)); err == nil {
		return nil // the same bytes
	}
	kept, err := os.ReadDir(r.papersDir())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	all := int64(len(data))
	for _, f := range kept {
		if info, err := f.Info(); err == nil {
			all += info.Size()
		}
	}
	if all > maxPapers {
		return &view.Problem{Code: "too-long", Text: fmt.Sprintf("The papers together would take %d bytes; there is room for %d. This one was not handed out.", all, maxPapers), Next: "Hand out its hash alone (paper hand), and the paper some other way."}
	}
	if err := durable.Write(r.paperPath(hash), data); err != nil {
		return &view.Problem{Code: "disk", Text: "The paper could not be kept: " + err.Error() + ". It was not handed out.", Next: "Free space or mend the disk, then hand it out again."}
	}
	return nil
}

// paper reads a paper; data is nil where only its hash was handed out. What is on the disk
// has to have the hash that the journal names.
func (r *Registrar) paper(person, n int) (p meeting.Paper, data []byte, err error) {
	r.mu.Lock()
	papers := r.state.Papers()
	barred := n >= 1 && n <= len(papers) && papers[n-1].Item != 0 && r.state.Disqualified(person, papers[n-1].Item)
	r.mu.Unlock()
	if barred {
		return p, nil, paperOfOthers
	}
	if n < 1 || n > len(papers) {
		return p, nil, &view.Problem{Code: "no-paper", Text: fmt.Sprintf("There is no paper %d.", n), Next: "Look at the list of papers."}
	}
	p = papers[n-1]
	data, err = os.ReadFile(r.paperPath(p.Hash.String()))
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil, nil
	}
	if sum := sha256.Sum256(data); err == nil && !bytes.Equal(sum[:], p.Hash) {
		return p, nil, &view.Problem{Code: "paper-changed", Text: fmt.Sprintf("What is kept of paper %d is not what was handed out: its hash differs. It is not shown.", n), Next: "Tell the operator, and ask the secretary for the paper."}
	}
	return p, data, err
}

// Paper is a paper to be read in a terminal. Only people of the meeting read papers:
// they can hold what is not public.
func (d *Desk) Paper(n int) (view.PaperText, error) {
	if d.who.kind != kindPerson {
		return view.PaperText{}, papersAreMembers
	}
	p, data, err := d.r.paper(d.who.person, n)
	out := view.PaperText{Paper: n, Title: p.Title, Bytes: len(data)}
	if err == nil && len(data) > 0 && len(data) <= maxReadable && utf8.Valid(data) && !bytes.ContainsRune(data, 0) {
		out.Text, out.Readable = string(data), true
	}
	return out, err
}

var papersAreMembers = &view.Problem{Code: "not-public", Text: "Papers are read by those who take part: they can hold what is not public.", Next: "Ask the body for what is public."}

// Whoever is disqualified from an item reads no papers for it (E04).
var paperOfOthers = &view.Problem{Code: "paper-jav", Text: "You are disqualified from the item of this paper and do not get it.", Next: "If that is a mistake, tell the chair."}

// papers are listed for one person. mu is held.
func (r *Registrar) papers(who role, common []view.Paper) []view.Paper {
	out := slices.Clone(common)
	p, _ := r.state.Person(who.person)
	for i := range out {
		out[i].Mine = r.state.HasPaper(out[i].Paper, who.person)
		if len(p.Offices) > 0 {
			out[i].Missing = r.lacking(out[i].Paper)
		}
	}
	return out
}

// mostLacking is how many are named who have not acknowledged a paper.
const mostLacking = 24

// lacking are persons who take part now without a receipt of a paper.
func (r *Registrar) lacking(paper int) []int {
	out := []int{}
	for _, seat := range r.state.Present() {
		if person := r.state.Seated(seat); !r.state.HasPaper(paper, person) && len(out) < mostLacking {
			out = append(out, person)
		}
	}
	return out
}

// commonPapers are listed for everybody. mu is held.
func (r *Registrar) commonPapers() []view.Paper {
	due := 0
	for _, p := range r.state.People() {
		if p.Seat != 0 || p.Substitute {
			due++
		}
	}
	out := []view.Paper{}
	for _, p := range r.state.Papers() {
		v := view.Paper{Paper: p.Paper, Item: p.Item, Title: p.Title, Hash: p.Hash.String(), Got: r.state.Receipts(p.Paper), Due: due, Missing: []int{}}
		if info, err := os.Stat(r.paperPath(v.Hash)); err == nil {
			v.Bytes = int(info.Size())
		}
		out = append(out, v)
	}
	return out
}

// runPaper takes papers themselves; the rest of the command is the meeting's.
func runPaper(r *Registrar, c *call) error {
	switch {
	case len(c.args) > 1 && c.args[1] == "put":
		if len(c.args) < 4 {
			return &view.Problem{Code: "usage", Text: "Which item is the paper for, and what is it called?", Next: "Write: paper put ITEM TITLE < FILE, with 0 for the meeting as a whole."}
		}
		data, err := read(c, maxPaper)
		if err == nil && len(data) == 0 {
			err = &view.Problem{Code: "usage", Text: "There is nothing in the paper. It was not handed out.", Next: "Write: paper put ITEM TITLE < FILE"}
		}
		if err != nil {
			return err
		}
		reply, err := r.putPaper(c.who.person, c.args[2], c.args[3:], data)
		switch {
		case err != nil:
			return err
		case c.json:
			return answer(c, reply)
		}
		_, err = fmt.Fprintln(c.out, c.say(reply, c.lang))
		return err
	case len(c.args) == 3 && c.args[1] == "get":
		var n int
		if _, err := fmt.Sscanf(c.args[2], "%d", &n); err != nil {
			return &view.Problem{Code: "usage", Text: fmt.Sprintf("%q is no paper.", c.args[2]), Next: "Write: paper get NUMBER > FILE"}
		}
		_, data, err := r.paper(c.who.person, n)
		if err == nil && data == nil {
			err = &view.Problem{Code: "no-paper", Text: fmt.Sprintf("Of paper %d only the hash was handed out.", n), Next: "Ask the secretary for the paper, and compare its SHA-256."}
		}
		if err == nil {
			_, err = c.out.Write(data)
		}
		return err
	}
	return runAct(r, c)
}

func init() { commands[wire.CmdPaper] = command{people, runPaper} }
