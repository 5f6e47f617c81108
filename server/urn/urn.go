// Package urn keeps the ballots of a meeting and never learns whose they are. It
// follows the registrar's journal, accepts sealed ballots while one is open,
// seals them, counts what the trustees have decrypted, and hosts a booth for
// members who have nothing but ssh.
//
// For most uses: Init makes the keys, SignManifest signs the meeting's manifest,
// Run serves until its context ends. A killed urn goes on where it was when it
// runs again: what it has accepted is on disk, and the keys of the stored ballots
// are in the keeper, a process of its own (package keeper).
//
// Nothing here writes down a visit: no address, no handle, no time and no order
// of ballots reaches the log, the store or any screen.
package urn

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/server/harden"
	"valurna/server/keeper"
)

// Config says where an urn's things are. Dir and Manifest must be set.
type Config struct {
	Dir      string // of the urn alone, made by Init
	Manifest string // path of the manifest file with all signatures

	RegistrarAddress string // where to reach the registrar; "": as the manifest says
	ListenBooth      string // where to listen for hosted booths; "": as the manifest says
	ListenCast       string // and for own booths

	// Screens makes the screen of one visit to the hosted booth; nil: there is no
	// hosted booth, and visitors are told so.
	Screens func(*Visitor) tea.Model

	// Lines is the same visit in line mode, for sessions without a terminal to draw
	// on; nil: they are told how to come with one. It is unused without Screens.
	Lines func(ctx context.Context, v *Visitor, in io.Reader, out io.Writer) error

	// Lookup says how a voter finds a ballot after the seal, for
	// view.CastDone.Lookup; nil: not at all.
	Lookup func(ballot, code string) string

	// Turn is how long a trustee may take for its part of the tally, on top of what
	// the size of the box needs; 0: 30 s.
	Turn time.Duration

	// Named is shown to whoever comes under another user name than "ballot", before
	// they are refused; "": nothing is.
	Named string

	// Slot is the unit of a hosted visit's length; 0: 20 s. Tests shorten it.
	Slot time.Duration

	// AuditLookup says how a voter has an audited ballot checked on any other device,
	// for view.AuditDone.Lookup; nil: not at all.
	AuditLookup func(ballot, code string) string

	Keeper []string         // starts a keeper; Dir is added. nil: this program with "urn", "keeper"
	Log    *slog.Logger     // what is logged goes through Quiet first
	Rand   io.Reader        // nil: crypto/rand
	Now    func() time.Time // nil: time.Now
}

func (c Config) orDefault() Config {
	if c.Keeper == nil {
		c.Keeper = []string{os.Args[0], "urn", "keeper"}
	}
	if c.Slot == 0 {
		c.Slot = slot
	}
	if c.Turn == 0 {
		c.Turn = 30 * time.Second
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Log = slog.New(Quiet(c.Log.Handler()))
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// urn is one running urn.
type urn struct {
	config   Config
	log      *slog.Logger
	keys     *keys
	manifest *manifest.Manifest
	encoding []byte   // of the manifest
	hash     [32]byte // of the manifest
	box      *box
	evidence *evidence
	link     link
	news     news
	visits   *visits
	limits   limits
	verify   chan struct{} // one place a processor for checking ballots
	wake     chan struct{} // to the tender

	mu    sync.RWMutex
	state *journal.State
	leaf  [][]byte
	last  cosigned
	live  bool                 // the backlog of the journal has been read
	fault error                // why nothing is believed any more
	held  map[string]*held     // ballots whose key is at hand
	why   map[string]error     // what keeps a ballot from going on
	ends  map[string]time.Time // of the grace of ballots that are closed
	lists map[string][]byte    // sealed lists, as they are handed out

	checked map[string]bool // shuffles and parts that were found good
}

// Run serves until ctx ends. It returns an error if the urn cannot start: its
// directory, keys, manifest or store do not fit, another urn has them open, or
// an address is taken. What goes wrong later is logged, tried again, and told to
// whoever asks; it never makes the urn accept what it cannot keep.
func Run(ctx context.Context, c Config) error {
	u, err := start(ctx, c.orDefault())
	if err != nil {
		return err
	}
	defer u.box.close()
	servers, err := u.servers()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { u.keepLink(ctx) })
	running.Go(func() { u.tend(ctx) })
	failed := make(chan error, len(servers))
	var listening []string
	for _, s := range servers {
		running.Go(func() { failed <- s.serve(ctx) })
		listening = append(listening, s.listener.Addr().String())
	}
	look := time.NewTicker(selfEvery)
	defer look.Stop()
	running.Go(func() { u.watchSelf(ctx, listening, look.C) })
	u.log.Info("urn runs", "booth", u.manifest.Urn.Booth, "cast", u.manifest.Urn.Cast)
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	cancel()
	running.Wait()
	u.news.end()
	// A keeper that holds no key has no reason to stay; one that does, refuses.
	_ = keeper.At(c.Dir).Stop()
	u.log.Info("urn ends")
	return err
}

func start(ctx context.Context, c Config) (*urn, error) {
	// What a visitor of the hosted booth chooses is in this process's memory.
	harden.Process()
	k, err := loadKeys(c.Dir)
	if err != nil {
		return nil, err
	}
	proof := &evidence{dir: filepath.Join(c.Dir, evidenceDir)}
	if forks := proof.forks(); len(forks) > 0 {
		return nil, fmt.Errorf("urn: %s proves that the registrar has shown its journal in two versions; nothing is served for this meeting: hold it again with a new manifest", forks[0])
	}
	m, err := readManifest(c.Manifest)
	if err != nil {
		return nil, err
	}
	if err := k.named(m); err != nil {
		return nil, err
	}
	hash, err := m.Hash()
	if err != nil {
		return nil, err
	}
	encoding, err := m.Encode()
	if err != nil {
		return nil, err
	}
	b, err := openBox(filepath.Join(c.Dir, storeFile), c.Rand)
	if err != nil {
		return nil, err
	}
	if _, err := keeper.Start(ctx, c.Dir, c.Keeper); err != nil {
		b.close()
		return nil, err
	}
	return &urn{
		config: c, log: c.Log, keys: k, manifest: m, encoding: encoding, hash: hash, box: b,
		evidence: proof,
		limits:   newLimits(c.Now), visits: newVisits(c.Now), verify: make(chan struct{}, runtime.GOMAXPROCS(0)), wake: make(chan struct{}, 1),
		state: journal.NewState(), held: map[string]*held{}, why: map[string]error{},
		ends: map[string]time.Time{}, lists: map[string][]byte{},
		checked: map[string]bool{},
	}, nil
}

func readManifest(path string) (*manifest.Manifest, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("urn: no manifest: %w", err)
	}
	signed, err := manifest.DecodeSigned(data)
	if err != nil {
		return nil, err
	}
	if err := signed.Verify(); err != nil {
		return nil, err
	}
	return signed.Manifest, nil
}

// keeper finds the keeper, or starts one anew if it has ended.
func (u *urn) keeper(ctx context.Context) (*keeper.Client, error) {
	return keeper.Start(ctx, u.config.Dir, u.config.Keeper)
}

// ballot is a copy of what the journal says about a ballot.
func (u *urn) ballot(id string) (journal.Ballot, bool) {
	u.mu.RLock()
	defer u.mu.RUnlock()
	b := u.state.Ballot(id)
	if b == nil {
		return journal.Ballot{}, false
	}
	return *b, true
}

// opened counts the ballots that have opened so far.
func (u *urn) opened() int {
	u.mu.RLock()
	defer u.mu.RUnlock()
	n := 0
	for _, b := range u.state.Ballots() {
		if b.Open != nil {
			n++
		}
	}
	return n
}

// sameManifest says whether an entry's body is this urn's manifest.
func (u *urn) sameManifest(body []byte) error {
	if !bytes.Equal(body, u.encoding) {
		return errors.New("urn: the registrar's journal starts with another manifest than this urn's; nothing in it was believed: have both use one file")
	}
	return nil
}
