package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/server/member"
	"valurna/server/wire"
)

// atOnce is how many simulated members act at the same time.
const atOnce = 16

// stay is how many simulated members keep their connection for the evening; the
// others of a very large council come for each act and go.
const stay = 1000

// gather follows the journal, waits for the trustees' keys, and has every
// simulated member log in with a key of its own and check in. The members share
// one checked journal: they stand on one machine.
func (e *evening) gather(ctx context.Context) (end func(), err error) {
	end, err = e.gatherAll(ctx, 0)
	if err != nil {
		return nil, err
	}
	if _, err := e.seats[0].Act(ctx, wire.CmdMeeting, "open"); err != nil {
		end()
		return nil, err
	}
	return end, nil
}

// gatherAll leaves the first seats to people.
func (e *evening) gatherAll(ctx context.Context, people int) (end func(), err error) {
	t := e.town
	r := t.Signed.Manifest.Registrar
	client, err := wire.Dial(ctx, r.Address, r.HostKey, wire.UserObserver)
	if err != nil {
		return nil, err
	}
	e.journal = member.NewJournal(t.Signed)
	ctx, fail := context.WithCancelCause(ctx)
	go func() { fail(e.journal.Run(ctx, client)) }()
	end = func() {
		for _, m := range e.seats {
			if m != nil {
				m.Close()
			}
		}
		client.Close()
	}
	if err := e.journal.Await(ctx, func(s *journal.State, _ int64) bool { return s.Ceremony().Keys != nil }); err != nil {
		end()
		return nil, errors.Join(context.Cause(ctx), err)
	}
	e.phase("", "key ceremony of the trustees")
	e.seats = make([]*member.Member, len(t.People))
	err = e.each(ctx, len(t.People), func(ctx context.Context, i int) error {
		if i < people {
			return nil
		}
		place := "room"
		if t.People[i].Remote {
			place = "remote"
		}
		return e.as(ctx, i, func(m *member.Member) error {
			_, err := m.Act(ctx, wire.CmdCheckin, place)
			return err
		})
	})
	if err != nil {
		end()
		return nil, err
	}
	e.phase("", fmt.Sprintf("%d members logged in and checked in", len(t.People)))
	return end, nil
}

// as has one member do something, over a connection of the member's own.
func (e *evening) as(ctx context.Context, i int, f func(*member.Member) error) error {
	if m := e.seats[i]; m != nil {
		return f(m)
	}
	t, name := e.town, fmt.Sprintf("seat-%d", e.town.People[i].Seat)
	m, err := member.Dial(ctx, t.Signed, name, t.People[i].Signer, t.path("booths", name), e.journal)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if i < stay {
		e.seats[i] = m
		return f(m)
	}
	defer m.Close()
	return f(m)
}

// each runs f for 0 to n-1, some at a time, and stops at the first error.
func (e *evening) each(ctx context.Context, n int, f func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	slots := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i := range n {
		if ctx.Err() != nil {
			break
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if err := f(ctx, i); err != nil {
				cancel(err)
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// vote has every member cast a vote; the first of them tests the booth before.
func (e *evening) vote(ctx context.Context, id string) error {
	return e.each(ctx, len(e.seats), func(ctx context.Context, i int) error { return e.voteOne(ctx, id, i) })
}

// voteOne casts one member's vote.
func (e *evening) voteOne(ctx context.Context, id string, i int) error {
	var contest kind.Contest
	if err := e.journal.Await(ctx, func(s *journal.State, _ int64) bool {
		contest = s.Ballot(id).Definition.Contest
		return true
	}); err != nil {
		return err
	}
	return e.as(ctx, i, func(m *member.Member) error {
		if i == 0 {
			if err := retry(ctx, func() error {
				_, err := m.Test(ctx, id, draw(contest), "")
				return err
			}); err != nil {
				return err
			}
		}
		return retry(ctx, func() error {
			_, err := m.Vote(ctx, id, e.town.People[i].Seat, draw(contest), "")
			return err
		})
	})
}

// draw makes up a choice. It is nobody's opinion, so math/rand is good enough.
func draw(c kind.Contest) kind.Choice {
	if rand.IntN(10) == 0 {
		return kind.Choice{Blank: true}
	}
	options := rand.Perm(len(c.Options))[:c.Elect]
	choice := kind.Choice{Options: options}
	slices.Sort(choice.Options)
	return choice
}

// check looks for own ballots among the sealed ones, as each booth does: of a very
// large council, for those of the members who have stayed.
func (e *evening) check(ctx context.Context, id string) error {
	if err := e.journal.Await(ctx, func(s *journal.State, cosigned int64) bool { return cosigned > s.Ballot(id).SealSeq }); err != nil {
		return err
	}
	return e.each(ctx, min(len(e.seats), stay), func(ctx context.Context, i int) error {
		return e.seats[i].CheckIncluded(ctx, id)
	})
}
