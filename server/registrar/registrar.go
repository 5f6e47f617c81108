// Package registrar keeps the roll, the journal and the tokens of a meeting,
// and is the jump host to the urn. It knows members by their SSH keys, sees no
// ballot before the seal, and keeps none after it.
//
// For most uses call Open, then Serve. Every decision is one entry of the
// journal (append, below) or one conditional write (tokens.go); both are on disk
// and flushed before anybody is told.
package registrar

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"charm.land/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/guarantee"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/verify"
	"valurna/ballot/view"
	"valurna/crypto/blind"
	"valurna/crypto/tree"
	"valurna/server/crash"
	"valurna/server/wire"
)

// Registrar is a running meeting. Its methods may be called from any goroutine.
type Registrar struct {
	dir     string
	records *records
	key     ed25519.PrivateKey // signs checkpoints
	now     func() time.Time
	log     *slog.Logger

	opening sync.Mutex // held while a ballot is defined and opened

	mu       sync.Mutex
	state    *journal.State
	leaves   [][]byte      // the journal, as followers read it
	changed  chan struct{} // closed and replaced at every change
	broken   error         // set when the store failed: nothing is done after it
	notes    map[int64]string
	signed   cosigned
	pending  map[string]*pending
	signers  map[string]*blind.Signer
	people   roster
	visits   visits
	live     map[ssh.Context][]credential // what each connection has shown
	lines    map[ssh.Context]*line        // where somebody has logged in
	arrivals map[*arrival]struct{}
	wrong    []time.Time         // when wrong codes came
	acts     map[int][]time.Time // of each person, lately
	handles  []byte              // secret of the handles
	online   map[string]int
	chosen   map[int]string         // person -> ballot that the booth is for
	placed   map[int]string         // seat -> "room" or "remote"
	counts   map[string]view.Counts // of running ballots, at the urn's last report

	trials      trials
	evidence    func(context.Context, *manifest.Manifest, *journal.Ballot) (verify.Evidence, error)
	sealedOf    func(context.Context, *manifest.Manifest, *journal.Ballot) ([][]byte, error)
	published   guarantee.Known // a stranger reaches the journal
	publishedAt time.Time       // when one last did
	oneToken    guarantee.Known // the store gives one token a seat
	shown       shownPanel
	commons     map[string]common
	recorder    recorder
	tail        tail
	packing     chan struct{}    // holds one while evidence is packed
	gates       map[string]found // ballot -> what was entered last
	storeHash   canon.Hex
	served      string // address that is listened on

	boothCommand string               // see ServerConfig.Booth
	recounts     map[string]error     // outcome of counting a result again
	trouble      map[string]string    // what holds a ballot up, by the urn's or our own word
	reopened     map[string]bool      // closed ballots that this process found so when it started
	sealedAt     map[string]time.Time // exact, where this process has entered the seal
	selfcheck    wire.SelfCheck       // the urn's newest word about itself
	selfcheckAt  time.Time            // when it came; zero before there is one
}

// cosigned is the newest checkpoint that the quorum has cosigned.
type cosigned struct {
	size  int64
	note  string
	at    int64 // by this registrar's clock, Unix seconds
	drift int   // of this registrar's clock against the witnesses', seconds
}

// wake tells every follower, screen and driver to look again. mu is held.
func (r *Registrar) wake() {
	close(r.changed)
	r.changed = make(chan struct{})
}

// Changed is closed at the next change of anything that a view shows.
func (r *Registrar) Changed() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed
}

// await calls ready under the lock until it is true, at every change.
func (r *Registrar) await(ctx context.Context, ready func() bool) error {
	for {
		r.mu.Lock()
		ok, broken, changed := ready(), r.broken, r.changed
		r.mu.Unlock()
		switch {
		case broken != nil:
			return broken
		case ok:
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// proposal is an entry before it has its place and time.
type proposal struct {
	typ      string
	body     any
	sigs     []journal.Signature
	openings []journal.Opening   // of commitments, kept beside the journal
	with     func(*sql.Tx) error // done in the same write; may be nil
}

// append enters proposals in one durable write and signs a checkpoint over
// them. mu is held. An entry that breaks a rule is refused alone and nothing is
// written; a store that fails stops the registrar, since the state in memory
// would be ahead of the disk.
func (r *Registrar) append(ps ...proposal) error {
	if r.broken != nil {
		return r.broken
	}
	at := max(r.now().Unix(), r.state.LastTime())
	var leaves [][]byte
	var openings []journal.Opening
	var with []func(*sql.Tx) error
	first := r.state.Next()
	for i, p := range ps {
		e, err := journal.NewEntry(r.state.Next(), at, p.typ, p.body, p.sigs...)
		if err != nil {
			return err
		}
		leaf, err := e.Encode()
		if err != nil {
			return err
		}
		if err := r.state.Apply(e); err != nil {
			if i > 0 {
				return r.fail(fmt.Errorf("entry %d of %d was refused after others were taken: %w", i+1, len(ps), err))
			}
			return err
		}
		leaves = append(leaves, leaf)
		openings = append(openings, p.openings...)
		if p.with != nil {
			with = append(with, p.with)
		}
	}
	crash.At("registrar.append." + ps[0].typ + ".checked")
	if err := r.records.append(first, leaves, openings, with...); err != nil {
		return r.fail(err)
	}
	crash.At("registrar.append." + ps[0].typ + ".stored")
	r.leaves = append(r.leaves, leaves...)
	r.places(ps)
	return r.sign()
}

// write does one durable write beside the journal; a store that fails stops the
// registrar. mu is held.
func (r *Registrar) write(f func() error) error {
	if r.broken != nil {
		return r.broken
	}
	if err := f(); err != nil {
		return r.fail(err)
	}
	return nil
}

// fail makes every later command refuse. mu is held.
func (r *Registrar) fail(err error) error {
	r.broken = fmt.Errorf("the registrar's store failed, nothing more is entered: %w; free space or mend the disk, then restart `valurna registrar serve`", err)
	r.log.Error("store failed", "error", err)
	r.wake()
	return r.broken
}

// sign makes the checkpoint over the whole journal. mu is held.
func (r *Registrar) sign() error {
	size := r.state.Next()
	root, err := r.state.Root(size)
	if err != nil {
		return r.fail(err)
	}
	note, err := tree.SignCheckpoint(tree.Checkpoint{Origin: manifest.OriginOf(r.state.ManifestHash()), Size: size, Root: root}, r.key)
	if err != nil {
		return r.fail(err)
	}
	r.notes[size] = note
	delete(r.notes, size-keepNotes)
	r.wake()
	return nil
}

// keepNotes is how many sizes back a witness may still cosign.
const keepNotes = 256

// Cosign adds a witness's line to the checkpoint of size entries.
func (r *Registrar) Cosign(witness string, size int64, line string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	note, ok := r.notes[size]
	if !ok {
		if size <= r.signed.size {
			return nil // the quorum was quicker
		}
		return &view.Problem{Code: "checkpoint", Text: fmt.Sprintf("There is no checkpoint of %d entries to cosign.", size), Next: "Follow the journal and cosign the newest."}
	}
	added, err := tree.AddCosignature(note, line)
	if err != nil {
		return err
	}
	policy := r.state.Policy()
	quorum := policy.Quorum
	policy.Quorum = 0
	_, names, err := policy.Open(added)
	if err != nil {
		return fmt.Errorf("the cosignature of %s is refused: %w", witness, err)
	}
	r.notes[size] = added
	if len(names) >= quorum && size >= r.signed.size {
		r.signed = r.quorumAt(size, added)
		crash.At("registrar.quorum.reached")
		for old := range r.notes {
			if old < size {
				delete(r.notes, old)
			}
		}
	}
	r.wake()
	return nil
}

// quorumAt notes by both sides' clocks when the quorum was reached. mu is held.
func (r *Registrar) quorumAt(size int64, note string) cosigned {
	c := cosigned{size: size, note: note, at: r.now().Unix()}
	if theirs, err := r.state.CosignedAt(note); err == nil {
		c.drift = int(c.at - theirs)
	}
	return c
}

// covered waits until the quorum has cosigned a checkpoint that covers entry
// seq, and gives its note.
func (r *Registrar) covered(ctx context.Context, seq int64) (string, error) {
	var note string
	err := r.await(ctx, func() bool {
		note = r.signed.note
		return r.signed.size > seq
	})
	return note, err
}

// Checkpoint is the newest cosigned checkpoint, "" before there is one.
func (r *Registrar) Checkpoint() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.signed.note
}
