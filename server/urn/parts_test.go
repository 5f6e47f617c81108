package urn

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
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

// some makes data of one part, and the statement's body that fits it.
func some(trustee string, fill byte) (journal.Shares, []byte) {
	data := make([]byte, group.Size)
	data[0] = fill
	sum := sha256.Sum256(data)
	return journal.Shares{Ballot: ballotID, Trustee: trustee, Parts: sum[:], Proof: make([]byte, 96)}, data
}

func TestPartsAreKeptForTheTrusteeWhoSignedThemAndForNobodyElse(t *testing.T) {
	m, _ := decrypting(t)
	own, data := some("bo", 1)
	m.put(own, data)
	by := manifest.ByTrustee("bo")
	stranger := m.putInput(by, journal.TypeShares, own, data)
	copy(stranger[strings.Index(string(stranger), `"sig":"`)+7:], "00000000")
	other := own
	other.Ballot = "1-2"
	for name, c := range map[string]struct {
		in   []byte
		code string
	}{
		"no statement":                {data, "input"},
		"a forged signature":          {stranger, "signature"},
		"another trustee's signature": {m.putInput(manifest.ByTrustee("anna"), journal.TypeShares, own, data), "signature"},
		"no trustee's signature":      {m.putInput(manifest.ByWitness("dag"), journal.TypeShares, own, data), "signature"},
		"another type":                {m.putInput(by, journal.TypeReject, own, data), "signature"},
		"another ballot":              {m.putInput(by, journal.TypeShares, other, data), "signature"},
		"other bytes":                 {m.putInput(by, journal.TypeShares, own, make([]byte, group.Size)), "parts"},
		"too few":                     {m.putInput(by, journal.TypeShares, own, data[1:]), "size"},
		"too many":                    {m.putInput(by, journal.TypeShares, own, append(data, 0)), "input"},
	} {
		if out, err := m.ask("put "+ballotID, c.in); err == nil || !strings.Contains(out, `"code":"`+c.code+`"`) {
			t.Errorf("%s: answered %q", name, out)
		}
	}
	if got, err := m.ask("get "+own.Parts.String(), nil); err != nil || got != string(data) {
		t.Fatalf("the trustee's parts were given up: %v", err)
	}
}

func TestATrusteeHasOnePlaceUntilTheJournalNamesItsParts(t *testing.T) {
	m, list := decrypting(t)
	files := func() int {
		found, err := filepath.Glob(filepath.Join(m.dir, evidenceDir, ballotID, "*"))
		must(t, err)
		return len(found)
	}
	first, firstData := some("bo", 1)
	m.put(first, firstData)
	for i := range 20 {
		shares, data := some("cilla", byte(i))
		m.put(shares, data)
	}
	if n := files(); n != 2 {
		t.Fatalf("%d files of two trustees", n)
	}
	m.decrypt("bo", list, true) // takes the place of the first
	m.refused("get "+first.Parts.String(), nil, "unknown")
	entered := m.ballot().Shares[0]
	m.eventually(func() bool {
		out, err := m.ask("put "+ballotID, m.putInput(manifest.ByTrustee("bo"), journal.TypeShares, first, firstData))
		return err != nil && strings.Contains(out, `"code":"entered"`)
	}, "others than those in the journal are refused")
	// Lost or damaged ones are taken again.
	path := filepath.Join(m.dir, evidenceDir, ballotID, "2-"+entered.Parts.String())
	data, err := os.ReadFile(path)
	must(t, err)
	for _, lose := range []func() error{
		func() error { return os.Remove(path) },
		func() error { return os.WriteFile(path, data[1:], 0o600) },
	} {
		must(t, lose())
		m.refused("get "+entered.Parts.String(), nil, "unknown")
		m.put(entered, data)
	}
}

func TestPartsThatWereChangedOnDiskAreNotRead(t *testing.T) {
	e := &evidence{dir: t.TempDir()}
	for i := range 3 {
		data := fmt.Append(nil, i)
		hash := sha256.Sum256(data)
		must(t, e.put("1-1", 1, hash[:], data))
		if got, err := e.get("1-1", hash[:]); err != nil || string(got) != string(data) {
			t.Fatal(got, err)
		}
		must(t, os.WriteFile(filepath.Join(e.dir, "1-1", fmt.Sprintf("1-%x", hash)), []byte("changed"), 0o600))
		if _, err := e.get("1-1", hash[:]); !errors.Is(err, errDamaged) {
			t.Fatalf("parts that were changed on disk: %v", err)
		}
	}
}
