package meeting_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// The tests of this file let meetings of all bodies run wild. Every run takes the
// same ones; VALURNA_CASES=100000 makes it so many.

const acts = 200 // of each meeting

func cases(t *testing.T, usual int) int {
	s := os.Getenv("VALURNA_CASES")
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("VALURNA_CASES=%q is no number of cases", s)
	}
	return n
}

// polls are the secret ballots of a meeting that runs wild, one at a time.
type polls struct {
	item    int  // whose ballot is not finished; 0: none
	frozen  bool // it is open
	decided map[int]string
}

func (p *polls) Unfinished(item int) string {
	if p.item == 0 || item != 0 && item != p.item {
		return ""
	}
	return fmt.Sprint(p.item, "-1")
}

func (p *polls) Frozen() string {
	if !p.frozen {
		return ""
	}
	return p.Unfinished(0)
}

func (p *polls) DecidedBy(item int) string { return p.decided[item] }

// wild is one meeting, held twice: by what people ask, and by the entries alone.
type wild struct {
	*testing.T
	*rand.Rand
	state, shadow *meeting.State
	polls         *polls
	manifest      *manifest.Manifest
	people        int
	at            int64
	salt          int
	perceived     int64          // time of the last acclamation
	log           []entry        // for whoever replays it
	told          []string       // for whoever reads why a test failed
	seen          map[string]int // what has happened in all meetings
}

// entry is an event of the meeting, or something that happened to its ballots.
type entry struct {
	at    int64
	event any
	poll  func(*polls)
}

func newPolls() *polls { return &polls{decided: map[int]string{}} }

func newWild(t *testing.T, seed uint64, seen map[string]int) *wild {
	w := &wild{T: t, Rand: rand.New(rand.NewPCG(seed, 2026)), polls: newPolls(), at: noon, seen: seen}
	profiles := manifest.Profiles()
	w.manifest = &manifest.Manifest{Profile: profiles[w.IntN(len(profiles))], Date: "2026-11-30", Rehearsal: true}
	if w.manifest.Profile == manifest.ProfileAssociation && w.IntN(2) == 0 {
		w.manifest.Policy.Statutes = &manifest.Statutes{Quorum: w.IntN(60), Majority: w.IntN(101), Of: 100}
	}
	w.state, w.shadow = w.fresh(w.polls), w.fresh(w.polls)
	w.setUp(3 + w.IntN(6))
	return w
}

func (w *wild) fresh(p *polls) *meeting.State {
	s := meeting.New(p)
	s.Under(w.manifest)
	return s
}

func (w *wild) setUp(seats int) {
	offices := map[int][]string{1: {"chair"}, 2: {"vice-chair"}}
	for n := 1; n <= seats; n++ {
		w.enters(&meeting.Person{Person: n, Seat: n, Offices: append([]string{}, offices[n]...), Commit: secret("person", n)})
	}
	for n := seats + 1; n <= seats+2; n++ {
		w.enters(&meeting.Person{Person: n, Substitute: true, Offices: []string{}, Commit: secret("person", n)})
	}
	w.people = seats + 3
	w.enters(&meeting.Person{Person: w.people, Offices: []string{"secretary"}, Commit: secret("person", w.people)})
	var contest *kind.Contest
	if w.manifest.Profile != manifest.ProfileDanish {
		contest = &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ada", "Bo"}}
	}
	for i, it := range []meeting.Item{
		{Class: meeting.ClassElection, Contest: contest}, {Class: meeting.ClassDecision}, {Class: meeting.ClassInformation},
		{Class: meeting.ClassDecision}, {Class: meeting.ClassEmployment}, {Class: meeting.ClassDecision},
	} {
		it.Item, it.Title = i+1, "Item"
		w.enters(&it)
	}
	w.enters(&meeting.Ready{Seats: seats, Keys: 3})
	for n := 1; n <= seats; n++ {
		w.enters(&meeting.Presence{Person: n, Seat: n, Present: true, Place: secret("place", n)})
	}
	w.enters(&meeting.Meeting{State: meeting.Open, Person: 1})
}

// enters enters an event that has to be lawful.
func (w *wild) enters(event any) {
	w.Helper()
	if !w.enter(event) {
		w.Fatalf("%+v is refused", event)
	}
}

// enter holds an event against the rules, and enters it where they allow it: into the
// one state as it is, into the other as its entry is read back.
func (w *wild) enter(event any) bool {
	w.Helper()
	before := look(w.state)
	commit, err := w.state.Check(w.at, event)
	if err != nil {
		w.same()
		return false
	}
	commit()
	typ := meeting.TypeOf(event)
	read, known, err := meeting.Decode(typ, canon.MustMarshal(event))
	if !known || err != nil || !reflect.DeepEqual(read, event) {
		w.Fatalf("%s %+v is read back as %+v: %v", typ, event, read, err)
	}
	again, err := w.shadow.Check(w.at, read)
	if err != nil {
		w.Fatalf("%s %+v: lawful, and refused to whoever replays it: %v", typ, event, err)
	}
	again()
	w.log = append(w.log, entry{at: w.at, event: read})
	w.told = append(w.told, fmt.Sprintf("%d %s %+v", w.at, typ, read))
	w.seen[typ]++
	w.same()
	w.lawful(before, event)
	return true
}

// same says that both states are equal; so what is refused changes nothing.
func (w *wild) same() {
	w.Helper()
	if !reflect.DeepEqual(w.state, w.shadow) {
		w.Fatalf("the state is another than that of its entries, after\n%s", strings.Join(w.told, "\n"))
	}
}

// looked is what there was to see before an event.
type looked struct {
	decides error
	quorum  map[int]error
	barred  map[int]bool // items from which somebody who sits is disqualified
	takers  map[int]int
	seated  map[int]int
	vote    meeting.Vote
	voting  bool
	items   []meeting.ItemState
	phase   string
	current int
	chair   int
}

func look(s *meeting.State) looked {
	l := looked{decides: s.Decides(), quorum: map[int]error{}, barred: map[int]bool{}, takers: map[int]int{}, seated: map[int]int{}}
	l.vote, l.voting = s.OpenVote()
	l.phase, l.current, l.chair = s.Meeting(), s.CurrentItem(), s.Presiding()
	for _, seat := range s.Present() {
		l.seated[seat] = s.Seated(seat)
	}
	for _, it := range s.Items() {
		item, _ := s.ItemState(it.Item)
		l.items = append(l.items, item)
		l.quorum[it.Item], l.takers[it.Item] = s.QuorateFor(it.Item), len(s.Electors(it.Item))
		l.barred[it.Item] = len(s.Present()) != l.takers[it.Item]
	}
	return l
}

// lawful holds what an event has changed against the law.
func (w *wild) lawful(before looked, event any) {
	w.Helper()
	now := look(w.state)
	fail := func(format string, a ...any) {
		w.Helper()
		w.Fatalf("%s, after\n%s", fmt.Sprintf(format, a...), strings.Join(w.told, "\n"))
	}
	persons := map[int]bool{}
	for seat, p := range now.seated {
		if persons[p] || w.state.SeatOf(p) != seat {
			fail("person %d has two seats, or seat %d two persons", p, seat)
		}
		persons[p] = true
	}
	if before.voting && now.voting && !reflect.DeepEqual(before.seated, now.seated) {
		fail("attendance has changed during vote %d", now.vote.Vote)
	}
	if now.voting {
		inTurn(fail, now.vote)
		if w.state.Meeting() != meeting.Open || w.state.CurrentItem() != now.vote.Item {
			fail("a vote runs beside the meeting")
		}
	}
	if item := w.state.CurrentItem(); item != 0 && (w.state.Meeting() != meeting.Open || now.items[item-1].Decision != nil) {
		fail("item %d is handled, and decided or the meeting closed", item)
	}
	w.listed(fail, before, now, event)
	for i, it := range before.items {
		if d := now.items[i].Decision; it.Decision == nil && d != nil {
			w.decided(fail, before, i+1, d, event)
		}
	}
	if a, ok := event.(*meeting.Acclaim); ok && a.Item != 0 {
		w.perceived = w.at
	}
}

// listed holds the speakers' list against what everybody may rely on: it is of those who
// take part in the item that is handled, each once of a kind, in order; and nothing that
// happens on it changes anything else.
func (w *wild) listed(fail func(string, ...any), before, now looked, event any) {
	l := w.state.Speakers()
	if w.state.CurrentItem() == 0 && (l.Floor != nil || len(l.Waiting) > 0 || l.Line) {
		fail("no item is handled, and there is a list: %+v", l)
	}
	seen := map[meeting.Speaker]bool{}
	ranks := map[string]int{meeting.FloorOrder: 1, meeting.FloorReply: 2, meeting.FloorSpeech: 3}
	for i, s := range l.Waiting {
		of := meeting.Speaker{Person: s.Person, Kind: s.Kind}
		if seen[of] || w.state.SeatOf(s.Person) == 0 || w.state.Disqualified(s.Person, 0) || s.Since != 0 {
			fail("person %d waits twice, or takes no part: %+v", s.Person, l)
		}
		seen[of] = true
		if i > 0 {
			last := l.Waiting[i-1]
			if ranks[last.Kind] > ranks[s.Kind] || last.Kind == s.Kind && last.Asked > s.Asked {
				fail("out of order: %+v", l)
			}
		}
	}
	if l.Floor != nil && (l.Floor.Since == 0 || w.state.Disqualified(l.Floor.Person, 0)) {
		fail("the floor is held by %+v", *l.Floor)
	}
	switch event.(type) {
	case *meeting.SpeakAsk, *meeting.SpeakGive, *meeting.SpeakLine:
		if before.decides != nil {
			fail("%T while nothing can be decided: %v", event, before.decides)
		}
	case *meeting.SpeakDrop, *meeting.SpeakEnd:
	default:
		return
	}
	if !reflect.DeepEqual(before, now) {
		fail("%T has changed more than the list", event)
	}
}

// inTurn checks that everybody votes once, in the order of the roll, the chair last.
func inTurn(fail func(string, ...any), v meeting.Vote) {
	if len(v.Casts) > len(v.Roll) {
		fail("%d votes of %d", len(v.Casts), len(v.Roll))
	}
	for i, c := range v.Casts {
		if c.Seat != v.Roll[i].Seat || c.Person != v.Roll[i].Person {
			fail("seat %d has voted on the turn of seat %d", c.Seat, v.Roll[i].Seat)
		}
	}
	for i, voter := range v.Roll {
		if i > 0 && i < len(v.Roll)-1 && voter.Seat <= v.Roll[i-1].Seat {
			fail("seat %d is called after seat %d", voter.Seat, v.Roll[i-1].Seat)
		}
	}
}

// decided checks a decision at the moment at which it falls.
func (w *wild) decided(fail func(string, ...any), before looked, item int, d *meeting.Decision, event any) {
	w.seen["decided/"+d.Outcome]++
	if before.decides != nil {
		fail("item %d is decided while nothing may be: %v", item, before.decides)
	}
	if d.Outcome == meeting.Ended || d.Ballot != "" {
		w.seen["decided without the meeting"]++
		return
	}
	if before.quorum[item] != nil || before.takers[item] == 0 {
		fail("item %d is decided without a quorum: %v", item, before.quorum[item])
	}
	if w.state.Profile().JavLeaves && before.barred[item] {
		fail("item %d is decided with somebody in the room who is disqualified from it", item)
	}
	for _, p := range d.Took {
		if w.state.Disqualified(p, item) || w.state.SeatOf(p) == 0 {
			fail("person %d had no part in item %d", p, item)
		}
	}
	switch e := event.(type) {
	case *meeting.Gavel:
		if w.at <= w.perceived+meeting.GavelWait || before.items[item-1].AskedBy != 0 {
			fail("the gavel falls on item %d too early, or past who asked for a vote", item)
		}
	case *meeting.VoteResult:
		if e.Yes+e.No+e.Abstain != before.takers[item] || len(before.vote.Casts) != before.takers[item] {
			fail("%+v of %d who take part", e, before.takers[item])
		}
		w.seen["decided by vote"]++
	default:
		fail("item %d is decided by %T", item, event)
	}
}

// asks has somebody ask for something.
func (w *wild) asks(person int, words string) {
	w.Helper()
	sampled := len(w.log)%8 == 0
	var offers []meeting.Offer
	if sampled {
		offers = offersHold(w.T, w.state, person, w.at)
	}
	events, known, err := w.state.Decide(meeting.Ask{By: person, Words: strings.Fields(words), At: w.at, Commit: func(any) canon.Hex {
		w.salt++
		return secret(words, w.salt)
	}})
	w.same()
	if sampled && known && err == nil && !offered(offers, strings.Fields(words)) {
		w.Errorf("person %d could ask %q, and was not offered it", person, words)
	}
	if err != nil {
		w.seen["refused"]++
		return
	}
	for i, e := range events {
		if !w.enter(e) {
			if i == 0 {
				w.Fatalf("%q: granted, and its event refused", words)
			}
			return
		}
	}
}

func TestMeetingsThatRunWildKeepTheLaw(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(cases(t, 200)) {
		w := newWild(t, seed, seen)
		for range acts {
			w.goesOn()
		}
		// Whoever has only the entries comes to the same meeting.
		p := newPolls()
		replayed := w.fresh(p)
		for _, e := range w.log {
			if e.poll != nil {
				e.poll(p)
				continue
			}
			commit, err := replayed.Check(e.at, e.event)
			if err != nil {
				t.Fatalf("meeting %d: %+v: %v", seed, e.event, err)
			}
			commit()
		}
		if !reflect.DeepEqual(replayed, w.state) {
			t.Fatalf("meeting %d, replayed, is another", seed)
		}
	}
	// A meeting in which nothing happens keeps every law.
	var never []string
	for _, what := range append([]string{
		"decided/decided", "decided/tabled", "decided/remitted", "decided/ended", "decided by vote", "decided without the meeting", "ballot", "refused",
	}, meeting.TypeItemAdd, meeting.TypeItemReturned, meeting.TypeItemAside, meeting.TypeMotionWithdraw, meeting.TypeMotionRefuse,
		meeting.TypeDissent, meeting.TypeSpeakAsk, meeting.TypeSpeakDrop, meeting.TypeSpeakGive, meeting.TypeSpeakEnd, meeting.TypeSpeakLine, meeting.TypeVoteVoid, meeting.TypeJav, meeting.TypeChair, meeting.TypeAdjourn) {
		if seen[what] == 0 {
			never = append(never, what)
		}
	}
	if slices.Sort(never); len(never) > 0 {
		t.Errorf("in no meeting: %v", never)
	}
	t.Log(seen)
}
