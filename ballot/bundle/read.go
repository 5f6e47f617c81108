package bundle

import (
	"io"
	"strings"

	"valurna/ballot/sealed"
	"valurna/crypto/shuffle"
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
	if b.Ballot, err = l.ballot(); err != nil {
		return nil, err
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

// ReadBallot reads from the beginning of a bundle of which ballot it says to be. It
// judges nothing of what follows.
func ReadBallot(r io.Reader) (string, error) {
	l := newLines(r)
	if err := l.exact(Version); err != nil {
		return "", err
	}
	return l.ballot()
}

// ballot reads the line with the ballot's id.
func (l *lines) ballot() (string, error) {
	id, err := l.header("ballot", maxName)
	if err != nil {
		return "", err
	}
	if err := checkBallot(id); err != nil {
		return "", l.fail("%v", err)
	}
	return id, nil
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

// sealed reads the ballots and, since their number gives the length of all that
// follows, the shuffles and what was decrypted.
func (l *lines) sealed(b *Bundle) error {
	n, err := l.counts("sealed", MaxSealed, MaxPoints)
	if err != nil {
		return err
	}
	count, points := n[0], n[1]
	if (count == 0) != (points == 0) {
		return l.fail("%d ballots of %d points: points are 0 exactly where there is no ballot", count, points)
	}
	if b.Sealed, err = l.list(count, sealed.Size(points)); err != nil {
		return err
	}
	most := MaxShuffles
	if count == 0 {
		most = 0 // nothing is shuffled, so no shuffle has a length
	}
	shuffles, err := l.counts("shuffles", most)
	if err != nil {
		return err
	}
	for range shuffles[0] {
		s, err := l.shuffle(count, points)
		if err != nil {
			return err
		}
		b.Shuffles = append(b.Shuffles, s)
	}
	combined, err := l.counts("combined", count)
	if err != nil {
		return err
	}
	if combined[0] != 0 && combined[0] != count {
		return l.fail("%d of %d ballots are decrypted; it is all or none", combined[0], count)
	}
	b.Combined, err = l.base64s(combined[0], points*pointSize, 0)
	return err
}

// shuffle reads one shuffle of count ballots.
func (l *lines) shuffle(count, points int) (Shuffle, error) {
	name, err := l.header("shuffle", maxName)
	if err != nil {
		return Shuffle{}, err
	}
	if err := checkName(name); err != nil {
		return Shuffle{}, l.fail("%v", err)
	}
	s := Shuffle{Trustee: name}
	if s.Output, err = l.base64s(count, shuffle.OutputSize(1, points), 0); err != nil {
		return Shuffle{}, err
	}
	s.Proof, err = l.base64s(count, shuffle.RecordSize, shuffle.TailSize(points))
	return s, err
}

// firstRoom is how many items memory is taken for before any of them is read; a
// file that claims more than it holds costs no more than this or what it holds.
const firstRoom = 1 << 10

// base64s reads n lines of size bytes each, and one of tail bytes unless tail is 0.
func (l *lines) base64s(n, size, tail int) ([]byte, error) {
	whole := n*size + tail
	if whole == 0 {
		return nil, nil
	}
	data := make([]byte, 0, min(whole, firstRoom*size+tail))
	for i := range n + 1 {
		if i == n {
			if size = tail; tail == 0 {
				break
			}
		}
		at := len(data)
		if at+size > cap(data) {
			// Twice as much, and exactly what is due as soon as that is less.
			data = append(make([]byte, 0, min(whole, 2*cap(data))), data...)
		}
		data = data[:at+size]
		if err := l.base64(data[at:]); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// list reads n lines of size bytes each, as parts of few large pieces.
func (l *lines) list(n, size int) ([][]byte, error) {
	var out [][]byte
	for len(out) < n {
		room := make([]byte, min(firstRoom, n-len(out))*size)
		for len(room) > 0 {
			item := room[:size:size]
			if err := l.base64(item); err != nil {
				return nil, err
			}
			out, room = append(out, item), room[size:]
		}
	}
	return out, nil
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
	b.Audited, err = l.list(count, sealed.OpenedSize(points))
	return err
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
