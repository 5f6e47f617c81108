package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	court "valurna/ballot/evidence"
	"valurna/ballot/verify"
)

// evidenceCommand puts a meeting into one file, or checks such a file.
func evidenceCommand() *cobra.Command {
	var given, out string
	var check, asJSON bool
	cmd := &cobra.Command{
		Use:   "evidence JOURNAL DIR|BUNDLES... -o FILE | evidence --check FILE",
		Short: "Put the evidence of a meeting into one file for a court, or check it",
		Long: `Puts a meeting into one file for whoever judges its decisions: the journal as "ssh
observer@HOST journal" has printed it, its manifest, the bundles of its ballots
(*.valurna), and a summary drawn from the journal: what the gate found over time, who
saw and heard whom, applications and answers, lines lost and back, adjournments,
papers, attestations, and whatever was refused or went wrong, each with the number of
its entry. Any tar program unpacks it.

A file is written of any journal that keeps its rules, also where something else does
not hold: it is then evidence of that.

With --check everything in such a file is verified offline: the summary is drawn from
the journal again, and journal and bundles are checked as by "valurna verify
--meeting".

Exit code: 0 valid, or written and no check failed; 1 a check failed; 2 not an evidence
file, or nothing was written; 3 consistent but no manifest given.`,
		Example: "valurna evidence journal bundles -o evening.evidence\nvalurna evidence --check evening.evidence --manifest manifest",
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case check && out == "":
				return mistaken(cmd, exactArgs(1)(cmd, args))
			case check:
				return mistaken(cmd, errors.New("a file is written or checked: leave out --check, or --output"))
			case len(args) < 2 || out == "":
				return mistaken(cmd, fmt.Errorf("write %s evidence JOURNAL DIR -o FILE, or see %s --help", cmd.Root().Name(), cmd.CommandPath()))
			}
			return nil
		},
	}
	cmd.SetFlagErrorFunc(mistaken)
	cmd.Flags().StringVar(&given, "manifest", "", "the meeting's manifest `FILE`, or its words")
	cmd.Flags().StringVarP(&out, "output", "o", "", "write the evidence to `FILE`, which must not be there")
	cmd.Flags().BoolVar(&check, "check", false, "check an evidence file")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		name := out
		if check {
			name = args[0]
		} else if err := writeEvidence(out, args[0], args[1:]); err != nil {
			return mistaken(cmd, fmt.Errorf("nothing was written: %w", err))
		}
		code, err := court.Command{
			File: name, Anchored: cmd.Flags().Changed("manifest"), Manifest: given, JSON: asJSON,
			Open: openNamed, OpenAt: openAt, Out: cmd.OutOrStdout(),
		}.Run()
		if err != nil {
			return mistaken(cmd, err)
		}
		if !check && code == verify.ExitUnanchored && !cmd.Flags().Changed("manifest") {
			code = verify.ExitValid // whose meeting it is, its reader asks
		}
		if code != verify.ExitValid {
			return exitCode(code)
		}
		return nil
	}
	return cmd
}

// openAt opens a file to be read at any place.
func openAt(name string) (court.Opened, int64, error) {
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

// writeEvidence writes a new file; one that was not written whole does not stay.
func writeEvidence(name, journal string, bundles []string) error {
	from, err := source(journal)
	if err != nil {
		return err
	}
	sources, err := bundleSources(bundles)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already: remove it, or name another file", name)
	}
	if err != nil {
		return err
	}
	err = errors.Join(court.Make(f, from, sources), f.Sync(), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

func source(name string) (court.Source, error) {
	info, err := os.Stat(name)
	if err != nil {
		return court.Source{}, err
	}
	if !info.Mode().IsRegular() {
		return court.Source{}, fmt.Errorf("%s is no file", name)
	}
	return court.Source{Name: name, Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(name) }}, nil
}

// bundleSources takes bundles by name, and of a folder all that are in it.
func bundleSources(names []string) (out []court.Source, err error) {
	for _, name := range names {
		all := []string{name}
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			if all, err = bundlesIn(name); err != nil {
				return nil, err
			}
		}
		for _, file := range all {
			s, err := source(file)
			if err != nil {
				return nil, err
			}
			out = append(out, s)
		}
	}
	return out, nil
}
