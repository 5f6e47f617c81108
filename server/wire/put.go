package wire

import (
	"bytes"
	"fmt"
	"io"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
)

// maxPutLine bounds the first line of a put in bytes, with its newline.
const maxPutLine = 4096

// PutInput is what CmdPut reads: the canonical statement of type ballot.shuffle
// or ballot.shares, signed by the trustee, a newline, and what its hash names as it is.
func PutInput(st journal.Statement, parts []byte) ([]byte, error) {
	line, err := canon.Marshal(st)
	if err == nil && len(line) >= maxPutLine {
		err = fmt.Errorf("%w: a statement of %d bytes", ErrMessage, len(line))
	}
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(line)+1+len(parts))
	out = append(append(out, line...), '\n')
	return append(out, parts...), nil
}

// ReadPut reads the statement with which PutInput begins and refuses every other
// spelling; r then stands at the parts, so that nothing has to be held for
// whoever has signed nothing. It checks neither the signature nor what is signed.
func ReadPut(r io.Reader) (journal.Statement, error) {
	line := make([]byte, 0, 512)
	for !bytes.HasSuffix(line, []byte("\n")) {
		if len(line) == maxPutLine {
			return journal.Statement{}, fmt.Errorf("%w: no statement on the first line", ErrMessage)
		}
		line = append(line, 0)
		if _, err := io.ReadFull(r, line[len(line)-1:]); err != nil {
			return journal.Statement{}, fmt.Errorf("%w: the statement broke off: %w", ErrMessage, err)
		}
	}
	var st journal.Statement
	if err := canon.Unmarshal(trimNewline(line), &st); err != nil {
		return journal.Statement{}, fmt.Errorf("%w: the statement: %w", ErrMessage, err)
	}
	if !isObject(st.Body) {
		return journal.Statement{}, fmt.Errorf("%w: a statement without a body", ErrMessage)
	}
	return st, nil
}
