package journal_test

import (
	"encoding/json"
	"math"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
)

// reagreed is the manifest changed and signed by all again, unless tamper then
// does something to the signatures.
func reagreed(change func(*manifest.Manifest), tamper func([]journal.Signature) []journal.Signature) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry {
		m := agreement()
		change(m)
		e := must(journal.ManifestEntry(signManifest(m), f.honest.Time))
		if tamper != nil {
			e.Sigs = tamper(e.Sigs)
		}
		return e
	}
}

func moved(seq, seconds int64) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry {
		e := *f.honest
		e.Seq, e.Time = e.Seq+seq, e.Time+seconds
		return &e
	}
}

// orderForgeries break what holds for every entry.
var orderForgeries = []forgery{
	{"an entry before the manifest", journal.TypeManifest, 0, "manifest", instead(journal.TypeFiles, journal.Files{Body: commitment("a"), Meeting: commitment("b")})},
	{"a manifest that one party has not signed", journal.TypeManifest, 0, "manifest", reagreed(func(*manifest.Manifest) {},
		func(s []journal.Signature) []journal.Signature { return append(s[:3:3], s[4:]...) })},
	{"a manifest changed after it was signed", journal.TypeManifest, 0, "manifest", func(f *forger) *journal.Entry {
		m := agreement()
		m.Threshold = 1
		e := *f.honest
		e.Body = canon.MustMarshal(m)
		return &e
	}},
	{"a manifest under which one trustee could decrypt alone", journal.TypeManifest, 0, "manifest", reagreed(func(m *manifest.Manifest) { m.Threshold = 1 }, nil)},
	{"a manifest with its signatures in another order", journal.TypeManifest, 0, "manifest", reagreed(func(*manifest.Manifest) {},
		func(s []journal.Signature) []journal.Signature { s[0], s[1] = s[1], s[0]; return s })},
	{"a manifest dated before 1970", journal.TypeManifest, 0, "time", moved(0, -startTime-1)},
	{"a second manifest", journal.TypeFiles, 0, "manifest", repeated(journal.TypeManifest, 0)},
	{"an entry that skips a number", journal.TypeFiles, 0, "seq", moved(1, 0)},
	{"an entry with a number that was used", journal.TypeFiles, 0, "seq", moved(-1, 0)},
	{"an entry dated before the one it follows", journal.TypeFiles, 0, "time", moved(0, -2)},
	{"an entry of an unknown type", journal.TypeFiles, 0, "type", instead("recount", struct{}{})},
	{"an entry without a list of signatures", journal.TypeFiles, 0, "entry", func(f *forger) *journal.Entry {
		e := *f.honest
		e.Sigs = nil
		return &e
	}},
	{"an entry without a body", journal.TypeFiles, 0, "body", func(f *forger) *journal.Entry {
		e := *f.honest
		e.Body = nil
		return &e
	}},
	{"a body that is null", journal.TypeFiles, 0, "body", func(f *forger) *journal.Entry {
		e := *f.honest
		e.Body = json.RawMessage("null")
		return &e
	}},
	{"a body with a member that the format does not know", journal.TypePerson, 0, "body", body(`{"person"`, `{"name":"Ada","person"`)},
	{"a body with a member twice", journal.TypePerson, 0, "body", body(`"seat":1`, `"seat":2,"seat":1`)},
	{"a body without one of its members", journal.TypePerson, 0, "body", body(`"substitute":false,`, ``)},
	{"a body with its members in another order", journal.TypePerson, 0, "body", body(`"person":1,"seat":1`, `"seat":1,"person":1`)},
	{"a number written in another way", journal.TypePerson, 0, "body", body(`"seat":1`, `"seat":1.0`)},
	{"a commitment in upper-case digits", journal.TypePerson, 0, "body", func(f *forger) *journal.Entry {
		var p struct {
			Person     int      `json:"person"`
			Seat       int      `json:"seat"`
			Substitute bool     `json:"substitute"`
			Offices    []string `json:"offices"`
			Commit     string   `json:"commit"`
		}
		if err := json.Unmarshal(f.honest.Body, &p); err != nil {
			panic(err)
		}
		p.Commit = "AB" + p.Commit[2:]
		return f.entry(journal.TypePerson, p)
	}},
	{"a signature where the registrar's word stands alone", journal.TypeFiles, 0, "signature", signedBy(manifest.ByRegistrar)},
}

// setupForgeries break the first entries and attendance.
var setupForgeries = []forgery{
	{"files entered twice", journal.TypePerson, 0, "files", repeated(journal.TypeFiles, 0)},
	{"a commitment to files of the wrong length", journal.TypeFiles, 0, "length", amend(func(f *journal.Files) { f.Meeting = f.Meeting[1:] })},
	{"a person out of turn", journal.TypePerson, 1, "person", amend(func(p *journal.Person) { p.Person++ })},
	{"a seat held twice", journal.TypePerson, 1, "person", amend(func(p *journal.Person) { p.Seat = 1 })},
	{"a seat below zero", journal.TypePerson, 1, "person", amend(func(p *journal.Person) { p.Seat = -1 })},
	{"a substitute with a seat", journal.TypePerson, 5, "person", amend(func(p *journal.Person) { p.Seat = 6 })},
	{"offices that are null", journal.TypePerson, 1, "person", amend(func(p *journal.Person) { p.Offices = nil })},
	{"an office that nobody knows", journal.TypePerson, 1, "person", amend(func(p *journal.Person) { p.Offices = []string{"\u202eriahc"} })},
	{"an office held twice by one person", journal.TypePerson, 0, "person", amend(func(p *journal.Person) { p.Offices = []string{"chair", "chair"} })},
	{"a person with a short commitment", journal.TypePerson, 0, "length", amend(func(p *journal.Person) { p.Commit = nil })},
	{"an item out of turn", journal.TypeItem, 1, "item", amend(func(i *journal.Item) { i.Item = 1 })},
	{"an item of an unknown class", journal.TypeItem, 1, "item", amend(func(i *journal.Item) { i.Class = "acclamation" })},
	{"a title that misleads a terminal", journal.TypeItem, 1, "item", amend(func(i *journal.Item) { i.Title = "\u202etegduB" })},
	{"a secret ballot on a decision of a council", journal.TypeItem, 1, "KL 5:54", amend(func(i *journal.Item) { i.Contest = &opened })},
	{"a contest with one option", journal.TypeItem, 0, "contest", amend(func(i *journal.Item) {
		i.Contest = &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ada"}}
	})},
	{"fewer seats declared than entered", journal.TypeReady, 0, "ready", amend(func(r *journal.Ready) { r.Seats-- })},
	{"a ceremony for no key", journal.TypeReady, 0, "ready", amend(func(r *journal.Ready) { r.Keys = 0 })},
	{"a ceremony for more keys than anybody could make", journal.TypeReady, 0, "ready", amend(func(r *journal.Ready) { r.Keys = math.MaxInt })},
	{"the first entries complete without any seat", journal.TypePerson, 0, "ready", instead(journal.TypeReady, journal.Ready{Seats: 0, Keys: keys})},
	{"a member added once the first entries are complete", journal.TypeMeeting, 0, "ready", instead(journal.TypePerson, journal.Person{Person: 8, Seat: 6, Offices: []string{}, Commit: commitment("late")})},
	{"an item added once the first entries are complete", journal.TypeMeeting, 0, "ready", instead(journal.TypeItem, journal.Item{Item: 4, Class: journal.ClassInformation, Title: "Övrigt"})},
	{"the first entries completed twice", journal.TypeMeeting, 0, "ready", repeated(journal.TypeReady, 0)},
	{"files changed once the first entries are complete", journal.TypeMeeting, 0, "ready", repeated(journal.TypeFiles, 0)},

	{"attendance before the first entries are complete", journal.TypeReady, 0, "meeting", repeated(journal.TypePresence, 0)},
	{"a meeting opened before the first entries are complete", journal.TypeReady, 0, "ready", repeated(journal.TypeMeeting, 0)},
	{"a meeting opened by somebody without the chair", journal.TypeMeeting, 0, "office", amend(func(m *journal.Meeting) { m.Person = 7 })},
	{"a meeting opened by nobody", journal.TypeMeeting, 0, "office", amend(func(m *journal.Meeting) { m.Person = 0 })},
	{"a meeting opened with a party's signature", journal.TypeMeeting, 0, "signature", signedBy(manifest.ByUrn)},
	{"a meeting closed before it was opened", journal.TypeMeeting, 0, "meeting", amend(func(m *journal.Meeting) { m.State = "closed" })},
	{"a meeting opened twice", journal.TypeDefine, 0, "meeting", repeated(journal.TypeMeeting, 0)},
	{"a meeting paused", journal.TypeDefine, 0, "meeting", instead(journal.TypeMeeting, journal.Meeting{State: "paused", Person: 1})},

	{"somebody unknown takes a seat", journal.TypePresence, 0, "presence", amend(func(p *journal.Presence) { p.Person = 9 })},
	{"a member takes a seat that nobody has", journal.TypePresence, 0, "presence", amend(func(p *journal.Presence) { p.Seat = 6 })},
	{"a member takes another member's seat", journal.TypePresence, 0, "presence", amend(func(p *journal.Presence) { p.Seat = 2 })},
	{"the secretary takes a seat", journal.TypePresence, 0, "presence", amend(func(p *journal.Presence) { p.Person = 7 })},
	{"somebody leaves a seat on which another sits", journal.TypePresence, 1, "presence", amend(func(p *journal.Presence) { p.Person, p.Seat, p.Present = 6, 1, false })},
	{"a seat left by a member who never took it", journal.TypePresence, 0, "presence", amend(func(p *journal.Presence) { p.Present = false })},
	{"a substitute takes a seat that is taken", journal.TypePresence, 1, "presence", amend(func(p *journal.Presence) { p.Person, p.Seat = 6, 1 })},
	{"a substitute with a seat takes one that is taken", journal.TypeDefine, 1, "presence", instead(journal.TypePresence, journal.Presence{Person: 6, Seat: 4, Present: true, Place: commitment("place")})},
	{"a member returns to a seat that the substitute holds", journal.TypeDefine, 1, "presence", instead(journal.TypePresence, journal.Presence{Person: 5, Seat: 5, Present: true, Place: commitment("back")})},
	{"a place without its commitment", journal.TypePresence, 0, "length", amend(func(p *journal.Presence) { p.Place = nil })},

	{"keys of somebody unknown", journal.TypePersonKeys, 0, "person", amend(func(p *journal.PersonKeys) { p.Person = 8 })},
	{"keys of nobody", journal.TypePersonKeys, 0, "person", amend(func(p *journal.PersonKeys) { p.Person = 0 })},
	{"keys with a short commitment", journal.TypePersonKeys, 0, "length", amend(func(p *journal.PersonKeys) { p.Commit = p.Commit[1:] })},
	{"keys with the commitment that the person has", journal.TypePersonKeys, 0, "person", amend(func(p *journal.PersonKeys) { p.Commit = commitment("member 2") })},
	{"keys with another person's commitment", journal.TypePersonKeys, 0, "person", amend(func(p *journal.PersonKeys) { p.Commit = commitment("member 1") })},
	{"keys with a party's signature", journal.TypePersonKeys, 0, "signature", signedBy(manifest.ByRegistrar)},
	{"keys in the open", journal.TypePersonKeys, 0, "body", body(`{"person":2`, `{"keys":["ssh-ed25519 AAAA"],"person":2`)},
	{"keys changed before the first entries are complete", journal.TypeReady, 0, "meeting", instead(journal.TypePersonKeys, journal.PersonKeys{Person: 2, Commit: commitment("early")})},
}
