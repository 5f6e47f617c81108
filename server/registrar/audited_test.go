package registrar

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"slices"
	"testing"

	"valurna/ballot/booth"
	"valurna/ballot/canon"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/server/wire"
)

// testBooth opens a ballot in a booth instead of casting it.
func (w *town) testBooth(ballot string, n byte) (wire.Opened, string) {
	w.t.Helper()
	terms := must(func() (sealed.Terms, error) { w.mu.Lock(); defer w.mu.Unlock(); return w.state.Terms(ballot) }())
	b := must(booth.New(terms, contest, booth.Seed{n, 77}))
	code := must(b.Seal(kind.Choice{Options: []int{1}}, "", rand.Reader))
	return wire.Opened{Ballot: ballot, Opened: must(b.Audit())}, code.String()
}

func (w *town) hand(by string, o wire.Opened) error {
	signer := w.link
	switch by {
	case manifest.ByUrn:
	case "":
		signer = w.people[1]
	default:
		signer = w.signer(by)
	}
	c := w.dial("x", signer)
	defer c.Close()
	return wire.Call(w.t.Context(), c, wire.CmdOpened, o, new(wire.Done))
}

func (w *town) audited(words ...string) (wire.Audited, error) {
	w.t.Helper()
	observer := w.dial(wire.UserObserver, nil)
	defer observer.Close()
	out, err := observer.Run(w.t.Context(), wire.Command(wire.CmdAudited, words...), nil)
	if err != nil {
		return wire.Audited{}, err
	}
	return wire.Decode[wire.Audited](out)
}

func TestWhatAVoterHasOpenedIsPublishedForEverybody(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	one, code := w.testBooth(id, 1)
	two, _ := w.testBooth(id, 2)
	if list := must(w.audited(id)); len(list.Opened) != 0 {
		t.Fatalf("%d audited ballots before any test", len(list.Opened))
	}
	_, err := w.audited(id, code)
	refused(t, err, "audit-unknown")
	for _, o := range []wire.Opened{one, two, one} {
		if err := w.hand(manifest.ByUrn, o); err != nil {
			t.Fatal(err)
		}
	}
	w.restart()
	list := must(w.audited(id))
	want := [][]byte{one.Opened, two.Opened}
	sealed.Sort(want)
	if !slices.EqualFunc(list.Opened, want, func(a canon.Hex, b []byte) bool { return bytes.Equal(a, b) }) {
		t.Fatalf("%d audited ballots are published", len(list.Opened))
	}
	if list := must(w.audited(id, code)); len(list.Opened) != 1 || !bytes.Equal(list.Opened[0], one.Opened) {
		t.Fatalf("the code finds %d", len(list.Opened))
	}
	_, err = w.audited(id, code[:9])
	refused(t, err, "audit-code") // a beginning can be had for the asking
}

func TestNobodyButTheUrnPublishesAuditedBallotsAndOnlyGoodOnes(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	good, _ := w.testBooth(id, 1)
	refused(t, w.hand(manifest.ByTrustee("anna"), good), "usage")
	if err := w.hand("", good); err == nil {
		t.Error("a member publishes one")
	}
	for name, change := range map[string]func(o *wire.Opened){
		"false randomness":  func(o *wire.Opened) { o.Opened[len(o.Opened)-32] ^= 1 },
		"another ballot":    func(o *wire.Opened) { o.Ballot = "9-1" },
		"a byte too few":    func(o *wire.Opened) { o.Opened = o.Opened[1:] },
		"a changed opening": func(o *wire.Opened) { o.Opened[100] ^= 1 },
	} {
		bad := wire.Opened{Ballot: good.Ballot, Opened: slices.Clone(good.Opened)}
		change(&bad)
		if err := w.hand(manifest.ByUrn, bad); err == nil {
			t.Errorf("%s is published", name)
		}
	}
	if list := must(w.audited(id)); len(list.Opened) != 0 {
		t.Fatalf("%d are published", len(list.Opened))
	}
}

func TestAnUrnCannotFillTheRegistrarsDisk(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	for n := range 3 {
		err := w.records.putAudited("1-1", fmt.Append(nil, n), make([]byte, sealed.CodeSize), 2)
		if (err == nil) != (n < 2) {
			t.Fatalf("ballot %d: %v", n, err)
		}
	}
	if err := w.records.putAudited("1-1", fmt.Append(nil, 1), make([]byte, sealed.CodeSize), 2); err != nil {
		t.Fatalf("one that is there: %v", err)
	}
}
