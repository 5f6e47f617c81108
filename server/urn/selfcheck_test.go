package urn

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/server/keeper"
	"valurna/server/sshd"
	"valurna/server/wire"
)

// good is what a sound urn finds.
func good(t *testing.T) wire.SelfCheck {
	t.Helper()
	path, err := os.Executable()
	must(t, err)
	program, err := os.ReadFile(path)
	must(t, err)
	sum := sha256.Sum256(program)
	return wire.SelfCheck{
		NoLogin: wire.SelfYes, NoAddress: wire.SelfYes, NoOrder: wire.SelfYes, OneBallot: wire.SelfYes, Apart: wire.SelfYes, Spent: wire.SelfYes,
		Program: hex.EncodeToString(sum[:]),
	}
}

// looks awaits more than n reports, and gives all of them.
func (m *meeting) looks(n int, say string) []wire.SelfCheck {
	m.t.Helper()
	m.eventually(func() bool { m.mu.Lock(); defer m.mu.Unlock(); return len(m.checks) > n }, say)
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.checks
}

func TestSelfCheckComesAtTheStartAndAtEveryChangeOfPhase(t *testing.T) {
	m := newMeeting(t, 0)
	p := runInProcess(t, m)
	n := len(m.looks(0, "the urn looks at itself when it starts"))
	for _, c := range []struct {
		phase string
		step  func()
	}{
		{"open", m.open},
		{"closed", func() {
			m.cast(m.voter("anna", 1))
			m.cast(m.voter("bo", 0))
			m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
		}},
		{"counted", func() {
			m.await(journal.Stopped)
			m.add(journal.TypeCounts, journal.Counts{Ballot: ballotID, Eligible: 5, Tokens: 2, Cast: 2, Collected: []int{1, 2}})
		}},
		{"sealed", func() { m.await(journal.Sealed) }},
	} {
		c.step()
		n = len(m.looks(n, "the urn looks at itself when the ballot is "+c.phase))
	}
	for i, got := range m.looks(0, "") {
		if got != good(t) {
			t.Errorf("report %d: %+v", i, got)
		}
	}
	p.end()
	for line := range strings.Lines(p.log.String()) {
		if strings.Contains(line, "self-check") || strings.Contains(line, "127.0.0.1") && !strings.Contains(line, "urn runs") {
			t.Errorf("the log says %s", line)
		}
	}
}

// aside is an urn that a test drives by hand, with its addresses served.
func aside(t *testing.T, m *meeting) (u *urn, at []string) {
	t.Helper()
	still := time.Now()
	config := Config{Dir: m.dir, Manifest: filepath.Join(m.dir, "manifest"), Now: func() time.Time { return still }}.orDefault()
	u, err := start(t.Context(), config)
	must(t, err)
	servers, err := u.servers()
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { u.keepLink(ctx) })
	for _, s := range servers {
		running.Go(func() { _ = s.serve(ctx) })
		at = append(at, s.listener.Addr().String())
	}
	t.Cleanup(func() {
		cancel()
		running.Wait()
		must(t, u.box.close())
		_ = keeper.At(m.dir).Stop()
	})
	return u, at
}

func TestSelfCheckComesAgainAtItsInterval(t *testing.T) {
	m := newMeeting(t, 0)
	u, at := aside(t, m)
	ctx, cancel := context.WithCancel(t.Context())
	again := make(chan time.Time)
	var running sync.WaitGroup
	running.Go(func() { u.watchSelf(ctx, at, again) })
	defer running.Wait()
	defer cancel()
	for range 3 {
		n := len(m.looks(0, "a first report comes"))
		again <- time.Time{}
		m.looks(n, "a look is taken when it is due")
	}
}

func TestSelfCheckIsNoVisit(t *testing.T) {
	m := newMeeting(t, 0)
	u, at := aside(t, m)
	visitor := u.news.join()
	a := &selfAudit{u: u, at: at, most: map[string]int{}, program: programHash(os.Executable)}
	m.eventually(func() bool { _, linked := u.standing(); return linked }, "the journal is read")
	select {
	case <-visitor: // of the journal
	default:
	}
	for range 3 {
		if f := a.look(t.Context()); f.SelfCheck != good(t) || f.err != nil {
			t.Fatalf("%+v", f)
		}
	}
	u.visits.mu.Lock()
	defer u.visits.mu.Unlock()
	if u.visits.total != 0 || u.visits.strangers != 0 || len(u.visits.by) != 0 {
		t.Errorf("visits were counted: %d and %d", u.visits.total, u.visits.strangers)
	}
	for name, r := range map[string]*rate{"cast": u.limits.cast, "audit": u.limits.audit, "read": u.limits.read} {
		if r.left != r.burst {
			t.Errorf("of %s %v are left", name, r.left)
		}
	}
	select {
	case <-visitor:
		t.Error("a visitor was disturbed")
	default:
	}
}

// door is a server of the urn's kind at an address of its own.
func door(t *testing.T, host gossh.Signer, opts ...ssh.Option) string {
	t.Helper()
	s, err := sshd.New("127.0.0.1:0", host, sshd.Limits{}, append(opts, wish.WithMiddleware(onlyCommands))...)
	must(t, err)
	l, err := sshd.Listen("127.0.0.1:0", sshd.Limits{})
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = sshd.Serve(ctx, s, wire.VisitListener(l)) })
	t.Cleanup(func() { cancel(); running.Wait() })
	return l.Addr().String()
}

func TestSelfCheckFindsAnAddressThatAsksWhoComes(t *testing.T) {
	host, pinned := sshKey(t)
	stranger, _ := sshKey(t)
	key := ssh.PublicKeyAuth(func(ssh.Context, ssh.PublicKey) bool { return true })
	guest := sshd.Guest(wire.UserBallot)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, silent.Close())
	for name, c := range map[string]struct{ address, want string }{
		"lets everybody in":   {door(t, host, guest), wire.SelfYes},
		"takes a key too":     {door(t, host, guest, key), wire.SelfYes},
		"asks for a key":      {door(t, host, key), wire.SelfNo},
		"knows one name only": {door(t, host, sshd.Guest("anna")), wire.SelfUnknown}, // it hangs up without a word
		"asks for a password": {door(t, host, ssh.PasswordAuth(func(ssh.Context, string) bool { return true })), wire.SelfNo},
		"is somebody else":    {door(t, stranger, guest), wire.SelfNo},
		"answers not":         {silent.Addr().String(), wire.SelfUnknown},
	} {
		got, err := letsIn(t.Context(), c.address, pinned)
		if got != c.want || (err == nil) != (c.want == wire.SelfYes) {
			t.Errorf("an address that %s: %q, %v", name, got, err)
		}
	}
}

func TestSelfCheckFindsARegistrarsFileInTheUrnsFolder(t *testing.T) {
	if got, err := apart(filepath.Join(t.TempDir(), "gone")); got != wire.SelfUnknown || err == nil {
		t.Errorf("without a folder: %q, %v", got, err)
	}
	for _, name := range []string{"", "registrar.db", "registrar.db-wal", "journal_key", "evidence/old/journal_key.bak"} {
		dir := t.TempDir()
		_, err := Init(dir, rand.Reader)
		must(t, err)
		want := wire.SelfYes
		if name != "" {
			want = wire.SelfNo
			path := filepath.Join(dir, filepath.FromSlash(name))
			must(t, os.MkdirAll(filepath.Dir(path), 0o700))
			must(t, os.WriteFile(path, nil, 0o600))
		}
		if got, err := apart(dir); got != want || (err == nil) != (want == wire.SelfYes) {
			t.Errorf("with %q: %q, %v", name, got, err)
		}
	}
}

// The registrar's code cannot be imported here, so its names are read from it.
func TestTheNamesOfARegistrarsFilesAreTheRegistrars(t *testing.T) {
	var names []string
	for file, pattern := range map[string]string{
		"records.go": `store\.Open\(filepath\.Join\(dir, "([^"]+)"\)`,
		"keys.go":    `journalKeyFile\s+= "([^"]+)"`,
	} {
		source, err := os.ReadFile(filepath.Join("..", "registrar", file))
		must(t, err)
		found := regexp.MustCompile(pattern).FindSubmatch(source)
		if found == nil {
			t.Fatalf("%s names no file any more", file)
		}
		names = append(names, string(found[1]))
	}
	for _, name := range names {
		dir := t.TempDir()
		must(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
		if got, _ := apart(dir); got != wire.SelfNo {
			t.Errorf("%s is not known as a registrar's: %q", name, got)
		}
	}
}

func TestSelfCheckNamesNoProgramThatItCannotRead(t *testing.T) {
	for _, path := range []func() (string, error){
		func() (string, error) { return "", errors.New("none") },
		func() (string, error) { return filepath.Join(t.TempDir(), "gone"), nil },
		func() (string, error) { return t.TempDir(), nil },
	} {
		if got := programHash(path); got != "" {
			t.Errorf("named %s", got)
		}
	}
}

func TestAnAnswerIsAsGoodAsItsWorstPart(t *testing.T) {
	for _, c := range [][3]string{
		{wire.SelfYes, wire.SelfYes, wire.SelfYes}, {wire.SelfYes, wire.SelfUnknown, wire.SelfUnknown}, {wire.SelfYes, wire.SelfNo, wire.SelfNo},
		{wire.SelfUnknown, wire.SelfNo, wire.SelfNo}, {wire.SelfUnknown, wire.SelfUnknown, wire.SelfUnknown},
	} {
		if both(c[0], c[1]) != c[2] || both(c[1], c[0]) != c[2] {
			t.Errorf("%q and %q", c[0], c[1])
		}
	}
	if got := quietLogs(slog.New(Quiet(slog.DiscardHandler)), slog.New(slog.DiscardHandler)); got != wire.SelfNo {
		t.Errorf("a log that is not restricted: %q", got)
	}
	if f := (&finding{}).failed(); len(f) != 7 {
		t.Errorf("nothing is known, and %q failed", f)
	}
}
