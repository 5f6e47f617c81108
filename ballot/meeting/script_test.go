package meeting_test

import (
	"strconv"
	"strings"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

// plays goes through a script of a meeting, a line for each act:
//
//	3: motion main Build the bridge          who asks, and what
//	4: motion main Too late ! KL 5:57        it is refused, by that rule
//	wait 3                                   seconds pass
//
// A person is a number, "sub1" or "sec".
func (b *body) plays(script string) {
	b.t.Helper()
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		seconds, pause := strings.CutPrefix(line, "wait ")
		who, words, spoken := strings.Cut(line, ": ")
		switch {
		case line == "":
		case pause:
			n, err := strconv.Atoi(seconds)
			b.must(err)
			b.at += int64(n)
		case !spoken:
			b.t.Fatalf("%q is no line of a script", line)
		default:
			if lawful, rule, refused := strings.Cut(words, " ! "); refused {
				b.refuses(strings.TrimSpace(rule), b.person(who), strings.TrimSpace(lawful))
			} else {
				b.asks(b.person(who), words)
			}
		}
	}
}

func (b *body) person(name string) int {
	b.t.Helper()
	if name == "sec" {
		return b.secretary()
	}
	rest, substitute := strings.CutPrefix(name, "sub")
	n, err := strconv.Atoi(rest)
	b.must(err)
	if substitute {
		return b.substitute(n)
	}
	return n
}

func (b *body) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// inSession is a body in an open meeting, its members on the seats 1 to present.
func inSession(t *testing.T, profile string, seats, present int, change ...func(*manifest.Manifest)) *body {
	t.Helper()
	b := newBody(t, profile, seats, change...)
	b.sitAll(1, present)
	b.open()
	return b
}

func (b *body) item(n int) meeting.ItemState {
	b.t.Helper()
	it, ok := b.state.ItemState(n)
	if !ok {
		b.t.Fatalf("there is no item %d", n)
	}
	return it
}

// stage holds an item against the stage or outcome where it should be.
func (b *body) stage(item int, want string) {
	b.t.Helper()
	if got := b.item(item).Stage; got != want {
		b.t.Fatalf("item %d is at %q instead of %q", item, got, want)
	}
}

// decided holds it against the motion that should have prevailed.
func (b *body) decided(item int, outcome string, motion int) meeting.Decision {
	b.t.Helper()
	b.stage(item, outcome)
	d := b.item(item).Decision
	if d == nil || d.Motion != motion {
		b.t.Fatalf("item %d: %+v; motion %d should have prevailed", item, d, motion)
	}
	return *d
}

// leaves has a member leave the seat.
func (b *body) leaves(seat int) {
	b.t.Helper()
	b.enter(&meeting.Presence{Person: b.state.Seated(seat), Seat: seat, Place: secret("left", seat)})
}

// calls has everybody vote in the order of the roll: yes, no, then abstain.
func (b *body) calls(yes, no int) {
	b.t.Helper()
	v, ok := b.state.OpenVote()
	if !ok {
		b.t.Fatal("no vote is held")
	}
	for i, voter := range v.Roll {
		switch {
		case i < yes:
			b.asks(voter.Person, "vote yes")
		case i < yes+no:
			b.asks(voter.Person, "vote no")
		default:
			b.asks(voter.Person, "vote abstain")
		}
	}
}

// votes opens the vote that is due, has everybody vote and gives the result.
func (b *body) votes(yes, no int, casting ...string) {
	b.t.Helper()
	b.asks(1, "vote open")
	b.calls(yes, no)
	b.asks(1, strings.Join(append([]string{"vote result"}, casting...), " "))
}

// oneMotion takes item 2 from its beginning to a vote on the one motion on it.
const oneMotion = `
	1: item begin 2
	3: motion main Build the bridge
	1: item debated
	1: question 1
	1: question approved
	1: acclaim 1
	2: vote ask`
