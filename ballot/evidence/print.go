package evidence

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"valurna/ballot/verify"
)

var headlines = map[string]string{
	verify.Valid:      "VALID: the journal is one history and keeps the rules, every ballot is accounted for, the summary is the journal's, and the manifest is the one that was given.",
	verify.Invalid:    "INVALID: a check failed. What it is about is no evidence as it lies here; the other checks stand.",
	verify.Unreadable: "UNREADABLE: this is no evidence file in its one form, or without a whole journal. Nothing was checked.",
	verify.Unanchored: "CONSISTENT, ORIGIN NOT CHECKED: no manifest was given, so this may be about a meeting that never was.",
}

// Print writes the report as plain text, without colour, for people.
func (r *Report) Print(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, headlines[r.Verdict])
	if failed := r.Failed(); failed != "" {
		fmt.Fprintf(out, "First failed check: %s\n", failed)
	}
	m := r.Meeting
	if m != nil && m.Meeting != "" {
		fmt.Fprintf(out, "\n%s, %s, %s\n", verify.Plain(m.Body), verify.Plain(m.Meeting), verify.Plain(m.Date))
		if m.Rehearsal {
			fmt.Fprintln(out, "REHEARSAL: this decides nothing.")
		}
	}
	if m != nil && m.Anchor.Words != "" {
		fmt.Fprintf(out, "Manifest: %s\n", m.Anchor.Words)
		if !m.Anchor.Confirmed {
			fmt.Fprintln(out, "  Compare these words with the notice of the meeting.")
		}
	}
	fmt.Fprintln(out, "\nChecks")
	verify.PrintChecks(out, r.Checks)
	r.printSummary(out)
	if m != nil {
		m.PrintLists(out)
	}
	r.printParts(out)
	if m != nil {
		fmt.Fprintln(out, "\nWhat this does not show")
		for _, s := range m.NotShown {
			fmt.Fprintf(out, "  - %s\n", s)
		}
		fmt.Fprintln(out, "  - That a line held, or that anybody saw and heard: these are the words of those named, in the order in which the registrar entered them.")
	}
	return out.Flush()
}

// printSummary says how much there is of what, and what was refused.
func (r *Report) printSummary(out io.Writer) {
	s := r.Summary
	if s == nil {
		return
	}
	fmt.Fprintln(out, "\nSummary (summary.json; each with the number of its entry)")
	for _, l := range []struct {
		what string
		n    int
	}{
		{"findings of the gate", len(s.Gate)}, {"preflights", len(s.Preflights)}, {"applications and answers", len(s.Applications)},
		{"identity, far ends, admissions", len(s.Admissions)}, {"who sees and hears whom", len(s.Matrix)}, {"lines lost and back", len(s.Losses)},
		{"adjournments and resumptions", len(s.Adjournments)}, {"papers and receipts", len(s.Papers)}, {"attestations", len(s.Attestations)},
		{"refusals", len(s.Refusals)},
	} {
		fmt.Fprintf(out, "  %6d  %s\n", l.n, l.what)
	}
	for _, f := range s.Refusals {
		if f.Guarantee != "" {
			fmt.Fprintf(out, "  entry %d  %s\n", f.Entry, verify.Plain(fmt.Sprintf("%s  %s %s (%s)%s", f.Moment, f.Guarantee, f.Verdict, f.Code, about(f.Ballot))))
		}
	}
}

func about(ballot string) string {
	if ballot == "" {
		return ""
	}
	return ", ballot " + ballot
}

func (r *Report) printParts(out io.Writer) {
	if len(r.Parts) == 0 {
		return
	}
	fmt.Fprintln(out, "\nParts (tar unpacks them) and their SHA-256")
	for _, p := range r.Parts {
		fmt.Fprintf(out, "  %s\n    %d bytes  %s\n", p.Name, p.Size, p.SHA256)
	}
}

// JSON writes the report as one JSON object on several lines.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
