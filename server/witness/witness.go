// Package witness is an observer's program: it replays the journal by all its
// rules and cosigns its checkpoints, so that a registrar cannot show two
// journals to two people.
//
// For most uses call Init, SignManifest and Run. What a witness has seen is on
// disk before it cosigns. Shown less or something else later, it says so and
// signs nothing until it is shown the journal again that it has cosigned.
package witness

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/crypto/tree"
	"valurna/server/crash"
	"valurna/server/party"
	"valurna/server/wire"
)

// Config says who the witness is.
type Config struct {
	Dir      string
	Manifest *manifest.Signed
	Say      func(format string, args ...any)              // what was done or refused
	Dial     func(ctx context.Context) (party.Link, error) // nil: SSH to the manifest's registrar
	Now      func() time.Time                              // nil: the system's clock; it dates cosignatures
	Retry    time.Duration                                 // see party.Source
}

// Init makes the witness's folder and identity and returns its public key, as
// the body's file wants it.
func Init(dir, name string, rand io.Reader) (publicKeyLine string, err error) {
	return party.Init(dir, party.Witness, name, rand)
}

// SignManifest adds this witness's signature to a manifest that names it.
func SignManifest(dir string, signed *manifest.Signed) error {
	return party.SignManifest(dir, party.Witness, signed)
}

// Run cosigns every newest checkpoint until ctx ends (nil) or it cannot go on
// without a human: its folder is lost or in use, the disk fails, or somebody
// else signs with its key. A rewritten journal, or one that breaks the rules, is
// said at every attempt and not cosigned.
func Run(ctx context.Context, c Config) error {
	m, err := party.Open(c.Dir, party.Witness, c.Manifest)
	if err != nil {
		return err
	}
	w := &witness{meeting: m, say: c.Say, now: c.Now}
	if w.now == nil {
		w.now = time.Now
	}
	dial := c.Dial
	if dial == nil {
		dial = func(ctx context.Context) (party.Link, error) {
			conn, err := m.Connect(ctx)
			if err != nil {
				return nil, err
			}
			return conn, nil
		}
	}
	err = m.Follow(ctx, party.Source{Dial: dial, Say: c.Say, Retry: c.Retry}, w)
	return errors.Join(err, m.Close())
}

// maxAhead is how far the registrar's clock may be ahead of this one.
const maxAhead = 2 * time.Minute

// witness is a party.Follower. Its methods run one at a time.
type witness struct {
	meeting *party.Meeting
	say     func(string, ...any)
	now     func() time.Time
	link    party.Link
	given   int64 // size of the last cosignature on this connection
}

// Connected keeps the link for cosignatures. What the registrar has lost since
// the last connection, it gets again.
func (w *witness) Connected(link party.Link) { w.link, w.given = link, 0 }

// Entered has nothing to do: the entry has been checked, and its checkpoint comes.
func (w *witness) Entered(context.Context, *journal.State) error { return nil }

// Asked refuses: witnesses sign nothing but checkpoints.
func (w *witness) Asked(context.Context, *journal.State, wire.Proposal) error {
	return errors.New("the registrar asks a witness for a trustee's signature; nothing was signed")
}

// Signed cosigns the checkpoint of the whole journal, of which every entry has
// been applied. That it has seen them is on disk first.
func (w *witness) Signed(ctx context.Context, s *journal.State, cp tree.Checkpoint, note string, names []string) error {
	name := w.meeting.ID.Name
	if slices.Contains(names, name) {
		// Our own word beyond what our file knows is not ours.
		if cp.Size > w.meeting.Seen() {
			return &party.Stop{Err: fmt.Errorf("a checkpoint of %d entries carries the cosignature of %s, and this folder knows of none beyond %d: either the folder was restored from an old copy, or somebody else uses its key. Nothing was signed; have the meeting name another witness", cp.Size, name, w.meeting.Seen())}
		}
		return nil
	}
	// The other witnesses' words may come back before this one's.
	if cp.Size == w.given {
		return nil
	}
	// A journal dated ahead could end a check window before it has begun.
	if ahead := time.Unix(s.LastTime(), 0).Sub(w.now()); ahead > maxAhead {
		w.say("NOT COSIGNED: the journal's last entry is dated %s ahead of this machine's clock; set the clock that is wrong, this one or the registrar's", ahead.Round(time.Second))
		return nil
	}
	if err := w.meeting.Remember(s); err != nil {
		return err
	}
	crash.At("witness.seen.saved")
	line, err := tree.Cosign(note, name, w.meeting.ID.Key(), w.now().Unix())
	if err != nil {
		return err
	}
	w.given = cp.Size
	err = w.link.Call(ctx, wire.CmdCosign, wire.CosignRequest{Line: line, Size: cp.Size}, new(wire.Done))
	crash.At("witness.cosign.answered")
	if p := new(view.Problem); errors.As(err, &p) {
		// The registrar has moved on, or has this witness's word already.
		w.say("the cosignature over %d entries was not taken: %s", cp.Size, p.Text)
		return nil
	}
	if err != nil {
		return fmt.Errorf("the cosignature over %d entries was not delivered: %w", cp.Size, err)
	}
	w.say("cosigned %d entries", cp.Size)
	return nil
}
