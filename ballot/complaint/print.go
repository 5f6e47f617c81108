package complaint

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"valurna/ballot/verify"
)

// texts say each verdict in a sentence.
var texts = map[string]string{
	Included:   "The ballot is among the sealed ones, unchanged: it was not left out.",
	Dropped:    "The urn signed a receipt for a ballot that is not among the sealed ones. The urn is at fault, whoever shows this.",
	Unreadable: "This is no complaint in its one form. Nothing was judged.",
	NoBasis:    "The bundle gives no ground to judge by. Nothing was judged: see which check says why.",
	NeverCast:  "There is no receipt of the urn, and the ballot is not among the sealed ones: nothing shows that it was cast.",
	Wrong:      "What was handed in is of another ballot or meeting, or does not belong together. It shows nothing about this ballot.",
	Forged:     "The receipt is not signed by this meeting's urn. It shows nothing.",
}

// Notes.
const (
	noteClosed   = "Nothing was opened, and nothing here tells how anybody voted."
	noteShown    = "Whoever hands in a complaint shows which sealed ballot is meant: of a ballot that is among the sealed ones it is better not to."
	noteNever    = "The ballot that was left out is never decrypted: trustees open the sealed list as a whole and nothing else, and once the journal holds the receipt it takes no decryption of this ballot any more, only its voiding. Opened alone it would tell one voter's vote, and added later it would let the urn choose whom to count."
	noteVoid     = "The ballot is void, so nothing was counted without it."
	noteStands   = "The ballot is not void: this file is the evidence for whoever judges objections to the result."
	noteNotCount = "The ballot is void: none of the sealed ballots was counted."
	noteTooLate  = "A booth whose ballot was finished and not taken in time has no receipt; that is no fault of the urn by itself."
)

// end fixes the verdict and what belongs to it.
func (j *Judgement) end(verdict string) *Judgement {
	j.Verdict, j.Text = verdict, texts[verdict]
	j.Notes = append(j.Notes, noteClosed)
	switch verdict {
	case Dropped:
		j.Notes = append(j.Notes, noteNever)
		if j.Void != "" {
			j.Notes = append(j.Notes, noteVoid)
		} else {
			j.Notes = append(j.Notes, noteStands)
		}
	case Included:
		j.Notes = append(j.Notes, noteShown)
		if j.Void != "" {
			j.Notes = append(j.Notes, noteNotCount)
		}
	case NeverCast:
		j.Notes = append(j.Notes, noteTooLate)
	}
	return j
}

// Print writes the judgement as plain text, without colour, for people.
func (j *Judgement) Print(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s: %s\n", strings.ToUpper(j.Verdict), j.Text)
	if j.Ballot != "" {
		fmt.Fprintf(out, "\nBallot %s\n", j.Ballot)
	}
	if j.Void != "" {
		fmt.Fprintf(out, "THE BALLOT IS VOID: %s\n", verify.Plain(j.Void))
	}
	if j.Entered {
		fmt.Fprintln(out, "The journal holds this receipt already (ballot.missing).")
	}
	if j.Anchor.Words != "" {
		fmt.Fprintf(out, "Manifest: %s\n", j.Anchor.Words)
	}
	fmt.Fprintln(out, "\nRules")
	verify.PrintChecks(out, j.Checks)
	fmt.Fprintln(out)
	for _, note := range j.Notes {
		fmt.Fprintf(out, "- %s\n", note)
	}
	return out.Flush()
}

// JSON writes the judgement as one JSON object on several lines.
func (j *Judgement) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(j)
}
