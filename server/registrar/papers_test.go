package registrar

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/evidence"
	"valurna/ballot/manifest"
	"valurna/ballot/record"
	"valurna/ballot/verify"
	"valurna/ballot/view"
)

const budget = "Budget 2027\n\nSkolan får mest.\x1b[2J\n"

// runs gives what a command prints to somebody; person 0 is an observer.
func (w *town) runs(person int, command string, stdin []byte) ([]byte, error) {
	w.t.Helper()
	user, signer := "x", gossh.Signer(nil)
	if person == 0 {
		user = "observer"
	} else {
		signer = w.people[person-1]
	}
	c := w.dial(user, signer)
	defer c.Close()
	return c.Run(context.Background(), command+" --json", stdin)
}

func code(err error) string {
	p, ok := err.(*view.Problem)
	if !ok {
		return ""
	}
	return p.Code
}

func TestAPaperIsHandedOutReadAndAcknowledged(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	if _, err := w.runs(secretary, "paper put 1 Budget för 2027", []byte(budget)); err != nil {
		t.Fatal(err)
	}
	got, err := w.runs(2, "paper get 1", nil)
	if err != nil || string(got) != budget {
		t.Errorf("%q, %v", got, err)
	}
	d := w.view(2)
	if len(d.Papers) != 1 || d.Papers[0].Title != "Budget för 2027" || d.Papers[0].Item != 1 || d.Papers[0].Bytes != len(budget) || d.Papers[0].Got != 0 || d.Papers[0].Mine || d.Papers[0].Due != seats {
		t.Fatalf("%+v", d.Papers)
	}
	if len(d.Papers[0].Missing) > 0 {
		t.Error("a member is told who lacks a paper")
	}
	if d := w.view(secretary); len(d.Papers[0].Missing) != seats {
		t.Errorf("the secretary is told that %v lack it", d.Papers[0].Missing)
	}
	w.do(2, "paper got 1")
	if d := w.view(2); !d.Papers[0].Mine || d.Papers[0].Got != 1 {
		t.Errorf("%+v", d.Papers[0])
	}
	if text, err := (&Desk{r: w.Registrar, who: w.role(3)}).Paper(1); err != nil || !text.Readable || text.Text != budget {
		t.Errorf("%+v, %v", text, err)
	}
	w.do(4, "jav 1")
	if _, err := w.runs(4, "paper get 1", nil); code(err) != "paper-jav" {
		t.Errorf("somebody disqualified reads a paper of the item: %v", err)
	}
	if _, err := (&Desk{r: w.Registrar, who: w.role(4)}).Paper(1); code(err) != "paper-jav" {
		t.Errorf("the same on a screen: %v", err)
	}
	w.restart()
	if got, err := w.runs(3, "paper get 1", nil); err != nil || string(got) != budget {
		t.Errorf("after a restart: %q, %v", got, err)
	}
	// What is on the disk is held against the journal.
	if err := os.WriteFile(w.paperPath(d.Papers[0].Hash), []byte("Budget 2028"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := w.runs(3, "paper get 1", nil); code(err) != "paper-changed" {
		t.Errorf("a paper that was changed on the disk: %v", err)
	}
}

func TestPapersAreTheMeetings(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	for _, c := range []struct {
		person  int
		command string
		stdin   string
		code    string
	}{
		{2, "paper put 1 Title", "text", "office"},
		{secretary, "paper put 9 Title", "text", "item"},
		{secretary, "paper put 1 Title", "", "usage"},
		{secretary, "paper put 1", "text", "usage"},
		{2, "paper get 1", "", "no-paper"},
		{2, "paper get x", "", "usage"},
		{0, "paper get 1", "", "usage"},
	} {
		if _, err := w.runs(c.person, c.command, []byte(c.stdin)); code(err) != c.code {
			t.Errorf("%s by %d: %v, want %s", c.command, c.person, err, c.code)
		}
	}
	if _, err := w.runs(secretary, "paper put 0 Big", bytes.Repeat([]byte("x"), maxPaper+1)); code(err) != "too-long" {
		t.Errorf("a paper that is too long: %v", err)
	}
	if kept, _ := os.ReadDir(w.papersDir()); len(kept) > 0 {
		t.Errorf("what was refused is kept: %v", kept)
	}
	w.do(secretary, "paper hand 0 "+strings.Repeat("ab", 32)+" Only its hash")
	if _, err := w.runs(2, "paper get 1", nil); code(err) != "no-paper" {
		t.Errorf("a paper of which there is only the hash: %v", err)
	}
	if text, err := (&Desk{r: w.Registrar, who: w.role(3)}).Paper(1); err != nil || text.Readable {
		t.Errorf("%+v, %v", text, err)
	}
	if _, err := (&Desk{r: w.Registrar, who: role{kind: kindObserver}}).Paper(1); code(err) != "not-public" {
		t.Errorf("an observer reads papers: %v", err)
	}
}

func TestTheRecordGrowsWithTheMeeting(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	first := must(w.Record())
	if again := must(w.Record()); again != first {
		t.Error("the same journal is folded twice")
	}
	w.do(1, "meeting adjourn time")
	second := must(w.Record())
	if second == first || len(first.Adjournments) != 0 || len(second.Adjournments) != 1 {
		t.Errorf("%v, then %v", first.Adjournments, second.Adjournments)
	}
	w.mu.Lock()
	leaves := w.leaves
	w.mu.Unlock()
	want := must(record.Of(leaves))
	if got, want := string(must(json.Marshal(second))), string(must(json.Marshal(want))); got != want {
		t.Errorf("the record that grows differs from one that is folded afresh:\n%s\n%s", got, want)
	}
	if out, err := w.runs(0, "record", nil); err != nil || !strings.Contains(string(out), `"adjournments":[{`) {
		t.Errorf("%s, %v", out, err)
	}
}

func TestTheEvidenceComesOverSSH(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	data, err := w.runs(0, "evidence", nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := evidence.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	report, err := evidence.Check(f, verify.WordsAnchor(manifest.Words(w.hash)))
	if err != nil || report.Verdict != verify.Valid {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestTheJournalIsReadInShort(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.do(3, "jav 2")
	d := &Desk{r: w.Registrar, who: role{kind: kindObserver}}
	all := must(d.Entries(0, 10_000))
	if int64(len(all)) != w.state.Next() || all[0].Type != "manifest" || len(all[0].By) == 0 {
		t.Fatalf("%d entries, the first %+v", len(all), all[0])
	}
	last := all[len(all)-1]
	if last.Type != "jav" || last.Person != 3 || last.Item != 2 {
		t.Errorf("%+v", last)
	}
	if some := must(d.Entries(5, 3)); len(some) != 3 || some[0].Seq != 5 {
		t.Errorf("%+v", some)
	}
	eventually(t, "the witness has cosigned", func() bool { x := d.Witnessed(); return x.Size == x.Entries })
	if x := d.Witnessed(); x.Quorum != 1 || len(x.Cosigned) != 1 || x.Root == "" || x.At == 0 {
		t.Errorf("%+v", x)
	}
}
