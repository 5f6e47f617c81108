package desk

import (
	"strings"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/tui/words"
)

// decrypting is a chair's view of trustees at work.
func decrypting(work view.Work) view.Desk {
	v := chair(voting(view.PhaseDecrypting))
	v.Ballots[0].Work = &work
	return v
}

var anna, bo, cilla = "trustee/anna", "trustee/bo", "trustee/cilla"

func TestEveryPieceOfTheTrusteesWorkIsSeen(t *testing.T) {
	w := words.Pick("en")
	for name, c := range map[string]struct {
		work view.Work
		want []string
	}{
		"the first shuffle": {view.Work{Due: 2, Threshold: 2, Waits: []string{anna}},
			[]string{"[X] check window", "[>] shuffle 1 of 2: waiting for trustee anna", "[ ] shuffle 2 of 2", "[ ] decryption, 0 of 2 parts"}},
		"the parts": {view.Work{Due: 2, Threshold: 2, Shuffled: []string{anna, bo}, Shared: []string{anna}, Waits: []string{bo, cilla}},
			[]string{"[X] shuffle 2 of 2: trustee bo", "[>] decryption, 1 of 2 parts: waiting for 1 of trustee bo, cilla", "[ ] proof"}},
		"the sum": {view.Work{Due: 2, Threshold: 2, Shuffled: []string{anna, bo}, Shared: []string{anna, bo}},
			[]string{"[>] decryption, 2 of 2 parts: the urn is at work"}},
		"the proofs": {view.Work{Due: 2, Threshold: 2, Shuffled: []string{anna, bo}, Shared: []string{anna, bo}, Combined: true, Proved: []string{bo}, Waits: []string{anna}},
			[]string{"[X] decryption", "[>] proof of the decryption, 1 of 2: waiting for trustee anna", "[ ] the votes are counted"}},
		"the count": {view.Work{Due: 2, Threshold: 2, Shuffled: []string{anna, bo}, Shared: []string{anna, bo}, Combined: true, Proved: []string{bo, anna}},
			[]string{"[X] proof", "[>] the votes are counted: the urn is at work"}},
		"nobody has voted": {view.Work{Threshold: 2, Waits: []string{anna, bo, cilla}},
			[]string{"[X] check window", "[>] decryption, 0 of 2 parts: waiting for 2 of trustee anna, bo, cilla"}},
	} {
		d, _ := start(t, decrypting(c.work), "en", 80, 40)
		d.Until(c.want...)
		if n := strings.Count(d.Screen(), "[>]"); n != 1 {
			t.Errorf("%s: %d pieces are under way", name, n)
		}
		plain := Plain(decrypting(c.work), w)
		for _, want := range c.want {
			sign := map[string]string{"[X]": w.Agenda.Done, "[>]": w.Agenda.Now, "[ ]": w.Agenda.Waiting}[want[:3]]
			if !strings.Contains(plain, sign+":"+want[3:]) {
				t.Errorf("%s: as text %q is missing:\n%s", name, want, plain)
			}
		}
	}
}

func TestATrusteePassedOverOrRejectedIsNamedWithTheReason(t *testing.T) {
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		v := decrypting(view.Work{Due: 2, Threshold: 2, Waits: []string{cilla},
			Passed:   []view.Trouble{{Trustee: anna, Reason: journal.PassShuffle}},
			Rejected: []view.Trouble{{Trustee: bo, Reason: "it sent a poem"}}})
		v.Ballots[0].Trouble = "The urn is unwell."
		want := []string{
			words.Fill(w.Work.Passed, "who", w.OfParty(anna), "reason", w.Work.LateShuffle),
			words.Fill(w.Work.Rejected, "who", w.OfParty(bo), "reason", "it sent a poem"),
			"The urn is unwell.",
		}
		for _, width := range []int{80, 40} {
			d, _ := start(t, v, lang, width, 70)
			d.Until(want...)
		}
		v.Ballots[0].Phase = view.PhaseVoid // it stays to be read
		d, _ := start(t, v, lang, 80, 40)
		d.Press("5")
		d.Until(want[:2]...)
	}
}

func TestWhoeverLeadsIsToldWhomToRing(t *testing.T) {
	w := words.Pick("da")
	ask := words.Fill(w.Work.Ask, "who", w.OfParty(bo)) // is not connected
	v := decrypting(view.Work{Due: 2, Threshold: 2, Shuffled: []string{anna}, Waits: []string{bo}})
	d, r := start(t, v, "da", 80, 40)
	d.Until(ask)
	r.set(func(r *registrar) { // two of three can do without bo
		r.view.Parties = append(r.view.Parties, view.Party{Name: cilla, Online: true})
		r.view.Ballots[0].Work = &view.Work{Due: 2, Threshold: 2, Shuffled: []string{anna, cilla}, Waits: []string{anna, bo, cilla}}
	})
	d.UntilTrue("nobody to ring", func() bool { return d.Has("2 af 2") && !d.Has(ask) })
	v.Me.Offices = nil
	d, _ = start(t, v, "da", 80, 40)
	d.Until("2 af 2")
	if d.Has(ask) {
		t.Error("a member is asked to ring")
	}
}

func TestEveryReasonOfTheUrnHasItsWords(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, reason := range []string{journal.PassShuffle, journal.PassProof, journal.RejectShuffle, journal.RejectParts, journal.RejectProof, journal.RejectAbsent} {
			if got := words.Pick(lang).OfReason(reason); got == reason {
				t.Errorf("%s: %q has no words", lang, reason)
			}
		}
	}
}
