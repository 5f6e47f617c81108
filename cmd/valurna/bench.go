package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"valurna/cmd/valurna/bench"
)

// benchCommand measures this program on this machine.
func benchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "bench", Short: "Measure this program on this machine, beside the limits of its primitives", Args: cobra.NoArgs,
		Long: `Measures this program on this machine, each time beside the limit that is set by
the operations of which the work is made, taken in the same run.

What is measured is real: meetings with tokens, proofs and shuffles, made in memory.
That takes longer than the measurement, and standard error says how far it is.`,
		Example: "valurna bench verify --ballots 10000\nvalurna bench shuffle --ballots 10000 --json",
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		measurement("verify", "Verify a bundle with three shuffles and the decryption by two of three", bench.Verify),
		measurement("shuffle", "Shuffle a ballot box and prove it, as one trustee does", bench.Shuffle),
		measurement("tally", "Everything between the close of a ballot and its certified result", bench.Tally),
		measurement("issue", "Sign blinded tokens, as the registrar does", bench.Issue),
	)
	return cmd
}

// mostBallots is what the bundle's format takes.
const mostBallots = 1 << 20

func measurement(name, short string, measure func(bench.Options) (*bench.Report, error)) *cobra.Command {
	var o bench.Options
	var asJSON bool
	var floor float64
	cmd := &cobra.Command{Use: name, Short: short, Args: cobra.NoArgs, Example: "valurna bench " + name + " --ballots 1000 --json"}
	cmd.Flags().IntVar(&o.Ballots, "ballots", 1000, "how many ballots")
	cmd.Flags().Float64Var(&floor, "floor", 0, "fail below this ratio to the limit, by the clock or by processor time")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the figures as JSON")
	if name == "verify" {
		cmd.Flags().StringVar(&o.Keep, "keep", "", "keep the bundle in `FILE`, for other verifiers")
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if o.Ballots < 10 || o.Ballots > mostBallots {
			return fmt.Errorf("--ballots %d is not one of 10 to %d; nothing was measured", o.Ballots, mostBallots)
		}
		o.Say = cmd.ErrOrStderr()
		r, err := measure(o)
		if err != nil {
			return err
		}
		print := r.Print
		if asJSON {
			print = r.JSON
		}
		if err := print(cmd.OutOrStdout()); err != nil {
			return err
		}
		// Other work on the machine lowers the one or the other, seldom both.
		if best := max(r.Ratio, r.CPURatio); best < floor {
			return fmt.Errorf("%s reaches %.2f of the limit of its primitives, and %.2f is the floor", name, best, floor)
		}
		return nil
	}
	return cmd
}
