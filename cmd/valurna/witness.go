package main

import (
	"crypto/rand"

	"github.com/spf13/cobra"

	"valurna/ballot/manifest"
	"valurna/server/party"
	"valurna/server/witness"
)

// witnessCommand is for an observer who cosigns the journal.
func witnessCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "witness", Short: "Check and cosign the journal (an observer's program)", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	run := partyRun(party.Witness, func(cmd *cobra.Command, dir string, signed *manifest.Signed) error {
		return witness.Run(cmd.Context(), witness.Config{Dir: dir, Manifest: signed, Say: teller(cmd.ErrOrStderr())})
	})
	run.Long = `Follows the journal, checks every entry by all rules, and cosigns each newest
checkpoint at once. A journal that was rewritten, or that breaks a rule, is said
and not cosigned. Leave it running during the meeting.`
	cmd.AddCommand(
		partyInit(party.Witness, func(dir, name string) (string, error) { return witness.Init(dir, name, rand.Reader) }),
		partySign(party.Witness, witness.SignManifest),
		run,
	)
	return cmd
}
