package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"valurna/ballot/manifest"
	"valurna/server/harden"
	"valurna/server/party"
)

// partyInit is "init DIR NAME" of trustees and witnesses: it makes the identity
// and prints what the body's file needs of it.
func partyInit(role party.Role, make func(dir, name string) (string, error)) *cobra.Command {
	return &cobra.Command{
		Use: "init DIR NAME", Short: fmt.Sprintf("Make a %s's key in DIR", role), Args: exactArgs(2),
		Long: fmt.Sprintf(`Makes DIR with a new key, and prints the lines that the meeting's body.toml needs.
Keep DIR on a machine that only this %s uses: whoever has it is this %s.`, role, role),
		Example: fmt.Sprintf("valurna %s init ~/valurna-%s anna", role, role),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, err := make(args[0], args[1])
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Send these lines to whoever writes body.toml, with the operator filled in:\n\n[[%s]]\nname = %q\noperator = \"\" # who runs this machine\nkey = %q\n", role, args[1], key)
			return nil
		},
	}
}

// partySign is "sign DIR --manifest FILE".
func partySign(role party.Role, sign func(dir string, signed *manifest.Signed) error) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use: "sign DIR --manifest FILE", Short: fmt.Sprintf("Sign a manifest as the %s of DIR", role), Args: exactArgs(1),
		Long: `Signs the manifest in FILE if it names the key of DIR under the name of DIR, and
writes the file back. Compare the words that it prints with the other parties'.`,
		Example: fmt.Sprintf("valurna %s sign ~/valurna-%s --manifest meeting.manifest", role, role),
	}
	manifestFlag(cmd, &file)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		signed, err := readSigned(file)
		if err != nil {
			return err
		}
		if err := sign(args[0], signed); err != nil {
			return err
		}
		if err := writeSigned(file, signed); err != nil {
			return fmt.Errorf("%s was not changed: %w", file, err)
		}
		return printManifest(cmd.OutOrStdout(), signed)
	}
	return cmd
}

// partyRun is "run DIR --manifest FILE", until the program is interrupted.
func partyRun(role party.Role, run func(cmd *cobra.Command, dir string, signed *manifest.Signed) error) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use: "run DIR --manifest FILE", Short: fmt.Sprintf("Work as the %s of DIR until interrupted", role), Args: exactArgs(1),
		Example: fmt.Sprintf("valurna %s run ~/valurna-%s --manifest meeting.manifest", role, role),
	}
	manifestFlag(cmd, &file)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		harden.Process()
		signed, err := readSigned(file)
		if err != nil {
			return err
		}
		if err := printManifest(cmd.ErrOrStderr(), signed); err != nil {
			return err
		}
		return run(cmd, args[0], signed)
	}
	return cmd
}

func manifestFlag(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVar(file, "manifest", "", "the meeting's manifest `FILE`")
	if err := cmd.MarkFlagRequired("manifest"); err != nil {
		panic(err) // the flag stands in the line above
	}
}

// teller prints what a party does, with the time. Some of it quotes the other
// side, which is not trusted with this terminal.
func teller(w io.Writer) func(format string, args ...any) {
	var mu sync.Mutex
	return func(format string, args ...any) {
		text := strings.Map(func(r rune) rune {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
				return unicode.ReplacementChar
			}
			return r
		}, fmt.Sprintf(format, args...))
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(w, "%s %s\n", time.Now().Format(time.TimeOnly), text)
	}
}

// asker asks a person until the answer is yes or no, in one of the three languages;
// the end of input is no.
func asker(ctx context.Context, in io.Reader, out io.Writer) func(question string) bool {
	lines := bufio.NewScanner(in)
	return func(question string) bool {
		fmt.Fprintf(out, "%s\nWrite yes (ja) to agree, no (nej) to refuse: ", question)
		for lines.Scan() && ctx.Err() == nil {
			switch strings.ToLower(strings.TrimSpace(lines.Text())) {
			case "yes", "ja":
				return true
			case "no", "nej":
				return false
			}
			fmt.Fprint(out, "Write yes (ja) or no (nej): ")
		}
		return false
	}
}
