package member

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"valurna/ballot/booth"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/server/party/partytest"
	"valurna/server/wire"
)

func choice(option int) kind.Choice { return kind.Choice{Options: []int{option}} }

func TestAVoteIsCastOnceWhateverIsChosenLater(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	dir := t.TempDir()
	m := h.member(dir)
	done, err := m.Vote(t.Context(), ballotID, 2, choice(0), "ekorre")
	if err != nil {
		t.Fatal(err)
	}
	for _, again := range []*Member{m, h.member(dir)} {
		other, err := again.Vote(t.Context(), ballotID, 2, choice(2), "")
		if err != nil || other.Code != done.Code {
			t.Errorf("%v, %v", other, err)
		}
	}
	if len(h.asked) != 1 || len(h.box) != 1 {
		t.Errorf("%d requests, %d ballots", len(h.asked), len(h.box))
	}
	for _, f := range must(os.ReadDir(dir)) {
		if mode := must(f.Info()).Mode(); mode.Perm() != 0o600 {
			t.Errorf("%s has mode %s", f.Name(), mode)
		}
	}
}

func TestALostAnswerRepeatsTheSameRequestAndTheSameBallot(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	dir := t.TempDir()
	for _, lost := range []string{wire.CmdToken, wire.CmdCast, ""} {
		h.mute = lost
		_, err := h.member(dir).Vote(t.Context(), ballotID, 2, choice(0), "")
		if (err != nil) != (lost != "") {
			t.Fatalf("with the answer to %q lost: %v", lost, err)
		}
	}
	if len(h.asked) != 1 {
		t.Errorf("%d different requests", len(h.asked))
	}
	if len(h.box) != 2 || string(h.box[0]) != string(h.box[1]) {
		t.Errorf("%d casts, or of different ballots", len(h.box))
	}
}

func TestVotesAtOnceMakeOneRequestAndOneBallot(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	m := h.member(t.TempDir())
	codes := make([]string, 6)
	var wg sync.WaitGroup
	for i := range codes {
		wg.Go(func() {
			done, err := m.Vote(t.Context(), ballotID, 2, choice(i%3), "")
			if err != nil {
				t.Error(err)
				return
			}
			codes[i] = done.Code.String()
		})
	}
	wg.Wait()
	for _, code := range codes {
		if code != codes[0] {
			t.Errorf("codes %q", codes)
			break
		}
	}
	if len(h.asked) != 1 || len(h.box) != 1 {
		t.Errorf("%d requests, %d ballots", len(h.asked), len(h.box))
	}
}

func TestAReceiptThatWouldProveNothingIsNotTaken(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	m := h.member(t.TempDir())
	for name, lie := range map[string]func(*booth.Receipt){
		"another ballot's name": func(r *booth.Receipt) { r.Ballot = "2-1" },
		"another code":          func(r *booth.Receipt) { r.Code = "0000-0000-0000-0000-0000-0000-0000-0000" },
		"another leaf":          func(r *booth.Receipt) { r.Leaf[0] ^= 1 },
	} {
		h.receipt = lie
		if _, err := m.Vote(t.Context(), ballotID, 2, choice(0), ""); !errors.Is(err, booth.ErrReceipt) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.receipt, h.stranger = nil, true
	if _, err := m.Vote(t.Context(), ballotID, 2, choice(0), ""); !errors.Is(err, booth.ErrReceipt) {
		t.Errorf("signed by a stranger: %v", err)
	}
	h.stranger = false
	if _, err := m.Vote(t.Context(), ballotID, 2, choice(0), ""); err != nil {
		t.Errorf("the honest receipt: %v", err)
	}
}

func TestNothingIsSentBeforeTheWitnessesHaveCosignedTheDefinition(t *testing.T) {
	h := newHall(t) // whose followers see the registrar's own signature alone
	dir := filepath.Join(t.TempDir(), "booth")
	m := h.member(dir)
	_, err := m.Vote(t.Context(), ballotID, 2, choice(0), "")
	wants(t, err, "no definition that the witnesses have cosigned")
	if _, err := os.Stat(dir); err == nil || len(h.asked) != 0 {
		t.Errorf("%d requests went out, or a secret was made: %v", len(h.asked), err)
	}
	h.Show(h.Quorum())
	if err := h.read(m.Journal); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Vote(t.Context(), ballotID, 2, choice(0), ""); err != nil {
		t.Error(err)
	}
}

// A registrar that serves another meeting is refused however often one comes back.
func TestAnotherMeetingIsNeverBelieved(t *testing.T) {
	mine, theirs := empty(t, true), empty(t, false)
	j := NewJournal(mine.signed)
	for range 3 {
		if err := theirs.read(j); !errors.Is(err, ErrOther) {
			t.Errorf("%v", err)
		}
		if err := j.Run(t.Context(), nil); !errors.Is(err, ErrOther) {
			t.Errorf("following again: %v", err)
		}
	}
	if j.state.Next() != 0 || j.state.Manifest() != nil {
		t.Error("something of it was believed")
	}
	if err := j.Await(t.Context(), func(*journal.State, int64) bool { return true }); !errors.Is(err, ErrOther) {
		t.Errorf("whoever waits is told %v", err)
	}
}

func TestAJournalThatBreaksARuleIsBelievedNoMore(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	m := h.member(t.TempDir())
	h.EnterUnchecked(journal.TypeCertify, journal.Certify{Ballot: ballotID, Person: 1, Result: make([]byte, 32)})
	wants(t, h.read(m.Journal), "breaks a rule")
	_, err := m.Vote(t.Context(), ballotID, 2, choice(0), "")
	wants(t, err, "breaks a rule")
	if len(h.asked) != 0 {
		t.Error("a token was asked for")
	}
}

// The registrar shows a member another journal than it shows the witnesses.
func TestASplitViewIsFound(t *testing.T) {
	h := newHall(t)
	split := h.Fork(h.Size() - 2) // without definition and opening
	split.Enter(journal.TypePresence, journal.Presence{Person: 3, Seat: 3, Place: make([]byte, 32)})
	split.Enter(journal.TypePresence, journal.Presence{Person: 2, Seat: 2, Place: make([]byte, 32)})
	m := h.member(t.TempDir())
	h.Show(split.Quorum())
	wants(t, h.read(m.Journal), "another journal than it shows the witnesses")
	h.Show(h.Quorum())
	_, err := m.Vote(t.Context(), ballotID, 2, choice(0), "")
	wants(t, err, "another journal")
}

// A stream that was given up may deliver one more line: that is nobody's fault.
func TestALineThatComesTwiceIsNoReasonForDistrust(t *testing.T) {
	h := newHall(t)
	j := NewJournal(h.signed)
	if err := h.read(j); err != nil {
		t.Fatal(err)
	}
	first := must(journal.ManifestEntry(h.signed, partytest.Start))
	if err := j.take(wire.JournalLine{Kind: wire.KindEntry, Entry: first}); !errors.Is(err, wire.ErrGap) {
		t.Error(err)
	}
	if err := h.read(j); err != nil {
		t.Errorf("going on: %v", err)
	}
}

func TestAMemberFindsTheOwnBallotOrSaysThatItIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		box  func(h *hall) [][]byte
		list func(h *hall) // what the urn gives instead of what it sealed
		want string
	}{
		"included":                    {box: func(h *hall) [][]byte { return [][]byte{h.other(), h.box[0]} }},
		"left out":                    {box: func(h *hall) [][]byte { return [][]byte{h.other()} }, want: ErrMissing.Error()},
		"shown but not sealed":        {box: func(h *hall) [][]byte { return [][]byte{h.other()} }, list: func(h *hall) { h.list = h.box[0] }, want: "not those of the seal"},
		"a list of another length":    {box: func(h *hall) [][]byte { return [][]byte{h.box[0]} }, list: func(h *hall) { h.list = append(h.list, h.box[0]...) }, want: "instead of 1 sealed ballots"},
		"a list that is not complete": {box: func(h *hall) [][]byte { return [][]byte{h.box[0]} }, list: func(h *hall) { h.list = h.list[:9] }, want: "instead of 1 sealed ballots"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHall(t)
			h.Show(h.Quorum())
			m := h.member(t.TempDir())
			wants(t, m.CheckIncluded(t.Context(), ballotID), "not sealed and cosigned yet")
			if _, err := m.Vote(t.Context(), ballotID, 2, choice(0), ""); err != nil {
				t.Fatal(err)
			}
			h.seal(c.box(h))
			if c.list != nil {
				c.list(h)
			}
			if err := h.read(m.Journal); err != nil {
				t.Fatal(err)
			}
			err := m.CheckIncluded(t.Context(), ballotID)
			if c.want == "" && err != nil {
				t.Error(err)
			}
			if c.want != "" {
				wants(t, err, c.want)
			}
		})
	}
}

func TestADamagedBoothFileStopsTheVote(t *testing.T) {
	h := newHall(t)
	h.Show(h.Quorum())
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "booth-"+ballotID+".json"), []byte(`{"ballot":"1-1"`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := h.member(dir).Vote(t.Context(), ballotID, 2, choice(0), "")
	wants(t, err, "is damaged; nothing was sent")
	if len(h.asked) != 0 {
		t.Error("a token was asked for")
	}
}

func TestAManifestThatNotEverybodySignedReachesNobody(t *testing.T) {
	signed := partytest.Agree(true, map[string]string{manifest.ByTrustee("anna"): manifest.KeyLine(signer("new anna").PublicKey())})
	_, err := Dial(t.Context(), signed, "x", signer("member"), t.TempDir(), NewJournal(signed))
	wants(t, err, "not signed by")
}
