package journal_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/crypto/threshold"
)

func TestAMeetingIsHeldFromManifestToClosing(t *testing.T) {
	m := held()
	b := m.state.Ballot(first)
	if b.Phase != journal.Certified || !b.Done() || b.Frozen() {
		t.Errorf("the first ballot is %s", b.Phase)
	}
	want := journal.Result{Ballot: first, Cast: 3, Valid: 2, Blank: 1, Elected: []string{"Bo Ek"}, Ties: [][]string{},
		Options: []kind.OptionVotes{{Name: "Ada"}, {Name: "Bo Ek", Votes: 2}, {Name: "Cai"}}}
	if got := canon.MustMarshal(b.Result); string(got) != string(canon.MustMarshal(want)) {
		t.Errorf("the ballots say %s", got)
	}
	if void := m.state.Ballot(second); void.Phase != journal.Voided || !void.Done() || void.Frozen() {
		t.Errorf("the second ballot is %s", void.Phase)
	}
	if m.state.Meeting() != "closed" || m.state.Seated(5) != 6 || len(m.state.Ballots()) != 2 {
		t.Errorf("the meeting is %s, seat 5 is held by %d", m.state.Meeting(), m.state.Seated(5))
	}
	if !m.state.KeyUsed(0) || !m.state.KeyUsed(1) || m.state.KeyUsed(2) {
		t.Error("a void ballot's key counts as unused, or the key for lots as used")
	}
	if key, free := m.state.FreeKey(); free {
		t.Errorf("key %d, kept for lots, is offered to a ballot", key)
	}
	if _, err := m.state.Define(1, otherModulus(m.issuing)); err == nil {
		t.Error("a ballot was defined without a key")
	}
}

func TestEveryPrefixReplaysToTheSameState(t *testing.T) {
	m := held()
	for n := range m.entries {
		s := m.replay(n + 1)
		if got := dump(s); got != m.after[n] {
			t.Fatalf("after %d entries: %s, was %s", n+1, got, m.after[n])
		}
	}
}

func TestTwoStatesFedTheSameEntriesAgree(t *testing.T) {
	m := held()
	byEntry, byLeaf := journal.NewState(), journal.NewState()
	for i, leaf := range m.leaves {
		if err := byEntry.Apply(m.entries[i]); err != nil {
			t.Fatalf("entry %d: %v", i, err)
		}
		e, err := byLeaf.ApplyLeaf(leaf)
		if err != nil {
			t.Fatalf("leaf %d: %v", i, err)
		}
		if again := must(e.Encode()); string(again) != string(leaf) {
			t.Fatalf("leaf %d encodes as %s", i, again)
		}
		if one, other := dump(byEntry), dump(byLeaf); one != other {
			t.Fatalf("after entry %d the states differ:\n%s\n%s", i, one, other)
		}
	}
}

func TestNoEntryAppliesTwiceOrOutOfItsPlace(t *testing.T) {
	m := held()
	s := journal.NewState()
	for i := range m.leaves {
		for _, j := range []int{i - 1, i + 1, len(m.leaves) - 1} {
			if j < 0 || j == i || j >= len(m.leaves) {
				continue
			}
			if _, err := s.ApplyLeaf(m.leaves[j]); err == nil {
				t.Fatalf("leaf %d was accepted in the place of leaf %d", j, i)
			}
		}
		must(s.ApplyLeaf(m.leaves[i]))
	}
	if dump(s) != m.after[len(m.after)-1] {
		t.Error("refused leaves left a trace")
	}
}

// TestASignedStatementIsRefusedInEveryOtherState offers every signed statement of
// the meeting at every place but its own: none is a key to a door opened twice.
func TestASignedStatementIsRefusedInEveryOtherState(t *testing.T) {
	m := held()
	s := journal.NewState()
	for i, leaf := range m.leaves {
		for j, e := range m.entries {
			if j == i || len(e.Sigs) == 0 || parallelStep(e.Type) && m.entries[i].Type == e.Type && j > i {
				continue
			}
			moved := *e
			moved.Seq, moved.Time = s.Next(), m.entries[len(m.entries)-1].Time
			if err := s.Apply(&moved); err == nil {
				t.Fatalf("entry %d, %s, was accepted in place %d", j, e.Type, i)
			}
		}
		must(s.ApplyLeaf(leaf))
	}
}

// parallelStep names the steps that several trustees take in any order.
func parallelStep(typ string) bool {
	return slices.Contains([]string{journal.TypeCommit, journal.TypeReveal, journal.TypeDeal, journal.TypeLotShare, journal.TypeShares, journal.TypeProof}, typ)
}

func TestAChangedBitInALeafGivesAnotherRootOrIsRefused(t *testing.T) {
	m := held()
	for _, typ := range []string{journal.TypePerson, journal.TypeItem, journal.TypeReady, journal.TypeCommit} {
		place := m.at(typ, 0)
		want := m.root(int64(place + 1))
		s := m.replay(place)
		for i := range m.leaves[place] {
			leaf := slices.Clone(m.leaves[place])
			leaf[i] ^= 1
			if _, err := s.ApplyLeaf(leaf); err != nil {
				continue
			}
			if got := must(s.Root(s.Next())); got == want {
				t.Fatalf("%s with byte %d changed has the same root", typ, i)
			}
			s = m.replay(place)
		}
	}
}

// TestADealingIsRefusedThoughCommittedTo lets the last trustee commit to reveals
// that no honest dealer makes, and reveal them.
func TestADealingIsRefusedThoughCommittedTo(t *testing.T) {
	m := held()
	var honest, annas journal.CeremonyReveal
	mustDecode(m.entries[m.at(journal.TypeReveal, 2)], &honest)
	mustDecode(m.entries[m.at(journal.TypeReveal, 0)], &annas)
	deal := func(context []byte, dealer, t, n int) canon.Hex {
		_, d, err := threshold.Deal(context, dealer, t, n, zeroes{})
		return must(d, err).Bytes()
	}
	context := m.state.CeremonyContext(0)
	for name, c := range map[string]struct {
		code   string
		change func(*journal.CeremonyReveal)
	}{
		"a key less":                      {"ceremony", func(r *journal.CeremonyReveal) { r.Dealings = r.Dealings[1:] }},
		"a key more":                      {"ceremony", func(r *journal.CeremonyReveal) { r.Dealings = append(r.Dealings, r.Dealings[0]) }},
		"no dealings":                     {"ceremony", func(r *journal.CeremonyReveal) { r.Dealings = nil }},
		"a short salt":                    {"length", func(r *journal.CeremonyReveal) { r.Salt = r.Salt[1:] }},
		"another trustee's dealing":       {"ceremony", func(r *journal.CeremonyReveal) { r.Dealings[0] = annas.Dealings[0] }},
		"dealings of keys exchanged":      {"ceremony", func(r *journal.CeremonyReveal) { d := r.Dealings; d[0], d[1] = d[1], d[0] }},
		"a dealing for another threshold": {"ceremony", func(r *journal.CeremonyReveal) { r.Dealings[0] = deal(context, 3, 1, 3) }},
		"a dealing among more trustees":   {"ceremony", func(r *journal.CeremonyReveal) { r.Dealings[0] = deal(context, 3, 2, 4) }},
		"a dealing of another meeting":    {"ceremony", func(r *journal.CeremonyReveal) { r.Dealings[0] = deal([]byte("other"), 3, 2, 3) }},
		"a proof that does not hold":      {"ceremony", func(r *journal.CeremonyReveal) { d := r.Dealings[0]; d[len(d)-32] ^= 1 }},
		"an identity for a commitment":    {"ceremony", func(r *journal.CeremonyReveal) { clear(r.Dealings[0][32:64]) }},
	} {
		t.Run(name, func(t *testing.T) {
			r := honest
			r.Dealings = nil
			for _, d := range honest.Dealings {
				r.Dealings = append(r.Dealings, slices.Clone(d))
			}
			c.change(&r)
			place := m.at(journal.TypeCommit, 2)
			s := m.replay(place)
			next := func(typ string, body any, by string) error {
				return s.Apply(m.entry(s.Next(), s.LastTime(), typ, body, by))
			}
			var commit journal.CeremonyCommit
			mustDecode(m.entries[place], &commit)
			sum := sha256.Sum256(canon.MustMarshal(r))
			commit.Reveal = sum[:]
			if err := next(journal.TypeCommit, commit, cilla); err != nil {
				t.Fatal(err)
			}
			for i, by := range []string{anna, bo} {
				if err := next(journal.TypeReveal, m.entries[m.at(journal.TypeReveal, i)].Body, by); err != nil {
					t.Fatal(err)
				}
			}
			before := dump(s)
			wantRefusal(t, "the reveal", c.code, next(journal.TypeReveal, r, cilla))
			if dump(s) != before {
				t.Error("the refused reveal left a trace")
			}
		})
	}
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); p[0] = 1; return len(p), nil }

func TestAComplaintEndsTheCeremonyAndNamesBothParties(t *testing.T) {
	m := held()
	for _, typ := range []string{journal.TypeCommit, journal.TypeReveal, journal.TypeDeal, journal.TypeKeys} {
		place := m.at(typ, 0)
		s := m.replay(place)
		c := journal.CeremonyComplaint{Trustee: "bo", Against: "anna", Reason: "Her share does not fit."}
		if err := s.Apply(m.entry(s.Next(), s.LastTime(), journal.TypeComplaint, c, bo)); err != nil {
			t.Fatalf("before %s: %v", typ, err)
		}
		if got := s.Ceremony().Complaint; got == nil || *got != c {
			t.Errorf("before %s: the complaint stands as %v", typ, got)
		}
		e := *m.entries[place]
		e.Seq++
		wantRefusal(t, typ+" after a complaint", "ceremony", s.Apply(&e))
		again := m.entry(s.Next(), s.LastTime(), journal.TypeComplaint, c, bo)
		wantRefusal(t, "a second complaint", "ceremony", s.Apply(again))
	}
}

func TestAnUnfinishedBallotCanBeVoidedInEveryPhaseAndThenRests(t *testing.T) {
	m := held()
	for _, typ := range []string{journal.TypeOpen, journal.TypeClose, journal.TypeStop, journal.TypeCounts, journal.TypeSeal, journal.TypeDecrypt,
		journal.TypeShuffle, journal.TypeShares, journal.TypeCombine, journal.TypeProof, journal.TypeResult} {
		place := m.at(typ, 0)
		s := m.replay(place)
		if err := s.Apply(m.entry(s.Next(), m.entries[place].Time, journal.TypeVoid, journal.Void{Ballot: first, Reason: "x"})); err != nil {
			t.Fatalf("before %s: %v", typ, err)
		}
		e := *m.entries[place]
		e.Seq++
		wantRefusal(t, typ+" of a void ballot", "phase", s.Apply(&e))
		if d, err := s.Define(1, otherModulus(m.issuing)); err != nil || d.Ballot != "1-2" || d.KeyIndex != 1 {
			t.Errorf("after a void ballot the next is %v, %v", d, err)
		}
	}
}

func TestAReceiptWithoutAnEntryLeavesOnlyTheVoid(t *testing.T) {
	m := held()
	st := must(journal.Sign(m.hash, manifest.ByUrn, partyKey(manifest.ByUrn), journal.TypeReceipt, receiptOf(first, 32)))
	for _, typ := range []string{journal.TypeDecrypt, journal.TypeShuffle, journal.TypeShares, journal.TypeCombine, journal.TypeProof, journal.TypeResult} {
		place := m.at(typ, 0)
		s := m.replay(place)
		missing := m.entry(s.Next(), s.LastTime(), journal.TypeMissing, journal.Missing{Receipt: st})
		if err := s.Apply(missing); err != nil {
			t.Fatalf("before %s: %v", typ, err)
		}
		again := *missing
		again.Seq++
		wantRefusal(t, "the same receipt again", "missing", s.Apply(&again))
		e := *m.entries[place]
		e.Seq++
		wantRefusal(t, typ+" with a ballot missing", "missing", s.Apply(&e))
		if err := s.Apply(m.entry(s.Next(), s.LastTime(), journal.TypeVoid, journal.Void{Ballot: first, Reason: "missing"})); err != nil {
			t.Fatal(err)
		}
	}
}

func TestATrusteeWhoseSharesAreRejectedMakesRoomForAnotherAndIsNamed(t *testing.T) {
	m := held()
	s := m.replay(m.at(journal.TypeResult, 0))
	given := s.Ballot(first).Shares
	culprit := given[1].Trustee
	next := func(typ string, body any, signers ...string) error {
		return s.Apply(m.entry(s.Next(), s.LastTime(), typ, body, signers...))
	}
	if err := next(journal.TypeReject, reject(culprit, "its proof fails"), manifest.ByUrn); err != nil {
		t.Fatal(err)
	}
	b := s.Ballot(first)
	if len(b.Shares) != 1 || b.Shares[0].Trustee == culprit || b.Combined != nil || len(b.Proofs) != 0 || len(b.Rejected) != 1 || b.Rejected[0].Trustee != culprit {
		t.Fatalf("after the rejection %v stand, combined %v, and %v are rejected", b.Shares, b.Combined, b.Rejected)
	}
	wantRefusal(t, "a result with one trustee's shares", "result", next(journal.TypeResult, m.state.Ballot(first).Result, manifest.ByUrn))
	wantRefusal(t, "the culprit's shares again", "rejected", next(journal.TypeShares, given[1], manifest.ByTrustee(culprit)))
	other := given[1]
	other.Trustee = "anna"
	if err := next(journal.TypeShares, other, anna); err != nil {
		t.Fatalf("the third trustee: %v", err)
	}
	if err := next(journal.TypeCombine, journal.Combine{Ballot: first, Trustees: []string{b.Shares[0].Trustee, "anna"}, Points: commitment("anew")}, manifest.ByUrn); err != nil {
		t.Errorf("the sum of the two that stand: %v", err)
	}
}

func TestATrusteeThatStallsMakesRoomAndMayComeBack(t *testing.T) {
	m := held()
	s := m.replay(m.at(journal.TypeProof, 1))
	late := s.Ballot(first).Shares[1]
	next := func(typ string, body any, signers ...string) error {
		return s.Apply(m.entry(s.Next(), s.LastTime(), typ, body, signers...))
	}
	if err := next(journal.TypePass, pass(late.Trustee), manifest.ByUrn); err != nil {
		t.Fatal(err)
	}
	if b := s.Ballot(first); len(b.Shares) != 1 || b.Combined != nil || len(b.Proofs) != 0 || b.TimesPassed(late.Trustee) != 1 {
		t.Fatalf("%v stand, combined %v", b.Shares, b.Combined)
	}
	if err := next(journal.TypeShares, late, manifest.ByTrustee(late.Trustee)); err != nil {
		t.Errorf("the late trustee's shares: %v", err)
	}
}

func TestTheTurnToShuffleGoesRoundByWhoWasPassedOverLeast(t *testing.T) {
	m := held()
	s := m.replay(m.at(journal.TypeShuffle, 0))
	b := func() *journal.Ballot { return s.Ballot(first) }
	for _, want := range []string{"anna", "bo", "cilla", "anna", "bo"} {
		if got := s.Turn(b()); got != want {
			t.Fatalf("it is the turn of %q, not of %q", got, want)
		}
		if err := s.Apply(m.entry(s.Next(), s.LastTime(), journal.TypePass, pass(want), manifest.ByUrn)); err != nil {
			t.Fatal(err)
		}
	}
	if m.state.Turn(m.state.Ballot(first)) != "" {
		t.Error("somebody is to shuffle a ballot that is certified")
	}
}

func TestAFalseShuffleIsTakenOutAndItsMakerIsOut(t *testing.T) {
	m := held()
	s := m.replay(m.at(journal.TypeShuffle, 1))
	next := func(typ string, body any, signers ...string) error {
		return s.Apply(m.entry(s.Next(), s.LastTime(), typ, body, signers...))
	}
	false1 := s.Ballot(first).Shuffles[0]
	if err := next(journal.TypeReject, reject("bo", "its shuffle does not verify"), manifest.ByUrn); err != nil {
		t.Fatal(err)
	}
	b := s.Ballot(first)
	if len(b.Shuffles) != 0 || string(b.Head()) != string(b.Seal.Root) || s.Turn(b) != "anna" {
		t.Errorf("%d shuffles stand, and it is the turn of %q", len(b.Shuffles), s.Turn(b))
	}
	wantRefusal(t, "its shuffle again", "rejected", next(journal.TypeShuffle, false1, bo))
	if err := next(journal.TypeShuffle, journal.Shuffle{Ballot: first, Trustee: "cilla", Input: b.Seal.Root, Output: commitment("hers")}, cilla); err != nil {
		t.Errorf("another's, out of turn: %v", err)
	}
}

func TestASubstituteServesOnOneSeatAtATime(t *testing.T) {
	m := call()
	m.present(1)
	take := func(seat int, present bool) error {
		return m.state.Apply(m.entry(m.state.Next(), m.state.LastTime(), journal.TypePresence, journal.Presence{Person: 6, Seat: seat, Present: present, Place: commitment("place")}))
	}
	if err := take(5, true); err != nil {
		t.Fatal(err)
	}
	before := dump(m.state)
	wantRefusal(t, "a second seat", "presence", take(4, true))
	if dump(m.state) != before {
		t.Error("the refused entry left a trace")
	}
	if err := take(5, true); err != nil {
		t.Errorf("the same seat from another place: %v", err)
	}
	if err := errors.Join(take(5, false), take(4, true)); err != nil || m.state.Seated(4) != 6 || m.state.Seated(5) != 0 {
		t.Errorf("another seat after the first was left: %v", err)
	}
}

// TestNoDateShortensGraceOrWindow: the registrar gives the times, and could give
// one so late that a sum with it turns negative.
func TestNoDateShortensGraceOrWindow(t *testing.T) {
	m := held()
	for typ, code := range map[string]string{journal.TypeStop: "grace", journal.TypeDecrypt: "window"} {
		place := m.at(typ, 0)
		s := m.replay(place - 1)
		late := *m.entries[place-1] // the close or the seal
		late.Time = math.MaxInt64
		wantRefusal(t, "a time with which nothing can be added up", "time", s.Apply(&late))
		late.Time = 1 << 40
		if err := s.Apply(&late); err != nil {
			t.Fatal(err)
		}
		early := *m.entries[place]
		early.Time = 1 << 40
		wantRefusal(t, typ, code, s.Apply(&early))
	}
}

func TestNothingHappensAfterTheMeetingIsClosed(t *testing.T) {
	m := held()
	last := len(m.entries)
	for _, typ := range []string{journal.TypePresence, journal.TypeDefine, journal.TypeMeeting, journal.TypeOpen, journal.TypeVoid, journal.TypeCertify, journal.TypePersonKeys, journal.TypeDraw, journal.TypeLotShare} {
		s := m.replay(last)
		e := *m.entries[m.at(typ, 0)]
		e.Seq, e.Time = s.Next(), s.LastTime()
		if err := s.Apply(&e); err == nil {
			t.Errorf("%s was accepted", typ)
		}
	}
}

// TestARollKeepsTheKeysOfItsOwnTime: a new key changes who may come, and no roll
// that stands.
func TestARollKeepsTheKeysOfItsOwnTime(t *testing.T) {
	m := call()
	m.ceremony()
	m.orders()
	m.present(1, 2, 3)
	m.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
	modulus := held().issuing.Public().Modulus()
	old := must(m.state.Define(1, modulus))
	people := m.state.People()
	m.add(journal.TypePersonKeys, journal.PersonKeys{Person: 2, Commit: commitment("new device")})
	if people[1].Commit.String() != commitment("member 2").String() {
		t.Error("what was given out before has changed")
	}
	wantRefusal(t, "a roll with the keys of before", "definition", m.state.CheckDefinition(old))
	m.define(1, modulus, "anna", "cilla")
	b := m.state.Ballot(first)
	roll, context := b.Definition.Roll.String(), b.Context
	if roll == old.Roll.String() {
		t.Error("the roll does not show the new key")
	}
	m.add(journal.TypePersonKeys, journal.PersonKeys{Person: 2, Commit: commitment("revoked")})
	p, _ := m.state.Person(2)
	if b := m.state.Ballot(first); b.Definition.Roll.String() != roll || b.Context != context || p.Commit.String() != commitment("revoked").String() || p.Seat != 2 {
		t.Errorf("%+v %+v", p, b.Definition)
	}
}

func TestADecisionNeedsMoreThanHalfOfTheSeats(t *testing.T) {
	m := call()
	m.ceremony()
	m.orders()
	m.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
	modulus := held().issuing.Public().Modulus()
	_, err := m.state.Define(1, modulus)
	wantRefusal(t, "a ballot of nobody", "definition", err)
	m.present(1, 2)
	_, err = m.state.Define(1, modulus)
	wantRefusal(t, "a ballot of two of five", "A25", err)
	m.present(3)
	if _, err = m.state.Define(1, modulus); err != nil {
		t.Errorf("a ballot of three of five: %v", err)
	}
}

func TestASecretBallotIsRefusedByTheLawOfTheBody(t *testing.T) {
	for _, c := range []struct{ profile, class, rule string }{
		{manifest.ProfileCouncil, journal.ClassElection, ""},
		{manifest.ProfileBoard, journal.ClassEmployment, ""},
		{manifest.ProfileCommittee, journal.ClassDecision, "KL 5:54"},
		{manifest.ProfileCouncil, journal.ClassInformation, "KL 5:54"},
		{manifest.ProfileDanish, journal.ClassElection, "87.1.4"},
		{manifest.ProfileAssociation, journal.ClassDecision, ""},
		{"a profile that nobody knows", journal.ClassDecision, "KL 5:54"},
	} {
		rule, why := journal.SecretRefused(c.profile, c.class)
		if rule != c.rule || (why == "") != (rule == "") {
			t.Errorf("%s, %s: refused by %q (%s), should be %q", c.profile, c.class, rule, why, c.rule)
		}
	}
}

func TestStatementsAreCheckedAgainstTheManifest(t *testing.T) {
	m := held()
	if err := journal.NewState().CheckStatement(journal.Statement{}); err == nil {
		t.Error("a statement was accepted before the manifest")
	}
	st := must(journal.Sign(m.hash, manifest.ByUrn, partyKey(manifest.ByUrn), "receipt", map[string]int{"n": 1}))
	if err := m.state.CheckStatement(st); err != nil {
		t.Errorf("the urn's receipt: %v", err)
	}
	for name, change := range map[string]func(*journal.Statement){
		"another type":  func(st *journal.Statement) { st.Type = journal.TypeSeal },
		"another body":  func(st *journal.Statement) { st.Body = []byte(`{"n":2}`) },
		"another party": func(st *journal.Statement) { st.Sig.By = manifest.ByRegistrar },
		"no party":      func(st *journal.Statement) { st.Sig.By = "" },
		"the officer":   func(st *journal.Statement) { st.Sig.By = manifest.ByOfficer },
		"no signature":  func(st *journal.Statement) { st.Sig.Sig = nil },
	} {
		forged := st
		change(&forged)
		wantRefusal(t, name, "signature", m.state.CheckStatement(forged))
	}
	other := must(journal.Sign([32]byte{1}, manifest.ByUrn, partyKey(manifest.ByUrn), "receipt", map[string]int{"n": 1}))
	wantRefusal(t, "another meeting", "signature", m.state.CheckStatement(other))
}

func TestAnOpeningOpensOnlyItsCommitment(t *testing.T) {
	salt := sha256.Sum256([]byte("salt"))
	honest := journal.Opening{Commit: journal.Commit(salt, []byte(`"room"`)), Salt: salt[:], Value: []byte(`"room"`)}
	if err := honest.Check(); err != nil {
		t.Fatal(err)
	}
	for name, forged := range map[string]journal.Opening{
		"another value":                 {Commit: honest.Commit, Salt: honest.Salt, Value: []byte(`"remote"`)},
		"another salt":                  {Commit: honest.Commit, Salt: make(canon.Hex, 32), Value: honest.Value},
		"another commitment":            {Commit: make(canon.Hex, 32), Salt: honest.Salt, Value: honest.Value},
		"a byte moved from value":       {Commit: honest.Commit, Salt: append(slices.Clone(honest.Salt), '"'), Value: []byte(`room"`)},
		"a short commitment":            {Commit: honest.Commit[:31], Salt: honest.Salt, Value: honest.Value},
		"a byte moved from salt, short": {Commit: honest.Commit, Salt: honest.Salt[:31], Value: append([]byte{honest.Salt[31]}, honest.Value...)},
	} {
		if forged.Check() == nil {
			t.Errorf("%s opens the commitment", name)
		}
	}
}

func TestBallotIDsHaveOneSpelling(t *testing.T) {
	if item, round, err := journal.ParseBallotID("3-12"); err != nil || item != 3 || round != 12 {
		t.Errorf("3-12 is read as %d-%d, %v", item, round, err)
	}
	if item, round, err := journal.ParseBallotID("0-2"); err != nil || item != journal.TrialItem || round != 2 {
		t.Errorf("the second trial ballot is read as %d-%d, %v", item, round, err)
	}
	for _, id := range []string{"", "3", "3-", "-3", "03-1", "3-01", "+3-1", "3-+1", "00-1", "-0-1", "0-0", "0-01", "3-0", "3--1", "3-1-1", " 3-1", "3-1\n", "99999999999999999999-1"} {
		if _, _, err := journal.ParseBallotID(id); err == nil {
			t.Errorf("%q was accepted", id)
		}
	}
}

func TestTermsAreThoseOfTheDefinition(t *testing.T) {
	m := held()
	b := m.state.Ballot(first)
	terms := must(m.state.Terms(first))
	if terms.Context != b.Context || terms.Points != b.Definition.Points || string(terms.Key.Bytes()) != string(b.Definition.Key) {
		t.Errorf("terms %+v", terms)
	}
	if other := must(m.state.Terms(second)); other.Context == terms.Context {
		t.Error("two ballots have one context")
	}
	if _, err := m.state.Terms("2-1"); err == nil {
		t.Error("a ballot that is not defined has terms")
	}
	if m.state.Context([]byte("x")) == journal.NewState().Context([]byte("x")) {
		t.Error("one definition has the same context in two meetings")
	}
}

func TestWhatDoesNotExistIsRefused(t *testing.T) {
	m := held()
	s := m.replay(m.at(journal.TypeDefine, 0))
	for _, item := range []int{-1, 0, 2, 4} {
		if d, err := s.Define(item, m.issuing.Public().Modulus()); err == nil {
			t.Errorf("item %d has the ballot %s", item, d.Ballot)
		}
	}
	for _, c := range [][2]int{{-1, 1}, {keys, 1}, {0, 0}, {0, 4}} {
		if _, err := s.PublicShare(c[0], c[1]); err == nil {
			t.Errorf("key %d has a share %d", c[0], c[1])
		}
	}
	if s.Dealings(-1) != nil || s.Dealings(keys) != nil || journal.NewState().Dealings(0) != nil {
		t.Error("there are dealings for a key that is none")
	}
}

func TestErrorsNameTheirRule(t *testing.T) {
	_, err := journal.NewState().ApplyLeaf([]byte("{}"))
	var rule *journal.RuleError
	if !errors.As(err, &rule) || err.Error() != fmt.Sprintf("%s: %s", rule.Code, rule.Text) {
		t.Errorf("a leaf that cannot be read gives %v", err)
	}
}
