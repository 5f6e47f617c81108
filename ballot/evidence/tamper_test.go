package evidence

import (
	"bytes"
	"strings"
	"testing"

	"valurna/ballot/verify"
)

// Every change of a file is found by the check that it belongs to, which names the part.
func TestATamperedEvidenceFileFailsByNameAndNothingElseDoes(t *testing.T) {
	m, other := example(t), council(t)
	whole := pieces(t, m.evidence(t))
	evening := pieces(t, other.evidence(t))
	replace := func(old, new string) func([]piece) []piece {
		return func(p []piece) []piece {
			for i := range p {
				p[i].data = bytes.Replace(p[i].data, []byte(old), []byte(new), 1)
			}
			return p
		}
	}
	inSummary := func(old, new string) func([]piece) []piece {
		return func(p []piece) []piece {
			if changed := bytes.Replace(p[2].data, []byte(old), []byte(new), 1); !bytes.Equal(changed, p[2].data) {
				p[2].data = changed
				return p
			}
			panic(old + " does not stand in the summary")
		}
	}
	for name, c := range map[string]struct {
		of     []piece
		change func(p []piece) []piece
		want   string // the check that fails first
		says   string
	}{
		"a finding of the gate is turned":     {evening, inSummary(`"verdict":"fails","code":"G6-list"`, `"verdict":"holds","code":""`), CheckSummary, "changed is gate"},
		"a refusal is left out":               {evening, inSummary(`"guarantee":"G17"`, `"guarantee":"G16"`), CheckSummary, "changed is refusals"},
		"a loss is dated otherwise":           {evening, inSummary(`"type":"remote.lost","body":{"person":5`, `"type":"remote.lost","body":{"person":4`), CheckSummary, "changed is losses"},
		"who sees whom":                       {evening, inSummary(`"type":"remote.sees","body":{"person":5,"of":4,"ok":false`, `"type":"remote.sees","body":{"person":5,"of":4,"ok":true`), CheckSummary, "changed is matrix"},
		"an adjournment has another cause":    {evening, inSummary(`"cause":"line"`, `"cause":"time"`), CheckSummary, "changed is adjournments"},
		"an answer rests on another decision": {evening, inSummary(`"decision":"KF 2026`, `"decision":"KF 2025`), CheckSummary, "changed is applications"},
		"an attestation says something else":  {evening, inSummary("in the town hall", "in the far north"), CheckSummary, "changed is attestations"},
		"a member of the summary is new":      {evening, inSummary(`{"format"`, `{"b":1,"format"`), CheckSummary, "changed is b"},
		"the summary is written otherwise":    {evening, inSummary(`{"format"`, `{ "format"`), CheckSummary, "written otherwise"},
		"the summary is no JSON":              {evening, func(p []piece) []piece { p[2].data = []byte("none\n"); return p }, CheckSummary, "no summary"},
		"the summary of another meeting":      {whole, func(p []piece) []piece { p[2] = evening[2]; return p }, CheckSummary, "summary.json"},
		"the manifest of another meeting":     {whole, func(p []piece) []piece { p[0] = evening[0]; return p }, CheckCopy, PartManifest},
		"the manifest has a signature less":   {whole, func(p []piece) []piece { p[0].data = p[0].data[:len(p[0].data)-1]; return p }, CheckCopy, PartManifest},
		"the journal of another meeting":      {whole, func(p []piece) []piece { p[1] = evening[1]; return p }, verify.CheckAnchor, ""},
		"an entry is changed":                 {whole, replace(`"title":"Val av två justerare"`, `"title":"Val av tre justerare"`), verify.CheckCheckpoints, ""},
		"the journal is cut":                  {whole, func(p []piece) []piece { p[1].data = p[1].data[:len(p[1].data)/2]; return p }, verify.CheckFormat, ""},
		"a bundle is missing":                 {whole, func(p []piece) []piece { return p[:4] }, verify.CheckComplete, "3-1"},
		"a bundle has the name of another": {whole, func(p []piece) []piece {
			p[3].data, p[4].data = p[4].data, p[3].data
			return p
		}, CheckNames, "2-1"},
		"a bundle stands there twice": {whole, func(p []piece) []piece { return append(p, piece{folder + "4-1.valurna", p[4].data}) }, verify.CheckFiles, "4-1"},
		"a bundle is none":            {whole, func(p []piece) []piece { p[3].data = []byte("none\n"); return p }, verify.CheckFiles, "2-1"},
		"a ballot of a bundle is changed": {whole, func(p []piece) []piece {
			at := bytes.Index(p[3].data, []byte("\nsealed ")) + 40
			p[3].data[at] ^= 1
			return p
		}, verify.CheckBundles, "2-1"},
	} {
		t.Run(name, func(t *testing.T) {
			var parts []piece
			for _, p := range c.of {
				parts = append(parts, piece{p.name, bytes.Clone(p.data)})
			}
			anchor := verify.FileAnchor(m.manifest)
			if &c.of[0] == &evening[0] {
				anchor = verify.FileAnchor(other.manifest)
			}
			r := check(t, join(t, c.change(parts)), anchor)
			verdict := verify.Invalid
			if c.want == verify.CheckFormat {
				verdict = verify.Unreadable
			}
			if r.Failed() != c.want || r.Verdict != verdict {
				t.Fatalf("failed %q, wanted %q\n%s", r.Failed(), c.want, dump(r))
			}
			for _, check := range r.Checks {
				if check.ID == c.want && !strings.Contains(check.Detail, c.says) {
					t.Errorf("it says %q, and not %q", check.Detail, c.says)
				}
				if bad := check.OK != nil && !*check.OK; bad && check.ID != c.want && (c.want == CheckSummary || c.want == CheckCopy || c.want == CheckNames) {
					t.Errorf("%s fails too: %s", check.ID, check.Detail)
				}
			}
			if (r.Summary != nil) != r.holds(CheckSummary) {
				t.Error("a summary that does not hold is shown, or one that does is not")
			}
		})
	}
}
