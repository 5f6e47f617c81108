package bundle

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"

	"valurna/crypto/shuffle"
)

// Write writes b in its one form. It writes nothing if Check refuses b.
func Write(w io.Writer, b *Bundle) error {
	if err := b.Check(); err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	fmt.Fprintf(out, "%s\nballot %s\nentries %d\n", Version, b.Ballot, len(b.Entries))
	for _, leaf := range b.Entries {
		out.Write(leaf)
		out.WriteByte('\n')
	}
	fmt.Fprintf(out, "checkpoints %d\n", len(b.Checkpoints))
	for _, note := range b.Checkpoints {
		fmt.Fprintf(out, "note %d\n%s", strings.Count(note, "\n"), note)
	}
	points := b.Points()
	fmt.Fprintf(out, "sealed %d %d\n", len(b.Sealed), points)
	for _, s := range b.Sealed {
		writeBase64(out, s)
	}
	fmt.Fprintf(out, "shuffles %d\n", len(b.Shuffles))
	for _, s := range b.Shuffles {
		fmt.Fprintf(out, "shuffle %s\n", s.Trustee)
		writeEach(out, s.Output, shuffle.OutputSize(1, points))
		records := len(b.Sealed) * shuffle.RecordSize
		writeEach(out, s.Proof[:records], shuffle.RecordSize)
		writeBase64(out, s.Proof[records:])
	}
	if len(b.Combined) == 0 {
		fmt.Fprintln(out, "combined 0")
	} else {
		fmt.Fprintf(out, "combined %d\n", len(b.Sealed))
		writeEach(out, b.Combined, points*pointSize)
	}
	for _, name := range later {
		if name == "audited" {
			fmt.Fprintf(out, "audited %d %d\n", len(b.Audited), b.AuditedPoints())
			for _, a := range b.Audited {
				writeBase64(out, a)
			}
			continue
		}
		fmt.Fprintf(out, "%s 0\n", name)
	}
	fmt.Fprintln(out, "end")
	// bufio keeps the first error and gives it here.
	if err := out.Flush(); err != nil {
		return fmt.Errorf("bundle: the file was not written completely; discard it and write again: %w", err)
	}
	return nil
}

// writeEach writes lines of size bytes each.
func writeEach(out *bufio.Writer, data []byte, size int) {
	for line := range slices.Chunk(data, size) {
		writeBase64(out, line)
	}
}

func writeBase64(out *bufio.Writer, data []byte) {
	// Nothing is copied where the buffer has room; bufio writes what it is given.
	out.Write(append(base64.StdEncoding.AppendEncode(out.AvailableBuffer(), data), '\n'))
}
