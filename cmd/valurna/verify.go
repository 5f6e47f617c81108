package main

import (
	"io"
	"os"

	"github.com/spf13/cobra"

	"valurna/ballot/verify"
)

// verifyCommand is "valurna verify", the same as the program valurna-verify. Its
// exit code tells four verdicts apart.
func verifyCommand() *cobra.Command {
	var given, ballotCode string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Check the bundle of a ballot, offline",
		Long: `Checks everything that the bundle of a ballot claims, offline.

Without the manifest, or its words from the notice of the meeting, the bundle's
origin is not checked.

Exit code: 0 valid, 1 a check failed, 2 not a bundle, 3 consistent but no
manifest given.`,
		Example: "valurna verify 3-1.valurna --manifest manifest\nvalurna verify 3-1.valurna --manifest manifest --code KXH3-VBDX",
		Args: func(cmd *cobra.Command, args []string) error {
			return mistaken(cmd, exactArgs(1)(cmd, args))
		},
	}
	cmd.SetFlagErrorFunc(mistaken)
	cmd.Flags().StringVar(&given, "manifest", "", "the meeting's manifest `FILE`, or its words")
	cmd.Flags().StringVar(&ballotCode, "code", "", "a ballot `CODE`, or its beginning: is it among the counted ballots?")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		code, err := verify.Command{
			File: args[0], Anchored: cmd.Flags().Changed("manifest"), Manifest: given, Code: ballotCode, JSON: asJSON,
			Open: func(name string) (io.ReadCloser, error) { return os.Open(name) }, Out: cmd.OutOrStdout(),
		}.Run()
		if err == nil && code != verify.ExitValid {
			err = exitCode(code)
		}
		return err
	}
	return cmd
}

// mistaken reports a mistaken call with the exit code for "nothing was checked",
// so that no script takes it for a failed check.
func mistaken(cmd *cobra.Command, err error) error {
	if err == nil {
		return nil
	}
	cmd.PrintErrf("valurna: nothing was verified: %v\n", err)
	return exitCode(verify.ExitUnreadable)
}
