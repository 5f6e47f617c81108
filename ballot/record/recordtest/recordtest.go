// Package recordtest holds a meeting for tests of what is made of a journal. Every key
// in it is derived from its owner's name, so that the meeting has the same bytes on
// every day, until its trustees make their keys. Only tests import it.
package recordtest

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// Meeting is a journal that is being written.
type Meeting struct {
	Signed *manifest.Signed
	Leaves [][]byte
	State  *journal.State
	Now    int64 // time of the next entry

	salt int
}

// Council is the evening of a council of seven, from manifest to close.
func Council() *Meeting {
	m := Call()
	m.Play(evening)
	return m
}

// Call makes the first entries, under a manifest with these changes.
func Call(changes ...func(*manifest.Manifest)) *Meeting {
	agreed := agreement()
	for _, change := range changes {
		change(agreed)
	}
	m := &Meeting{Signed: sign(agreed), State: journal.NewState(), Now: day("2026-11-20") + 8*3600}
	m.apply(must(journal.ManifestEntry(m.Signed, m.Now)))
	m.Enter(journal.TypeFiles, journal.Files{Body: m.commit("body"), Meeting: m.commit("meeting")})
	for i := 1; i <= 10; i++ {
		p := journal.Person{Person: i, Seat: i, Offices: []string{}, Commit: m.commit(i)}
		switch i {
		case 1:
			p.Offices = []string{meeting.OfficeChair}
		case 2:
			p.Offices = []string{meeting.OfficeVice}
		case 8, 9:
			p.Seat, p.Substitute = 0, true
		case 10:
			p.Seat, p.Offices = 0, []string{meeting.OfficeSecretary}
		}
		m.Enter(journal.TypePerson, p)
	}
	auditors := &kind.Contest{Kind: kind.KOfN, Elect: 2, Options: []string{"Ada Ek", "Bo Ask", "Cia Dahl"}}
	for i, it := range []journal.Item{
		{Class: meeting.ClassInformation, Title: "Report of the auditors"},
		{Class: meeting.ClassDecision, Title: "A bridge over the river"},
		{Class: meeting.ClassDecision, Title: "Budget for 2027"},
		{Class: meeting.ClassElection, Title: "Election of two auditors", Contest: auditors},
		{Class: meeting.ClassDecision, Title: "Contract with the county"},
	} {
		it.Item = i + 1
		m.Enter(journal.TypeItem, it)
	}
	m.Enter(journal.TypeReady, journal.Ready{Seats: 7, Keys: 3})
	return m
}

// From is another meeting, with the first n entries of this one.
func From(of *Meeting, n int) *Meeting {
	m := &Meeting{Signed: of.Signed, State: journal.NewState(), salt: of.salt}
	for _, leaf := range of.Leaves[:n] {
		m.apply(must(journal.DecodeEntry(leaf)))
	}
	return m
}

// Play goes through a script: see evening. It panics where a rule refuses a line.
func (m *Meeting) Play(script string) {
	today := day("2026-11-30")
	for line := range strings.Lines(script) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0:
		case f[0] == "at":
			today = day(f[1])
		default:
			clock := must(time.Parse(time.TimeOnly, f[0]))
			m.Now = today + int64(clock.Hour()*3600+clock.Minute()*60+clock.Second())
			if by := strings.TrimSuffix(f[1], ":"); by == "rules" {
				m.happens(f[2:])
			} else {
				m.asks(must(strconv.Atoi(by)), f[2:])
			}
		}
	}
}

// asks has a person ask for something.
func (m *Meeting) asks(person int, words []string) {
	events, known, err := m.State.Decide(meeting.Ask{By: person, Words: words, At: m.Now, Commit: m.commit})
	if err != nil || !known {
		panic(fmt.Sprintf("person %d asks %q: known %v, %v", person, words, known, err))
	}
	for _, e := range events {
		m.Enter(meeting.TypeOf(e), e)
	}
}

// happens enters what nobody has asked for.
func (m *Meeting) happens(words []string) {
	number := func(i int) int { return must(strconv.Atoi(words[i])) }
	var event any
	switch words[0] {
	case "sits", "leaves":
		event = &meeting.Presence{Person: number(1), Seat: number(2), Present: words[0] == "sits", Place: m.commit("place")}
	case "gate":
		event = Gate(words[1], "", words[2:]...)
	case "preflight":
		event = &meeting.Preflight{Program: hash("program"), Policy: hash("policy"), Store: hash("store"), By: 10}
	case "keys":
		event = &meeting.PersonKeys{Person: number(1), Commit: m.commit("keys")}
	case "heartbeat":
		event = &meeting.RemoteLost{Person: number(1), Cause: meeting.LostHeartbeat}
	case "adjourn":
		event = &meeting.Adjourn{Cause: meeting.CauseLine}
	default:
		panic("no line of a script: " + strings.Join(words, " "))
	}
	m.Enter(meeting.TypeOf(event), event)
}

// Gate is a finding of the gate in which these guarantees fail.
func Gate(moment, ballot string, failing ...string) *meeting.Gate {
	g := &meeting.Gate{Moment: moment, Ballot: ballot}
	effects := meeting.Guarantees()
	ids := slices.SortedFunc(maps.Keys(effects), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	for _, id := range ids {
		f := meeting.GateFinding{ID: id, Effect: effects[id], Verdict: "holds"}
		if slices.Contains(failing, id) {
			f.Verdict, f.Code = "fails", id+"-list"
		}
		g.Findings = append(g.Findings, f)
	}
	return g
}

// Enter adds an entry that these parties sign.
func (m *Meeting) Enter(typ string, body any, by ...string) {
	e := must(journal.NewEntry(m.State.Next(), m.Now, typ, body))
	for _, party := range by {
		e.Sigs = append(e.Sigs, must(journal.Sign(m.State.ManifestHash(), party, key(party), typ, body)).Sig)
	}
	m.apply(e)
}

func (m *Meeting) apply(e *journal.Entry) {
	if err := m.State.Apply(e); err != nil {
		panic(fmt.Sprintf("entry %d, %s: %v", e.Seq, e.Type, err))
	}
	m.Leaves = append(m.Leaves, must(e.Encode()))
}

// Journal is what an observer gets of it, with the newest checkpoint of the quorum.
func (m *Meeting) Journal() []byte { return Lines(m.Leaves, m.Note()) }

// Lines writes leaves and notes as an observer gets them.
func Lines(leaves [][]byte, notes ...string) []byte {
	var out bytes.Buffer
	for _, leaf := range leaves {
		fmt.Fprintf(&out, "{\"kind\":\"entry\",\"entry\":%s}\n", leaf)
	}
	for _, note := range notes {
		fmt.Fprintf(&out, "{\"kind\":\"checkpoint\",\"note\":%s}\n", canon.MustMarshal(note))
	}
	out.WriteString("{\"kind\":\"now\"}\n")
	return out.Bytes()
}

// commit makes a commitment that nobody opens.
func (m *Meeting) commit(any) canon.Hex {
	m.salt++
	return hash(fmt.Sprint("commitment ", m.salt))
}

func hash(what string) canon.Hex {
	sum := sha256.Sum256([]byte("valurna record test: " + what))
	return sum[:]
}

func day(date string) int64 { return must(time.Parse(time.DateOnly, date)).Unix() }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
