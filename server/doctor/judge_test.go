package doctor

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
)

// judged wants a verdict, and a word in what was found.
func judged(t *testing.T, f Finding, verdict Verdict, word string) {
	t.Helper()
	if f.Verdict != verdict || !strings.Contains(f.Found, word) || (f.Next == "") != (verdict == OK) {
		t.Errorf("want %s with %q: %+v", verdict, word, f)
	}
}

func with(roles ...role) *folder {
	f := &folder{dir: "/d"}
	for _, r := range roles {
		f.parts = append(f.parts, part{role: r, dir: "/d/" + string(r)})
	}
	return f
}

func known(n uint64) limit { return limit{known: true, soft: n} }

// A system that says nothing is not believed to be in order.
func TestWhatASystemDoesNotSayIsNotOK(t *testing.T) {
	silent := system{}
	f := with(registrar, urn)
	for _, got := range []Finding{f.core(silent), f.memlock(silent), f.openFiles(silent), swap(silent), synchronised(silent),
		judgeSpace("/d", space{}, nil), judgeSpace("/d", space{}, errors.New("no")), f.judgeRights("windows")} {
		judged(t, got, Warn, "not shown")
	}
}

func TestCoreDumpsAreJudged(t *testing.T) {
	linux := func(soft uint64, pattern string) system {
		return system{hardens: true, core: known(soft), corePattern: pattern}
	}
	judged(t, with(registrar, urn).core(linux(0, "core")), OK, "off")
	judged(t, with(registrar, urn).core(linux(math.MaxUint64, "core")), Warn, "are on")
	judged(t, with(registrar).core(linux(0, "|/usr/lib/systemd/systemd-coredump %P")), Warn, "systemd-coredump")
	judged(t, with(urn).core(linux(1<<20, "core")), OK, "their own")
	judged(t, with(urn).core(system{core: known(1 << 20)}), Warn, "are on")
	judged(t, with().core(linux(1<<20, "core")), Warn, "are on")
}

func TestLimitsAreJudged(t *testing.T) {
	judged(t, with(urn).memlock(system{memlock: known(keeperMemory)}), OK, "16384")
	judged(t, with(urn).memlock(system{memlock: known(keeperMemory - 1)}), Warn, "swapped out")
	judged(t, with(registrar).openFiles(system{files: known(enoughFiles)}), OK, "4096")
	judged(t, with(urn).openFiles(system{files: known(math.MaxUint64)}), OK, "any number")
	judged(t, with(registrar).openFiles(system{files: known(1024)}), Warn, "about 480 members")
	judged(t, with(urn).openFiles(system{files: known(10)}), Warn, "about 0 members")
	judged(t, with(trustee).openFiles(system{files: known(256)}), OK, "few")
}

func TestSwapIsRead(t *testing.T) {
	const head = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
	judged(t, swap(system{swapsKnown: true, swaps: readSwaps(head)}), OK, "no swap")
	judged(t, swap(system{swapsKnown: true, swaps: readSwaps(head + "/dev/zram0 partition\t8388604\t0\t100\n")}), OK, "no swap")
	judged(t, swap(system{swapsKnown: true, swaps: readSwaps(head + "/swap.img file\t\t8388604\t0\t-2\n")}), Warn, "/swap.img")
}

func TestTheClockIsJudged(t *testing.T) {
	m := newMeeting(t)
	f, err := read(m.dir)
	if err != nil {
		t.Fatal(err)
	}
	_, newest := f.newest()
	judged(t, f.clock(newest), OK, "UTC")
	judged(t, f.clock(newest.Add(-slack)), OK, "UTC")
	judged(t, f.clock(newest.Add(-slack-time.Second)), Fail, "set back")
	judged(t, f.clock(time.Unix(0, 0)), Fail, "before this program was written")
	judged(t, synchronised(system{syncedKnown: true}), Warn, "not synchronised")
	judged(t, synchronised(system{syncedKnown: true, synced: true}), OK, "is synchronised")
}

func TestTheDiskIsJudged(t *testing.T) {
	judged(t, judgeSpace("/d", space{known: true, free: leastSpace - 1}, nil), Fail, "63 MiB")
	judged(t, judgeSpace("/d", space{known: true, free: littleSpace - 1}, nil), Warn, "1023 MiB")
	judged(t, judgeSpace("/d", space{known: true, free: littleSpace}, nil), OK, "1024 MiB")
	judged(t, judgeSpace("/d", space{known: true, free: littleSpace, memory: true}, nil), Warn, "lies in memory")
	for err, word := range map[error]string{
		syscall.EROFS: "read-only", syscall.ENOSPC: "nothing more", fs.ErrPermission: "may not write", syscall.EIO: "failed",
	} {
		judged(t, judgeWrite("/d", &fs.PathError{Op: "open", Path: "/d/x", Err: err}, 0), Fail, word)
	}
	judged(t, judgeWrite("/d", tryDisk(t.TempDir()), time.Second), OK, "1000 ms")
	gone := t.TempDir() + "/file"
	if err := os.WriteFile(gone, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	judged(t, judgeWrite(gone, tryDisk(gone), 0), Fail, "failed")
}

func TestAnotherUsersFolderIsSaid(t *testing.T) {
	m := newMeeting(t)
	f, err := read(m.dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, known := uidOf(f.entries[0].info); !known {
		judged(t, f.judgeOwner(os.Geteuid()), Warn, "not shown")
		return
	}
	judged(t, f.judgeOwner(os.Geteuid()), OK, "who runs this")
	judged(t, f.judgeOwner(os.Geteuid()+1), Fail, "all of it belongs to")
	if os.Geteuid() != 0 {
		return // nobody else gives files away
	}
	if err := os.Chown(m.path("urn", linkKeyFile), 1234, -1); err != nil {
		t.Fatal(err)
	}
	if f, err = read(m.dir); err != nil {
		t.Fatal(err)
	}
	judged(t, f.judgeOwner(0), Fail, linkKeyFile+" (user 1234)")
}

func TestWhatWasNotReadIsNotInOrder(t *testing.T) {
	m := newMeeting(t)
	f, err := read(m.dir)
	if err != nil {
		t.Fatal(err)
	}
	f.unread = &fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}
	judged(t, f.layout(), Fail, "cannot be read")
	judged(t, f.judgeRights("linux"), Warn, "part of the folder")
	judged(t, f.judgeOwner(os.Geteuid()), Warn, "")
	judged(t, f.clock(time.Now()), Warn, "part of the folder")
}

func TestAddressesThatCannotBeListenedOnAreJudged(t *testing.T) {
	a := address{id: "a", at: "h:1", owner: urn}
	judged(t, a.judgeBind(nil), OK, "nothing serves")
	judged(t, a.judgeBind(fmt.Errorf("x: %w", syscall.EADDRINUSE)), Fail, "another program")
	judged(t, a.judgeBind(fs.ErrPermission), Fail, "may not listen")
	judged(t, a.judgeBind(syscall.EADDRNOTAVAIL), Fail, "cannot be listened on")
	a.owner = registrar // it can be told to listen elsewhere
	judged(t, a.judgeBind(syscall.EADDRNOTAVAIL), Warn, "cannot be listened on")
	// An address of nobody's (RFC 5737), tried for real.
	judged(t, address{id: "a", at: "192.0.2.1:1", owner: urn}.bind(), Fail, "cannot be listened on")
}

func TestTheProgramIsJudgedByItsKeyExchange(t *testing.T) {
	judged(t, program(nil), OK, "mlkem768x25519-sha256")
	judged(t, judgeProgram(nil, "1", []string{"curve25519-sha256"}), Warn, "no post-quantum")
	asks := &manifest.Manifest{Policy: manifest.Policy{Remote: &manifest.Remote{PostQuantum: true}}}
	judged(t, judgeProgram(asks, "1", []string{"curve25519-sha256"}), Fail, "policy")
	judged(t, judgeProgram(asks, "1", []string{"curve25519-sha256", "mlkem768x25519-sha256"}), OK, "mlkem")
}

func TestWhoIsNotIndependentIsSaid(t *testing.T) {
	m := &manifest.Manifest{
		Registrar: manifest.Registrar{Operator: "Kommunen", Address: "a.example:22"},
		Urn:       manifest.Urn{Operator: "Regionen", Booth: "b.example:22", Cast: "b.example:23"},
	}
	judged(t, with(registrar).apart(m), OK, "different operators")
	judged(t, with(registrar, urn).apart(m), Warn, "in one folder")
	judged(t, with(urn).apart(nil), Warn, "not looked at")
	m.Urn.Cast = "a.example:23"
	judged(t, with(trustee).apart(m), Warn, "one machine")
	m.Urn.Operator = "  KOMMUNEN "
	judged(t, with(trustee).apart(m), Warn, "one operator")
}

func TestAKeyWithADamagedSeedIsNotUsed(t *testing.T) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), hostKeyFile)
	for _, damaged := range []bool{false, true} {
		if damaged {
			private[0] ^= 1
		}
		block, err := ssh.MarshalPrivateKey(private, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readSSH(path); (err != nil) != damaged {
			t.Errorf("damaged %v: %v", damaged, err)
		}
	}
}

func TestPathsAreWrittenForAShell(t *testing.T) {
	for path, want := range map[string]string{
		"/srv/m-1": "/srv/m-1", "my meeting": "'my meeting'", "it's": `'it'\''s'`, "-rf": "'-rf'", "": "''", "$(x)": "'$(x)'",
	} {
		if got := quote(path); got != want {
			t.Errorf("%q is written %s", path, got)
		}
	}
}
