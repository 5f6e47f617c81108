package trustee

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/ballot/view"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/server/party/partytest"
	"valurna/server/wire"
)

// issuer and trialIssuer are made once, since RSA keys take long.
var (
	issuer      = sync.OnceValue(newIssuer)
	trialIssuer = sync.OnceValue(newIssuer)
)

func newIssuer() *blind.Signer { return must(blind.GenerateKey(rand.Reader)) }

// issuerOf has the issuing key of a ballot on an item: no two ballots have one.
func issuerOf(item int) *blind.Signer {
	if item == journal.TrialItem {
		return trialIssuer()
	}
	return issuer()
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// town is a meeting with three trustees' folders, a registrar and an urn.
type town struct {
	t      *testing.T
	root   string
	signed *manifest.Signed
	hall   *partytest.Hall
	terms  sealed.Terms // of the ballot that a table's test has begun
	cast   [][]byte     // and its votes

	undrawn bool // keys leaves the lots to the test

	mu     sync.Mutex
	sealed map[string][]byte
	put    map[string][]byte
	alive  map[string]bool                // trustees that run
	said   map[string][]string            // by trustee
	sent   map[string]map[string]struct{} // by trustee, kind and ballot: distinct bytes
	hook   func(name, command string, delivered bool) error
}

func newTown(t *testing.T, rehearsal bool) *town {
	t.Helper()
	w := &town{t: t, root: t.TempDir(), sealed: map[string][]byte{}, put: map[string][]byte{}, alive: map[string]bool{},
		said: map[string][]string{}, sent: map[string]map[string]struct{}{}}
	own := map[string]string{}
	for _, name := range partytest.Trustees {
		own[manifest.ByTrustee(name)] = must(Init(w.dir(name), name, rand.Reader))
	}
	w.signed = partytest.Agree(rehearsal, own)
	for _, name := range partytest.Trustees {
		if err := SignManifest(w.dir(name), w.signed); err != nil {
			t.Fatal(err)
		}
	}
	w.hall = partytest.Open(w.signed)
	return w
}

func (w *town) dir(name string) string { return filepath.Join(w.root, name) }

// later is past every check window of these tests.
func later() time.Time {
	// A thousand times as fast as real time, so that check windows pass.
	return time.Unix(partytest.Start, 0).Add(time.Hour).Add(1000 * time.Since(begun))
}

var begun = time.Now()

func (w *town) config(name string) Config {
	return Config{
		Dir: w.dir(name), Manifest: w.signed, Retry: time.Millisecond, Now: later,
		Ask: func(string) bool { return true },
		Say: func(format string, args ...any) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.said[name] = append(w.said[name], fmt.Sprintf(format, args...))
		},
		Dial: func(context.Context) (Link, error) { return &link{town: w, name: name}, nil },
	}
}

// start runs a trustee; the function given back ends it and gives its error.
func (w *town) start(c Config) (end func() error) {
	ctx, cancel := context.WithCancel(w.t.Context())
	done := make(chan error, 1)
	live := func(yes bool) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.alive[filepath.Base(c.Dir)] = yes
	}
	live(true)
	go func() { done <- Run(ctx, c) }()
	var once sync.Once
	var err error
	end = func() error {
		once.Do(func() { cancel(); err = <-done; live(false) })
		return err
	}
	w.t.Cleanup(func() { end() })
	return end
}

// heard says whether the trustee has told its human this.
func (w *town) heard(name, what string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.ContainsFunc(w.said[name], func(s string) bool { return strings.Contains(s, what) })
}

// awaitSaid polls for what a trustee tells its human.
func (w *town) awaitSaid(name, what string) {
	w.t.Helper()
	late := time.After(20 * time.Second)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !w.heard(name, what) {
		select {
		case <-late:
			w.mu.Lock()
			defer w.mu.Unlock()
			w.t.Fatalf("%s did not say %q but %q", name, what, w.said[name])
		case <-tick.C:
		}
	}
}

// link is a connection to the hall and the urn.
type link struct {
	town *town
	name string
}

func (l *link) Follow(ctx context.Context, from int64, f func(wire.JournalLine) error) error {
	return l.town.hall.Follow(ctx, from, f)
}

func (l *link) Call(ctx context.Context, command string, request, _ any) error {
	st := request.(journal.Statement)
	l.town.record(l.name, st)
	return l.through(command+" "+st.Type, func() error { return l.town.hall.Call(ctx, command, request) })
}

func (l *link) Urn(_ context.Context, command string, stdin []byte) (out []byte, err error) {
	err = l.through(command, func() error {
		out, err = l.town.urn(strings.Fields(command), stdin)
		return err
	})
	return out, err
}

func (l *link) Close() error { return nil }

// watch sets the test's hook.
func (w *town) watch(hook func(name, command string, delivered bool) error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hook = hook
}

// through lets the test's hook break the connection before or after delivery.
func (l *link) through(command string, deliver func() error) error {
	l.town.mu.Lock()
	hook := l.town.hook
	l.town.mu.Unlock()
	if hook == nil {
		return deliver()
	}
	if err := hook(l.name, command, false); err != nil {
		return err
	}
	err := deliver()
	if broken := hook(l.name, command, true); broken != nil {
		return broken
	}
	return err
}

func (w *town) record(name string, st journal.Statement) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var about struct{ Ballot string }
	key := name + " " + st.Type
	if strings.HasPrefix(st.Type, "ballot.") {
		about.Ballot = strings.Split(string(st.Body), `"`)[3]
		key += " " + about.Ballot
	}
	if st.Type == journal.TypeLotShare {
		key += " " + strings.Split(string(st.Body), ",")[0] // the item
	}
	if w.sent[key] == nil {
		w.sent[key] = map[string]struct{}{}
	}
	w.sent[key][string(canon.MustMarshal(st))] = struct{}{}
}

func (w *town) urn(words []string, stdin []byte) ([]byte, error) {
	if words[0] == wire.CmdPut {
		return nil, w.keep(words[1], stdin)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch words[0] {
	case wire.CmdSealed:
		data, ok := w.sealed[words[1]]
		if !ok {
			return nil, &view.Problem{Code: "not-sealed", Text: "not sealed"}
		}
		return data, nil
	case wire.CmdGet:
		data, ok := w.put[words[1]]
		if !ok {
			return nil, &view.Problem{Code: "unknown", Text: "nothing is kept"}
		}
		return data, nil
	}
	return nil, errors.New("no such command")
}

// keep is the urn's put. The hall is asked first, whose lock comes before this one's.
func (w *town) keep(id string, stdin []byte) error {
	r := bytes.NewReader(stdin)
	st, err := wire.ReadPut(r)
	if err != nil {
		return err
	}
	var body struct{ ballot, hash string }
	w.hall.Look(func(s *journal.State) {
		err = s.CheckStatement(st)
		switch st.Type {
		case journal.TypeShares:
			var sh journal.Shares
			err = errors.Join(err, canon.Unmarshal(st.Body, &sh))
			body.ballot, body.hash = sh.Ballot, sh.Parts.String()
		case journal.TypeShuffle:
			var sh journal.Shuffle
			err = errors.Join(err, canon.Unmarshal(st.Body, &sh))
			body.ballot, body.hash = sh.Ballot, sh.Output.String()
		}
	})
	data := must(io.ReadAll(r))
	if err != nil || body.ballot != id || tally.Hash(data).String() != body.hash {
		return &view.Problem{Code: "signature", Text: fmt.Sprint("not kept: ", err)}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.put[body.hash] = data
	return nil
}

// keys has the trustees that run make the keys.
func (w *town) keys() {
	w.t.Helper()
	n := len(partytest.Trustees)
	w.hall.Await(w.t, "all trustees deal", func(s *journal.State) bool { return len(s.Ceremony().Deals) == n })
	var proposed *journal.CeremonyKeys
	w.hall.Look(func(s *journal.State) { proposed = must(s.ProposedKeys()) })
	w.hall.AwaitSignatures(w.t, journal.TypeKeys, proposed, n)
	if !w.undrawn {
		w.orders()
	}
}

// orders records the lots of every item's order, cosigned, and has the trustees that
// run draw them.
func (w *town) orders() {
	w.t.Helper()
	w.recordOrders()
	w.cosign("the orders are drawn", ordersDrawn)
	w.hall.Show("")
}

func ordersDrawn(s *journal.State) bool { return !s.OrderDue(1) && !s.OrderDue(2) }

// cosign has the witnesses cosign every entry until something has come to pass.
func (w *town) cosign(what string, done func(s *journal.State) bool) {
	w.t.Helper()
	for passed := false; !passed; {
		size := w.hall.Size()
		w.hall.Show(w.hall.Quorum())
		w.hall.Await(w.t, what, func(s *journal.State) bool {
			passed = done(s)
			return passed || s.Next() > size
		})
	}
}

// recordOrders records them and nothing more.
func (w *town) recordOrders() {
	for item := 1; item <= 2; item++ {
		var d journal.Draw
		w.hall.Look(func(s *journal.State) { d, _ = s.OrderDraw(item) })
		w.hall.Enter(journal.TypeDraw, d)
	}
}

// definition is what the registrar asks the trustees to sign.
func (w *town) definition(item int, modulus []byte) (d *journal.Definition) {
	w.hall.Look(func(s *journal.State) { d = must(s.Define(item, modulus)) })
	return d
}

// poll defines a ballot, casts one vote for each option given, and closes it.
// The terms are the ballot's.
func (w *town) poll(item int, options ...int) (id string, terms sealed.Terms, box [][]byte) {
	w.t.Helper()
	d := w.definition(item, issuerOf(item).Public().Modulus())
	w.hall.AwaitSignatures(w.t, journal.TypeDefine, d, 2)
	w.gate(meeting.GateOpening, d.Ballot)
	w.hall.Enter(journal.TypeOpen, journal.Open{Ballot: d.Ballot, Person: 1, Checkpoint: w.hall.Quorum()})
	w.hall.Look(func(s *journal.State) { terms = must(s.Terms(d.Ballot)) })
	for _, option := range options {
		box = append(box, vote(terms, option))
	}
	sealed.Sort(box)
	w.hall.Enter(journal.TypeClose, journal.Close{Ballot: d.Ballot, Person: 1})
	return d.Ballot, terms, box
}

// gate stands open for a step of a ballot that decides; others need none.
func (w *town) gate(moment, ballot string) {
	decides := false
	w.hall.Look(func(s *journal.State) { decides = !s.Ballot(ballot).Definition.Rehearsal })
	if decides {
		w.hall.Enter(meeting.TypeGate, partytest.Gate(moment, ballot))
	}
}

func vote(terms sealed.Terms, option int) []byte {
	return voteUnder(terms, must(group.RandomScalar(rand.Reader)), option)
}

// voteUnder casts under the token of that secret.
func voteUnder(terms sealed.Terms, secret *group.Scalar, option int) []byte {
	payload := must(partytest.Contest.Encode(kind.Choice{Options: []int{option}}))
	b := must(sealed.Make(terms, payload, secret, [sealed.CheckSize]byte{}, rand.Reader))
	request := must(blind.NewRequest(terms.Issuing, sealed.TokenMessage(terms.Context, b.TokenKey), rand.Reader))
	signer := issuer()
	if !bytes.Equal(terms.Issuing.Modulus(), signer.Public().Modulus()) {
		signer = trialIssuer()
	}
	b.Signature = must(request.Finalize(must(signer.BlindSign(request.Blinded()))))
	return b.Encode()
}

// seal seals a box, which may be anything, and calls for its decryption.
func (w *town) seal(id string, box [][]byte) {
	seats := []int{1, 2, 3}[:len(box)]
	urn := manifest.ByUrn
	w.mu.Lock()
	w.sealed[id] = bytes.Join(box, nil)
	w.mu.Unlock()
	root := sealed.Root(box)
	w.hall.Enter(journal.TypeStop, journal.Stop{Ballot: id, Cast: len(box)}, urn)
	w.hall.Enter(journal.TypeCounts, journal.Counts{Ballot: id, Eligible: 3, Tokens: len(box), Cast: len(box), Collected: seats})
	w.hall.Enter(journal.TypeSeal, journal.Seal{Ballot: id, Count: len(box), Root: root[:], AuditedRoot: journal.NoneAudited()}, urn)
	w.hall.EnterAt(partytest.Window, journal.TypeDecrypt, journal.Decrypt{Ballot: id, Checkpoint: w.hall.Quorum()})
}

// kept is what was put under a hash.
func (w *town) kept(hash canon.Hex) []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.put[hash.String()]
}

// shuffled waits until the ballot is shuffled; a trustee that does not run is
// passed over, as the urn does after a while.
func (w *town) shuffled(id string) {
	w.t.Helper()
	for {
		var turn string
		w.hall.Await(w.t, "a shuffle, or somebody to pass over", func(s *journal.State) bool {
			b := s.Ballot(id)
			turn = s.Turn(b)
			w.mu.Lock()
			defer w.mu.Unlock()
			return b.Shuffled() || !w.alive[turn]
		})
		if turn == "" {
			return
		}
		w.hall.Enter(journal.TypePass, journal.Pass{Ballot: id, Trustee: turn, Reason: "not there"}, manifest.ByUrn)
	}
}

// opened combines the parts that two trustees have given, has them prove the sum,
// verified as everyone verifies it, and gives how many votes each option has.
func (w *town) opened(id string, terms sealed.Terms, box [][]byte) []int {
	w.t.Helper()
	w.shuffled(id)
	w.hall.Await(w.t, "two trustees decrypt", func(s *journal.State) bool { return len(s.Ballot(id).Shares) == 2 })
	list := sealed.Ciphertexts(terms.Points, box)
	var b journal.Ballot
	var publics tally.Publics
	w.hall.Look(func(s *journal.State) {
		b = *s.Ballot(id)
		keys := s.Ceremony().Keys.Keys[b.Definition.KeyIndex].Shares
		publics = func(index int) (*group.Point, error) { return new(group.Point).SetBytes(keys[index-1]) }
	})
	for k, s := range b.Shuffles {
		list = must(tally.CheckShuffle(&b, k+1, w.signed.Manifest.Trustee(s.Trustee), list, w.kept(s.Output)))
	}
	var parts [][]byte
	for _, sh := range b.Shares {
		index := w.signed.Manifest.Trustee(sh.Trustee)
		parts = append(parts, must(tally.CheckPart(&b, index, must(publics(index)), list, w.kept(sh.Parts))))
	}
	combined := must(tally.Combine(w.signed.Manifest, &b, parts))
	w.mu.Lock()
	w.put[tally.Hash(combined).String()] = combined
	w.mu.Unlock()
	w.hall.Enter(journal.TypeCombine, tally.Combined(&b, combined), manifest.ByUrn)
	w.hall.Await(w.t, "both prove it", func(s *journal.State) bool { b = *s.Ballot(id); return len(b.Proofs) == 2 })
	opened := must(tally.Open(w.signed.Manifest, &b, publics, list, combined))
	votes := make([]int, len(partytest.Contest.Options))
	for i, o := range tally.Count(&b, opened).Options {
		votes[i] = o.Votes
	}
	return votes
}

// certify ends a ballot that was opened, and the witnesses cosign that.
func (w *town) certify(id string, votes []int) {
	w.certifyUnseen(id, votes)
	w.hall.Show(w.hall.Quorum())
}

func (w *town) certifyUnseen(id string, votes []int) {
	r := &journal.Result{Ballot: id, Elected: []string{}, Ties: [][]string{}}
	best := slices.Max(votes)
	var options []string
	w.hall.Look(func(s *journal.State) { options = s.Ballot(id).Definition.Contest.Options })
	for i, name := range options {
		r.Options = append(r.Options, kind.OptionVotes{Name: name, Votes: votes[i]})
		r.Valid += votes[i]
		if votes[i] == best {
			r.Elected = append(r.Elected, name)
		}
	}
	r.Cast = r.Valid
	w.hall.Enter(journal.TypeResult, r, manifest.ByUrn)
	w.gate(meeting.GateCertification, id)
	w.hall.Enter(journal.TypeCertify, journal.Certify{Ballot: id, Person: 1, Result: journal.ResultHash(r), Elected: r.Elected})
}
