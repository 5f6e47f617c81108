package sealed

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/hex"
	"strings"
	"testing"

	"valurna/crypto/blind"
	"valurna/crypto/group"
)

// vectorTerms are those of the specification's sealed ballot: a modulus that is made
// up, and a key whose secret stands there.
func vectorTerms(t testing.TB) Terms {
	t.Helper()
	modulus := sha3.SumSHAKE256([]byte("modulus"), 256)
	modulus[0] |= 0x80
	modulus[255] |= 1
	y := must[[]byte](t)(hex.DecodeString("602801a1535a7b654f1e9a4e3ba4c7dcd23a8c06149259a6e96462be2e0fbe5c"))
	return Terms{
		Context: Context(sha256.Sum256([]byte("context"))), Key: must[*group.Point](t)(new(group.Point).SetBytes(y)),
		Issuing: must[*blind.PublicKey](t)(blind.ParsePublicKey(modulus)), Points: 1,
	}
}

// openedVector is the audited ballot of the specification, docs/protocol.md section
// 19. A change here is a change of the format.
const openedVector = `
01540543d9dbe0ad95bd69cb822f99afa44f0b59f94a51f0ba1c23c9b2780a214e59d0e4726cbbd83bb86e098fac11bb
9148086f4051233fb18eca4c4f8bc6be1885ce92a18be94511fae51d34837faf7edc7f0787e7cafd703187c3402d2167
b0104439505e05721c0afe079083ca5b74eaeb739e11ad363ba8151aa55b724ed54cbe89da48e0f7afe9a0cd2cc72c7c
62d2faf2f9768f82939e71c00e86649b804665dbef55331345de2a82454672836f84b0b33a642c2cf496c1f752cd8ad9
dc64b7f44543379de9adf85d7efd8a6d0a12f649f46477c8e126e1dfce24c5e3ab0ce8e946675d93d1f878079249e834
0c1e9e492328063e8bdef69742a8de23e5b6db90ffd150e122f5b061a858405e06
`

func TestTheAuditedBallotOfTheSpecificationOpens(t *testing.T) {
	terms := vectorTerms(t)
	encoding := must[[]byte](t)(hex.DecodeString(strings.ReplaceAll(openedVector, "\n", "")))
	o := must[*Opened](t)(DecodeOpened(1, encoding))
	if err := o.Verify(terms); err != nil {
		t.Fatal(err)
	}
	if got := o.Ballot.Code(terms.Context).String(); got != "E951-VSKB-25TD-P82Y-3PM0-9TH3-KPVC-SDW8" {
		t.Errorf("code %s", got)
	}
	if payload := must[[]byte](t)(Payload(o.Points(terms))); !bytes.Equal(payload, append([]byte{0, 2}, make([]byte, 28)...)) {
		t.Errorf("payload %x", payload)
	}
	if check := sha256.Sum256([]byte("valurna/v1/check\nblåbär 7")); o.Ballot.Check != [CheckSize]byte(check[:]) {
		t.Errorf("check %x", o.Ballot.Check)
	}
}
