package booth

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/tui/screentest"
	"valurna/tui/words"
)

const code = "7K3M-Q9TX-2B4N-HJ8C-VW5R-0ZPD-6E1F-YASG"

var clock = time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC)

// urn is a booth's backend that a test steers.
type urn struct {
	mu       sync.Mutex
	visit    view.BoothVisit
	visitErr error
	changed  chan struct{}
	sealed   []kind.Choice
	words    []string
	sealErr  error
	casts    int
	castErr  error
	audits   int
	auditErr error
	gate     chan struct{} // if not nil, Cast waits for it
}

func newUrn(v view.BoothVisit) *urn { return &urn{visit: v, changed: make(chan struct{}, 1)} }

func (u *urn) Visit() (view.BoothVisit, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.visit, u.visitErr
}

func (u *urn) Changed() <-chan struct{} { return u.changed }

func (u *urn) Seal(c kind.Choice, word string) (string, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.sealed, u.words = append(u.sealed, c), append(u.words, word)
	return code, u.sealErr
}

func (u *urn) Cast(ctx context.Context) (view.CastDone, error) {
	if u.gate != nil {
		select {
		case <-u.gate:
		case <-ctx.Done():
			return view.CastDone{}, ctx.Err()
		}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.casts++
	if u.castErr != nil {
		return view.CastDone{}, u.castErr
	}
	u.visit.In = true
	return view.CastDone{Code: code, Lookup: "ssh observer@rost.exempelby.se bundle 3-1"}, nil
}

func (u *urn) Audit(context.Context) (view.AuditDone, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.audits++
	if u.auditErr != nil {
		return view.AuditDone{}, u.auditErr
	}
	return view.AuditDone{Code: code, Lookup: "valurna audit " + code + " rost.exempelby.se"}, nil
}

// set changes the urn and tells the booth.
func (u *urn) set(f func(u *urn)) {
	u.mu.Lock()
	f(u)
	u.mu.Unlock()
	u.changed <- struct{}{}
}

func (u *urn) count() (casts int, sealed []kind.Choice) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.casts, slices.Clone(u.sealed)
}

func visit(elect, options int) view.BoothVisit {
	names := []string{"Åsa Öberg", "Søren Kjær", "Ævar Østergård", "Maria Lindström-Håkansson"}
	for i := len(names); i < options; i++ {
		names = append(names, fmt.Sprintf("Kandidat %d", i+1))
	}
	c := kind.Contest{Kind: "one-of-n", Elect: elect, Options: names[:options]}
	if elect > 1 {
		c.Kind = "k-of-n"
	}
	return view.BoothVisit{
		Body: "Exempelby kommunfullmäktige", Ballot: "3-1", Title: "Val av ordförande",
		Contest: c, Phase: view.PhaseOpen, Threshold: 2,
	}
}

func start(t *testing.T, u *urn, lang string, width, height int) *screentest.Driver {
	t.Helper()
	return screentest.New(t, New(u, words.Pick(lang), func() time.Time { return clock }, func(int) int { return 0 }), width, height)
}
