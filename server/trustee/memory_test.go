package trustee

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/crypto/threshold"
)

func filled() memoryFile {
	return memoryFile{
		Version: 1, Manifest: make([]byte, 32), Name: "anna",
		Ceremony: &making{Seed: make([]byte, 32), Salt: make([]byte, 32), Transport: make([]byte, 32),
			Deal: &journal.CeremonyDeal{Trustee: "anna", Sealed: []canon.Hex{}}},
		Shares:     []canon.Hex{make([]byte, 32), {}},
		Signed:     []signed{{Ballot: "1-1", Context: make([]byte, 32), Modulus: make([]byte, 32)}},
		Mixing:     []mixing{{Ballot: "1-1", Input: make([]byte, 32), Seed: make([]byte, 32), Output: canon.Hex{}}},
		Decryption: []decryption{{Ballot: "1-1", Context: make([]byte, 32), Root: make([]byte, 32), Head: make([]byte, 32), Parts: make([]byte, 32), Proof: make([]byte, threshold.PartProofSize)}},
		Proofs:     []proving{{Ballot: "1-1", Of: make([]byte, 32), Share: make([]byte, threshold.CollectiveShareSize)}},
		Lots:       []drawing{{Item: 1, Purpose: journal.LotOrder, Input: make([]byte, 32), Share: make([]byte, threshold.LotShareSize)}},
	}
}

func TestTheMemoryPrintsNothing(t *testing.T) {
	m := &memory{file: filled()}
	m.file.Shares[0][0] = 251
	if s := fmt.Sprintf("%v %+v %#v %s", m, *m, m, m); strings.Contains(s, "251") || strings.Contains(s, "fb") || !strings.Contains(s, "[secret]") {
		t.Fatal(s)
	}
}

func TestTheMemoryOfAKeyRefusesAnotherBox(t *testing.T) {
	m := &memory{path: t.TempDir() + "/file", file: memoryFile{Version: 1}}
	one := decryption{Ballot: "1-1", KeyIndex: 0, Context: []byte{1}, Root: []byte{1}}
	for range 2 { // the same again is the same decision
		if place, err := m.decrypt(one); err != nil || place != 0 {
			t.Fatal(place, err)
		}
	}
	for what, other := range map[string]decryption{
		"root":    {Ballot: "1-1", KeyIndex: 0, Context: []byte{1}, Root: []byte{2}},
		"context": {Ballot: "1-1", KeyIndex: 0, Context: []byte{2}, Root: []byte{1}},
		"ballot":  {Ballot: "2-1", KeyIndex: 0, Context: []byte{1}, Root: []byte{1}},
		"key":     {Ballot: "1-1", KeyIndex: 1, Context: []byte{1}, Root: []byte{1}},
	} {
		if _, err := m.decrypt(other); err == nil || !strings.Contains(err.Error(), "for no other") {
			t.Errorf("another %s: %v", what, err)
		}
	}
	if place, err := m.decrypt(decryption{Ballot: "2-1", KeyIndex: 1, Root: []byte{3}}); err != nil || place != 1 {
		t.Fatal(place, err)
	}
}

func FuzzMemory(f *testing.F) {
	f.Add(append(canon.MustMarshal(filled()), '\n'))
	short := filled()
	short.Shares[0] = short.Shares[0][:31]
	f.Add(append(canon.MustMarshal(short), '\n'))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decodeMemory(data)
		if err != nil {
			return
		}
		if !bytes.Equal(append(canon.MustMarshal(m), '\n'), data) {
			t.Fatalf("%q was read and is written differently", data)
		}
		for _, share := range m.Shares {
			if len(share) != 0 && len(share) != 32 {
				t.Fatalf("a share of %d bytes was read", len(share))
			}
		}
	})
}
