package journal_test

import (
	"bytes"
	"crypto/rand"
	"slices"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/crypto/threshold"
)

var (
	anna  = manifest.ByTrustee("anna")
	bo    = manifest.ByTrustee("bo")
	cilla = manifest.ByTrustee("cilla")
)

// asTrustee lets another trustee offer the honest body as its own, signed by it.
func asTrustee[T any](name string, set func(*T, string)) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry {
		v := new(T)
		if err := canon.Unmarshal(f.honest.Body, v); err != nil {
			panic(err)
		}
		set(v, name)
		return f.entry(f.honest.Type, v, manifest.ByTrustee(name))
	}
}

// dealtAgain is a fresh dealing of cilla, who sees what the others revealed.
func dealtAgain(f *forger) *journal.Entry {
	var r journal.CeremonyReveal
	if err := canon.Unmarshal(f.honest.Body, &r); err != nil {
		panic(err)
	}
	_, d, err := threshold.Deal(f.state.CeremonyContext(0), 3, 2, 3, rand.Reader)
	r.Dealings[0] = must(d, err).Bytes()
	return f.entry(journal.TypeReveal, r, cilla)
}

func complaint(by, against, reason string) func(*forger) *journal.Entry {
	return instead(journal.TypeComplaint, journal.CeremonyComplaint{Trustee: by, Against: against, Reason: reason}, manifest.ByTrustee(by))
}

var ceremonyForgeries = []forgery{
	{"a commitment of somebody who is no trustee", journal.TypeCommit, 0, "ceremony", amend(func(c *journal.CeremonyCommit) { c.Trustee = "dag" })},
	{"a trustee's commitment signed by another", journal.TypeCommit, 0, "signature", signedBy(bo)},
	{"a trustee's commitment signed by two", journal.TypeCommit, 0, "signature", signedBy(anna, bo)},
	{"a trustee's commitment that nobody signed", journal.TypeCommit, 0, "signature", signedBy()},
	{"a trustee's commitment under a signature of another body", journal.TypeCommit, 0, "signature", func(f *forger) *journal.Entry {
		e := f.entry(journal.TypeCommit, journal.CeremonyCommit{Trustee: "anna", Reveal: commitment("a"), Transport: commitment("b")}, anna)
		e.Sigs = f.honest.Sigs
		return e
	}},
	{"a signature of the wrong length", journal.TypeCommit, 0, "signature", func(f *forger) *journal.Entry {
		e := f.signed(anna)
		e.Sigs[0].Sig = append(e.Sigs[0].Sig, 0)
		return e
	}},
	{"a signature made for another meeting", journal.TypeCommit, 0, "signature", func(f *forger) *journal.Entry {
		e := f.signed()
		st := must(journal.Sign([32]byte{1}, anna, partyKey(anna), journal.TypeCommit, f.honest.Body))
		e.Sigs = append(e.Sigs, st.Sig)
		return e
	}},
	{"a second commitment of one trustee", journal.TypeCommit, 1, "ceremony", instead(journal.TypeCommit, journal.CeremonyCommit{Trustee: "anna", Reveal: commitment("a"), Transport: commitment("b")}, anna)},
	{"a commitment copied from another trustee", journal.TypeCommit, 1, "ceremony", func(f *forger) *journal.Entry {
		var a, b journal.CeremonyCommit
		mustDecode(f.entries[f.at(journal.TypeCommit, 0)], &a)
		mustDecode(f.honest, &b)
		b.Reveal = a.Reveal
		return f.entry(journal.TypeCommit, b, bo)
	}},
	{"a transport key copied from another trustee", journal.TypeCommit, 1, "ceremony", func(f *forger) *journal.Entry {
		var a, b journal.CeremonyCommit
		mustDecode(f.entries[f.at(journal.TypeCommit, 0)], &a)
		mustDecode(f.honest, &b)
		b.Transport = a.Transport
		return f.entry(journal.TypeCommit, b, bo)
	}},
	{"a short commitment of a trustee", journal.TypeCommit, 0, "length", amend(func(c *journal.CeremonyCommit) { c.Reveal = c.Reveal[:31] })},
	{"a short transport key", journal.TypeCommit, 0, "length", amend(func(c *journal.CeremonyCommit) { c.Transport = c.Transport[:31] })},
	{"a ceremony before the first entries are complete", journal.TypeReady, 0, "ready", repeated(journal.TypeCommit, 0)},

	{"a reveal before all have committed", journal.TypeCommit, 2, "ceremony", repeated(journal.TypeReveal, 0)},
	{"a second reveal of one trustee", journal.TypeReveal, 1, "ceremony", repeated(journal.TypeReveal, 0)},
	{"a reveal of something else than was committed to", journal.TypeReveal, 2, "ceremony", dealtAgain},
	{"a reveal with another salt", journal.TypeReveal, 0, "ceremony", amend(func(r *journal.CeremonyReveal) { r.Salt = commitment("other") })},
	{"a reveal under another trustee's name", journal.TypeReveal, 0, "ceremony", asTrustee("bo", func(r *journal.CeremonyReveal, name string) { r.Trustee = name })},
	{"a reveal with a key less", journal.TypeReveal, 0, "ceremony", amend(func(r *journal.CeremonyReveal) { r.Dealings = r.Dealings[1:] })},

	{"a deal before all have revealed", journal.TypeReveal, 2, "ceremony", repeated(journal.TypeDeal, 0)},
	{"a second deal of one trustee", journal.TypeDeal, 1, "ceremony", repeated(journal.TypeDeal, 0)},
	{"a deal that leaves a trustee out", journal.TypeDeal, 0, "ceremony", amend(func(d *journal.CeremonyDeal) { d.Sealed = d.Sealed[:2] })},
	{"a deal with nothing for a trustee", journal.TypeDeal, 0, "ceremony", amend(func(d *journal.CeremonyDeal) { d.Sealed[1] = canon.Hex{} })},
	{"a deal with a share less for a trustee", journal.TypeDeal, 0, "ceremony", amend(func(d *journal.CeremonyDeal) { d.Sealed[1] = d.Sealed[1][32:] })},
	{"a deal that seals something to its dealer", journal.TypeDeal, 0, "ceremony", amend(func(d *journal.CeremonyDeal) { d.Sealed[0] = d.Sealed[1] })},
	{"a deal under another trustee's name", journal.TypeDeal, 0, "signature", amend(func(d *journal.CeremonyDeal) { d.Trustee = "bo" })},

	{"a complaint against oneself", journal.TypeDeal, 0, "ceremony", complaint("anna", "anna", "x")},
	{"a complaint against somebody who is no trustee", journal.TypeDeal, 0, "ceremony", complaint("anna", "dag", "x")},
	{"a complaint with a reason that misleads a terminal", journal.TypeDeal, 0, "reason", complaint("anna", "bo", "a\u009b2J")},
	{"a complaint in another trustee's name", journal.TypeDeal, 0, "signature", instead(journal.TypeComplaint, journal.CeremonyComplaint{Trustee: "anna", Against: "cilla", Reason: "x"}, bo)},
	{"a complaint once the keys are signed", journal.TypeMeeting, 0, "ceremony", complaint("anna", "bo", "x")},

	{"keys before all have dealt", journal.TypeDeal, 2, "ceremony", repeated(journal.TypeKeys, 0)},
	{"keys that one trustee has not signed", journal.TypeKeys, 0, "ceremony", signedBy(anna, bo)},
	{"keys signed by one trustee three times", journal.TypeKeys, 0, "signature", signedBy(anna, anna, anna)},
	{"keys signed in another order", journal.TypeKeys, 0, "signature", signedBy(bo, anna, cilla)},
	{"keys signed by the urn in a trustee's place", journal.TypeKeys, 0, "signature", signedBy(anna, bo, manifest.ByUrn)},
	{"keys that somebody knows alone", journal.TypeKeys, 0, "ceremony", amend(func(k *journal.CeremonyKeys) { k.Keys[0].Key = bytes.Repeat([]byte{0}, 32) })},
	{"keys in another order than dealt", journal.TypeKeys, 0, "ceremony", amend(func(k *journal.CeremonyKeys) { slices.Reverse(k.Keys) })},
	{"two trustees' public shares exchanged", journal.TypeKeys, 0, "ceremony", amend(func(k *journal.CeremonyKeys) {
		s := k.Keys[0].Shares
		s[0], s[1] = s[1], s[0]
	})},
	{"keys signed twice", journal.TypeMeeting, 0, "ceremony", repeated(journal.TypeKeys, 0)},
	{"a commitment once the keys are signed", journal.TypeMeeting, 0, "ceremony", repeated(journal.TypeCommit, 0)},
}

func mustDecode(e *journal.Entry, v any) {
	if err := canon.Unmarshal(e.Body, v); err != nil {
		panic(err)
	}
}
