package journal_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
)

// forgery is one entry that a rule refuses, offered where the n-th honest entry
// of a type is due.
type forgery struct {
	name  string
	typ   string // place: the n-th entry of this type, from 0
	n     int
	code  string // of the RuleError
	forge func(f *forger) *journal.Entry
}

// forger has every key, and the honest entry whose place it takes.
type forger struct {
	*sitting
	honest *journal.Entry
}

// entry is an entry of the forger's at the honest one's place and time.
func (f *forger) entry(typ string, body any, signers ...string) *journal.Entry {
	return f.sitting.entry(f.honest.Seq, f.honest.Time, typ, body, signers...)
}

// raw is the honest entry with a body of any bytes, signed for it.
func (f *forger) raw(body string) *journal.Entry {
	return f.entry(f.honest.Type, json.RawMessage(body), signersOf(f.honest)...)
}

// signed is the honest body under the signatures of others.
func (f *forger) signed(signers ...string) *journal.Entry {
	return f.entry(f.honest.Type, f.honest.Body, signers...)
}

// again is the n-th entry of a type, signed as it was, at this place.
func (f *forger) again(typ string, n int) *journal.Entry {
	e := *f.entries[f.at(typ, n)]
	e.Seq, e.Time = f.honest.Seq, f.honest.Time
	return &e
}

// amend changes the honest body, which its signers sign anew.
func amend[T any](change func(*T)) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry {
		body := new(T)
		if err := canon.Unmarshal(f.honest.Body, body); err != nil {
			panic(err)
		}
		change(body)
		return f.entry(f.honest.Type, body, signersOf(f.honest)...)
	}
}

// instead offers another entry at the place.
func instead(typ string, body any, signers ...string) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry { return f.entry(typ, body, signers...) }
}

// repeated offers the n-th entry of a type once more.
func repeated(typ string, n int) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry { return f.again(typ, n) }
}

// signedBy offers the honest body, signed by others.
func signedBy(signers ...string) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry { return f.signed(signers...) }
}

// body offers the honest entry with its body written in another way.
func body(old, new string) func(*forger) *journal.Entry {
	return func(f *forger) *journal.Entry {
		if !strings.Contains(string(f.honest.Body), old) {
			panic("the body holds no " + old)
		}
		return f.raw(strings.Replace(string(f.honest.Body), old, new, 1))
	}
}

func signersOf(e *journal.Entry) []string {
	var out []string
	for _, sig := range e.Sigs {
		out = append(out, sig.By)
	}
	return out
}

func TestForgedEntriesAreRefusedAndLeaveNoTrace(t *testing.T) {
	m := held()
	tables := [][]forgery{orderForgeries, setupForgeries, ceremonyForgeries, definitionForgeries, pollForgeries, decryptForgeries, shuffleForgeries, proofForgeries, missingForgeries, endForgeries, lotForgeries}
	rows, names := 0, map[string]bool{}
	for _, table := range tables {
		for _, row := range table {
			rows++
			if names[row.name] {
				t.Errorf("two rows are named %q", row.name)
			}
			names[row.name] = true
			t.Run(strings.ReplaceAll(row.name, " ", "_"), func(t *testing.T) { checkRefused(t, m, row) })
		}
	}
	if rows < 60 {
		t.Errorf("only %d forgeries: a table is not read", rows)
	}
}

func checkRefused(t *testing.T, m *sitting, row forgery) {
	place := m.at(row.typ, row.n)
	s := m.replay(place)
	before := dump(s)
	forged := row.forge(&forger{sitting: m, honest: m.entries[place]})

	wantRefusal(t, "Apply", row.code, s.Apply(forged))
	if leaf, err := forged.Encode(); err == nil {
		_, err := s.ApplyLeaf(leaf)
		wantRefusal(t, "ApplyLeaf", row.code, err)
	}
	if after := dump(s); after != before {
		t.Errorf("the refused entry left a trace:\n%s\n%s", before, after)
	}
	if _, err := s.ApplyLeaf(m.leaves[place]); err != nil {
		t.Fatalf("the honest entry is refused after the forged one: %v", err)
	}
	if after := dump(s); after != m.after[place] {
		t.Error("the honest entry gives another state after a forged one")
	}
}

func wantRefusal(t *testing.T, how, code string, err error) {
	t.Helper()
	var rule *journal.RuleError
	switch {
	case err == nil:
		t.Fatalf("%s accepted it", how)
	case !errors.As(err, &rule):
		t.Errorf("%s: %v is no RuleError", how, err)
	case rule.Code != code:
		t.Errorf("%s refused it as %q (%s), not as %q", how, rule.Code, rule.Text, code)
	case rule.Text == "":
		t.Errorf("%s gives no reason", how)
	}
}
