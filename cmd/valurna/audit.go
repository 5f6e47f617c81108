package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"valurna/ballot/booth"
	"valurna/ballot/bundle"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/verify"
	"valurna/server/member"
	"valurna/tui/style"
	"valurna/tui/words"
)

// Exit codes of "valurna audit" beside 0.
const (
	auditFalse   = 1 // the opening does not hold, the word differs, or what was sealed is not shown
	auditUnasked = 2 // nothing was checked
	auditNone    = 3 // no such audited ballot, or not yet
)

// auditOptions are the flags of audit.
type auditOptions struct {
	ballot, bundle, manifest, state, word, lang string
	json                                        bool
}

// auditCommand shows what a ballot held that a booth has opened as a test.
func auditCommand() *cobra.Command {
	var o auditOptions
	cmd := &cobra.Command{
		Use:   "audit CODE [HOST[:PORT]]",
		Short: "Show what a ballot held that was opened as a test of the booth",
		Long: `Shows what was sealed under a ballot code that you have had the booth open instead
of casting it. It is fetched from the meeting at HOST, or taken from the bundle of a
ballot, and everything is checked here: no booth and no server is believed.

Give the whole code, as you wrote it down before you chose the test, and compare what
is shown with what you marked. Nobody learns which code you look for.

The meeting's manifest says whom to believe: --manifest, or what "valurna join" has
remembered on this machine, or its ten words, compared aloud when you are asked.

Exit code: 0 it is shown what it held, 1 the opening is false or your word differs,
2 nothing was checked, 3 no such ballot was opened, or not yet.`,
		Example: `valurna audit KXH3-VBDX-…-9TQZ meeting.example
valurna audit KXH3-VBDX-…-9TQZ --bundle 3-1.valurna --manifest manifest`,
		Args: func(cmd *cobra.Command, args []string) error {
			if want := map[bool]int{true: 1, false: 2}[cmd.Flags().Changed("bundle")]; len(args) != want {
				return mistakenAudit(cmd, fmt.Errorf("%d arguments were given: write audit CODE HOST, or audit CODE --bundle FILE --manifest FILE", len(args)))
			}
			return nil
		},
	}
	cmd.SetFlagErrorFunc(mistakenAudit)
	f := cmd.Flags()
	f.StringVar(&o.ballot, "ballot", "", "look in this ballot `ID` alone")
	f.StringVar(&o.bundle, "bundle", "", "take it from the bundle `FILE` of a ballot")
	f.StringVar(&o.manifest, "manifest", "", "the meeting's manifest `FILE`, or its words")
	f.StringVar(&o.state, "state", "", "`DIR` in which valurna join keeps its things")
	f.StringVar(&o.word, "word", "", "the `WORD` of your own that you gave the booth")
	f.StringVar(&o.lang, "lang", "", "sv, da or en (default: that of your machine)")
	f.BoolVar(&o.json, "json", false, "print what was found as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if o.lang == "" {
			o.lang = language(os.Getenv)
		}
		host := ""
		if len(args) == 2 {
			host = args[1]
		}
		return runAudit(cmd, args[0], host, o)
	}
	return cmd
}

func mistakenAudit(cmd *cobra.Command, err error) error {
	cmd.PrintErrf("valurna: nothing was checked: %v\n", err)
	return exitCode(auditUnasked)
}

// auditReport is the JSON form.
type auditReport struct {
	Ballot  string   `json:"ballot"`
	Title   string   `json:"title"`
	Code    string   `json:"code"`
	Valid   bool     `json:"valid"`
	Blank   bool     `json:"blank"`
	Options []string `json:"options"`
	Sealed  bool     `json:"sealed"`
	Word    *bool    `json:"word"` // null: none was given
	Error   string   `json:"error"`
}

func runAudit(cmd *cobra.Command, typed, host string, o auditOptions) error {
	w := words.Pick(o.lang)
	code, err := sealed.ParseCode(typed)
	if err != nil {
		return auditFailed(cmd, o, w.Audit.CodeForm, auditUnasked)
	}
	found, err := findAudit(cmd, code, host, o)
	name := code.String()
	switch {
	case err == nil:
	case errors.Is(err, member.ErrNoAudit):
		return auditFailed(cmd, o, words.Fill(w.Audit.None, "code", name), auditNone)
	case errors.Is(err, member.ErrNotPublished):
		return auditFailed(cmd, o, words.Fill(w.Audit.NotYet, "code", name), auditNone)
	case errors.Is(err, member.ErrHidden):
		return auditFailed(cmd, o, w.Audit.Hidden, auditFalse)
	case errors.Is(err, sealed.ErrEncoding), errors.Is(err, sealed.ErrProof), errors.Is(err, sealed.ErrOpening):
		return auditFailed(cmd, o, words.Fill(w.Audit.False, "code", name, "error", err), auditFalse)
	default:
		return auditFailed(cmd, o, words.Fill(w.Audit.Nothing, "error", err), auditUnasked)
	}
	r := auditReport{
		Ballot: found.Ballot, Title: found.Title, Code: name, Valid: found.Held.Valid, Blank: found.Held.Choice.Blank,
		Options: []string{}, Sealed: found.Sealed,
	}
	for _, i := range found.Held.Choice.Options {
		r.Options = append(r.Options, found.Contest.Options[i])
	}
	if o.word != "" {
		err := found.Held.MadeWith(o.word)
		if err != nil && !errors.Is(err, booth.ErrWord) {
			return auditFailed(cmd, o, words.Fill(w.Audit.Nothing, "error", err), auditUnasked)
		}
		fits := err == nil
		r.Word = &fits
	}
	if o.json {
		err = printAuditJSON(cmd, r)
	} else {
		text := w.OfAudit(r.Ballot, r.Title, r.Code, found.Contest, r.Valid, found.Held.Choice, r.Sealed, r.Word)
		_, err = fmt.Fprintln(cmd.OutOrStdout(), cleanLines(text))
	}
	if err == nil && r.Word != nil && !*r.Word {
		err = exitCode(auditFalse)
	}
	return err
}

// auditFailed says why nothing is shown, and sets the exit code.
func auditFailed(cmd *cobra.Command, o auditOptions, why string, code int) error {
	if o.json {
		if err := printAuditJSON(cmd, auditReport{Options: []string{}, Error: why}); err != nil {
			return err
		}
		return exitCode(code)
	}
	cmd.PrintErrln("valurna: " + cleanLines(why))
	return exitCode(code)
}

func printAuditJSON(cmd *cobra.Command, r auditReport) error {
	enc := json.NewEncoder(cmd.OutOrStdout())
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// findAudit gets the audited ballot from a bundle, or from the meeting.
func findAudit(cmd *cobra.Command, code sealed.Code, host string, o auditOptions) (*member.Audited, error) {
	if o.bundle != "" {
		return auditInBundle(code, o)
	}
	_, address, err := target(host)
	if err != nil {
		return nil, err
	}
	ctx := cmd.Context()
	talk := &prompter{ctx: ctx, in: cmd.InOrStdin(), out: cmd.ErrOrStderr(), words: words.Pick(o.lang)}
	asked := joinOptions{state: o.state, manifest: o.manifest}
	if _, err := manifest.ParseWords(o.manifest); err == nil {
		asked.manifest, asked.words = "", o.manifest
	}
	signed, err := trust(ctx, address, asked, talk)
	if err != nil {
		return nil, err
	}
	return member.FetchAudited(ctx, signed, address, o.ballot, code)
}

// auditInBundle believes a bundle as far as it verifies against the manifest.
func auditInBundle(code sealed.Code, o auditOptions) (*member.Audited, error) {
	if o.manifest == "" {
		return nil, errors.New("a bundle says only with the manifest whose it is: give --manifest FILE or its words")
	}
	file, err := os.Open(o.bundle)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	b, err := bundle.Read(file)
	if err != nil {
		return nil, err
	}
	if o.ballot != "" && o.ballot != b.Ballot {
		return nil, fmt.Errorf("the bundle is that of ballot %s, not of %s", b.Ballot, o.ballot)
	}
	report := verify.Verify(b, verify.ResolveAnchor(o.manifest, os.ReadFile))
	if report.Verdict != verify.Valid {
		return nil, fmt.Errorf("the bundle does not verify (check %q): see valurna verify", report.Failed())
	}
	ballot, terms, err := verify.Defined(b)
	if err != nil {
		return nil, err
	}
	d := ballot.Definition
	held, err := member.FindAudited(terms, d.Contest, b.Audited, code)
	if err != nil {
		return nil, err
	}
	if held == nil {
		return nil, member.ErrNoAudit
	}
	return &member.Audited{Ballot: d.Ballot, Title: d.Title, Contest: d.Contest, Sealed: true, Held: *held}, nil
}

// auditLookup is what a booth tells to type on another machine.
func auditLookup(address string) func(ballot, code string) string {
	host := strings.TrimSuffix(address, ":22")
	return func(_, code string) string { return "valurna audit " + code + " " + host }
}

// cleanLines cleans text from elsewhere, line by line.
func cleanLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = style.Clean(lines[i])
	}
	return strings.Join(lines, "\n")
}
