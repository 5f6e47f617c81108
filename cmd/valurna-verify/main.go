// Valurna-verify is the observer's verifier alone: it checks the bundle of one
// ballot offline, and holds nothing else of the system.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"valurna/ballot/verify"
)

const usage = `Usage: valurna-verify FILE [--manifest FILE|WORDS] [--code CODE] [--json]

Checks everything that the bundle of a ballot claims, offline.

  --manifest FILE|WORDS   the meeting's manifest, or its ten words from the
                          notice of the meeting; without it the origin of the
                          bundle is not checked
  --code CODE             a ballot code or its beginning: is the ballot among
                          those that were counted?
  --json                  the report as JSON

Example:
  valurna-verify 3-1.valurna --manifest babad-gulis-…

Exit code: 0 valid, 1 a check failed, 2 not a bundle, 3 consistent but no
manifest given.
`

func main() {
	code := verify.ExitUnreadable
	root := &cobra.Command{
		Use:           "valurna-verify FILE",
		Args:          cobra.ExactArgs(1),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetHelpTemplate(usage)
	root.CompletionOptions.DisableDefaultCmd = true
	given := root.Flags().String("manifest", "", "")
	ballotCode := root.Flags().String("code", "", "")
	asJSON := root.Flags().Bool("json", false, "")
	root.RunE = func(cmd *cobra.Command, args []string) error {
		var err error
		code, err = verify.Command{
			File: args[0], Anchored: cmd.Flags().Changed("manifest"), Manifest: *given, Code: *ballotCode, JSON: *asJSON,
			Open: func(name string) (io.ReadCloser, error) { return os.Open(name) }, Out: cmd.OutOrStdout(),
		}.Run()
		return err
	}
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		code = 0
		fmt.Fprint(cmd.OutOrStdout(), usage)
	})
	if err := root.Execute(); err != nil {
		fmt.Fprintf(os.Stderr, "valurna-verify: %v\n", err)
		fmt.Fprintln(os.Stderr, "valurna-verify: nothing was verified; run valurna-verify --help")
	}
	os.Exit(code)
}
