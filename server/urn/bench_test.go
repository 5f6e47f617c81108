package urn

import (
	"encoding/binary"
	"testing"
)

// BenchmarkAccept stores distinct ballots one after the other, each flushed.
func BenchmarkAccept(b *testing.B) {
	x, s := begun(b, b.TempDir())
	key, encoding := vote("anna", "yes")
	for i := 0; b.Loop(); i++ {
		binary.BigEndian.PutUint64(key, uint64(i))
		if err := x.accept(b.Context(), s, "1-1", testSize, [][]byte{key}, encoding); err != nil {
			b.Fatal(err)
		}
	}
}
