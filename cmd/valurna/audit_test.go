package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valurna/ballot/booth"
	"valurna/ballot/bundle"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/verify"
	"valurna/tui/words"
)

// audited runs "valurna audit" and gives what it says.
func audited(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	root := rootCommand()
	var o, e bytes.Buffer
	root.SetArgs(append([]string{"audit"}, args...))
	root.SetOut(&o)
	root.SetErr(&e)
	return run(t.Context(), root), o.String(), e.String()
}

// The example of the specification holds an audited ballot.
func TestAuditShowsWhatTheExampleHeldInThreeLanguages(t *testing.T) {
	dir := filepath.Join("..", "..", "docs", "example")
	file, trusted := filepath.Join(dir, "3-1.valurna"), filepath.Join(dir, "manifest")
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := bundle.Read(f)
	if err != nil || len(b.Audited) == 0 {
		t.Fatalf("%d audited ballots, %v", len(b.Audited), err)
	}
	ballot, terms, err := verify.Defined(b)
	if err != nil {
		t.Fatal(err)
	}
	held, err := booth.CheckOpened(terms, ballot.Definition.Contest, b.Audited[0])
	if err != nil {
		t.Fatal(err)
	}
	code := held.Code.String()
	other := held.Code
	other[sealed.CodeSize-1] ^= 1
	from := []string{"--bundle", file, "--manifest", trusted}
	signed, err := readSigned(trusted)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := signed.Manifest.Hash()
	if err != nil {
		t.Fatal(err)
	}
	strange := sealed.Code{1}
	for _, lang := range words.Languages() {
		w := words.Pick(lang).Audit
		for _, c := range []struct {
			name  string
			args  []string
			exit  int
			says  string
			wrong bool // on standard error
		}{
			{"the whole code", append([]string{code}, from...), 0, w.Compare, false},
			{"by the manifest's words", []string{strings.ToLower(code), "--bundle", file, "--manifest", manifest.Words(hash)}, 0, w.NoVote, false},
			{"a word that was not given", append([]string{code, "--word", "ekorre"}, from...), 1, w.Differs, false},
			{"a code that differs in its last bit", append([]string{other.String()}, from...), 3, words.Fill(w.None, "code", other), true},
			{"a code of nothing", append([]string{strange.String()}, from...), 3, words.Fill(w.None, "code", strange), true},
			{"the beginning of the code", append([]string{code[:9]}, from...), 2, w.CodeForm, true},
			{"without a manifest", []string{code, "--bundle", file}, 2, "--manifest", true},
			{"with another manifest", []string{code, "--bundle", file, "--manifest", "bafod"}, 2, "anchor", true},
			{"of another ballot", append([]string{code, "--ballot", "2-1"}, from...), 2, "3-1", true},
			{"with neither bundle nor host", []string{code}, 2, "audit CODE HOST", true},
		} {
			exit, out, errs := audited(t, append(c.args, "--lang", lang)...)
			said := out
			if c.wrong {
				said = errs
			}
			if exit != c.exit || !strings.Contains(said, c.says) || c.wrong != (out == "") {
				t.Errorf("%s, %s: exit %d instead of %d\n%s%s", lang, c.name, exit, c.exit, out, errs)
			}
		}
		_, out, _ := audited(t, append([]string{code, "--lang", lang}, from...)...)
		for _, i := range held.Choice.Options {
			if !strings.Contains(out, "\n  "+ballot.Definition.Contest.Options[i]+"\n") {
				t.Errorf("%s: the choice is not shown:\n%s", lang, out)
			}
		}
	}
	exit, out, _ := audited(t, append([]string{code, "--json"}, from...)...)
	var r auditReport
	if err := json.Unmarshal([]byte(out), &r); err != nil || exit != 0 || r.Code != code || r.Valid != held.Valid || !r.Sealed || len(r.Options) != len(held.Choice.Options) || r.Word != nil {
		t.Errorf("exit %d, %+v, %v", exit, r, err)
	}
	exit, out, _ = audited(t, append([]string{other.String(), "--json"}, from...)...)
	if err := json.Unmarshal([]byte(out), &r); err != nil || exit != 3 || r.Error == "" {
		t.Errorf("exit %d, %+v, %v", exit, r, err)
	}
}

// A bundle whose urn opened another encryption than it sealed is not believed.
func TestAuditBelievesNoBundleThatDoesNotVerify(t *testing.T) {
	dir := filepath.Join("..", "..", "docs", "example")
	data, err := os.ReadFile(filepath.Join(dir, "3-1.valurna"))
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("\naudited 1 1\n")) + len("\naudited 1 1\n")
	data[at+200] ^= 1 // another letter of base64
	file := filepath.Join(t.TempDir(), "forged.valurna")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	exit, out, errs := audited(t, fmt.Sprint(sealed.Code{1}), "--bundle", file, "--manifest", filepath.Join(dir, "manifest"))
	if exit != 2 || out != "" || errs == "" {
		t.Errorf("exit %d: %s%s", exit, out, errs)
	}
}
