package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"valurna/ballot/guarantee"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/server/member"
	"valurna/server/wire"
	"valurna/tui/plain"
	"valurna/tui/words"
)

// preflightCommand is "valurna preflight": the panel of the guarantees.
func preflightCommand() *cobra.Command {
	var asJSON bool
	var lang string
	cmd := &cobra.Command{
		Use:   "preflight DIR|HOST[:PORT]",
		Short: "Say which guarantees hold for a meeting, and what to do about the others",
		Long: `Says for each guarantee whether it is shown to hold, by what, and if not, what to do
about it, in the order in which it has to be done. What is not shown does not hold.

The registrar is asked, as an observer without a key: that of DIR/manifest, or that
at HOST, whose words are then for you to compare. Where it does not serve, only what
stands in the files of DIR is known.

Exit status: 0 voting from elsewhere would be allowed now, 1 it would not.`,
		Example: "valurna preflight meeting\nvalurna preflight meeting.example\nssh observer@meeting.example gate",
		Args:    exactArgs(1),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the panel as JSON")
	cmd.Flags().StringVar(&lang, "lang", "sv", "sv, da or en")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		g, note, err := look(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		if asJSON {
			err = printJSON(cmd.OutOrStdout(), g)
		} else {
			_, err = fmt.Fprint(cmd.OutOrStdout(), plain.Gate(g, words.Pick(lang)))
		}
		if note != "" {
			fmt.Fprintln(cmd.ErrOrStderr(), "valurna: "+note)
		}
		if err == nil && (!g.Voting || g.Rehearsal) {
			return exitCode(1)
		}
		return err
	}
	return cmd
}

// askTime is how long the registrar may take to answer.
const askTime = 10 * time.Second

// look gives the registrar's panel, or what the files alone show, and a note on which
// of the two it is.
func look(ctx context.Context, where string) (g view.Gate, note string, err error) {
	if info, err := os.Stat(where); err == nil && info.IsDir() {
		return lookAtFiles(ctx, where)
	}
	signed, err := member.Fetch(ctx, where)
	if err != nil {
		return g, "", fmt.Errorf("%s is no directory, and no registrar answers there: %w", where, err)
	}
	hash, err := signed.Manifest.Hash()
	if err != nil {
		return g, "", err
	}
	asked, err := askGate(ctx, signed)
	if err != nil {
		return g, "", err
	}
	return *asked, "by the manifest of the words " + manifest.Words(hash) + ": compare them with those of the notice", nil
}

func lookAtFiles(ctx context.Context, dir string) (g view.Gate, note string, err error) {
	setup, findings, err := readSetup(dir)
	if err != nil {
		return g, "", err
	}
	if len(findings) > 0 {
		return fileGate(guarantee.Evidence{Now: time.Now().Unix()}, false), fmt.Sprintf("%d things are to be corrected in the files first: see valurna check %s", len(findings), dir), nil
	}
	e := guarantee.Evidence{Now: time.Now().Unix(), Profile: setup.Profile}
	signed, err := readSigned(filepath.Join(dir, "manifest"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fileGate(e, setup.Rehearsal), "there is no manifest yet: only what stands in the files is known; make it with valurna manifest make " + dir, nil
	case err != nil:
		return g, "", err
	}
	asked, err := askGate(ctx, signed)
	if err != nil {
		e.Parties = guarantee.PartiesOf(signed)
		return fileGate(e, setup.Rehearsal), fmt.Sprintf("the registrar at %s does not answer (%v): only what stands in the files is known", signed.Manifest.Registrar.Address, err), nil
	}
	return *asked, "", nil
}

// askGate asks the registrar, whose host key the manifest pins.
func askGate(ctx context.Context, signed *manifest.Signed) (*view.Gate, error) {
	if err := signed.Verify(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	r := signed.Manifest.Registrar
	c, err := wire.Dial(ctx, r.Address, r.HostKey, wire.UserObserver)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	g := new(view.Gate)
	return g, wire.Call(ctx, c, wire.Command(wire.CmdGate, "--json"), nil, g)
}

// fileGate judges what the files alone show.
func fileGate(e guarantee.Evidence, rehearsal bool) view.Gate {
	p := guarantee.Evaluate(guarantee.Admission, e)
	g := view.Gate{
		Moment: string(guarantee.Admission), Rehearsal: rehearsal, Findings: p, Next: []string{},
		Participation: p.RemoteParticipation(), Voting: p.RemoteVoting(), Opening: p.Opening(), Hosted: p.HostedBooth(),
	}
	for _, f := range p.Next() {
		g.Next = append(g.Next, f.ID)
	}
	return g
}
