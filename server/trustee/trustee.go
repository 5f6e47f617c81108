// Package trustee is the program of a person who holds a share of every
// ballot's key: it takes part in the key ceremony, signs definitions, shuffles in
// its turn, and decrypts what it has itself verified, once.
//
// For most uses call Init, SignManifest and Run. Everything that has to outlive
// a killed process is on disk and flushed before anything that rests on it is
// sent, so that a restart goes on and never says two different things.
//
// Nothing here applies a share to a point that somebody names: only to the
// ciphertexts of a whole ballot box, fetched, and verified by this program from
// the seal through every shuffle; and, with the key for lots alone, to the points
// that it computes itself from what the journal records.
package trustee

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/crypto/tree"
	"valurna/server/crash"
	"valurna/server/party"
	"valurna/server/wire"
)

// Link is one connection to the registrar, and through its jump to the urn.
type Link interface {
	party.Link
	// Urn runs one command at the urn's cast address.
	Urn(ctx context.Context, command string, stdin []byte) ([]byte, error)
}

// Config says who the trustee is and how it speaks with its human.
type Config struct {
	Dir      string
	Manifest *manifest.Signed
	Ask      func(question string) bool              // asked once, before the ceremony
	Say      func(format string, args ...any)        // what was done or refused
	Dial     func(ctx context.Context) (Link, error) // nil: SSH to the manifest's registrar
	Now      func() time.Time                        // nil: the system's clock
	Retry    time.Duration                           // see party.Source
}

// ErrDeclined says that the human did not agree to take part in the ceremony.
var ErrDeclined = errors.New("you did not agree to make the keys; nothing was sent: run the program again when you do")

// Init makes the trustee's folder and identity and returns its public key, as
// the body's file wants it.
func Init(dir, name string, rand io.Reader) (publicKeyLine string, err error) {
	return party.Init(dir, party.Trustee, name, rand)
}

// SignManifest adds this trustee's signature to a manifest that names it.
func SignManifest(dir string, signed *manifest.Signed) error {
	return party.SignManifest(dir, party.Trustee, signed)
}

// Run does the trustee's work until ctx ends (nil) or it cannot go on without
// a human: a lost or foreign state, a disk that fails, ErrDeclined. A broken
// connection or a journal that breaks the rules is said, and tried again.
func Run(ctx context.Context, c Config) error {
	m, err := party.Open(c.Dir, party.Trustee, c.Manifest)
	if err != nil {
		return err
	}
	t := &trustee{meeting: m, ask: c.Ask, say: c.Say, now: c.Now, chains: map[string]*chain{}}
	if t.now == nil {
		t.now = time.Now
	}
	dial := c.Dial
	if dial == nil {
		dial = func(ctx context.Context) (Link, error) {
			conn, err := m.Connect(ctx)
			if err != nil {
				return nil, err
			}
			return conn, nil
		}
	}
	if t.memory, err = recall(m); err == nil {
		err = m.Follow(ctx, party.Source{
			Dial: func(ctx context.Context) (party.Link, error) {
				link, err := dial(ctx)
				if err != nil {
					return nil, err
				}
				t.link = link
				return link, nil
			},
			Say: c.Say, Retry: c.Retry,
		}, t)
	}
	t.own.erase()
	return errors.Join(err, m.Close())
}

// trustee is a party.Follower. Its methods run one at a time.
type trustee struct {
	meeting *party.Meeting
	memory  *memory
	own     *contribution // to the ceremony; nil before it and after
	ask     func(string) bool
	say     func(string, ...any)
	now     func() time.Time
	link    Link
	done    map[string]bool // on this connection; the journal knows the rest
	chains  map[string]*chain

	// cosigned is how many entries of the journal shown on this connection a
	// checkpoint with the quorum's cosignatures covers.
	cosigned int64
}

// Connected begins a connection: what was sent on an earlier one is in the
// replayed journal, or was lost and is sent again.
func (t *trustee) Connected(party.Link) { t.done, t.cosigned = map[string]bool{}, 0 }

// Entered does what the journal now calls for.
func (t *trustee) Entered(ctx context.Context, s *journal.State) error {
	if err := t.ceremony(ctx, s); err != nil {
		return err
	}
	errs := []error{t.lots(ctx, s)}
	for _, b := range s.Ballots() {
		if err := t.tally(ctx, s, b); err != nil {
			errs = append(errs, fmt.Errorf("ballot %s: %w", b.Definition.Ballot, err))
		}
	}
	return errors.Join(errs...)
}

// Signed remembers what the registrar has signed, and erases what is needed no
// more once the quorum has signed it too: an end that the registrar shows to this
// trustee alone must cost nothing. A lot waits for that as well.
func (t *trustee) Signed(ctx context.Context, s *journal.State, cp tree.Checkpoint, _ string, witnesses []string) error {
	if err := t.meeting.Remember(s); err != nil {
		return err
	}
	if len(witnesses) < s.Policy().Quorum {
		return nil
	}
	t.cosigned = cp.Size
	return errors.Join(t.lots(ctx, s), t.forget(s))
}

// index is this trustee's place in the manifest, 1 to n.
func (t *trustee) index() int { return t.meeting.Manifest.Trustee(t.meeting.ID.Name) }

// once says whether a thing is to be done for the first time on this connection.
func (t *trustee) once(what string) bool {
	if t.done[what] {
		return false
	}
	t.done[what] = true
	return true
}

// send signs a statement and sends it by the command post or sign. What it
// rests on has been saved; the journal that it rests on is remembered here.
// Refusals that only say that the journal has moved on are no error.
func (t *trustee) send(ctx context.Context, s *journal.State, command, typ string, body any) error {
	if err := t.meeting.Remember(s); err != nil {
		return err
	}
	st, err := t.meeting.ID.Sign(t.meeting.Hash, typ, body)
	if err != nil {
		return err
	}
	var reply any = new(wire.PostReply)
	if command == wire.CmdSign {
		reply = new(wire.Done)
	}
	crash.At("trustee.send." + typ + ".due")
	err = t.link.Call(ctx, command, st, reply)
	crash.At("trustee.send." + typ + ".answered")
	if p := new(view.Problem); errors.As(err, &p) && overtaken[p.Code] {
		t.say("%s was not needed any more: %s", typ, p.Text)
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s was not accepted: %w", typ, err)
	}
	t.say("sent %s", typ)
	return nil
}

// overtaken lists refusals that are no failure: others have done it, this
// trustee has done it before, or it is no longer called for.
var overtaken = map[string]bool{
	"enough": true, "rejected": true, "shares": true, "shuffle": true, "proof": true, "overtaken": true,
	"phase": true, "ceremony": true, "not-pending": true,
}

// stop ends Run.
func stop(format string, args ...any) error {
	return &party.Stop{Err: fmt.Errorf(format, args...)}
}
