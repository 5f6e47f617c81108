//go:build e2e

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"valurna/ballot/guarantee"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/ballot/view"
)

// The scenarios are evenings, or minutes of one, written so that a lawyer can read
// them: testdata/scenarios, where README.md explains the form. Each is held by the
// real programs and spoken to with stock ssh.
func TestE2EScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/scenarios/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			check(t, err)
			play(t, string(data))
		})
	}
}

// scenario is one that is being played.
type scenario struct {
	*council
	line  int
	shows []string // the rules that it is for
}

// play holds a scenario: the setting, then one step a line.
func play(t *testing.T, text string) {
	t.Helper()
	head, steps, found := strings.Cut(text, "\n---\n")
	if !found {
		t.Fatal("a line --- has to stand between the setting and the steps")
	}
	s := new(scenario)
	set := s.setting(t, head)
	s.council = convene(t, set)
	s.line = strings.Count(head, "\n") + 2
	for step := range strings.SplitSeq(steps, "\n") {
		s.line++
		if step = strings.TrimSpace(step); step != "" && !strings.HasPrefix(step, "#") {
			s.step(step)
		}
	}
}

// setting reads what stands before the line ---.
func (s *scenario) setting(t *testing.T, head string) setting {
	set := setting{profile: manifest.ProfileCouncil, seats: 5, days: 7}
	set.statutes.Of = 1
	item := regexp.MustCompile(`^(election|employment|decision|information) ([^:]*)(?:: (.*))?$`)
	for line := range strings.SplitSeq(head, "\n") {
		line = strings.TrimSpace(line)
		word, rest, _ := strings.Cut(line, " ")
		number := func() int {
			n, err := strconv.Atoi(rest)
			if err != nil {
				t.Fatalf("%q: a number is missing", line)
			}
			return n
		}
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case word == "shows":
			s.shows = strings.Split(rest, ", ")
		case word == "profile":
			set.profile = rest
		case word == "seats":
			set.seats = number()
		case word == "substitutes":
			set.substitutes = number()
		case word == "days":
			set.days = number()
		case word == "quorum":
			set.statutes.Quorum = number()
		case word == "majority":
			if _, err := fmt.Sscanf(rest, "%d of %d", &set.statutes.Majority, &set.statutes.Of); err != nil {
				t.Fatalf("%q: majority 2 of 3", line)
			}
		case line == "rehearsal":
			set.rehearsal = true
		case line == "remote allowed":
			set.remote = true
		case item.MatchString(line):
			m := item.FindStringSubmatch(line)
			it := roll.Item{Class: m[1], Title: m[2]}
			if m[3] != "" {
				options := strings.Split(m[3], ", ")
				it.Contest = &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: options}
			}
			set.items = append(set.items, it)
		default:
			t.Fatalf("%q is nothing that a setting says", line)
		}
	}
	if len(s.shows) == 0 {
		t.Fatal("a scenario names what it shows: shows A14 ...")
	}
	if set.profile == manifest.ProfileAssociation {
		set.change = func(src *roll.Source) { src.Policy.Statutes = &set.statutes }
	}
	if set.items == nil {
		set.items = []roll.Item{{Class: journal.ClassDecision, Title: "Budget"}}
	}
	return set
}

var (
	saying  = regexp.MustCompile(`^(chair|vice-chair|secretary|observer|member \d+|substitute \d+): (.*?)(?: -> (refused|says) (.*))?$`)
	range_  = regexp.MustCompile(`^(\d+)(?:-(\d+))?$`)
	waiting = map[string]func(*journal.State) bool{
		"adjourned": func(s *journal.State) bool { return s.Adjourned() != nil },
		"halted":    func(s *journal.State) bool { return s.Halted() != nil },
		"going on":  func(s *journal.State) bool { return s.Adjourned() == nil && s.Halted() == nil },
	}
)

func (s *scenario) fail(format string, a ...any) {
	s.t.Helper()
	s.tell()
	s.t.Fatalf("line %d: %s", s.line, fmt.Sprintf(format, a...))
}

// step does one line.
func (s *scenario) step(step string) {
	s.t.Helper()
	words := strings.Fields(step)
	if m := saying.FindStringSubmatch(step); m != nil {
		s.say(m[1], strings.Fields(m[2]), m[3], m[4])
		return
	}
	switch {
	case words[0] == "connect":
		s.connect(strings.Join(words[1:], " "))
	case words[0] == "cut":
		s.cut(strings.Join(words[1:], " "))
	case words[0] == "present":
		for _, seat := range s.seats(words[1:]) {
			s.say(fmt.Sprint("member ", seat), []string{"checkin", "room"}, "", "")
		}
	case words[0] == "until":
		s.until(strings.Join(words[1:], " "))
	case step == "a second passes":
		time.Sleep(time.Second) // the shortest time that the rules measure
	case words[0] == "vote" && len(words) >= 3:
		option, err := strconv.Atoi(words[2])
		if err != nil {
			s.fail("vote BALLOT OPTION SEATS")
		}
		s.vote(words[1], s.seats(words[3:]), option-1)
	case words[0] == "elsewhere":
		s.elsewhere(s.seats(words[1:]))
	case words[0] == "alone":
		for _, seat := range s.seats(words[1:]) {
			s.say(fmt.Sprint("member ", seat), []string{"remote", "alone"}, "", "")
		}
	case step == "everything is attested":
		s.attest()
	case words[0] == "gate" && len(words) > 1 && (words[1] == "holds" || words[1] == "fails"):
		s.gate(words[1] == "holds", words[2:])
	case words[0] == "verify" && len(words) == 2:
		s.verify(words[1])
	case words[0] == "certify" && len(words) == 2:
		s.certify("chair", words[1])
	case words[0] == "certify" && len(words) == 4:
		s.certify(words[3], words[1])
	case strings.HasPrefix(step, "no token for ") && len(words) == 6:
		s.noToken(words[5], s.seats(words[3:4])[0])
	case words[0] == "trial":
		s.trial(s.seats(words[1:]))
	default:
		s.fail("%q is no step", step)
	}
}

func (s *scenario) say(who string, words []string, how, what string) {
	s.t.Helper()
	for i, w := range words {
		if n, found := strings.CutPrefix(w, "code-of-"); found {
			words[i] = s.code(n)
		}
	}
	reply, refused := s.asks(who, words...)
	switch {
	case how == "refused" && refused == nil:
		s.fail("%s: %s was done; a refusal by %s was due", who, strings.Join(words, " "), what)
	case how == "refused":
		if refused.Code != what && refused.Rule != what {
			s.fail("%s: %s was refused by %q (%s), and should be by %q", who, strings.Join(words, " "), refused.Code, refused.Text, what)
		}
	case refused != nil:
		s.fail("%s: %s was refused by %q: %s", who, strings.Join(words, " "), refused.Code, refused.Text)
	case how == "says" && !strings.Contains(reply.Text, what):
		s.fail("%s: %s said %q, and should say %q", who, strings.Join(words, " "), reply.Text, what)
	}
}

// until waits for a state of the meeting, or for a phase of a ballot: "until 1-1 decided".
func (s *scenario) until(what string) {
	s.t.Helper()
	if ok, known := waiting[what]; known {
		s.await(what, ok)
		return
	}
	id, phase, found := strings.Cut(what, " ")
	for p := journal.Defined; found && p <= journal.Voided; p++ {
		if p.String() == phase {
			s.await(what, func(st *journal.State) bool { b := st.Ballot(id); return b != nil && b.Phase >= p })
			return
		}
	}
	s.fail("%q is nothing to wait for", what)
}

// seats reads seats and ranges of them: "1 3-5".
func (s *scenario) seats(words []string) []int {
	s.t.Helper()
	var out []int
	for _, w := range words {
		m := range_.FindStringSubmatch(w)
		if m == nil {
			s.fail("%q is no seat and no range of seats", w)
		}
		from, _ := strconv.Atoi(m[1]) // digits, by the expression
		to := from
		if m[2] != "" {
			to, _ = strconv.Atoi(m[2])
		}
		for n := from; n <= to; n++ {
			out = append(out, n)
		}
	}
	return slices.Compact(out)
}

// trial holds the trial ballot to its certified end.
func (s *scenario) trial(seats []int) {
	s.t.Helper()
	s.say("chair", []string{"ballot", "open", "0"}, "", "")
	s.vote("0-1", seats, 0)
	s.say("chair", []string{"ballot", "close", "0-1"}, "", "")
	s.until("0-1 decided")
	s.certify("chair", "0-1")
}

// certify certifies as soon as the registrar has counted again.
func (s *scenario) certify(who, ballot string) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		_, refused := s.asks(who, "ballot", "certify", ballot)
		if refused == nil {
			return
		}
		if refused.Code != "not-ready" || time.Now().After(deadline) {
			s.fail("ballot %s was not certified: %s (%s)", ballot, refused.Text, refused.Code)
		}
	}
}

// attest has chair and secretary vouch for all that no program can see, once each.
func (s *scenario) attest() {
	s.t.Helper()
	for _, what := range []string{"G1", "G4", "G8", "G8-transmission", "G8-rooms", "G13", "G18", "S4", "S6", "S7"} {
		s.say("secretary", []string{"attest", what, "seen"}, "", "")
	}
	for _, what := range []string{"G6-overview", "G6-stable", "G18"} {
		s.say("chair", []string{"attest", what, "seen"}, "", "")
	}
	if _, refused := s.asks("secretary", "preflight"); refused != nil {
		s.fail("preflight: %s", refused.Text)
	}
}

// panel is what everybody can ask for.
func (s *scenario) panel() view.Gate {
	s.t.Helper()
	r := runTool(s.t, "ssh", s.ssh("observer", "gate", "--json")...)
	var g view.Gate
	if err := json.Unmarshal([]byte(r.out), &g); err != nil {
		s.fail("gate: %v\n%s%s", err, r.out, r.errs)
	}
	return g
}

// gate looks at the panel: that remote voting is allowed, or that the guarantees named
// do not hold.
func (s *scenario) gate(open bool, ids []string) {
	s.t.Helper()
	var failing []string
	ok := eventuallyTrue(func() bool {
		failing = nil
		g := s.panel()
		for _, f := range g.Findings {
			if f.Verdict != guarantee.Holds {
				failing = append(failing, f.ID+" ("+f.Code+": "+f.Evidence+")")
			}
		}
		if open {
			return g.Voting
		}
		for _, id := range ids {
			if !slices.ContainsFunc(g.Findings, func(f guarantee.Finding) bool { return f.ID == id && f.Verdict != guarantee.Holds }) {
				return false
			}
		}
		return !g.Voting
	})
	if !ok {
		s.fail("the gate: what does not hold is\n%s", strings.Join(failing, "\n"))
	}
}

func eventuallyTrue(ok func() bool) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if ok() {
			return true
		}
	}
	return false
}

// code is what the chair's desk shows beside a remote member: "7" is seat 7.
func (s *scenario) code(seat string) string {
	s.t.Helper()
	r := runTool(s.t, "ssh", s.ssh("chair", "view", "--json")...)
	var d view.Desk
	if err := json.Unmarshal([]byte(r.out), &d); err != nil {
		s.fail("view: %v\n%s%s", err, r.out, r.errs)
	}
	for _, p := range d.Remote {
		if strconv.Itoa(p.Seat) == seat && p.Code != "" {
			return p.Code
		}
	}
	s.fail("the chair's desk shows no code for seat %s: %+v", seat, d.Remote)
	return ""
}

// verify checks a ballot's bundle as any observer can.
func (s *scenario) verify(ballot string) {
	s.t.Helper()
	file := filepath.Join(s.dir, ballot+".valurna")
	if !eventuallyTrue(func() bool {
		r := runTool(s.t, "ssh", s.ssh("observer", "bundle", ballot)...)
		return r.code == 0 && os.WriteFile(file, []byte(r.out), 0o600) == nil
	}) {
		s.fail("there is no bundle of ballot %s", ballot)
	}
	if r := valurna(s.t, "verify", file, "--manifest", filepath.Join(s.dir, "manifest")); r.code != 0 {
		s.fail("the bundle does not verify:\n%s%s", r.out, r.errs)
	}
}

// elsewhere takes members from their desk at home to their seat: on the line, identified,
// alone and asked, seen and heard by everybody, admitted, seated. They have applied and
// have been granted it.
func (s *scenario) elsewhere(seats []int) {
	s.t.Helper()
	chair := func(words ...string) { s.t.Helper(); s.say("chair", words, "", "") }
	for _, n := range seats {
		who, seat := fmt.Sprint("member ", n), strconv.Itoa(n)
		s.connect(who)
		chair("remote", "identify", seat, "code-of-"+seat)
		s.say(who, []string{"remote", "alone"}, "", "")
		chair("remote", "asked", seat, "yes")
	}
	for _, n := range seats {
		s.say(fmt.Sprint("member ", n), []string{"remote", "sees", "all"}, "", "")
	}
	chair("room", "sees", "all")
	for _, n := range seats {
		chair("remote", "admit", strconv.Itoa(n))
		s.say(fmt.Sprint("member ", n), []string{"checkin", "remote"}, "", "")
	}
}

// tell shows how the journal ends.
func (s *scenario) tell() {
	r := runTool(s.t, "ssh", s.ssh("observer", "journal")...)
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	for _, l := range lines[max(0, len(lines)-16):] {
		s.t.Log(l[:min(len(l), 300)])
	}
}
