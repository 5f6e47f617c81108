//go:build e2e

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"valurna/ballot/journal"
	"valurna/cmd/valurna/demo"
	"valurna/server/crash"
	"valurna/server/member"
)

// Sizes of a run.
const (
	crashSeats = 6 // the chair among them
	crashItem  = 2
	crashTime  = 45 * time.Second // a run that takes longer has lost its ballot
)

// crashRun is one ballot under one or two kills.
type crashRun struct {
	kills    []kill
	parts    *crashParts
	seats    []*voter
	visitor  *visitor // nil where seat 2 votes in a booth that is a process of its own
	id       string   // of the ballot
	asked    bool     // the chair has closed it: what is missing now is lost
	complete bool     // to the verified bundle
	lost     int      // ballots with a receipt that are not in the bundle
	twice    int      // ballots that are in it more often than once, or of nobody
	left     []kill   // never came to pass
	took     time.Duration
	err      error
}

// hold holds the ballot from the start of the parts to their end.
func (r *crashRun) hold(program, host string) {
	begun := time.Now()
	defer func() { r.took = time.Since(begun) }()
	dir, err := os.MkdirTemp("", "valurna-crash-")
	if err != nil {
		r.err = err
		return
	}
	defer os.RemoveAll(dir)
	town, err := demo.Build(demo.Options{Dir: dir, Members: crashSeats, Grace: 1, Window: 1, Host: host})
	if err != nil {
		r.err = err
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), crashTime)
	defer cancel()
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	r.parts = &crashParts{
		town: town, program: program, env: plainEnv(dir), failed: fail, pending: withNeeds(r.kills),
		moved: make(chan struct{}), running: map[string]*exec.Cmd{}, logs: map[string]*output{},
	}
	r.err = r.evening(ctx)
	r.complete = r.err == nil
	if err := r.parts.stop(); r.err == nil {
		r.err = errors.Join(err, noKeysLeft(dir))
	}
	if r.err != nil {
		r.err = fmt.Errorf("%w\n%s", r.err, r.parts.tails())
	}
}

// withNeeds adds the deaths without which a point is never passed.
func withNeeds(kills []kill) []kill {
	out := slices.Clone(kills)
	for _, k := range kills {
		if need := (kill{k.part, crash.Needs[k.point]}); need.point != "" && !slices.Contains(out, need) {
			out = append(out, need)
		}
	}
	return out
}

// evening drives the chair and the members.
func (r *crashRun) evening(ctx context.Context) error {
	p := r.parts
	if err := p.raise(func(addr string) error {
		return again(ctx, func(context.Context) error { return listens(addr) })
	}); err != nil {
		return err
	}
	if r.visitor == nil {
		p.start("booth", "booth-crash", p.town.Dir, "2", "2")
	}
	book := member.NewJournal(p.town.Signed)
	for _, person := range p.town.People {
		v := &voter{signed: p.town.Signed, signer: person.Signer, seat: person.Seat, journal: book, dir: r.booth(person.Seat)}
		defer v.close()
		r.seats = append(r.seats, v)
	}
	chair := r.seats[0]
	go chair.read(ctx)
	if err := chair.journal.Await(ctx, func(s *journal.State, _ int64) bool { return s.Ceremony().Keys != nil }); err != nil {
		return r.why(ctx, "the key ceremony", err)
	}
	awake, err := r.pause()
	if err != nil {
		return err
	}
	defer awake()
	for _, step := range []struct {
		name string
		do   func(ctx context.Context) error
	}{
		{"checking in", func(ctx context.Context) error { return r.each(ctx, (*voter).checkIn) }},
		{"opening the meeting", func(ctx context.Context) error {
			return r.act(ctx, func(s *journal.State) bool { return s.Meeting() == "open" }, "meeting", "open")
		}},
		{"opening the ballot", r.open},
		{"voting in the hosted booth", r.visits},
		{"voting", func(ctx context.Context) error {
			return r.each(ctx, func(v *voter, ctx context.Context) error {
				if v.seat == 2 {
					return r.receipt(ctx)
				}
				return v.vote(ctx, r.id)
			})
		}},
		{"closing", r.shut},
		{"finding the own ballot", func(ctx context.Context) error {
			return r.each(ctx, func(v *voter, ctx context.Context) error {
				if v.seat == 2 {
					return nil // by itself
				}
				return v.included(ctx, r.id)
			})
		}},
		{"decrypting", func(ctx context.Context) error { return r.reach(ctx, journal.Decided) }},
		{"certifying", func(ctx context.Context) error {
			awake()
			if err := r.stage("certifying"); err != nil {
				return err
			}
			return r.act(ctx, r.in(journal.Certified), "ballot", "certify", r.id)
		}},
		{"what follows", r.settle},
		{"the bundle", r.check},
	} {
		if err := step.do(ctx); err != nil {
			return r.why(ctx, step.name, err)
		}
	}
	return nil
}

// why names the step that failed, and the reason for which all was ended.
func (r *crashRun) why(ctx context.Context, step string, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		err = errors.Join(cause, err)
	}
	return fmt.Errorf("%s: %w", step, err)
}

// each has every voter do something at the same time.
func (r *crashRun) each(ctx context.Context, f func(*voter, context.Context) error) error {
	var wg sync.WaitGroup
	errs := make([]error, len(r.seats))
	for i, v := range r.seats {
		wg.Go(func() { errs[i] = f(v, ctx) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// act has the chair ask for something until the journal says that it is done.
func (r *crashRun) act(ctx context.Context, done func(*journal.State) bool, args ...string) error {
	chair := r.seats[0]
	return chair.do(ctx, func(ctx context.Context, m *member.Member) error {
		ready := false
		if err := chair.journal.Await(ctx, func(s *journal.State, _ int64) bool { ready = done(s); return true }); err != nil || ready {
			return err
		}
		_, err := m.Act(ctx, args...)
		return err
	})
}

func (r *crashRun) in(phase journal.Phase) func(*journal.State) bool {
	return func(s *journal.State) bool { return s.Ballot(r.id).Phase >= phase }
}

func (r *crashRun) open(ctx context.Context) error {
	if err := r.stage("opening"); err != nil {
		return err
	}
	if err := r.act(ctx, func(s *journal.State) bool {
		return slices.ContainsFunc(s.Ballots(), func(b *journal.Ballot) bool { return b.Phase >= journal.Opened })
	}, "ballot", "open", fmt.Sprint(crashItem)); err != nil {
		return err
	}
	id, err := r.seats[0].opened(ctx, crashItem)
	r.id = id
	return err
}

func (r *crashRun) shut(ctx context.Context) error {
	r.asked = true
	if err := r.stage("closing"); err != nil {
		return err
	}
	if err := r.act(ctx, r.in(journal.Closed), "ballot", "close", r.id); err != nil {
		return err
	}
	if err := r.reach(ctx, journal.Stopped); err != nil {
		return err
	}
	return r.stage("sealing")
}

// reach waits for a phase of the ballot; a void one never comes there.
func (r *crashRun) reach(ctx context.Context, phase journal.Phase) error {
	var void *journal.Void
	err := r.seats[0].journal.Await(ctx, func(s *journal.State, _ int64) bool {
		void = s.Ballot(r.id).Void
		return void != nil || r.in(phase)(s)
	})
	if err == nil && void != nil {
		return fmt.Errorf("the ballot is void: %s", void.Reason)
	}
	return err
}

// stage lets points die whose turn is in this stage.
func (r *crashRun) stage(name string) error {
	return os.WriteFile(filepath.Join(r.parts.town.Dir, name), nil, 0o600)
}

// pause stops a trustee that is not to be killed, if another one is after the
// ceremony: with three at work, the one to be killed could be late and never
// come to its act. The urn passes over the one that stands still. The function that it returns lets the trustee go on.
func (r *crashRun) pause() (awake func(), err error) {
	var act bool
	var named []string
	for _, k := range r.kills {
		named = append(named, k.part)
		act = act || strings.HasPrefix(k.point, "trustee.de") || strings.HasPrefix(k.point, "trustee.box") ||
			strings.HasPrefix(k.point, "trustee.shuffle") || strings.HasPrefix(k.point, "trustee.proof") || strings.HasPrefix(k.point, "trustee.send.ballot")
	}
	for _, t := range r.parts.town.Signed.Manifest.Trustees {
		if part := "trustee-" + t.Name; act && !slices.Contains(named, part) {
			return sync.OnceFunc(func() { _ = r.parts.signal(part, syscall.SIGCONT) }), r.parts.signal(part, syscall.SIGSTOP)
		}
	}
	return func() {}, nil
}
