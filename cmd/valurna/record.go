package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"valurna/ballot/record"
	"valurna/ballot/verify"
	recordtext "valurna/tui/record"
	"valurna/tui/words"
)

// recordCommand prints what a meeting's minutes can be written from.
func recordCommand() *cobra.Command {
	var given, lang string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "record JOURNAL",
		Short: "Print the record of a meeting from its journal, for the minutes",
		Long: `Prints the course of a meeting from its journal alone: who served, presided and took
part from elsewhere, and item by item what was moved, voted on and decided. JOURNAL is
what "ssh observer@HOST journal" prints. Open votes are by name; of a secret ballot the
record has counts and outcome, and nothing of who voted.

Nothing is printed of a journal that does not hold: what "valurna verify --meeting"
checks of it is checked first. Without the manifest, or its words from the notice of
the meeting, the record says that its origin was not checked.

Exit code: 0 printed, 1 a check failed, 2 not a journal, 3 printed but no manifest
given.`,
		Example: "valurna record journal --manifest manifest\nvalurna record journal --manifest manifest --lang sv > minutes.txt",
		Args: func(cmd *cobra.Command, args []string) error {
			return mistaken(cmd, exactArgs(1)(cmd, args))
		},
	}
	cmd.SetFlagErrorFunc(mistaken)
	cmd.Flags().StringVar(&given, "manifest", "", "the meeting's manifest `FILE`, or its words")
	cmd.Flags().StringVar(&lang, "lang", "", "sv, da or en (default: that of your machine)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the record as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		anchor := verify.NoAnchor()
		if cmd.Flags().Changed("manifest") {
			anchor = verify.ResolveAnchor(given, verify.Opener(openNamed).Manifest)
		}
		if lang == "" {
			lang = language(os.Getenv)
		}
		file, err := os.Open(args[0])
		if err != nil {
			return mistaken(cmd, err)
		}
		k := record.NewKeeper()
		report := verify.Journal(file, anchor, k.Note)
		if err := file.Close(); err != nil {
			return mistaken(cmd, err)
		}
		return printRecord(cmd, report, k.Record(), lang, asJSON)
	}
	return cmd
}

// openNamed opens a file as packages of ballot ask for one.
func openNamed(name string) (io.ReadCloser, error) { return os.Open(name) }

// recordReport is the JSON form. Record is null where the journal does not hold.
type recordReport struct {
	Verdict string              `json:"verdict"`
	Anchor  verify.AnchorReport `json:"anchor"`
	Checks  []verify.Check      `json:"checks"`
	Record  *record.Record      `json:"record"`
}

func printRecord(cmd *cobra.Command, report *verify.MeetingReport, r *record.Record, lang string, asJSON bool) error {
	out, err := cmd.OutOrStdout(), error(nil)
	switch {
	case asJSON:
		if !report.Holds() {
			r = nil
		}
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(recordReport{report.Verdict, report.Anchor, report.Checks, r})
	case report.Holds():
		trust := recordtext.Unconfirmed
		if report.Anchor.Confirmed {
			trust = recordtext.Confirmed
		}
		_, err = io.WriteString(out, recordtext.Text(r, trust, words.Pick(lang)))
	default:
		cmd.PrintErrf("valurna: no record was printed, since the journal does not hold: the check %q fails\n", report.Failed())
		verify.PrintChecks(cmd.ErrOrStderr(), report.Checks)
	}
	if err != nil {
		return mistaken(cmd, errors.Join(fmt.Errorf("the record was not written completely; do not rely on it"), err))
	}
	if code := report.Exit(); code != verify.ExitValid {
		return exitCode(code)
	}
	return nil
}
