package main

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"valurna/server/doctor"
)

// doctorCommand is "valurna doctor": whether an installation is fit to run.
func doctorCommand() *cobra.Command {
	var asJSON bool
	var file string
	cmd := &cobra.Command{
		Use:   "doctor DIR",
		Short: "Check an installation before the meeting",
		Long: `Looks at one folder, a meeting's or that of a registrar, an urn, a trustee or a
witness, and at the machine that it lies on: rights, disk, manifest, keys, stores,
addresses, core dumps, limits, swap, clock and program. Says of each what was found
and, where it is not in order, what to do.

Nothing in the folder is changed; one scratch file is written to try the disk and is
removed. Run it before the servers start and as the user who runs them: a running
server's store is not read. What cannot be looked at is a warning, never ok.

Exit status: 0 nothing fails, warnings apart; 1 something fails.`,
		Example: "valurna doctor meeting\nvalurna doctor ~/valurna-trustee --manifest meeting.manifest",
		Args:    exactArgs(1),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON")
	cmd.Flags().StringVar(&file, "manifest", "", "the meeting's manifest `FILE` (default: that in DIR, or beside it)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		findings, err := doctor.Examine(cmd.Context(), doctor.Options{Dir: args[0], Manifest: file, Now: time.Now()})
		if err != nil {
			return err
		}
		if asJSON {
			err = printJSON(cmd.OutOrStdout(), findings)
		} else {
			_, err = fmt.Fprint(cmd.OutOrStdout(), examined(findings))
		}
		if err == nil && doctor.Failed(findings) {
			return exitCode(1)
		}
		return err
	}
	return cmd
}

// examined writes one line for each finding. Some of them quote files and other
// servers, which are not trusted with this terminal.
func examined(findings []doctor.Finding) string {
	wide := 0
	for _, f := range findings {
		wide = max(wide, len(f.ID))
	}
	var b strings.Builder
	for _, f := range findings {
		text := f.Found
		if f.Next != "" {
			text += ". Next: " + f.Next
		}
		text = strings.Map(func(r rune) rune {
			switch {
			case r == '\n':
				return ' '
			case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
				return unicode.ReplacementChar
			}
			return r
		}, text)
		fmt.Fprintf(&b, "%-4s  %-*s  %s\n", f.Verdict, wide, f.ID, text)
	}
	return b.String()
}
