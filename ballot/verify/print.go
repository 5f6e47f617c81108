package verify

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// headlines say each verdict in a sentence.
var headlines = map[string]string{
	Valid:      "VALID: every check passed, and the manifest is the one that was given.",
	Invalid:    "INVALID: a check failed. Do not rely on this bundle.",
	Unreadable: "UNREADABLE: this is not a bundle, or it could not be read here; see below why. Nothing was checked.",
	Unanchored: "CONSISTENT, ORIGIN NOT CHECKED: no manifest was given, so this may be about a meeting that never was.",
}

// Print writes the report as plain text, without colour, for people.
func (r *Report) Print(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, headlines[r.Verdict])
	if r.missing {
		fmt.Fprintln(out, "NOT FOUND: see the check \"code\".")
	}
	if r.Verdict == Invalid && r.Failed() == CheckAnchor {
		fmt.Fprintln(out, "The manifest or the words that were given are not this bundle's, or cannot be read: look for a slip first.")
	}
	if r.Verdict == Invalid {
		fmt.Fprintf(out, "First failed check: %s\n", r.Failed())
	}
	if r.Void != "" {
		fmt.Fprintf(out, "THE BALLOT IS VOID: %s\n", plain(r.Void))
	}
	r.printSubject(out)
	fmt.Fprintln(out, "\nChecks")
	PrintChecks(out, r.Checks)
	r.printResult(out)
	fmt.Fprintln(out, "\nWhat this does not show")
	for _, s := range r.NotShown {
		fmt.Fprintf(out, "  - %s\n", s)
	}
	return out.Flush()
}

// PrintChecks writes one line a check.
func PrintChecks(out io.Writer, checks []Check) {
	for _, c := range checks {
		fmt.Fprintf(out, "  %-4s  %-11s  %s\n", mark(c.OK), c.ID, c.Detail)
	}
}

func mark(ok *bool) string {
	switch {
	case ok == nil:
		return "--"
	case *ok:
		return "ok"
	}
	return "FAIL"
}

func (r *Report) printSubject(out io.Writer) {
	if r.Meeting != "" {
		fmt.Fprintf(out, "\n%s, %s, %s\n", plain(r.Body), plain(r.Meeting), plain(r.Date))
	}
	if r.Rehearsal {
		fmt.Fprintln(out, "REHEARSAL: this decides nothing.")
	}
	if r.Trial {
		fmt.Fprintln(out, "TRIAL BALLOT: all try it out with it, before the meeting's first. It is no part of the minutes.")
	}
	if r.Title != "" {
		fmt.Fprintf(out, "Item %d: %s. Ballot %s.\n", r.Item, plain(r.Title), r.Ballot)
	}
	if len(r.Order) > 0 {
		fmt.Fprintf(out, "Order on the ballot, drawn by lot: %s.\n", plain(strings.Join(r.Order, ", ")))
	}
	if r.Anchor.Words != "" {
		fmt.Fprintf(out, "Manifest: %s\n", r.Anchor.Words)
		if !r.Anchor.Confirmed {
			fmt.Fprintln(out, "  Compare these words with the notice of the meeting.")
		}
	}
}

func (r *Report) printResult(out io.Writer) {
	res := r.Result
	if res == nil {
		return
	}
	fmt.Fprintf(out, "\nResult\n  eligible %d, tokens %d, cast %d: valid %d, invalid %d, blank %d\n",
		res.Eligible, res.Tokens, res.Cast, res.Valid, res.Invalid, res.Blank)
	for _, o := range res.Options {
		fmt.Fprintf(out, "  %6d  %s\n", o.Votes, plain(o.Name))
	}
	for _, name := range res.Elected {
		fmt.Fprintf(out, "  elected: %s\n", plain(name))
	}
	for _, tie := range res.Ties {
		fmt.Fprintf(out, "  tied for the last place: %s\n", plain(strings.Join(tie, ", ")))
	}
	for _, name := range res.Drawn {
		fmt.Fprintf(out, "  elected by lot: %s\n", plain(name))
	}
	if len(res.Elected)+len(res.Drawn) == 0 {
		fmt.Fprintln(out, "  elected: nobody")
	}
	if !r.Secret {
		fmt.Fprintln(out, "  NOT SECRET: no ballots were shuffled.")
	}
}

// JSON writes the report as one JSON object on several lines.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
