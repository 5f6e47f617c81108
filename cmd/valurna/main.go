// Command valurna is the one program of a meeting with secret ballots: for
// members, chairs, operators, trustees and witnesses. Each command stands in a
// file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"syscall"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"
)

// exitCode is an error that only sets the program's exit status: whoever returns
// it has told the reason already.
type exitCode int

func (c exitCode) Error() string { return "exit status " + strconv.Itoa(int(c)) }

// extra are commands of builds for tests; what is delivered has none.
var extra []*cobra.Command

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "valurna",
		Short: "Secret ballots at meetings in the room and at a distance",
		Long: `Secret ballots at meetings in the room and at a distance, over SSH.

A body writes down a meeting in two files, everybody who runs a part of it signs
them, members vote, and anyone can verify every result offline.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w: see %s --help", err, cmd.CommandPath())
	})
	untilEOF := root.PersistentFlags().Bool("until-eof", false, "end when standard input ends")
	_ = root.PersistentFlags().MarkHidden("until-eof") // the flag exists
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) {
		if *untilEOF && cmd.Name() != "keeper" { // the keeper sees to it itself
			cmd.SetContext(untilInputEnds(cmd.Context(), cmd.InOrStdin()))
		}
	}
	root.AddCommand(
		initCommand(),
		checkCommand(),
		preflightCommand(),
		doctorCommand(),
		manifestCommand(),
		inviteCommand(),
		registrarCommand(),
		urnCommand(),
		trusteeCommand(),
		witnessCommand(),
		verifyCommand(),
		complainCommand(),
		judgeCommand(),
		auditCommand(),
		recordCommand(),
		evidenceCommand(),
		joinCommand(),
		demoCommand(),
		vectorsCommand(),
		benchCommand(),
		pictureCommand(),
	)
	root.AddCommand(extra...)
	return root
}

// exactArgs is cobra.ExactArgs with an error that says what to write.
func exactArgs(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return fmt.Errorf("%d arguments were given: write %s, or see %s --help", len(args), cmd.UseLine(), cmd.CommandPath())
		}
		return nil
	}
}

// untilInputEnds ends with the process that started this one, however that ended:
// a killed demo leaves no part of itself running.
func untilInputEnds(ctx context.Context, in io.Reader) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, in) // an error ends it as well
		cancel()
	}()
	return ctx
}

// run executes the program and gives its exit status: 0, what a command chose by
// an exitCode, or 1.
func run(ctx context.Context, root *cobra.Command) int {
	err := fang.Execute(ctx, root,
		fang.WithErrorHandler(printError),
		fang.WithNotifySignal(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP),
	)
	var code exitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	return 1
}

// printError writes an error as one plain sentence, so that scripts, screen
// readers and people get the same.
func printError(w io.Writer, _ fang.Styles, err error) {
	var code exitCode
	if !errors.As(err, &code) {
		_, _ = fmt.Fprintln(w, "valurna:", err)
	}
}

func main() { os.Exit(run(context.Background(), rootCommand())) }
