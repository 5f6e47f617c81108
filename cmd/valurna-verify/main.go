// Valurna-verify is the observer's verifier alone: it checks the bundle of one
// ballot, a whole meeting, or the evidence of one offline, judges complaints, and
// holds nothing else of the system.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"valurna/ballot/complaint"
	"valurna/ballot/evidence"
	"valurna/ballot/verify"
)

const usage = `Usage: valurna-verify FILE [--manifest FILE|WORDS] [--code CODE] [--json]
       valurna-verify --meeting JOURNAL DIR [--manifest FILE|WORDS] [--json]
       valurna-verify judge FILE --bundle FILE --manifest FILE|WORDS [--json]
       valurna-verify evidence FILE [--manifest FILE|WORDS] [--json]

Checks everything that the bundle of a ballot claims, offline.

  --manifest FILE|WORDS   the meeting's manifest, or its ten words from the
                          notice of the meeting; without it the origin of the
                          bundle is not checked
  --code CODE             a ballot code or its beginning: is the ballot among
                          those that were sealed?
  --meeting               a whole meeting: JOURNAL is what "ssh observer@HOST
                          journal" prints, DIR holds the bundles (*.valurna)
  --json                  the report as JSON

judge says what a complaint about a ballot that was left out is worth, by the
bundle of that ballot. Nothing is opened. evidence checks a meeting that "valurna
evidence" has put into one file, its summary among it.

Examples:
  valurna-verify 3-1.valurna --manifest babad-gulis-…
  valurna-verify --meeting journal bundles --manifest babad-gulis-…
  valurna-verify judge 3-1.complaint --bundle 3-1.valurna --manifest babad-gulis-…
  valurna-verify evidence evening.evidence --manifest babad-gulis-…

Exit code: 0 valid, 1 a check failed, 2 not a bundle, 3 consistent but no
manifest given. Of judge: 0 included, 1 dropped (the urn is at fault),
2 unreadable, 3 no basis to judge by, 4 never cast, 5 wrong ballot,
6 forged receipt.
`

func main() { os.Exit(execute(os.Args[1:], os.Stdout, os.Stderr)) }

// execute runs one call and gives its exit code.
func execute(args []string, out, errs io.Writer) int {
	code := verify.ExitUnreadable
	root := rootCommand(&code)
	root.AddCommand(judgeCommand(&code), evidenceCommand(&code))
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	if err := root.Execute(); err != nil {
		fmt.Fprintf(errs, "valurna-verify: %v\n", err)
		fmt.Fprintln(errs, "valurna-verify: nothing was verified; run valurna-verify --help")
	}
	return code
}

func open(name string) (io.ReadCloser, error) { return os.Open(name) }

func rootCommand(code *int) *cobra.Command {
	var given, ballotCode string
	var asJSON, meeting bool
	root := &cobra.Command{
		Use:           "valurna-verify FILE",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if meeting {
				return cobra.ExactArgs(2)(cmd, args)
			}
			return cobra.ExactArgs(1)(cmd, args)
		},
	}
	root.SetHelpTemplate(usage)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Hidden: true}) // a file may be called "help"
	root.Flags().StringVar(&given, "manifest", "", "")
	root.Flags().StringVar(&ballotCode, "code", "", "")
	root.Flags().BoolVar(&meeting, "meeting", false, "")
	root.Flags().BoolVar(&asJSON, "json", false, "")
	root.RunE = func(cmd *cobra.Command, args []string) (err error) {
		switch anchored := cmd.Flags().Changed("manifest"); {
		case meeting && ballotCode != "":
			return errors.New("a code is looked up in one bundle: leave out --meeting, or --code")
		case meeting:
			*code, err = verify.MeetingCommand{
				Journal: args[0], Dir: args[1], Anchored: anchored, Manifest: given, JSON: asJSON,
				Open: open, List: bundlesIn, Out: cmd.OutOrStdout(),
			}.Run()
		default:
			*code, err = verify.Command{
				File: args[0], Anchored: anchored, Manifest: given, Code: ballotCode, JSON: asJSON, Open: open, Out: cmd.OutOrStdout(),
				Say: func(format string, a ...any) { cmd.PrintErrf("valurna-verify: "+format+"\n", a...) },
			}.Run()
		}
		return err
	}
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		*code = 0
		fmt.Fprint(cmd.OutOrStdout(), usage)
	})
	return root
}

// judgeCommand is the same as "valurna judge".
func judgeCommand(code *int) *cobra.Command {
	var bundle, given string
	var asJSON bool
	cmd := &cobra.Command{Use: "judge FILE", Args: cobra.ExactArgs(1)}
	cmd.Flags().StringVar(&bundle, "bundle", "", "")
	cmd.Flags().StringVar(&given, "manifest", "", "")
	cmd.Flags().BoolVar(&asJSON, "json", false, "")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if bundle == "" || given == "" {
			return errors.New("judge needs --bundle FILE and --manifest FILE or WORDS")
		}
		*code, err = complaint.Command{
			File: args[0], Bundle: bundle, Manifest: given, JSON: asJSON, Open: open, Out: cmd.OutOrStdout(),
		}.Run()
		return err
	}
	return cmd
}

// evidenceCommand is the same as "valurna evidence --check".
func evidenceCommand(code *int) *cobra.Command {
	var given string
	var asJSON bool
	cmd := &cobra.Command{Use: "evidence FILE", Args: cobra.ExactArgs(1)}
	cmd.Flags().StringVar(&given, "manifest", "", "")
	cmd.Flags().BoolVar(&asJSON, "json", false, "")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		*code, err = evidence.Command{
			File: args[0], Anchored: cmd.Flags().Changed("manifest"), Manifest: given, JSON: asJSON,
			Open: open, OpenAt: openAt, Out: cmd.OutOrStdout(),
		}.Run()
		return err
	}
	return cmd
}

// openAt opens a file to be read at any place.
func openAt(name string) (evidence.Opened, int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
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
