package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"valurna/cmd/valurna/demo"
)

// demoCommand runs a whole rehearsal on this machine.
func demoCommand() *cobra.Command {
	var o demo.Options
	var headless, asJSON bool
	var out string
	cmd := &cobra.Command{
		Use: "demo", Short: "Run a whole rehearsal on this machine, and take part with ssh", Args: cobra.NoArgs,
		Long: `Runs a whole rehearsal on this machine: registrar and urn as two processes on
loopback, three trustees, three witnesses with a quorum of two, and a council of
simulated members, some of them remote.

Without --headless it prints the commands with which you join by stock ssh, as the
chair, as a member and as an observer, and runs until Ctrl-C.

With --headless it holds two elections by itself over real SSH connections, writes
one bundle a ballot and the manifest to --out, and says how long each phase took.

A demo is always a rehearsal. Its ballots are shuffled and decrypted as real ones
would be, but all parties run on one machine, so nothing in it is secret.`,
		Example: `valurna demo
valurna demo --headless --out /tmp/evening --members 101 --remote 20`,
	}
	f := cmd.Flags()
	f.BoolVar(&headless, "headless", false, "hold the elections without a person, then end")
	f.StringVar(&out, "out", "", "`DIR` for bundles and manifest (with --headless)")
	f.IntVar(&o.Members, "members", 21, fmt.Sprintf("seats of the council, 3 to %d", demo.MostMembers))
	f.IntVar(&o.Remote, "remote", 0, "members at home (default: a quarter)")
	f.BoolVar(&asJSON, "json", false, "print the outcome as JSON on standard output (with --headless)")
	f.StringVar(&o.Dir, "dir", "", "`DIR` for keys, files and logs, kept afterwards (default: a temporary one)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if headless && out == "" {
			return errors.New("--headless needs --out DIR for the bundles and the manifest; nothing was started")
		}
		if !headless && (asJSON || out != "") {
			return errors.New("--json and --out go with --headless; nothing was started")
		}
		if !cmd.Flags().Changed("remote") {
			o.Remote = o.Members / 4
		}
		clean, err := workplace(&o)
		if err != nil {
			return err
		}
		defer clean()
		o.Grace, o.Window = 10, 15
		if headless {
			o.Grace, o.Window = 1, 1
		}
		say := func(format string, a ...any) { fmt.Fprintf(cmd.ErrOrStderr(), format+"\n", a...) }
		return runDemo(cmd.Context(), o, headless, out, say, func(v any) error {
			if !asJSON {
				return nil
			}
			return printJSON(cmd.OutOrStdout(), v)
		})
	}
	return cmd
}

// workplace gives the demo a directory, and a function that removes a temporary
// one.
func workplace(o *demo.Options) (func(), error) {
	if o.Dir != "" {
		if _, err := os.Stat(filepath.Join(o.Dir, "manifest")); err == nil {
			return nil, fmt.Errorf("%s holds a meeting already; nothing was started: name an empty directory", o.Dir)
		}
		abs, err := filepath.Abs(o.Dir)
		o.Dir = abs
		return func() {}, errors.Join(err, os.MkdirAll(o.Dir, 0o700))
	}
	dir, err := os.MkdirTemp("", "valurna-demo-")
	o.Dir = dir
	// What cannot be removed is in the system's folder for such things.
	return func() { _ = os.RemoveAll(dir) }, err
}

func runDemo(ctx context.Context, o demo.Options, headless bool, out string, say func(string, ...any), done func(any) error) error {
	town, err := demo.Build(o)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	parts, err := town.Start(ctx)
	if parts != nil {
		defer parts.Stop()
	}
	if err != nil {
		return err
	}
	go parts.Watch(ctx, cancel)
	if !headless {
		return cause(ctx, town.Join(ctx, say))
	}
	outcome, err := town.Headless(ctx, out, say)
	if err != nil {
		return cause(ctx, err)
	}
	for i, b := range outcome.Bundles {
		say("%s: from close to verified bundle %.2f s, grace and check window apart", b, outcome.CloseToVerified[i])
	}
	say("verify with: valurna verify %s --manifest %s", outcome.Bundles[0], outcome.Manifest)
	say("REHEARSAL: it decides nothing, and with all parties on one machine nothing in it is secret.")
	return done(outcome)
}

// cause prefers the reason for which everything was stopped, such as a part that
// ended; Ctrl-C is no error.
func cause(ctx context.Context, err error) error {
	if c := context.Cause(ctx); c != nil && !errors.Is(c, context.Canceled) {
		return c
	}
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
