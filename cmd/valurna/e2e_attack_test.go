//go:build e2e

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/ballot/view"
	"valurna/server/party"
	"valurna/server/wire"
)

// The attackers, each with all that this party has: its keys, its files, its place in
// the network, and every program that it cares to write.
const (
	outsider     = "an outsider"
	onlooker     = "a network onlooker"
	anyMember    = "a member"
	remoteMember = "a remote member"
	registrarOp  = "the registrar's operator"
	urnOp        = "the urn's operator"
	oneTrustee   = "one trustee"
	oneWitness   = "one witness"
	theChair     = "the chair"
)

// attack is one attempt. try does all that it takes and gives what came of it; it is
// refused if that holds why, the reason for which it has to fail.
type attack struct {
	who, what, why string
	try            func(a *siege) string
}

// stage is when in the evening attacks are tried.
type stage struct {
	name    string
	attacks []attack
}

// siege is a rehearsal of seven seats with all parties, each a process of its own.
type siege struct {
	*council
	ballot string   // that is attacked
	cast   [][]byte // what has been cast, by those who attack with it
	notes  map[string]string
}

// TestAttack runs every attack against real servers. It fails if one succeeds, or fails
// for another reason than its own: then nobody knows what really stopped it.
func TestAttack(t *testing.T) {
	tried, refused := 0, 0
	held := map[string]int{}
	var succeeded []string
	run := func(s *siege, stages ...stage) {
		for _, stage := range stages {
			if stage.attacks == nil {
				s.move(stage.name)
				continue
			}
			for _, a := range stage.attacks {
				tried++
				held[a.who]++
				got := a.try(s)
				if forReason(got, a.why) {
					refused++
					t.Logf("refused: %s, %s: %s (%s)", stage.name, a.who, a.what, strings.SplitN(got, "\n", 2)[0])
					continue
				}
				// The others are tried all the same.
				succeeded = append(succeeded, fmt.Sprintf("NOT refused for its reason: %s, %s: %s; %q was due, and this came:\n%s", stage.name, a.who, a.what, a.why, got))
			}
		}
	}
	run(besiege(t, true), stage{"before the ballot", beforeTheBallot}, stage{name: "open"}, stage{"while it is open", whileOpen},
		stage{name: "close"}, stage{"after the close", afterClose}, stage{name: "certify"}, stage{"after the result", afterResult})
	run(besiege(t, false), stage{"in a meeting that decides", whereItDecides})
	for _, a := range machineInHand { // each on parties of its own, since it may end the meeting
		run(besiege(t, true), stage{name: "open"}, stage{"with a machine in hand", []attack{a}})
	}
	for _, text := range succeeded {
		t.Error(text)
	}
	for _, who := range []string{outsider, onlooker, anyMember, remoteMember, registrarOp, urnOp, oneTrustee} {
		if held[who] == 0 {
			t.Errorf("no attack of %s was tried", who)
		}
	}
	fmt.Printf("attacks: %d tried, %d refused\n", tried, refused)
	if tried < 40 {
		t.Errorf("only %d attacks", tried)
	}
}

// forReason says whether an attempt failed for its reason: a code of one word is all of
// the refusal's code, several words stand somewhere in what was said.
func forReason(got, why string) bool {
	if strings.Contains(why, " ") {
		return strings.Contains(strings.ToLower(got), strings.ToLower(why))
	}
	code, _, _ := strings.Cut(got, ":")
	return code == why
}

func besiege(t *testing.T, rehearsal bool) *siege {
	t.Helper()
	options := []string{"Berg", "Dahl", "Falk"}
	c := convene(t, setting{
		profile: manifest.ProfileCouncil, seats: 7, days: 7, rehearsal: rehearsal, remote: !rehearsal, substitutes: 1, statutes: manifest.Statutes{Of: 1},
		items: []roll.Item{
			{Class: journal.ClassElection, Title: "Val av ordförande", Contest: &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: options}},
			{Class: journal.ClassDecision, Title: "Budget"},
		},
	})
	s := &siege{council: c, notes: map[string]string{}}
	if !rehearsal {
		s.must("secretary", "notice", "2026-01-01", "2026-01-01")
	}
	for seat := 1; seat <= 6; seat++ { // seat 7 stays away
		s.must(fmt.Sprint("member ", seat), "checkin", "room")
	}
	s.must("chair", "meeting", "open")
	return s
}

// must is what a party does by right.
func (s *siege) must(who string, words ...string) {
	s.t.Helper()
	if _, refused := s.asks(who, words...); refused != nil {
		s.t.Fatalf("%s: %q: %s", who, words, refused.Text)
	}
}

// move takes the meeting a step further.
func (s *siege) move(to string) {
	s.t.Helper()
	switch to {
	case "open":
		s.must("chair", "ballot", "open", "1")
		s.ballot = "1-1"
		s.await("an open ballot", func(j *journal.State) bool { b := j.Ballot(s.ballot); return b != nil && b.Open != nil })
	case "close":
		s.vote(s.ballot, []int{1, 5}, 1)
		s.must("chair", "ballot", "close", s.ballot)
		s.await("a seal", func(j *journal.State) bool { return j.Ballot(s.ballot).Seal != nil })
	case "certify":
		s.await("a result", func(j *journal.State) bool { return j.Ballot(s.ballot).Phase >= journal.Decided })
		eventually(s.t, "the chair certifies", func() bool {
			_, refused := s.asks("chair", "ballot", "certify", s.ballot)
			return refused == nil
		})
		s.await("a certified result", func(j *journal.State) bool { return j.Ballot(s.ballot).Phase == journal.Certified })
	}
}

// refusal is what somebody is told, as text: the code and the sentence.
func refusal(err error) string {
	var p *view.Problem
	if errors.As(err, &p) {
		return p.Code + ": " + p.Text
	}
	if err != nil {
		return err.Error()
	}
	return "NOTHING STOPPED IT"
}

// told is what somebody is told who asks by stock ssh with --json.
func (s *siege) told(who string, command ...string) string {
	s.t.Helper()
	_, refused := s.asks(who, command...)
	if refused == nil {
		return "NOTHING STOPPED IT"
	}
	return refused.Code + ": " + refused.Text
}

// by is told as an attack of one command.
func by(who string, command ...string) func(*siege) string {
	return func(s *siege) string { return s.told(who, command...) }
}

// sshWith is the command line of stock ssh with further options.
func (s *siege) sshWith(who string, options []string, command ...string) []string {
	args := s.ssh(who, command...)
	at := slices.IndexFunc(args, func(a string) bool { return strings.Contains(a, "@") && !strings.Contains(a, "=") })
	return slices.Insert(args, at, options...)
}

// stock runs stock ssh as somebody, and gives what it says.
func (s *siege) stock(who string, options []string, command ...string) string {
	s.t.Helper()
	args := s.sshWith(who, options, command...)
	if at := slices.Index(args, "LogLevel=ERROR"); at >= 0 {
		args[at] = "LogLevel=INFO"
	}
	return said(runTool(s.t, "ssh", args...))
}

// said is what a program has printed that was to fail.
func said(r ran) string {
	if r.code == 0 {
		return refusal(nil) + "\n" + r.out + r.errs
	}
	return r.out + r.errs
}

// dial logs in at the registrar with a key of the attacker's.
func (s *siege) dial(user string, signer ssh.Signer) *wire.Client {
	s.t.Helper()
	r := s.town.Signed.Manifest.Registrar
	var auth []ssh.AuthMethod
	if signer != nil {
		auth = append(auth, ssh.PublicKeys(signer))
	}
	c, err := wire.Dial(s.t.Context(), r.Address, r.HostKey, user, auth...)
	check(s.t, err)
	s.t.Cleanup(func() { c.Close() })
	return c
}

func (s *siege) seat(n int) ssh.Signer { return s.town.People[n-1].Signer }

// party is a trustee or witness with its own key.
func (s *siege) party(role party.Role, name string) (*party.Identity, *wire.Client) {
	s.t.Helper()
	id, err := party.Load(s.partyDir(role, name), role)
	check(s.t, err)
	signer, err := ssh.NewSignerFromKey(id.Key())
	check(s.t, err)
	return id, s.dial("party", signer)
}

// post hands in a statement, signed with the key of whoever posts it, in the name given.
func (s *siege) post(c *wire.Client, command, typ string, body any, by string, sign func(typ string, body any) (journal.Statement, error)) string {
	st, err := sign(typ, body)
	check(s.t, err)
	if by != "" {
		st.Sig.By = by
	}
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	if command == wire.CmdPost {
		return refusal(wire.Call(ctx, c, command, st, new(wire.PostReply)))
	}
	return refusal(wire.Call(ctx, c, command, st, new(wire.Done)))
}
