package tree_test

import (
	"crypto/ed25519"
	"fmt"
	"log"

	"valurna/crypto/tree"
)

// A journal of two entries, signed by its registrar and cosigned by a witness.
func Example() {
	registrar := ed25519.NewKeyFromSeed(make([]byte, 32))
	witness := ed25519.NewKeyFromSeed([]byte("the witness's own secret, 32 by."))

	var journal tree.Tree
	journal.Append([]byte("the meeting is opened"))
	journal.Append([]byte("a ballot is opened"))
	root, err := journal.Root(journal.Size())
	if err != nil {
		log.Fatal(err)
	}
	point := tree.Checkpoint{Origin: "meeting.example", Size: journal.Size(), Root: root}
	note, err := tree.SignCheckpoint(point, registrar)
	if err != nil {
		log.Fatal(err)
	}

	// The witness has replayed the entries and answers with its line.
	line, err := tree.Cosign(note, "press", witness, 1_780_000_000)
	if err != nil {
		log.Fatal(err)
	}
	if note, err = tree.AddCosignature(note, line); err != nil {
		log.Fatal(err)
	}

	// An observer asks for one witness out of one.
	policy := tree.Policy{
		Origin:    "meeting.example",
		Log:       registrar.Public().(ed25519.PublicKey),
		Witnesses: []tree.Witness{{Name: "press", Key: witness.Public().(ed25519.PublicKey)}},
		Quorum:    1,
	}
	seen, by, err := policy.Open(note)
	if err != nil {
		log.Fatal(err)
	}
	proof, err := journal.Inclusion(1, seen.Size)
	if err != nil {
		log.Fatal(err)
	}
	leaf := tree.LeafHash([]byte("a ballot is opened"))
	fmt.Println(seen.Size, by, tree.CheckInclusion(proof, seen.Size, seen.Root, 1, leaf))
	// Output: 2 [press] <nil>
}
