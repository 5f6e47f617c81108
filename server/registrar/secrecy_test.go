package registrar

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// files reads everything that the registrar has written, its log included.
func (w *town) files() map[string][]byte {
	w.t.Helper()
	out := map[string][]byte{"log": []byte(w.log.String())}
	err := filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[d.Name()], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// spellings of bytes as they could stand in a file.
func spellings(b []byte) [][]byte {
	return [][]byte{
		b, []byte(hex.EncodeToString(b)), []byte(strings.ToUpper(hex.EncodeToString(b))),
		[]byte(base64.RawStdEncoding.EncodeToString(b)), []byte(base64.RawURLEncoding.EncodeToString(b)),
	}
}

func TestTheRegistrarsFilesHoldNoTokenNoBallotAndNoCode(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	shares := w.assemble()
	id := w.openBallot(1)
	secrets := map[string][]byte{}
	var box [][]byte
	for seat := 1; seat <= 3; seat++ {
		b := w.booth(id)
		code := must(b.Seal(kind.Choice{Options: []int{seat - 1}}, "", rand.Reader))
		sig, err := w.token(seat, id, b)
		if err != nil {
			t.Fatal(err)
		}
		encoding := must(b.Finish(sig))
		box = append(box, encoding)
		name := string(rune('0' + seat))
		secrets["token key "+name] = b.TokenKey().Bytes()
		secrets["ballot "+name] = encoding
		secrets["part of ballot "+name] = encoding[49:113] // its first ciphertext
		secrets["code "+name] = []byte(code.String())
		secrets["code in bytes "+name] = code[:]
		secrets["signature of the token "+name] = encoding[len(encoding)-256:]
		secrets["blind signature "+name] = sig
		secrets["blinded message "+name] = b.blinded
	}
	// Hosted: the urn's request through the link.
	hosted := w.booth(id)
	_, v := w.visit(4)
	sig, err := w.hosted(v, id, hosted.blinded)
	if err != nil {
		t.Fatal(err)
	}
	must(hosted.Seal(kind.Choice{Blank: true}, "", rand.Reader))
	box = append(box, must(hosted.Finish(sig)))
	secrets["token key of a visitor"] = hosted.TokenKey().Bytes()
	secrets["ballot of a visitor"] = box[3]
	secrets["handle of a visit"] = v.Handle
	search := func(when string) {
		t.Helper()
		for name, data := range w.files() {
			for what, secret := range secrets {
				for _, s := range spellings(secret) {
					if bytes.Contains(data, s) {
						t.Errorf("%s: %s holds %s", when, name, what)
					}
				}
			}
		}
	}
	search("while the ballot is open")
	w.finish(id, box, shares)
	w.do(1, "ballot lot "+id)
	w.draw(1, journal.LotTie, id, shares, "cilla", "anna")
	w.do(1, "ballot certify "+id)
	search("after the result")
	w.stop()
	search("after the end")
	if data := w.files()["registrar.db"]; !bytes.Contains(data, []byte("Beda Ledamot")) {
		t.Error("the search does not see what the store holds")
	}
}

// Who has collected a token stands in the registrar's own token table and
// nowhere else until the ballot has closed: not in the log, not in the journal,
// not on any desk but as a number on the chair's.
func TestWhileABallotIsOpenNothingSaysWhoHasVoted(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	everybody := func() map[string]string {
		out := map[string]string{"log": w.log.String()}
		for person := 2; person <= secretary; person++ {
			out["desk of person "+string(rune('0'+person))] = string(must(json.Marshal(w.View(w.role(person)))))
		}
		chair := w.View(w.role(1))
		for i := range chair.Ballots {
			if c := chair.Ballots[i].Counts; c != nil {
				*c = view.Counts{} // the chair sees numbers
			}
		}
		out["desk of the chair"] = string(must(json.Marshal(chair)))
		out["desk of an observer"] = string(must(json.Marshal(w.View(role{kind: kindObserver}))))
		out["display"] = string(must(json.Marshal(w.View(role{kind: kindDisplay}))))
		watching := &Desk{r: w.Registrar, who: role{kind: kindObserver}}
		out["record"] = string(must(json.Marshal(must(watching.Record()))))
		out["journal in short"] = string(must(json.Marshal(must(watching.Entries(0, 10_000)))))
		out["guarantees of an observer"] = string(must(json.Marshal(must(watching.Gate()))))
		out["journal"] = string(bytes.Join(w.leaves, nil))
		return out
	}
	eventually(t, "the witness has nothing more to cosign", func() bool {
		return locked(w.Registrar, func(s *journal.State) bool { return w.Registrar.signed.size == s.Next() })
	})
	changed := w.Changed()
	before := everybody()
	w.vote(2, id, kind.Choice{Options: []int{0}})
	w.vote(5, id, kind.Choice{Options: []int{1}})
	_, v := w.visit(3)
	if _, err := w.hosted(v, id, w.booth(id).blinded); err != nil {
		t.Fatal(err)
	}
	after := everybody()
	for name := range before {
		if before[name] != after[name] {
			t.Errorf("the %s has changed:\n%s\n%s", name, before[name], after[name])
		}
	}
	select {
	case <-changed:
		t.Error("screens were woken by a token")
	default:
	}
	if strings.Contains(after["log"], "seat") || strings.Contains(after["log"], "SHA256:") || strings.Contains(after["log"], "Beda") {
		t.Errorf("the log: %s", after["log"])
	}
	w.do(1, "ballot close "+id)
	for person := 1; person <= seats; person++ {
		if b := w.View(w.role(person)).Ballots[0]; b.Collected != nil {
			t.Error("before the counts a desk says who has collected")
		}
	}
}

// What a desk streams while tokens go out is nothing at all.
func TestAStreamedDeskIsSilentWhileTokensGoOut(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var mu sync.Mutex
	lines := map[string][]string{}
	count := func(name string) int {
		mu.Lock()
		defer mu.Unlock()
		return len(lines[name])
	}
	watch := func(name, command string, c *wire.Client) {
		go c.Stream(ctx, command, func(line []byte) error {
			mu.Lock()
			defer mu.Unlock()
			lines[name] = append(lines[name], string(line))
			return nil
		})
	}
	watch("member", "view --follow --json", w.dial("x", w.people[3]))
	watch("observer", "view --follow --json", w.dial(wire.UserObserver, nil))
	watch("journal", "journal --from 9999 --follow", w.dial(wire.UserObserver, nil))
	eventually(t, "all stream", func() bool { return count("member") > 0 && count("observer") > 0 && count("journal") > 0 })
	n := map[string]int{}
	for name := range lines {
		n[name] = count(name)
	}
	for seat := 1; seat <= 3; seat++ {
		w.vote(seat, id, kind.Choice{Blank: true})
	}
	// What comes next is the close, which everybody may see.
	w.do(1, "ballot close "+id)
	eventually(t, "the desks show the close", func() bool { return count("member") > n["member"] && count("observer") > n["observer"] })
	mu.Lock()
	defer mu.Unlock()
	for _, name := range []string{"member", "observer"} {
		for _, line := range lines[name][n[name]:] {
			if !strings.Contains(line, `"phase":"closing"`) {
				t.Errorf("the %s's desk moved before the close: %s", name, line)
			}
		}
	}
	if phase := locked(w.Registrar, func(s *journal.State) journal.Phase { return s.Ballot(id).Phase }); phase != journal.Closed {
		t.Error(phase)
	}
}

// The chair's numbers stand still for a while however often they are looked at.
func TestTheChairsCountsAreCoarseInTime(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	counts := func() view.Counts { return *w.View(w.role(1)).Ballots[0].Counts }
	first := counts()
	w.vote(2, id, kind.Choice{Blank: true})
	if now := counts(); now != first || now.Tokens != 0 || now.Eligible != seats {
		t.Errorf("at once: %+v", now)
	}
	w.ahead.Add(60)
	if now := counts(); now != first {
		t.Errorf("without a report of the urn: %+v", now)
	}
	// The urn reports at fixed intervals; both numbers are taken then, so that
	// they agree.
	link := w.dial("urn", w.link)
	if err := wire.Call(t.Context(), link, wire.CmdCount, wire.CountReport{Ballot: id, Cast: 1}, nil); err != nil {
		t.Fatal(err)
	}
	if now := counts(); now.Tokens != 1 || now.Cast != 1 {
		t.Errorf("after the urn's report: %+v", now)
	}
}

// Rows of all seats are there before the first token, so that neither their
// number nor their order says who came when.
func TestTheTokenTableIsTheSameInWhateverOrderTokensGoOut(t *testing.T) {
	t.Parallel()
	dump := func(order ...int) string {
		w := newTown(t)
		w.assemble()
		id := w.openBallot(1)
		if n := rows(w); n != seats {
			t.Errorf("%d rows before the first token", n)
		}
		for _, seat := range order {
			w.vote(seat, id, kind.Choice{Blank: true})
		}
		var out strings.Builder
		r := must(w.records.db.Query(`SELECT ballot, seat, request IS NULL, length(request) FROM token`)) // in the file's own order
		defer r.Close()
		for r.Next() {
			var ballot string
			var seat, size any
			var null bool
			if err := r.Scan(&ballot, &seat, &null, &size); err != nil {
				t.Fatal(err)
			}
			out.WriteString(strings.Join([]string{ballot, string(must(json.Marshal([]any{seat, null, size})))}, " ") + "\n")
		}
		return out.String()
	}
	if a, b := dump(4, 1, 2), dump(2, 4, 1); a != b {
		t.Errorf("%s\n%s", a, b)
	}
}

func rows(w *town) (n int) {
	if err := w.records.db.QueryRow(`SELECT count(*) FROM token`).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}
