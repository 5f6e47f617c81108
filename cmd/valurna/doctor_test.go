package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"valurna/server/doctor"
)

// examine runs valurna doctor and gives its status and what it printed.
func examine(t *testing.T, args ...string) (int, string) {
	t.Helper()
	root := rootCommand()
	var out, errs bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&errs)
	root.SetArgs(append([]string{"doctor"}, args...))
	code := run(t.Context(), root)
	return code, out.String() + errs.String()
}

// alone is the folder of a demo, its owner's alone as valurna demo makes it.
func alone(t *testing.T) string {
	t.Helper()
	dir, _ := town(t)
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestADemosFolderIsSoundButInOneHand(t *testing.T) {
	dir := alone(t)
	code, said := examine(t, dir)
	if code != 0 {
		t.Errorf("status %d: %s", code, said)
	}
	for _, want := range []string{
		`(?m)^ok    folder  +a meeting's folder with registrar, urn, trustee/`,
		`(?m)^ok    rights  `,
		`(?m)^ok    manifest  +all 9 signatures of .* verify`,
		`(?m)^ok    keys\.witness/studentkaren  `,
		`(?m)^ok    store\.urn  +there is no .*urn\.db yet`,
		`(?m)^ok    address\.cast  +nothing serves at 127\.0\.0\.1:`,
		`(?m)^warn  apart  +registrar and urn are in one folder.*a demo is always so\. Next: have an independent operator`,
	} {
		if !regexp.MustCompile(want).MatchString(said) {
			t.Errorf("%s is not in\n%s", want, said)
		}
	}
}

func TestAFailureIsTheStatusAndStandsInTheJSON(t *testing.T) {
	dir := alone(t)
	if err := os.Chmod(filepath.Join(dir, "urn", "host_key"), 0o644); err != nil {
		t.Fatal(err)
	}
	code, said := examine(t, dir, "--json")
	var findings []map[string]string
	if err := json.Unmarshal([]byte(said), &findings); err != nil || code != 1 {
		t.Fatalf("status %d, %v: %s", code, err, said)
	}
	failed := ""
	for _, f := range findings {
		if len(f) != 4 {
			t.Errorf("%v has other members than id, verdict, found and next", f)
		}
		if f["verdict"] == "FAIL" {
			failed += f["id"] + ": " + f["next"]
		}
	}
	if !strings.HasPrefix(failed, "rights: run chmod go= ") || !strings.Contains(failed, "urn/host_key") {
		t.Errorf("failed %q", failed)
	}
	code, said = examine(t, filepath.Join(dir, "none"))
	if code != 1 || !strings.Contains(said, "nothing was examined") {
		t.Errorf("no folder: status %d: %s", code, said)
	}
}

func TestNoTextOfAFindingCommandsTheTerminal(t *testing.T) {
	got := examined([]doctor.Finding{{ID: "a", Verdict: doctor.Fail, Found: "x\x1b[2J\ny", Next: "z\u202e"}})
	if want := "FAIL  a  x\uFFFD[2J y. Next: z\uFFFD\n"; got != want {
		t.Errorf("%q", got)
	}
}
