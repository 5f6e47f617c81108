package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"valurna/server/harden"
	"valurna/server/member"
	"valurna/tui/booth"
	"valurna/tui/join"
	"valurna/tui/words"
)

// joinOptions are the flags of join.
type joinOptions struct {
	manifest, words, key, state, lang string
	seal, plain                       bool
}

// joinCommand is the member's: desk and own booth in one window.
func joinCommand() *cobra.Command {
	var o joinOptions
	cmd := &cobra.Command{
		Use: "join [WORDS] [USER@]HOST[:PORT]", Short: "Take part in a meeting, with the booth on your own machine",
		Long: `Opens the desk of a meeting in this window, and the booth when a ballot opens. The
booth runs on this machine: your choice leaves it only as a sealed ballot, and
no server learns it.

The first time, whom to believe is settled by the ten words in the notice of the
meeting: give them with --words or as the first argument, or compare them aloud when
you are asked. They are remembered.

You are known by your SSH key: --key FILE, or the SSH agent (hardware keys and
certificates too), or the usual files in ~/.ssh.

What the booth keeps stands in a folder of your own: a vote that was broken off by a
crash, a closed lid or a lost line goes on by itself. --seal seals it by a
passphrase, which is then asked for at every start.`,
		Example: `valurna join meeting.example
valurna join --words "bafod-…-nuguz" anna@meeting.example:2222`,
		Args: cobra.RangeArgs(1, 2),
	}
	f := cmd.Flags()
	f.StringVar(&o.manifest, "manifest", "", "the meeting's manifest `FILE`, from a hand you trust")
	f.StringVar(&o.words, "words", "", "the ten `WORDS` of the notice, with hyphens or spaces")
	f.StringVar(&o.key, "key", "", "your SSH private key `FILE` (default: the SSH agent, then ~/.ssh)")
	f.StringVar(&o.state, "state", "", "`DIR` for what the booth keeps (default: a folder of your own for each meeting)")
	f.StringVar(&o.lang, "lang", "", "sv, da or en (default: that of your machine)")
	f.BoolVar(&o.seal, "seal", false, "seal what the booth keeps by a passphrase")
	f.BoolVar(&o.plain, "plain", false, "lines instead of screens, for speech and braille")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		harden.Process()
		if len(args) == 2 {
			if o.words != "" {
				return errors.New("the words were given twice; nothing was sent: give them once")
			}
			o.words = args[0]
		}
		return runJoin(cmd, args[len(args)-1], o)
	}
	return cmd
}

// target reads [USER@]HOST[:PORT].
func target(s string) (user, address string, err error) {
	user, host := "member", s
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		user, host = s[:at], s[at+1:]
	}
	if _, _, splits := net.SplitHostPort(host); splits != nil {
		host = net.JoinHostPort(strings.Trim(host, "[]"), "22")
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil || name == "" || user == "" {
		return "", "", fmt.Errorf("%q is no meeting's address; nothing was sent: write HOST, or USER@HOST:PORT", s)
	}
	return user, host, nil
}

func runJoin(cmd *cobra.Command, to string, o joinOptions) error {
	ctx := cmd.Context()
	user, address, err := target(to)
	if err != nil {
		return err
	}
	if o.lang == "" {
		o.lang = language(os.Getenv)
	}
	talk := &prompter{ctx: ctx, in: cmd.InOrStdin(), out: cmd.ErrOrStderr(), words: words.Pick(o.lang)}
	signed, err := trust(ctx, address, o, talk)
	if err != nil {
		return err
	}
	state, err := openState(address, signed, o, talk)
	if err != nil {
		return err
	}
	defer state.Close()
	keys, err := memberKeys(o.key, talk)
	if err != nil {
		return err
	}
	var window atomic.Bool // from when on nothing but the window writes
	s, err := member.Start(ctx, member.Options{
		Signed: signed, State: state, Address: address, User: user, Keys: keys,
		Lookup:      func(ballot, code string) string { return "valurna verify " + ballot + ".valurna --code " + code },
		AuditLookup: auditLookup(address),
		Touch: func(waits bool) {
			if waits && !window.Load() {
				fmt.Fprintln(talk.out, talk.words.Join.Touch)
			}
		},
	})
	if err != nil {
		return err
	}
	defer s.Close()
	window.Store(true)
	talk.silence()
	return showJoin(ctx, cmd, s, talk.words, o.plain)
}

// showJoin runs the window, or the lines where nothing can be drawn.
func showJoin(ctx context.Context, cmd *cobra.Command, s *member.Session, w *words.Words, plain bool) error {
	b := joined{s}
	if plain || !terminal(cmd.InOrStdin()) || !terminal(cmd.OutOrStdout()) || os.Getenv("TERM") == "dumb" {
		return join.Plain(ctx, b, w, cmd.InOrStdin(), cmd.OutOrStdout())
	}
	_, err := tea.NewProgram(join.New(b, w, time.Now), tea.WithContext(ctx)).Run()
	if ctx.Err() != nil || errors.Is(err, tea.ErrInterrupted) {
		return nil
	}
	return err
}

// joined fits a session to the window.
type joined struct{ *member.Session }

func (j joined) Booth(ballot string) (booth.Backend, func()) {
	b := j.Session.Booth(ballot)
	return b, b.Close
}

var _ join.Backend = joined{}

func terminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// language is that of the machine, by POSIX's order of variables.
func language(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			return v
		}
	}
	return ""
}
