package urn

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"valurna/ballot/booth"
	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/ballot/verify"
	"valurna/crypto/group"
	"valurna/server/keeper"
	"valurna/server/wire"
)

// childServes is an urn in a process of its own.
func childServes(dir string) {
	err := Run(context.Background(), Config{Dir: dir, Manifest: filepath.Join(dir, "manifest"), Turn: turn, Slot: shortSlot, Log: slog.New(slog.NewTextHandler(os.Stdout, nil))})
	fmt.Println("failed:", err)
	os.Exit(1)
}

// killable is an urn that can be killed, and what it has logged in all its lives.
type killable struct {
	m       *meeting
	life    sync.Mutex
	process *exec.Cmd
	mu      sync.Mutex
	log     bytes.Buffer
	read    chan struct{}
}

func (k *killable) run() {
	k.m.t.Helper()
	k.life.Lock()
	defer k.life.Unlock()
	k.process = exec.Command(os.Args[0], "serving", k.m.dir)
	out, err := k.process.StdoutPipe()
	must(k.m.t, err)
	must(k.m.t, k.process.Start())
	k.read = make(chan struct{})
	go func() {
		defer close(k.read)
		for in := bufio.NewScanner(out); in.Scan(); {
			k.mu.Lock()
			fmt.Fprintln(&k.log, in.Text())
			k.mu.Unlock()
		}
	}()
}

func (k *killable) said() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.log.String()
}

func (k *killable) kill() {
	k.life.Lock()
	defer k.life.Unlock()
	if k.process == nil {
		return
	}
	_ = k.process.Process.Kill()
	<-k.read
	_ = k.process.Wait()
	k.process = nil
}

func (k *killable) again() { k.kill(); k.run() }

func runKillable(t *testing.T, m *meeting) *killable {
	k := &killable{m: m}
	k.run()
	t.Cleanup(func() {
		k.kill()
		c := keeper.At(m.dir)
		held, _ := c.List()
		for _, ballot := range held {
			_ = c.Erase(ballot)
		}
		_ = c.Stop()
		if t.Failed() {
			t.Log(k.said())
		}
	})
	return k
}

// voter has a booth of its own.
func (m *meeting) voter(name string, option int) []byte {
	m.t.Helper()
	m.mu.Lock()
	terms, err := m.state.Terms(ballotID)
	m.mu.Unlock()
	must(m.t, err)
	b, err := booth.New(terms, contest, booth.Seed(sha256.Sum256([]byte(name))))
	must(m.t, err)
	_, err = b.Seal(kind.Choice{Options: []int{option}}, "", rand.Reader)
	must(m.t, err)
	blinded, err := b.Request()
	must(m.t, err)
	sig, err := m.issue(name, blinded)
	must(m.t, err)
	encoding, err := b.Finish(sig)
	must(m.t, err)
	return encoding
}

// cast casts until the urn answers, as a booth does whose urn may be starting.
func (m *meeting) cast(encoding []byte) string {
	m.t.Helper()
	var out string
	m.eventually(func() bool {
		var err error
		out, err = m.ask("cast "+ballotID, encoding)
		return err == nil
	}, "a good ballot is accepted")
	var st journal.Statement
	must(m.t, canon.Unmarshal([]byte(strings.TrimSuffix(out, "\n")), &st))
	must(m.t, booth.CheckReceipt(m.signed.Manifest, m.hash, st, encoding))
	return out
}

func (m *meeting) refused(command string, in []byte, code string) {
	m.t.Helper()
	var out string
	m.eventually(func() bool {
		var err error
		out, err = m.ask(command, in)
		return err != nil && strings.Contains(out, `"code":"`+code+`"`)
	}, command+" is refused with "+code)
}

// putInput is what a trustee puts, signed by the party given.
func (m *meeting) putInput(by, typ string, body any, data []byte) []byte {
	m.t.Helper()
	st, err := journal.Sign(m.hash, by, m.keys[by], typ, body)
	must(m.t, err)
	in, err := wire.PutInput(st, data)
	must(m.t, err)
	return in
}

// A whole ballot, with the urn killed before and after every step.
func TestABallotSurvivesAnUrnThatIsKilledAtEveryStep(t *testing.T) {
	m := newMeeting(t, 0)
	k := runKillable(t, m)
	m.refused("cast "+ballotID, nil, "ballot")
	m.open()
	var cast [][]byte
	for i, option := range []int{0, 2, 2} {
		encoding := m.voter(fmt.Sprint("voter ", i), option)
		receipt := m.cast(encoding)
		k.again()
		if again := m.cast(encoding); again != receipt {
			t.Fatalf("the same bytes got another receipt after a restart:\n%s%s", receipt, again)
		}
		cast = append(cast, encoding)
	}
	m.refused("cast "+ballotID, m.voter("voter 0", 1), "other-ballot")
	m.refused("sealed "+ballotID, nil, "not-sealed")
	m.refused("cast "+ballotID, cast[0][1:], "refused")

	k.kill()
	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	k.run()
	m.await(journal.Stopped)
	k.again()
	m.refused("cast "+ballotID, m.voter("late", 1), "closed")
	m.add(journal.TypeCounts, journal.Counts{Ballot: ballotID, Eligible: 5, Tokens: 4, Cast: 3, Collected: []int{1, 2, 3, 4}})
	m.await(journal.Sealed)
	k.again()
	m.eventually(func() bool {
		_, err := keeper.At(m.dir).Get(ballotID)
		return err == keeper.ErrErased
	}, "the key is erased after the seal")

	sealed.Sort(cast)
	m.eventually(func() bool {
		out, err := m.ask("sealed "+ballotID, nil)
		return err == nil && out == string(slices.Concat(cast...))
	}, "the sealed list holds what was cast")
	m.cast(cast[1]) // a lost receipt, after the key is erased

	m.add(journal.TypeDecrypt, journal.Decrypt{Ballot: ballotID, Checkpoint: m.cosigned()})
	m.shuffle("anna", cast)
	k.again()
	m.shuffle("cilla", cast)
	m.decrypt("cilla", cast)
	k.again()
	m.decrypt("anna", cast)
	m.prove("cilla", cast)
	k.again()
	m.prove("anna", cast)
	m.await(journal.Decided)
	if r := m.ballot().Result; r.Cast != 3 || r.Valid != 3 || !slices.Equal(r.Elected, []string{"Cai"}) {
		t.Fatalf("counted %+v", r)
	}
	k.again()
	m.add(journal.TypeCertify, journal.Certify{Ballot: ballotID, Person: 1, Result: journal.ResultHash(m.ballot().Result), Elected: m.ballot().Result.Elected})
	m.mu.Lock()
	m.send(journalNote(m.cosigned()))
	m.mu.Unlock()
	m.eventually(func() bool { m.mu.Lock(); defer m.mu.Unlock(); return m.bundle != nil }, "the bundle is published")
	parsed, err := bundle.Read(bytes.NewReader(m.bundle))
	must(t, err)
	report := verify.Verify(parsed, verify.WordsAnchor(manifest.Words(m.hash)))
	if report.Verdict != verify.Valid {
		t.Fatalf("the published bundle does not verify: %+v", report)
	}
	k.kill()
	for _, secret := range []string{"voter", "127.0.0.1:", hex.EncodeToString(cast[0][1:33]), m.signed.Manifest.Registrar.HostKey} {
		for line := range strings.Lines(k.said()) {
			if strings.Contains(line, secret) && !strings.Contains(line, "urn runs") {
				t.Errorf("the log tells %q: %s", secret, line)
			}
		}
	}
}

// A keeper that has lost a key makes the ballot unreadable, and the urn says so.
func TestALostKeyIsSaidAndNothingIsAcceptedAfterIt(t *testing.T) {
	m := newMeeting(t, 0)
	k := runKillable(t, m)
	m.open()
	m.cast(m.voter("anna", 1))
	k.kill()
	// What a crash of the keeper's machine would do to it.
	must(t, keeper.At(m.dir).Erase(ballotID))
	k.run()
	m.refused("cast "+ballotID, m.voter("bo", 1), "key-lost")
	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	m.refused("cast "+ballotID, m.voter("bo", 1), "key-lost")
	if phase := m.ballot().Phase; phase != journal.Closed {
		t.Fatalf("an unreadable ballot went on to %s", phase)
	}
	m.add(journal.TypeVoid, journal.Void{Ballot: ballotID, Reason: "the key is lost"})
	m.refused("cast "+ballotID, m.voter("bo", 1), "void")
}

// The narrowest places: the urn is killed when it has asked for an entry, before
// the registrar has made it, and again when it is made but not yet answered.
func TestAnUrnKilledWhileItPostsGoesOnWithTheSameEntry(t *testing.T) {
	m := newMeeting(t, 0)
	killed := map[string]int{}
	var k *killable
	m.onPost = func(typ string, entered bool) bool {
		at := fmt.Sprint(typ, entered)
		m.mu.Lock()
		killed[at]++
		first := killed[at] == 1
		m.mu.Unlock()
		if first {
			k.again()
		}
		return first
	}
	k = runKillable(t, m)
	m.open()
	cast := [][]byte{m.voter("anna", 0), m.voter("bo", 0)}
	for _, encoding := range cast {
		m.cast(encoding)
	}
	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	m.await(journal.Stopped)
	m.add(journal.TypeCounts, journal.Counts{Ballot: ballotID, Eligible: 5, Tokens: 2, Cast: 2, Collected: []int{1, 2}})
	m.await(journal.Sealed)
	sealed.Sort(cast)
	m.add(journal.TypeDecrypt, journal.Decrypt{Ballot: ballotID, Checkpoint: m.cosigned()})
	m.tally(cast, "anna", "bo")
	m.await(journal.Decided)
	if r := m.ballot().Result; r.Valid != 2 || !slices.Equal(r.Elected, []string{"Ada"}) {
		t.Fatalf("counted %+v", r)
	}
	m.eventually(func() bool { m.mu.Lock(); defer m.mu.Unlock(); return len(killed) == 8 }, "the urn was killed at all eight places")
}

func TestFalsePartsAreRejectedByNameAndAnotherTrusteeSuffices(t *testing.T) {
	m := newMeeting(t, 0)
	k := runKillable(t, m)
	m.open()
	cast := [][]byte{m.voter("anna", 0)}
	m.cast(cast[0])
	m.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	m.await(journal.Stopped)
	m.add(journal.TypeCounts, journal.Counts{Ballot: ballotID, Eligible: 5, Tokens: 1, Cast: 1, Collected: []int{1}})
	m.await(journal.Sealed)
	m.refused("put "+ballotID, []byte("{}\n"), "phase")
	m.add(journal.TypeDecrypt, journal.Decrypt{Ballot: ballotID, Checkpoint: m.cosigned()})
	m.refused("get "+strings.Repeat("ab", 32), nil, "unknown")
	m.refused("get ../urn.db", nil, "usage")
	m.shuffle("anna", cast)
	m.shuffle("bo", cast)
	m.decrypt("anna", cast)
	shares, parts := m.parts("bo", cast)
	copy(parts, group.Generator().Bytes())
	shares.Parts = tally.Hash(parts)
	m.refused("put "+ballotID, m.putInput(manifest.ByTrustee("bo"), journal.TypeShares, shares, parts), "false")
	m.add(journal.TypeShares, shares, manifest.ByTrustee("bo"))
	m.eventually(func() bool {
		b := m.ballot()
		return len(b.Rejected) == 1 && b.Rejected[0].Trustee == "bo" && len(b.Shares) == 1
	}, "the journal names the trustee and makes room for another")
	if b := m.ballot(); b.Phase != journal.Decrypting || !strings.Contains(k.said(), "trustee=bo") {
		t.Fatalf("false parts were counted, or not logged: the ballot is %s", b.Phase)
	}
	m.decrypt("cilla", cast)
	m.prove("anna", cast)
	m.prove("cilla", cast)
	m.await(journal.Decided)
	if r := m.ballot().Result; r.Valid != 1 {
		t.Fatalf("counted %+v", r)
	}
}
