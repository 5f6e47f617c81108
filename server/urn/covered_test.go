package urn

import (
	"slices"
	"testing"

	"valurna/ballot/journal"
	"valurna/server/keeper"
	"valurna/server/wire"
)

// show sends an entry to the urn that is in no journal of anybody else; the
// function given back takes it from what the urn is shown when it starts again.
func (m *meeting) show(typ string, body any) (withdraw func()) {
	m.t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	e, err := journal.NewEntry(m.state.Next(), m.lastTime+1, typ, body)
	must(m.t, err)
	at := len(m.lines)
	m.send(wire.JournalLine{Kind: wire.KindEntry, Entry: e})
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.lines = slices.Delete(m.lines, at, at+1)
	}
}

func TestAVoidingThatTheWitnessesHaveNotSeenLosesNothing(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	m.open()
	v, _ := p.visit("")
	good := m.voter("anna", 1)
	receipt := m.cast(good)
	withdraw := m.show(journal.TypeVoid, journal.Void{Ballot: ballotID, Reason: "shown to the urn alone"})
	m.refused("cast "+ballotID, m.voter("bo", 1), "void")
	b, _ := v.urn.ballot(ballotID)
	must(t, v.urn.forget(t.Context(), b)) // as the tender does, sooner or later
	p.end()
	if _, err := keeper.At(m.dir).Get(ballotID); err != nil {
		t.Fatalf("the key was given up: %v", err)
	}
	withdraw()
	runInProcess(t, m)
	if again := m.cast(good); again != receipt {
		t.Fatal("the ballot that was in got another receipt")
	}
	m.cast(m.voter("bo", 0))
	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	m.await(journal.Stopped)
	if n := m.ballot().Stop.Cast; n != 2 {
		t.Fatalf("%d of 2 ballots are left", n)
	}
	m.add(journal.TypeVoid, journal.Void{Ballot: ballotID, Reason: "shown to all"})
	m.refused("cast "+ballotID, good, "void")
	m.mu.Lock()
	m.send(journalNote(m.cosigned()))
	m.mu.Unlock()
	m.eventually(func() bool {
		_, err := keeper.At(m.dir).Get(ballotID)
		return err == keeper.ErrErased
	}, "the key is erased once the witnesses have cosigned")
}

func TestASealThatTheWitnessesHaveNotSeenErasesNothing(t *testing.T) {
	m := newMeeting(t, 0)
	m.unsigned = journal.TypeSeal
	p := runInProcess(t, m)
	m.open()
	v, _ := p.visit("")
	good := m.voter("anna", 1)
	receipt := m.cast(good)
	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	m.await(journal.Stopped)
	m.add(journal.TypeCounts, journal.Counts{Ballot: ballotID, Eligible: 5, Tokens: 1, Cast: 1, Collected: []int{1}})
	m.await(journal.Sealed)
	if again := m.cast(good); again != receipt { // after the seal, before it is cosigned
		t.Fatal("the ballot that is sealed got another receipt")
	}
	m.refused("cast "+ballotID, m.voter("bo", 1), "closed")
	b, _ := v.urn.ballot(ballotID)
	must(t, v.urn.forget(t.Context(), b)) // as the tender does, sooner or later
	p.end()
	if _, err := keeper.At(m.dir).Get(ballotID); err != nil {
		t.Fatalf("the key was given up: %v", err)
	}
	runInProcess(t, m)
	m.mu.Lock()
	m.send(journalNote(m.cosigned()))
	m.mu.Unlock()
	m.eventually(func() bool {
		_, err := keeper.At(m.dir).Get(ballotID)
		return err == keeper.ErrErased
	}, "the key is erased once the witnesses have cosigned")
	if again := m.cast(good); again != receipt {
		t.Fatal("the ballot that is sealed got another receipt")
	}
}

// What a ballot waits for is told at once, and told again when it is over.
func TestTroubleReachesTheChairAndSoDoesItsEnd(t *testing.T) {
	m := newMeeting(t, 0)
	runInProcess(t, m)
	list := m.toDecrypting()
	told := func(n int, trouble string) func() bool {
		return func() bool {
			m.mu.Lock()
			defer m.mu.Unlock()
			return len(m.reports) > 0 && m.reports[len(m.reports)-1] == wire.CountReport{Ballot: ballotID, Cast: n, Trouble: trouble}
		}
	}
	absent, data := m.mixing("bo", list)
	m.add(journal.TypeShuffle, absent, "trustee/bo")
	m.eventually(told(1, "What a trustee has made has not reached the urn. That trustee's program has to run and send it."), "the chair hears what the ballot waits for")
	m.put(journal.TypeShuffle, "bo", absent, absent.Output, data)
	m.eventually(told(1, ""), "the chair hears that it is over")
	lost, _ := m.mixing("anna", list)
	m.add(journal.TypeShuffle, lost, "trustee/anna")
	m.eventually(func() bool { return len(m.ballot().Rejected) == 1 }, "a trustee whose work never comes is rejected")
	m.eventually(told(1, ""), "the chair hears that it is over")
}

func TestNoTroubleIsLongerThanAReportHolds(t *testing.T) {
	texts := []string{otherTrouble}
	for _, known := range troubles {
		texts = append(texts, known.text)
	}
	for _, text := range texts {
		r := wire.CountReport{Ballot: ballotID, Trouble: text}
		if err := r.Check(); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}
