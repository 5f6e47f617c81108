package urn

import (
	"bytes"
	"path/filepath"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/verify"
)

const regret = "the chair regrets"

// voided ends the ballot, in sight of the witnesses.
func (m *meeting) voided() {
	m.t.Helper()
	m.add(journal.TypeVoid, journal.Void{Ballot: ballotID, Reason: regret})
	m.mu.Lock()
	defer m.mu.Unlock()
	m.send(journalNote(m.cosigned()))
}

// voidBundle is the bundle that the registrar was given, which says that the
// ballot is void and has nothing of the trustees.
func (m *meeting) voidBundle() *bundle.Bundle {
	m.t.Helper()
	m.eventually(func() bool { m.mu.Lock(); defer m.mu.Unlock(); return m.bundle != nil }, "the bundle of the void ballot is published")
	m.mu.Lock()
	data := m.bundle
	m.mu.Unlock()
	b, err := bundle.Read(bytes.NewReader(data))
	must(m.t, err)
	r := verify.Verify(b, verify.WordsAnchor(manifest.Words(m.hash)))
	if r.Verdict != verify.Valid || r.Void != regret || r.Result != nil {
		m.t.Fatalf("the bundle of a void ballot: %+v", r)
	}
	if len(b.Shuffles)+len(b.Combined) != 0 {
		m.t.Fatal("the bundle of a void ballot has what trustees have decrypted")
	}
	return b
}

func TestTheBundleOfAVoidBallotIsPublishedWheneverItWasVoided(t *testing.T) {
	for name, c := range map[string]struct {
		until  func(*meeting)
		sealed int
	}{
		"before it opened": {(*meeting).define, 0},
		"while open":       {func(m *meeting) { m.open(); m.cast(m.voter("anna", 1)) }, 0},
		"while decrypting, with a trustee's parts": {func(m *meeting) {
			list := m.toDecrypting()
			m.shuffle("anna", list)
			m.shuffle("bo", list)
			m.decrypt("anna", list)
		}, 1},
		"after the result": {func(m *meeting) {
			list := m.toDecrypting()
			m.tally(list, "anna", "bo")
			m.await(journal.Decided)
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMeeting(t, 0)
			runInProcess(t, m)
			c.until(m)
			m.voided()
			if b := m.voidBundle(); len(b.Sealed) != c.sealed {
				t.Errorf("%d sealed ballots, %d were sealed", len(b.Sealed), c.sealed)
			}
			if found, _ := filepath.Glob(filepath.Join(m.dir, evidenceDir, ballotID, "*")); len(found) != 0 {
				t.Errorf("of a void ballot the urn keeps %v", found)
			}
		})
	}
}

func TestAVoidingThatTheWitnessesHaveNotSeenIsNotPublished(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	v, _ := p.visit("")
	m.cast(m.voter("anna", 1))
	m.add(journal.TypeVoid, journal.Void{Ballot: ballotID, Reason: regret})
	m.refused("cast "+ballotID, m.voter("bo", 1), "void")
	b, _ := v.urn.ballot(ballotID)
	must(t, v.urn.publishVoid(t.Context(), b)) // as the tender does, sooner or later
	m.mu.Lock()
	early := m.brought
	m.send(journalNote(m.cosigned()))
	m.mu.Unlock()
	if early != 0 {
		t.Error("a bundle was published before the witnesses had cosigned the voiding")
	}
	m.voidBundle()
	m.eventually(func() bool { r, err := v.urn.box.record(t.Context(), ballotID); return err == nil && r.published }, "it is noted that it was taken")
	must(t, v.urn.publishVoid(t.Context(), b))
	if m.mu.Lock(); m.brought != 1 {
		t.Errorf("the bundle was handed in %d times", m.brought)
	}
	m.mu.Unlock()
}

// Killed when the registrar has the bundle and has not answered, the urn hands in
// the same again.
func TestAnUrnKilledWhileItPublishesAVoidBallotPublishesTheSameAgain(t *testing.T) {
	m := newMeeting(t, 0)
	var first []byte
	var k *killable
	m.onPublish = func() {
		m.mu.Lock()
		first = m.bundle
		m.mu.Unlock()
		k.again()
	}
	k = runKillable(t, m)
	m.toDecrypting()
	m.voided()
	handed := func() int { m.mu.Lock(); defer m.mu.Unlock(); return m.brought }
	m.eventually(func() bool { return handed() == 2 }, "the bundle comes again")
	if len(m.voidBundle().Sealed) != 1 || !bytes.Equal(first, m.bundle) {
		t.Error("the bundle that came again is another")
	}
}

// A store that did not make the seal of the journal adds nothing to it.
func TestAVoidBundleIsWithoutBallotsThatWereNotSealed(t *testing.T) {
	m := newMeeting(t, 0)
	k := runKillable(t, m)
	m.toDecrypting()
	m.eventually(func() bool { return bytes.Contains([]byte(k.said()), []byte("key erased")) }, "the rows are given up")
	k.kill()
	b, err := openBox(m.dir+"/"+storeFile, nil)
	must(t, err)
	_, err = b.db.Exec(`UPDATE ballot SET root = ?`, make([]byte, 32))
	must(t, err)
	must(t, b.close())
	m.voided()
	k.run()
	if got := m.voidBundle(); len(got.Sealed) != 0 {
		t.Errorf("%d ballots of another seal were published", len(got.Sealed))
	}
}
