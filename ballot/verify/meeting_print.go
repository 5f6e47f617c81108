package verify

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

var meetingHeadlines = map[string]string{
	Valid:      "VALID: every ballot of the meeting is accounted for, in one history, and the manifest is the one that was given.",
	Invalid:    "INVALID: a check failed. Do not rely on this meeting's record as it lies here.",
	Unreadable: "UNREADABLE: this is not a whole journal as an observer gets it. Nothing was checked.",
	Unanchored: "CONSISTENT, ORIGIN NOT CHECKED: no manifest was given, so this may be about a meeting that never was.",
}

// Print writes the report as plain text, without colour, for people.
func (r *MeetingReport) Print(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, meetingHeadlines[r.Verdict])
	if failed := r.Failed(); failed != "" {
		fmt.Fprintf(out, "First failed check: %s\n", failed)
	}
	if r.Meeting != "" {
		fmt.Fprintf(out, "\n%s, %s, %s\n", plain(r.Body), plain(r.Meeting), plain(r.Date))
	}
	if r.Rehearsal {
		fmt.Fprintln(out, "REHEARSAL: this decides nothing.")
	}
	if r.Anchor.Words != "" {
		fmt.Fprintf(out, "Manifest: %s\n", r.Anchor.Words)
		if !r.Anchor.Confirmed {
			fmt.Fprintln(out, "  Compare these words with the notice of the meeting.")
		}
	}
	fmt.Fprintln(out, "\nChecks")
	PrintChecks(out, r.Checks)
	r.PrintLists(out)
	fmt.Fprintln(out, "\nWhat this does not show")
	for _, s := range r.NotShown {
		fmt.Fprintf(out, "  - %s\n", s)
	}
	return out.Flush()
}

// PrintLists writes what the journal holds of ballots, changed keys and irregularities.
func (r *MeetingReport) PrintLists(out io.Writer) {
	heading(out, "Ballots", len(r.Ballots))
	for _, b := range r.Ballots {
		fmt.Fprintf(out, "  %s  %s  %s", b.Ballot, b.State, plain(b.Title))
		if b.Reason != "" {
			fmt.Fprintf(out, " (void: %s)", plain(b.Reason))
		}
		if b.File != "" {
			fmt.Fprintf(out, "  %s", plain(b.File))
		}
		fmt.Fprintln(out)
	}
	heading(out, "Members' keys added, replaced or taken back after the first entries", len(r.Keys))
	for _, k := range r.Keys {
		seat := "no seat"
		if k.Seat > 0 {
			seat = fmt.Sprintf("seat %d", k.Seat)
		}
		fmt.Fprintf(out, "  entry %d  %s  person %d, %s\n", k.Seq, clock(k.Time), k.Person, seat)
	}
	heading(out, "Irregularities", len(r.Irregular))
	for _, in := range r.Irregular {
		fmt.Fprintf(out, "  entry %d  %s  %s", in.Seq, clock(in.Time), in.Type)
		if in.Ballot != "" {
			fmt.Fprintf(out, "  ballot %s", in.Ballot)
		}
		if in.Party != "" {
			fmt.Fprintf(out, "  trustee %s", plain(in.Party))
		}
		if in.Against != "" {
			fmt.Fprintf(out, " against %s", plain(in.Against))
		}
		fmt.Fprintf(out, ": %s\n", plain(in.Reason))
	}
}

func heading(out io.Writer, text string, n int) {
	fmt.Fprintf(out, "\n%s\n", text)
	if n == 0 {
		fmt.Fprintln(out, "  none")
	}
}

// clock writes the time of an entry.
func clock(unix int64) string { return time.Unix(unix, 0).UTC().Format("2006-01-02 15:04:05 UTC") }

// JSON writes the report as one JSON object on several lines.
func (r *MeetingReport) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
