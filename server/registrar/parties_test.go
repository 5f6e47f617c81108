package registrar

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hiddeco/sshsig"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally/tallytest"
	"valurna/ballot/verify"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
	"valurna/crypto/tree"
	"valurna/server/wire"
)

// follow keeps a party's journal going, over restarts, until the test ends or
// stop is called.
func (w *town) follow(by string, take func(c *wire.Client, l wire.JournalLine) error) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		var from atomic.Int64 // a callback may still run when its stream has been given up
		for ctx.Err() == nil {
			c, err := w.tryDial("party", w.signer(by))
			if err != nil {
				time.Sleep(2 * time.Millisecond) // the registrar is just starting again
				continue
			}
			err = wire.Follow(ctx, c, from.Load(), func(l wire.JournalLine) error {
				if l.Entry != nil {
					from.Store(l.Entry.Seq + 1)
				}
				return take(c, l)
			})
			c.Close()
			if errors.Is(err, wire.ErrGap) {
				w.t.Error(err)
			}
		}
	})
	stop = sync.OnceFunc(func() {
		cancel()
		wg.Wait()
	})
	w.t.Cleanup(stop)
	return stop
}

// witness cosigns every checkpoint that it is shown.
func (w *town) witness() (stop func()) {
	by := manifest.ByWitness("dag")
	return w.follow(by, func(c *wire.Client, l wire.JournalLine) error {
		if l.Kind != wire.KindCheckpoint || strings.Contains(l.Note, "\n— dag ") {
			return nil
		}
		size := must(strconv.ParseInt(strings.Split(l.Note, "\n")[1], 10, 64))
		line := must(tree.Cosign(l.Note, "dag", w.keys[by], w.now().Unix()))
		return wire.Call(context.Background(), c, wire.CmdCosign, wire.CosignRequest{Line: line, Size: size}, nil)
	})
}

// trustees sign whatever definition or record of keys they are asked for.
func (w *town) trustees(names ...string) (stop func()) {
	var stops []func()
	for _, name := range names {
		by := manifest.ByTrustee(name)
		stops = append(stops, w.follow(by, func(c *wire.Client, l wire.JournalLine) error {
			if l.Kind != wire.KindSign {
				return nil
			}
			st := must(journal.Sign(w.hash, by, w.keys[by], l.Statement.Type, l.Statement.Body))
			err := wire.Call(context.Background(), c, wire.CmdSign, st, nil)
			if err != nil && !strings.Contains(err.Error(), "Nothing like this waits") {
				return err
			}
			return nil
		}))
	}
	return func() {
		for _, stop := range stops {
			stop()
		}
	}
}

// post enters a party's statement.
func (w *town) post(by, typ string, body any) error {
	signer := w.link
	if by != manifest.ByUrn {
		signer = w.signer(by)
	}
	c := w.dial("party", signer)
	defer c.Close()
	st := must(journal.Sign(w.hash, by, w.keys[by], typ, body))
	return wire.Call(w.t.Context(), c, wire.CmdPost, st, new(wire.PostReply))
}

func (w *town) mustPost(by, typ string, body any) {
	w.t.Helper()
	if err := w.post(by, typ, body); err != nil {
		w.t.Fatalf("%s by %s: %v", typ, by, err)
	}
}

// locked gives the journal's state to f alone.
func locked[T any](r *Registrar, f func(s *journal.State) T) T {
	r.mu.Lock()
	defer r.mu.Unlock()
	return f(r.state)
}

func locked2[A, B any](r *Registrar, f func(s *journal.State) (A, B)) (A, B) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return f(r.state)
}

// ceremony is the trustees' real one, with the order of the candidates drawn as it is
// on the agenda. They give their signatures under the keys
// by themselves; shares by trustee and key come back.
func (w *town) ceremony() map[string][]*group.Scalar {
	w.t.Helper()
	keys := locked(w.Registrar, func(s *journal.State) int { return s.Ready().Keys })
	lots := locked(w.Registrar, func(s *journal.State) []tallytest.Dealt { return tallytest.DealLots(s, true) })
	polynomials, transports, reveals := map[string][]*threshold.Polynomial{}, map[string]*threshold.TransportKey{}, map[string]journal.CeremonyReveal{}
	for i, name := range trusteeNames {
		salt := sha256.Sum256([]byte(name))
		reveal := journal.CeremonyReveal{Trustee: name, Salt: salt[:]}
		for key := range keys {
			about := locked(w.Registrar, func(s *journal.State) []byte { return s.CeremonyContext(key) })
			p, d := must2(threshold.Deal(about, i+1, 2, len(trusteeNames), rand.Reader))
			if key == keys-1 {
				p, d = lots[i].Polynomial, lots[i].Dealing
			}
			polynomials[name] = append(polynomials[name], p)
			reveal.Dealings = append(reveal.Dealings, d.Bytes())
		}
		transports[name], reveals[name] = must(threshold.NewTransportKey(rand.Reader)), reveal
		sum := sha256.Sum256(canon.MustMarshal(reveal))
		w.mustPost(manifest.ByTrustee(name), journal.TypeCommit, journal.CeremonyCommit{Trustee: name, Reveal: sum[:], Transport: transports[name].Public()})
	}
	for _, name := range trusteeNames {
		w.mustPost(manifest.ByTrustee(name), journal.TypeReveal, reveals[name])
	}
	shares := map[string][]*group.Scalar{}
	for _, from := range trusteeNames {
		deal := journal.CeremonyDeal{Trustee: from}
		for i, to := range trusteeNames {
			var mine []*group.Scalar
			for key, p := range polynomials[from] {
				mine = append(mine, p.Share(i+1))
				if len(shares[to]) == key {
					shares[to] = append(shares[to], group.NewScalar())
				}
				shares[to][key] = threshold.SumShares([]*group.Scalar{shares[to][key], p.Share(i + 1)})
			}
			box := canon.Hex{}
			if to != from {
				info := locked(w.Registrar, func(s *journal.State) []byte { return s.DealInfo(from, to) })
				box = must(threshold.SealShares(transports[to].Public(), info, mine))
			}
			deal.Sealed = append(deal.Sealed, box)
		}
		w.mustPost(manifest.ByTrustee(from), journal.TypeDeal, deal)
	}
	eventually(w.t, "the trustees' keys are entered", func() bool {
		return locked(w.Registrar, func(s *journal.State) bool { return s.Ceremony().Keys != nil })
	})
	if w.undrawn {
		return shares
	}
	for _, it := range locked(w.Registrar, (*journal.State).Items) {
		if _, draws := locked2(w.Registrar, func(s *journal.State) (journal.Draw, bool) { return s.OrderDraw(it.Item) }); draws {
			w.draw(it.Item, journal.LotOrder, "", shares, trusteeNames[1:]...)
		}
	}
	return shares
}

// draw has trustees draw a lot, once the registrar has recorded it.
func (w *town) draw(item int, purpose, ballot string, shares map[string][]*group.Scalar, names ...string) {
	w.t.Helper()
	var lot *journal.Lot
	eventually(w.t, fmt.Sprint("a lot is recorded: ", item, " ", purpose, " ", ballot), func() bool {
		lot = locked(w.Registrar, func(s *journal.State) *journal.Lot { return s.Lot(item, purpose, ballot) })
		return lot != nil
	})
	for _, name := range names {
		mine := shares[name]
		drawer := tallytest.Trustee{Name: name, Share: mine[len(mine)-1]}
		share := locked(w.Registrar, func(s *journal.State) journal.LotShare { return tallytest.LotShare(s, lot.Draw, drawer) })
		w.mustPost(manifest.ByTrustee(name), journal.TypeLotShare, share)
	}
}

// assemble starts the registrar, the witness and the trustees, makes the keys,
// seats everybody (even seats at home) and opens the meeting.
func (w *town) assemble() (shares map[string][]*group.Scalar) {
	w.t.Helper()
	w.start()
	w.witness()
	w.trustees(trusteeNames...)
	shares = w.ceremony()
	for seat := 1; seat <= seats; seat++ {
		w.do(seat, "checkin "+[]string{"remote", "room"}[seat%2])
	}
	w.do(1, "meeting open")
	return shares
}

// openBallot has the chair open a ballot on an item and gives its id.
func (w *town) openBallot(item int) string {
	w.t.Helper()
	w.do(1, fmt.Sprintf("ballot open %d", item))
	return locked(w.Registrar, func(s *journal.State) string {
		for _, b := range s.Ballots() {
			if b.Definition.Item == item && b.Phase == journal.Opened {
				return b.Definition.Ballot
			}
		}
		return ""
	})
}

// own is a booth on a member's own machine.
type own struct {
	*booth.Booth
	terms   sealed.Terms
	blinded []byte
}

func (w *town) booth(ballot string) *own {
	w.t.Helper()
	terms := must(func() (sealed.Terms, error) { w.mu.Lock(); defer w.mu.Unlock(); return w.state.Terms(ballot) }())
	contest := locked(w.Registrar, func(s *journal.State) kind.Contest { return s.Ballot(ballot).Definition.Contest })
	var seed booth.Seed
	_, _ = rand.Read(seed[:])
	b := must(booth.New(terms, contest, seed))
	return &own{b, terms, must(b.Request())}
}

// request is what a member's SSH key signs and the registrar is asked.
func (w *town) request(signer gossh.Signer, ballot string, about sealed.Context, seat int, blinded []byte) wire.TokenRequest {
	sig := must(sshsig.Sign(bytes.NewReader(wire.TokenBytes(about, seat, blinded)), signer, sshsig.HashSHA512, wire.TokenNamespace))
	return wire.TokenRequest{Ballot: ballot, Seat: seat, Blinded: blinded, Sig: sig.Marshal()}
}

// ask sends a request over the connection of a person.
func (w *town) ask(person int, req wire.TokenRequest) ([]byte, error) {
	c, err := w.tryDial("x", w.people[person-1])
	if err != nil {
		return nil, err
	}
	defer c.Close()
	var reply wire.IssueReply
	err = wire.Call(context.Background(), c, wire.CmdToken, req, &reply)
	return reply.BlindSig, err
}

// token collects the token of a member's own booth.
func (w *town) token(seat int, ballot string, b *own) ([]byte, error) {
	return w.ask(seat, w.request(w.people[seat-1], ballot, b.terms.Context, seat, b.blinded))
}

// vote gives one sealed ballot with its token, as the urn would get it.
func (w *town) vote(seat int, ballot string, choice kind.Choice) (encoding []byte, code string) {
	w.t.Helper()
	b := w.booth(ballot)
	c := must(b.Seal(choice, "", rand.Reader))
	sig, err := w.token(seat, ballot, b)
	if err != nil {
		w.t.Fatal(err)
	}
	return must(b.Finish(sig)), c.String()
}

// finish closes a ballot and plays urn and trustees up to the result.
func (w *town) finish(ballot string, box [][]byte, shares map[string][]*group.Scalar) journal.Result {
	w.t.Helper()
	result := w.toDecryption(ballot, box, shares)
	w.mustPost(manifest.ByUrn, journal.TypeResult, result)
	return result
}

// toDecryption stops before the result is entered.
func (w *town) toDecryption(ballot string, box [][]byte, shares map[string][]*group.Scalar) journal.Result {
	w.t.Helper()
	w.do(1, "ballot close "+ballot)
	w.ahead.Add(grace + 1)
	w.mustPost(manifest.ByUrn, journal.TypeStop, journal.Stop{Ballot: ballot, Cast: len(box)})
	w.await(ballot, journal.Counted)
	box = slices.Clone(box)
	sealed.Sort(box)
	root := sealed.Root(box)
	w.mustPost(manifest.ByUrn, journal.TypeSeal, journal.Seal{Ballot: ballot, Count: len(box), Root: root[:], AuditedRoot: journal.NoneAudited()})
	w.await(ballot, journal.Decrypting)
	return w.decrypt(ballot, box, shares)
}

func (w *town) await(ballot string, phase journal.Phase) {
	w.t.Helper()
	eventually(w.t, fmt.Sprint("ballot ", ballot, " is ", phase), func() bool {
		return locked(w.Registrar, func(s *journal.State) bool { return s.Ballot(ballot).Phase == phase })
	})
}

// decrypt has the first two trustees shuffle and decrypt, and counts.
func (w *town) decrypt(ballot string, box [][]byte, shares map[string][]*group.Scalar) journal.Result {
	w.t.Helper()
	key := locked(w.Registrar, func(s *journal.State) int { return s.Ballot(ballot).Definition.KeyIndex })
	var who []tallytest.Trustee
	for _, name := range trusteeNames[:2] {
		who = append(who, tallytest.Trustee{Name: name, Share: shares[name][key]})
	}
	// A state of the test's own, fed with the same entries.
	s := journal.NewState()
	follow := func() {
		for _, leaf := range locked(w.Registrar, func(s *journal.State) [][]byte { return slices.Clone(w.leaves) })[s.Next():] {
			must(s.ApplyLeaf(leaf))
		}
	}
	follow()
	made := tallytest.Run(s, ballot, box, who, func(typ string, body any, by string) {
		w.mustPost(by, typ, body)
		follow()
	})
	w.kept.Store(ballot, verify.Evidence{Sealed: box, Shuffles: made.Shuffles, Combined: made.Combined})
	return *made.Result
}

// role is a person as the server knows one.
func (w *town) role(person int) role {
	who, _ := w.lookup(w.people[person-1].PublicKey())
	return who
}

func rootOf(box [][]byte) canon.Hex {
	root := sealed.Root(box)
	return root[:]
}

// anyone may ask for a token.
func anyone() (visiting bool, err error) { return false, nil }
