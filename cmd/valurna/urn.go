package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
	"valurna/server/keeper"
	"valurna/server/urn"
	"valurna/tui/booth"
	"valurna/tui/plain"
	"valurna/tui/words"
)

// urnCommand is the urn's operator's: keys, serving, and the keeper that serving
// starts by itself.
func urnCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "urn", Short: "Keep the ballots of a meeting (the urn's operator)", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(urnInit(), urnServe(), urnKeeper())
	return cmd
}

func urnInit() *cobra.Command {
	return &cobra.Command{
		Use: "init DIR", Short: "Make the urn's keys in DIR/urn", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			pub, err := urn.Init(filepath.Join(args[0], "urn"), rand.Reader)
			if err != nil {
				return err
			}
			receipt, err := ssh.NewPublicKey(ed25519.PublicKey(pub.ReceiptKey))
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Put these lines under [urn] in body.toml:\n\nhost_key = %q\nreceipt_key = %q\nlink_key = %q\n",
				pub.HostKey, manifest.KeyLine(receipt), pub.LinkKey)
			return nil
		},
	}
}

func urnServe() *cobra.Command {
	var lang, registrar string
	var turn time.Duration
	cmd := &cobra.Command{
		Use: "serve DIR", Short: "Serve the urn of DIR/manifest", Args: cobra.ExactArgs(1),
		Long: `Serves the urn's two addresses: the hosted booth, and the cast address for
booths on members' own machines. Keys and store are in DIR/urn.

The key of the stored ballots is held by a process of its own, the keeper, which
this command starts if none runs: it outlives a killed urn.`,
		Example: "valurna urn serve meeting/",
	}
	cmd.Flags().StringVar(&lang, "lang", "sv", "the body's language: sv, da or en")
	cmd.Flags().StringVar(&registrar, "registrar", "", "`ADDRESS` of the registrar (default: that of the manifest)")
	cmd.Flags().DurationVar(&turn, "turn", 30*time.Second, "how long a trustee may take to shuffle or prove before another's turn comes, on top of what the size of the box needs")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		program, err := os.Executable()
		if err != nil {
			return err
		}
		signed, err := readSigned(filepath.Join(args[0], "manifest"))
		if err != nil {
			return err
		}
		log := slog.New(urn.Quiet(slog.NewTextHandler(cmd.ErrOrStderr(), nil)))
		// Libraries below the urn know only this one, and would log an address.
		slog.SetDefault(log)
		return urn.Run(cmd.Context(), urn.Config{
			Dir:              filepath.Join(args[0], "urn"),
			Manifest:         filepath.Join(args[0], "manifest"),
			RegistrarAddress: registrar,
			Screens:          func(v *urn.Visitor) tea.Model { return booth.New(v, words.Pick(lang), time.Now, booth.Anywhere) },
			Lines: func(ctx context.Context, v *urn.Visitor, in io.Reader, out io.Writer) error {
				return plain.Booth(ctx, v, words.Pick(lang), in, out)
			},
			Lookup:      func(ballot, code string) string { return "valurna verify " + ballot + ".valurna --code " + code },
			AuditLookup: auditLookup(signed.Manifest.Registrar.Address),
			Turn:        turn,
			Named:       words.Pick(lang).Booth.Named + "\r\n",
			Keeper:      []string{program, "urn", "keeper"},
			Log:         log,
		})
	}
	return cmd
}

func urnKeeper() *cobra.Command {
	return &cobra.Command{
		Use: "keeper DIR", Short: "Hold the keys of the stored ballots in memory (urn serve starts this)", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			// A signal does not end a keeper that holds keys: they would be lost.
			ctx := context.WithoutCancel(cmd.Context())
			if following, err := cmd.Flags().GetBool("until-eof"); err == nil && following {
				ctx = untilInputEnds(ctx, cmd.InOrStdin())
			}
			return keeper.Serve(ctx, args[0])
		},
	}
}
