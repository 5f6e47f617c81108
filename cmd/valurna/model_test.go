package main_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// modelResults is what docs/model/results.txt records.
type modelResults struct {
	prover string
	hashes map[string]string   // SHA-256 in hex by file
	runs   map[string][]string // verdicts, in the order of the queries, by model/switches
}

func readModelResults(t *testing.T, file string) modelResults {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := modelResults{hashes: map[string]string{}, runs: map[string][]string{}}
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		words := strings.Split(line, " ")
		switch {
		case i == 0 && len(words) == 2 && words[0] == "proverif":
			r.prover = words[1]
		case i > 0 && len(words) == 3 && words[0] == "sha256" && r.hashes[words[1]] == "":
			r.hashes[words[1]] = words[2]
		case i > 0 && len(words) >= 3 && words[0] == "run" && r.runs[words[1]] == nil:
			r.runs[words[1]] = words[2:]
		default:
			t.Fatalf("results.txt:%d: %q is no record, or a second one", i+1, line)
		}
	}
	return r
}

// readModels returns the text of every model and every set of switches by its name,
// and refuses any other file beside them.
func readModels(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		short, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		short = filepath.ToSlash(short)
		switch path.Ext(short) {
		case ".pv", ".pvl":
			text, err := os.ReadFile(name)
			files[short] = string(text)
			return err
		}
		if !slices.Contains([]string{"README.md", "run", "results.txt"}, short) {
			t.Errorf("%s is neither a model nor what runs, records or explains them", short)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// The recorded results are those of these files: who changes a model has to run it.
func TestTheModelsResultsAreOfTheseModels(t *testing.T) {
	dir := filepath.Join(root, "docs", "model")
	recorded := readModelResults(t, filepath.Join(dir, "results.txt"))
	files := readModels(t, dir)
	for name, text := range files {
		sum := sha256.Sum256([]byte(text))
		if got := hex.EncodeToString(sum[:]); recorded.hashes[name] != got {
			t.Errorf("%s has SHA-256 %s, and the results are of %q: run docs/model/run --record", name, got, recorded.hashes[name])
		}
		if path.Ext(name) == ".pv" && !strings.Contains(text, "ProVerif "+recorded.prover+":") {
			t.Errorf("%s does not name ProVerif %s, with which it was run", name, recorded.prover)
		}
	}
	for name := range recorded.hashes {
		if _, there := files[name]; !there {
			t.Errorf("results.txt records %s, which is not there", name)
		}
	}
}

// Each model holds as designed, and in every broken variant the prover finds the attack.
func TestTheModelsHoldAsDesignedAndFailWhenBroken(t *testing.T) {
	dir := filepath.Join(root, "docs", "model")
	recorded := readModelResults(t, filepath.Join(dir, "results.txt"))
	files := readModels(t, dir)
	expected := regexp.MustCompile(`(?m)^\(\* expected: ([a-z ]+) \*\)$`)
	variants, sound := map[string]int{}, map[string]bool{}
	for name, text := range files {
		switches, isSwitches := strings.CutSuffix(name, ".pvl")
		if !isSwitches || name == "crypto.pvl" {
			continue
		}
		model := path.Dir(name)
		variants[model]++
		head := expected.FindStringSubmatch(text)
		if head == nil {
			t.Errorf("%s does not say what to expect", name)
			continue
		}
		want, got := strings.Split(head[1], " "), recorded.runs[switches]
		if !slices.Equal(want, got) {
			t.Errorf("%s expects %v, and the result is %v", name, want, got)
		}
		if queries := countQueries(files[model+".pv"]); len(got) != queries {
			t.Errorf("%s.pv asks %d questions, and %s has %d results", model, queries, switches, len(got))
		}
		if broken := slices.Contains(got, "attack"); broken == (path.Base(switches) == "sound") {
			t.Errorf("%s: %v", switches, got)
		}
		for _, verdict := range got {
			if verdict != "true" && verdict != "attack" {
				t.Errorf("%s has the result %q, which shows nothing", switches, verdict)
			}
		}
		sound[model] = sound[model] || path.Base(switches) == "sound"
	}
	for name := range recorded.runs {
		if _, there := files[name+".pvl"]; !there {
			t.Errorf("results.txt records a run of %s, which is not there", name)
		}
	}
	for name := range files {
		if model, is := strings.CutSuffix(name, ".pv"); is && (!sound[model] || variants[model] < 2) {
			t.Errorf("%s has no sound run, or no broken variant", name)
		}
	}
}

// countQueries counts what a model asks: the equivalence of a process with choice, or
// each query.
func countQueries(model string) int {
	code := regexp.MustCompile(`(?s)\(\*.*?\*\)`).ReplaceAllString(model, "")
	if strings.Contains(code, "choice[") {
		return 1
	}
	return len(regexp.MustCompile(`(?m)^query\b`).FindAllString(code, -1))
}
