package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/cmd/valurna/invite"
	"valurna/server/durable"
	"valurna/tui/words"
)

// inviteCommand is "valurna invite": a sheet for every member.
func inviteCommand() *cobra.Command {
	var lang, out string
	cmd := &cobra.Command{
		Use:   "invite DIR",
		Short: "Write every member's invitation, as text and as PDF",
		Long: `Writes one page for every member and substitute of DIR/body.toml: the manifest's
ten words, both servers' fingerprints, the way to desk and booth by program, until
when one announces to take part from elsewhere, and whom to ring.

The manifest has to be signed by all parties, since its words stand on the sheets.
Hand the PDF to people and mail the text: its last lines are there to be copied.
contact and phone in meeting.toml say whom members ask.

Of a meeting that decides, the sheets lead to the program valurna (the own booth), and
to the booth on the urn's machine only where hosted = true stands under [remote] in
body.toml; a member who takes part from elsewhere finds the command to apply, and the
last day.`,
		Example: "valurna invite meeting --lang da --out invitations",
		Args:    exactArgs(1),
	}
	cmd.Flags().StringVar(&lang, "lang", "sv", "language of the sheets: "+strings.Join(words.Languages(), ", "))
	cmd.Flags().StringVar(&out, "out", "", "`DIR` for the sheets (default: invitations in the meeting's)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !slices.Contains(words.Languages(), lang) {
			return fmt.Errorf("language %q is not known, nothing was written: choose one of %s", lang, strings.Join(words.Languages(), ", "))
		}
		setup, findings, err := readSetup(args[0])
		if err != nil {
			return err
		}
		if len(findings) > 0 {
			printFindings(cmd.ErrOrStderr(), findings)
			return exitCode(1)
		}
		signed, err := signedFor(filepath.Join(args[0], "manifest"), setup)
		if err != nil {
			return err
		}
		if out == "" {
			out = filepath.Join(args[0], "invitations")
		}
		sheets, notes, err := invitations(signed.Manifest, setup, words.Pick(lang))
		if err != nil {
			return err
		}
		if err := writeInvitations(out, sheets); err != nil {
			return err
		}
		for _, note := range notes {
			fmt.Fprintln(cmd.ErrOrStderr(), note)
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "Wrote %d invitations into %s, each as text and as PDF.\n", len(sheets)/2, out)
		return err
	}
	return cmd
}

// signedFor reads the manifest and wants it signed by everybody, and to be that of
// the two files: a sheet with other words would lead members astray.
func signedFor(path string, setup *roll.Setup) (*manifest.Signed, error) {
	dir := filepath.Dir(path)
	signed, err := readSigned(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no %s, nothing was written: run `valurna manifest make %s` and have every party sign it", path, dir)
	}
	if err != nil {
		return nil, err
	}
	same, err := sameManifest(signed.Manifest, setup.Manifest())
	if err != nil {
		return nil, err
	}
	if !same {
		return nil, fmt.Errorf("%s is not the manifest of the two files beside it, nothing was written: run `valurna manifest make %s` and have every party sign anew", path, dir)
	}
	if missing := signed.Missing(); len(missing) > 0 {
		return nil, fmt.Errorf("%s is not signed yet by %s, nothing was written: invitations carry its words, so have it signed first", path, strings.Join(missing, ", "))
	}
	return signed, signed.Verify()
}

// invitations makes both forms of every sheet, and what the secretary is told.
func invitations(m *manifest.Manifest, setup *roll.Setup, w *words.Words) (sheets []file, notes []string, err error) {
	for _, p := range setup.People() {
		name := fmt.Sprintf("seat-%03d", p.Seat)
		switch {
		case p.Substitute:
			name = fmt.Sprintf("substitute-%03d", p.Person-len(setup.Members))
		case p.Seat == 0:
			continue // an officer without a seat votes nowhere
		}
		s, err := invite.New(m, setup, p, w)
		if err != nil {
			return nil, nil, err
		}
		pdf, err := s.PDF()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		sheets = append(sheets, file{name + ".txt", []byte(s.Text())}, file{name + ".pdf", pdf})
		if letters := s.Unprintable(); letters != "" {
			notes = append(notes, fmt.Sprintf("Note: the PDF of %s shows these letters as their nearest in cp1252: %s; the text has them right.", p.Name, letters))
		}
	}
	if setup.Contact == "" || setup.Phone == "" {
		notes = append(notes, "Note: the sheets do not say both whom to ask and what number to ring: add contact = \"…\" and phone = \"…\" above the first [[item]] in "+roll.MeetingFile+", and run this again.")
	}
	return sheets, notes, nil
}

// writeInvitations replaces what an earlier run wrote, and refuses a folder with
// anything else: a sheet of somebody who has left would be handed out with them.
func writeInvitations(dir string, sheets []file) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("nothing was written: %w: choose another directory", err)
	}
	there, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	for _, f := range there {
		if !slices.ContainsFunc(sheets, func(s file) bool { return s.name == f.Name() }) {
			return fmt.Errorf("%s holds %s, which is none of these invitations, nothing was written: empty the directory, or choose another with --out", dir, f.Name())
		}
	}
	for _, s := range sheets {
		if err := durable.Write(filepath.Join(dir, s.name), s.data); err != nil {
			return fmt.Errorf("not all invitations were written: %w; run it again", err)
		}
	}
	return nil
}
