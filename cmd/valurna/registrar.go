package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	rec "valurna/ballot/record"
	"valurna/ballot/view"
	"valurna/server/harden"
	"valurna/server/registrar"
	"valurna/tui/desk"
	"valurna/tui/plain"
	"valurna/tui/record"
	"valurna/tui/words"
)

// registrarCommand is the registrar's operator's: keys, then serving.
func registrarCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "registrar", Short: "Keep the roll and the journal of a meeting (operator)", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(
		&cobra.Command{
			Use: "init DIR", Short: "Make the registrar's keys in DIR/registrar", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				pub, err := registrar.Init(filepath.Join(args[0], "registrar"), rand.Reader)
				if err != nil {
					return err
				}
				out := cmd.OutOrStdout()
				fmt.Fprintf(out, "Put these lines under [registrar] in body.toml:\n\nhost_key = %q\njournal_key = %q\n", pub.HostKey, pub.JournalKey)
				return nil
			},
		},
		registrarServe(),
	)
	return cmd
}

func registrarServe() *cobra.Command {
	var listen, lang, boothCommand string
	cmd := &cobra.Command{
		Use: "serve DIR", Short: "Serve the meeting of DIR/body.toml, DIR/meeting.toml and DIR/manifest", Args: cobra.ExactArgs(1),
		Long: `Serves a meeting over SSH: the desk for people, the journal for everybody, and
the jump to the urn's two addresses.

The files are read once into the journal; afterwards the journal is the truth and
a changed file is refused. Keys and store are in DIR/registrar.`,
		Example: "valurna registrar serve meeting/",
	}
	cmd.Flags().StringVar(&listen, "listen", "", "`ADDRESS` to listen on (default: the address of the manifest)")
	cmd.Flags().StringVar(&lang, "lang", "sv", "the body's language: sv, da or en")
	cmd.Flags().StringVar(&boothCommand, "booth-command", "", "the `COMMAND` that the desk shows as the way to the booth, {seat} for the seat's number (default: ssh with the manifest's addresses)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		harden.Process()
		log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
		r, err := registrar.Open(registrar.Config{Dir: args[0], State: filepath.Join(args[0], "registrar"), Now: time.Now, Log: log})
		if err != nil {
			return err
		}
		defer r.Close()
		if listen == "" {
			listen = r.Address()
		}
		l, err := registrar.Listen(listen)
		if err != nil {
			return fmt.Errorf("%w: nothing is served; end what uses the address, or give another with --listen", err)
		}
		config := deskConfig(lang)
		config.Booth = boothCommand
		return r.Serve(cmd.Context(), l, config)
	}
	return cmd
}

// deskConfig gives the registrar its screens and sentences.
func deskConfig(lang string) registrar.ServerConfig {
	return registrar.ServerConfig{
		Lang:    lang,
		Screen:  func(d *registrar.Desk) tea.Model { return desk.New(d, words.Pick(d.Lang()), time.Now) },
		Display: func(d *registrar.Desk) tea.Model { return desk.NewDisplay(d, words.Pick(d.Lang()), time.Now) },
		Lines: func(ctx context.Context, d *registrar.Desk, in io.Reader, out io.Writer) error {
			return plain.Desk(ctx, d, words.Pick(d.Lang()), in, out)
		},
		Plain: func(d view.Desk, lang string) string { return desk.Plain(d, words.Pick(lang)) },
		Say:   func(r view.Reply, lang string) string { return words.Pick(lang).OfReply(r) },
		Card:  func(c view.Card, lang string) string { return words.Pick(lang).Card(c) },
		Panel: func(g view.Gate, lang string) string { return plain.Gate(g, words.Pick(lang)) },
		Page: func(d *registrar.Desk, name, lang string) (string, []string) {
			return desk.Page(d, words.Pick(lang), name)
		},
		Record:  func(r *rec.Record, lang string) string { return record.Text(r, record.Shown, words.Pick(lang)) },
		Loan:    func(lang string) (string, string) { return words.Pick(lang).LoanQuestion() },
		Explain: func(p *view.Problem, lang string) string { return desk.Explain(p, words.Pick(lang)) },
	}
}
