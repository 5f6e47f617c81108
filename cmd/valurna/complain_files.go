package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/tui/words"
)

// evidence is what a complaint is made of.
type evidence struct {
	signed  *manifest.Signed
	ballot  string
	sealed  []byte
	receipt *journal.Statement
}

// fromFiles reads what another program has kept.
func fromFiles(id string, o complainOptions) (evidence, error) {
	kept := evidence{ballot: id}
	if o.manifest == "" || o.state != "" {
		return kept, errors.New("nothing was written: with --receipt or --ballot give --manifest FILE, and not --state")
	}
	var err error
	if kept.signed, err = readSigned(o.manifest); err != nil {
		return kept, err
	}
	if err := kept.signed.Verify(); err != nil {
		return kept, err
	}
	if o.ballot != "" {
		if kept.sealed, err = os.ReadFile(o.ballot); err != nil {
			return kept, err
		}
	}
	if o.receipt != "" {
		data, err := os.ReadFile(o.receipt)
		if err != nil {
			return kept, err
		}
		kept.receipt = new(journal.Statement)
		if err := canon.Unmarshal(bytes.TrimSuffix(data, []byte("\n")), kept.receipt); err != nil {
			return kept, fmt.Errorf("%s is no receipt, nothing was written: %w", o.receipt, err)
		}
		var r journal.Receipt
		if id == "" && canon.Unmarshal(kept.receipt.Body, &r) == nil {
			kept.ballot = r.Ballot
		}
	}
	if kept.ballot == "" {
		return kept, errors.New("nothing was written: say which ballot, for instance valurna complain 3-1")
	}
	return kept, nil
}

// fromState reads what this program's own booth has kept.
func fromState(cmd *cobra.Command, id, dir string) (evidence, error) {
	if id == "" {
		return evidence{}, errors.New("nothing was written: say which ballot, for instance valurna complain 3-1")
	}
	if dir == "" {
		var err error
		if dir, err = boothOf(id); err != nil {
			return evidence{}, err
		}
	}
	talk := &prompter{ctx: cmd.Context(), in: cmd.InOrStdin(), out: cmd.ErrOrStderr(), words: words.Pick(language(os.Getenv))}
	return boothEvidence(dir, id, talk)
}
