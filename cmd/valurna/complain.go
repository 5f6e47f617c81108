package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"valurna/ballot/complaint"
	"valurna/ballot/journal"
)

// complainOptions are the flags of complain.
type complainOptions struct {
	state, manifest, receipt, ballot, code, out string
	send                                        bool
}

// complainCommand turns what a booth has kept into evidence.
func complainCommand() *cobra.Command {
	var o complainOptions
	cmd := &cobra.Command{
		Use: "complain [BALLOT]", Short: "Put together the evidence that your ballot was left out",
		Long: `Turns what your own booth has kept of a ballot into one file that anybody can judge
(valurna judge): the urn's receipt and the sealed ballot. It holds no name, no seat,
no key of yours, and nothing that opens the ballot. A ballot that was left out is
never decrypted because of it: the ballot as a whole can then only be void.

Whoever sees the file knows that this sealed ballot is yours if they know that the
file is. Of a ballot that is in, none is made.

The booth's folder is found by itself if one meeting alone has the ballot, or named by
--state. Or give the files that your program has kept: --receipt, --ballot, --manifest.
From a hosted booth's code no evidence can be made: that booth gives no receipt.`,
		Example: "valurna complain 3-1\nvalurna complain 3-1 --state DIR --send\nvalurna complain 3-1 --receipt FILE --ballot FILE --manifest FILE",
		Args:    cobra.MaximumNArgs(1),
	}
	f := cmd.Flags()
	f.StringVar(&o.state, "state", "", "`DIR` of what the booth has kept")
	f.StringVar(&o.receipt, "receipt", "", "a receipt as the urn gave it, in `FILE`")
	f.StringVar(&o.ballot, "ballot", "", "a sealed ballot as it was cast, in `FILE`")
	f.StringVar(&o.manifest, "manifest", "", "the meeting's manifest `FILE`, for --receipt and --ballot")
	f.StringVar(&o.code, "code", "", "the ballot `CODE` of a hosted booth: says what can be done with it")
	f.StringVar(&o.out, "out", "", "write to `FILE` (default: BALLOT.complaint; \"-\" for standard output)")
	f.BoolVar(&o.send, "send", false, "send the receipt to the registrar too, without a key or name")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		id := ""
		if len(args) == 1 {
			id = args[0]
		}
		return runComplain(cmd, id, o)
	}
	return cmd
}

// errHosted says what a code is worth.
var errHosted = errors.New("a hosted booth gives no receipt, so there is no evidence to put together and nothing was written: a code shows which ballot you mean, and not that the urn took it. Look for it in the bundle, also of a void ballot (valurna verify FILE --manifest WORDS --code CODE); if it is not there, tell the chair, who can only take your word. Use your own booth where that matters (valurna join)")

func runComplain(cmd *cobra.Command, id string, o complainOptions) error {
	if o.code != "" {
		return errHosted
	}
	if id != "" {
		if _, _, err := journal.ParseBallotID(id); err != nil {
			return fmt.Errorf("%w; nothing was written", err)
		}
	}
	var kept evidence
	var err error
	if o.receipt != "" || o.ballot != "" {
		kept, err = fromFiles(id, o)
	} else {
		kept, err = fromState(cmd, id, o.state)
	}
	if err != nil {
		return err
	}
	hash, err := kept.signed.Manifest.Hash()
	if err != nil {
		return err
	}
	c, err := complaint.Make(hash, kept.ballot, kept.sealed, kept.receipt)
	if err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	data, err := c.Encode()
	if err != nil {
		return err
	}
	name := o.out
	if name == "" {
		name = kept.ballot + ".complaint"
	}
	if err := writeComplaint(cmd.OutOrStdout(), name, data); err != nil {
		return err
	}
	say := cmd.ErrOrStderr()
	if name != "-" {
		fmt.Fprintf(say, "Written: %s. Have it judged when the ballot's bundle is published, also of a void ballot:\n  valurna judge %s --bundle %s.valurna --manifest WORDS\n", name, name, kept.ballot)
	}
	if kept.receipt == nil {
		fmt.Fprintln(say, "The urn gave no receipt, so this shows what you finished and not that it was cast.")
	}
	if !o.send {
		return nil
	}
	return sendReceipt(cmd.Context(), say, kept)
}

// writeComplaint writes a new file of the owner's alone.
func writeComplaint(stdout io.Writer, name string, data []byte) error {
	if name == "-" {
		_, err := stdout.Write(data)
		return err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, nothing was written: remove it, or name another with --out", name)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
