package tree

import "testing"

func TestTheStackGivesTheRootOfTheTreeAtEverySize(t *testing.T) {
	var s Stack
	var all Tree
	for n := range 70 {
		root, err := all.Root(all.Size())
		if err != nil {
			t.Fatal(err)
		}
		if s.Root() != root {
			t.Fatalf("%d leaves: another root", n)
		}
		leaf := []byte{byte(n)}
		s.AppendHash(LeafHash(leaf))
		all.Append(leaf)
	}
}
