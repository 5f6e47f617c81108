package registrar

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// The urn is asked whether it is there at most once in reachKeep for all members
// together: whoever tries again and again takes nothing from those who vote, since
// the urn's limit on connections is one for all.
const (
	reachKeep = 5 * time.Second
	reachTime = 4 * time.Second
)

// trials remember who has tried the way to the vote, and how it went.
type trials struct {
	newest map[int]trial // by person; nil until read from the store

	asking sync.Mutex // held while the urn is asked
	asked  time.Time
	answer string // view.TestPassed, TestUrn or TestHost
}

// trial is one person's newest test.
type trial struct {
	outcome string
	at      int64 // Unix seconds
}

// cells is the size of a session's window as the client told it; zero where no
// terminal was asked for.
type cells struct{ cols, rows int }

func cellsOf(sess ssh.Session) cells {
	pty, _, ok := sess.Pty()
	if !ok {
		return cells{}
	}
	return cells{pty.Window.Width, pty.Window.Height}
}

// Test tries a person's way to the vote: the key, which has logged in, the window,
// and whether the urn answers from here with the manifest's key. It opens no visit
// and touches no ballot; the newest outcome is kept, and that somebody has voted in
// a trial as long as nothing fails after it.
func (r *Registrar) Test(ctx context.Context, who role, window cells) (view.Reply, error) {
	if who.person == 0 {
		return view.Reply{}, &view.Problem{Code: "observer", Text: "Observers read; they change nothing.", Next: "Log in with a member's key."}
	}
	urn := r.urnAnswers(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.state.Manifest()
	me := r.me(who)
	t := view.Test{Person: who.person, Name: me.Name, Fingerprint: me.Fingerprint, Cols: window.cols, Rows: window.rows,
		Booth: m.Urn.Booth, Urn: urn, Outcome: urn}
	if k, err := manifest.ParseKeyLine(m.Urn.HostKey); err == nil {
		t.KeyPrint = gossh.FingerprintSHA256(k)
	}
	if urn == view.TestPassed && window != (cells{}) && (window.cols < view.MinCols || window.rows < view.MinRows) {
		t.Outcome = view.TestWindow
	}
	if err := r.loadTrials(); err != nil {
		return view.Reply{}, err
	}
	if b := r.openTrial(who.person); b != nil {
		t.Trial = b.Definition.Ballot
		t.Collected = r.tokenOut(t.Trial, r.seatOn(b, who.person))
	}
	if t.Outcome == view.TestPassed && r.newest(who.person).outcome == view.TestVoted {
		t.Outcome = view.TestVoted
	}
	now := trial{t.Outcome, r.now().Unix()}
	if err := r.keepTrial(who.person, now); err != nil {
		return view.Reply{}, err
	}
	reply := view.Reply{OK: t.Outcome == view.TestPassed || t.Outcome == view.TestVoted, Code: "tested-" + t.Outcome, Test: &t}
	reply.Text = map[string]string{
		view.TestVoted:  "Key, window and urn are as they should be, and you have voted in a trial.",
		view.TestPassed: "Key, window and urn are as they should be.",
		view.TestWindow: "The window is too small.",
		view.TestUrn:    "The urn does not answer.",
		view.TestHost:   "What answers in the urn's place has another key than the manifest's.",
	}[t.Outcome]
	return reply, nil
}

// urnAnswers shakes hands at the booth's address as the jump does for a visitor
// without a ballot, and opens nothing there.
func (r *Registrar) urnAnswers(ctx context.Context) string {
	r.mu.Lock()
	urn := r.state.Manifest().Urn
	r.mu.Unlock()
	t := &r.trials
	t.asking.Lock()
	defer t.asking.Unlock()
	if t.answer != "" && time.Since(t.asked) < reachKeep {
		return t.answer
	}
	ctx, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	c, err := wire.Announced(ctx, urn.Booth, urn.HostKey, wire.UserBallot)
	switch {
	case errors.Is(err, wire.ErrHostKey):
		t.answer = view.TestHost
	case err != nil:
		t.answer = view.TestUrn
	default:
		t.answer = view.TestPassed
		_ = c.Close() // it has answered; how it ends tells nothing
	}
	t.asked = time.Now()
	return t.answer
}

// Tested lists all members and substitutes with their newest test, for the chair
// and the secretary.
func (r *Registrar) Tested(person int) ([]view.Tested, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, ok := r.state.Person(person)
	if !ok || !slices.Contains(p.Offices, "chair") && !slices.Contains(p.Offices, "secretary") {
		return nil, &view.Problem{Code: "not-office", Text: "Only the chair and the secretary do that. Nothing was done.", Next: "Ask one of them."}
	}
	if err := r.loadTrials(); err != nil {
		return nil, err
	}
	out := []view.Tested{}
	for _, p := range r.state.People() {
		if p.Seat == 0 && !p.Substitute {
			continue // votes nowhere
		}
		t := r.newest(p.Person)
		out = append(out, view.Tested{Person: p.Person, Seat: p.Seat, Name: r.name(p.Person), Substitute: p.Substitute, Outcome: t.outcome, At: t.at})
	}
	return out, nil
}

// untested says whether this person has not passed. mu is held.
func (r *Registrar) untested(person int) bool {
	if r.loadTrials() != nil {
		return false
	}
	outcome := r.newest(person).outcome
	return outcome != view.TestPassed && outcome != view.TestVoted
}

// newest is how a person's newest test went. Whose seat collected a token of a
// trial that has been counted has voted in it, with whatever booth. mu is held.
func (r *Registrar) newest(person int) trial {
	t := r.trials.newest[person]
	for _, b := range r.state.Ballots() {
		if !b.Definition.Trial() || b.Counts == nil {
			continue
		}
		_, collected := slices.BinarySearch(b.Counts.Collected, r.seatOn(b, person))
		if collected && (b.CloseTime >= t.at || t.outcome == view.TestPassed) {
			t = trial{view.TestVoted, max(b.CloseTime, t.at)}
		}
	}
	return t
}

// keepTrial keeps the newest outcome. mu is held.
func (r *Registrar) keepTrial(person int, now trial) error {
	if err := r.write(func() error { return r.records.tried(person, now) }); err != nil {
		return err
	}
	r.trials.newest[person] = now
	r.wake()
	return nil
}

// loadTrials reads the store the first time. mu is held.
func (r *Registrar) loadTrials() error {
	if r.trials.newest != nil {
		return nil
	}
	newest, err := r.records.trials()
	if err == nil {
		r.trials.newest = newest
	}
	return err
}

// tried keeps a person's newest test, in the place of any older one.
func (s *records) tried(person int, t trial) error {
	_, err := s.db.Exec(`INSERT INTO trial (person, outcome, at) VALUES (?1, ?2, ?3) ON CONFLICT (person) DO UPDATE SET outcome = ?2, at = ?3`, person, t.outcome, t.at)
	return err
}

func (s *records) trials() (map[int]trial, error) {
	rows, err := s.db.Query(`SELECT person, outcome, at FROM trial`)
	if err != nil {
		return nil, err
	}
	return scanTrials(rows)
}

func scanTrials(rows *sql.Rows) (map[int]trial, error) {
	defer rows.Close()
	out := map[int]trial{}
	for rows.Next() {
		var person int
		var t trial
		if err := rows.Scan(&person, &t.outcome, &t.at); err != nil {
			return nil, err
		}
		out[person] = t
	}
	return out, rows.Err()
}

func runTest(r *Registrar, c *call) error {
	reply, err := r.Test(c.ctx, c.who, c.window)
	if err != nil {
		return err
	}
	switch {
	case c.json:
		return answer(c, reply)
	case reply.Test.Outcome == view.TestPassed && reply.Test.Trial != "" && c.window != (cells{}):
		return r.tryVote(c, reply)
	}
	return told(c, reply, reply.OK)
}

func runTested(r *Registrar, c *call) error {
	list, err := r.Tested(c.who.person)
	if err != nil {
		return err
	}
	if c.json {
		return answer(c, list)
	}
	return told(c, view.Reply{OK: true, Code: "tested-list", Text: "See it with --json.", Tested: list}, true)
}
