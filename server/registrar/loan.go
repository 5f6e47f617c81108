package registrar

import (
	"fmt"
	"net"
	"strconv"

	"charm.land/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// loanKey is where a connection keeps the hash of the card that let it in.
type loanKey struct{}

var loanOnly = &view.Problem{Code: "loan-only", Text: "A loan card opens the booth and nothing else. The card is still good.", Next: "Type the command that stands on the card."}

// loanLogin lets whoever types the code of a loan card into the jump. The card is
// not used up by that: a line may drop.
func (s *Server) loanLogin(ctx ssh.Context, code string) (refused string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.card(code, view.CardLoan)
	if err != nil {
		return s.config.Explain(problem(err), s.config.Lang)
	}
	ctx.SetValue(loanKey{}, c.hash)
	s.admit(ctx, byCard(c.hash))
	return ""
}

// lend decides where a card's connection may go: to the booth, as the seat that
// the card is for, and nowhere else. The seat's handle is the one that its
// member's own connections have, so that both together have one token.
func (r *Registrar) lend(hash []byte, host string, port uint32) (dial string, v *wire.Visit, release func(), err error) {
	target := net.JoinHostPort(host, strconv.Itoa(int(port)))
	r.mu.Lock()
	defer r.mu.Unlock()
	urn := r.state.Manifest().Urn
	if target != urn.Booth {
		return "", nil, nil, fmt.Errorf("a loan card opens the booth at %s and nothing else", urn.Booth)
	}
	if r.broken != nil {
		return "", nil, nil, r.broken
	}
	c, err := r.records.findCard(hash)
	if err != nil {
		return "", nil, nil, r.fail(err)
	}
	if c == nil || c.state != cardFresh {
		return "", nil, nil, r.usedUp()
	}
	b, err := r.lentBallot(c)
	if err != nil {
		return "", nil, nil, err
	}
	if err := r.hosted(b); err != nil {
		return "", nil, nil, err
	}
	id := b.Definition.Ballot
	bound := false
	if err := r.write(func() (err error) { bound, err = r.records.bindCard(hash, id); return err }); err != nil {
		return "", nil, nil, err
	}
	if !bound {
		return "", nil, nil, r.usedUp()
	}
	handle, release := r.enter(b, c.person, byCard(hash))
	return target, &wire.Visit{Handle: handle, Ballot: id}, release, nil
}

// lentBallot is the ballot that a card opens: its own, or the first open one for
// which the seat is not known to have an own booth's token. A token that was
// collected here does not shut the booth: if the urn died between token and ballot,
// a new card leads back to the same handle, where the vote is found in or is
// finished, and can be no second one. mu is held.
func (r *Registrar) lentBallot(c *cardRow) (*journal.Ballot, error) {
	elsewhere := false
	for _, b := range r.state.Ballots() {
		id := b.Definition.Ballot
		seat := r.seatOn(b, c.person)
		if !r.takesVoters(b) || seat == 0 || c.ballot != "" && c.ballot != id {
			continue
		}
		own, err := r.records.tokenByOwnBooth(id, seat)
		if err != nil {
			return nil, r.fail(err)
		}
		if !own {
			return b, nil
		}
		elsewhere = true
	}
	if elsewhere {
		return nil, &view.Problem{Code: "second-token", Text: "This seat's token for this ballot has been collected already, by another booth. The card opens no second one.", Next: "Go on in the booth in which you began; if that was not you, tell the chair at once."}
	}
	if c.ballot != "" && !r.takesVoters(r.state.Ballot(c.ballot)) {
		return nil, r.usedUp()
	}
	return nil, &view.Problem{Code: "card-no-ballot", Text: "No ballot is open for this seat: none is open, or the seat was not checked in when the roll was frozen. The card is still good.", Next: "Be checked in by the chair, wait until a ballot is open, and type the code again."}
}
