package registrar

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hiddeco/sshsig"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/roll"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/crypto/blind"
	"valurna/server/wire"
)

func TestAWholeBallotEndsInTheResultThatWasVoted(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	shares := w.assemble()
	id := w.openBallot(1)
	var box [][]byte
	for seat, choice := range map[int]kind.Choice{1: {Options: []int{1}}, 3: {Blank: true}, 4: {Options: []int{1}}, 5: {Options: []int{0}}} {
		encoding, _ := w.vote(seat, id, choice)
		box = append(box, encoding)
	}
	result := w.finish(id, box, shares)
	if result.Valid != 3 || result.Blank != 1 || !slices.Equal(result.Elected, []string{"Bo Ek"}) {
		t.Errorf("%+v", result)
	}
	w.do(1, "ballot certify "+id)
	counts := locked(w.Registrar, func(s *journal.State) journal.Counts { return *s.Ballot(id).Counts })
	if counts.Tokens != 4 || !slices.Equal(counts.Collected, []int{1, 3, 4, 5}) {
		t.Errorf("%+v", counts)
	}
	if _, err := w.records.issuing(id); err == nil {
		t.Error("the issuing key is kept after the counts")
	}
	w.do(1, "meeting close")
}

func TestASeatGetsOneTokenAndTheSameRequestTheSameSignatureAlsoAfterARestart(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	first, second := w.booth(id), w.booth(id)
	want, err := w.token(2, id, first)
	if err != nil {
		t.Fatal(err)
	}
	check := func() {
		t.Helper()
		_, err := w.token(2, id, second)
		refused(t, err, "second-token")
		if got, err := w.token(2, id, first); err != nil || !bytes.Equal(got, want) {
			t.Errorf("the same request gave %x, %v", got, err)
		}
	}
	check()
	w.restart()
	check()
	if _, err := w.token(3, id, second); err != nil {
		t.Errorf("another seat after the restart: %v", err)
	}
}

func TestATokenOfOneBallotIsNoneInAnother(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	one, two := w.openBallot(1), w.openBallot(2)
	a, b := w.booth(one), w.booth(two)
	// Collected under ballot 1, used in the booth of ballot 2.
	sig, err := w.token(2, one, a)
	if err != nil {
		t.Fatal(err)
	}
	must(b.Seal(kind.Choice{Options: []int{0}}, "", rand.Reader))
	if _, err := b.Finish(sig); !errors.Is(err, blind.ErrSignature) {
		t.Errorf("a token of ballot 1 on a ballot of ballot 2: %v", err)
	}
	// A request that was signed for ballot 1, sent for ballot 2.
	_, err = w.ask(3, w.request(w.people[2], two, a.terms.Context, 3, a.blinded))
	refused(t, err, "signature")
	if _, err := w.token(2, two, b); err != nil {
		t.Errorf("the seat's own token of ballot 2: %v", err)
	}
}

func TestATokenGoesOnlyToWhoeverSitsOnTheSeatAndSignedForIt(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	w.do(5, "checkout")
	id := w.openBallot(1)
	b := w.booth(id)
	about, blinded := b.terms.Context, b.blinded
	other := sealed.Context{1}
	in := func(namespace string) wire.TokenRequest {
		sig := must(sshsig.Sign(bytes.NewReader(wire.TokenBytes(about, 2, blinded)), w.people[1], sshsig.HashSHA512, namespace))
		return wire.TokenRequest{Ballot: id, Seat: 2, Blinded: blinded, Sig: sig.Marshal()}
	}
	changed := w.request(w.people[1], id, about, 2, blinded)
	changed.Blinded = slices.Clone(blinded)
	changed.Blinded[255] ^= 1
	garbage := changed
	garbage.Sig = []byte("SSHSIG")
	for name, c := range map[string]struct {
		person int
		req    wire.TokenRequest
		code   string
	}{
		"another member's seat":                   {3, w.request(w.people[2], id, about, 2, blinded), "not-on-roll"},
		"the chair for a member":                  {1, w.request(w.people[0], id, about, 2, blinded), "not-on-roll"},
		"another member's signed request, stolen": {3, w.request(w.people[1], id, about, 2, blinded), "not-on-roll"},
		"signed by another key":                   {2, w.request(w.people[2], id, about, 2, blinded), "signature"},
		"signed for another ballot":               {2, w.request(w.people[1], id, other, 2, blinded), "signature"},
		"signed for another namespace":            {2, in(manifest.SSHSIGNamespace), "signature"},
		"another blinded message":                 {2, changed, "signature"},
		"no signature at all":                     {2, garbage, "signature"},
		"a person without a seat":                 {secretary, w.request(w.people[secretary-1], id, about, 2, blinded), "not-on-roll"},
		"a member who was not checked in":         {5, w.request(w.people[4], id, about, 5, blinded), "not-on-roll"},
		"a ballot that does not exist":            {2, w.request(w.people[1], "9-9", about, 2, blinded), "not-on-roll"},
		"a seat that does not exist":              {2, w.request(w.people[1], id, about, 99, blinded), "not-on-roll"},
	} {
		_, err := w.ask(c.person, c.req)
		t.Run(name, func(t *testing.T) { refused(t, err, c.code) })
	}
	if seats := must(w.records.collected(id)); len(seats) != 0 {
		t.Errorf("refused requests took the tokens of seats %v", seats)
	}
	// A number that RSA cannot sign takes no seat's token either.
	tooBig := bytes.Repeat([]byte{0xff}, blind.Size)
	if _, err := w.ask(2, w.request(w.people[1], id, about, 2, tooBig)); err == nil {
		t.Error("a blinded message above the modulus was signed")
	}
	if _, err := w.token(2, id, b); err != nil {
		t.Errorf("the seat's own request after a bad one: %v", err)
	}
}

// RFC 8332 and PROTOCOL.sshsig: no SHA-1.
func TestASignatureWithSHA1IsRefused(t *testing.T) {
	t.Parallel()
	key := must(gossh.NewSignerFromKey(must(rsa.GenerateKey(rand.Reader, 2048))))
	w := newTown(t, func(s *roll.Source) { s.Members[1].Keys = []string{sshLine(key)} })
	w.people[1] = key
	w.assemble()
	id := w.openBallot(1)
	b := w.booth(id)
	req := w.request(weak{key.(gossh.AlgorithmSigner)}, id, b.terms.Context, 2, b.blinded)
	_, err := w.ask(2, req)
	refused(t, err, "signature")
	if _, err := w.token(2, id, b); err != nil {
		t.Errorf("the same key with SHA-2: %v", err)
	}
}

// weak signs with SHA-1, as old programs do.
type weak struct{ gossh.AlgorithmSigner }

func (s weak) Sign(r io.Reader, data []byte) (*gossh.Signature, error) {
	return s.AlgorithmSigner.SignWithAlgorithm(r, data, gossh.KeyAlgoRSA)
}

func (s weak) SignWithAlgorithm(r io.Reader, data []byte, _ string) (*gossh.Signature, error) {
	return s.AlgorithmSigner.SignWithAlgorithm(r, data, gossh.KeyAlgoRSA)
}

func TestAfterTheCloseAnOwnBoothIsRefusedButALostAnswerIsRepeated(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	early, late := w.booth(id), w.booth(id)
	want, err := w.token(2, id, early)
	if err != nil {
		t.Fatal(err)
	}
	w.do(1, "ballot close "+id)
	check := func() {
		t.Helper()
		_, err := w.token(3, id, late)
		refused(t, err, "closed")
		_, err = w.token(2, id, late)
		refused(t, err, "closed")
		if got, err := w.token(2, id, early); err != nil || !bytes.Equal(got, want) {
			t.Errorf("the lost answer: %x, %v", got, err)
		}
	}
	check()
	w.restart()
	check()
	w.ahead.Add(grace + 1)
	w.mustPost(manifest.ByUrn, journal.TypeStop, journal.Stop{Ballot: id, Cast: 0})
	w.await(id, journal.Counted)
	_, err = w.token(2, id, early)
	refused(t, err, "closed")
}

func TestNoTokenExistsBeforeTheWitnessesHaveCosignedTheDefinition(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	stop := w.witness()
	w.trustees(trusteeNames...)
	w.ceremony()
	for seat := 1; seat <= seats; seat++ {
		w.do(seat, "checkin room")
	}
	w.do(1, "meeting open")
	stop()
	// On a busy machine the trustees may need more than one attempt.
	var err error
	eventually(t, "the definition waits for the witnesses", func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		_, err = w.OpenBallot(ctx, 1, 1)
		var p *view.Problem
		return !errors.As(err, &p) || p.Code != "no-trustees"
	})
	refused(t, err, "no-quorum")
	_, err = w.token(2, "1-1", w.booth("1-1"))
	refused(t, err, "not-open")
	// Neither a restart nor the witness's return makes a second definition.
	w.restart()
	w.witness()
	if id := w.openBallot(1); id != "1-1" {
		t.Errorf("the ballot goes on as %s", id)
	}
	b := w.booth("1-1")
	must(b.Seal(kind.Choice{Options: []int{0}}, "", rand.Reader))
	sig, err := w.token(2, "1-1", b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Finish(sig); err != nil {
		t.Errorf("the token of a ballot that was opened after a restart: %v", err)
	}
}

// The chair's key pressed twice, or at two desks: the issuing key on the disk
// must be that of the definition that was entered.
func TestABallotOpenedTwiceAtOnceKeepsTheIssuingKeyOfItsDefinition(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	var wg sync.WaitGroup
	opened := make(chan error, 4)
	for range cap(opened) {
		wg.Go(func() { opened <- w.try(1, "ballot open 1") })
	}
	wg.Wait()
	close(opened)
	n := 0
	for err := range opened {
		if err == nil {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d of %d chairs opened the ballot", n, cap(opened))
	}
	w.restart()
	b := w.booth("1-1")
	must(b.Seal(kind.Choice{Options: []int{0}}, "", rand.Reader))
	sig, err := w.token(2, "1-1", b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Finish(sig); err != nil {
		t.Error(err)
	}
}

func TestOfManyRequestsAtOnceForOneSeatExactlyOneWins(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	var booths []*own
	for range 8 {
		booths = append(booths, w.booth(id))
	}
	for round := range 50 {
		var wg sync.WaitGroup
		sigs := make([][]byte, len(booths))
		for i, b := range booths {
			wg.Go(func() {
				sig, err := w.issue(id, 2, b.blinded, nil, anyone)
				if err == nil {
					sigs[i] = sig
				}
			})
		}
		wg.Wait()
		won := 0
		for _, sig := range sigs {
			if sig != nil {
				won++
			}
		}
		if won != 1 {
			t.Fatalf("round %d: %d of %d requests got a token", round, won, len(booths))
		}
		if seats := must(w.records.collected(id)); !slices.Equal(seats, []int{2}) {
			t.Fatalf("round %d: %v collected", round, seats)
		}
		must(w.records.db.Exec(`UPDATE token SET request = NULL`)) // for the next round
	}
}

func TestTheWireDecidesLikeTheCallWhenRequestsComeTogether(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := map[int]int{}
	for seat := 1; seat <= seats; seat++ {
		for range 3 {
			b := w.booth(id)
			req := w.request(w.people[seat-1], id, b.terms.Context, seat, b.blinded)
			wg.Go(func() {
				if _, err := w.ask(seat, req); err == nil {
					mu.Lock()
					won[seat]++
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	if fmt.Sprint(won) != "map[1:1 2:1 3:1 4:1 5:1]" {
		t.Errorf("tokens by seat: %v", won)
	}
}
