package verify

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
)

// Lines is a journal as an observer gets it from the registrar: one message a line.
// An entry's leaf stands in its line as it is.
type Lines struct {
	Entries [][]byte // leaves
	Notes   []string // checkpoints, with the cosignatures so far
}

// line is one of "entry", "checkpoint", "now" (the backlog ends) and "idle". What
// only trustees get, no observer's journal has.
type line struct {
	Kind  string          `json:"kind"`
	Entry json.RawMessage `json:"entry,omitempty"`
	Note  string          `json:"note,omitempty"`
}

// maxJournalNotes bounds the checkpoints of a journal that was followed for a whole meeting.
const maxJournalNotes = 1 << 18

// ReadLines reads what "journal" or "journal --follow" has printed. It refuses
// everything else, a line that was cut off, and a journal that ends before its
// backlog does.
func ReadLines(r io.Reader) (*Lines, error) {
	src := bufio.NewReaderSize(io.LimitReader(r, bundle.MaxBytes+1), bundle.MaxLine+64)
	out, whole, size := new(Lines), false, 0
	for n := 1; ; n++ {
		data, err := src.ReadSlice('\n')
		if errors.Is(err, io.EOF) && len(data) == 0 {
			break
		}
		if size += len(data); size > bundle.MaxBytes {
			return nil, fmt.Errorf("the journal is longer than %d bytes", int64(bundle.MaxBytes))
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil, fmt.Errorf("line %d of the journal is cut off: fetch it again", n)
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, fmt.Errorf("line %d of the journal is too long", n)
		case err != nil:
			return nil, fmt.Errorf("the journal cannot be read: %w", err)
		}
		now, err := out.line(data[:len(data)-1])
		if err != nil {
			return nil, fmt.Errorf("line %d of the journal: %w", n, err)
		}
		whole = whole || now
	}
	if !whole {
		return nil, errors.New("the journal ends before the line that ends it (kind \"now\"): fetch it again")
	}
	return out, nil
}

// line takes one line; now says that the backlog ends with it.
func (l *Lines) line(data []byte) (now bool, err error) {
	var got line
	if err := canon.Unmarshal(data, &got); err != nil {
		return false, err
	}
	has := [2]bool{got.Entry != nil, got.Note != ""}
	switch {
	case got.Kind == "entry" && has == [2]bool{true, false}:
		if len(l.Entries) == bundle.MaxEntries {
			return false, fmt.Errorf("more than %d entries", bundle.MaxEntries)
		}
		l.Entries = append(l.Entries, got.Entry)
	case got.Kind == "checkpoint" && has == [2]bool{false, true}:
		if len(l.Notes) == maxJournalNotes {
			return false, fmt.Errorf("more than %d checkpoints", maxJournalNotes)
		}
		l.Notes = append(l.Notes, got.Note)
	case (got.Kind == "now" || got.Kind == "idle") && has == [2]bool{}:
	default:
		return false, fmt.Errorf("no line of an observer's journal: kind %q", got.Kind)
	}
	return got.Kind == "now", nil
}
