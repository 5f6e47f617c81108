package partytest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
	"valurna/crypto/tree"
	"valurna/server/wire"
)

// Hall is a registrar in memory.
type Hall struct {
	mu      sync.Mutex
	signed  *manifest.Signed
	state   *journal.State
	entries []*journal.Entry
	changed chan struct{}
	asked   []wire.Proposal
	old     int                                     // of asked, withdrawn
	sigs    map[string]map[string]journal.Signature // by type and body, by party
	lines   map[int64][]string                      // cosignatures by size
	mute    bool                                    // no checkpoint is shown
	note    string                                  // shown instead of the true checkpoint, if set
	conns   int
}

// Open begins a meeting with its first entries. The manifest must be complete.
func Open(signed *manifest.Signed) *Hall {
	h := empty(signed)
	h.take(must(journal.ManifestEntry(signed, Start)))
	h.Enter(journal.TypeFiles, journal.Files{Body: commitment("body"), Meeting: commitment("meeting")})
	for i := 1; i <= Seats; i++ {
		offices := []string{}
		if i == 1 {
			offices = []string{"chair"}
		}
		h.Enter(journal.TypePerson, journal.Person{Person: i, Seat: i, Offices: offices, Commit: commitment(fmt.Sprint("member ", i))})
	}
	for i := 1; i <= 2; i++ {
		h.Enter(journal.TypeItem, journal.Item{Item: i, Class: journal.ClassElection, Title: fmt.Sprint("Val ", i), Contest: &Contest})
	}
	h.Enter(journal.TypeReady, journal.Ready{Seats: Seats, Keys: Keys})
	return h
}

func empty(signed *manifest.Signed) *Hall {
	return &Hall{signed: signed, state: journal.NewState(), changed: make(chan struct{}),
		sigs: map[string]map[string]journal.Signature{}, lines: map[int64][]string{}}
}

// Fork gives a second registrar with the same first size entries.
func (h *Hall) Fork(size int64) *Hall {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := empty(h.signed)
	for _, e := range h.entries[:size] {
		f.take(e)
	}
	return f
}

func (h *Hall) take(e *journal.Entry) {
	if err := h.state.Apply(e); err != nil {
		panic(fmt.Sprintf("entry %d, %s: %v", e.Seq, e.Type, err))
	}
	h.entries = append(h.entries, e)
	h.wake()
}

func (h *Hall) wake() {
	close(h.changed)
	h.changed = make(chan struct{})
}

// Enter appends an entry, signed with the fixed keys of signers.
func (h *Hall) Enter(typ string, body any, signers ...string) {
	h.EnterAt(0, typ, body, signers...)
}

// EnterAt appends an entry that many seconds after the last one.
func (h *Hall) EnterAt(later int64, typ string, body any, signers ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := must(journal.NewEntry(h.state.Next(), h.state.LastTime()+later, typ, body))
	for _, by := range signers {
		e.Sigs = append(e.Sigs, must(journal.Sign(h.state.ManifestHash(), by, Key(by), typ, body)).Sig)
	}
	h.take(e)
}

// EnterUnchecked shows an entry that the rules refuse.
func (h *Hall) EnterUnchecked(typ string, body any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.entries = append(h.entries, must(journal.NewEntry(int64(len(h.entries)), h.state.LastTime(), typ, body)))
	h.wake()
}

// Show replaces the checkpoint that followers get.
func (h *Hall) Show(note string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.note = note
	h.wake()
}

// Mute shows no more checkpoints.
func (h *Hall) Mute() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mute = true
}

// Look calls f with the state; f must not keep it.
func (h *Hall) Look(f func(s *journal.State)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f(h.state)
}

// Size is the number of entries.
func (h *Hall) Size() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return int64(len(h.entries))
}

// Await waits until f holds of the journal's state.
func (h *Hall) Await(t testing.TB, what string, f func(s *journal.State) bool) {
	t.Helper()
	h.AwaitHall(t, what, func() bool { return f(h.state) })
}

// AwaitHall waits until f, which is called under the lock, holds.
func (h *Hall) AwaitHall(t testing.TB, what string, f func() bool) {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		h.mu.Lock()
		ok, changed := f(), h.changed
		h.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-late:
			t.Fatalf("this did not happen: %s", what)
		case <-changed:
		}
	}
}

// Connections is how many times the journal was followed from its start.
func (h *Hall) Connections() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.conns
}

// AwaitConnections waits until that many have followed and read the backlog.
func (h *Hall) AwaitConnections(t testing.TB, n int) {
	t.Helper()
	h.AwaitHall(t, fmt.Sprintf("%d connections", n), func() bool { return h.conns >= n })
}

// Checkpoint signs the root over the first size entries as the registrar.
func (h *Hall) Checkpoint(size int64) string {
	root := must(h.state.Root(size))
	return must(tree.SignCheckpoint(tree.Checkpoint{Origin: manifest.OriginOf(h.state.ManifestHash()), Size: size, Root: root}, Key(manifest.ByRegistrar)))
}

// Quorum is the checkpoint over everything with the cosignatures of two
// witnesses that have the fixed keys, dated Start.
func (h *Hall) Quorum() string { return h.QuorumAt(Start) }

// QuorumAt is Quorum with cosignatures of that time, Unix seconds.
func (h *Hall) QuorumAt(unix int64) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	note := h.Checkpoint(h.state.Next())
	for _, name := range Witnesses[1:] {
		note = must(tree.AddCosignature(note, must(tree.Cosign(note, name, Key(manifest.ByWitness(name)), unix))))
	}
	return note
}

// Cosignatures gives the lines over size entries.
func (h *Hall) Cosignatures(size int64) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lines[size]
}

// AwaitCosignature waits for the first cosignature over size entries.
func (h *Hall) AwaitCosignature(t testing.TB, size int64) {
	t.Helper()
	h.AwaitHall(t, fmt.Sprintf("a cosignature over %d entries", size), func() bool { return len(h.lines[size]) > 0 })
}

// Ask asks all trustees to sign.
func (h *Hall) Ask(typ string, body any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, wire.Proposal{Type: typ, Body: must(canon.Marshal(body))})
	h.wake()
}

// AskNothing withdraws what is asked.
func (h *Hall) AskNothing() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.old = len(h.asked)
}

// Signatures gives who has signed what was asked, in the manifest's order.
func (h *Hall) Signatures(typ string, body any) []journal.Signature {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.signatures(typ, must(canon.Marshal(body)))
}

func (h *Hall) signatures(typ string, body []byte) []journal.Signature {
	var out []journal.Signature
	for _, tr := range h.signed.Manifest.Trustees {
		if sig, ok := h.sigs[typ+string(body)][manifest.ByTrustee(tr.Name)]; ok {
			out = append(out, sig)
		}
	}
	return out
}

// AwaitSignatures asks for n signatures, waits for them, and enters the entry.
func (h *Hall) AwaitSignatures(t testing.TB, typ string, body any, n int) {
	t.Helper()
	h.Ask(typ, body)
	data := must(canon.Marshal(body))
	h.AwaitHall(t, "signatures under "+typ, func() bool { return len(h.signatures(typ, data)) >= n })
	h.AskNothing()
	h.mu.Lock()
	defer h.mu.Unlock()
	e := must(journal.NewEntry(h.state.Next(), h.state.LastTime(), typ, json.RawMessage(data), h.signatures(typ, data)...))
	h.take(e)
}

// Follow is what a link's Follow does.
func (h *Hall) Follow(ctx context.Context, from int64, f func(wire.JournalLine) error) error {
	asked, note := 0, ""
	for first := true; ; first = false {
		h.mu.Lock()
		changed, entries, ask := h.changed, h.entries[from:], h.asked
		asked = max(asked, h.old)
		newest := h.note
		if newest == "" && !h.mute && h.state.Next() == int64(len(h.entries)) && len(h.entries) > 0 {
			newest = h.Checkpoint(h.state.Next())
		}
		h.mu.Unlock()
		var out []wire.JournalLine
		for _, e := range entries {
			from++
			out = append(out, wire.JournalLine{Kind: wire.KindEntry, Entry: e})
		}
		if newest != "" && newest != note {
			note = newest
			out = append(out, wire.JournalLine{Kind: wire.KindCheckpoint, Note: note})
		}
		for ; asked < len(ask); asked++ {
			out = append(out, wire.JournalLine{Kind: wire.KindSign, Statement: &ask[asked]})
		}
		if first {
			out = append(out, wire.JournalLine{Kind: wire.KindNow})
		}
		for _, l := range out {
			if err := f(l); err != nil {
				return err
			}
		}
		if first {
			h.mu.Lock()
			h.conns++
			h.wake()
			h.mu.Unlock()
			continue // the wake-up above is our own
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// Call is what a link's Call does, for post, sign and cosign.
func (h *Hall) Call(_ context.Context, command string, request any) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch r := request.(type) {
	case journal.Statement:
		if command == wire.CmdPost {
			return h.post(r)
		}
		return h.sign(r)
	case wire.CosignRequest:
		policy := h.state.Policy()
		policy.Quorum = 1
		note, err := tree.AddCosignature(h.Checkpoint(r.Size), r.Line)
		if err == nil {
			_, _, err = policy.Open(note)
		}
		if err != nil {
			return &view.Problem{Code: "failed", Text: err.Error()}
		}
		h.lines[r.Size] = append(h.lines[r.Size], r.Line)
		h.wake()
		return nil
	}
	return errors.New("a request that this registrar does not know")
}

func (h *Hall) post(st journal.Statement) error {
	e := must(journal.NewEntry(h.state.Next(), h.state.LastTime(), st.Type, st.Body, st.Sig))
	if err := h.state.Apply(e); err != nil {
		var rule *journal.RuleError
		if errors.As(err, &rule) {
			return &view.Problem{Code: rule.Code, Text: rule.Text}
		}
		return err
	}
	h.entries = append(h.entries, e)
	h.wake()
	return nil
}

func (h *Hall) sign(st journal.Statement) error {
	pending := func(p wire.Proposal) bool { return p.Type == st.Type && bytes.Equal(p.Body, st.Body) }
	for _, p := range h.asked[h.old:] {
		if !pending(p) {
			continue
		}
		if err := h.state.CheckStatement(st); err != nil || !strings.HasPrefix(st.Sig.By, "trustee/") {
			return &view.Problem{Code: "signature", Text: fmt.Sprint(err)}
		}
		key := st.Type + string(st.Body)
		if h.sigs[key] == nil {
			h.sigs[key] = map[string]journal.Signature{}
		}
		h.sigs[key][st.Sig.By] = st.Sig
		h.wake()
		return nil
	}
	return &view.Problem{Code: "not-pending", Text: "nothing like this waits"}
}

// Prepare seats everybody and opens the meeting, which was announced in time.
func (h *Hall) Prepare() {
	h.Enter(meeting.TypeNotice, meeting.Notice{By: 1, Posted: "2026-11-20", Summoned: "2026-11-20"})
	for i := 1; i <= Seats; i++ {
		h.Enter(journal.TypePresence, journal.Presence{Person: i, Seat: i, Present: true, Place: commitment("place")})
	}
	h.Enter(journal.TypeMeeting, journal.Meeting{State: "open", Person: 1})
}
