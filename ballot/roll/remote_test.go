package roll_test

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/roll"
)

// lastLine is line 71 of the good body.toml; the sections follow it.
const (
	lastLine    = `signer = "chair"`
	withRemote  = lastLine + "\n[remote]\ndecision = \"KF 2026 § 41\"\ndocument = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n"
	ofStatutes  = lastLine + "\n[statutes]\n"
	association = "association"
)

var badDecisions = []badFile{
	{name: "remote without its decision", body: []string{lastLine, lastLine + "\n[remote]\ndays = 7"},
		want: []string{
			`body.toml:72: [remote] has no "decision"; add decision = "KF 2026 § 41" [A01]`,
			`body.toml:72: [remote] has no "document"; add document = "9f86d081…" [A01]`,
		}},
	{name: "decision and document empty", body: []string{lastLine, lastLine + "\n[remote]\ndecision = \"\"\ndocument = \"\""},
		want: []string{
			`body.toml:73: decision is empty; write it between the quotation marks`,
			`body.toml:74: document is empty; write it between the quotation marks`,
		}},
	{name: "a document that is no hash", body: []string{lastLine, lastLine + "\n[remote]\ndecision = \"KF 2026 § 41\"\ndocument = \"protokoll.pdf\""},
		want: []string{
			`body.toml:74: document is not the SHA-256 hash of a file; write the 64 digits that sha256sum FILE prints, or on Windows certutil -hashfile FILE SHA256 [A01]`,
		}},
	{name: "a document's hash without its last byte", body: []string{lastLine, strings.Replace(withRemote, "0a08", "0a", 1)},
		want: []string{
			`body.toml:74: document is not the SHA-256 hash of a file; write the 64 digits that sha256sum FILE prints, or on Windows certutil -hashfile FILE SHA256 [A01]`,
		}},
	{name: "a committee at a distance", body: []string{"se-fullmaktige", "se-utskott", lastLine, withRemote},
		want: []string{
			`body.toml:72: a committee meets in one place: nobody can be allowed to take part from elsewhere; delete [remote] and its fields [A24]`,
		}},
	{name: "remote looser than it may be", body: []string{lastLine, withRemote + "days = 4\nline = 21\nfloor = 4"},
		want: []string{
			`body.toml:75: days is 4: an application is in at least 5 days before the meeting, and a body may only ask for more; write days = 5 up to 365 [A04, A08]`,
			`body.toml:76: line is 21: a meeting is adjourned when a line has been lost for 20 seconds, and a body may only allow fewer; write line = 1 up to 20 [A08, A14]`,
			`body.toml:77: floor is 4: a vote is hidden among at least 5 voters, and a body may only ask for more; write floor = 5 up to 1000000 [A08, A17]`,
		}},
	{name: "remote stricter than there is", body: []string{lastLine, withRemote + "days = 366\nline = 0\nfloor = 1000001"},
		want: []string{
			`body.toml:75: days is 366; write days = 5 up to 365`,
			`body.toml:76: line is 0; write line = 1 up to 20`,
			`body.toml:77: floor is 1000001; write a number from -1000000 to 1000000 in plain digits`,
		}},
	{name: "remote of other kinds", body: []string{lastLine, withRemote + "days = \"5\"\nhosted = \"no\"\npost_quantum = 1\npostquantum = true"},
		want: []string{
			`body.toml:75: days is text, not a whole number; write days = 5, without quotation marks`,
			`body.toml:76: hosted is text; write hosted = true or hosted = false, without quotation marks`,
			`body.toml:77: post_quantum is a whole number; write post_quantum = true or post_quantum = false, without quotation marks`,
			`body.toml:78: "postquantum" is not known in [remote]; write "post_quantum"`,
		}},
	{name: "remote twice", body: []string{lastLine, lastLine + "\n[[remote]]\ndecision = \"KF 2026 § 41\""},
		want: []string{
			`body.toml:72: remote is not a section that stands once; write [remote] on a line of its own, and its fields below it`,
		}},
	{name: "statutes of a council", body: []string{lastLine, ofStatutes + "quorum = 50\nmore_than = true\nmajority = 0\nof = 1"},
		want: []string{
			`body.toml:72: statutes belong to an association; profile "se-fullmaktige" has its law; delete [statutes] and its fields`,
		}},
	{name: "statutes and remote of an unknown profile", body: []string{"se-fullmaktige", "se-utskot", lastLine, withRemote + "[statutes]\nquorum = 50\nmore_than = true\nmajority = 0\nof = 1"},
		want: []string{
			`body.toml:2: profile "se-utskot" is not known; write one of se-fullmaktige, se-namnd, se-utskott, dk-kommunalbestyrelse, association`,
		}},
	{name: "statutes that say nothing", body: []string{"se-fullmaktige", association, lastLine, ofStatutes},
		want: []string{
			`body.toml:72: [statutes] has no "quorum"; add quorum = 50`,
			`body.toml:72: [statutes] has no "more_than"; add more_than = true`,
			`body.toml:72: [statutes] has no "majority"; add majority = 0`,
			`body.toml:72: [statutes] has no "of"; add of = 1`,
		}},
	{name: "statutes without bounds", body: []string{"se-fullmaktige", association, lastLine, ofStatutes + "quorum = 101\nmore_than = \"yes\"\nmajority = -1\nof = 0"},
		want: []string{
			`body.toml:73: quorum is 101; write a number from 0 to 100 in plain digits`,
			`body.toml:74: more_than is text; write more_than = true or more_than = false, without quotation marks`,
			`body.toml:75: majority is -1; write a number from 0 to 100 in plain digits`,
			`body.toml:76: of is 0; write a number from 1 to 100 in plain digits`,
		}},
	{name: "a majority of more than all votes", body: []string{"se-fullmaktige", association, lastLine, ofStatutes + "quorum = 50\nmore_than = true\nmajority = 3\nof = 2"},
		want: []string{
			`body.toml:75: a majority of 3 votes in 2: there are no more than all; write majority = 2 and of = 3 for two thirds`,
		}},
	{name: "a quorum of more than all seats", body: []string{"se-fullmaktige", association, lastLine, ofStatutes + "quorum = 100\nmore_than = true\nmajority = 0\nof = 1"},
		want: []string{
			`body.toml:74: more_than is true and quorum 100: there are no more than all; write more_than = false`,
		}},
}

// decided is the good body.toml with what follows its last line.
func decided(t *testing.T, profile, sections string) *roll.Setup {
	t.Helper()
	body, meeting := goodFiles(t)
	body = strings.Replace(strings.Replace(body, lastLine, sections, 1), "se-fullmaktige", profile, 1)
	return parseGood(t, []byte(withKeys(t, body)), []byte(meeting))
}

func TestWithoutADecisionNobodyTakesPartFromElsewhere(t *testing.T) {
	s := decided(t, "se-fullmaktige", lastLine)
	if p := s.Manifest().Policy; p.Remote != nil || p.Statutes != nil {
		t.Errorf("the policy is %+v", p)
	}
}

func TestADecisionIsAsStrictAsTheLawWhereItSaysNothing(t *testing.T) {
	hash := sha256.Sum256([]byte("test"))
	want := manifest.Remote{Decision: "KF 2026 § 41", Document: hash[:], Days: 5, Line: 20, Floor: 5}
	for _, profile := range []string{"se-fullmaktige", "se-namnd", association} {
		if got := decided(t, profile, withRemote).Manifest().Policy.Remote; !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: %+v", profile, got)
		}
	}
	upper := strings.Replace(withRemote, fmt.Sprintf("%x", hash), fmt.Sprintf("%X", hash), 1)
	if got := decided(t, "se-namnd", upper).Policy.Remote; !reflect.DeepEqual(*got, want) {
		t.Errorf("with a hash in upper case: %+v", got)
	}
}

func TestADecisionMayBeStricterThanTheLaw(t *testing.T) {
	p := decided(t, association, withRemote+"days = 365\nline = 1\nfloor = 1000000\nhosted = true\npost_quantum = true\n"+
		"[statutes]\nquorum = 100\nmore_than = false\nmajority = 3\nof = 4\n").Manifest().Policy
	if r := p.Remote; r.Days != 365 || r.Line != 1 || r.Floor != 1_000_000 || !r.Hosted || !r.PostQuantum {
		t.Errorf("%+v", r)
	}
	if want := (manifest.Statutes{Quorum: 100, Majority: 3, Of: 4}); *p.Statutes != want {
		t.Errorf("%+v", p.Statutes)
	}
}

func TestDecisionsThatAreWrittenAreReadBack(t *testing.T) {
	hash := sha256.Sum256([]byte("protocol"))
	remote := &manifest.Remote{Decision: `Årsmötet "2026" § 12`, Document: hash[:], Days: 14, Line: 10, Floor: 7, Hosted: true, PostQuantum: true}
	statutes := &manifest.Statutes{Quorum: 33, MoreThan: true, Majority: 2, Of: 3}
	for _, want := range []roll.Policy{
		{Remote: remote}, {Statutes: statutes}, {Remote: remote, Statutes: statutes}, {Statutes: &manifest.Statutes{Of: 1}}, {},
	} {
		s := council(t, 3)
		s.Policy.Remote, s.Policy.Statutes = want.Remote, want.Statutes
		body, meeting := roll.Write(s)
		if got := parseGood(t, body, meeting); !reflect.DeepEqual(got.Source, s) {
			t.Errorf("read back %+v\nwant %+v", got.Policy, s.Policy)
		}
	}
}

func TestTheTemplateShowsWhatABodyMayDecideAsComments(t *testing.T) {
	for profile, want := range map[string][2]bool{ // remote, statutes
		"se-fullmaktige": {true, false}, "se-namnd": {true, false}, "se-utskott": {false, false},
		"dk-kommunalbestyrelse": {false, false}, association: {true, true},
	} {
		body, _ := roll.Template(profile)
		text := string(body)
		for i, lines := range []string{
			"\n# [remote]\n# decision = \"KF 2026 § 41\"\n# document = \"\"\n# days = 5\n# line = 20\n# floor = 5\n# hosted = false\n# post_quantum = false\n",
			"\n# [statutes]\n# quorum = 50\n# more_than = true\n# majority = 0\n# of = 1\n",
		} {
			if strings.Contains(text, lines) != want[i] {
				t.Errorf("%s: the template shows the section %q: %v", profile, lines[:14], !want[i])
			}
		}
	}
	// Whoever takes the marks away is asked for the one thing that only the body has.
	body, meeting := roll.Template(association)
	_, findings := roll.Parse(body, meeting)
	shown := strings.NewReplacer("# [remote]", "[remote]", "# [statutes]", "[statutes]", "# decision =", "decision =", "# document =", "document =", "# quorum =", "quorum =",
		"# more_than =", "more_than =", "# majority =", "majority =", "# of =", "of =").Replace(string(body))
	_, more := roll.Parse([]byte(shown), meeting)
	if len(more) != len(findings)+1 || !strings.Contains(fmt.Sprint(more), "document is empty") {
		t.Errorf("findings %v", more)
	}
}
