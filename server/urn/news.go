package urn

import (
	"context"
	"sync"
	"time"
)

// soonTime is how long a question waits for an entry that whoever asks may have
// read a moment before this urn.
const soonTime = time.Second

// news ticks every visitor's channel, once for however many changes.
type news struct {
	mu    sync.Mutex
	ended bool
	to    map[chan struct{}]bool
}

func (n *news) join() chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	c := make(chan struct{}, 1)
	if n.ended {
		close(c)
		return c
	}
	if n.to == nil {
		n.to = map[chan struct{}]bool{}
	}
	n.to[c] = true
	return c
}

func (n *news) leave(c chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.to[c] {
		delete(n.to, c)
		close(c)
	}
}

func (n *news) tell() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.to {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// end closes every channel, and those of visitors still to come.
func (n *news) end() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ended = true
	for c := range n.to {
		close(c)
	}
	clear(n.to)
}

// soon waits until what has become true, for soonTime at most.
func (n *news) soon(ctx context.Context, what func() bool) {
	c := n.join()
	defer n.leave(c)
	ctx, cancel := context.WithTimeout(ctx, soonTime)
	defer cancel()
	for !what() {
		select {
		case _, more := <-c:
			if !more {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}
