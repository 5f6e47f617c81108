package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"valurna/ballot/manifest"
	"valurna/ballot/roll"
)

// checkCommand is "valurna check": what is wrong in a meeting's two files.
func checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check DIR",
		Short: "Check the two files of a meeting",
		Long: `Reads DIR/body.toml and DIR/meeting.toml and prints everything that is wrong in
them: file, line, what is wrong, what to write instead, and the rule behind it.

Exit status: 0 nothing is wrong, 1 something is, or a file could not be read.`,
		Example: "valurna check meeting",
		Args:    exactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			setup, findings, err := readSetup(args[0])
			if err != nil {
				return err
			}
			if len(findings) > 0 {
				printFindings(cmd.ErrOrStderr(), findings)
				return exitCode(1)
			}
			return printSetup(cmd.OutOrStdout(), setup)
		},
	}
}

// readSetup reads the two files of a meeting in dir. Findings are for the user
// to see; err is about the disk.
func readSetup(dir string) (*roll.Setup, []roll.Finding, error) {
	read := func(name string) ([]byte, error) {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no %s: run `valurna init %s` first, or name another directory", filepath.Join(dir, name), dir)
		}
		if err != nil {
			return nil, fmt.Errorf("nothing was checked: %w", err)
		}
		return data, nil
	}
	body, err := read(roll.BodyFile)
	if err != nil {
		return nil, nil, err
	}
	meeting, err := read(roll.MeetingFile)
	if err != nil {
		return nil, nil, err
	}
	setup, findings := roll.Parse(body, meeting)
	return setup, findings, nil
}

func printFindings(w io.Writer, findings []roll.Finding) {
	for _, f := range findings {
		_, _ = fmt.Fprintln(w, f)
	}
	things := "1 thing is"
	if len(findings) > 1 {
		things = fmt.Sprint(len(findings), " things are")
	}
	_, _ = fmt.Fprintf(w, "valurna: %s to be corrected, then run check again.\n", things)
}

// printSetup says what was understood, so that a mistake that is lawful is seen
// too, and what these files do not give.
func printSetup(w io.Writer, s *roll.Setup) error {
	kind := "meeting"
	if s.Rehearsal {
		kind = "rehearsal"
	}
	line := func(name, format string, a ...any) string {
		return fmt.Sprintf("%-12s%s\n", name, fmt.Sprintf(format, a...))
	}
	text := line("body", "%s (%s)", s.Body, s.Profile) +
		line(kind, "%s, %s, %s", s.Meeting, s.Date, s.Place) +
		line("people", "members %d, substitutes %d, officers without a seat %d", len(s.Members), len(s.Substitutes), len(s.Officers)) +
		line("trustees", "%d, of whom %d shuffle and %d decrypt together", len(s.Trustees), s.Policy.Shuffles, s.Threshold) +
		line("witnesses", "%d, of whom %d confirm the journal", len(s.Witnesses), s.Quorum) +
		line("registrar", "%s, run by %s", s.Registrar.Address, s.Registrar.Operator) +
		line("urn", "%s and %s, run by %s", s.Urn.Booth, s.Urn.Cast, s.Urn.Operator) +
		line("signer", "the %s", s.Policy.Signer) +
		line("agenda", "%d items, %d of them with a ballot; the trustees make %d keys", len(s.Agenda()), s.Contests(), s.CeremonyKeys())
	if s.Profile == manifest.ProfileBoard {
		text += line("urgent", "decisions that the chair has taken alone %d, each an item of its own [A27]", len(s.Urgent))
	}
	if d := s.Data; d != nil {
		text += line("data", "%s answers for it (%s); keys and stores are to be erased within %d days [A23]", d.Controller, d.Contact, d.Keep)
	}
	if !s.Rehearsal {
		text += "Note: this meeting decides. What its ballots, and members elsewhere, still need the files cannot show: the gate decides; with registrar, urn, trustees and witnesses running, run valurna preflight HOST. Among it: a trial ballot certified with a vote in it, and what chair and secretary attest. [A09, A17, A18, A19, A20]\n"
	}
	if s.OneServerOperator() {
		text += "Note: registrar and urn have one operator, who could learn what is voted in a booth on the urn.\n"
	}
	_, err := fmt.Fprint(w, text+"Nothing is wrong in the two files.\n")
	return err
}
