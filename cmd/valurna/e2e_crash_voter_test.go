//go:build e2e

package main

import (
	"context"
	"errors"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/server/member"
	"valurna/server/wire"
)

// voter is a member of a crash run: whatever ends meanwhile, it connects and
// asks again, as a person would.
type voter struct {
	signed  *manifest.Signed
	signer  ssh.Signer
	seat    int
	dir     string // of the booth
	journal *member.Journal
	member  *member.Member // nil while there is no connection
}

// againTime is between two attempts, onceTime the longest that one may take.
const (
	againTime = 50 * time.Millisecond
	onceTime  = 20 * time.Second
)

// final are refusals that no further attempt can mend: a vote would be lost.
var final = map[string]bool{"second-token": true, "other-ballot": true, "key-lost": true, "fork": true, "void": true}

// do repeats f over new connections until it succeeds.
func (v *voter) do(ctx context.Context, f func(context.Context, *member.Member) error) error {
	return again(ctx, func(ctx context.Context) error {
		if v.member == nil {
			m, err := member.Dial(ctx, v.signed, "seat", v.signer, v.dir, v.journal)
			if err != nil {
				return err
			}
			v.member = m
		}
		err := f(ctx, v.member)
		var p *view.Problem
		if err != nil && !errors.As(err, &p) {
			v.close()
		}
		return err
	})
}

func (v *voter) close() {
	if v.member != nil {
		v.member.Close()
		v.member = nil
	}
}

// again repeats f until it succeeds, meets a final refusal, or ctx ends.
func again(ctx context.Context, f func(context.Context) error) error {
	for {
		once, cancel := context.WithTimeout(ctx, onceTime)
		err := f(once)
		cancel()
		var p *view.Problem
		if err == nil || errors.As(err, &p) && final[p.Code] || errors.Is(err, member.ErrMissing) || errors.Is(err, member.ErrOther) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), err)
		case <-time.After(againTime):
		}
	}
}

// read keeps the journal running over new connections until ctx ends.
func (v *voter) read(ctx context.Context) {
	r := v.signed.Manifest.Registrar
	_ = again(ctx, func(once context.Context) error { // ends with ctx
		c, err := wire.Dial(once, r.Address, r.HostKey, wire.UserObserver)
		if err != nil {
			return err
		}
		defer c.Close()
		return v.journal.Run(ctx, c)
	})
}

// choice is what the holder of a seat votes for: three, two and one for the
// three options, when six vote.
func (v *voter) choice() kind.Choice {
	return kind.Choice{Options: []int{[]int{0, 0, 0, 1, 1, 2}[v.seat-1]}}
}

// opened waits until a ballot on the item has been opened, and may be closed
// since; it gives its id.
func (v *voter) opened(ctx context.Context, item int) (string, error) {
	var id string
	err := v.journal.Await(ctx, func(s *journal.State, cosigned int64) bool {
		for _, b := range s.Ballots() {
			if b.Definition.Item == item && b.Phase >= journal.Opened && cosigned > b.DefineSeq {
				id = b.Definition.Ballot
			}
		}
		return id != ""
	})
	return id, err
}

// vote votes until a receipt is on disk.
func (v *voter) vote(ctx context.Context, id string) error {
	return v.do(ctx, func(ctx context.Context, m *member.Member) error {
		_, err := m.Vote(ctx, id, v.seat, v.choice(), "")
		return err
	})
}

func (v *voter) checkIn(ctx context.Context) error {
	return v.do(ctx, func(ctx context.Context, m *member.Member) error {
		_, err := m.Act(ctx, wire.CmdCheckin, "room")
		return err
	})
}

// included waits until the seal is cosigned and finds the own ballot in it.
func (v *voter) included(ctx context.Context, id string) error {
	if err := v.journal.Await(ctx, func(s *journal.State, cosigned int64) bool {
		b := s.Ballot(id)
		return b.Phase >= journal.Sealed && cosigned > b.SealSeq
	}); err != nil {
		return err
	}
	return v.do(ctx, func(ctx context.Context, m *member.Member) error { return m.CheckIncluded(ctx, id) })
}
