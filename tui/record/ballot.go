package record

import (
	"valurna/ballot/kind"
	"valurna/ballot/record"
	"valurna/tui/words"
)

// ballot is a secret ballot: counts and outcome.
func (t *text) ballot(it *record.Item, b *record.Ballot) (all []told) {
	w := t.w.Ballot
	fill := func(sentence string, pairs ...any) string {
		return words.Fill(sentence, append([]any{"ballot", b.Ballot}, pairs...)...)
	}
	add := func(at record.Stamp, says string, more ...string) { all = append(all, told{at, says, more}) }

	order := w.Order
	if it.Order != nil && len(it.Order.Drawn) > 0 {
		order = w.OrderDrawn
	}
	add(b.Defined, fill(w.Defined, "eligible", len(b.Roll), "seats", runs(b.Roll), "present", b.Present, "all", t.Seats),
		t.asks(b.Contest), fill(order, "names", t.names(b.Contest.Options)), fill(w.Context, "hash", b.Context))
	if b.Opened != nil {
		add(b.Opened.Stamp, t.by(w.Opened, b.Opened.By, "ballot", b.Ballot))
	}
	if b.Closed != nil {
		add(b.Closed.Stamp, t.by(w.Closed, b.Closed.By, "ballot", b.Ballot))
	}
	if s, c := b.Seal, b.Counts; s != nil && c != nil {
		more := []string{fill(w.Root, "hash", s.Root)}
		if s.Audited > 0 {
			more = append(more, fill(w.Audited, "audited", s.Audited))
		}
		add(s.Stamp, fill(w.Sealed, "eligible", c.Eligible, "tokens", c.Tokens, "cast", c.Cast), more...)
	}
	if r := b.Result; r != nil {
		more := t.options(r.Options)
		if len(b.Shuffled) > 0 {
			more = append(more, fill(w.Shuffled, "shuffled", t.names(b.Shuffled), "decrypted", t.names(b.Decrypted)))
		}
		add(r.Stamp, fill(w.Counted, "valid", r.Valid, "invalid", r.Invalid, "blank", r.Blank), more...)
	}
	if l := b.Tie; l != nil {
		var more []string
		if len(l.Drawn) > 0 {
			more = append(more, fill(w.Drawn, "trustees", t.names(l.Trustees), "names", t.names(l.Drawn)))
		}
		add(l.Stamp, fill(w.Tie, "names", t.names(l.Among)), more...)
	}
	if c := b.Certified; c != nil {
		elected := w.ElectedNobody
		if len(c.Elected) > 0 {
			elected = t.names(c.Elected)
		}
		add(c.Stamp, t.by(w.Certified, c.By, "ballot", b.Ballot, "names", elected))
	}
	if v := b.Void; v != nil {
		add(v.Stamp, fill(w.Void, "reason", v.Reason))
	}
	return all
}

// asks says of which kind a ballot is.
func (t *text) asks(c kind.Contest) string {
	w := t.words.Ballot
	return words.Fill(choose(c.Kind, kind.OneOfN, w.ElectOne, kind.KOfN, w.ElectMany), "k", c.Elect, "n", len(c.Options))
}

// options lists what stood on the ballot with its votes.
func (t *text) options(of []kind.OptionVotes) (out []string) {
	for _, o := range of {
		out = append(out, words.Fill(t.w.Ballot.Votes, "votes", o.Votes, "name", o.Name))
	}
	return out
}
