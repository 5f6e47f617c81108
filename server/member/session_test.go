package member

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// desk answers what a session asks beside tokens.
func (h *hall) desk(ctx context.Context, sess ssh.Session, args []string) int {
	switch args[0] {
	case wire.CmdManifest:
		if h.cut(sess, wire.CmdManifest) {
			return 2
		}
		_, _ = sess.Write(must(h.signed.Encode()))
		return 0
	case wire.CmdJournal:
		from := must(strconv.ParseInt(args[2], 10, 64)) // journal --from N --follow
		_ = h.Follow(ctx, from, func(l wire.JournalLine) error {
			_, err := sess.Write(append(canon.MustMarshal(l), '\n'))
			return err
		})
		return 0
	case wire.CmdView:
		_ = h.Follow(ctx, h.Size(), func(wire.JournalLine) error {
			_, err := sess.Write(append(canon.MustMarshal(h.shows()), '\n'))
			return err
		})
		return 0
	case wire.CmdAudited:
		h.mu.Lock()
		defer h.mu.Unlock()
		if sess.PublicKey() != nil || len(args) != 2 {
			return 2 // who looks for which code is nobody's business
		}
		list := slices.Clone(h.audited)
		if h.publish != nil {
			list = h.publish(list)
		}
		sealed.Sort(list)
		answer := wire.Audited{Ballot: args[1], Opened: []canon.Hex{}}
		for _, o := range list {
			answer.Opened = append(answer.Opened, o)
		}
		return wire.Answer(sess, answer)
	case wire.CmdMissing:
		data := must(io.ReadAll(sess))
		h.mu.Lock()
		defer h.mu.Unlock()
		if sess.PublicKey() != nil {
			return 2 // the complaint says whose it is
		}
		h.judged = data
		return wire.Answer(sess, wire.Done{OK: true})
	}
	return 2
}

// shows is the desk of the member on seat 2.
func (h *hall) shows() view.Desk {
	d := view.Desk{Body: "Exempelby", Me: view.Person{Person: 2, Seat: 2}, Booth: view.Booth{Commands: []string{"ssh -J x"}},
		Steps: []view.Step{{ID: view.StepBallotChoose}, {ID: view.StepCheckOut}}}
	h.Look(func(s *journal.State) {
		for _, b := range s.Ballots() {
			d.Ballots = append(d.Ballots, view.Ballot{Ballot: b.Definition.Ballot, Title: b.Definition.Title, Eligible: true, Phase: phases[b.Phase]})
		}
	})
	return d
}

// session starts a member's session on a state folder.
func (h *hall) session(dir string) *Session {
	h.t.Helper()
	state := must(OpenState(dir))
	s, err := Start(h.t.Context(), Options{Signed: h.signed, State: state, Address: h.address, User: "x", Keys: []*Key{NewKey(h.key)}})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		s.Close()
		state.Close()
	})
	return s
}

// until waits for a desk that satisfies ok.
func until(t *testing.T, s *Session, what string, ok func(view.Desk) bool) view.Desk {
	t.Helper()
	changed, end := s.Watch()
	defer end()
	late := time.After(20 * time.Second)
	for {
		if d, err := s.View(); err == nil && ok(d) {
			return d
		}
		select {
		case <-changed:
		case <-late:
			d, err := s.View()
			t.Fatalf("never: %s; the desk is %+v, %v", what, d, err)
		}
	}
}

func own(want view.Own) func(view.Desk) bool {
	return func(d view.Desk) bool { return len(d.Ballots) == 1 && d.Ballots[0].Own == want }
}

func steps(d view.Desk) (ids []string) {
	for _, s := range d.Steps {
		ids = append(ids, s.ID)
	}
	return ids
}

func TestTheDeskLeadsToTheOwnBoothUntilTheVoteIsIn(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	s := h.session(folder(t))
	d := until(t, s, "the first view", own(view.OwnNone))
	if ids := steps(d); !slices.Equal(ids, []string{view.StepVote, view.StepCheckOut}) || len(d.Booth.Commands) != 0 || d.Booth.Ballot != ballotID {
		t.Errorf("steps %v, way to a booth %+v", ids, d.Booth)
	}
	b := s.Booth(ballotID)
	defer b.Close()
	awaitVisit(t, b, view.PhaseOpen)
	if _, err := b.Cast(t.Context()); err == nil || len(h.asked) != 0 {
		t.Errorf("casting what was not sealed: %v, %d requests", err, len(h.asked))
	}
	code := must(b.Seal(choice(0), "ekorre"))
	until(t, s, "it is begun", own(view.OwnBegun))
	again := must(b.Seal(choice(1), ""))
	if code == again || len(h.asked) != 0 {
		t.Errorf("codes %s and %s, %d requests", code, again, len(h.asked))
	}
	done, err := b.Cast(t.Context())
	if err != nil || done.Code != again {
		t.Fatalf("%+v, %v; sealed last was %s", done, err, again)
	}
	d = until(t, s, "the vote is in", own(view.OwnIn))
	if ids := steps(d); !slices.Equal(ids, []string{view.StepCheckOut}) {
		t.Errorf("steps %v", ids)
	}
	if v, err := b.Visit(); err != nil || !v.In || v.Hosted {
		t.Errorf("the visit is %+v, %v", v, err)
	}
	var refused *view.Problem
	if _, err := b.Seal(choice(2), ""); !errors.As(err, &refused) || refused.Code != "finished" {
		t.Errorf("sealing after casting: %v", err)
	}
	h.seal([][]byte{h.other(), h.box[0]})
	d = until(t, s, "it was found among the sealed ones", func(d view.Desk) bool { return d.Ballots[0].Included != nil })
	if !*d.Ballots[0].Included || len(s.Line().Missing) != 0 {
		t.Errorf("included %v, missing %v", *d.Ballots[0].Included, s.Line().Missing)
	}
}

func awaitVisit(t *testing.T, b *OwnBooth, phase view.Phase) {
	t.Helper()
	until(t, b.s, "the booth is "+string(phase), func(view.Desk) bool {
		v, err := b.Visit()
		return err == nil && v.Ballot == b.ballot && v.Phase == phase
	})
}

// Lost answers and lost lines are nobody's business but the session's.
func TestLostAnswersAndLinesAreMadeGoodWithoutAPerson(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	s := h.session(folder(t))
	b := s.Booth(ballotID)
	defer b.Close()
	awaitVisit(t, b, view.PhaseOpen)
	must(b.Seal(choice(0), ""))
	h.mute = wire.CmdToken
	s.mu.Lock()
	s.client.Close()
	s.mu.Unlock()
	if _, err := b.Cast(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, s, "the desk is back", own(view.OwnIn))
	if len(h.asked) != 1 || len(h.box) != 1 {
		t.Errorf("%d requests, %d ballots", len(h.asked), len(h.box))
	}
}

// A window that ended between token and receipt casts the same ballot when it is
// started again, without being asked.
func TestAFinishedBallotIsCastByItself(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	dir := folder(t)
	h.mute = wire.CmdCast
	if _, err := h.member(dir).Vote(t.Context(), ballotID, 2, choice(0), ""); err == nil {
		t.Fatal("the answer was not lost")
	}
	s := h.session(dir)
	until(t, s, "the vote is in", own(view.OwnIn))
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.asked) != 1 || len(h.box) != 2 || string(h.box[0]) != string(h.box[1]) {
		t.Errorf("%d requests, %d casts, or of different ballots", len(h.asked), len(h.box))
	}
}

func TestATokenThatAnotherBoothHasIsRefusedAndNothingCast(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	h.taken = true
	s := h.session(folder(t))
	b := s.Booth(ballotID)
	defer b.Close()
	awaitVisit(t, b, view.PhaseOpen)
	must(b.Seal(choice(0), ""))
	var refused *view.Problem
	if _, err := b.Cast(t.Context()); !errors.As(err, &refused) || refused.Code != "second-token" || len(h.box) != 0 {
		t.Errorf("%v, %d ballots", err, len(h.box))
	}
	until(t, s, "it is not in", own(view.OwnBegun))
}

// A receipt without an entry is shouted, and sent in without the member's key.
func TestAMissingBallotIsShoutedAndReportedWithoutAName(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	s := h.session(folder(t))
	b := s.Booth(ballotID)
	defer b.Close()
	awaitVisit(t, b, view.PhaseOpen)
	must(b.Seal(choice(0), ""))
	must(b.Cast(t.Context()))
	h.seal([][]byte{h.other()})
	until(t, s, "it is missing", func(d view.Desk) bool { return d.Ballots[0].Included != nil && !*d.Ballots[0].Included })
	if got := s.Line().Missing; len(got) != 1 {
		t.Errorf("the line shouts %q", got)
	}
	for deadline := time.Now().Add(20 * time.Second); ; {
		h.mu.Lock()
		sent := string(h.judged)
		h.mu.Unlock()
		if strings.Contains(sent, `"type":"receipt"`) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the receipt was not sent in")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestWithoutALineTheDeskIsAnError(t *testing.T) {
	h := newHall(t)
	state := must(OpenState(folder(t)))
	defer state.Close()
	s, err := Start(t.Context(), Options{Signed: h.signed, State: state, Address: "127.0.0.1:1", User: "x", Keys: []*Key{NewKey(h.key)}})
	if err != nil {
		t.Fatalf("no connection is no reason to give up: %v", err)
	}
	defer s.Close()
	if _, err := s.View(); err == nil || s.Line().Offline == "" {
		t.Errorf("the desk is shown as if all were well: %v, %+v", err, s.Line())
	}
	if _, err := s.Run(t.Context(), "checkout"); err == nil {
		t.Error("a command was run without a connection")
	}
}

// A line that breaks off while the window opens is as good as one that breaks later.
func TestALineThatBreaksAtTheStartIsMadeGoodToo(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	h.mute = wire.CmdManifest
	state := must(OpenState(folder(t)))
	defer state.Close()
	s, err := Start(t.Context(), Options{Signed: h.signed, State: state, Address: h.address, User: "x", Keys: []*Key{NewKey(h.key)}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	until(t, s, "the desk", func(view.Desk) bool { return true })
}

func TestWaitingDoesNotMendAWrongKeyAServerThatIsAnotherOrAnotherMeeting(t *testing.T) {
	h, other := newHall(t), empty(t, false)
	other.serve() // with the same host key
	stranger := NewKey(signer("nobody"))
	for name, c := range map[string]struct {
		o    Options
		want error
	}{
		"a key off the roll": {Options{Signed: h.signed, Address: h.address, Keys: []*Key{stranger}}, ErrKey},
		"another meeting":    {Options{Signed: h.signed, Address: other.address, Keys: []*Key{NewKey(h.key)}}, ErrPinned},
		"another host":       {Options{Signed: h.signed, Address: h.listen("somebody", false, h.anybody()...), Keys: []*Key{NewKey(h.key)}}, wire.ErrHostKey},
	} {
		c.o.User, c.o.State = "x", must(OpenState(folder(t)))
		if s, err := Start(t.Context(), c.o); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
			if err == nil {
				s.Close()
			}
		}
		c.o.State.Close()
	}
}

// A key that logs in is the one that signs; a certificate is its key.
func TestTheKeyThatLogsInSignsAndACertificateIsItsKey(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	cert := &gossh.Certificate{Key: h.key.PublicKey(), CertType: gossh.UserCert, ValidBefore: gossh.CertTimeInfinity}
	if err := cert.SignCert(zeros{}, signer("authority")); err != nil {
		t.Fatal(err)
	}
	state := must(OpenState(folder(t)))
	defer state.Close()
	keys := []*Key{NewKey(signer("nobody")), NewKey(must(gossh.NewCertSigner(cert, h.key)))}
	s, err := Start(t.Context(), Options{Signed: h.signed, State: state, Address: h.address, User: "x", Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := s.Booth(ballotID)
	defer b.Close()
	awaitVisit(t, b, view.PhaseOpen)
	must(b.Seal(choice(0), ""))
	if _, err := b.Cast(t.Context()); err != nil {
		t.Error(err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// touched is a hardware key's public half over another key.
type touched struct{ gossh.Signer }

type hardware struct{ gossh.PublicKey }

func (hardware) Type() string                { return gossh.KeyAlgoSKED25519 }
func (t touched) PublicKey() gossh.PublicKey { return hardware{t.Signer.PublicKey()} }

func TestAHardwareKeySaysWhenItWaits(t *testing.T) {
	k := NewKey(touched{signer("member")})
	var waits []bool
	k.OnTouch(func(w bool) { waits = append(waits, w) })
	must(k.Sign(zeros{}, []byte("x")))
	if !k.Hardware() || !slices.Equal(waits, []bool{true, false}) {
		t.Errorf("it waits %v", waits)
	}
}

// A trial is held before the meeting, for who is not checked in, and is a trial by
// the journal that this machine has checked, whatever the registrar shows.
func TestATrialIsVotedInWithTheOwnBoothBeforeTheMeeting(t *testing.T) {
	h := empty(t, false)
	h.ceremony()
	h.begin(journal.TrialItem)
	h.Show(h.Quorum())
	s := h.session(folder(t))
	d := until(t, s, "the first view", own(view.OwnNone))
	if ids := steps(d); !slices.Contains(ids, view.StepVote) || d.Booth.Ballot != "0-1" {
		t.Errorf("steps %v, way to a booth %+v", ids, d.Booth)
	}
	b := s.Booth("0-1")
	defer b.Close()
	awaitVisit(t, b, view.PhaseOpen)
	if v, err := b.Visit(); err != nil || !v.Trial || !v.Rehearsal || v.Title != journal.TrialTitle {
		t.Errorf("%+v, %v", v, err)
	}
	must(b.Seal(choice(2), ""))
	if _, err := b.Cast(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, s, "the vote is in", own(view.OwnIn))
	h.seal([][]byte{h.box[0]})
	d = until(t, s, "it was found among the sealed ones", func(d view.Desk) bool { return d.Ballots[0].Included != nil })
	if !*d.Ballots[0].Included {
		t.Error("the vote is missing")
	}
}
