package evidence

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"valurna/ballot/bundle"
	"valurna/ballot/verify"
)

// Source is a file that goes into the evidence as it is.
type Source struct {
	Name string // to speak of it
	Size int64  // bytes
	Open func() (io.ReadCloser, error)
}

// Make writes the evidence of a meeting. It asks no more of the journal than that it
// can be read and keeps the rules, and of each bundle that it names a ballot: also
// what does not hold is evidence, and Check says what does.
func Make(w io.Writer, journal Source, bundles []Source) error {
	leaves, err := journal.leaves()
	if err != nil {
		return err
	}
	sum, signed, err := Summarize(leaves)
	if err != nil {
		return fmt.Errorf("%s breaks a rule, so nothing can be drawn from it: %w", journal.Name, err)
	}
	manifestFile, err := signed.Encode()
	if err != nil {
		return err
	}
	summary, err := sum.Encode()
	if err != nil {
		return err
	}
	named, err := byName(bundles)
	if err != nil {
		return err
	}
	if err := write(w, PartManifest, int64(len(manifestFile)), bytes.NewReader(manifestFile)); err != nil {
		return err
	}
	if err := journal.write(w, PartJournal); err != nil {
		return err
	}
	if err := write(w, PartSummary, int64(len(summary)), bytes.NewReader(summary)); err != nil {
		return err
	}
	for _, b := range named {
		if err := b.write(w, b.part); err != nil {
			return err
		}
	}
	_, err = w.Write(make([]byte, trailer))
	return err
}

// part is a source with its name in the file.
type part struct {
	Source
	part string
}

// byName gives the bundles with the names of their ballots, rising.
func byName(bundles []Source) ([]part, error) {
	var out []part
	for _, s := range bundles {
		id, err := s.ballot()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		out = append(out, part{s, folder + id + bundleEnd})
	}
	slices.SortFunc(out, func(a, b part) int { return cmp.Compare(a.part, b.part) })
	for i, p := range out {
		if i > 0 && p.part == out[i-1].part {
			return nil, fmt.Errorf("%s and %s are both of ballot %s: give one", out[i-1].Name, p.Name, ballotOf(p.part))
		}
	}
	if len(out) > MaxBundles {
		return nil, fmt.Errorf("%d bundles; at most %d go into one file", len(out), MaxBundles)
	}
	return out, nil
}

func (s Source) leaves() (leaves [][]byte, err error) {
	err = s.read(func(r io.Reader) error {
		lines, err := verify.ReadLines(r)
		if err == nil {
			leaves = lines.Entries
		}
		return err
	})
	return leaves, err
}

// ballot is the id of the ballot that a bundle names.
func (s Source) ballot() (id string, err error) {
	err = s.read(func(r io.Reader) error {
		id, err = bundle.ReadBallot(r)
		return err
	})
	return id, err
}

func (s Source) write(w io.Writer, name string) error {
	if s.Size > MaxPart {
		return fmt.Errorf("%s has more than %d bytes", s.Name, int64(MaxPart))
	}
	return s.read(func(r io.Reader) error { return write(w, name, s.Size, r) })
}

func (s Source) read(with func(io.Reader) error) error {
	r, err := s.Open()
	if err != nil {
		return err
	}
	return errors.Join(with(r), r.Close())
}
