package manifest_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/manifest"
)

// remoteSample is a decision as strict as the law, and no stricter.
func remoteSample() *manifest.Remote {
	return &manifest.Remote{
		Decision: "KF 2026 § 41", Document: canon.Hex(bytes.Repeat([]byte{0x41}, 32)),
		Days: manifest.LeastDays, Line: manifest.MostLine, Floor: manifest.LeastFloor,
	}
}

// associationSample is the one kind of body that may have both.
func associationSample() *manifest.Manifest {
	m := sample()
	m.Profile = manifest.ProfileAssociation
	m.Policy.Remote, m.Policy.Statutes = remoteSample(), &manifest.Statutes{Quorum: 50, MoreThan: true, Majority: 2, Of: 3}
	return m
}

func TestAPolicyLooserThanTheLawIsRefused(t *testing.T) {
	for _, c := range []struct {
		name, why string // why: part of what the error says
		change    func(*manifest.Manifest)
	}{
		{"remote participation without a decision", "names no decision that allows it [A01]", func(m *manifest.Manifest) { m.Policy.Remote.Decision = "" }},
		{"a decision that misleads a terminal", "[A01]", func(m *manifest.Manifest) { m.Policy.Remote.Decision = "KF\u202e41" }},
		{"a decision of a page", "[A01]", func(m *manifest.Manifest) { m.Policy.Remote.Decision = strings.Repeat("a", 513) }},
		{"a decision without its document", "0 bytes instead of 32", func(m *manifest.Manifest) { m.Policy.Remote.Document = nil }},
		{"a short hash of the document", "31 bytes instead of 32", func(m *manifest.Manifest) { m.Policy.Remote.Document = m.Policy.Remote.Document[1:] }},
		{"a long hash of the document", "33 bytes instead of 32", func(m *manifest.Manifest) { m.Policy.Remote.Document = append(m.Policy.Remote.Document, 0) }},
		{"a committee that meets at a distance", "[A24]", func(m *manifest.Manifest) { m.Profile, m.Policy.Statutes = manifest.ProfileCommittee, nil }},
		{"applications four days before", "4 days before the meeting; a body may ask for more than 5, not for fewer [A04, A08]", func(m *manifest.Manifest) { m.Policy.Remote.Days = 4 }},
		{"applications more than a year before", "366 days", func(m *manifest.Manifest) { m.Policy.Remote.Days = 366 }},
		{"a line lost for longer than the most", "lost for 21 s; a body may allow fewer than 20, not more [A08, A14]", func(m *manifest.Manifest) { m.Policy.Remote.Line = 21 }},
		{"a line that may not be lost at all", "lost for 0 s", func(m *manifest.Manifest) { m.Policy.Remote.Line = 0 }},
		{"a floor below the least", "at least 4 voters; a body may ask for more than 5, not for fewer [A08, A17]", func(m *manifest.Manifest) { m.Policy.Remote.Floor = 4 }},
		{"a quorum below zero", "a quorum of -1", func(m *manifest.Manifest) { m.Policy.Statutes.Quorum = -1 }},
		{"a quorum of more than there are", "a quorum of 101", func(m *manifest.Manifest) { m.Policy.Statutes.Quorum = 101 }},
		{"a quorum of more than all", "a quorum of 100", func(m *manifest.Manifest) { m.Policy.Statutes.Quorum = 100 }},
		{"a majority below zero", "a majority of -1 votes in 3", func(m *manifest.Manifest) { m.Policy.Statutes.Majority = -1 }},
		{"a majority of more than voted", "a majority of 4 votes in 3", func(m *manifest.Manifest) { m.Policy.Statutes.Majority = 4 }},
		{"a share of nothing", "a majority of 0 votes in 0", func(m *manifest.Manifest) { m.Policy.Statutes.Majority, m.Policy.Statutes.Of = 0, 0 }},
		{"a share that is too fine", "a majority of 2 votes in 101", func(m *manifest.Manifest) { m.Policy.Statutes.Of = 101 }},
		{"a council with statutes", `profile "se-fullmaktige" has its law`, func(m *manifest.Manifest) { m.Profile = manifest.ProfileCouncil }},
		{"a board with statutes", `profile "se-namnd" has its law`, func(m *manifest.Manifest) { m.Profile = manifest.ProfileBoard }},
		{"a committee with statutes", `profile "se-utskott" has its law`, func(m *manifest.Manifest) { m.Profile, m.Policy.Remote = manifest.ProfileCommittee, nil }},
		{"a Danish council with statutes", `profile "dk-kommunalbestyrelse" has its law`, func(m *manifest.Manifest) { m.Profile = manifest.ProfileDanish }},
	} {
		m := associationSample()
		c.change(m)
		if err := m.Check(); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v, which does not say %q", c.name, err, c.why)
		}
		if data, err := m.Encode(); err == nil {
			if _, err := manifest.Decode(data); err == nil {
				t.Errorf("%s: Decode takes what Check refuses", c.name)
			}
		}
	}
}

func TestAPolicyAsStrictAsTheLawOrStricterIsLawful(t *testing.T) {
	for name, change := range map[string]func(*manifest.Manifest){
		"at the law's own bounds":        func(*manifest.Manifest) {},
		"a year, a second, everybody":    func(m *manifest.Manifest) { r := m.Policy.Remote; r.Days, r.Line, r.Floor = 365, 1, 100_000 },
		"a decision with 512 bytes":      func(m *manifest.Manifest) { m.Policy.Remote.Decision = strings.Repeat("a", 512) },
		"hosted booths":                  func(m *manifest.Manifest) { m.Policy.Remote.Hosted = true },
		"keys against quantum computers": func(m *manifest.Manifest) { m.Policy.Remote.PostQuantum = true },
		"statutes that ask for nothing":  func(m *manifest.Manifest) { *m.Policy.Statutes = manifest.Statutes{Of: 1} },
		"statutes that ask for all": func(m *manifest.Manifest) {
			*m.Policy.Statutes = manifest.Statutes{Quorum: 100, Majority: 100, Of: 100}
		},
		"more than 99 percent":       func(m *manifest.Manifest) { m.Policy.Statutes.Quorum = 99 },
		"a council":                  func(m *manifest.Manifest) { m.Profile, m.Policy.Statutes = manifest.ProfileCouncil, nil },
		"a board":                    func(m *manifest.Manifest) { m.Profile, m.Policy.Statutes = manifest.ProfileBoard, nil },
		"an association in one room": func(m *manifest.Manifest) { m.Policy.Remote = nil },
		"a committee in one room":    func(m *manifest.Manifest) { m.Profile, m.Policy = manifest.ProfileCommittee, sample().Policy },
	} {
		m := associationSample()
		change(m)
		again, err := manifest.Decode(must(m.Encode()))
		if err != nil || !reflect.DeepEqual(again, m) {
			t.Errorf("%s: read back as %+v, %v", name, again, err)
		}
	}
}

func TestThePolicyHasOneEncoding(t *testing.T) {
	document := strings.Repeat("41", 32)
	both := `"policy":{"grace":60,"window":600,"shuffles":2,` +
		`"remote":{"decision":"KF 2026 § 41","document":"` + document + `","days":5,"line":20,"floor":5,"hosted":false,"post_quantum":false},` +
		`"statutes":{"quorum":50,"more_than":true,"majority":2,"of":3}}}`
	neither := `"policy":{"grace":60,"window":600,"shuffles":2,"remote":null,"statutes":null}}`
	for want, m := range map[string]*manifest.Manifest{both: associationSample(), neither: sample()} {
		if got := string(must(m.Encode())); !strings.HasSuffix(got, want) {
			t.Errorf("encoded as\n%s\nwhich does not end in\n%s", got, want)
		}
	}
	data := string(must(associationSample().Encode()))
	for name, bad := range map[string]string{
		"a policy without the two":   strings.Replace(string(must(sample().Encode())), `,"remote":null,"statutes":null`, ``, 1),
		"statutes before remote":     strings.Replace(string(must(sample().Encode())), `"remote":null,"statutes":null`, `"statutes":null,"remote":null`, 1),
		"no floor":                   strings.Replace(data, `"floor":5,`, ``, 1),
		"an unknown member":          strings.Replace(data, `"floor":5,`, `"floor":5,"video":true,`, 1),
		"a hash in upper case":       strings.Replace(data, document, strings.Repeat("4A", 32), 1),
		"days as text":               strings.Replace(data, `"days":5`, `"days":"5"`, 1),
		"an empty object for remote": strings.Replace(string(must(sample().Encode())), `"remote":null`, `"remote":{}`, 1),
	} {
		if bad == data || bad == string(must(sample().Encode())) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := manifest.Decode([]byte(bad)); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestEveryFieldOfThePolicyIsInTheHash(t *testing.T) {
	want := must(associationSample().Hash())
	for name, change := range map[string]func(r *manifest.Remote, s *manifest.Statutes){
		"decision":                               func(r *manifest.Remote, _ *manifest.Statutes) { r.Decision += "." },
		"document":                               func(r *manifest.Remote, _ *manifest.Statutes) { r.Document[0] ^= 1 },
		"days":                                   func(r *manifest.Remote, _ *manifest.Statutes) { r.Days++ },
		"line":                                   func(r *manifest.Remote, _ *manifest.Statutes) { r.Line-- },
		"floor":                                  func(r *manifest.Remote, _ *manifest.Statutes) { r.Floor++ },
		"hosted":                                 func(r *manifest.Remote, _ *manifest.Statutes) { r.Hosted = true },
		"key exchange against quantum computers": func(r *manifest.Remote, _ *manifest.Statutes) { r.PostQuantum = true },
		"quorum":                                 func(_ *manifest.Remote, s *manifest.Statutes) { s.Quorum++ },
		"more than":                              func(_ *manifest.Remote, s *manifest.Statutes) { s.MoreThan = false },
		"majority":                               func(_ *manifest.Remote, s *manifest.Statutes) { s.Majority++ },
		"of":                                     func(_ *manifest.Remote, s *manifest.Statutes) { s.Of++ },
	} {
		m := associationSample()
		change(m.Policy.Remote, m.Policy.Statutes)
		if hash, err := m.Hash(); err != nil || hash == want {
			t.Errorf("%s can be changed under the same hash (%v)", name, err)
		}
	}
}
