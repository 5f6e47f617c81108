package urn

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// userLink is the name under which the urn logs in; its key is what counts.
const userLink = "urn"

// Waits between attempts to reach the registrar.
const (
	firstWait = 200 * time.Millisecond
	lastWait  = 10 * time.Second
)

// publishTime bounds the sending of a bundle, which the registrar verifies first.
const publishTime = 10 * time.Minute

// callTime bounds one question to the registrar.
const callTime = 30 * time.Second

// link is the connection to the registrar, when there is one.
type link struct {
	mu     sync.Mutex
	client *wire.Client
}

func (l *link) set(c *wire.Client) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.client = c
}

// get returns a *view.Problem while there is no connection.
func (l *link) get() (*wire.Client, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.client == nil {
		return nil, &view.Problem{Code: "no-registrar", Text: "The urn does not reach the registrar. Nothing was sent.", Next: "Try again in a moment."}
	}
	return l.client, nil
}

// call asks the registrar one question, see wire.Call.
func (l *link) call(ctx context.Context, command string, request, reply any) error {
	c, err := l.get()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	return wire.Call(ctx, c, command, request, reply)
}

// keepLink follows the journal until ctx ends, and connects again whenever that
// breaks off.
func (u *urn) keepLink(ctx context.Context) {
	wait, said := firstWait, ""
	for {
		reached := false
		err := u.follow(ctx, func() { reached = true })
		if ctx.Err() != nil || errors.Is(err, errFork) {
			return
		}
		if reached {
			wait, said = firstWait, ""
		}
		if err.Error() != said {
			said = err.Error()
			u.log.Warn("no link to the registrar", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = min(2*wait, lastWait)
	}
}

// follow connects once and reads the journal until that fails; it calls reached
// when the backlog has been read.
func (u *urn) follow(ctx context.Context, reached func()) error {
	signer, err := ssh.NewSignerFromKey(u.keys.link)
	if err != nil {
		return err
	}
	address := u.config.RegistrarAddress
	if address == "" {
		address = u.manifest.Registrar.Address
	}
	c, err := wire.Dial(ctx, address, u.manifest.Registrar.HostKey, userLink, ssh.PublicKeys(signer))
	if err != nil {
		return err
	}
	defer c.Close()
	u.mu.RLock()
	next := u.state.Next()
	u.mu.RUnlock()
	u.link.set(c)
	defer u.link.set(nil)
	return wire.Follow(ctx, c, next, func(l wire.JournalLine) error {
		switch l.Kind {
		case wire.KindEntry:
			return u.entry(l.Entry)
		case wire.KindCheckpoint:
			return u.checkpoint(l.Note)
		case wire.KindNow:
			reached()
			u.mu.Lock()
			first := !u.live
			u.live = true
			entries := u.state.Next()
			u.mu.Unlock()
			if first {
				u.log.Info("journal read", "entries", entries)
			}
			u.changed()
		}
		return nil
	})
}

// changed tells the tender and every visitor that the journal has grown.
func (u *urn) changed() {
	select {
	case u.wake <- struct{}{}:
	default:
	}
	u.news.tell()
}

// entry applies the next entry of the journal, or refuses it and all after it.
func (u *urn) entry(e *journal.Entry) error {
	leaf, err := e.Encode()
	if err != nil {
		return err
	}
	if e.Type == journal.TypeManifest {
		if err := u.sameManifest(e.Body); err != nil {
			return err
		}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, err := u.state.ApplyLeaf(leaf); err != nil {
		return fmt.Errorf("urn: entry %d of the registrar's journal is refused: %w", e.Seq, err)
	}
	u.leaf = append(u.leaf, leaf)
	for _, b := range u.state.Ballots() {
		id := b.Definition.Ballot
		// The grace is counted from when this urn saw the close: never shorter than
		// promised, whatever the registrar's clock says and however often the urn
		// starts again.
		if _, counting := u.ends[id]; b.Phase == journal.Closed && !counting {
			u.ends[id] = u.config.Now().Add(time.Duration(b.Definition.Grace) * time.Second)
		}
	}
	if u.live {
		u.changed()
	}
	return nil
}

// cosigned is a checkpoint with the quorum's cosignatures.
type cosigned struct {
	note string
	size int64
}

// errFork ends the belief in a registrar for good.
var errFork = errors.New("urn: the registrar has signed a checkpoint of another journal than the one it showed; nothing is accepted any more, and the checkpoint is kept in the folder evidence: show it to the witnesses and the chair")

// checkpoint compares a checkpoint with the journal, and keeps the newest that
// the quorum has cosigned.
func (u *urn) checkpoint(note string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	policy := u.state.Policy()
	quorum := policy.Quorum
	policy.Quorum = 0 // one that is still short of cosignatures is compared too
	cp, witnesses, err := policy.Open(note)
	if err != nil {
		return err
	}
	if cp.Size > u.state.Next() {
		return nil // a later one will come once the entries have
	}
	root, err := u.state.Root(cp.Size)
	if err != nil {
		return err
	}
	if root != cp.Root {
		u.fault = errFork
		u.log.Error("fork", "err", errFork, "kept", u.evidence.keepFork(note))
		u.changed()
		return errFork
	}
	if len(witnesses) >= quorum && cp.Size >= u.last.size {
		u.last = cosigned{note, cp.Size}
		if u.live {
			u.changed()
		}
	}
	return nil
}
