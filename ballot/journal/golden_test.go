package journal_test

import (
	"bytes"
	"flag"
	"os"
	"sync"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
)

var update = flag.Bool("update", false, "write testdata/meeting.journal anew")

const goldenFile = "testdata/meeting.journal"

// What the golden journal adds up to. A change here is a change of the format:
// journals that were kept can then no longer be read.
const (
	goldenRoot    = "29814e509b96f581cb86933cf748f8a9572abe17cb0909477f8167e0a47f2f59"
	goldenWords   = "favap-mizod-pihag-kumok-suziz-hamij-bakif-subib-gotil-tavur"
	goldenContext = "5595bfd097421cef295e672b7248fb15f5c8b53f99a9f3daf90200a7ad9a96f8"
)

// golden is a meeting of an earlier day, one leaf a line.
var golden = sync.OnceValues(func() ([][]byte, error) {
	data, err := os.ReadFile(goldenFile)
	if err != nil {
		return nil, err
	}
	return bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n")), nil
})

func TestAJournalOfAnEarlierDayStillApplies(t *testing.T) {
	if *update {
		data := append(bytes.Join(held().leaves, []byte("\n")), '\n')
		if err := os.WriteFile(goldenFile, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	leaves, err := golden()
	if err != nil {
		t.Fatal(err)
	}
	s := journal.NewState()
	for i, leaf := range leaves {
		if _, err := s.ApplyLeaf(leaf); err != nil {
			t.Fatalf("leaf %d: %v", i, err)
		}
	}
	root, context := must(s.Root(s.Next())), s.Ballot(first).Context
	for what, got := range map[string][2]string{
		"root":    {hexOf(root[:]), goldenRoot},
		"words":   {manifest.Words(s.ManifestHash()), goldenWords},
		"context": {hexOf(context[:]), goldenContext},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is %s, was %s", what, got[0], got[1])
		}
	}
	if s.Ballot(first).Phase != journal.Certified || s.Ballot(second).Phase != journal.Voided || s.Meeting() != "closed" {
		t.Error("the meeting of the golden journal ends otherwise than it did")
	}
}
