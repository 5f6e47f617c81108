package registrar

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/ballot/view"
	"valurna/crypto/tree"
	"valurna/server/wire"
)

// wontOpen wants a refusal to start with these words in it.
func (w *town) wontOpen(words ...string) {
	w.t.Helper()
	r, err := w.open()
	if err == nil {
		r.Close()
		w.t.Fatalf("the registrar opened; a refusal with %q was due", words)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			w.t.Errorf("%q is not said in: %v", word, err)
		}
	}
}

func TestAMeetingThatDecidesStartsAndOpensNothingThatIsNotShown(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(s *roll.Source) { s.Rehearsal = false })
	shares := w.call()
	if d := w.view(1); d.Rehearsal || d.State != "called" {
		t.Errorf("the desk: rehearsal %v, %s", d.Rehearsal, d.State)
	}
	w.do(secretary, "ballot open 0")
	one, _ := w.vote(4, "0-1", kind.Choice{Options: []int{1}})
	w.finish("0-1", [][]byte{one}, shares)
	w.do(secretary, "ballot certify 0-1")
	for seat := 1; seat <= seats; seat++ {
		w.do(seat, "checkin room")
	}
	w.do(1, "meeting open")
	opened := func() bool {
		return locked(w.Registrar, func(s *journal.State) bool {
			b := s.Ballot("1-1")
			return b != nil && b.Phase != journal.Defined
		})
	}
	// Nobody has attested anything.
	if err := w.try(1, "ballot open 1"); err == nil || opened() {
		t.Errorf("a ballot was opened without its guarantees: %v", err)
	}
	w.restart()
	if d := w.view(1); d.Rehearsal || d.State != "open" || opened() {
		t.Errorf("after a restart: rehearsal %v, %s", d.Rehearsal, d.State)
	}
}

func TestAMeetingThatDecidesIsNotServedWithoutAController(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(s *roll.Source) { s.Rehearsal = false })
	w.source.Data.Encrypted = false
	body, _ := roll.Write(w.source)
	w.file("body.toml", body)
	w.wontOpen("encrypted is false", "[A23]")
	w.source.Data = nil
	body, _ = roll.Write(w.source)
	w.file("body.toml", body)
	w.wontOpen("there is no section [data]", "[A23]")
}

func TestChangedFilesAreRefusedAtARestart(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.stop()
	files := map[string][]byte{}
	for _, name := range []string{"body.toml", "meeting.toml", "manifest"} {
		files[name] = must(os.ReadFile(filepath.Join(w.dir, name)))
	}
	// Comments and names stand in no manifest: the journal's commitments find them.
	w.file("body.toml", append([]byte("# changed\n"), files["body.toml"]...))
	w.wontOpen("body.toml has been changed", "put the old file back")
	w.file("body.toml", []byte(strings.Replace(string(files["body.toml"]), "Disa Ledamot", "Dora Ledamot", 1)))
	w.wontOpen("body.toml has been changed")
	w.file("body.toml", files["body.toml"])
	w.file("meeting.toml", []byte(strings.Replace(string(files["meeting.toml"]), "Cai", "Kaj", 1)))
	w.wontOpen("meeting.toml has been changed", "put the old file back")
	// A field of the manifest: file and manifest differ.
	w.file("meeting.toml", []byte(strings.Replace(string(files["meeting.toml"]), "Salen", "Torget", 1)))
	w.wontOpen("the manifest does not say what body.toml and meeting.toml say")
	w.file("meeting.toml", files["meeting.toml"])
	// A new manifest that everybody has signed, beside an old journal.
	w.source.Place = "Torget"
	w.write()
	w.wontOpen("the manifest has been changed since the meeting's journal began")
	for name, data := range files {
		w.file(name, data)
	}
	w.start()
}

func TestAManifestThatNotEverybodySignedIsRefused(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	whole := must(w.signed.Encode())
	w.signed.Sigs = w.signed.Sigs[:len(w.signed.Sigs)-1]
	w.file("manifest", must(w.signed.Encode()))
	w.wontOpen("not signed by officer")
	var loose map[string]any
	if err := json.Unmarshal(whole, &loose); err != nil {
		t.Fatal(err)
	}
	w.file("manifest", append(must(json.MarshalIndent(loose, "", " ")), '\n'))
	w.wontOpen("manifest")
	if err := os.Remove(filepath.Join(w.dir, "manifest")); err != nil {
		t.Fatal(err)
	}
	w.wontOpen("valurna manifest make")
}

func TestKeysOfAnotherRegistrarAreRefused(t *testing.T) {
	t.Parallel()
	w, other := newTown(t), newTown(t)
	for _, name := range []string{journalKeyFile, hostKeyFile} {
		mine := must(os.ReadFile(filepath.Join(w.home, name)))
		data := must(os.ReadFile(filepath.Join(other.home, name)))
		if err := os.WriteFile(filepath.Join(w.home, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
		if name == journalKeyFile {
			w.wontOpen("the journal key is not the one that the manifest names")
		} else {
			r := must(w.open())
			l := must(Listen("127.0.0.1:0"))
			defer l.Close()
			if err := r.Serve(t.Context(), l, ServerConfig{}); err == nil || !strings.Contains(err.Error(), "host key") {
				t.Errorf("served with another host key: %v", err)
			}
			r.Close()
		}
		if err := os.WriteFile(filepath.Join(w.home, name), mine, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKeysAreNotReplaced(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	before := must(os.ReadFile(filepath.Join(w.home, journalKeyFile)))
	if _, err := Init(w.home, strings.NewReader(strings.Repeat("x", 1000))); err == nil {
		t.Error("init replaced keys")
	}
	if string(must(os.ReadFile(filepath.Join(w.home, journalKeyFile)))) != string(before) {
		t.Error("the journal key has changed")
	}
}

func TestAStoreBelongsToOneProcessAtATime(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	w.wontOpen("another process has it open")
}

func TestAStoredJournalThatWasTamperedWithIsRefused(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	must(w.records.db.Exec(`UPDATE entry SET leaf = replace(leaf, '"present":true', '"present":false') WHERE seq = (SELECT max(seq) - 1 FROM entry)`))
	w.stop()
	w.wontOpen("breaks a rule", "as evidence")

	w = newTown(t)
	w.assemble()
	must(w.records.db.Exec(`DELETE FROM entry WHERE seq = 5`))
	w.stop()
	w.wontOpen("the journal has no entry 5")

	w = newTown(t)
	w.start()
	must(w.records.db.Exec(`UPDATE opening SET value = replace(value, 'Disa', 'Dora')`))
	w.stop()
	w.wontOpen("does not open commitment")
}

func TestARestartReplaysToTheSameRootAndTheSameMeeting(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	shares := w.assemble()
	id := w.openBallot(1)
	encoding, _ := w.vote(2, id, kind.Choice{Options: []int{2}})
	same := func() {
		t.Helper()
		type all struct {
			root tree.Hash
			desk string
		}
		now := func() all {
			root := locked(w.Registrar, func(s *journal.State) tree.Hash { return must(s.Root(s.Next())) })
			d := w.View(w.role(2))
			d.Parties = nil // who is connected
			return all{root, string(must(json.Marshal(d)))}
		}
		before := now()
		w.restart()
		if after := now(); after != before {
			t.Errorf("before %+v\nafter  %+v", before, after)
		}
	}
	same()
	w.do(1, "ballot close "+id)
	same()
	w.ahead.Add(grace + 1)
	w.mustPost(manifest.ByUrn, journal.TypeStop, journal.Stop{Ballot: id, Cast: 1})
	w.await(id, journal.Counted)
	same()
	box := [][]byte{encoding}
	root := rootOf(box)
	w.mustPost(manifest.ByUrn, journal.TypeSeal, journal.Seal{Ballot: id, Count: 1, Root: root, AuditedRoot: journal.NoneAudited()})
	w.await(id, journal.Decrypting)
	same()
	result := w.decrypt(id, box, shares)
	same()
	w.mustPost(manifest.ByUrn, journal.TypeResult, result)
	w.do(1, "ballot certify "+id)
	same()
}

// A crash between the urn's stop and the counts, or before the end of the check
// window, leaves no ballot hanging.
func TestWhatIsDueIsDoneAfterARestart(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(s *roll.Source) { s.Policy.Window = 3600 })
	w.assemble()
	id := w.openBallot(1)
	w.do(1, "ballot close "+id)
	w.ahead.Add(grace + 1)
	w.mustPost(manifest.ByUrn, journal.TypeStop, journal.Stop{Ballot: id, Cast: 0})
	w.await(id, journal.Counted)
	w.mustPost(manifest.ByUrn, journal.TypeSeal, journal.Seal{Ballot: id, Count: 0, Root: rootOf(nil), AuditedRoot: journal.NoneAudited()})
	// The window runs from the witnesses' cosignatures over the seal.
	for deadline := time.Now().Add(20 * time.Second); must(w.records.sealNote(id)) == ""; time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the checkpoint over the seal was not kept")
		}
	}
	w.restart()
	if phase := locked(w.Registrar, func(s *journal.State) journal.Phase { return s.Ballot(id).Phase }); phase != journal.Sealed {
		t.Fatalf("within the check window the ballot is %s", phase)
	}
	w.stop()
	w.ahead.Add(3601)
	w.start()
	w.await(id, journal.Decrypting)
}

func TestAFollowerSeesTheSameEntriesAcrossARestart(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	var mu sync.Mutex
	var seen []string
	w.follow(manifest.ByTrustee("bo"), func(_ *wire.Client, l wire.JournalLine) error {
		if l.Entry != nil {
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, string(must(l.Entry.Encode())))
		}
		return nil
	})
	all := func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		mu.Lock()
		defer mu.Unlock()
		if len(seen) != len(w.leaves) {
			return false
		}
		for i, leaf := range w.leaves {
			if seen[i] != string(leaf) {
				t.Fatalf("entry %d is %s, was %s", i, leaf, seen[i])
			}
		}
		return true
	}
	for range 3 {
		w.do(2, "checkin room")
		w.restart()
		w.do(2, "checkout")
		eventually(t, "the follower has caught up", all)
	}
}

// A follower that replays the rules takes every entry and checkpoint as it comes.
func TestTheJournalFollowsItsOwnRules(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	shares := w.assemble()
	id := w.openBallot(1)
	encoding, _ := w.vote(2, id, kind.Choice{Options: []int{2}})
	w.finish(id, [][]byte{encoding}, shares)
	w.do(1, "ballot certify "+id)
	s := journal.NewState()
	var last string
	done := errors.New("done")
	err := wire.Follow(t.Context(), w.dial(wire.UserObserver, nil), 0, func(l wire.JournalLine) error {
		switch l.Kind {
		case wire.KindEntry:
			return s.Apply(l.Entry)
		case wire.KindSign:
			return errors.New("an observer was asked to sign")
		case wire.KindCheckpoint:
			cp, names, err := s.Policy().Open(l.Note)
			if errors.Is(err, tree.ErrQuorum) {
				return nil
			}
			if err != nil || len(names) != 1 || cp.Root != must(s.Root(cp.Size)) {
				return errors.Join(err, errors.New("the checkpoint is not of these entries"))
			}
			last = l.Note
			return done
		}
		return nil
	})
	if !errors.Is(err, done) || last == "" || s.Ballot(id).Phase != journal.Certified {
		t.Error(err)
	}
}

func TestAChairHearsWhoIsMissing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	w.witness()
	stop := w.trustees(trusteeNames...)
	w.ceremony()
	for seat := 1; seat <= seats; seat++ {
		w.do(seat, "checkin room")
	}
	w.do(1, "meeting open")
	stop()
	stopOne := w.trustees("anna")
	ctx, cancel := context.WithTimeout(t.Context(), 300*1e6)
	defer cancel()
	_, err := w.OpenBallot(ctx, 1, 1)
	refused(t, err, "no-trustees")
	stopOne()
	var d view.Desk
	if err := wire.Call(t.Context(), w.dial("x", w.people[0]), "view --json", nil, &d); err != nil || len(d.Ballots) != 0 {
		t.Errorf("%+v, %v", d.Ballots, err)
	}
	// Later, with two of three, it opens under the same id.
	w.trustees("bo", "cilla")
	if id := w.openBallot(1); id != "1-1" {
		t.Errorf("the ballot is %s", id)
	}
}
