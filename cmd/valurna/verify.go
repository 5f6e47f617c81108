package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"valurna/ballot/verify"
)

// verifyCommand is "valurna verify", the same as the program valurna-verify. Its
// exit code tells four verdicts apart.
func verifyCommand() *cobra.Command {
	var given, ballotCode string
	var asJSON, meeting bool
	cmd := &cobra.Command{
		Use:   "verify FILE | verify --meeting JOURNAL DIR",
		Short: "Check the bundle of a ballot, or a whole meeting, offline",
		Long: `Checks everything that the bundle of a ballot claims, offline.

Without the manifest, or its words from the notice of the meeting, the bundle's
origin is not checked.

With --meeting a whole meeting is checked: JOURNAL is what "ssh observer@HOST journal"
prints, DIR holds the bundles (*.valurna). Every ballot must be there, in one history;
keys that were changed and every irregularity are listed.

Exit code: 0 valid, 1 a check failed, 2 not a bundle, 3 consistent but no
manifest given.`,
		Example: "valurna verify 3-1.valurna --manifest manifest\nvalurna verify 3-1.valurna --manifest manifest --code KXH3-VBDX\nvalurna verify --meeting journal bundles --manifest manifest",
		Args: func(cmd *cobra.Command, args []string) error {
			if meeting {
				return mistaken(cmd, exactArgs(2)(cmd, args))
			}
			return mistaken(cmd, exactArgs(1)(cmd, args))
		},
	}
	cmd.SetFlagErrorFunc(mistaken)
	cmd.Flags().StringVar(&given, "manifest", "", "the meeting's manifest `FILE`, or its words")
	cmd.Flags().StringVar(&ballotCode, "code", "", "a ballot `CODE`, or its beginning: is it among the sealed ballots?")
	cmd.Flags().BoolVar(&meeting, "meeting", false, "check a whole meeting: its journal and a folder of bundles")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		open := func(name string) (io.ReadCloser, error) { return os.Open(name) }
		var code int
		var err error
		switch anchored := cmd.Flags().Changed("manifest"); {
		case meeting && ballotCode != "":
			return mistaken(cmd, errors.New("a code is looked up in one bundle: leave out --meeting, or --code"))
		case meeting:
			code, err = verify.MeetingCommand{
				Journal: args[0], Dir: args[1], Anchored: anchored, Manifest: given, JSON: asJSON,
				Open: open, List: bundlesIn, Out: cmd.OutOrStdout(),
			}.Run()
			err = mistaken(cmd, err)
		default:
			code, err = verify.Command{
				File: args[0], Anchored: anchored, Manifest: given, Code: ballotCode, JSON: asJSON, Open: open, Out: cmd.OutOrStdout(),
				Say: func(format string, a ...any) { cmd.PrintErrf("valurna: "+format+"\n", a...) },
			}.Run()
		}
		if err == nil && code != verify.ExitValid {
			err = exitCode(code)
		}
		return err
	}
	return cmd
}

// bundlesIn lists the bundles in a folder.
func bundlesIn(dir string) ([]string, error) {
	files, err := os.ReadDir(dir)
	var out []string
	for _, f := range files {
		if filepath.Ext(f.Name()) == ".valurna" {
			out = append(out, filepath.Join(dir, f.Name()))
		}
	}
	return out, err
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
