package registrar

import (
	"context"
	"os"
	"time"

	"valurna/server/wire"
)

const (
	// selfcheckEvery is how often registrar and urn look at themselves.
	selfcheckEvery = time.Minute
	// selfcheckAge is how long what they have found counts.
	selfcheckAge = 3 * selfcheckEvery
)

// watchSelf has the registrar look at itself: whether a stranger reaches the journal,
// and whether its store gives one token only.
func (r *Registrar) watchSelf(ctx context.Context) {
	for {
		published, oneToken := r.reached(ctx), oneTokenOnly()
		r.mu.Lock()
		r.published, r.oneToken = published, oneToken
		r.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-time.After(selfcheckEvery):
		}
	}
}

// reached asks this server, as an observer without a key, for the manifest.
func (r *Registrar) reached(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	r.mu.Lock()
	address, host := r.served, r.state.Manifest().Registrar.HostKey
	r.mu.Unlock()
	c, err := wire.Dial(ctx, address, host, wire.UserObserver)
	if err != nil {
		return false
	}
	defer c.Close()
	data, err := c.Run(ctx, wire.CmdManifest, nil)
	return err == nil && len(data) > 0
}

// oneTokenOnly tries on a store of its own, made by the same code, whether a second
// request for a seat's token is refused by the store itself (G16).
func oneTokenOnly() bool {
	dir, err := os.MkdirTemp("", "valurna-check-")
	if err != nil {
		return false
	}
	defer os.RemoveAll(dir)
	s, err := openRecords(dir)
	if err != nil {
		return false
	}
	defer s.Close()
	const ballot, seat, person = "1-1", 1, 1
	if s.makeTokenRows(ballot, []int{seat}) != nil {
		return false
	}
	first, err := s.takeToken(ballot, seat, person, []byte("one"), nil)
	if err != nil || !first {
		return false
	}
	again, err := s.takeToken(ballot, seat, person, []byte("one"), nil)
	if err != nil || !again {
		return false // the answer to the same request has to be repeatable
	}
	second, err := s.takeToken(ballot, seat, person, []byte("two"), nil)
	return err == nil && !second
}
