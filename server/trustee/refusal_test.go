package trustee

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
	"valurna/server/party/partytest"
)

// running is a town whose trustees have made their keys, in an open meeting.
func running(t *testing.T, rehearsal bool) (w *town, ends map[string]func() error) {
	t.Helper()
	w, ends = newTown(t, rehearsal), map[string]func() error{}
	for _, name := range partytest.Trustees {
		ends[name] = w.start(w.config(name))
	}
	w.keys()
	w.hall.Prepare()
	return w, ends
}

func otherModulus() []byte {
	modulus := issuer().Public().Modulus()
	modulus[100] ^= 1
	return modulus
}

func TestASealThatDoesNotHoldIsNotDecrypted(t *testing.T) {
	changed := func(b []byte, at int) []byte { b = bytes.Clone(b); b[at] ^= 1; return b }
	cases := map[string]struct {
		forge func(terms sealed.Terms, box [][]byte) (sealedBox, shown [][]byte)
		want  string
	}{
		"the urn leaves one out": {func(_ sealed.Terms, box [][]byte) ([][]byte, [][]byte) { return box, box[:1] }, "bytes for 2 sealed ballots"},
		"another order":          {func(_ sealed.Terms, box [][]byte) ([][]byte, [][]byte) { return box, [][]byte{box[1], box[0]} }, "out of order"},
		"one twice":              {func(_ sealed.Terms, box [][]byte) ([][]byte, [][]byte) { b := [][]byte{box[0], box[0]}; return b, b }, "twice"},
		"other ballots": {func(terms sealed.Terms, box [][]byte) ([][]byte, [][]byte) {
			other := [][]byte{box[0], vote(terms, 2)}
			sealed.Sort(other)
			return box, other
		}, "other ballots than it sealed"},
		"a forged token": {func(_ sealed.Terms, box [][]byte) ([][]byte, [][]byte) {
			b := [][]byte{box[0], changed(box[1], len(box[1])-1)}
			sealed.Sort(b)
			return b, b
		}, "not one of this ballot's issuing key"},
		"a changed check field": {func(_ sealed.Terms, box [][]byte) ([][]byte, [][]byte) {
			b := [][]byte{box[0], changed(box[1], 1+32)}
			sealed.Sort(b)
			return b, b
		}, "the proof does not hold"},
		"two ballots under one token": {func(terms sealed.Terms, box [][]byte) ([][]byte, [][]byte) {
			secret := must(group.RandomScalar(rand.Reader))
			b := [][]byte{voteUnder(terms, secret, 0), voteUnder(terms, secret, 1)}
			sealed.Sort(b)
			return b, b
		}, "two ballots under one token"},
		"a mere copy with the registrar's help": {func(terms sealed.Terms, box [][]byte) ([][]byte, [][]byte) {
			// Registrar and urn together can make tokens, but no proof for
			// ciphertexts that they do not understand.
			fresh := vote(terms, 0)
			from, to := 1+32+sealed.CheckSize, 1+32+sealed.CheckSize+64*terms.Points
			copy(fresh[from:to], box[0][from:to])
			b := [][]byte{box[0], fresh}
			sealed.Sort(b)
			return b, b
		}, "the proof does not hold"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w, ends := running(t, true)
			id, terms, box := w.poll(1, 0, 1)
			root, shown := c.forge(terms, box)
			// What is sealed is what the root covers; what is shown comes from the urn.
			w.watch(func(_, command string, delivered bool) error {
				if strings.HasPrefix(command, "put") || strings.Contains(command, journal.TypeShuffle) {
					t.Errorf("a trustee sent %s", command)
				}
				if strings.HasPrefix(command, "sealed") && !delivered {
					w.mu.Lock()
					w.sealed[id] = bytes.Join(shown, nil)
					w.mu.Unlock()
				}
				return nil
			})
			w.seal(id, root)
			for _, name := range partytest.Trustees {
				w.awaitSaid(name, "NOT DONE")
				w.awaitSaid(name, c.want)
				if err := ends[name](); err != nil {
					t.Fatal(err)
				}
				if f := w.memoryOf(name); len(f.Decryption) != 0 {
					t.Errorf("%s decided to decrypt", name)
				}
				w.hall.Enter(journal.TypePass, journal.Pass{Ballot: id, Trustee: name, Reason: "it does not shuffle"}, manifest.ByUrn)
			}
		})
	}
}

// restart ends the trustees and begins them anew, with nothing asked of them.
func (w *town) restart(ends map[string]func() error) {
	w.t.Helper()
	for _, name := range partytest.Trustees {
		if err := ends[name](); err != nil {
			w.t.Fatal(err)
		}
	}
	w.hall.AskNothing() // it was never entered
	for _, name := range partytest.Trustees {
		ends[name] = w.start(w.config(name))
	}
}

func TestAnOpeningThatFailedDoesNotKeepTheBallotFromOpening(t *testing.T) {
	w, ends := running(t, true)
	one := w.definition(1, issuer().Public().Modulus())
	w.hall.Ask(journal.TypeDefine, one)
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "sent "+journal.TypeDefine)
	}
	w.restart(ends)
	// Somebody has left the room; the registrar has kept the issuing key.
	w.hall.Enter(journal.TypePresence, journal.Presence{Person: 3, Seat: 3, Present: false, Place: make(canon.Hex, 32)})
	two := w.definition(1, issuer().Public().Modulus())
	if bytes.Equal(canon.MustMarshal(one), canon.MustMarshal(two)) {
		t.Fatal("it is the same definition: the test means nothing")
	}
	w.hall.Ask(journal.TypeDefine, two)
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "another definition was signed before")
	}
	// The item after it may take the same key of the trustees.
	w.hall.AskNothing()
	three := w.definition(2, otherModulus())
	if three.KeyIndex != two.KeyIndex {
		t.Fatal("it has another key: the test means nothing")
	}
	w.hall.Ask(journal.TypeDefine, three)
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "ballot "+three.Ballot+": another definition was signed before")
	}
	w.hall.AwaitSignatures(t, journal.TypeDefine, three, 3)
}

func TestASecondIssuingKeyForOneBallotIsNotSignedNotEvenAfterARestart(t *testing.T) {
	w, ends := running(t, true)
	one, two := w.definition(1, issuer().Public().Modulus()), w.definition(1, otherModulus())
	w.hall.Ask(journal.TypeDefine, one)
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "sent "+journal.TypeDefine)
	}
	for _, again := range []bool{false, true} {
		if again {
			w.restart(ends)
			w.mu.Lock()
			clear(w.said)
			w.mu.Unlock()
		}
		w.hall.Ask(journal.TypeDefine, two)
		for _, name := range partytest.Trustees {
			w.awaitSaid(name, "NOT SIGNED: ballot 1-1: this trustee has signed ballot 1-1 with another issuing key")
		}
		if n := len(w.hall.Signatures(journal.TypeDefine, two)); n != 0 {
			t.Fatalf("%d signed a second key", n)
		}
	}
	w.hall.AwaitSignatures(t, journal.TypeDefine, one, 3) // the first is as good as ever
}

func TestASecondDefinitionIsNotSignedOnceTheFirstIsInTheJournal(t *testing.T) {
	w, _ := running(t, true)
	two, underTheKey := w.definition(1, otherModulus()), w.definition(2, otherModulus())
	w.poll(1)
	w.hall.Ask(journal.TypeDefine, two)
	w.hall.Ask(journal.TypeDefine, underTheKey)
	for _, name := range partytest.Trustees {
		w.awaitSaid(name, "NOT SIGNED: ballot "+two.Ballot)
		w.awaitSaid(name, "NOT SIGNED: ballot "+underTheKey.Ballot)
	}
	for _, d := range []*journal.Definition{two, underTheKey} {
		if n := len(w.hall.Signatures(journal.TypeDefine, d)); n != 0 {
			t.Errorf("%d signed a second one", n)
		}
	}
}

func TestADefinitionThatTheRegistrarHasChangedIsNotSigned(t *testing.T) {
	w, _ := running(t, true)
	d := w.definition(1, issuer().Public().Modulus())
	d.Seats = d.Seats[:2]
	w.hall.Ask(journal.TypeDefine, d)
	w.awaitSaid("anna", "NOT SIGNED: ballot 1-1: definition: the roll is not the seats")
	if n := len(w.hall.Signatures(journal.TypeDefine, d)); n != 0 {
		t.Fatalf("%d signed", n)
	}
}

// A registrar that shows a fork from before the seal, to a trustee whose mark of
// what it has seen was set back too: the decision about the key still stands.
func TestAKeyServesOneSealEvenWhenTheJournalForks(t *testing.T) {
	w, ends := running(t, true)
	id, terms, box := w.poll(1, 0, 1)
	fork := w.hall.Fork(w.hall.Size())
	mark := must(filepath.Glob(filepath.Join(w.dir("anna"), "meeting-*", "seen.json")))[0]
	before := must(os.ReadFile(mark))
	if err := ends["cilla"](); err != nil {
		t.Fatal(err)
	}
	w.seal(id, box)
	w.opened(id, terms, box)
	for _, name := range []string{"anna", "bo"} {
		if err := ends[name](); err != nil {
			t.Fatal(err)
		}
	}
	w.hall = fork
	w.seal(id, box[:1])
	sent := w.versions("anna " + journal.TypeShares + " " + id)

	// As the files are, the fork itself is refused.
	end := w.start(w.config("anna"))
	w.awaitSaid("anna", "THE JOURNAL WAS REWRITTEN")
	if err := end(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(mark, before, 0o600); err != nil {
		t.Fatal(err)
	}
	w.start(w.config("anna"))
	w.awaitSaid("anna", "and for no other")
	if now := w.versions("anna " + journal.TypeShares + " " + id); now != sent {
		t.Fatal("anna decrypted a second seal")
	}
}

// A registrar that never signs what it shows binds the trustee all the same: to
// what its own statements rest on.
func TestATrusteeRemembersWhatItSpokeUponWithoutAnyCheckpoint(t *testing.T) {
	w := newTown(t, true)
	w.hall.Mute()
	size := w.hall.Size()
	end := w.start(w.config("anna"))
	w.awaitSaid("anna", "sent ceremony.commit")
	if err := end(); err != nil {
		t.Fatal(err)
	}
	w.hall = w.hall.Fork(size - 1)
	w.hall.Enter(journal.TypeReady, journal.Ready{Seats: partytest.Seats, Keys: 1})
	w.start(w.config("anna"))
	w.awaitSaid("anna", "THE JOURNAL WAS REWRITTEN")
}

func (w *town) versions(what string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.sent[what])
}

func TestAFolderServesOneProcess(t *testing.T) {
	w := newTown(t, true)
	w.start(w.config("anna"))
	w.awaitSaid("anna", "sent ceremony.commit")
	if err := Run(t.Context(), w.config("anna")); err == nil || !strings.Contains(err.Error(), "in use by another process") {
		t.Fatal(err)
	}
}

func TestADamagedOrForeignFileEndsTheTrustee(t *testing.T) {
	w, ends := running(t, true)
	for _, end := range ends {
		if err := end(); err != nil {
			t.Fatal(err)
		}
	}
	path := must(filepath.Glob(filepath.Join(w.dir("anna"), "meeting-*", memoryName)))[0]
	good := must(os.ReadFile(path))
	f := w.memoryOf("anna")
	f.Shares = slices.Clone(f.Shares)
	f.Shares[0], f.Shares[1] = f.Shares[1], f.Shares[0]
	foreign := w.memoryOf("anna")
	foreign.Name = "bo"
	for want, data := range map[string][]byte{
		"is damaged":                  good[:len(good)-2],
		"is of another meeting":       append(canon.MustMarshal(foreign), '\n'),
		"is not that of the ceremony": append(canon.MustMarshal(f), '\n'),
		"can be read by others":       nil,
	} {
		mode := os.FileMode(0o600)
		if data == nil {
			data, mode = good, 0o644
		}
		if err := os.WriteFile(path, data, mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := Run(t.Context(), w.config("anna")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
