package main

import (
	"crypto/rand"

	"github.com/spf13/cobra"

	"valurna/ballot/manifest"
	"valurna/server/party"
	"valurna/server/trustee"
)

// trusteeCommand is for a person who holds a share of every ballot's key.
func trusteeCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "trustee", Short: "Hold a share of the ballots' keys (a trustee's program)", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(
		partyInit(party.Trustee, func(dir, name string) (string, error) { return trustee.Init(dir, name, rand.Reader) }),
		partySign(party.Trustee, trustee.SignManifest),
		trusteeRun(),
	)
	return cmd
}

func trusteeRun() *cobra.Command {
	var yes bool
	cmd := partyRun(party.Trustee, func(cmd *cobra.Command, dir string, signed *manifest.Signed) error {
		ask := asker(cmd.Context(), cmd.InOrStdin(), cmd.ErrOrStderr())
		if yes {
			ask = func(string) bool { return true }
		}
		return trustee.Run(cmd.Context(), trustee.Config{Dir: dir, Manifest: signed, Ask: ask, Say: teller(cmd.ErrOrStderr())})
	})
	cmd.Long = `Follows the journal and checks every entry. Takes part in the key ceremony, after
asking once; signs the definitions of ballots; and decrypts each ballot box once,
after verifying every ballot in it. Leave it running during the meeting; killed
and started again, it goes on where it was.

In DIR is this trustee's share of every key. As long as the threshold of other
trustees remains, losing it loses no ballot; it cannot be made again.`
	cmd.Flags().BoolVar(&yes, "yes", false, "agree to the key ceremony without being asked")
	return cmd
}
