package member

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"valurna/ballot/booth"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/server/wire"
)

// Audited is an audited ballot as this machine has checked it.
type Audited struct {
	Ballot  string
	Title   string
	Contest kind.Contest
	Sealed  bool // the seal names it
	Held    booth.Held
}

var (
	// ErrNoAudit says that the published audited ballots, which are all that the urn
	// has sealed, have none with the code.
	ErrNoAudit = errors.New("member: no audited ballot has this code, and all of the vote are published: compare the code with what the booth showed before you tested it; if it is right, the booth has cheated: tell the chair")
	// ErrNotPublished says that none is there yet.
	ErrNotPublished = errors.New("member: no audited ballot with this code is published yet: if you have just tested the booth, try again in a few seconds; if it does not come, tell the chair")
	// ErrHidden says that what is published is not what was sealed.
	ErrHidden = errors.New("member: the published audited ballots are not those of the urn's seal: one was left out or exchanged, tell the chair")
)

// FetchAudited looks for the audited ballot with that whole code, in one ballot or,
// with "", in all that were opened, and checks it: as an observer, without a key, and
// without telling anyone which code it looks for. The manifest is the caller's to
// trust; address "" is the manifest's. Errors are ErrNoAudit, ErrNotPublished,
// ErrHidden, one that wraps a cause of package sealed (then the published opening
// does not hold), or of the connection.
func FetchAudited(ctx context.Context, signed *manifest.Signed, address, ballot string, code sealed.Code) (*Audited, error) {
	if address == "" {
		address = signed.Manifest.Registrar.Address
	}
	c, err := wire.Dial(ctx, address, signed.Manifest.Registrar.HostKey, wire.UserObserver)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	state, err := readJournal(ctx, c, signed)
	if err != nil {
		return nil, err
	}
	missing := ErrNoAudit
	known := false
	for _, b := range state.Ballots() {
		// By the rules, an opened ballot's definition is cosigned by the quorum.
		if ballot != "" && b.Definition.Ballot != ballot || b.Open == nil {
			continue
		}
		known = true
		terms, err := state.Terms(b.Definition.Ballot)
		if err != nil {
			return nil, err
		}
		found, err := lookIn(ctx, c, b, terms, code)
		if err != nil || found != nil {
			return found, err
		}
		if b.Seal == nil {
			missing = ErrNotPublished
		}
	}
	if !known {
		return nil, fmt.Errorf("member: no ballot was opened in this meeting yet, or not %q; nothing was looked up", ballot)
	}
	return nil, missing
}

// errBacklog ends the reading of a journal at its present end.
var errBacklog = errors.New("the backlog is read")

func readJournal(ctx context.Context, c *wire.Client, signed *manifest.Signed) (*journal.State, error) {
	j := NewJournal(signed)
	err := wire.Follow(ctx, c, 0, func(l wire.JournalLine) error {
		if l.Kind == wire.KindNow {
			return errBacklog
		}
		return j.take(l)
	})
	if !errors.Is(err, errBacklog) {
		return nil, err
	}
	return j.state, nil
}

// lookIn looks among a ballot's audited ballots; nil if the code is none of theirs.
func lookIn(ctx context.Context, c *wire.Client, b *journal.Ballot, terms sealed.Terms, code sealed.Code) (*Audited, error) {
	id := b.Definition.Ballot
	out, err := c.Run(ctx, wire.Command(wire.CmdAudited, id), nil)
	if err != nil {
		return nil, err
	}
	list, err := wire.Decode[wire.Audited](out)
	if err != nil {
		return nil, err
	}
	encodings := make([][]byte, len(list.Opened))
	for i, o := range list.Opened {
		encodings[i] = o
	}
	if root := sealed.Root(encodings); b.Seal != nil && (len(encodings) != b.Seal.Audited || !bytes.Equal(root[:], b.Seal.AuditedRoot)) {
		return nil, ErrHidden
	}
	held, err := FindAudited(terms, b.Definition.Contest, encodings, code)
	if err != nil || held == nil {
		return nil, err
	}
	return &Audited{Ballot: id, Title: b.Definition.Title, Contest: b.Definition.Contest, Sealed: b.Seal != nil, Held: *held}, nil
}

// FindAudited looks for the audited ballot with that whole code and checks it; nil if
// there is none. The code, a hash over everything but the opening, is compared before
// the opening is looked at, so that a false opening is said to be one.
func FindAudited(terms sealed.Terms, contest kind.Contest, encodings [][]byte, code sealed.Code) (*booth.Held, error) {
	for _, encoding := range encodings {
		o, err := sealed.DecodeOpened(terms.Points, encoding)
		if err != nil {
			return nil, err
		}
		if o.Ballot.Code(terms.Context) != code {
			continue
		}
		held, err := booth.CheckOpened(terms, contest, encoding)
		return &held, err
	}
	return nil, nil
}
