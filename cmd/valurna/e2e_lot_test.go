//go:build e2e

package main

import (
	"slices"
	"strings"
	"testing"
)

// Two members vote for two people, and the place is tied. Of the trustees one alone
// is there when the lot is recorded, and dies before a second comes: the lot is the
// one that was recorded, and is drawn once.
func TestE2ELotOfATie(t *testing.T) {
	t.Parallel()
	p := raise(t, 1, 1)
	p.do("member", "checkin", "room")
	p.do("chair", "checkin", "room")
	p.do("chair", "presence", "3", "room")
	p.do("chair", "meeting", "open")
	p.do("chair", "ballot", "open", "2")
	code := voteFor(p.ssh("booth"), 1)
	voteFor(p.ssh("chair-booth"), 3)
	tied := []string{p.candidate(1), p.candidate(3)}
	p.do("chair", "ballot", "close", "2-1")
	p.desk("the votes are counted", phase("counted"))
	p.desk("the lot is offered", func(state) bool { return p.offers("ballot lot 2-1") && !p.offers("ballot certify 2-1") })
	if r := p.command("chair", "ballot", "certify", "2-1"); r.code == 0 {
		t.Errorf("a tie is certified without a lot:\n%s", r.out)
	}

	p.kill("revisor", "majoritet")
	p.do("chair", "ballot", "lot", "2-1")
	p.desk("one trustee has drawn", func(d state) bool {
		lot := d.Ballots[0].Lot
		return lot != nil && slices.Equal(lot.Missing, []string{"revisor", "majoritet"})
	})
	p.kill("opposition", "registrar")
	p.start("registrar")
	p.runs["registrar"].says(t, "registrar serves")
	p.start("majoritet")
	d := p.desk("the lot is drawn", func(d state) bool {
		return len(d.Ballots) > 0 && d.Ballots[0].Lot != nil && len(d.Ballots[0].Lot.Drawn) > 0
	})
	if drawn := d.Ballots[0].Lot.Drawn; len(drawn) != 1 || !slices.Contains(tied, drawn[0]) {
		t.Errorf("of %q are drawn %q", tied, drawn)
	}
	p.start("opposition")
	p.start("revisor")
	if r := p.command("chair", "ballot", "lot", "2-1"); r.code == 0 {
		t.Errorf("a lot is drawn twice:\n%s", r.out)
	}
	p.do("chair", "ballot", "certify", "2-1")
	p.checkBundle("2-1", code)
}

// offers says whether the chair's desk offers a command.
func (p *parts) offers(command string) bool {
	return strings.Contains(p.command("chair", "view").out, command)
}
