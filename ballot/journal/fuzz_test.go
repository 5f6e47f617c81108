package journal_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"

	"valurna/ballot/journal"
)

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// badLeaves are encodings that DecodeEntry must refuse.
var badLeaves = []string{
	"", "null", "{}", "[]", `{"seq":0,"time":0,"type":"files","body":{},"sigs":null}`,
	`{"seq":0,"time":0,"type":"files","body":{}}`,
	`{"seq":0,"time":0,"type":"files","sigs":[]}`,
	`{"seq":0,"time":0,"type":"files","body":{},"sigs":[]} `,
	`{"seq":0,"time":0,"type":"files","body":{},"sigs":[]}` + "\n",
	`{"seq":0,"time":0,"type":"files","body":{ },"sigs":[]}`,
	`{"seq":0,"time":0,"type":"files","body":{},"sigs":[],"note":""}`,
	`{"seq":-0,"time":0,"type":"files","body":{},"sigs":[]}`,
	`{"seq":0,"time":0,"type":"\u0066iles","body":{},"sigs":[]}`,
	`{"seq":0,"time":0,"type":"files","body":{},"sigs":[{"by":"urn","sig":"AB"}]}`,
	`{"time":0,"seq":0,"type":"files","body":{},"sigs":[]}`,
	`{"seq":0,"time":0,"type":"files","type":"files","body":{},"sigs":[]}`,
}

func TestLeavesHaveOneEncoding(t *testing.T) {
	for _, leaf := range badLeaves {
		if e, err := journal.DecodeEntry([]byte(leaf)); err == nil {
			t.Errorf("%q was read as %+v", leaf, e)
		}
	}
	if _, err := journal.DecodeEntry([]byte(`{"seq":0,"time":0,"type":"files","body":{},"sigs":[]}`)); err != nil {
		t.Errorf("an entry of the right shape: %v", err)
	}
}

func seeds(f *testing.F) [][]byte {
	leaves, err := golden()
	if err != nil || len(leaves) < 40 {
		f.Fatalf("%d leaves in %s, %v: the seeds are missing", len(leaves), goldenFile, err)
	}
	return leaves
}

func FuzzDecodeEntry(f *testing.F) {
	for _, leaf := range seeds(f) {
		f.Add(leaf)
	}
	for _, leaf := range badLeaves {
		f.Add([]byte(leaf))
	}
	f.Fuzz(func(t *testing.T, leaf []byte) {
		e, err := journal.DecodeEntry(leaf)
		if err != nil {
			if e != nil {
				t.Fatal("an entry came with an error")
			}
			return
		}
		again, err := e.Encode()
		if err != nil || !bytes.Equal(again, leaf) {
			t.Fatalf("%q was accepted and encodes as %q, %v", leaf, again, err)
		}
	})
}

// FuzzApplyLeaf offers any leaf in any place of the golden journal.
func FuzzApplyLeaf(f *testing.F) {
	leaves := seeds(f)
	for i, leaf := range leaves {
		f.Add(uint8(i), leaf)
		f.Add(uint8(i+1), leaf)
	}
	for _, leaf := range badLeaves {
		f.Add(uint8(1), []byte(leaf))
	}
	replay := func(t testing.TB, n int) *journal.State {
		s := journal.NewState()
		for _, leaf := range leaves[:n] {
			if _, err := s.ApplyLeaf(leaf); err != nil {
				t.Fatal(err)
			}
		}
		return s
	}
	// One state for each place, made before fuzzing: made in it, they would look
	// like new coverage. A state that took a leaf is made anew.
	states := make([]*journal.State, len(leaves)+1)
	for n := range states {
		states[n] = replay(f, n)
	}
	f.Fuzz(func(t *testing.T, place uint8, leaf []byte) {
		n := int(place) % len(states)
		s := states[n]
		before := dump(s)
		e, err := s.ApplyLeaf(leaf)
		if err != nil {
			var rule *journal.RuleError
			if !errors.As(err, &rule) || rule.Code == "" || rule.Text == "" {
				t.Fatalf("%v is no RuleError", err)
			}
			if dump(s) != before {
				t.Fatalf("a refused leaf left a trace: %v", err)
			}
			return
		}
		states[n] = replay(t, n)
		if again, err := e.Encode(); err != nil || !bytes.Equal(again, leaf) || s.Next() != int64(n+1) {
			t.Fatalf("%q was accepted as entry %d and encodes as %q, %v", leaf, s.Next()-1, again, err)
		}
		other := replay(t, n)
		if err := other.Apply(e); err != nil || dump(other) != dump(s) {
			t.Fatalf("ApplyLeaf accepts what Apply does not: %v", err)
		}
	})
}
