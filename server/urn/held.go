package urn

import (
	"sync"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/sealed"
)

// held is a ballot whose key is at hand.
type held struct {
	ballot  string
	terms   sealed.Terms
	contest kind.Contest
	size    int // of a sealed ballot in bytes

	mu      sync.RWMutex
	secrets *secrets // nil once erased
}

func newHeld(b journal.Ballot, terms sealed.Terms) *held {
	return &held{
		ballot: b.Definition.Ballot, terms: terms, contest: b.Definition.Contest, size: sealed.Size(b.Definition.Points),
	}
}

// use runs f with the ballot's secrets, or returns errClosed if they are gone.
func (h *held) use(f func(*secrets) error) error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.secrets == nil {
		return errClosed
	}
	return f(h.secrets)
}

// erase waits for every use to end.
func (h *held) erase() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.secrets != nil {
		h.secrets.erase()
		h.secrets = nil
	}
}
