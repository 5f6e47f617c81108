package urn

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
)

// decrypting is a meeting whose ballot of one vote is being decrypted, and the
// sealed list.
func decrypting(t *testing.T) (*meeting, [][]byte) {
	t.Helper()
	m := newMeeting(t, 0)
	runInProcess(t, m)
	return m, m.toDecrypting()
}

func (m *meeting) toDecrypting() [][]byte {
	m.t.Helper()
	m.open()
	list := [][]byte{m.voter("anna", 1)}
	m.cast(list[0])
	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	m.await(journal.Stopped)
	m.add(journal.TypeCounts, journal.Counts{Ballot: ballotID, Eligible: 5, Tokens: 1, Cast: 1, Collected: []int{1}})
	m.await(journal.Sealed)
	sealed.Sort(list)
	m.add(journal.TypeDecrypt, journal.Decrypt{Ballot: ballotID, Checkpoint: m.cosigned()})
	return list
}

func TestWorkIsKeptForTheTrusteeWhoSignedItAndForNobodyElse(t *testing.T) {
	m, cast := decrypting(t)
	by := manifest.ByTrustee("bo")
	own, data := m.mixing("bo", cast)
	m.put(journal.TypeShuffle, "bo", own, own.Output, data)
	stranger := m.putInput(by, journal.TypeShuffle, own, data)
	copy(stranger[strings.Index(string(stranger), `"sig":"`)+7:], "00000000")
	other, forged, early := own, own, own
	other.Ballot = "1-2"
	changed := slices.Clone(data)
	changed[0] ^= 1
	forged.Output = tally.Hash(changed)
	early.Input = tally.Hash(nil)
	for name, c := range map[string]struct {
		in   []byte
		code string
	}{
		"no statement":                {data, "input"},
		"a forged signature":          {stranger, "signature"},
		"another trustee's signature": {m.putInput(manifest.ByTrustee("anna"), journal.TypeShuffle, own, data), "signature"},
		"no trustee's signature":      {m.putInput(manifest.ByWitness("dag"), journal.TypeShuffle, own, data), "signature"},
		"another type":                {m.putInput(by, journal.TypeReject, own, data), "signature"},
		"another ballot":              {m.putInput(by, journal.TypeShuffle, other, data), "signature"},
		"other bytes":                 {m.putInput(by, journal.TypeShuffle, own, changed), "parts"},
		"too few":                     {m.putInput(by, journal.TypeShuffle, own, data[1:]), "size"},
		"too many":                    {m.putInput(by, journal.TypeShuffle, own, append(slices.Clone(data), 0)), "input"},
		"a false shuffle":             {m.putInput(by, journal.TypeShuffle, forged, changed), "false"},
		"a shuffle of something else": {m.putInput(by, journal.TypeShuffle, early, data), "overtaken"},
		"parts before the shuffles":   {m.putInput(by, journal.TypeShares, journal.Shares{Ballot: ballotID, Trustee: "bo", Parts: tally.Hash(make([]byte, 128))}, make([]byte, 128)), "overtaken"},
	} {
		if out, err := m.ask("put "+ballotID, c.in); err == nil || !strings.Contains(out, `"code":"`+c.code+`"`) {
			t.Errorf("%s: answered %q", name, out)
		}
	}
	if got, err := m.ask("get "+own.Output.String(), nil); err != nil || got != string(data) {
		t.Fatalf("the trustee's work was given up: %v", err)
	}
}

func TestATrusteeHasOnePlaceUntilTheJournalNamesItsWork(t *testing.T) {
	m, cast := decrypting(t)
	files := func() []string {
		found, err := filepath.Glob(filepath.Join(m.dir, evidenceDir, ballotID, "*"))
		must(t, err)
		return found
	}
	first, firstData := m.mixing("bo", cast)
	m.put(journal.TypeShuffle, "bo", first, first.Output, firstData)
	again, againData := m.mixing("bo", cast)
	m.put(journal.TypeShuffle, "bo", again, again.Output, againData)
	if n := files(); len(n) != 1 {
		t.Fatalf("%v of one trustee", n)
	}
	m.refused("get "+first.Output.String(), nil, "unknown")
	m.add(journal.TypeShuffle, again, manifest.ByTrustee("bo"))
	m.eventually(func() bool {
		out, err := m.ask("put "+ballotID, m.putInput(manifest.ByTrustee("bo"), journal.TypeShuffle, first, firstData))
		return err != nil && strings.Contains(out, `"code":"entered"`)
	}, "another than that in the journal is refused")
	// What is lost or damaged is taken again.
	path := files()[0]
	for _, lose := range []func() error{
		func() error { return os.Remove(path) },
		func() error { return os.WriteFile(path, againData[1:], 0o600) },
	} {
		must(t, lose())
		m.refused("get "+again.Output.String(), nil, "unknown")
		m.put(journal.TypeShuffle, "bo", again, again.Output, againData)
	}
}

func TestPartsThatWereChangedOnDiskAreNotRead(t *testing.T) {
	e := &evidence{dir: t.TempDir()}
	for i := range 3 {
		data := fmt.Append(nil, i)
		hash := sha256.Sum256(data)
		must(t, e.put("1-1", "parts-1", hash[:], data))
		if got, err := e.get("1-1", hash[:]); err != nil || string(got) != string(data) {
			t.Fatal(got, err)
		}
		must(t, os.WriteFile(filepath.Join(e.dir, "1-1", fmt.Sprintf("parts-1-%x", hash)), []byte("changed"), 0o600))
		if _, err := e.get("1-1", hash[:]); !errors.Is(err, errDamaged) {
			t.Fatalf("parts that were changed on disk: %v", err)
		}
	}
}
