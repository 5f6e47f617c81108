package bench

import (
	"crypto/rand"
	"sync/atomic"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/parallel"
)

// vote makes n sealed ballots on all processors, each with a token that was blinded,
// signed and finished as a voter's is; or without, for what looks at no token.
func (m *meeting) vote(n int, tokens bool, say func(done int)) ([][]byte, error) {
	terms, err := m.state.Terms(ballot)
	if err != nil {
		return nil, err
	}
	contest := m.state.Ballot(ballot).Definition.Contest
	box := make([][]byte, n)
	var done atomic.Int64
	err = parallel.Try(n, 1, func(i int) error {
		// Three fifths for one option: no tie.
		payload, err := contest.Encode(kind.Choice{Options: []int{min(2, i%5)}})
		if err != nil {
			return err
		}
		secret, err := group.RandomScalar(rand.Reader)
		if err != nil {
			return err
		}
		b, err := sealed.Make(terms, payload, secret, [sealed.CheckSize]byte{}, rand.Reader)
		if err != nil {
			return err
		}
		if b.Signature = make([]byte, blind.Size); tokens {
			if b.Signature, err = m.token(sealed.TokenMessage(terms.Context, b.TokenKey)); err != nil {
				return err
			}
		}
		box[i] = b.Encode()
		say(int(done.Add(1)))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return box, nil
}

// token is a real one.
func (m *meeting) token(message []byte) ([]byte, error) {
	request, err := blind.NewRequest(m.issuing.Public(), message, rand.Reader)
	if err != nil {
		return nil, err
	}
	answer, err := m.issuing.BlindSign(request.Blinded())
	if err != nil {
		return nil, err
	}
	return request.Finalize(answer)
}

// seal closes the ballot and seals the box, up to the beginning of the decryption.
func (m *meeting) seal(box [][]byte) error {
	collected := make([]int, len(box))
	for i := range collected {
		collected[i] = i + 1
	}
	seats := len(m.state.Ballot(ballot).Definition.Seats)
	root := sealed.Root(box)
	for _, e := range []struct {
		typ     string
		body    any
		signers []string
	}{
		{journal.TypeClose, journal.Close{Ballot: ballot, Person: 1}, nil},
		{journal.TypeStop, journal.Stop{Ballot: ballot, Cast: len(box)}, []string{manifest.ByUrn}},
		{journal.TypeCounts, journal.Counts{Ballot: ballot, Eligible: seats, Tokens: len(box), Cast: len(box), Collected: collected}, nil},
		{journal.TypeSeal, journal.Seal{Ballot: ballot, Count: len(box), Root: root[:], AuditedRoot: journal.NoneAudited()}, []string{manifest.ByUrn}},
	} {
		if err := m.add(e.typ, e.body, e.signers...); err != nil {
			return err
		}
	}
	note, err := m.note()
	if err != nil {
		return err
	}
	return m.addLater(window, journal.TypeDecrypt, journal.Decrypt{Ballot: ballot, Checkpoint: note})
}
