package journal_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/crypto/blind"
	"valurna/crypto/group"
)

const (
	trial     = "0-1"
	secretary = 7
)

// earnest is a meeting that decides, called and with its keys made. Nobody is
// present. Its two contests and a key for lots leave two keys for trials.
func earnest(profile string) *sitting {
	agreed := agreement()
	agreed.Rehearsal, agreed.Profile = false, profile
	m := callFor(agreed, 5)
	m.ceremony()
	m.orders()
	m.issuing = must(blind.GenerateKey(rand.Reader))
	return m
}

// modulus has the form of an issuing key, another for each n.
func (m *sitting) modulus(n byte) []byte {
	modulus := m.issuing.Public().Modulus()
	modulus[100] ^= n
	return modulus
}

func (m *sitting) opens(id string, person int) {
	m.add(journal.TypeOpen, journal.Open{Ballot: id, Person: person, Checkpoint: m.note(m.state.Next())})
}

// ends takes an open ballot to its certified end. The journal's rules look at the
// numbers only.
func (m *sitting) ends(id string, person, cast int) {
	b := m.state.Ballot(id)
	m.toDecrypted(id, person, cast)
	result := journal.Result{Ballot: id, Cast: cast, Valid: cast, Elected: []string{}, Ties: [][]string{}}
	for _, name := range b.Definition.Contest.Options {
		result.Options = append(result.Options, kind.OptionVotes{Name: name})
	}
	if cast > 0 {
		result.Options[0].Votes, result.Elected = cast, []string{result.Options[0].Name}
	}
	m.add(journal.TypeResult, result, manifest.ByUrn)
	m.add(journal.TypeCertify, journal.Certify{Ballot: id, Person: person, Result: journal.ResultHash(&result), Elected: result.Elected})
}

// toDecrypted takes an open ballot to where only its result is due.
func (m *sitting) toDecrypted(id string, person, cast int) {
	b := m.state.Ballot(id)
	m.add(journal.TypeClose, journal.Close{Ballot: id, Person: person})
	m.addLater(grace, journal.TypeStop, journal.Stop{Ballot: id, Cast: cast}, manifest.ByUrn)
	collected := append([]int{}, b.Definition.Seats[:cast]...)
	m.add(journal.TypeCounts, journal.Counts{Ballot: id, Eligible: len(b.Definition.Seats), Tokens: cast, Cast: cast, Collected: collected})
	m.add(journal.TypeSeal, journal.Seal{Ballot: id, Count: cast, Root: commitment(id), AuditedRoot: journal.NoneAudited()}, manifest.ByUrn)
	note := m.note(m.state.Next())
	m.addLater(window, journal.TypeDecrypt, journal.Decrypt{Ballot: id, Checkpoint: note})
	if cast > 0 {
		m.mixes(id)
	}
}

// mixes enters what two trustees would say of their work.
func (m *sitting) mixes(id string) {
	b := func() *journal.Ballot { return m.state.Ballot(id) }
	for _, name := range trustees[:2] {
		m.add(journal.TypeShuffle, journal.Shuffle{Ballot: id, Trustee: name, Input: b().Head(), Output: commitment(name)}, manifest.ByTrustee(name))
	}
	for _, name := range trustees[:2] {
		m.add(journal.TypeShares, journal.Shares{Ballot: id, Trustee: name, Parts: commitment(name)}, manifest.ByTrustee(name))
	}
	m.add(journal.TypeCombine, journal.Combine{Ballot: id, Trustees: trustees[:2], Points: commitment(id)}, manifest.ByUrn)
	point := group.Generator().Bytes()
	share := slices.Concat(point, point, point, group.ScalarFromUint64(1).Bytes())
	for _, name := range trustees[:2] {
		m.add(journal.TypeProof, journal.Proof{Ballot: id, Trustee: name, Of: journal.CombineHash(b().Combined), Share: share}, manifest.ByTrustee(name))
	}
}

// hall opens the meeting with everybody there.
func (m *sitting) hall() {
	m.present(1, 2, 3, 4, 5)
	m.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
}

func (m *sitting) tries(n byte) { m.define(journal.TrialItem, m.modulus(n), "anna", "bo") }

func TestTheFirstBallotThatDecidesWaitsForATrial(t *testing.T) {
	m := earnest(manifest.ProfileCouncil)
	refused := func(when string) {
		t.Helper()
		s := m.replay(len(m.leaves))
		if s.Meeting() == "called" {
			for _, i := range []int{1, 2, 3, 4, 5} {
				if err := s.Apply(m.entry(s.Next(), s.LastTime(), journal.TypePresence, journal.Presence{Person: i, Seat: i, Present: true, Place: commitment("p")})); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Apply(m.entry(s.Next(), s.LastTime(), journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})); err != nil {
				t.Fatal(err)
			}
		}
		if !s.TrialDue() {
			t.Errorf("%s: no trial is due", when)
		}
		_, err := s.Define(1, m.modulus(9))
		wantRefusal(t, when, "untried", err)
	}
	refused("no trial")
	m.tries(1)
	m.add(journal.TypeVoid, journal.Void{Ballot: trial, Reason: "The urn's line went down."})
	refused("a void trial")
	m.tries(2)
	m.opens("0-2", 1)
	m.ends("0-2", 1, 0)
	refused("a trial without a vote")

	m = earnest(manifest.ProfileCouncil)
	m.tries(1)
	m.opens(trial, 1)
	m.ends(trial, 1, 1)
	m.hall()
	if m.state.TrialDue() || !m.state.Tried() {
		t.Error("a trial is due after one")
	}
	m.define(1, m.modulus(2), "anna", "bo")
	if d := m.state.Ballot(first).Definition; d.Rehearsal || d.KeyIndex != 1 {
		t.Errorf("the real ballot is %+v", d)
	}
	if m.state.DecidedBy(journal.TrialItem) != "" || m.state.DecidedBy(1) != "" {
		t.Error("the trial counts as a decision")
	}
}

func TestARehearsalNeedsNoTrialAndMayHaveOne(t *testing.T) {
	m := callFor(agreement(), 5)
	m.ceremony()
	m.orders()
	m.issuing = must(blind.GenerateKey(rand.Reader))
	m.hall()
	if m.state.TrialDue() {
		t.Error("a rehearsal waits for a trial")
	}
	m.tries(1)
	m.add(journal.TypeVoid, journal.Void{Ballot: trial, Reason: "x"})
	m.define(1, m.modulus(2), "anna", "bo")
}

func TestATrialIsForAllSeatsAndFreezesNobody(t *testing.T) {
	for _, profile := range []string{manifest.ProfileCouncil, manifest.ProfileAssociation, manifest.ProfileBoard} {
		m := earnest(profile)
		m.add(journal.TypePresence, journal.Presence{Person: 6, Seat: 5, Present: true, Place: commitment("substitute")})
		m.tries(1)
		b := m.state.Ballot(trial)
		if d := b.Definition; !d.Trial() || !d.Rehearsal || !slices.Equal(d.Seats, []int{1, 2, 3, 4, 5}) || d.Title != journal.TrialTitle {
			t.Errorf("%+v", d)
		}
		if m.state.Voter(b, 5) != 5 || m.state.Voter(b, 1) != 1 || m.state.Voter(b, 6) != 0 || m.state.Voter(b, 0) != 0 {
			t.Error("a trial's voters are not the seats' own members")
		}
		if b.Frozen() {
			t.Error("a trial freezes attendance")
		}
		m.opens(trial, 1)
		m.present(1, 2, 3) // while it runs
		m.add(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
		m.ends(trial, 1, 2)
	}
}

func TestTheDanishLawOnSecretBallotsDoesNotKeepFromTrying(t *testing.T) {
	agreed := agreement()
	agreed.Profile, agreed.Rehearsal = manifest.ProfileDanish, false
	m := &sitting{signed: signManifest(agreed), state: journal.NewState(), issuing: held().issuing}
	m.hash = must(agreed.Hash())
	m.apply(must(journal.ManifestEntry(m.signed, startTime)))
	m.add(journal.TypeFiles, journal.Files{Body: commitment("body.toml"), Meeting: commitment("meeting.toml")})
	m.add(journal.TypePerson, journal.Person{Person: 1, Seat: 1, Offices: []string{"chair"}, Commit: commitment("member 1")})
	m.add(journal.TypeReady, journal.Ready{Seats: 1, Keys: 2})
	m.ceremony()
	m.orders()
	m.tries(1)
}

func TestBeforeTheMeetingTheSecretaryLeadsATrialToo(t *testing.T) {
	m := earnest(manifest.ProfileCouncil)
	m.tries(1)
	open := journal.Open{Ballot: trial, Person: 2, Checkpoint: m.note(m.state.Next())}
	wantRefusal(t, "a member's opening", "office", m.state.Apply(m.entry(m.state.Next(), m.state.LastTime(), journal.TypeOpen, open)))
	m.opens(trial, secretary)
	m.ends(trial, secretary, 3)
	if !m.state.Tried() || !m.state.Leads(secretary, journal.TrialItem) || m.state.Leads(secretary, 1) {
		t.Error("the secretary leads other ballots than trials")
	}

	m = earnest(manifest.ProfileCouncil)
	m.tries(1)
	m.opens(trial, secretary)
	m.hall()
	shut := journal.Close{Ballot: trial, Person: secretary}
	wantRefusal(t, "the secretary's close in the meeting", "office", m.state.Apply(m.entry(m.state.Next(), m.state.LastTime(), journal.TypeClose, shut)))
	m.ends(trial, 1, 1)
	m.define(1, m.modulus(2), "anna", "bo")
	open = journal.Open{Ballot: first, Person: secretary, Checkpoint: m.note(m.state.Next())}
	wantRefusal(t, "the secretary's opening of a real ballot", "office", m.state.Apply(m.entry(m.state.Next(), m.state.LastTime(), journal.TypeOpen, open)))
}

func TestATrialAndABallotThatDecidesNeverRunAtOnce(t *testing.T) {
	m := earnest(manifest.ProfileCouncil)
	m.tries(1)
	_, err := m.state.Define(journal.TrialItem, m.modulus(2))
	wantRefusal(t, "a second trial beside the first", "trial", err)
	m.opens(trial, 1)
	m.ends(trial, 1, 1)
	m.hall()
	m.tries(2)
	_, err = m.state.Define(1, m.modulus(3))
	wantRefusal(t, "a ballot beside a trial", "definition", err)
	shut := journal.Meeting{State: "closed", Person: 1}
	wantRefusal(t, "the end of the meeting", "meeting", m.state.Apply(m.entry(m.state.Next(), m.state.LastTime(), journal.TypeMeeting, shut)))
	m.add(journal.TypeVoid, journal.Void{Ballot: "0-2", Reason: "enough"})
	m.define(1, m.modulus(3), "anna", "bo")
	_, err = m.state.Define(journal.TrialItem, m.modulus(4))
	wantRefusal(t, "a trial beside a ballot", "trial", err)
	m.add(journal.TypeVoid, journal.Void{Ballot: first, Reason: "x"})
	_, err = m.state.Define(journal.TrialItem, m.modulus(4))
	wantRefusal(t, "a trial after the first ballot", "trial", err)
}

func TestTrialsLeaveTheAgendaItsKeys(t *testing.T) {
	m := earnest(manifest.ProfileCouncil)
	for n, id := range []string{"0-1", "0-2"} {
		m.tries(byte(n + 1))
		m.add(journal.TypeVoid, journal.Void{Ballot: id, Reason: "again"})
	}
	_, err := m.state.Define(journal.TrialItem, m.modulus(3))
	wantRefusal(t, "a third trial", "trial", err)
}

func TestNoTrialOutsideTheMeeting(t *testing.T) {
	wantRefusal(t, "no meeting", "trial", journal.NewState().TrialRefused())
	wantRefusal(t, "before the keys", "trial", callFor(agreement(), 5).state.TrialRefused())
	wantRefusal(t, "a closed meeting", "trial", held().state.TrialRefused())
}

// TestAForgedTrialIsRefused: nothing about a trial is the registrar's to choose but
// its issuing key.
func TestAForgedTrialIsRefused(t *testing.T) {
	m := earnest(manifest.ProfileCouncil)
	m.present(1, 2, 3)
	honest := canon.MustMarshal(must(m.state.Define(journal.TrialItem, m.modulus(1))))
	before := dump(m.state)
	for name, c := range map[string]struct {
		code   string
		change func(*journal.Definition)
	}{
		"a trial that would decide":      {"definition", func(d *journal.Definition) { d.Rehearsal = false }},
		"a question of the registrar's":  {"definition", func(d *journal.Definition) { d.Title = "Val av ordförande" }},
		"the agenda's options":           {"definition", func(d *journal.Definition) { d.Contest = opened }},
		"only who is present":            {"definition", func(d *journal.Definition) { d.Seats = []int{1, 2, 3} }},
		"a seat that there is not":       {"definition", func(d *journal.Definition) { d.Seats = append(d.Seats, 6) }},
		"another roll":                   {"definition", func(d *journal.Definition) { d.Roll = commitment("roll") }},
		"a round skipped":                {"definition", func(d *journal.Definition) { d.Ballot = "0-2" }},
		"another item's id":              {"definition", func(d *journal.Definition) { d.Ballot = first }},
		"the key for lots":               {"definition", func(d *journal.Definition) { d.KeyIndex = 4 }},
		"a trial under an item's number": {"definition", func(d *journal.Definition) { d.Item, d.Ballot = 1, first }},
		"a shorter grace":                {"definition", func(d *journal.Definition) { d.Grace = 0 }},
		"other shuffles":                 {"definition", func(d *journal.Definition) { d.Shuffles++ }},
		"a negative item":                {"definition", func(d *journal.Definition) { d.Item, d.Ballot = -1, "-1-1" }},
	} {
		t.Run(name, func(t *testing.T) {
			var d journal.Definition
			if err := canon.Unmarshal(honest, &d); err != nil {
				t.Fatal(err)
			}
			c.change(&d)
			wantRefusal(t, "the journal", c.code, m.state.Apply(m.entry(m.state.Next(), m.state.LastTime(), journal.TypeDefine, d, anna, bo)))
			if dump(m.state) != before {
				t.Error("the refused entry left a trace")
			}
		})
	}
	unsigned := m.entry(m.state.Next(), m.state.LastTime(), journal.TypeDefine, must(m.state.Define(journal.TrialItem, m.modulus(1))), anna)
	wantRefusal(t, "one trustee's signature", "definition", m.state.Apply(unsigned))
}

func TestTheTrialsContestIsSoundAndTheSameForAll(t *testing.T) {
	c := journal.TrialContest()
	if err := errors.Join(c.Check(), canon.Text(journal.TrialTitle, 512)); err != nil {
		t.Error(err)
	}
	c.Options[0] = "changed"
	if journal.TrialContest().Options[0] == "changed" {
		t.Error("whoever gets the contest can change it")
	}
}
