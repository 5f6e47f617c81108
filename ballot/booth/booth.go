// Package booth is the voting booth: it marks, seals and finishes one voter's
// ballot. The same code runs on a member's own machine and inside the urn for
// members who have only ssh.
//
// For most uses: New; Seal, and show the voter the code, who then decides. To cast:
// send Request to the registrar and give the answer to Finish; cast what Finish
// returns, and check the answer with CheckReceipt. To test the booth: Audit, and
// begin again with New and the seed's next attempt. Token key and blinding come
// from the seed alone, so a booth that lost its memory repeats the same request
// and gets the same token. The encryption's randomness is fresh each time.
//
// A Booth holds the voter's choice for the length of Seal, and what would open the
// sealed ballot until the token is asked for.
package booth

import (
	"errors"
	"fmt"
	"io"

	"valurna/ballot/kind"
	"valurna/ballot/sealed"
	"valurna/crypto/blind"
	"valurna/crypto/group"
)

// Steps that come out of order.
var (
	// ErrNotSealed says that there is no sealed ballot yet.
	ErrNotSealed = errors.New("booth: no ballot has been sealed; nothing was done, choose first")
	// ErrFinished says that the ballot has its token: another one would be a
	// second ballot under that token, which the urn refuses.
	ErrFinished = errors.New("booth: the ballot is finished and has its token; nothing was changed, cast it as it is")
	// ErrAsked says that the token of this attempt was asked for: what was sealed
	// can only be cast.
	ErrAsked = errors.New("booth: the token has been asked for, so this ballot cannot be opened as a test any more; nothing was opened, cast it")
	// ErrAudited says that this attempt was opened as a test and is nobody's vote.
	ErrAudited = errors.New("booth: this encryption was opened as a test and can never be cast; nothing was done, begin a fresh ballot")
	// ErrErased says that the booth's secrets are gone.
	ErrErased = errors.New("booth: the booth has been erased; nothing was done, open a new one")
)

// Booth is one voter's booth for one ballot. It is for one goroutine, and prints
// as "[secret]".
type Booth struct {
	terms    sealed.Terms
	contest  kind.Contest
	seed     Seed
	secret   *group.Scalar // of the token
	key      *group.Point
	request  *blind.Request
	asked    bool // for the token
	ballot   *sealed.Ballot
	opening  sealed.Opening // of ballot, until the token is asked for
	opened   []byte         // what Audit gave
	finished []byte
	erased   bool
}

// New sets up a booth. It refuses a contest that is not sound, or that needs
// another number of ciphertexts than the terms have.
func New(t sealed.Terms, contest kind.Contest, seed Seed) (*Booth, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	if err := contest.Check(); err != nil {
		return nil, err
	}
	if contest.Points() != t.Points {
		return nil, fmt.Errorf("booth: the contest needs %d ciphertexts and the definition has %d; the booth stays closed, report the definition", contest.Points(), t.Points)
	}
	secret, err := group.RandomScalar(seed.stream(purposeToken, t))
	if err != nil {
		return nil, fmt.Errorf("booth: no token could be made: %w", err)
	}
	return &Booth{
		terms: t, contest: contest, seed: seed,
		secret: secret, key: new(group.Point).ScalarBaseMult(secret),
	}, nil
}

// TokenKey is the public half of the token. It is secret from the registrar
// until the ballots are sealed.
func (b *Booth) TokenKey() *group.Point { return new(group.Point).Set(b.key) }

// Request gives the blinded token message for the registrar, 256 bytes: the same
// bytes for the same seed and terms, however often and wherever it is asked. From
// then on Audit is refused: a token that was spent on a test would be lost.
func (b *Booth) Request() ([]byte, error) {
	if b.erased {
		return nil, ErrErased // a request from an empty seed could be recognised
	}
	if b.opened != nil {
		return nil, ErrAudited
	}
	b.asked = true
	b.opening.Erase()
	b.opening = nil
	if b.request == nil {
		message := sealed.TokenMessage(b.terms.Context, b.key)
		request, err := blind.NewRequest(b.terms.Issuing, message, b.seed.stream(purposeBlinding, b.terms))
		if err != nil {
			return nil, fmt.Errorf("booth: no token was asked for: %w", err)
		}
		b.request = request
	}
	return b.request.Blinded(), nil
}

// Seal encrypts the choice and returns the code to show to the voter. word is
// what the voter may give so that nobody else can be shown the same ballot; ""
// draws the check field at random. Sealing again replaces the ballot, until it
// is finished. A refused choice leaves the booth as it was.
func (b *Booth) Seal(choice kind.Choice, word string, rand io.Reader) (sealed.Code, error) {
	if b.erased {
		return sealed.Code{}, ErrErased
	}
	if b.finished != nil {
		return sealed.Code{}, ErrFinished
	}
	if b.opened != nil {
		return sealed.Code{}, ErrAudited
	}
	payload, err := b.contest.Encode(choice)
	if err != nil {
		return sealed.Code{}, err
	}
	defer clear(payload)
	check, err := checkField(word, rand)
	if err != nil {
		return sealed.Code{}, err
	}
	ballot, opening, err := sealed.MakeToOpen(b.terms, payload, b.secret, check, rand)
	if err != nil {
		return sealed.Code{}, err
	}
	b.opening.Erase()
	b.ballot, b.opening = ballot, opening
	if b.asked {
		b.opening.Erase()
		b.opening = nil
	}
	return ballot.Code(b.terms.Context), nil
}

// Audit opens what was sealed last, as the voter's test of this booth, and gives
// the encoding to publish (sealed.Opened); again, the same bytes. The code is the
// one that Seal has shown. This booth then casts nothing any more: the voter goes
// on with a new one from the seed's next attempt, under another token key, so that
// what was opened leads to nobody's vote.
func (b *Booth) Audit() ([]byte, error) {
	switch {
	case b.erased:
		return nil, ErrErased
	case b.opened != nil:
	case b.ballot == nil:
		return nil, ErrNotSealed
	case b.asked:
		return nil, ErrAsked
	default:
		o := sealed.Opened{Ballot: b.ballot, Randomness: b.opening}
		if err := o.Verify(b.terms); err != nil {
			return nil, fmt.Errorf("booth: the sealed ballot does not open as it should, so it is not given out; check this machine: %w", err)
		}
		b.opened = o.Encode()
		b.opening.Erase()
		b.ballot, b.opening = nil, nil
	}
	return append([]byte(nil), b.opened...), nil
}

// Finish turns the registrar's answer into the token, puts it on the ballot,
// checks the whole as the urn will, and returns the encoding to cast. An answer
// that is no signature gives an error that wraps blind.ErrSignature: the
// registrar is at fault, and asking it again is safe. Finishing twice gives the
// same bytes.
func (b *Booth) Finish(blindSig []byte) ([]byte, error) {
	if b.erased {
		return nil, ErrErased
	}
	if b.opened != nil {
		return nil, ErrAudited
	}
	if b.ballot == nil {
		return nil, ErrNotSealed
	}
	if b.finished == nil {
		if _, err := b.Request(); err != nil {
			return nil, err
		}
		signature, err := b.request.Finalize(blindSig)
		if err != nil {
			return nil, fmt.Errorf("booth: the registrar's answer is no token, so the ballot cannot be cast yet; ask again: %w", err)
		}
		signed := *b.ballot
		signed.Signature = signature
		if err := signed.Verify(b.terms); err != nil {
			return nil, fmt.Errorf("booth: the finished ballot does not hold, so it is not given out; check this machine: %w", err)
		}
		b.ballot, b.finished = &signed, signed.Encode()
	}
	return append([]byte(nil), b.finished...), nil
}

// Erase forgets the secrets. Every later step fails with ErrErased.
func (b *Booth) Erase() {
	b.erased = true
	clear(b.seed[:])
	b.secret.Set(group.NewScalar())
	b.opening.Erase()
	b.request, b.ballot, b.opening, b.opened, b.finished = nil, nil, nil, nil, nil
}

// Format hides the booth from every verb of fmt.
func (Booth) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "[secret]") }
