package complaint

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/booth"
	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/verify"
)

// failed gives the last check that was made and failed.
func (j *Judgement) failed() string {
	for _, c := range slices.Backward(j.Checks) {
		if c.OK != nil && !*c.OK {
			return c.ID
		}
	}
	return ""
}

func TestEachComplaintGetsItsVerdictByItsRule(t *testing.T) {
	m := held()
	stays, dropped := m.cast[0], m.cast[2]
	never := m.vote(1) // finished, and never taken
	good := func() *Complaint { return m.complaint(t, dropped, m.receipt(dropped)) }
	changed := func(change func(c *Complaint)) *Complaint {
		c := good()
		change(c)
		return c
	}
	otherID := must(booth.NewReceipt("1-2", must(m.state.Terms(ballotID)).Context, dropped))
	forgedCode := *m.receipt(dropped)
	forgedCode.Body = m.receipt(stays).Body
	borrowed := *m.receipt(dropped)
	borrowed.Sig.Sig = m.word(manifest.ByTrustee("anna"), must(booth.NewReceipt(ballotID, must(m.state.Terms(ballotID)).Context, dropped))).Sig.Sig
	void := m.then((*meeting).void)
	withheld := void.bundle()
	withheld.Sealed = nil
	early := convene()
	early.open()
	unsealedReceipt := early.receipt(early.vote(0))
	early.void()
	torn := m.bundle()
	torn.Entries = torn.Entries[:len(torn.Entries)-1]
	exchanged := m.bundle()
	exchanged.Sealed = [][]byte{dropped}
	for name, c := range map[string]struct {
		c       *Complaint
		b       *bundle.Bundle
		anchor  verify.Anchor
		verdict string
		rule    string // "": none failed
	}{
		"dropped after its receipt":                    {good(), m.bundle(), m.anchor(), Dropped, RuleListed},
		"dropped, and the ballot is void":              {good(), void.bundle(), m.anchor(), Dropped, RuleListed},
		"the receipt alone is kept":                    {m.complaint(t, nil, m.receipt(dropped)), m.bundle(), m.anchor(), Dropped, RuleListed},
		"it is in":                                     {m.complaint(t, stays, m.receipt(stays)), m.bundle(), m.anchor(), Included, ""},
		"it is in, without a receipt":                  {m.complaint(t, stays, nil), m.bundle(), m.anchor(), Included, ""},
		"finished and never taken":                     {m.complaint(t, never, nil), m.bundle(), m.anchor(), NeverCast, RuleListed},
		"a receipt of a trustee":                       {m.complaint(t, dropped, m.word(manifest.ByTrustee("anna"), otherIs(otherID, ballotID))), m.bundle(), m.anchor(), Forged, RuleSignature},
		"a trustee's signature in the urn's name":      {m.complaint(t, dropped, &borrowed), m.bundle(), m.anchor(), Forged, RuleSignature},
		"a body under another receipt's signature":     {m.complaint(t, nil, &forgedCode), m.bundle(), m.anchor(), Forged, RuleSignature},
		"another meeting":                              {changed(func(c *Complaint) { c.Manifest = make([]byte, 32) }), m.bundle(), m.anchor(), Wrong, RuleMeeting},
		"another ballot":                               {changed(func(c *Complaint) { c.Ballot = "2-1" }), m.bundle(), m.anchor(), Wrong, RuleMeeting},
		"a receipt for another ballot":                 {changed(func(c *Complaint) { c.Receipt = m.word(manifest.ByUrn, otherID) }), m.bundle(), m.anchor(), Wrong, RuleTogether},
		"a receipt for another voter's":                {changed(func(c *Complaint) { c.Sealed = m.cast[1] }), m.bundle(), m.anchor(), Wrong, RuleTogether},
		"a ballot of another meeting":                  {m.complaint(t, early.vote(0), nil), m.bundle(), m.anchor(), Wrong, RuleBelongs},
		"a ballot with another's token":                {m.complaint(t, grafted(never, stays), nil), m.bundle(), m.anchor(), Wrong, RuleBelongs},
		"a journal without its end":                    {good(), torn, m.anchor(), NoBasis, RuleBasis},
		"a list that was not sealed":                   {good(), exchanged, m.anchor(), NoBasis, RuleBasis},
		"another meeting's words":                      {good(), m.bundle(), verify.WordsAnchor(manifest.Words([32]byte{1})), NoBasis, RuleBasis},
		"no words":                                     {good(), m.bundle(), verify.NoAnchor(), NoBasis, RuleBasis},
		"a void ballot whose list is withheld":         {good(), withheld, m.anchor(), NoBasis, ""},
		"a void ballot that was never sealed":          {early.complaint(t, nil, unsealedReceipt), early.bundle(), early.anchor(), NoBasis, ""},
		"a forged receipt though the list is withheld": {m.complaint(t, dropped, &borrowed), withheld, m.anchor(), Forged, RuleSignature},
		"the urn has signed what is no ballot for it":  {m.complaint(t, nil, m.word(manifest.ByUrn, journal.Receipt{Ballot: ballotID, Leaf: make([]byte, 32), Code: otherID.Code})), m.bundle(), m.anchor(), Dropped, RuleListed},
	} {
		j := Judge(c.c, c.b, c.anchor)
		if j.Verdict != c.verdict || j.failed() != c.rule || j.Text != texts[c.verdict] || j.Exit() != exits[c.verdict] {
			t.Errorf("%s: %s by %q, exit %d; due was %s by %q\n%+v", name, j.Verdict, j.failed(), j.Exit(), c.verdict, c.rule, j.Checks)
		}
	}
}

func otherIs(r journal.Receipt, id string) journal.Receipt {
	r.Ballot = id
	return r
}

// grafted is a ballot under another's token signature.
func grafted(a, b []byte) []byte {
	out := slices.Clone(a)
	copy(out[len(out)-256:], b[len(b)-256:])
	return out
}

func TestVerdictsHaveExitCodesOfTheirOwn(t *testing.T) {
	seen := map[int]string{}
	for verdict := range texts {
		code, ok := exits[verdict]
		if other, taken := seen[code]; taken || !ok {
			t.Errorf("%s and %s end with %d", verdict, other, code)
		}
		seen[code] = verdict
	}
	if (&Judgement{Verdict: "made up"}).Exit() != ExitUnreadable {
		t.Error("an unknown verdict is taken for a judgement")
	}
}

func TestAReceiptThatTheJournalHoldsIsSaidToBeThereAndTheVoidingIsSaid(t *testing.T) {
	m := held()
	dropped := m.cast[2]
	void := m.then(func(m *meeting) {
		m.add(journal.TypeMissing, journal.Missing{Receipt: *m.receipt(dropped)})
		m.void()
	})
	j := Judge(m.complaint(t, dropped, m.receipt(dropped)), void.bundle(), m.anchor())
	if j.Verdict != Dropped || !j.Entered || j.Void == "" || !slices.Contains(j.Notes, noteVoid) || !slices.Contains(j.Notes, noteNever) {
		t.Errorf("%+v", j)
	}
	if j := Judge(m.complaint(t, dropped, m.receipt(dropped)), m.bundle(), m.anchor()); j.Entered || !slices.Contains(j.Notes, noteStands) {
		t.Errorf("the journal is said to hold what it does not: %+v", j)
	}
}

// What is said about two ballots with different votes is the same, word for word.
func TestAJudgementDoesNotDependOnTheVote(t *testing.T) {
	m := held()
	judged := func(encoding []byte) string {
		var out bytes.Buffer
		j := Judge(m.complaint(t, encoding, m.receipt(encoding)), m.bundle(), m.anchor())
		if err := j.JSON(&out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	one, other := judged(m.vote(0)), judged(m.vote(2))
	if one != other || !strings.Contains(one, `"verdict": "dropped"`) {
		t.Errorf("two judgements differ:\n%s\n%s", one, other)
	}
}

// Nobody makes a complaint against an urn by changing one that holds: no byte of it
// can be another.
func TestAnyChangedByteOfAComplaintTakesTheBlameFromTheUrn(t *testing.T) {
	m := held()
	_, basis := verify.Ground(m.bundle(), m.anchor())
	file := must(m.complaint(t, m.cast[2], m.receipt(m.cast[2])).Encode())
	for i := range file {
		for _, bit := range []byte{1, 2} {
			forged := slices.Clone(file)
			forged[i] ^= bit
			c, err := Decode(forged)
			if err != nil {
				continue
			}
			if got := new(Judgement).apply(c, basis); got == Dropped {
				t.Fatalf("byte %d as %q: still %s", i, forged[i], got)
			}
		}
	}
}

// files is a disk for Command.
type files map[string][]byte

func (f files) open(name string) (io.ReadCloser, error) {
	data, ok := f[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func TestTheCommandJudgesFilesOfflineInWordsAndAsJSON(t *testing.T) {
	m := held()
	var b bytes.Buffer
	check(bundle.Write(&b, m.bundle()))
	file := must(m.complaint(t, m.cast[2], m.receipt(m.cast[2])).Encode())
	disk := files{"complaint": file, "torn": file[:len(file)-5], "long": make([]byte, MaxBytes+1), "bundle": b.Bytes(), "manifest": must(m.signed.Encode())}
	words := manifest.Words(m.hash)
	for _, c := range []struct {
		file, bundle, manifest string
		verdict                string
	}{
		{"complaint", "bundle", "manifest", Dropped},
		{"complaint", "bundle", words, Dropped},
		{"complaint", "bundle", "nosuchfile", NoBasis},
		{"complaint", "complaint", words, NoBasis},
		{"complaint", "nosuchfile", words, NoBasis},
		{"torn", "bundle", words, Unreadable},
		{"long", "bundle", words, Unreadable},
		{"bundle", "bundle", words, Unreadable},
		{"nosuchfile", "bundle", words, Unreadable},
	} {
		for _, asJSON := range []bool{false, true} {
			var out bytes.Buffer
			code, err := Command{File: c.file, Bundle: c.bundle, Manifest: c.manifest, JSON: asJSON, Open: disk.open, Out: &out}.Run()
			if code != exits[c.verdict] || err != nil {
				t.Errorf("%+v: exit %d, %v", c, code, err)
			}
			if !asJSON {
				if !strings.HasPrefix(out.String(), strings.ToUpper(c.verdict)+": "+texts[c.verdict]) {
					t.Errorf("%+v: %s", c, out.String())
				}
				continue
			}
			var got Judgement
			if err := json.Unmarshal(out.Bytes(), &got); err != nil || got.Verdict != c.verdict || len(got.Checks) == 0 {
				t.Errorf("%+v: %v\n%s", c, err, out.String())
			}
		}
	}
}

func TestTheCodeInAReceiptIsThatOfTheBallot(t *testing.T) {
	m := held()
	c := m.complaint(t, m.cast[2], m.receipt(m.cast[2]))
	code := must(sealed.CodeOf(must(m.state.Terms(ballotID)).Context, m.cast[2]))
	if r := must(c.receipt()); r.Code != code.String() {
		t.Errorf("code %s, the ballot's is %s", r.Code, code)
	}
}
