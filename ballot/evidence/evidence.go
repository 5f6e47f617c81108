// Package evidence is a meeting in one file, for whoever has to judge it (A26: KL 13):
// the journal as an observer got it, the manifest, the bundles of all ballots, and a
// summary of what the guarantees of taking part from elsewhere rest on.
//
// For most uses call Make, and Open and Check. The file is a tar archive that every
// program for these unpacks; it has one form, and Open refuses every other. In this
// order:
//
//	evidence/manifest       the signed manifest, as entry 0 of the journal has it
//	evidence/journal        what "ssh observer@HOST journal" printed
//	evidence/summary.json   a Summary in its canonical encoding, and a newline
//	evidence/2-1.valurna    bundles, each named by its ballot, rising by name
//
// Nothing in it is to be believed because it stands there: Check draws the summary from
// the journal again, and verifies journal and bundles as package verify does.
package evidence

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
)

// Names of the parts. A bundle's is folder + the ballot's id + bundleEnd.
const (
	folder       = "evidence/"
	PartManifest = folder + "manifest"
	PartJournal  = folder + "journal"
	PartSummary  = folder + "summary.json"
	bundleEnd    = ".valurna"
)

// Limits. They bound what a stranger's file can take.
const (
	MaxPart    = bundle.MaxBytes // bytes of a part
	MaxBundles = 4096            // a ceremony makes no more keys
)

// fixed are the parts that every file has, in their order.
var fixed = []string{PartManifest, PartJournal, PartSummary}

// ErrForm says that bytes are not evidence in its one form.
var ErrForm = errors.New("not an evidence file in its one form")

func malformed(format string, a ...any) error {
	return fmt.Errorf("%w: %s", ErrForm, fmt.Sprintf(format, a...))
}

// Part is one part of a file.
type Part struct {
	Name string `json:"name"`
	Size int64  `json:"size"`

	at int64 // of its first byte
}

// Bundle is the id of the ballot whose bundle a part is by its name; "" for every other
// part.
func (p Part) Bundle() string { return ballotOf(p.Name) }

func ballotOf(name string) string {
	id, is := strings.CutPrefix(name, folder)
	id, ends := strings.CutSuffix(id, bundleEnd)
	if !is || !ends {
		return ""
	}
	if _, _, err := journal.ParseBallotID(id); err != nil {
		return ""
	}
	return id
}

// File is an evidence file whose form has been checked; its parts have not been read.
type File struct {
	Parts []Part
	src   io.ReaderAt
}

// part opens a part by its name.
func (f *File) part(name string) *io.SectionReader {
	i := slices.IndexFunc(f.Parts, func(p Part) bool { return p.Name == name })
	if i < 0 {
		return io.NewSectionReader(f.src, 0, 0)
	}
	return io.NewSectionReader(f.src, f.Parts[i].at, f.Parts[i].Size)
}
