package meeting_test

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"valurna/ballot/meeting"
)

// What happens in a meeting that runs wild.

// poll lets something happen to the secret ballots, as the journal would.
func (w *wild) poll() {
	s, item := w.state, 1+w.IntN(len(w.state.Items()))
	if now := s.CurrentItem(); now != 0 {
		item = now
	}
	var change func(*polls)
	switch p := w.polls; {
	case p.frozen:
		change = func(p *polls) { p.frozen = false }
	case p.item != 0 && w.IntN(3) == 0:
		change = func(p *polls) { p.item = 0 } // void
	case p.item != 0:
		change = func(p *polls) { p.decided[p.item], p.item = p.Unfinished(0), 0 }
	case s.Items()[item-1].Contest != nil && p.decided[item] == "" && s.Decides() == nil && s.BallotRefused(item) == nil && s.QuorateFor(item) == nil:
		change = func(p *polls) { p.item, p.frozen = item, true }
	default:
		return
	}
	change(w.polls)
	w.seen["ballot"]++
	w.log = append(w.log, entry{poll: change})
	w.told = append(w.told, fmt.Sprintf("ballots: %+v", *w.polls))
}

// seat has somebody come or go; where too many have gone they come, on another day.
func (w *wild) seat() {
	for _, seat := range w.state.Present() {
		if p := w.state.Seated(seat); w.state.Disqualified(p, 0) && w.IntN(2) == 0 {
			w.enter(&meeting.Presence{Person: p, Seat: seat, Place: secret("place", p)})
			return
		}
	}
	p, seat := 1+w.IntN(w.people), 1+w.IntN(w.state.Ready().Seats)
	if w.IntN(3) > 0 {
		p = seat
	}
	comes := w.IntN(4) > 0
	if !w.state.Quorate() {
		w.at += 24 * 3600
		comes = true
	}
	w.enter(&meeting.Presence{Person: p, Seat: seat, Present: comes, Place: secret("place", w.IntN(600))})
}

func (w *wild) goesOn() {
	w.at += int64(w.IntN(4))
	switch n := w.IntN(100); {
	case n < 6, n < 50 && !w.state.Quorate():
		w.seat()
	case n < 12, n < 50 && w.polls.item != 0:
		w.poll()
	case n < 16:
		w.enter(w.event())
	case n < 24:
		w.asks(1+w.IntN(w.people), w.anything())
	case n < 36:
		w.asks(w.state.Presiding(), w.anything())
	default:
		w.asks(w.sensible())
	}
}

func (w *wild) one(of ...string) string { return of[w.IntN(len(of))] }

// anything is any command with any arguments.
func (w *wild) anything() string {
	all := meeting.Commands()
	c := all[w.IntN(len(all))]
	if c.Name == "meeting close" && w.IntN(20) > 0 {
		return "meeting resume"
	}
	words := []string{c.Name}
	for range w.IntN(4) {
		words = append(words, w.one("0", "1", "2", "3", "4", "5", "p1", "p2", "p9", "yes", "no", "abstain", "main", "table", "remit", "reject", "candidate",
			"time", "line", "quorum", "disqualified", "back", "absent", "here", "gone", "Ada", "/", "Bo", "elect", "decision", "election", "reply", "order", "off", "x"))
	}
	return strings.Join(words, " ")
}

// event is an event that nobody's command need have made.
func (w *wild) event() any {
	all := []any{
		new(meeting.ItemAdd), new(meeting.ItemBegin), new(meeting.ItemReturned), new(meeting.ItemDebated), new(meeting.ItemAside), new(meeting.ItemEnd),
		new(meeting.Motion), new(meeting.MotionWithdraw), new(meeting.MotionRefuse), new(meeting.Question), new(meeting.QuestionApproved),
		new(meeting.Acclaim), new(meeting.Gavel), new(meeting.Dissent), new(meeting.ItemCandidates), new(meeting.Appoint),
		new(meeting.SpeakAsk), new(meeting.SpeakDrop), new(meeting.SpeakGive), new(meeting.SpeakEnd), new(meeting.SpeakLine),
		new(meeting.VoteAsk), new(meeting.VoteOpen), new(meeting.VoteCast), new(meeting.VoteResult), new(meeting.VoteVoid),
	}
	event := all[w.IntN(len(all))]
	fields := reflect.ValueOf(event).Elem()
	for i := range fields.NumField() {
		switch f := fields.Field(i); f.Interface().(type) {
		case int:
			f.SetInt(int64(w.IntN(9) - 1))
		case string:
			f.SetString(w.one("", "main", "reject", "table", "remit", "counter", "final", "yes", "no", "abstain", "decision", "speech", "reply", "order", "\u202e"))
		case bool:
			f.SetBool(w.IntN(2) == 0)
		case []int:
			f.Set(reflect.ValueOf([][]int{nil, {}, {1}, {2, 1}, {-1}, {7, 7}}[w.IntN(6)]))
		case []string:
			f.Set(reflect.ValueOf([][]string{nil, {}, {"Ada"}, {"Bo", "Bo"}, {"x"}}[w.IntN(5)]))
		}
	}
	return event
}

// sensible is what somebody would ask next who knows how meetings go, and who asks.
func (w *wild) sensible() (person int, words string) {
	s := w.state
	chair := s.Presiding()
	if s.Adjourned() != nil {
		return chair, w.one("meeting resume", "meeting resume", "vote void", "item aside")
	}
	item := s.CurrentItem()
	if item == 0 {
		return w.between(chair)
	}
	if s.Disqualified(chair, item) {
		return 2, "chair 2 disqualified"
	}
	it, _ := s.ItemState(item)
	member := 1 + w.IntN(w.people)
	if w.IntN(6) == 0 {
		return w.speaks(chair, member)
	}
	switch it.Stage {
	case meeting.StageDebate:
		return w.inDebate(it, chair, member)
	case meeting.StageDebated:
		if put := w.order(it); put != "" {
			return chair, "question " + put
		}
		return chair, w.one("elect Ada", "elect Bo")
	case meeting.StageQuestion:
		return chair, "question approved"
	case meeting.StageApproved:
		return chair, w.one("acclaim 1", "acclaim 2", "acclaim 3", "acclaim no")
	case meeting.StagePerceived:
		if w.IntN(2) == 0 {
			return member, "vote ask"
		}
		return chair, "gavel"
	case meeting.StageVoteAsked:
		if _, err := s.VoteDue(); err != nil {
			w.poll() // a secret ballot decides
			return chair, "item aside"
		}
		return chair, "vote open"
	case meeting.Decided:
		return chair, "item end"
	default:
		return w.inVote(chair)
	}
}

// speaks is what happens on the speakers' list, at any time.
func (w *wild) speaks(chair, member int) (int, string) {
	switch w.IntN(8) {
	case 0, 1, 2:
		return member, w.one("speak ask", "speak ask reply", "speak ask order")
	case 3, 4:
		return chair, w.one("speak give", "speak give", "speak give p2")
	case 5:
		return chair, w.one("speak line", "speak line off")
	case 6:
		return member, "speak drop"
	}
	return []int{chair, member}[w.IntN(2)], "speak end"
}

func (w *wild) between(chair int) (int, string) {
	items := w.state.Items()
	n := strconv.Itoa(1 + w.IntN(len(items)))
	switch w.IntN(9) {
	case 0:
		return 1 + w.IntN(w.people), "dissent " + n
	case 5:
		return chair, w.one("chair 2 absent", "chair 1 back")
	case 1:
		return chair, "item end " + n
	case 2:
		return chair, "item returned " + n
	case 3:
		return chair, w.one("item add decision x", "item add employment x elect 2 Ada / Bo / Cai", "item add election x")
	case 4:
		return 1 + w.IntN(w.people), "jav " + n
	}
	for _, it := range items {
		if got, _ := w.state.ItemState(it.Item); got.Stage == meeting.StageWaiting {
			return chair, "item begin " + strconv.Itoa(it.Item)
		}
	}
	return chair, "item begin " + n
}

func (w *wild) inDebate(it meeting.ItemState, chair, member int) (int, string) {
	switch n := w.IntN(9); {
	case it.Item.Class == meeting.ClassInformation:
		return chair, "item end"
	case n == 8 && len(it.Motions) > 0:
		m := it.Motions[w.IntN(len(it.Motions))]
		if w.IntN(2) == 0 {
			return chair, "motion refuse " + strconv.Itoa(m.Motion.Motion)
		}
		return m.By, "motion withdraw " + strconv.Itoa(m.Motion.Motion)
	case n < 2 && (it.Item.Class == meeting.ClassElection || it.Item.Class == meeting.ClassEmployment):
		return member, w.one("nominate Ada", "nominate Bo", "motion candidate Cai")
	case n == 6 && w.IntN(2) == 0:
		return []int{chair, member}[w.IntN(2)], w.one("speak ask", "speak ask reply", "speak give", "speak give 2", "speak end", "speak drop", "speak drop 3", "speak line", "speak line off")
	case n == 7 && len(it.Motions) > 1:
		return chair, w.one("item candidates 1", "item candidates 2")
	case n < 5:
		return member, "motion " + w.one("main x", "main y", "reject", "table", "remit x")
	case n < 6 && len(it.Motions) > 0:
		return chair, "question " + strconv.Itoa(1+w.IntN(len(it.Motions)))
	}
	return chair, "item debated"
}

// order is a formal motion, or all that can be put together; "" if there are none.
func (w *wild) order(it meeting.ItemState) string {
	var out []string
	for _, m := range it.Motions {
		switch formal := m.Kind == meeting.KindTable || m.Kind == meeting.KindRemit; {
		case m.Fate != "":
		case formal:
			return strconv.Itoa(m.Motion.Motion)
		default:
			out = append(out, strconv.Itoa(m.Motion.Motion))
		}
	}
	w.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return strings.Join(out, " ")
}

func (w *wild) inVote(chair int) (int, string) {
	v, ok := w.state.OpenVote()
	if !ok {
		return chair, "gavel"
	}
	voter, due := v.Turn()
	if w.IntN(30) == 0 {
		return chair, "meeting adjourn time"
	}
	if !due {
		return chair, w.one("vote result", "vote result yes", "vote result no")
	}
	choice := w.one("yes", "no", "abstain")
	if w.IntN(3) == 0 {
		return w.people, fmt.Sprintf("vote for %d %s", voter.Seat, choice)
	}
	return voter.Person, "vote " + choice
}
