package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"valurna/ballot/bundle"
	"valurna/ballot/manifest"
	"valurna/ballot/verify"
)

// The checks beside those of a whole meeting (verify.Meeting), which stand between the
// first and the others.
const (
	CheckContainer = "container" // the file has its one form
	CheckCopy      = "copy"      // its manifest is that of the journal
	CheckNames     = "names"     // each bundle is of the ballot whose name it has
	CheckSummary   = "summary"   // its summary is what the journal gives
)

// checking is one check of a file.
type checking struct {
	*File
	report  *Report
	ballots map[string]string // of the bundles that could be read, by part
	summary *Summary          // drawn again
	signed  *manifest.Signed
}

// Check verifies a file offline, with what the reader knows of the meeting from
// elsewhere.
func Check(f *File, anchor verify.Anchor) (*Report, error) {
	c := &checking{File: f, report: newReport(), ballots: map[string]string{}}
	if err := c.digest(); err != nil {
		return nil, err
	}
	c.report.add(CheckContainer, nil, fmt.Sprintf("%d parts, each in its place and in its one form", len(f.Parts)))
	var names []string
	for _, p := range f.Parts[len(fixed):] {
		names = append(names, p.Name)
	}
	m := verify.Meeting(f.part(PartJournal), names, c.open, anchor)
	c.report.take(m)
	c.rest(CheckCopy, verify.CheckJournal, c.checkCopy)
	c.rest(CheckNames, verify.CheckFiles, c.checkNames)
	c.rest(CheckSummary, verify.CheckJournal, c.checkSummary)
	c.report.conclude(m.Verdict)
	if c.report.holds(CheckSummary) {
		c.report.Summary = c.summary
	}
	return c.report, nil
}

// digest names every part by its hash, so that whoever unpacks the file can tell that
// they speak of the same.
func (c *checking) digest() error {
	for _, p := range c.Parts {
		h := sha256.New()
		if _, err := io.Copy(h, c.part(p.Name)); err != nil {
			return err
		}
		c.report.Parts = append(c.report.Parts, PartReport{p.Name, p.Size, h.Sum(nil)})
	}
	return nil
}

// open reads a bundle for verify, and keeps whose it is.
func (c *checking) open(name string) (*bundle.Bundle, error) {
	b, err := bundle.Read(c.part(name))
	if err == nil {
		c.ballots[name] = b.Ballot
	}
	return b, err
}

// rest runs a check that rests on another.
func (c *checking) rest(id, needs string, run func() (string, error)) {
	if !c.report.holds(needs) {
		c.report.skip(id, "not checked, because it rests on: "+needs)
		return
	}
	detail, err := run()
	if err != nil {
		detail = err.Error()
	}
	c.report.add(id, err, detail)
}

// drawn draws the summary again, once.
func (c *checking) drawn() error {
	if c.summary != nil {
		return nil
	}
	lines, err := verify.ReadLines(c.part(PartJournal))
	if err != nil {
		return err
	}
	c.summary, c.signed, err = Summarize(lines.Entries)
	return err
}

func (c *checking) checkCopy() (string, error) {
	if err := c.drawn(); err != nil {
		return "", err
	}
	want, err := c.signed.Encode()
	if err != nil {
		return "", err
	}
	got, err := c.small(PartManifest, len(want))
	if err == nil && !bytes.Equal(got, want) {
		err = errors.New(PartManifest + " is another file than the manifest with which the journal begins")
	}
	return PartManifest + " is the manifest with which the journal begins", err
}

func (c *checking) checkNames() (string, error) {
	for _, p := range c.Parts[len(fixed):] {
		if of := c.ballots[p.Name]; of != p.Bundle() {
			return "", fmt.Errorf("%s holds the bundle of ballot %s", p.Name, of)
		}
	}
	return fmt.Sprintf("each of %d bundles has the name of its ballot", len(c.ballots)), nil
}

func (c *checking) checkSummary() (string, error) {
	if err := c.drawn(); err != nil {
		return "", err
	}
	want, err := c.summary.Encode()
	if err != nil {
		return "", err
	}
	got, err := c.small(PartSummary, len(want))
	if err != nil {
		return "", err
	}
	if !bytes.Equal(got, want) {
		return "", fmt.Errorf("%s is not what the journal gives: %s", PartSummary, differing(got, want))
	}
	return fmt.Sprintf("%s is exactly what the %d entries of the journal give", PartSummary, c.summary.Entries), nil
}

// small reads a part of which that many bytes are due, or a few more.
func (c *checking) small(name string, due int) ([]byte, error) {
	return io.ReadAll(io.LimitReader(c.part(name), int64(due)+1<<20))
}

// differing says which members of a summary are others than they should be.
func differing(got, want []byte) string {
	var a, b map[string]json.RawMessage
	if json.Unmarshal(got, &a) != nil || json.Unmarshal(want, &b) != nil {
		return "it is no summary"
	}
	var names []string
	for name, value := range b {
		if !bytes.Equal(a[name], value) {
			names = append(names, name)
		}
	}
	for name := range a {
		if _, due := b[name]; !due {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "it is written otherwise"
	}
	slices.Sort(names)
	return "changed is " + strings.Join(names, ", ")
}
