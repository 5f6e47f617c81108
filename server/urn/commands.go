package urn

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"charm.land/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/server/sshd"
	"valurna/server/wire"
)

// run runs one command of the cast address. It serves nobody to whom the
// registrar has given a handle: handle and ballot must never meet here.
func (u *urn) run(ctx context.Context, sess ssh.Session, args []string) error {
	if visit, ok := visitOf(sess); !ok || !visit.Empty() {
		return &view.Problem{Code: "visit", Text: "The way to this address must carry no handle. Nothing was done.", Next: "Tell the operator of the registrar."}
	}
	if err := u.limits.take(args[0]); err != nil {
		return err
	}
	switch {
	case args[0] == wire.CmdPing && len(args) == 1:
		return answer(sess, wire.Done{OK: true})
	case args[0] == wire.CmdCast && len(args) == 2:
		encoding, err := input(sess, sealed.Size(sealed.MaxPoints))
		if err != nil {
			return err
		}
		receipt, err := u.accept(ctx, args[1], encoding)
		if err != nil {
			return err
		}
		return answer(sess, receipt)
	case args[0] == wire.CmdAudit && len(args) == 2:
		encoding, err := input(sess, sealed.OpenedSize(sealed.MaxPoints))
		if err != nil {
			return err
		}
		if err := u.audit(ctx, args[1], encoding, false); err != nil {
			return err
		}
		return answer(sess, wire.Done{OK: true})
	case args[0] == wire.CmdSealed && len(args) == 2:
		list, err := u.sealedList(ctx, args[1])
		if err != nil {
			return err
		}
		_, err = sess.Write(list)
		return err
	case args[0] == wire.CmdPut && len(args) == 2:
		return u.put(ctx, sess, args[1])
	case args[0] == wire.CmdGet && len(args) == 2:
		data, err := u.work(args[1])
		if err != nil {
			return err
		}
		_, err = sess.Write(data)
		return err
	}
	return &view.Problem{Code: "usage", Text: "That is no command of this address. Nothing was done.", Next: "Commands: cast BALLOT, audit BALLOT, sealed BALLOT, put BALLOT, get HASH, ping"}
}

func answer(sess ssh.Session, v any) error {
	if wire.Answer(sess, v) != 0 {
		return errors.New("urn: the answer did not leave")
	}
	return nil
}

// input reads what a command is given; a *view.Problem if it is too long or
// breaks off.
func input(sess ssh.Session, most int) ([]byte, error) {
	data, err := sshd.Input(sess, most)
	if err != nil {
		return nil, &view.Problem{Code: "input", Text: fmt.Sprintf("The input was not used: %v.", err), Next: "Send it again."}
	}
	return data, nil
}

// sealedList is the sealed ballots one after the other, from the seal's entry on.
func (u *urn) sealedList(ctx context.Context, id string) ([]byte, error) {
	u.awaitAfter(ctx, id, journal.Stopped, journal.Counted)
	b, known := u.ballot(id)
	if !known || b.Seal == nil {
		return nil, &view.Problem{Code: "not-sealed", Text: fmt.Sprintf("No seal of ballot %q stands in the journal.", id), Next: "Wait for the seal."}
	}
	u.mu.RLock()
	list, cached := u.lists[id]
	u.mu.RUnlock()
	if cached {
		return list, nil
	}
	encodings, err := u.box.list(ctx, id)
	if err != nil {
		return nil, err
	}
	if root := sealed.Root(encodings); !bytes.Equal(root[:], b.Seal.Root) {
		return nil, errors.New("urn: the sealed list is not the one of the journal")
	}
	list = slices.Concat(encodings...)
	u.mu.Lock()
	u.lists[id] = list
	u.mu.Unlock()
	return list, nil
}

// awaitAfter waits a moment for the phase after those.
func (u *urn) awaitAfter(ctx context.Context, id string, phases ...journal.Phase) {
	u.news.soon(ctx, func() bool {
		b, known := u.ballot(id)
		return !known || !slices.Contains(phases, b.Phase)
	})
}
