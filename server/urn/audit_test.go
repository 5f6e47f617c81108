package urn

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"valurna/ballot/booth"
	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/verify"
	"valurna/ballot/view"
	"valurna/server/keeper"
)

// marksOf makes the marks of a ballot with one ciphertext.
func marksOf(who, encryption string) [][]byte {
	key, c1 := sha256.Sum256([]byte("token key of "+who)), sha256.Sum256([]byte("ciphertext "+encryption))
	return [][]byte{key[:], c1[:]}
}

func putMarked(t testing.TB, b *box, s *secrets, who, encryption string) error {
	t.Helper()
	_, encoding := vote(who, encryption)
	return b.accept(t.Context(), s, "1-1", testSize, marksOf(who, encryption), encoding)
}

func openMarked(t testing.TB, b *box, s *secrets, who, encryption string) error {
	t.Helper()
	return b.audit(t.Context(), s, "1-1", 100, marksOf(who, encryption), []byte("opened "+who+encryption))
}

func TestWhatWasAuditedIsNeverAccepted(t *testing.T) {
	dir := t.TempDir()
	b, s := begun(t, dir)
	must(t, openMarked(t, b, s, "anna", "one"))
	for range 2 {
		must(t, openMarked(t, b, s, "anna", "one")) // the same bytes, the same answer
		for _, c := range []struct{ name, who, encryption string }{
			{"the audited ballot itself", "anna", "one"},
			{"another encryption under its token key", "anna", "two"},
			{"its encryption under another token key", "bo", "one"},
		} {
			if err := putMarked(t, b, s, c.who, c.encryption); !errors.Is(err, errAudited) {
				t.Errorf("%s: %v", c.name, err)
			}
			if c.name != "the audited ballot itself" {
				if err := openMarked(t, b, s, c.who, c.encryption); !errors.Is(err, errAudited) {
					t.Errorf("%s is opened too: %v", c.name, err)
				}
			}
		}
		if err := b.promise(t.Context(), s, "1-1", marksOf("anna", "")[0]); !errors.Is(err, errAudited) {
			t.Errorf("a token is asked for its token key: %v", err)
		}
		must(t, b.close())
		b = reopen(t, dir)
	}
	must(t, putMarked(t, b, s, "anna, second attempt", "two"))
}

func TestWhatWasCastOrPromisedIsNeverAudited(t *testing.T) {
	b, s := begun(t, t.TempDir())
	must(t, putMarked(t, b, s, "anna", "one"))
	must(t, b.promise(t.Context(), s, "1-1", marksOf("cilla", "")[0]))
	for name, err := range map[string]error{
		"a ballot that is in":                     openMarked(t, b, s, "anna", "one"),
		"another encryption under its token key":  openMarked(t, b, s, "anna", "two"),
		"its encryption under another token key":  openMarked(t, b, s, "bo", "one"),
		"a ballot whose token is being asked for": openMarked(t, b, s, "cilla", "three"),
	} {
		if !errors.Is(err, errCast) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, b.promise(t.Context(), s, "1-1", marksOf("cilla", "")[0]))
	must(t, putMarked(t, b, s, "cilla", "three"))
}

// One encryption, cast and audited at the same time: one of them wins.
func TestOfCastAndAuditOfOneEncryptionExactlyOneHappens(t *testing.T) {
	b, s := begun(t, t.TempDir())
	cast := 0
	for round := range 30 {
		who := fmt.Sprint("voter ", round)
		errs := make([]error, 2)
		var wg sync.WaitGroup
		start := make(chan struct{})
		for i, do := range []func(testing.TB, *box, *secrets, string, string) error{putMarked, openMarked} {
			wg.Go(func() {
				<-start
				errs[i] = do(t, b, s, who, who)
			})
		}
		close(start)
		wg.Wait()
		switch {
		case errs[0] == nil && errors.Is(errs[1], errCast):
			cast++
		case errs[1] == nil && errors.Is(errs[0], errAudited):
		default:
			t.Fatalf("round %d: cast %v, audited %v", round, errs[0], errs[1])
		}
	}
	list, err := b.audited(t.Context(), "1-1")
	must(t, err)
	n, err := b.stop(t.Context(), "1-1")
	if err != nil || n != cast || n+len(list) != 30 {
		t.Fatalf("%d cast, %d audited, %d counted, %v", cast, len(list), n, err)
	}
}

func TestAuditsAreBoundedAndEndWithTheBallot(t *testing.T) {
	b, s := begun(t, t.TempDir())
	audit := func(n, most int) error {
		return b.audit(t.Context(), s, "1-1", most, marksOf(fmt.Sprint(n), fmt.Sprint(n)), fmt.Append(nil, n))
	}
	for n := range 4 {
		must(t, audit(n, 4))
	}
	if err := audit(4, 4); !errors.Is(err, errFull) {
		t.Fatalf("one more than the bound: %v", err)
	}
	must(t, audit(3, 4))
	must(t, audit(4, 8)) // hosted booths have a share of their own
	must(t, putMarked(t, b, s, "anna", "one"))
	_, err := b.stop(t.Context(), "1-1")
	must(t, err)
	if err := audit(5, 100); !errors.Is(err, errClosed) {
		t.Fatalf("after the stop: %v", err)
	}
	must(t, audit(3, 4))
	if err := b.promise(t.Context(), s, "1-1", marksOf("late", "")[0]); !errors.Is(err, errClosed) {
		t.Fatalf("a token for a vote that is over: %v", err)
	}
	if hosted, own := booth.MaxAudited(7, true), booth.MaxAudited(7, false); hosted-own < 7*booth.MaxAttempts {
		t.Fatalf("%d and %d: a flood without tokens could take hosted booths their tests", own, hosted)
	}
}

func TestTheSealHoldsWhatWasAudited(t *testing.T) {
	dir := t.TempDir()
	b, s := begun(t, dir)
	var want [][]byte
	for i := range 5 {
		must(t, openMarked(t, b, s, fmt.Sprint(i), "x"+fmt.Sprint(i)))
		want = append(want, fmt.Appendf(nil, "opened %dx%d", i, i))
	}
	sealed.Sort(want)
	_, err := b.stop(t.Context(), "1-1")
	must(t, err)
	for range 2 {
		r, err := b.seal(t.Context(), s, "1-1")
		root := sealed.Root(want)
		if err != nil || r.audited != 5 || !bytes.Equal(r.auditedRoot, root[:]) {
			t.Fatalf("%d under %x, %v", r.audited, r.auditedRoot, err)
		}
		must(t, b.forget(t.Context(), "1-1"))
		must(t, b.close())
		b = reopen(t, dir)
	}
	list, err := b.audited(t.Context(), "1-1")
	if err != nil || !slices.EqualFunc(list, want, bytes.Equal) {
		t.Fatalf("after the erasing %d are left, %v", len(list), err)
	}
	var marks int
	must(t, b.db.QueryRow(`SELECT count(*) FROM mark`).Scan(&marks))
	if marks != 0 {
		t.Fatalf("%d marks outlive their key", marks)
	}
}

func TestALostAuditedBallotIsNotSealedOver(t *testing.T) {
	b, s := begun(t, t.TempDir())
	must(t, openMarked(t, b, s, "anna", "one"))
	_, err := b.stop(t.Context(), "1-1")
	must(t, err)
	_, err = b.db.Exec(`DELETE FROM audited`)
	must(t, err)
	if _, err := b.seal(t.Context(), s, "1-1"); !errors.Is(err, errMissing) {
		t.Fatal(err)
	}
}

// tester is a booth of one's own whose ballot is sealed.
func (m *meeting) tester(seed booth.Seed, option int) *booth.Booth {
	m.t.Helper()
	m.mu.Lock()
	terms, err := m.state.Terms(ballotID)
	m.mu.Unlock()
	must(m.t, err)
	b, err := booth.New(terms, contest, seed)
	must(m.t, err)
	_, err = b.Seal(kind.Choice{Options: []int{option}}, "", rand.Reader)
	must(m.t, err)
	return b
}

func (m *meeting) audit(encoding []byte) {
	m.t.Helper()
	m.eventually(func() bool {
		_, err := m.ask("audit "+ballotID, encoding)
		return err == nil
	}, "an audit is taken")
}

// finished has the token collected for what is sealed.
func (m *meeting) finished(name string, b *booth.Booth) []byte {
	m.t.Helper()
	blinded, err := b.Request()
	must(m.t, err)
	sig, err := m.issue(name, blinded)
	must(m.t, err)
	encoding, err := b.Finish(sig)
	must(m.t, err)
	return encoding
}

// An own booth tests itself and then votes, with the urn killed at every step; a
// cheating one tries to cast what it has opened. The bundle holds both kinds.
func TestAnAuditSurvivesAnUrnThatIsKilledAndIsPublished(t *testing.T) {
	m := newMeeting(t, 0)
	k := runKillable(t, m)
	m.open()
	seed := booth.Seed(sha256.Sum256([]byte("anna")))
	test := m.tester(seed, 2)
	opened, err := test.Audit()
	must(t, err)
	m.audit(opened)
	k.again()
	m.audit(opened)
	m.eventually(func() bool {
		m.mu.Lock()
		defer m.mu.Unlock()
		return slices.ContainsFunc(m.handed, func(o []byte) bool { return bytes.Equal(o, opened) })
	}, "the registrar is given the audited ballot, to publish it")
	m.refused("audit "+ballotID, opened[1:], "refused")
	flipped := bytes.Clone(opened)
	flipped[len(flipped)-32] ^= 1
	m.refused("audit "+ballotID, flipped, "refused")

	// The same token key, with a token this time: the booth kept no promise.
	m.refused("cast "+ballotID, m.finished("cheat", m.tester(seed, 2)), "audited")
	// The fresh ballot, under the next attempt's.
	encoding := m.finished("anna", m.tester(seed.Attempt(1), 0))
	m.cast(encoding)
	k.again()
	again := m.tester(seed.Attempt(1), 1)
	other, err := again.Audit()
	must(t, err)
	m.refused("audit "+ballotID, other, "audit-cast")

	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	m.await(journal.Stopped)
	late, err := m.tester(booth.Seed{9}, 1).Audit()
	must(t, err)
	m.refused("audit "+ballotID, late, "closed")
	m.add(journal.TypeCounts, journal.Counts{Ballot: ballotID, Eligible: 5, Tokens: 2, Cast: 1, Collected: []int{1, 2}})
	m.await(journal.Sealed)
	k.again()
	m.eventually(func() bool {
		_, err := keeper.At(m.dir).Get(ballotID)
		return err == keeper.ErrErased
	}, "the key is erased after the seal")
	m.audit(opened) // a lost answer, after the key is erased
	m.refused("audit "+ballotID, late, "closed")
	if s := m.ballot().Seal; s.Count != 1 || s.Audited != 1 {
		t.Fatalf("sealed %+v", s)
	}

	cast := [][]byte{encoding}
	m.add(journal.TypeDecrypt, journal.Decrypt{Ballot: ballotID, Checkpoint: m.cosigned()})
	m.tally(cast, "cilla", "anna")
	m.await(journal.Decided)
	k.again()
	m.add(journal.TypeCertify, journal.Certify{Ballot: ballotID, Person: 1, Result: journal.ResultHash(m.ballot().Result), Elected: m.ballot().Result.Elected})
	m.mu.Lock()
	m.send(journalNote(m.cosigned()))
	m.mu.Unlock()
	m.eventually(func() bool { m.mu.Lock(); defer m.mu.Unlock(); return m.bundle != nil }, "the bundle is published")
	parsed, err := bundle.Read(bytes.NewReader(m.bundle))
	must(t, err)
	if len(parsed.Audited) != 1 || !bytes.Equal(parsed.Audited[0], opened) {
		t.Fatalf("the bundle holds %d audited ballots", len(parsed.Audited))
	}
	if report := verify.Verify(parsed, verify.WordsAnchor(manifest.Words(m.hash))); report.Verdict != verify.Valid {
		t.Fatalf("the published bundle does not verify: %+v", report)
	}
}

// comeBack is a new visit under the same handle.
func (v *Visitor) comeBack() *Visitor {
	return &Visitor{urn: v.urn, handle: v.handle, ballot: v.ballot, changes: v.urn.news.join()}
}

func TestAVisitorTestsTheBoothAndThenVotesUnderAnotherTokenKey(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m, func(c *Config) {
		c.AuditLookup = func(ballot, code string) string { return "check " + ballot + " " + code }
	})
	m.open()
	v, _ := p.visit("anna")
	p.ready(v)
	if _, err := v.Audit(t.Context()); code(err) != "not-sealed" {
		t.Fatalf("before anything was sealed: %v", err)
	}
	m.mu.Lock()
	terms, err := m.state.Terms(ballotID)
	m.mu.Unlock()
	must(t, err)
	keys := map[string]bool{}
	for n := range booth.MaxAttempts {
		shown, err := v.Seal(kind.Choice{Options: []int{n}}, "blåbär")
		must(t, err)
		keys[string(v.booth.TokenKey().Bytes())] = true
		done, err := v.Audit(t.Context())
		if err != nil || done != (view.AuditDone{Code: shown, Lookup: "check " + ballotID + " " + shown}) {
			t.Fatalf("%+v, %v", done, err)
		}
		if again, err := v.Audit(t.Context()); err != nil || again != done {
			t.Fatalf("again: %+v, %v", again, err)
		}
		if b, err := v.Visit(); err != nil || b.In {
			t.Fatalf("a test is shown as a vote: %+v, %v", b, err)
		}
		if _, err := v.Cast(t.Context()); code(err) != "not-sealed" {
			t.Fatalf("what was opened is cast: %v", err)
		}
		m.eventually(func() bool { m.mu.Lock(); defer m.mu.Unlock(); return len(m.handed) == n+1 }, "the registrar is given it")
		held, err := booth.CheckOpened(terms, contest, m.handed[n])
		if err != nil || held.Code.String() != shown || !slices.Equal(held.Choice.Options, []int{n}) {
			t.Fatalf("it opens to %+v, %v", held, err)
		}
		must(t, held.MadeWith("blåbär"))
		// A visitor who comes back finds the next attempt.
		v = v.comeBack()
	}
	_, err = v.Seal(kind.Choice{Options: []int{1}}, "")
	must(t, err)
	if _, err := v.Audit(t.Context()); code(err) != "audit-used" {
		t.Fatalf("tests without end: %v", err)
	}
	keys[string(v.booth.TokenKey().Bytes())] = true
	if len(keys) != booth.MaxAttempts+1 {
		t.Fatalf("%d token keys in %d attempts: an audited ballot and the vote are joined", len(keys), booth.MaxAttempts+1)
	}
	if _, err := v.Cast(t.Context()); err != nil {
		t.Fatalf("after the tests: %v", err)
	}
	if _, err := v.Audit(t.Context()); code(err) != "in" {
		t.Fatalf("after the vote: %v", err)
	}
	if b, err := v.comeBack().Visit(); err != nil || !b.In {
		t.Fatalf("the vote after the tests is not found again: %+v, %v", b, err)
	}
}

// Two windows of one voter: the token is never spent on what the other one opens.
func TestTwoVisitsOfOneVoterNeverLoseTheTokenOnATest(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	for round := range 10 {
		name := string(rune('a' + round))
		v, s := p.visit(name)
		w, s2 := p.visit(name)
		p.ready(v)
		for _, visitor := range []*Visitor{v, w} {
			_, err := visitor.Seal(kind.Choice{Options: []int{1}}, "")
			must(t, err)
		}
		var cast, audited error
		var wg sync.WaitGroup
		wg.Go(func() { _, cast = v.Cast(t.Context()) })
		wg.Go(func() { _, audited = w.Audit(t.Context()) })
		wg.Wait()
		switch {
		case cast == nil && code(audited) == "audit-cast":
		case audited == nil && code(cast) == "audited":
			_, err := v.Seal(kind.Choice{Options: []int{1}}, "")
			must(t, err)
			if _, err := v.Cast(t.Context()); err != nil {
				t.Fatalf("round %d: the vote is lost: %v", round, err)
			}
		default:
			t.Fatalf("round %d: cast %v, audited %v", round, cast, audited)
		}
		must(t, errors.Join(s.Close(), s2.Close()))
	}
}

func TestATestIsRefusedOnceTheTokenWasAskedForInAnEarlierVisit(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	v, _ := p.visit("anna")
	p.ready(v)
	_, err := v.Seal(kind.Choice{Options: []int{0}}, "")
	must(t, err)
	must(t, v.promise(t.Context())) // and the urn dies when it has asked
	p.end()
	again := runInProcess(t, m)
	w, _ := again.visit("anna")
	again.ready(w)
	_, err = w.Seal(kind.Choice{Options: []int{1}}, "")
	must(t, err)
	if _, err := w.Audit(t.Context()); code(err) != "audit-cast" {
		t.Fatalf("the token would be lost: %v", err)
	}
	_, err = w.Seal(kind.Choice{Options: []int{1}}, "")
	must(t, err)
	if _, err := w.Cast(t.Context()); err != nil {
		t.Fatal(err)
	}
}
