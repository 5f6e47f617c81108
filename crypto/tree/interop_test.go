package tree

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/transparency-dev/formats/log"
	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

// Programs of other makers read our notes, and we read theirs.
func TestNotesAreThoseOfC2SP(t *testing.T) {
	bare := signed(t, point())
	logVerifier, err := note.NewVerifier(vkey(origin, algEd25519, public(origin)))
	if err != nil {
		t.Fatal(err)
	}
	skey := func(name string) string {
		return fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, keyHash(name, algEd25519, public(name)),
			base64.StdEncoding.EncodeToString(append([]byte{algEd25519}, key(name).Seed()...)))
	}
	theirLog, err := note.NewSigner(skey(origin))
	if err != nil {
		t.Fatal(err)
	}
	theirWitness, err := cosignature.NewSignerForCosignatureV1(skey("a"))
	if err != nil {
		t.Fatal(err)
	}

	n := cosigned(t, bare, "a")
	got, rest, opened, err := log.ParseCheckpoint([]byte(n), origin, logVerifier, theirWitness.Verifier())
	if err != nil {
		t.Fatal(err)
	}
	if len(rest) != 0 || len(opened.Sigs) != 2 || len(opened.UnverifiedSigs) != 0 ||
		got.Size != 17 || !bytes.Equal(got.Hash, pointRoot()) {
		t.Errorf("they read %v, %d signatures", got, len(opened.Sigs))
	}
	at, err := cosignature.CoSigV1Timestamp(opened.Sigs[1])
	if err != nil || !at.Equal(time.Unix(1_780_000_000, 0)) {
		t.Errorf("they read the time %v, %v", at, err)
	}

	theirs, err := note.Sign(&note.Note{Text: point().text()}, theirLog, theirWitness)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(theirs), bare) {
		t.Error("the same checkpoint and key give another note")
	}
	if _, names, err := policy(1, "a").Open(string(theirs)); err != nil || len(names) != 1 {
		t.Errorf("we read their note: %v, %v", names, err)
	}
}
