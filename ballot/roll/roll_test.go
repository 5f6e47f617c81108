package roll_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
)

// keyLine is the n-th of a fixed row of public keys.
func keyLine(t testing.TB, n int) string {
	t.Helper()
	seed := sha256.Sum256([]byte{byte(n), byte(n >> 8)})
	k, err := ssh.NewPublicKey(ed25519.NewKeyFromSeed(seed[:]).Public())
	if err != nil {
		t.Fatal(err)
	}
	return manifest.KeyLine(k)
}

var keyName = regexp.MustCompile(`KEY[0-9][0-9]`)

// withKeys replaces KEY01, KEY02, … by keys.
func withKeys(t testing.TB, s string) string {
	return keyName.ReplaceAllStringFunc(s, func(name string) string {
		n, err := strconv.Atoi(name[3:])
		if err != nil {
			t.Fatal(err)
		}
		return keyLine(t, n)
	})
}

func goodFiles(t testing.TB) (body, meeting string) {
	t.Helper()
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	return read(roll.BodyFile), read(roll.MeetingFile)
}

func parseGood(t *testing.T, body, meeting []byte) *roll.Setup {
	t.Helper()
	s, findings := roll.Parse(body, meeting)
	if len(findings) > 0 {
		t.Fatalf("good files have findings:\n%v", findings)
	}
	return s
}

func TestGoodFilesSayWhatTheyMean(t *testing.T) {
	body, meeting := goodFiles(t)
	s := parseGood(t, []byte(withKeys(t, body)), []byte(meeting))
	m := s.Manifest()
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	if m.Officer.Office != "chair" || m.Officer.Key != keyLine(t, 1) {
		t.Errorf("the officer is %+v", m.Officer)
	}
	if m.Date != "2026-11-30" || m.Threshold != 2 || len(m.Trustees) != 3 || m.Trustees[1].Name != "två" || m.Policy.Window != 120 {
		t.Errorf("manifest %+v", m)
	}
	people := s.People()
	if len(people) != 4 || people[1].Seat != 7 || len(people[1].Keys) != 2 || !people[2].Substitute || people[3].Offices[0] != "secretary" {
		t.Errorf("people %+v", people)
	}
	keys := s.PersonKeys()
	if len(keys) != 5 || keys[keyLine(t, 3)] != 2 || keys[keyLine(t, 5)] != 4 {
		t.Errorf("person keys %v", keys)
	}
	want := kind.Contest{Kind: kind.KOfN, Elect: 2, Options: []string{"Anna", "Bo", "Cia"}}
	if s.Contests() != 2 || !reflect.DeepEqual(*s.Items[2].Contest, want) {
		t.Errorf("items %+v", s.Items)
	}
}

func TestWindowsLineEndsAndByteOrderMarkAreRead(t *testing.T) {
	body, meeting := goodFiles(t)
	crlf := func(s string) []byte { return []byte("\ufeff" + strings.ReplaceAll(s, "\n", "\r\n")) }
	parseGood(t, crlf(withKeys(t, body)), crlf(meeting))
}

func TestEntriesAreTheFoldsFirstEntries(t *testing.T) {
	body, meeting := goodFiles(t)
	s := parseGood(t, []byte(withKeys(t, body)), []byte(meeting))
	entries, openings, err := s.Entries(rand.NewChaCha8([32]byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for i, e := range entries {
		types = append(types, e.Type)
		if _, err := journal.NewEntry(int64(i+1), 0, e.Type, e.Body); err != nil {
			t.Errorf("%s: %v", e.Type, err)
		}
	}
	if got := strings.Join(types, " "); got != "files person person person person item item item item ready" {
		t.Errorf("entries %s", got)
	}
	if ready := entries[len(entries)-1].Body.(journal.Ready); ready.Seats != 2 || ready.Keys != 2+3+3+1 {
		t.Errorf("ready %+v", ready)
	}
	if len(openings) != 2+4 {
		t.Fatalf("%d openings", len(openings))
	}
	for _, o := range openings {
		if err := o.Check(); err != nil {
			t.Error(err)
		}
	}
	hash := sha256.Sum256([]byte(meeting))
	if string(openings[1].Value) != fmt.Sprintf("%q", canon.Hex(hash[:]).String()) {
		t.Errorf("the meeting's file is opened as %s", openings[1].Value)
	}
	var p journal.PersonValue
	if err := json.Unmarshal(openings[2].Value, &p); err != nil || p.Name != "Anna Andersson" || p.Keys[0] != keyLine(t, 1) {
		t.Errorf("person 1 is opened as %s, %v", openings[2].Value, err)
	}
	if entries[1].Body.(journal.Person).Commit.String() != openings[2].Commit.String() {
		t.Error("the opening is of another entry")
	}
	if _, _, err := s.Entries(bytes.NewReader(make([]byte, 100))); err == nil {
		t.Error("entries were made without randomness")
	}
}

// signed has every party of the good files sign their manifest.
func signed(t *testing.T, m *manifest.Manifest) *manifest.Signed {
	t.Helper()
	encoding, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	private := map[string]ed25519.PrivateKey{}
	for n := range 100 {
		seed := sha256.Sum256([]byte{byte(n), 0})
		k := ed25519.NewKeyFromSeed(seed[:])
		private[string(k.Public().(ed25519.PublicKey))] = k
	}
	out := &manifest.Signed{Manifest: m}
	for _, by := range m.Parties() {
		var sig []byte
		if by == manifest.ByOfficer {
			seed := sha256.Sum256([]byte{1, 0})
			signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed[:]))
			if err != nil {
				t.Fatal(err)
			}
			blob, err := sshsig.Sign(bytes.NewReader(manifest.SigningBytes(encoding)), signer, sshsig.HashSHA512, manifest.SSHSIGNamespace)
			if err != nil {
				t.Fatal(err)
			}
			sig = blob.Marshal()
		} else {
			sig = ed25519.Sign(private[string(m.Key(by))], manifest.SigningBytes(encoding))
		}
		if err := out.Add(manifest.Signature{By: by, Sig: sig}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestTheFoldAcceptsWhatTheFilesSay(t *testing.T) {
	body, meeting := goodFiles(t)
	s := parseGood(t, []byte(withKeys(t, body)), []byte(meeting))
	first, err := journal.ManifestEntry(signed(t, s.Manifest()), 1)
	if err != nil {
		t.Fatal(err)
	}
	state := journal.NewState()
	if err := state.Apply(first); err != nil {
		t.Fatal(err)
	}
	entries, _, err := s.Entries(rand.NewChaCha8([32]byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		entry, err := journal.NewEntry(state.Next(), 1, e.Type, e.Body)
		if err != nil {
			t.Fatal(err)
		}
		if err := state.Apply(entry); err != nil {
			t.Fatalf("%s: %v", e.Type, err)
		}
	}
	if len(state.People()) != 4 || len(state.Items()) != 4 {
		t.Errorf("the fold has %d people and %d items", len(state.People()), len(state.Items()))
	}
}

// council is a body with n members, for the round trip.
func council(t testing.TB, n int) roll.Source {
	next := 0
	key := func() string { next++; return keyLine(t, next) }
	s := roll.Source{
		Body: `Föreningen "Ærø" \ vänner`, Profile: manifest.ProfileAssociation, Threshold: 2, Quorum: 1,
		Witnesses: []roll.Party{{Name: "press", Operator: "Tidningen", Key: key()}},
		Registrar: roll.Registrar{Operator: "A", Address: "127.0.0.1:2222", HostKey: key(), JournalKey: key()},
		Urn:       roll.Urn{Operator: "B", Booth: "[::1]:2223", Cast: "[::1]:2224", HostKey: key(), ReceiptKey: key(), LinkKey: key()},
		Policy:    roll.Policy{Grace: 1, Window: 2, Shuffles: 2, Signer: roll.OfficeSecretary},
		Meeting:   "Årsmöte", Date: "2026-12-01", Place: "Salen", Rehearsal: true,
		Substitutes: []roll.Substitute{{Name: "Ersättare", Order: 4, Keys: []string{key()}}},
		Officers:    []roll.Officer{{Name: "Sekreteraren", Office: roll.OfficeSecretary, Keys: []string{key(), key()}}},
		Items: []roll.Item{
			{Title: "Fråga", Class: journal.ClassDecision, Contest: &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ja", "Nej"}}},
			{Title: "Val", Class: journal.ClassElection, Contest: &kind.Contest{Kind: kind.KOfN, Elect: 2, Options: []string{"Anna", "Bo", "Cia \"C\""}}},
			{Title: "Övrigt", Class: journal.ClassInformation},
		},
	}
	for i := range 3 {
		s.Trustees = append(s.Trustees, roll.Party{Name: fmt.Sprint("t", i), Operator: fmt.Sprint("O", i), Key: key()})
	}
	for i := range n {
		m := roll.Member{Name: fmt.Sprint("Ledamot ", i), Seat: 2*i + 1, Keys: []string{key()}}
		if i == n/2 {
			m.Offices = []string{roll.OfficeChair}
		}
		s.Members = append(s.Members, m)
	}
	return s
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	want := council(t, 300)
	body, meeting := roll.Write(want)
	s := parseGood(t, body, meeting)
	if !reflect.DeepEqual(s.Source, want) {
		t.Errorf("read back %+v\nwant %+v", s.Source, want)
	}
}

func TestMembersAreNumberedBySeat(t *testing.T) {
	s := council(t, 3)
	s.Members[0], s.Members[2] = s.Members[2], s.Members[0]
	body, meeting := roll.Write(s)
	got := parseGood(t, body, meeting)
	for i, p := range got.People()[:3] {
		if p.Seat != 2*i+1 || p.Person != i+1 {
			t.Errorf("person %+v", p)
		}
	}
}

func TestTemplatesHoldNothingButPlaceholdersToRefuse(t *testing.T) {
	for _, profile := range roll.Profiles() {
		body, meeting := roll.Template(profile)
		s, findings := roll.Parse(body, meeting)
		if s != nil {
			t.Fatalf("%s: the example was accepted", profile)
		}
		if n := strings.Count(string(body)+string(meeting), `"REPLACE: `); n != len(findings) {
			t.Errorf("%s: %d placeholders, %d findings", profile, n, len(findings))
		}
		for _, f := range findings {
			if !strings.Contains(f.Text, "placeholder") || !strings.HasPrefix(f.Fix, "write ") || f.Line < 1 {
				t.Errorf("%s: %s", profile, f)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	body, meeting := goodFiles(f)
	f.Add([]byte(withKeys(f, body)), []byte(meeting))
	for _, profile := range roll.Profiles() {
		body, meeting := roll.Template(profile)
		f.Add(body, meeting)
	}
	for _, c := range allBadFiles {
		b, m := c.apply(f)
		f.Add([]byte(b), []byte(m))
	}
	f.Add([]byte("[[member]]\na.b = [[[\n[member]\n\"\" = {a = 1, a.b = 2}\n"), []byte("item = [1]\n[item.ballot]\n"))
	f.Fuzz(func(t *testing.T, body, meeting []byte) {
		s, findings := roll.Parse(body, meeting)
		if (s == nil) == (len(findings) == 0) {
			t.Fatalf("neither or both: %v, %v", s, findings)
		}
		lines := map[string]int{roll.BodyFile: 1 + bytes.Count(body, []byte("\n")), roll.MeetingFile: 1 + bytes.Count(meeting, []byte("\n"))}
		for _, x := range findings {
			if x.Line < 1 || x.Line > lines[x.File] || x.Text == "" || x.Fix == "" {
				t.Fatalf("finding without a place or an advice: %+v", x)
			}
			for _, r := range x.String() {
				if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
					t.Fatalf("a finding holds %U: %q", r, x.String())
				}
			}
		}
		if s == nil {
			return
		}
		if err := s.Manifest().Check(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Manifest().Hash(); err != nil {
			t.Fatal(err)
		}
		entries, _, err := s.Entries(rand.NewChaCha8([32]byte{}))
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range entries {
			if _, err := journal.NewEntry(int64(i), 0, e.Type, e.Body); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAnElectionInWhichMembersNominateHasAKeyOfItsOwn(t *testing.T) {
	body, meeting := goodFiles(t)
	s := parseGood(t, []byte(withKeys(t, body)), []byte(meeting))
	before := s.CeremonyKeys()
	s.Items = append(s.Items, roll.Item{Class: "election", Title: "Val av revisor"}, roll.Item{Class: "decision", Title: "Budget"})
	if got := s.CeremonyKeys(); got != before+1 {
		t.Errorf("%d keys, and %d before", got, before)
	}
	s.Profile = manifest.ProfileDanish
	if s.Contests() != 2 {
		t.Errorf("a Danish council may hold ballots on %d items", s.Contests())
	}
}
