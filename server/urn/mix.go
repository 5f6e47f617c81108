package urn

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
)

// The urn keeps what the trustees make, checks it, and names whoever has made it
// falsely or not in time.

// patience is how long a trustee may take for what is its to do, before the urn
// passes it over: enough to check the box and all shuffles before it and to make
// one more, on a slow machine. It doubles each time that trustee is passed over.
func (u *urn) patience(b journal.Ballot, trustee string) time.Duration {
	work := time.Duration(b.Seal.Count*b.Definition.Points) * 5 * time.Millisecond
	return (u.config.Turn + work) << min(b.TimesPassed(trustee), 4)
}

// badWork names a trustee whose shuffle, parts or proof cannot be used. reason is
// for the journal, why for this urn's log.
type badWork struct{ trustee, reason, why string }

func (b *badWork) Error() string { return "urn: trustee " + b.trustee + ": " + b.why }

var errAbsent = errors.New("urn: what a trustee has made is not here yet: the trustee's program has to send it")

// mixed gives the ciphertexts as the standing shuffles leave them, and checks each
// shuffle that this process has not checked yet.
func (u *urn) mixed(ctx context.Context, b journal.Ballot, t *task) ([]byte, error) {
	if bytes.Equal(t.head, b.Head()) {
		return t.list, nil
	}
	encodings, err := u.box.list(ctx, b.Definition.Ballot)
	if err != nil {
		return nil, err
	}
	list := sealed.Ciphertexts(b.Definition.Points, encodings)
	input := []byte(b.Seal.Root)
	for k, s := range b.Shuffles {
		data, err := u.kept(b, t, s.Trustee, s.Output)
		if err != nil {
			return nil, err
		}
		if list, err = u.checkShuffle(b, k+1, s.Trustee, input, list, data); err != nil {
			return nil, &badWork{s.Trustee, journal.RejectShuffle, err.Error()}
		}
		input = s.Output
	}
	t.head, t.list = b.Head(), list
	return list, nil
}

// checkShuffle verifies a trustee's shuffle of list, which is named input, in its
// place from 1, and gives what it puts out; one that this process has found good
// before is not checked again.
func (u *urn) checkShuffle(b journal.Ballot, place int, trustee string, input, list, data []byte) ([]byte, error) {
	index := u.manifest.Trustee(trustee)
	known := fmt.Sprintf("shuffle %x %d %d %x %x", b.Context, place, index, input, tally.Hash(data))
	if u.good(known) {
		output, _, err := tally.SplitShuffle(&b, data)
		return output, err
	}
	output, err := tally.CheckShuffle(&b, place, index, list, data)
	if err == nil {
		u.remember(known)
	}
	return output, err
}

// good says whether this process has found that good before.
func (u *urn) good(name string) bool {
	u.mu.RLock()
	defer u.mu.RUnlock()
	return u.checked[name]
}

func (u *urn) remember(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.checked[name] = true
}

// kept reads what a trustee's entry names; if it does not come, the trustee is
// named.
func (u *urn) kept(b journal.Ballot, t *task, trustee string, hash []byte) ([]byte, error) {
	data, err := u.evidence.get(b.Definition.Ballot, hash)
	if !errors.Is(err, os.ErrNotExist) {
		return data, err
	}
	name := trustee + fmt.Sprintf(" %x", hash)
	since, missed := t.absent[name]
	if !missed {
		since = time.Now()
		t.absent[name] = since
	}
	// It is sent before it is named, so this is for what got lost here.
	if time.Since(since) > u.config.Turn {
		return nil, &badWork{trustee, journal.RejectAbsent, "nothing was sent"}
	}
	return nil, fmt.Errorf("%w (trustee %s)", errAbsent, trustee)
}

// awaitTurn waits for the trustee whose turn it is to shuffle, and passes it over
// when it takes too long.
func (u *urn) awaitTurn(ctx context.Context, b journal.Ballot, t *task) error {
	// What stands is checked before anybody builds on it.
	if _, err := u.mixed(ctx, b, t); err != nil {
		return err
	}
	u.mu.RLock()
	turn := u.state.Turn(u.state.Ballot(b.Definition.Ballot))
	u.mu.RUnlock()
	if turn == "" {
		if b.Shuffled() {
			return nil
		}
		return errNobodyLeft
	}
	return u.hurry(ctx, b, t, turn, fmt.Sprintf("shuffle %x", b.Head()), journal.PassShuffle)
}

var errNobodyLeft = errors.New("urn: every trustee that could still shuffle was rejected; the ballot must be void")

// hurry passes a trustee over if what is due from it has been due for too long.
func (u *urn) hurry(ctx context.Context, b journal.Ballot, t *task, trustee, due, reason string) error {
	due = fmt.Sprintf("%s %s %d", due, trustee, b.TimesPassed(trustee))
	since, waiting := t.due[due]
	if !waiting {
		t.due[due] = time.Now()
		return nil
	}
	if time.Since(since) <= u.patience(b, trustee) {
		return nil
	}
	u.log.Warn("a trustee is passed over", "ballot", b.Definition.Ballot, "trustee", trustee, "why", reason)
	return u.post(ctx, t, journal.TypePass, journal.Pass{Ballot: b.Definition.Ballot, Trustee: trustee, Reason: reason})
}
