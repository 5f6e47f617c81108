package registrar

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/record"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// Bounds of what a command reads from its standard input; bytes. A trustee's
// dealings for a hundred ballots stay far below the first; a request of a
// member's booth or of the urn has a few kilobytes.
const (
	maxStatement = 8 << 20
	maxRequest   = 64 << 10
)

// call is one command of one person: who asks, with what words, in and out.
type call struct {
	ctx    context.Context
	who    role
	args   []string // after the command's name
	in     io.Reader
	out    io.Writer
	err    io.Writer // refusals in words
	json   bool
	lang   string
	window cells // of the session, zero without a terminal
	say    func(view.Reply, string) string
	card   func(view.Card, string) string
	panel  func(view.Gate, string) string
	page   func(d *Desk, name, lang string) (string, []string)
	record func(r *record.Record, lang string) string
}

// command is one entry of the protocol. kinds lists who may use it; nil is
// everybody.
type command struct {
	kinds []string
	run   func(r *Registrar, c *call) error
}

var (
	everybody = []string(nil)
	people    = []string{kindPerson}
	parties   = []string{kindTrustee, kindUrn}
)

var commands map[string]command

func init() {
	commands = map[string]command{
		wire.CmdJournal:    {everybody, runJournal},
		wire.CmdManifest:   {everybody, runManifest},
		wire.CmdCheckpoint: {everybody, runCheckpoint},
		wire.CmdBundles:    {everybody, runBundles},
		wire.CmdBundle:     {everybody, runBundle},
		wire.CmdView:       {everybody, runView},
		wire.CmdPost:       {parties, runPost},
		wire.CmdSign:       {[]string{kindTrustee}, runSign},
		wire.CmdCosign:     {[]string{kindWitness}, runCosign},
		wire.CmdIssue:      {[]string{kindUrn}, runIssue},
		wire.CmdCount:      {[]string{kindUrn}, runCount},
		wire.CmdSelfCheck:  {[]string{kindUrn}, runSelfCheck},
		wire.CmdPublish:    {[]string{kindUrn}, runPublish},
		wire.CmdMissing:    {everybody, runMissing},
		wire.CmdAudited:    {everybody, runAudited},
		wire.CmdOpened:     {[]string{kindUrn}, runOpened},
		wire.CmdToken:      {people, runToken},
		wire.CmdCheckin:    {people, runAct},
		wire.CmdCheckout:   {people, runAct},
		wire.CmdMeeting:    {people, runAct},
		wire.CmdBallot:     {people, runAct},
		wire.CmdPresence:   {people, runAct},
		wire.CmdRevoke:     {people, runAct},
		wire.CmdCard:       {people, runCard},
		wire.CmdTest:       {people, runTest},
		wire.CmdTested:     {people, runTested},
	}
}

// Command runs one command and returns its exit status. Flags --json and --lang
// L may stand anywhere.
func (s *Server) command(ctx context.Context, who role, window cells, words []string, in io.Reader, out, errOut io.Writer) int {
	c := &call{ctx: ctx, who: who, window: window, in: in, out: out, err: errOut, lang: s.config.Lang}
	var rest []string
	for i := 0; i < len(words); i++ {
		switch {
		case words[i] == "--json":
			c.json = true
		case words[i] == "--lang" && i+1 < len(words):
			i++
			c.lang = words[i]
		default:
			rest = append(rest, words[i])
		}
	}
	c.say, c.card, c.panel, c.page, c.record = s.config.Say, s.config.Card, s.config.Panel, s.config.Page, s.config.Record
	if c.lang == "" {
		c.lang = "sv"
	}
	switch who.kind {
	case kindEnrol:
		return s.enrol(c, rest)
	case kindLoan:
		return s.refuse(c, loanOnly)
	case kindDisplay:
		return s.refuse(c, displayOnly)
	}
	// The programs of the parties always speak JSON, refusals too; people do if
	// they ask.
	c.json = c.json || who.kind != kindPerson && who.kind != kindObserver || len(rest) > 0 && (rest[0] == wire.CmdToken || rest[0] == wire.CmdMissing || rest[0] == wire.CmdAudited)
	if len(rest) == 0 {
		return s.refuse(c, &view.Problem{Code: "usage", Text: "No command was given.", Next: "Commands: " + strings.Join(names(who.kind), ", ")})
	}
	cmd, known := commands[rest[0]]
	if !known || cmd.kinds != nil && !slices.Contains(cmd.kinds, who.kind) {
		return s.refuse(c, &view.Problem{Code: "usage", Text: fmt.Sprintf("%q is no command for you.", rest[0]), Next: "Commands: " + strings.Join(names(who.kind), ", ")})
	}
	c.args = rest[1:]
	if rest[0] == wire.CmdView || rest[0] == wire.CmdPage || cmd.kinds != nil && slices.Contains(cmd.kinds, kindPerson) && rest[0] != wire.CmdToken {
		c.args = rest // runView and runAct want the whole command
	}
	err := cmd.run(s.Registrar, c)
	if rest[0] == wire.CmdView && err == nil && !c.json {
		_, err = io.WriteString(out, s.config.Plain(s.View(who), c.lang))
	}
	switch {
	case errors.Is(err, errTold):
		return 1
	case err != nil:
		return s.refuse(c, problem(err))
	}
	return 0
}

var displayOnly = &view.Problem{Code: "display-only", Text: "This user shows the display of the room and answers no commands.", Next: "Ask as observer@ the same address."}

// errTold is a failure of which the person has read already.
var errTold = errors.New("the answer says that it failed")

// told says a reply in words; one that is not good gives the exit status 1.
func told(c *call, reply view.Reply, good bool) error {
	text := c.say(reply, c.lang)
	if c.window.cols > 0 {
		text = fold(text, c.window.cols)
	}
	if _, err := fmt.Fprintln(c.out, text); err != nil {
		return err
	}
	if !good {
		return errTold
	}
	return nil
}

func names(kind string) []string {
	var out []string
	for name, c := range commands {
		if c.kinds == nil || slices.Contains(c.kinds, kind) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// refuse writes the refusal: JSON for programs, a sentence for people.
func (s *Server) refuse(c *call, p *view.Problem) int {
	if c.json {
		return wire.Refuse(c.out, p)
	}
	fmt.Fprintln(c.err, s.config.Explain(p, c.lang)) // never into a file that waits for a bundle
	return 1
}

// problem turns any error into a refusal with a code.
func problem(err error) *view.Problem {
	var p *view.Problem
	if errors.As(err, &p) {
		return p
	}
	var rule *journal.RuleError
	if errors.As(err, &rule) {
		return &view.Problem{Code: rule.Code, Rule: legal(rule.Code), Text: "Refused by the journal's rules: " + rule.Text + ". Nothing was entered.", Next: "Look at the desk for what can be done now.", Form: rule.Form, Args: rule.Args}
	}
	return &view.Problem{Code: "failed", Text: "That failed: " + err.Error() + ".", Next: "Try again; if it fails again, tell the operator."}
}

// read takes a command's input to its end; what goes on past max is refused.
func read(c *call, max int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(c.in, int64(max)+1))
	if err == nil && len(data) > max {
		return nil, &view.Problem{Code: "too-long", Text: fmt.Sprintf("The input is longer than %d bytes. Nothing was done.", max), Next: "Use a program of this version."}
	}
	return data, err
}

// legal gives a rule's code if it is a source of law ("KL 5:54", "A25"), and
// nothing for a rule of the protocol.
func legal(code string) string {
	if c := code[0]; c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
		return code
	}
	return ""
}

func answer(c *call, v any) error {
	if wire.Answer(c.out, v) != 0 {
		return errors.New("the answer could not be written")
	}
	return nil
}

func runJournal(r *Registrar, c *call) error {
	var from int64
	stay := false
	for i := 0; i < len(c.args); i++ {
		switch {
		case c.args[i] == "--follow":
			stay = true
		case c.args[i] == "--from" && i+1 < len(c.args):
			i++
			n, err := strconv.ParseInt(c.args[i], 10, 64)
			if err != nil || n < 0 {
				return &view.Problem{Code: "usage", Text: fmt.Sprintf("%q is no entry number.", c.args[i]), Next: "Write: journal --from 0 --follow"}
			}
			from = n
		default:
			return &view.Problem{Code: "usage", Text: fmt.Sprintf("%q is not understood.", c.args[i]), Next: "Write: journal --from 0 --follow"}
		}
	}
	if c.who.name != "" && stay {
		r.connect(c.who.name, 1)
		defer r.connect(c.who.name, -1)
	}
	err := r.Follow(c.ctx, c.out, from, stay, c.who.kind == kindTrustee)
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func runManifest(r *Registrar, c *call) error {
	e, err := journal.DecodeEntry(r.leaf(0))
	if err != nil {
		return err
	}
	m, err := manifest.Decode(e.Body)
	if err != nil {
		return err
	}
	signed := manifest.Signed{Manifest: m}
	for _, sig := range e.Sigs {
		signed.Sigs = append(signed.Sigs, manifest.Signature{By: sig.By, Sig: sig.Sig})
	}
	data, err := signed.Encode()
	if err != nil {
		return err
	}
	_, err = c.out.Write(data)
	return err
}

func runCheckpoint(r *Registrar, c *call) error {
	note := r.Checkpoint()
	if note == "" {
		return &view.Problem{Code: "no-quorum", Text: "No checkpoint has been cosigned by the quorum yet.", Next: "Wait for the witnesses."}
	}
	_, err := io.WriteString(c.out, note)
	return err
}

func runBundles(r *Registrar, c *call) error {
	ids, err := r.Bundles()
	if err != nil {
		return err
	}
	for _, id := range ids {
		fmt.Fprintln(c.out, id)
	}
	return nil
}

func runBundle(r *Registrar, c *call) error {
	if len(c.args) != 1 {
		return &view.Problem{Code: "usage", Text: "Which ballot's bundle?", Next: "Write: bundle BALLOT, for instance bundle 3-1; `bundles` lists them."}
	}
	data, err := r.Bundle(c.args[0])
	if err == nil {
		_, err = c.out.Write(data)
	}
	return err
}

func runView(r *Registrar, c *call) error {
	if slices.Contains(c.args, "--follow") {
		return r.followView(c)
	}
	if !c.json {
		return nil // the server prints it in words
	}
	return answer(c, r.View(c.who))
}

// followView streams the view at every change that shows.
func (r *Registrar) followView(c *call) error {
	last := ""
	clock := time.NewTicker(countEvery)
	defer clock.Stop()
	for {
		changed := r.Changed()
		data, err := canon.Marshal(r.View(c.who))
		if err != nil {
			return err
		}
		if string(data) != last {
			last = string(data)
			if _, err := c.out.Write(append(data, '\n')); err != nil {
				return err
			}
		}
		select {
		case <-c.ctx.Done():
			return nil
		case <-changed:
		case <-clock.C:
		}
	}
}

func runAct(r *Registrar, c *call) error {
	reply, err := r.Act(c.ctx, c.who, c.args...)
	if err != nil {
		return err
	}
	if c.json {
		return answer(c, reply)
	}
	_, err = fmt.Fprintln(c.out, c.say(reply, c.lang))
	return err
}

// runCard makes a card and shows it once.
func runCard(r *Registrar, c *call) error {
	purpose := view.CardKey
	if len(c.args) == 3 {
		purpose = c.args[2]
	}
	if len(c.args) < 2 || len(c.args) > 3 || purpose != view.CardKey && purpose != view.CardLoan {
		return &view.Problem{Code: "usage", Text: "For whom is the card, and for what?", Next: "Write: card SEAT key, or card SEAT loan; pN in the place of SEAT is person N, who may have none."}
	}
	card, err := r.MakeCard(c.who.person, c.args[1], purpose)
	if err != nil {
		return err
	}
	if c.json {
		return answer(c, card)
	}
	_, err = io.WriteString(c.out, c.card(card, c.lang))
	return err
}
