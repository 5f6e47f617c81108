//go:build e2e

package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A secretary, two operators, trustees and witnesses prepare a meeting with the
// commands that the README names, in its order, and nothing else.
func TestE2EFilesAndManifest(t *testing.T) {
	t.Parallel()
	o := &office{t: t, dir: filepath.Join(t.TempDir(), "meeting"), home: t.TempDir()}
	body, meeting := filepath.Join(o.dir, "body.toml"), filepath.Join(o.dir, "meeting.toml")
	manifest := filepath.Join(o.dir, "manifest")

	o.must("Fill them in", "init", o.dir)
	o.refused("things are to be corrected", "check", o.dir)
	o.refused("things are to be corrected", "manifest", "make", o.dir)
	o.fill(body, meeting)
	o.must("Nothing is wrong in the two files.", "check", o.dir)

	// A rehearsal is signed first, and then the meeting itself: changed files void the
	// signatures, and the words change.
	o.must("not signed yet by: registrar, urn, ", "manifest", "make", o.dir)
	first := o.signAll(manifest)
	o.edit(meeting, "rehearsal = true", "rehearsal = false")
	o.refused("body.toml:1: this meeting decides, and there is no section [data]", "check", o.dir)
	o.refused("[A23]", "manifest", "make", o.dir)
	o.refused("[A23]", "registrar", "serve", o.dir)
	o.edit(body, "# [data]\n# controller = \"\"\n# contact = \"\"\n# keep = 90\n# encrypted = false\n",
		"[data]\ncontroller = \"Fullmäktige i Exempelby\"\ncontact = \"ombud@exempelby.example\"\nkeep = 90\nencrypted = false\n")
	o.refused("encrypted is false", "manifest", "make", o.dir)
	o.edit(body, "encrypted = false", "encrypted = true")
	o.must("run valurna preflight HOST", "check", o.dir)
	o.must("not signed yet by: registrar, urn, ", "manifest", "make", o.dir)
	o.refused("sign", "registrar", "serve", o.dir)
	second := o.signAll(manifest)
	if first == second {
		t.Errorf("two manifests have the words %s", first)
	}
	if again := o.words(o.must("signed by all parties", "manifest", "make", o.dir)); again != second {
		t.Errorf("making a manifest of unchanged files changes its words to %s", again)
	}
	o.must("each as text and as PDF", "invite", o.dir)

	// It starts, and answers with these words. Afterwards the journal is the truth.
	registrar := start(t, "registrar", "serve", o.dir)
	registrar.says(t, "registrar serves")
	urn := start(t, "urn", "serve", o.dir)
	urn.says(t, "urn runs")
	host, port, err := net.SplitHostPort(o.address)
	if err != nil {
		t.Fatal(err)
	}
	known := filepath.Join(o.home, "known_hosts")
	if err := os.WriteFile(known, []byte(fmt.Sprintf("[%s]:%s %s\n", host, port, o.hostKey)), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func() ran {
		return runTool(t, "ssh", "-F", "none", "-o", "BatchMode=yes", "-o", "UserKnownHostsFile="+known, "-i", o.key(1), "-o", "IdentitiesOnly=yes", "-p", port, "chair@"+host, "view")
	}
	if r := ask(); r.code != 0 || !strings.Contains(r.out, second) || !strings.Contains(r.out, "Anna Ek") || strings.Contains(r.out, "ÖVNING") {
		t.Errorf("the desk: status %d\n%s%s", r.code, r.out, r.errs)
	}
	registrar.kill(t)
	o.edit(body, "Anna Ek", "Anna Eklund")
	o.refused("body.toml", "registrar", "serve", o.dir)
	o.edit(body, "Anna Eklund", "Anna Ek")
	registrar = start(t, "registrar", "serve", o.dir)
	registrar.says(t, "registrar serves")
	if r := ask(); r.code != 0 || !strings.Contains(r.out, second) {
		t.Errorf("the desk after a restart: status %d\n%s%s", r.code, r.out, r.errs)
	}
}

// office is the files of a meeting that is being prepared, and who prepares them.
type office struct {
	t                *testing.T
	dir, home        string
	address, hostKey string
}

func (o *office) must(says string, args ...string) string {
	o.t.Helper()
	r := valurna(o.t, args...)
	if r.code != 0 || !strings.Contains(r.out, says) {
		o.t.Fatalf("valurna %q: status %d, without %q:\n%s%s", args, r.code, says, r.out, r.errs)
	}
	return r.out
}

// refused is must for what ends with status 1 and says why.
func (o *office) refused(says string, args ...string) string {
	o.t.Helper()
	r := valurna(o.t, args...)
	if r.code != 1 || !strings.Contains(r.errs, says) {
		o.t.Fatalf("valurna %q: status %d, without %q:\n%s%s", args, r.code, says, r.out, r.errs)
	}
	return r.errs
}

func (o *office) edit(file, from, to string) {
	o.t.Helper()
	data, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(data), from) {
		o.t.Fatalf("%s does not say %q: %v", file, from, err)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(data), from, to)), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

// key is a person's SSH key, made as people make theirs.
func (o *office) key(n int) string {
	o.t.Helper()
	path := filepath.Join(o.home, fmt.Sprint("person-", n))
	if _, err := os.Stat(path); err != nil {
		if r := runTool(o.t, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path); r.code != 0 {
			o.t.Fatal(r.errs)
		}
	}
	return path
}

// line is one "key = value" of what an init command prints.
func line(t *testing.T, out, key string) string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^` + key + ` = "(.*)"$`).FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("no line %s is printed:\n%s", key, out)
	}
	return m[1]
}

var (
	trustees  = []string{"revisor", "opposition", "majoritet"}
	witnesses = []string{"tidningen", "grannkommunen", "studentkaren"}
)

// fill replaces every placeholder of the two files, with what a person writes and
// what the parties' commands print.
func (o *office) fill(body, meeting string) {
	o.t.Helper()
	t := o.t
	reg := o.must("Put these lines under [registrar]", "registrar", "init", o.dir)
	urn := o.must("Put these lines under [urn]", "urn", "init", o.dir)
	var free []string
	for range 3 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		free = append(free, l.Addr().String())
	}
	o.address, o.hostKey = free[0], line(t, reg, "host_key")
	value := map[string]func(n int, key string) string{
		"registrar": func(_ int, key string) string {
			return map[string]string{"operator": "IT", "address": free[0], "host_key": o.hostKey, "journal_key": line(t, reg, "journal_key")}[key]
		},
		"urn": func(_ int, key string) string {
			if v, ok := map[string]string{"operator": "Länet", "booth": free[1], "cast": free[2]}[key]; ok {
				return v
			}
			return line(t, urn, key)
		},
		"": func(int, string) string { return "Fullmäktige i Exempelby" },
	}
	people, names := 0, []string{"Anna Ek", "Bo Ask", "Cia Dal", "Dan Gran", "Eva Hav"}
	person := func(_ int, key string) string {
		if key == "name" {
			people++
			return names[people-1]
		}
		data, err := os.ReadFile(o.key(people) + ".pub")
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(data))
	}
	value["member"], value["substitute"], value["officer"] = person, person, person
	for role, who := range map[string][]string{"trustee": trustees, "witness": witnesses} {
		printed := make([]string, len(who))
		for i, n := range who {
			printed[i] = o.must("[["+role+"]]", role, "init", filepath.Join(o.home, n), n)
		}
		value[role] = func(n int, key string) string {
			if key == "operator" {
				return "hos " + who[n]
			}
			return line(t, printed[n], key)
		}
	}
	o.replace(body, value)
	options := 0
	o.replace(meeting, map[string]func(int, string) string{
		"": func(_ int, key string) string {
			return map[string]string{"meeting": "Sammanträde 1", "date": "2026-12-07", "place": "Stora salen"}[key]
		},
		"item": func(n int, _ string) string { return []string{"Upprop", "Budget", "Val av revisor"}[n] },
		"item.ballot": func(int, string) string {
			options++
			return names[options-1]
		},
	})
}

var (
	section     = regexp.MustCompile(`^\[+([a-z.]+)\]+$`)
	placeholder = regexp.MustCompile(`^(?:([a-z_]+) = |  )"REPLACE: [^"]*"(,?)$`)
)

// replace rewrites each line that is still a placeholder; value is asked by
// section, with the section's number among its like and the line's key.
func (o *office) replace(file string, value map[string]func(n int, key string) string) {
	o.t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		o.t.Fatal(err)
	}
	lines, in, count := strings.Split(string(data), "\n"), "", map[string]int{}
	for i, l := range lines {
		if m := section.FindStringSubmatch(l); m != nil {
			in = m[1]
			count[in]++
		}
		m := placeholder.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		v := fmt.Sprintf("%q", value[in](count[in]-1, m[1])) + m[2]
		if m[1] == "" {
			lines[i] = "  " + v
		} else {
			lines[i] = m[1] + " = " + v
		}
	}
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

// signAll has every party sign and returns the words, which are the same for all.
func (o *office) signAll(manifest string) string {
	o.t.Helper()
	words := o.words(o.must("words: ", "manifest", "words", manifest))
	o.refused("is not the key", "manifest", "sign", o.dir, "--as", "officer", "--key", o.key(2))
	var last string
	signed := func(args ...string) {
		o.t.Helper()
		last = o.must("words: "+words, args...)
	}
	signed("manifest", "sign", o.dir, "--as", "registrar")
	signed("manifest", "sign", o.dir, "--as", "urn")
	for _, n := range trustees {
		signed("trustee", "sign", filepath.Join(o.home, n), "--manifest", manifest)
	}
	if !strings.Contains(last, "not signed yet by: ") {
		o.t.Errorf("without witnesses and officer everybody has signed:\n%s", last)
	}
	for _, n := range witnesses {
		signed("witness", "sign", filepath.Join(o.home, n), "--manifest", manifest)
	}
	signed("manifest", "sign", o.dir, "--as", "officer", "--key", o.key(1))
	if !strings.Contains(last, "signed by all parties") {
		o.t.Errorf("after the last signature:\n%s", last)
	}
	return words
}

var spoken = regexp.MustCompile(`(?m)^words: ([a-z]{5}(?:-[a-z]{5})+)$`)

func (o *office) words(out string) string {
	o.t.Helper()
	m := spoken.FindStringSubmatch(out)
	if m == nil {
		o.t.Fatalf("no words are printed:\n%s", out)
	}
	return m[1]
}
