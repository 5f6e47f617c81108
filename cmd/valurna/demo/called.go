package demo

import (
	"context"
	"errors"
	"fmt"

	"valurna/ballot/journal"
	"valurna/ballot/meeting"
)

// answerWhenCalled has simulated members vote when their names are called in an open vote:
// of three, two yes and one no.
func (e *evening) answerWhenCalled(ctx context.Context, say func(format string, a ...any)) {
	last := ""
	for {
		seat, vote := 0, 0
		err := e.journal.Await(ctx, func(s *journal.State, _ int64) bool {
			v, open := s.OpenVote()
			turn, due := v.Turn()
			if !open || !due || turn.Seat <= seatsForPeople || turn.Seat > len(e.seats) || fmt.Sprint(v.VoteOpen.Vote, turn.Seat) == last {
				return false
			}
			seat, vote = turn.Seat, v.VoteOpen.Vote
			return true
		})
		if err != nil {
			return
		}
		last = fmt.Sprint(vote, seat)
		choice := meeting.Yes
		if seat%3 == 0 {
			choice = meeting.No
		}
		if _, err := e.seats[seat-1].Act(ctx, "vote", choice); err != nil && !errors.Is(err, context.Canceled) {
			say("Simulated member on seat %d, called in an open vote: %v", seat, err)
		}
	}
}
