package sealed

import (
	"io"
	"math/rand/v2"
	"sync"
	"testing"

	"valurna/ballot/kind"
	"valurna/crypto/blind"
	"valurna/crypto/group"
)

// The signing keys take long to make, so all tests share two.
var signers = sync.OnceValues(func() (*blind.Signer, *blind.Signer) {
	one, err := blind.GenerateKey(source(1))
	if err != nil {
		panic(err)
	}
	two, err := blind.GenerateKey(source(2))
	if err != nil {
		panic(err)
	}
	return one, two
})

// source is a fixed stream of random bytes.
func source(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// definition is a ballot being held: the terms with the secrets behind them.
type definition struct {
	Terms
	contest kind.Contest
	issuer  *blind.Signer
	secret  *group.Scalar // of the trustees' key
}

func define(t testing.TB, points int) *definition {
	t.Helper()
	issuer, _ := signers()
	d := &definition{issuer: issuer, secret: must[*group.Scalar](t)(group.RandomScalar(source(3)))}
	d.contest = kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{"Anna", "Bo", "Cecilia"}}
	if points > 1 {
		d.contest = kind.Contest{Kind: kind.KOfN, Elect: 15*points - 1}
		for i := range 15 * points {
			d.contest.Options = append(d.contest.Options, string(rune('A'+i)))
		}
	}
	if d.contest.Points() != points {
		t.Fatalf("a contest of %d points, want %d", d.contest.Points(), points)
	}
	d.Terms = Terms{Context: Context{7}, Key: new(group.Point).ScalarBaseMult(d.secret), Issuing: issuer.Public(), Points: points}
	return d
}

// choice gives a valid choice, one of at least three.
func (d *definition) choice(n int) kind.Choice {
	if d.Points == 1 {
		return kind.Choice{Options: []int{n % 3}}
	}
	var c kind.Choice
	for i := range d.contest.Options {
		if i != n%len(d.contest.Options) {
			c.Options = append(c.Options, i)
		}
	}
	return c
}

// token has the registrar sign the ballot's token.
func (d *definition) token(t testing.TB, b *Ballot, issuer *blind.Signer, c Context, rand io.Reader) []byte {
	t.Helper()
	request := must[*blind.Request](t)(blind.NewRequest(issuer.Public(), TokenMessage(c, b.TokenKey), rand))
	return must[[]byte](t)(request.Finalize(must[[]byte](t)(issuer.BlindSign(request.Blinded()))))
}

// vote makes a complete sealed ballot.
func (d *definition) vote(t testing.TB, choice kind.Choice, rand io.Reader) *Ballot {
	t.Helper()
	payload := must[[]byte](t)(d.contest.Encode(choice))
	secret := must[*group.Scalar](t)(group.RandomScalar(rand))
	var check [CheckSize]byte
	must[int](t)(io.ReadFull(rand, check[:]))
	b := must[*Ballot](t)(Make(d.Terms, payload, secret, check, rand))
	b.Signature = d.token(t, b, d.issuer, d.Context, rand)
	return b
}

// box is a ballot box of n good ballots, in the order of casting.
func (d *definition) box(t testing.TB, n int) [][]byte {
	t.Helper()
	rand := source(4)
	out := make([][]byte, n)
	for i := range out {
		out[i] = d.vote(t, d.choice(i), rand).Encode()
	}
	return out
}
