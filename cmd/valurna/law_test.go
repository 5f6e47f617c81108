package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	rules "valurna/ballot/meeting"
)

// docs/law.md leads from each rule of the law to what keeps it, to the command by which
// a person meets it, and to what shows it; nothing in it may be missing or invented.
func TestEveryRuleOfTheLawLeadsToCodeCommandAndTest(t *testing.T) {
	rows := lawRows(t)
	var want []string
	for i := range 28 {
		want = append(want, fmt.Sprintf("A%02d", i+1))
	}
	for i := range 20 {
		want = append(want, fmt.Sprintf("G%d", i+1))
	}
	for _, id := range want {
		row, ok := rows[id]
		if !ok {
			t.Errorf("%s stands nowhere", id)
			continue
		}
		if row.open {
			continue
		}
		if len(row.code) == 0 || len(row.commands) == 0 || len(row.shown) == 0 {
			t.Errorf("%s: code %v, commands %v, shown by %v", id, row.code, row.commands, row.shown)
		}
		for _, path := range row.code {
			if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(path))); err != nil {
				t.Errorf("%s: %v", id, err)
			}
		}
		for _, c := range row.commands {
			if !isCommand(c) {
				t.Errorf("%s: %q is no command", id, c)
			}
		}
		for _, shown := range row.shown {
			if err := exists(shown); err != nil {
				t.Errorf("%s: %v", id, err)
			}
		}
	}
	if len(rows) != len(want) {
		t.Errorf("%d rules stand there, %d are known", len(rows), len(want))
	}
}

// Every scenario that there is stands in the page, and every one shows a rule.
func TestEveryScenarioIsNamedInTheLaw(t *testing.T) {
	text, err := os.ReadFile("../../docs/law.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/scenarios/*.txt")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d scenarios, %v", len(files), err)
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".txt"); !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("scenario %s is named nowhere in docs/law.md", name)
		}
	}
}

type lawRow struct {
	open                  bool
	code, commands, shown []string
}

func lawRows(t *testing.T) map[string]lawRow {
	t.Helper()
	text, err := os.ReadFile("../../docs/law.md")
	if err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`^(A\d\d|G\d+)$`)
	quoted := regexp.MustCompile("`([^`]+)`")
	names := func(cell string) (out []string) {
		for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
			out = append(out, m[1])
		}
		return out
	}
	rows := map[string]lawRow{}
	for line := range strings.SplitSeq(string(text), "\n") {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 5 || !id.MatchString(strings.TrimSpace(cells[0])) {
			continue
		}
		rows[strings.TrimSpace(cells[0])] = lawRow{
			open: strings.Contains(cells[2], "**open**") || strings.Contains(cells[2], "no rule for software"),
			code: names(cells[2]), commands: names(cells[3]), shown: names(cells[4]),
		}
	}
	return rows
}

// isCommand knows what can be asked of a meeting or typed after "valurna".
func isCommand(name string) bool {
	if rest, ok := strings.CutPrefix(name, "valurna "); ok {
		cmd, _, err := rootCommand().Find(strings.Fields(rest))
		return err == nil && cmd.Name() == strings.Fields(rest)[0]
	}
	if slices.Contains([]string{"gate", "preflight", "journal", "ballot open"}, name) {
		return true // the registrar's own
	}
	return slices.ContainsFunc(rules.Commands(), func(c rules.Command) bool {
		return name == c.Name || strings.HasPrefix(name, c.Name+" ")
	})
}

// exists finds "package: TestName", or a scenario.
func exists(shown string) error {
	dir, test, found := strings.Cut(shown, ": ")
	if !found {
		_, err := os.Stat(filepath.Join("testdata", "scenarios", shown+".txt"))
		return err
	}
	files, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(dir), "*_test.go"))
	if err != nil {
		return err
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		if strings.Contains(string(data), "\nfunc "+test+"(") {
			return nil
		}
	}
	return fmt.Errorf("there is no %s in %s", test, dir)
}

// Every command of a meeting stands in the page that teaches how to hold one, as it is
// written and for whom it is, and no other does.
func TestEveryCommandOfAMeetingIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/evening.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "## Every command")
	got := map[string]string{}
	for line := range strings.SplitSeq(strings.ReplaceAll(table, `\|`, "\x00"), "\n") {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if usage := strings.Trim(strings.TrimSpace(cells[0]), "`"); len(cells) == 3 && usage != strings.TrimSpace(cells[0]) {
			got[strings.ReplaceAll(usage, "\x00", "|")] = strings.TrimSpace(cells[1])
		}
	}
	for _, c := range rules.Commands() {
		if got[c.Usage()] != c.Who {
			t.Errorf("%q is for %q; the page says %q", c.Usage(), c.Who, got[c.Usage()])
		}
		delete(got, c.Usage())
	}
	for usage := range got {
		t.Errorf("%q is no command", usage)
	}
}
