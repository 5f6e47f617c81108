package trustee

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"

	"valurna/ballot/journal"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/server/crash"
	"valurna/server/wire"
)

// lots gives this trustee's share of every lot that is recorded and cosigned by the
// quorum: what somebody could show to this trustee alone is not drawn, or they
// could look at the lots of several questions and record the one that they like.
func (t *trustee) lots(ctx context.Context, s *journal.State) error {
	if s.Meeting() == "closed" {
		return nil
	}
	for _, l := range s.Lots() {
		d := l.Draw
		what := fmt.Sprintf("lot %d %s %s", d.Item, d.Purpose, d.Ballot)
		saved := t.memory.drawn(d) >= 0
		// Drawn by others, and this trustee's share was on its way or is not needed.
		if t.done[what] || t.cosigned <= l.Seq || l.Gave(t.meeting.ID.Name) || l.Drawn() != nil && saved {
			continue
		}
		if err := t.draw(ctx, s, d); err != nil {
			return err
		}
		t.done[what] = true
	}
	return nil
}

// draw makes, saves and sends a share. The point is computed here, from the
// journal's own record; no interface takes one.
func (t *trustee) draw(ctx context.Context, s *journal.State, d journal.Draw) error {
	about := fmt.Sprintf("the order of the candidates of item %d", d.Item)
	if d.Purpose == journal.LotTie {
		about = fmt.Sprintf("the tie of ballot %s", d.Ballot)
	}
	input := s.LotInput(d)
	hash := sha256.Sum256(input)
	at := t.memory.drawn(d)
	if at >= 0 && !bytes.Equal(t.memory.file.Lots[at].Input, hash[:]) {
		t.say("NOT DRAWN: this trustee has drawn for %s before, with another record of it, and draws no second lot for one question", about)
		return nil
	}
	if at < 0 {
		key, _ := s.LotKey()
		shares := t.memory.file.Shares
		if key >= len(shares) || len(shares[key]) == 0 {
			t.say("NOT DRAWN: this trustee has no share of the key for lots, which draws %s", about)
			return nil
		}
		share, err := group.DecodeScalar(shares[key])
		if err != nil {
			return err
		}
		defer share.Set(group.NewScalar())
		public, err := s.PublicShare(key, t.index())
		if err != nil {
			return err
		}
		proof, err := threshold.ProveLot(input, t.index(), share, public, rand.Reader)
		if err != nil {
			return err
		}
		made := drawing{Item: d.Item, Purpose: d.Purpose, Ballot: d.Ballot, Input: hash[:], Share: proof.Bytes()}
		if err := t.memory.change(func(f *memoryFile) { f.Lots = append(f.Lots, made) }); err != nil {
			return err
		}
		crash.At("trustee.lot.saved")
		at = len(t.memory.file.Lots) - 1
	}
	t.say("drawing by lot: %s", about)
	return t.send(ctx, s, wire.CmdPost, journal.TypeLotShare, journal.LotShare{
		Item: d.Item, Purpose: d.Purpose, Ballot: d.Ballot, Trustee: t.meeting.ID.Name, Share: t.memory.file.Lots[at].Share,
	})
}
