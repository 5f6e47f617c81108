package bundle

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// Write writes b in its one form. It writes nothing if Check refuses b.
func Write(w io.Writer, b *Bundle) error {
	if err := b.Check(); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
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
	fmt.Fprintf(out, "parts %d\n", len(b.Parts))
	for _, p := range b.Parts {
		fmt.Fprintf(out, "part %s\n", p.Trustee)
		for i := range b.Sealed {
			writeBase64(out, p.Data[i*points*partSize:(i+1)*points*partSize])
		}
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

func writeBase64(out *bufio.Writer, data []byte) {
	out.WriteString(base64.StdEncoding.EncodeToString(data))
	out.WriteByte('\n')
}
