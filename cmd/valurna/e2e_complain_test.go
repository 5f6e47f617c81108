//go:build e2e

package main

import (
	"database/sql"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// dropAll has the urn's operator delete every ballot that the urn has given a
// receipt for, while the urn is down: no rule of its own program lets it do that.
func (p *parts) dropAll() {
	p.t.Helper()
	p.kill("urn")
	name := url.URL{Scheme: "file", Path: filepath.Join(p.dir, "urn", "urn.db")}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		p.t.Fatal(err)
	}
	done, err := db.Exec(`DELETE FROM vote`)
	if err != nil {
		p.t.Fatal(err)
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		p.t.Fatalf("%d ballots were dropped, %v", n, err)
	}
	if err := db.Close(); err != nil {
		p.t.Fatal(err)
	}
	p.start("urn")
	p.runs["urn"].says(p.t, "urn runs")
}

// An urn drops a ballot after its receipt. Its voter, whose window was shut, puts the
// evidence together and sends it without a name; the ballot is void and its bundle is
// published; anybody judges the evidence and checks the meeting, and nobody learns the
// vote.
func TestE2EComplain(t *testing.T) {
	t.Parallel()
	p := opened(t, 3, 60)
	folder, dir := filepath.Join(t.TempDir(), "state"), t.TempDir()
	anchor := []string{"--manifest", filepath.Join(p.dir, "manifest")}
	file := func(name string) string { return filepath.Join(dir, name) }
	home := p.joinAs(folder, anchor...)
	lost := mark(home)
	home.press("j")
	home.until("Din röst är inlagd", lost, "Tryck q för att gå tillbaka till första sidan.")
	home.press("q")
	home.until(ownBanner, "Din röst i ”Val av ordförande” är inlagd.")
	home.press("q")
	home.ended()

	p.dropAll()
	kept := voteOne(p.ssh("chair-booth"))
	// Before the seal nobody can say that anything is missing.
	early := valurna(t, "complain", "2-1", "--state", folder, "--out", file("early"), "--send")
	if early.code == 0 || !strings.Contains(early.errs, "between the seal and the result") {
		t.Errorf("a complaint before the seal: status %d\n%s%s", early.code, early.out, early.errs)
	}
	p.do("chair", "ballot", "close", "2-1")
	p.desk("the check window runs", phase("window"))

	evidence := file("evidence")
	if r := valurna(t, "complain", "2-1", "--state", folder, "--out", evidence, "--send"); r.code != 0 || !strings.Contains(r.errs, "the ballot is void") {
		t.Fatalf("complain: status %d\n%s%s", r.code, r.out, r.errs)
	}
	p.desk("the ballot is void", phase("void"))
	var bundle ran
	eventually(t, "the bundle of the void ballot is published", func() bool {
		bundle = p.command("observer", "bundle", "2-1")
		return bundle.code == 0
	})
	p.do("chair", "meeting", "close")
	var journal string
	eventually(t, "the closing is cosigned", func() bool {
		journal = p.mustCommand("observer", "journal")
		if err := os.WriteFile(file("journal"), []byte(journal), 0o600); err != nil {
			t.Fatal(err)
		}
		return strings.Count(journal, "\\n— ") >= 3 // the registrar and the quorum
	})
	if strings.Contains(journal, "ballot.decrypt") || strings.Contains(bundle.out, "\npart ") {
		t.Error("something was decrypted because of a complaint")
	}
	bundles := file("bundles")
	if err := os.Mkdir(bundles, 0o700); err != nil {
		t.Fatal(err)
	}
	published := filepath.Join(bundles, "2-1.valurna")
	if err := os.WriteFile(published, []byte(bundle.out), 0o600); err != nil {
		t.Fatal(err)
	}

	judge := append([]string{"judge", evidence, "--bundle", published}, anchor...)
	if r := valurna(t, judge...); r.code != 1 || !strings.HasPrefix(r.out, "DROPPED") || !strings.Contains(r.out, "journal holds this receipt") {
		t.Errorf("judge: status %d\n%s%s", r.code, r.out, r.errs)
	}
	// The evidence tells no vote: the option's name is in the bundle, not with it.
	for _, secret := range []string{"Cecilia", "seat", "anna", "ssh-"} {
		if data, err := os.ReadFile(evidence); err != nil || strings.Contains(string(data), secret) {
			t.Errorf("the evidence tells %q, %v", secret, err)
		}
	}
	for code, want := range map[string]ran{kept: {code: 0, out: "none of them was counted"}, lost: {code: 1, out: "NOT FOUND"}} {
		r := valurna(t, append([]string{"verify", published, "--code", code}, anchor...)...)
		if r.code != want.code || !strings.Contains(r.out, want.out) || !strings.Contains(r.out, "THE BALLOT IS VOID") {
			t.Errorf("verify --code %s: status %d\n%s%s", code, r.code, r.out, r.errs)
		}
	}
	meeting := append([]string{"verify", "--meeting", file("journal"), bundles, "--json"}, anchor...)
	r := valurna(t, meeting...)
	var report struct {
		Verdict   string
		Ballots   []struct{ Ballot, State string }
		Irregular []struct{ Type, Ballot string }
	}
	if err := json.Unmarshal([]byte(r.out), &report); err != nil || r.code != 0 || len(report.Irregular) != 2 ||
		report.Irregular[0].Type != "ballot.missing" || report.Irregular[1].Type != "ballot.void" || report.Ballots[0].State != "void" {
		t.Errorf("verify --meeting: status %d, %v\n%s%s", r.code, err, r.out, r.errs)
	}
	if err := os.Remove(published); err != nil {
		t.Fatal(err)
	}
	if r := valurna(t, meeting...); r.code != 1 || !strings.Contains(r.out, `"verdict": "invalid"`) {
		t.Errorf("a meeting without its void ballot's bundle: status %d\n%s%s", r.code, r.out, r.errs)
	}
}
