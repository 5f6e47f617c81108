package member

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"charm.land/ssh"
	"charm.land/wish/v2"
	"github.com/hiddeco/sshsig"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally/tallytest"
	"valurna/ballot/view"
	"valurna/crypto/blind"
	"valurna/crypto/threshold"
	"valurna/server/party/partytest"
	"valurna/server/sshd"
	"valurna/server/wire"
)

const ballotID = "1-1"

// hall is a meeting with one open ballot, a registrar that gives tokens, and an
// urn that takes ballots; both can be told to fail or to lie.
type hall struct {
	*partytest.Hall
	t       *testing.T
	signed  *manifest.Signed
	id      string // of its ballot
	issuing *blind.Signer
	key     gossh.Signer // the member's
	address string

	mu       sync.Mutex
	asked    map[string]bool // blinded messages
	box      [][]byte
	audited  [][]byte                // what came to be published as tests
	publish  func([][]byte) [][]byte // what becomes of the audited ones
	list     []byte                  // what the urn gives as sealed ballots
	mute     string                  // a command whose next answer is lost
	receipt  func(*booth.Receipt)
	stranger bool   // the urn signs with another key
	taken    bool   // another booth has collected the token
	judged   []byte // receipts without an entry that were sent in
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func must2[A, B any](a A, b B, err error) (A, B) {
	if err != nil {
		panic(err)
	}
	return a, b
}

func signer(party string) gossh.Signer { return must(gossh.NewSignerFromKey(partytest.Key(party))) }

// empty is a meeting before its ballot.
func empty(t *testing.T, rehearsal bool) *hall {
	h := &hall{t: t, id: ballotID, signed: partytest.Agree(rehearsal, nil), key: signer("member"), asked: map[string]bool{}}
	h.Hall = partytest.Open(h.signed)
	return h
}

func newHall(t *testing.T) *hall {
	t.Helper()
	h := empty(t, true)
	h.ceremony()
	h.Prepare()
	h.begin(1)
	return h
}

// begin opens the first ballot on an item, and serves.
func (h *hall) begin(item int) {
	h.t.Helper()
	h.issuing = must(blind.GenerateKey(rand.Reader))
	var d *journal.Definition
	h.Look(func(s *journal.State) { d = must(s.Define(item, h.issuing.Public().Modulus())) })
	h.id = d.Ballot
	h.Enter(journal.TypeDefine, d, manifest.ByTrustee("anna"), manifest.ByTrustee("bo"))
	h.Enter(journal.TypeOpen, journal.Open{Ballot: h.id, Person: 1, Checkpoint: h.Quorum()})
	h.serve()
}

// ceremony is the trustees', but for the sealed shares, which no member opens.
func (h *hall) ceremony() {
	var all []string
	var lots []tallytest.Dealt
	var drawers []tallytest.Trustee
	h.Look(func(s *journal.State) { lots = tallytest.DealLots(s, true) })
	reveals := map[string]journal.CeremonyReveal{}
	for i, name := range partytest.Trustees {
		by, salt := manifest.ByTrustee(name), sha256.Sum256([]byte(name))
		reveal := journal.CeremonyReveal{Trustee: name, Salt: salt[:]}
		h.Look(func(s *journal.State) {
			for key := range partytest.Keys {
				_, d := must2(threshold.Deal(s.CeremonyContext(key), i+1, 2, len(partytest.Trustees), rand.Reader))
				if key == partytest.Keys-1 {
					d = lots[i].Dealing
				}
				reveal.Dealings = append(reveal.Dealings, d.Bytes())
			}
		})
		sum := sha256.Sum256(canon.MustMarshal(reveal))
		h.Enter(journal.TypeCommit, journal.CeremonyCommit{Trustee: name, Reveal: sum[:], Transport: must(threshold.NewTransportKey(rand.Reader)).Public()}, by)
		reveals[name], all = reveal, append(all, by)
		drawers = append(drawers, tallytest.Drawer(lots, name, i+1))
	}
	for _, name := range partytest.Trustees {
		h.Enter(journal.TypeReveal, reveals[name], manifest.ByTrustee(name))
	}
	for i, name := range partytest.Trustees {
		deal := journal.CeremonyDeal{Trustee: name}
		for j := range partytest.Trustees {
			size := 32 + 32*partytest.Keys + 16
			if i == j {
				size = 0
			}
			deal.Sealed = append(deal.Sealed, make(canon.Hex, size))
		}
		h.Enter(journal.TypeDeal, deal, manifest.ByTrustee(name))
	}
	var keys *journal.CeremonyKeys
	h.Look(func(s *journal.State) { keys = must(s.ProposedKeys()) })
	h.Enter(journal.TypeKeys, keys, all...)
	var entries []tallytest.Entry
	h.Look(func(s *journal.State) { entries = tallytest.Orders(s, drawers) })
	for _, e := range entries {
		h.Enter(e.Type, e.Body, tallytest.Signers(e.By)...)
	}
}

// serve runs registrar and urn on free ports; the jump leads from one to the other.
func (h *hall) serve() {
	urn := h.listen("urn host", true, sshd.Guest(wire.UserBallot), wish.WithMiddleware(sshd.Commands(h.urn)))
	h.address = h.listen("registrar host", false,
		ssh.PublicKeyAuth(func(_ ssh.Context, k ssh.PublicKey) bool {
			return bytes.Equal(k.Marshal(), h.key.PublicKey().Marshal())
		}),
		sshd.Guest(wire.UserObserver),
		sshd.WithJump(sshd.Jump(func(_ ssh.Context, host string, port uint32) (string, *wire.Visit, func(), error) {
			if fmt.Sprintf("%s:%d", host, port) != h.signed.Manifest.Urn.Cast {
				return "", nil, nil, errors.New("no")
			}
			return urn, nil, nil, nil
		})),
		wish.WithMiddleware(sshd.Commands(h.registrar)))
}

func (h *hall) listen(host string, visits bool, opts ...ssh.Option) string {
	var l net.Listener = must(sshd.Listen("127.0.0.1:0", sshd.Limits{}))
	address := l.Addr().String()
	if visits {
		l = wire.VisitListener(l)
	}
	s := must(sshd.New(address, signer(host), sshd.Limits{}, opts...))
	go func() { _ = s.Serve(l) }()
	h.t.Cleanup(func() { s.Close() })
	return address
}

// lost says whether the answer to this command is to be lost, once.
func (h *hall) lost(command string) bool {
	if h.mute != command {
		return false
	}
	h.mute = ""
	return true
}

// cut ends the connection instead of answering this command, once.
func (h *hall) cut(sess ssh.Session, command string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lost(command) && sess.Context().Value(ssh.ContextKeyConn).(gossh.Conn).Close() == nil
}

func (h *hall) registrar(ctx context.Context, sess ssh.Session, args []string) int {
	if args[0] != wire.CmdToken {
		return h.desk(ctx, sess, args)
	}
	req, err := wire.Decode[wire.TokenRequest](must(io.ReadAll(sess)))
	h.mu.Lock()
	defer h.mu.Unlock()
	if err != nil || args[0] != wire.CmdToken {
		return 2
	}
	sig := must(sshsig.ParseSignature(req.Sig))
	if err := sshsig.Verify(bytes.NewReader(wire.TokenBytes(h.terms().Context, req.Seat, req.Blinded)), sig, h.key.PublicKey(), sig.HashAlgorithm, wire.TokenNamespace); err != nil {
		return 2
	}
	if h.taken {
		return wire.Refuse(sess, &view.Problem{Code: "second-token", Text: "Collected already."})
	}
	h.asked[string(req.Blinded)] = true
	if h.lost(wire.CmdToken) {
		return 2
	}
	return wire.Answer(sess, wire.IssueReply{BlindSig: must(h.issuing.BlindSign(req.Blinded))})
}

func (h *hall) urn(_ context.Context, sess ssh.Session, args []string) int {
	data := must(io.ReadAll(sess))
	h.mu.Lock()
	defer h.mu.Unlock()
	if args[0] == wire.CmdSealed {
		_, _ = sess.Write(h.list)
		return 0
	}
	if args[0] == wire.CmdAudit {
		o, err := sealed.DecodeOpened(h.terms().Points, data)
		if err != nil || o.Verify(h.terms()) != nil {
			return 2
		}
		h.audited = append(h.audited, data)
		if h.lost(wire.CmdAudit) {
			return 2
		}
		return wire.Answer(sess, wire.Done{OK: true})
	}
	b, err := sealed.Decode(h.terms().Points, data)
	if err == nil {
		err = b.Verify(h.terms())
	}
	if err != nil {
		return 2
	}
	h.box = append(h.box, data)
	if h.lost(wire.CmdCast) {
		return 2
	}
	r := must(booth.NewReceipt(h.id, h.terms().Context, data))
	if h.receipt != nil {
		h.receipt(&r)
	}
	key := partytest.Key(manifest.ByUrn)
	if h.stranger {
		key = partytest.Key("stranger")
	}
	return wire.Answer(sess, must(journal.Sign(must(h.signed.Manifest.Hash()), manifest.ByUrn, key, booth.TypeReceipt, r)))
}

func (h *hall) terms() (t sealed.Terms) {
	h.Look(func(s *journal.State) { t = must(s.Terms(h.id)) })
	return t
}

var errEnough = errors.New("enough")

// read lets a journal take everything that there is now.
func (h *hall) read(j *Journal) error {
	j.mu.Lock()
	from := j.state.Next()
	j.mu.Unlock()
	err := h.Follow(context.Background(), from, func(l wire.JournalLine) error {
		if l.Kind == wire.KindNow {
			return errEnough
		}
		return j.take(l)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// member logs in with a journal that has read everything; dir is the booth's.
func (h *hall) member(dir string) *Member {
	h.t.Helper()
	j := NewJournal(h.signed)
	if err := h.read(j); err != nil {
		h.t.Fatal(err)
	}
	c, err := wire.Dial(h.t.Context(), h.address, h.signed.Manifest.Registrar.HostKey, "x", gossh.PublicKeys(h.key))
	if err != nil {
		h.t.Fatal(err)
	}
	m := &Member{signed: h.signed, signer: h.key, keep: &State{dir: dir}, client: c, Journal: j}
	h.t.Cleanup(func() { m.Close() })
	return m
}

// seal ends the ballot with these sealed ballots.
func (h *hall) seal(box [][]byte) {
	sealed.Sort(box)
	root := sealed.Root(box)
	h.Enter(journal.TypeClose, journal.Close{Ballot: h.id, Person: 1})
	h.Enter(journal.TypeStop, journal.Stop{Ballot: h.id, Cast: len(box)}, manifest.ByUrn)
	seats := []int{1, 2, 3}[:len(box)]
	h.Enter(journal.TypeCounts, journal.Counts{Ballot: h.id, Eligible: partytest.Seats, Tokens: len(box), Cast: len(box), Collected: seats})
	audited := slices.Clone(h.audited)
	sealed.Sort(audited)
	opened := sealed.Root(audited)
	h.Enter(journal.TypeSeal, journal.Seal{Ballot: h.id, Count: len(box), Root: root[:], Audited: len(audited), AuditedRoot: opened[:]}, manifest.ByUrn)
	h.Show(h.Quorum())
	h.mu.Lock()
	defer h.mu.Unlock()
	h.list = bytes.Join(box, nil)
}

// other is a sealed ballot of somebody else.
func (h *hall) other() []byte {
	t := h.terms()
	b := must(booth.New(t, partytest.Contest, booth.Seed{1}))
	must(b.Seal(choice(1), "", rand.Reader))
	return must(b.Finish(must(h.issuing.BlindSign(must(b.Request())))))
}

func wants(t *testing.T, err error, words string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("an error with %q was due, got: %v", words, err)
	}
}
