package member

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// How a lost connection is found and made again. The longest wait keeps a member
// whose registrar has come back under five seconds away from it; asking so often, and
// waiting no longer for the answer, does so for a line that has gone without a word.
const (
	firstWait   = 200 * time.Millisecond
	longestWait = 4 * time.Second
	askEvery    = time.Second
	askPatience = 2500 * time.Millisecond
	steadyAfter = 10 * time.Second // a connection that lasted so long was a good one
	tryAgain    = 500 * time.Millisecond
	firstView   = 3 * time.Second // of a connection that has just come
)

// dial logs in. The key that did so signs from then on, and is tried alone.
func (s *Session) dial(ctx context.Context) (*wire.Client, error) {
	s.mu.Lock()
	keys := s.o.Keys
	if s.key != nil {
		keys = []*Key{s.key}
	}
	s.mu.Unlock()
	var last *Key
	signers := make([]ssh.AlgorithmSigner, len(keys))
	for i, k := range keys {
		signers[i] = tried{k, func(k *Key) { last = k }}
	}
	client, err := wire.DialByHand(ctx, s.o.Address, s.o.Signed.Manifest.Registrar.HostKey, s.o.User, signers...)
	if err != nil {
		// The library has no type for it.
		if strings.Contains(err.Error(), "unable to authenticate") {
			return nil, errors.Join(ErrKey, err)
		}
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = last
	return client, nil
}

// stay keeps a connection up until ctx ends, or until the registrar has lost all
// trust: connecting again would mend nothing.
func (s *Session) stay(ctx context.Context, client *wire.Client) {
	wait := firstWait
	for {
		began, err := time.Now(), s.lastError()
		if client == nil && ctx.Err() == nil {
			client, err = s.dial(ctx)
		}
		if client != nil {
			err = s.use(ctx, client)
			client = nil
		}
		if time.Since(began) > steadyAfter {
			wait = firstWait
		}
		s.drop(err)
		if ctx.Err() != nil || s.distrusted() != nil {
			return
		}
		// Not all at once: a registrar that comes back has many members.
		t := time.NewTimer(wait/2 + rand.N(wait/2))
		select {
		case <-ctx.Done():
			t.Stop()
		case <-t.C:
		}
		wait = min(2*wait, longestWait)
	}
}

func (s *Session) lastError() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.offline
}

func (s *Session) distrusted() error {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	return s.journal.distrust
}

// use follows journal and view over one connection until either breaks off.
func (s *Session) use(ctx context.Context, client *wire.Client) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s.mu.Lock()
	s.client, s.offline, s.fresh = client, nil, false
	close(s.came)
	s.came = make(chan struct{})
	s.notify()
	s.mu.Unlock()
	var wg sync.WaitGroup
	wg.Go(func() { cancel(s.journal.Run(ctx, client)) })
	wg.Go(func() {
		err := client.Stream(ctx, wire.Command(wire.CmdView, "--follow", "--json"), s.shown)
		if err == nil {
			err = wire.ErrEnded
		}
		cancel(err)
	})
	wg.Go(func() {
		client.Keep(askEvery, askPatience)
		cancel(wire.ErrEnded)
	})
	<-ctx.Done()
	client.Close()
	wg.Wait()
	return context.Cause(ctx)
}

// shown takes in one view.
func (s *Session) shown(data []byte) error {
	d := new(view.Desk)
	if err := canon.Unmarshal(data, d); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.view, s.fresh = d, true
	s.notify()
	return nil
}

func (s *Session) drop(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.client, s.fresh = nil, false
	if err == nil {
		err = wire.ErrEnded
	}
	s.offline = err
	s.notify()
}

// online waits for a connection.
func (s *Session) online(ctx context.Context) (*wire.Client, error) {
	for {
		s.mu.Lock()
		client, came, offline := s.client, s.came, s.offline
		s.mu.Unlock()
		if client != nil {
			return client, nil
		}
		select {
		case <-ctx.Done():
			return nil, notConnected(offline)
		case <-came:
		}
	}
}

// over does f, which may be done again, over the connection that there is, and
// over the next one when the line breaks, until f has an answer or ctx ends.
func (s *Session) over(ctx context.Context, f func(*wire.Client) error) error {
	for {
		client, err := s.online(ctx)
		if err == nil {
			err = f(client)
		}
		var refused *view.Problem
		if err == nil || ctx.Err() != nil || errors.As(err, &refused) || errors.Is(err, booth.ErrReceipt) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(tryAgain):
		}
	}
}
