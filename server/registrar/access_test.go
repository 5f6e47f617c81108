package registrar

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/server/wire"
)

func TestAnObserverNeedsNoKeyReadsAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	before := locked(w.Registrar, (*journal.State).Next)
	c := w.dial(wire.UserObserver, nil)
	ctx := t.Context()
	for _, command := range []string{"journal", "checkpoint", "bundles", "manifest", "view --json"} {
		if out, err := c.Run(ctx, command, nil); err != nil || len(out) == 0 && command != "bundles" {
			t.Errorf("%s: %q, %v", command, out, err)
		}
	}
	if out, err := c.Run(ctx, "manifest", nil); err != nil || !bytes.Equal(out, must(w.signed.Encode())) {
		t.Errorf("the manifest: %q, %v", out, err)
	}
	_, err := c.Run(ctx, "bundle "+id+" --json", nil)
	refused(t, err, "no-bundle")
	for _, command := range []string{"bundle ../registrar.db", "bundle ..", "bundle /etc/passwd", "bundle 1-1/../../host_key"} {
		if out, err := c.Run(ctx, command, nil); err == nil {
			t.Errorf("%s: %d bytes", command, len(out))
		}
	}
	for _, command := range []string{
		"checkin room", "checkout", "meeting close", "ballot open 2", "ballot close " + id, "ballot void " + id + " x", "ballot choose " + id,
		"presence 2 absent", "token", "post", "sign", "cosign", "issue", "count", "publish " + id,
	} {
		for name, c := range map[string]*wire.Client{"observer": c, "chair as observer": w.dial(wire.UserObserver, w.people[0])} {
			_, err := c.Run(ctx, command+" --json", nil)
			t.Run(name+" "+command, func(t *testing.T) { refused(t, err, "usage") })
		}
	}
	if after := locked(w.Registrar, (*journal.State).Next); after != before {
		t.Errorf("the journal grew from %d to %d entries", before, after)
	}
}

// The public journal commits to names and to room or remote: the desk of those
// who need no key must not open them.
func TestWhoNeedsNoKeySeesNoNamesOfMembersAndNotWhereTheySit(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.openBallot(1)
	read := func(c *wire.Client) view.Desk {
		var d view.Desk
		if err := wire.Call(t.Context(), c, "view --json", nil, &d); err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []*wire.Client{w.dial(wire.UserObserver, nil), w.dial("x", w.link), w.dial("x", w.signer(manifest.ByTrustee("bo")))} {
		d := read(c)
		if len(d.Seats) != seats || len(d.Steps) != 0 || d.Booth.Ballot != "" {
			t.Errorf("%+v", d)
		}
		for _, s := range d.Seats {
			if s.Name != "" || s.Place != "" || !s.Present {
				t.Errorf("%+v", s)
			}
		}
	}
	if d := read(w.dial("x", w.people[1])); d.Seats[2].Name != "Cajsa Ledamot" || d.Seats[2].Place != "room" || d.Me.Name != "Beda Ledamot" {
		t.Errorf("a member's desk: %+v", d)
	}
	journal := must(w.dial(wire.UserObserver, nil).Run(t.Context(), "journal", nil))
	for i, m := range w.source.Members {
		if bytes.Contains(journal, []byte(m.Name)) || i > 0 && bytes.Contains(journal, []byte(m.Keys[0])) {
			t.Errorf("the public journal names seat %d", m.Seat)
		}
	}
}

func TestAnUnknownKeyIsRefused(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	for _, user := range []string{"x", "root", "agda", ""} {
		if _, err := w.tryDial(user, newSigner()); err == nil {
			t.Errorf("an unknown key was let in as %q", user)
		}
		if _, err := w.tryDial(user, nil); err == nil {
			t.Errorf("nobody's key was let in as %q", user)
		}
	}
	// The user name decides nothing for a known key.
	var d view.Desk
	if err := wire.Call(t.Context(), w.dial("agda", w.people[1]), "view --json", nil, &d); err != nil || d.Me.Person != 2 {
		t.Errorf("%+v, %v", d.Me, err)
	}
}

func TestOnlyTheChairOpensClosesVoidsAndCertifies(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	shares := w.assemble()
	none := func(commands ...string) {
		t.Helper()
		before := locked(w.Registrar, (*journal.State).Next)
		for _, command := range commands {
			for _, person := range []int{2, secretary} {
				refused(t, w.try(person, command), "not-chair")
			}
		}
		if after := locked(w.Registrar, (*journal.State).Next); after != before {
			t.Errorf("the journal grew from %d to %d entries", before, after)
		}
	}
	none("meeting close", "ballot open 1", "presence 3 absent")
	id := w.openBallot(1)
	none("ballot close "+id, "ballot void "+id+" why", "ballot certify "+id)
	refused(t, w.try(1, "meeting close"), "meeting")
	refused(t, w.try(1, "ballot certify "+id), "no-result")
	w.finish(id, nil, shares)
	none("ballot certify " + id)
	w.do(1, "ballot certify "+id)
	refused(t, w.try(1, "ballot void "+id+" regret"), "phase")
}

func TestAttendanceIsFrozenWhileABallotRunsAndRefusalsLeaveNothingOnTheDisk(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	openings := func() int { return len(must(w.records.openings())) }
	entries := func() int64 { return locked(w.Registrar, (*journal.State).Next) }
	n, e := openings(), entries()
	w.do(2, "checkin remote") // as it is already
	if openings() != n || entries() != e {
		t.Error("checking in again where one is was entered")
	}
	id := w.openBallot(1)
	n, e = openings(), entries()
	for person, command := range map[int]string{2: "checkout", 3: "checkin remote", 1: "presence 4 absent"} {
		refused(t, w.try(person, command), "frozen")
	}
	w.do(1, "ballot close "+id)
	refused(t, w.try(2, "checkout"), "frozen")
	if openings() != n || entries() != e+1 {
		t.Errorf("refused changes left %d openings and %d entries", openings()-n, entries()-e-1)
	}
	w.do(1, "ballot void "+id+" test")
	w.do(2, "checkout")
}

func TestAPartySaysOnlyWhatIsItsOwnToSay(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	anna, bo := manifest.ByTrustee("anna"), manifest.ByTrustee("bo")
	send := func(c *wire.Client, command, by string, key string, typ string, body any) error {
		st := must(journal.Sign(w.hash, by, w.keys[key], typ, body))
		return wire.Call(t.Context(), c, command, st, nil)
	}
	thief := w.dial("x", w.signer(anna)) // who has stolen anna's key
	link := w.dial("x", w.link)
	stop := journal.Stop{Ballot: id, Cast: 0}
	void := journal.Void{Ballot: id, Reason: "x"}
	definition := locked(w.Registrar, func(s *journal.State) journal.Definition { return s.Ballot(id).Definition })
	for name, c := range map[string]struct {
		err  error
		code string
	}{
		"a trustee's word sent as another":       {send(thief, wire.CmdPost, bo, anna, journal.TypeComplaint, journal.CeremonyComplaint{Trustee: "bo", Against: "cilla"}), "signer"},
		"another's signature under a stolen key": {send(thief, wire.CmdPost, anna, bo, journal.TypeShares, journal.Shares{Ballot: id, Trustee: "anna"}), "signature"},
		"the urn's word by a trustee":            {send(thief, wire.CmdPost, anna, anna, journal.TypeStop, stop), "signature"},
		"the urn's word with a trustee's key":    {send(link, wire.CmdPost, manifest.ByUrn, anna, journal.TypeStop, stop), "signature"},
		"a stop before the close":                {send(link, wire.CmdPost, manifest.ByUrn, manifest.ByUrn, journal.TypeStop, stop), "phase"},
		"a close by the urn":                     {send(link, wire.CmdPost, manifest.ByUrn, manifest.ByUrn, journal.TypeClose, journal.Close{Ballot: id, Person: 1}), "type"},
		"a void by the urn":                      {send(link, wire.CmdPost, manifest.ByUrn, manifest.ByUrn, journal.TypeVoid, void), "type"},
		"a presence by a trustee":                {send(thief, wire.CmdPost, anna, anna, journal.TypePresence, journal.Presence{Person: 2, Seat: 2}), "type"},
		"a definition posted":                    {send(thief, wire.CmdPost, anna, anna, journal.TypeDefine, definition), "type"},
		"a signature that nobody asked for":      {send(thief, wire.CmdSign, anna, anna, journal.TypeDefine, definition), "not-pending"},
		"a signature by the urn":                 {send(link, wire.CmdSign, manifest.ByUrn, manifest.ByUrn, journal.TypeDefine, definition), "usage"},
		"counts by the urn":                      {send(link, wire.CmdPost, manifest.ByUrn, manifest.ByUrn, journal.TypeCounts, journal.Counts{Ballot: id}), "type"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.err, c.code) })
	}
	for _, c := range []*wire.Client{thief, link, w.dial("x", w.signer(manifest.ByWitness("dag")))} {
		for _, command := range []string{"checkin room", "ballot close " + id, "meeting close", "token"} {
			_, err := c.Run(t.Context(), command, nil)
			refused(t, err, "usage")
		}
	}
	_, err := thief.Run(t.Context(), wire.CmdIssue, nil)
	refused(t, err, "usage")
	_, err = link.Run(t.Context(), wire.CmdPost, bytes.Repeat([]byte("x"), maxStatement+1))
	refused(t, err, "too-long")
}

func TestAWitnessCosignsOnlyInItsOwnName(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	dag := w.dial("x", w.signer(manifest.ByWitness("dag")))
	for _, line := range []string{"— eva AAAA\n", "— dag AAAA\n", "— dag" + strings.Repeat("A", 500) + "\n", "x\n"} {
		err := wire.Call(t.Context(), dag, wire.CmdCosign, wire.CosignRequest{Line: line, Size: locked(w.Registrar, (*journal.State).Next)}, nil)
		var p *view.Problem
		if !errors.As(err, &p) {
			t.Errorf("%q: %v", line, err)
		}
	}
	err := wire.Call(t.Context(), dag, wire.CmdCosign, wire.CosignRequest{Line: "— dag AAAA\n", Size: 9999}, nil)
	refused(t, err, "checkpoint")
	if w.Checkpoint() != "" {
		t.Error("a bad line made a quorum")
	}
}

// What one is offered is what one may do, and what one is told is in one form.
func TestTheDeskOffersWhatIsNotRefused(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	desk := func(person int) view.Desk {
		var d view.Desk
		if err := wire.Call(t.Context(), w.dial("x", w.people[person-1]), "view --json", nil, &d); err != nil {
			t.Fatal(err)
		}
		return d
	}
	steps := func(person int, lead bool) (commands []string) {
		for _, s := range desk(person).Steps {
			if s.Lead == lead {
				commands = append(commands, strings.Join(s.Args, " "))
			}
		}
		return commands
	}
	want := func(who string, got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", who, got)
		}
	}
	want("a member is asked", steps(2, true))
	want("a member may", steps(2, false), "jav {}", "checkout")
	want("the chair is led", steps(1, true), "item begin 1", "ballot open 1")
	want("the chair may", steps(1, false), "meeting adjourn {}", "appoint adjusters {}", "appoint tellers {}", "chair {} elected", "item begin {}",
		"item add {} {}", "item add {} {} elect {} {}", "jav {}", "jav {} {}", "attest {} {}", "meeting close", "ballot open 0", "ballot open 2", "checkout")
	id := w.openBallot(1)
	want("a member is asked while a ballot is open", steps(2, true))
	want("a member may while a ballot is open", steps(2, false), "jav {}")
	want("the chair is led while a ballot is open", steps(1, true), "ballot close "+id, "ballot open 2")
	d := desk(2)
	if data := must(json.Marshal(d)); d.Booth.Ballot != id || !d.Ballots[0].Eligible || d.Ballots[0].Counts != nil {
		t.Errorf("%s", data)
	}
}

func TestAStreamOfTheDeskMovesWithTheMeeting(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	phases := make(chan view.Phase, 64)
	go w.dial("x", w.people[1]).Stream(ctx, "view --follow --json", func(line []byte) error {
		var d view.Desk
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		if len(d.Ballots) > 0 {
			phases <- d.Ballots[0].Phase
		}
		return nil
	})
	id := w.openBallot(1)
	want := func(p view.Phase) {
		t.Helper()
		for got := range phases {
			if got == p {
				return
			}
		}
	}
	want(view.PhaseOpen)
	w.do(1, "ballot close "+id)
	want(view.PhaseClosing)
}
