package bundle

import (
	"io"
	"strings"

	"valurna/ballot/sealed"
)

// Read reads the whole of r as one bundle. Bytes that are not a bundle in its one
// form give a *FormatError with the line, a source that fails a *ReadError. It
// holds no more in memory than it has read, and reads at most MaxBytes.
func Read(r io.Reader) (*Bundle, error) {
	l := newLines(r)
	b := new(Bundle)
	if err := l.exact(Version); err != nil {
		return nil, err
	}
	var err error
	if b.Ballot, err = l.header("ballot", maxName); err != nil {
		return nil, err
	}
	if err := checkBallot(b.Ballot); err != nil {
		return nil, l.fail("%v", err)
	}
	for _, section := range []func(*Bundle) error{l.entries, l.checkpoints, l.sealed, l.empty} {
		if err := section(b); err != nil {
			return nil, err
		}
	}
	if err := l.end(); err != nil {
		return nil, err
	}
	// Whatever the lines allowed, nothing is handed out that could not be written.
	if err := b.Check(); err != nil {
		return nil, l.fail("%v", err)
	}
	return b, nil
}

func (l *lines) entries(b *Bundle) error {
	n, err := l.counts("entries", MaxEntries)
	if err != nil {
		return err
	}
	for range n[0] {
		leaf, err := l.next(MaxLine)
		if err != nil {
			return err
		}
		if err := checkLine(leaf); err != nil {
			return l.fail("%v", err)
		}
		b.Entries = append(b.Entries, leaf)
	}
	return nil
}

func (l *lines) checkpoints(b *Bundle) error {
	n, err := l.counts("checkpoints", MaxCheckpoints)
	if err != nil {
		return err
	}
	for range n[0] {
		size, err := l.counts("note", MaxNoteLines)
		if err != nil {
			return err
		}
		var note strings.Builder
		for range size[0] {
			line, err := l.next(MaxLine - note.Len() - 1)
			if err != nil {
				return err
			}
			note.Write(line)
			note.WriteByte('\n')
		}
		if note.Len() == 0 {
			return l.fail("a checkpoint without lines")
		}
		b.Checkpoints = append(b.Checkpoints, note.String())
	}
	return nil
}

// sealed reads the ballots and, since their number gives the length of the
// trustees' parts, those.
func (l *lines) sealed(b *Bundle) error {
	n, err := l.counts("sealed", MaxSealed, MaxPoints)
	if err != nil {
		return err
	}
	count, points := n[0], n[1]
	if (count == 0) != (points == 0) {
		return l.fail("%d ballots of %d points: points are 0 exactly where there is no ballot", count, points)
	}
	for range count {
		data, err := l.base64(sealed.Size(points))
		if err != nil {
			return err
		}
		b.Sealed = append(b.Sealed, data)
	}
	parts, err := l.counts("parts", MaxParts)
	if err != nil {
		return err
	}
	for range parts[0] {
		name, err := l.header("part", maxName)
		if err != nil {
			return err
		}
		if err := checkName(name); err != nil {
			return l.fail("%v", err)
		}
		part := Part{Trustee: name}
		for range count {
			data, err := l.base64(points * partSize)
			if err != nil {
				return err
			}
			part.Data = append(part.Data, data...)
		}
		b.Parts = append(b.Parts, part)
	}
	return nil
}

// audited reads the ballots that were opened as tests.
func (l *lines) audited(b *Bundle) error {
	n, err := l.counts("audited", MaxAudited, MaxPoints)
	if err != nil {
		return err
	}
	count, points := n[0], n[1]
	if (count == 0) != (points == 0) {
		return l.fail("%d audited ballots of %d points: points are 0 exactly where there is none", count, points)
	}
	for range count {
		data, err := l.base64(sealed.OpenedSize(points))
		if err != nil {
			return err
		}
		b.Audited = append(b.Audited, data)
	}
	return nil
}

func (l *lines) empty(b *Bundle) error {
	for _, name := range later {
		if name == "audited" {
			if err := l.audited(b); err != nil {
				return err
			}
			continue
		}
		if err := l.exact(name + " 0"); err != nil {
			return err
		}
	}
	return l.exact("end")
}
