package record

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/meeting"
	"valurna/ballot/record"
	"valurna/ballot/record/recordtest"
	"valurna/tui/style"
	"valurna/tui/words"
)

var update = flag.Bool("update", false, "write the golden records anew")

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// meetings are a council's evening with open votes and members elsewhere, and the one
// that the specification shows, with secret ballots.
func meetings(t *testing.T) map[string]*record.Record {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "docs", "example", "3-1.valurna"))
	noError(t, err)
	defer f.Close()
	b, err := bundle.Read(f)
	noError(t, err)
	out := map[string]*record.Record{}
	for name, leaves := range map[string][][]byte{"council": recordtest.Council().Leaves, "example": b.Entries} {
		r, err := record.Of(leaves)
		noError(t, err)
		out[name] = r
	}
	return out
}

func TestTheRecordsOfTwoMeetingsInThreeLanguages(t *testing.T) {
	for name, r := range meetings(t) {
		for _, lang := range words.Languages() {
			trust := Unconfirmed
			if name == "council" {
				trust = Confirmed
			}
			got := Text(r, trust, words.Pick(lang))
			file := filepath.Join("testdata", name+"."+lang+".txt")
			if *update {
				noError(t, os.WriteFile(file, []byte(got), 0o644))
			}
			want, err := os.ReadFile(file)
			noError(t, err)
			if got != string(want) {
				t.Errorf("%s is another than it was; -update writes it anew:\n%s", file, got)
			}
			plain(t, file, got)
		}
	}
}

// plain holds a text against what every one has to keep.
func plain(t *testing.T, what, text string) {
	t.Helper()
	for i, line := range strings.Split(text, "\n") {
		if style.Width(line) > Width || strings.ContainsAny(line, "{}\x1b\t") || strings.TrimRight(line, " ") != line {
			t.Errorf("%s:%d: %q", what, i+1, line)
		}
	}
}

func TestARecordWithoutManifestSaysSo(t *testing.T) {
	r := meetings(t)["council"]
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		begin := strings.Fields(w.Record.Unconfirmed)[0]
		if yes, no := Text(r, Confirmed, w), Text(r, Unconfirmed, w); strings.Contains(yes, begin) || !strings.Contains(no, begin) {
			t.Errorf("%s: the origin is not told", lang)
		}
	}
}

// A record of something that the evening does not hold, by hand.
func TestWhatSeldomHappensHasItsWordsToo(t *testing.T) {
	at := record.Stamp{Entry: 7, Time: 1_796_036_400}
	act := record.Act{Stamp: at, By: record.Who{Person: 1, Seat: 1}}
	chairs := kind.Contest{Kind: kind.KOfN, Elect: 2, Options: []string{"Ada", "Bo", "Cia"}}
	r := &record.Record{
		Body: "Exempelby\x1b[31m", Meeting: "2026-11", Date: "2026-11-30", State: "open", Seats: 5, Rehearsal: true,
		Quorum:   record.Quorum{Percent: 50, Source: "styrelsesloven § 11, 2"},
		Phases:   []record.Phase{{Act: act, State: "open"}},
		Presided: []record.Presided{{Stamp: at, Who: act.By, Cause: "oldest", By: &record.Who{Person: 9}}},
		Served: []record.Served{
			{Stamp: at, Seat: 1, Person: 1}, {Stamp: at, Seat: 2, Person: 2, To: &at, Ended: record.EndedDisqualified}, {Stamp: at, Seat: 3, Person: 3, To: &at, Ended: record.EndedLeft},
			{Stamp: at, Seat: 4, Person: 4, To: &at, Ended: record.EndedBrokenOff},
		},
		Remote: []record.Remote{{Person: 5, Events: []record.RemoteEvent{
			{Act: act, What: record.WhatNotAlone}, {Act: act, What: record.WhatUnsatisfied}, {Act: act, What: record.WhatUnseen}, {Act: act, What: record.WhatSeesNot},
			{Act: act, What: record.WhatLeft}, {Act: act, What: record.WhatLost, Cause: meeting.LostOverheard}, {Act: act, What: "unheard-of"},
		}}},
		Items: []record.Item{{
			Item: 1, Class: "decision", Title: strings.Repeat("lång titel ", 20), Motions: []record.Motion{{Act: act, Motion: 1, Kind: "remit", Text: "Because."}},
			Decision: &record.Decision{Act: act, Outcome: "remitted", Motion: 1, Text: "Because.", Vote: 1, Present: 3},
			Ballots: []record.Ballot{
				{Ballot: "1-1", Contest: chairs, Defined: at, Roll: []int{1, 2, 4, 5, 6, 9}, Void: &record.Void{Stamp: at, Reason: "The doors were open."}},
				{Ballot: "1-2", Contest: chairs, Defined: at, Certified: &record.Certified{Act: act, Elected: []string{}}},
			},
		}, {Item: 2, Decision: &record.Decision{Act: act, Outcome: "decided"}}},
		Gate: []record.Look{
			{Stamp: at, Moment: "running", Ballot: "1-1", Holding: 28, Failing: []meeting.GateFinding{{ID: "G14", Verdict: "unknown", Code: "G14-batch"}}},
			{Stamp: at, Moment: "running", Ballot: "1-1", Holding: 28, Failing: []meeting.GateFinding{{ID: "G14", Verdict: "unknown", Code: "G14-batch"}}},
			{Stamp: at, Moment: "certification", Ballot: "1-1", Holding: 29}, {Stamp: at, Moment: "agenda", Holding: 29}, {Stamp: at, Moment: "opening", Ballot: "1-2", Holding: 29},
		},
		Preflights: []record.Preflight{{Act: record.Act{Stamp: at}}},
		Trials: []record.Ballot{
			{Ballot: "0-1", Defined: at, Certified: &record.Certified{}}, {Ballot: "0-2", Defined: at, Void: &record.Void{}}, {Ballot: "0-3", Defined: at},
		},
		Papers: []record.Paper{{Act: act, Paper: 1, Title: "A map"}},
		Keys:   []record.Key{{Stamp: at, Of: record.Who{Person: 3, Seat: 3}}},
		Irregular: []record.Irregularity{
			{Stamp: at, Type: journal.TypeVoid, Ballot: "1-1", Reason: "The doors were open."}, {Stamp: at, Type: journal.TypeReject, Ballot: "1-1", Party: "anna", Reason: journal.RejectShuffle},
			{Stamp: at, Type: journal.TypePass, Ballot: "1-1", Party: "bo", Reason: journal.PassProof}, {Stamp: at, Type: journal.TypeMissing, Ballot: "1-1"},
			{Stamp: at, Type: journal.TypeComplaint, Party: "anna", Against: "bo", Reason: "a wrong share"},
		},
		Others: []record.Other{{Stamp: at, Type: "new"}},
	}
	for _, lang := range words.Languages() {
		w := words.Pick(lang)
		got := Text(r, Confirmed, w)
		plain(t, lang, got)
		text := strings.Join(strings.Fields(got), " ")
		f := w.Record
		for _, want := range []string{
			f.Rehearsal, f.Running, w.States.Hand.Oldest, f.Served.Disqualified, f.Served.Left, f.Served.BrokenOff, f.Remote.NotAlone, f.Remote.SeesNotRoom,
			f.Remote.Left, w.States.Lost.Overheard, "unheard-of", f.Decision.NoMotion, "1, 2, 4–6, 9", "The doors were open.", f.Ballot.ElectedNobody,
			"G14-batch", words.Fill(f.Gate.Times, "n", 2), "0-1", "0-2", "0-3", f.Ballot.NotEnded, w.Phase.Void.Name, "anna", w.Work.BadShuffle, w.Work.LateProof, "a wrong share",
			words.Fill(f.Newer, "entries", 7),
		} {
			if !strings.Contains(text, strings.Join(strings.Fields(want), " ")) {
				t.Errorf("%s: %q is not told:\n%s", lang, want, got)
			}
		}
	}
}

// A code of the journal without words would be told in English: each has them.
func TestNoCodeOfTheEveningIsToldAsItStands(t *testing.T) {
	codes := []string{"rollcall", "disqualified", "heartbeat", "overheard", "remit", "reject", "counter", "final", "abstain", "admission", "in-room", "sees-not"}
	for _, lang := range []string{"sv", "da"} {
		got := strings.FieldsFunc(Text(meetings(t)["council"], Confirmed, words.Pick(lang)), func(r rune) bool { return strings.ContainsRune(" \n,.:;()", r) })
		for _, code := range codes {
			if slices.Contains(got, code) {
				t.Errorf("%s: %q", lang, code)
			}
		}
	}
}
