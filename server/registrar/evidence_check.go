package registrar

import (
	"context"
	"os"
	"time"

	"valurna/ballot/guarantee"
	"valurna/server/wire"
)

const (
	// selfcheckEvery is how often registrar and urn look at themselves.
	selfcheckEvery = time.Minute
	// publishedAge is how long strangers may keep each other out before that counts: they
	// could hold all the places for a minute to stop a ballot.
	publishedAge = 10 * time.Minute
	// selfcheckAge is how long what they have found counts.
	selfcheckAge = 3 * selfcheckEvery
)

// watchSelf has the registrar look at itself: whether a stranger reaches the journal,
// and whether its store gives one token only.
func (r *Registrar) watchSelf(ctx context.Context) {
	for {
		reached, oneToken := r.reached(ctx), oneTokenOnly()
		r.mu.Lock()
		if r.oneToken = oneToken; reached {
			r.published, r.publishedAt = guarantee.Yes, time.Now()
		} else if time.Since(r.publishedAt) > publishedAge {
			r.published = guarantee.No // for so long no observer would have come through either
		}
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
// request for a seat's token is refused by the store itself (G16). A store that cannot
// be made shows nothing.
func oneTokenOnly() guarantee.Known {
	dir, err := os.MkdirTemp("", "valurna-check-")
	if err != nil {
		return guarantee.NotShown
	}
	defer os.RemoveAll(dir)
	s, err := openRecords(dir)
	if err != nil {
		return guarantee.NotShown
	}
	defer s.Close()
	const ballot, seat, person = "1-1", 1, 1
	if s.makeTokenRows(ballot, []int{seat}) != nil {
		return guarantee.NotShown
	}
	for _, try := range []struct {
		request string
		taken   bool
	}{{"one", true}, {"one", true}, {"two", false}} { // the same request has to be answered again
		switch taken, err := s.takeToken(ballot, seat, person, []byte(try.request), nil); {
		case err != nil:
			return guarantee.NotShown
		case taken != try.taken:
			return guarantee.No
		}
	}
	return guarantee.Yes
}
