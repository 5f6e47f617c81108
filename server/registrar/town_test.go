package registrar

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/hiddeco/sshsig"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/ballot/verify"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// Of every town: seats 1 to 5, the chair on the first, and a secretary without
// a seat. Two of three trustees decrypt; one witness is the quorum.
const (
	seats     = 5
	secretary = seats + 1 // as a person
	grace     = 60        // seconds
)

var (
	trusteeNames = []string{"anna", "bo", "cilla"}
	contest      = kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Ada", "Bo Ek", "Cai"}}
)

// town is a meeting with its files, keys and a registrar that serves it. The
// test plays everybody else.
type town struct {
	t         testing.TB
	dir, home string         // the meeting's files; the registrar's own
	people    []gossh.Signer // person n stands at n-1
	link      gossh.Signer
	keys      map[string]ed25519.PrivateKey // by the name in signatures
	source    roll.Source
	signed    *manifest.Signed
	hash      [32]byte
	urn       *doors
	ahead     atomic.Int64 // how far the registrar's clock is ahead; seconds
	log       syncBuffer
	kept      sync.Map                                                 // ballot -> verify.Evidence: what the urn would give for a recount
	undrawn   bool                                                     // the order of the candidates waits for the test
	lines     func(context.Context, *Desk, io.Reader, io.Writer) error // nil: no line mode

	*Registrar
	address atomic.Value // string, another after every restart
	stop    func()       // ends the registrar
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func newSigner() gossh.Signer {
	_, key := must2(ed25519.GenerateKey(rand.Reader))
	return must(gossh.NewSignerFromKey(key))
}

func must2[A, B any](a A, b B, err error) (A, B) {
	if err != nil {
		panic(err)
	}
	return a, b
}

func sshLine(s gossh.Signer) string { return manifest.KeyLine(s.PublicKey()) }

// party makes a party's key and gives its line.
func (w *town) party(by string) string {
	_, key := must2(ed25519.GenerateKey(rand.Reader))
	w.keys[by] = key
	return sshLine(must(gossh.NewSignerFromKey(key)))
}

// newTown makes files, keys and a signed manifest, and starts nothing.
func newTown(t testing.TB, change ...func(*roll.Source)) *town {
	t.Helper()
	dir := t.TempDir()
	w := &town{t: t, dir: dir, home: filepath.Join(dir, "registrar"), link: newSigner(), keys: map[string]ed25519.PrivateKey{}, urn: openDoors(t)}
	public := must(Init(w.home, rand.Reader))
	for range seats + 1 {
		w.people = append(w.people, newSigner())
	}
	w.source = roll.Source{
		Body: "Exempelby", Profile: "association", Threshold: 2, Quorum: 1,
		Registrar: roll.Registrar{Operator: "A", Address: "127.0.0.1:2222", HostKey: public.HostKey, JournalKey: public.JournalKey},
		Urn: roll.Urn{Operator: "B", Booth: w.urn.booth.Addr().String(), Cast: w.urn.cast.Addr().String(),
			HostKey: sshLine(newSigner()), ReceiptKey: w.party(manifest.ByUrn), LinkKey: sshLine(w.link)},
		Witnesses: []roll.Party{{Name: "dag", Operator: "C", Key: w.party(manifest.ByWitness("dag"))}},
		Officers:  []roll.Officer{{Name: "Sonja Skrivare", Office: roll.OfficeSecretary, Keys: []string{sshLine(w.people[seats])}}},
		Policy:    roll.Policy{Grace: grace, Shuffles: 2, Signer: roll.OfficeChair},
		Data:      &roll.Data{Controller: "Exempelby", Contact: "ombud@exempelby.example", Keep: 90, Encrypted: true},
		Meeting:   "provning", Date: "2026-12-07", Place: "Salen", Rehearsal: true,
		Items: []roll.Item{
			{Title: "Val av revisor", Class: journal.ClassElection, Contest: &contest},
			{Title: "Val av kassör", Class: journal.ClassElection, Contest: &contest},
		},
	}
	for i, name := range []string{"Agda Ordförande", "Beda Ledamot", "Cajsa Ledamot", "Disa Ledamot", "Ebba Ledamot"} {
		m := roll.Member{Name: name, Seat: i + 1, Offices: []string{}, Keys: []string{sshLine(w.people[i])}}
		if i == 0 {
			m.Offices = []string{roll.OfficeChair}
		}
		w.source.Members = append(w.source.Members, m)
	}
	for _, name := range trusteeNames {
		w.source.Trustees = append(w.source.Trustees, roll.Party{Name: name, Operator: name, Key: w.party(manifest.ByTrustee(name))})
	}
	for _, f := range change {
		f(&w.source)
	}
	w.write()
	return w
}

// write writes the files, and the manifest that every party has signed.
func (w *town) write() {
	w.t.Helper()
	body, meeting := roll.Write(w.source)
	setup, findings := roll.Parse(body, meeting)
	if len(findings) > 0 {
		w.t.Fatal(findings[0])
	}
	w.signed = &manifest.Signed{Manifest: setup.Manifest()}
	encoding := must(w.signed.Manifest.Encode())
	w.hash = must(w.signed.Manifest.Hash())
	if err := SignManifest(w.home, w.signed); err != nil {
		w.t.Fatal(err)
	}
	for by, key := range w.keys {
		w.add(manifest.Signature{By: by, Sig: ed25519.Sign(key, manifest.SigningBytes(encoding))})
	}
	sig := must(sshsig.Sign(bytes.NewReader(manifest.SigningBytes(encoding)), w.people[0], sshsig.HashSHA512, manifest.SSHSIGNamespace))
	w.add(manifest.Signature{By: manifest.ByOfficer, Sig: sig.Marshal()})
	w.file("body.toml", body)
	w.file("meeting.toml", meeting)
	w.file("manifest", must(w.signed.Encode()))
}

func (w *town) add(sig manifest.Signature) {
	if err := w.signed.Add(sig); err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) file(name string, data []byte) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), data, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) now() time.Time { return time.Now().Add(time.Duration(w.ahead.Load()) * time.Second) }

func (w *town) open() (*Registrar, error) {
	return Open(Config{Dir: w.dir, State: w.home, Now: w.now, Log: slog.New(slog.NewTextHandler(&w.log, nil))})
}

// start opens the registrar and serves it on a free port.
func (w *town) start() {
	w.t.Helper()
	r, err := w.open()
	if err != nil {
		w.t.Fatal(err)
	}
	r.evidence = w.evidence
	r.sealedOf = func(ctx context.Context, m *manifest.Manifest, b *journal.Ballot) ([][]byte, error) {
		e, err := w.evidence(ctx, m, b)
		return e.Sealed, err
	}
	l := must(Listen("127.0.0.1:0"))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- r.Serve(ctx, l, ServerConfig{
			Lang:    "en",
			Screen:  func(d *Desk) tea.Model { return screen{d} },
			Plain:   func(d view.Desk, _ string) string { return d.Body + ": " + d.State + "\n" },
			Explain: func(p *view.Problem, _ string) string { return p.Error() },
			Lines:   w.lines,
			Say:     func(r view.Reply, _ string) string { return r.Text },
			Card:    func(c view.Card, lang string) string { return lang + ": " + c.Name + ": " + c.Code + "\n" },
		})
	}()
	w.Registrar = r
	w.address.Store(l.Addr().String())
	w.stop = sync.OnceFunc(func() {
		cancel()
		if err := errors.Join(<-done, r.Close()); err != nil {
			w.t.Error(err)
		}
	})
	w.t.Cleanup(w.stop)
}

// restart ends the registrar and starts it from its files.
func (w *town) restart() {
	w.t.Helper()
	w.stop()
	w.start()
}

// screen shows the meeting's name and nothing else.
type screen struct{ d *Desk }

func (screen) Init() tea.Cmd                         { return nil }
func (s screen) Update(tea.Msg) (tea.Model, tea.Cmd) { return s, nil }
func (s screen) View() tea.View {
	v, _ := s.d.View()
	return tea.NewView(v.Body)
}

// dial logs in at the registrar; without a signer no key is offered.
func (w *town) dial(user string, signer gossh.Signer) *wire.Client {
	w.t.Helper()
	c, err := w.tryDial(user, signer)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { c.Close() })
	return c
}

func (w *town) tryDial(user string, signer gossh.Signer) (*wire.Client, error) {
	var auth []gossh.AuthMethod
	if signer != nil {
		auth = append(auth, gossh.PublicKeys(signer))
	}
	return wire.Dial(context.Background(), w.address.Load().(string), w.source.Registrar.HostKey, user, auth...)
}

// bare is a plain SSH client, for what wire.Client never asks.
func (w *town) bare(user string, signer gossh.Signer) *gossh.Client {
	w.t.Helper()
	key := must(manifest.ParseKeyLine(w.source.Registrar.HostKey))
	config := &gossh.ClientConfig{User: user, HostKeyCallback: gossh.FixedHostKey(key)}
	if signer != nil {
		config.Auth = append(config.Auth, gossh.PublicKeys(signer))
	}
	c, err := gossh.Dial("tcp", w.address.Load().(string), config)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { c.Close() })
	return c
}

// signer is a party's key as an SSH key.
func (w *town) signer(by string) gossh.Signer { return must(gossh.NewSignerFromKey(w.keys[by])) }

// do runs one command of a person, who must be allowed to.
func (w *town) do(person int, command string) {
	w.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; {
		err := w.try(person, command)
		var p *view.Problem
		if err == nil {
			return
		}
		if !errors.As(err, &p) || p.Code != "not-ready" || time.Now().After(deadline) {
			w.t.Fatalf("%s by person %d: %v", command, person, err)
		}
	}
}

// evidence is the urn's side of a recount.
func (w *town) evidence(_ context.Context, _ *manifest.Manifest, b *journal.Ballot) (verify.Evidence, error) {
	k, ok := w.kept.Load(b.Definition.Ballot)
	if !ok {
		return verify.Evidence{}, errors.New("the urn does not answer")
	}
	return k.(verify.Evidence), nil
}

func (w *town) try(person int, command string) error {
	w.t.Helper()
	c := w.dial("x", w.people[person-1])
	defer c.Close()
	var reply view.Reply
	return wire.Call(w.t.Context(), c, command+" --json", nil, &reply)
}

// refused wants a refusal with this code.
func refused(t testing.TB, err error, code string) *view.Problem {
	t.Helper()
	var p *view.Problem
	if !errors.As(err, &p) || p.Code != code {
		t.Fatalf("refusal %q was due, got: %v", code, err)
	}
	return p
}

// eventually polls, since other machines do their part in their own time.
func eventually(t testing.TB, say string, what func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !what() {
		if time.Now().After(deadline) {
			t.Fatalf("it did not come to pass within 20 s: %s", say)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// doors are the urn's two addresses, where the test sees who comes how.
type doors struct {
	booth, cast net.Listener
	visits      chan visited
}

type visited struct {
	cast  bool
	visit *wire.Visit
	conn  net.Conn
}

func openDoors(t testing.TB) *doors {
	d := &doors{visits: make(chan visited, 64)}
	door := func(cast bool) net.Listener {
		l := must(net.Listen("tcp", "127.0.0.1:0"))
		t.Cleanup(func() { l.Close() })
		go func() {
			inner := wire.VisitListener(l)
			for {
				c, err := inner.Accept()
				if err != nil {
					return
				}
				go func() {
					if v, ok := wire.VisitOf(c); ok {
						d.visits <- visited{cast, v, c}
					}
				}()
			}
		}()
		return l
	}
	d.booth, d.cast = door(false), door(true)
	return d
}

// syncBuffer is a log that a test reads while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
