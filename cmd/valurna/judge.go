package main

import (
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"valurna/ballot/complaint"
)

// judgeCommand is "valurna judge", the same as "valurna-verify judge". Its exit code
// tells the verdicts apart.
func judgeCommand() *cobra.Command {
	var bundle, given string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "judge FILE",
		Short: "Judge a complaint about a ballot that was left out, offline",
		Long: `Judges a complaint (see valurna complain) by the bundle of its ballot, offline.
Nothing is opened, and no verdict tells how anybody voted.

Verdict and exit code: included 0, dropped 1 (the urn is at fault), unreadable 2,
no-basis 3 (the bundle does not hold, or has no sealed ballots), never-cast 4,
wrong-ballot 5, forged-receipt 6.`,
		Example: "valurna judge 3-1.complaint --bundle 3-1.valurna --manifest manifest",
		Args: func(cmd *cobra.Command, args []string) error {
			return notJudged(cmd, exactArgs(1)(cmd, args))
		},
	}
	cmd.SetFlagErrorFunc(notJudged)
	cmd.Flags().StringVar(&bundle, "bundle", "", "the bundle `FILE` of the ballot, also of a void one")
	cmd.Flags().StringVar(&given, "manifest", "", "the meeting's manifest `FILE`, or its words")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the judgement as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if bundle == "" || given == "" {
			return notJudged(cmd, errors.New("give --bundle FILE and --manifest FILE or WORDS: without them there is nothing to judge by"))
		}
		code, err := complaint.Command{
			File: args[0], Bundle: bundle, Manifest: given, JSON: asJSON,
			Open: func(name string) (io.ReadCloser, error) { return os.Open(name) }, Out: cmd.OutOrStdout(),
		}.Run()
		if err == nil && code != 0 {
			err = exitCode(code)
		}
		return err
	}
	return cmd
}

// notJudged reports a mistaken call, so that no script takes it for a verdict.
func notJudged(cmd *cobra.Command, err error) error {
	if err == nil {
		return nil
	}
	cmd.PrintErrf("valurna: nothing was judged: %v\n", err)
	return exitCode(complaint.ExitUnreadable)
}
