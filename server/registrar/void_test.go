package registrar

import (
	"bytes"
	"slices"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/roll"
	"valurna/ballot/sealed"
	"valurna/ballot/verify"
	"valurna/server/wire"
)

// voidBundle is what an honest urn publishes of a void ballot, once a checkpoint
// with the quorum covers it all.
func (w *town) voidBundle(id string, box [][]byte) *bundle.Bundle {
	w.t.Helper()
	out := &bundle.Bundle{Ballot: id, Sealed: box}
	eventually(w.t, "the voiding is cosigned", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		size := w.state.Next()
		note := w.notes[size]
		policy := w.state.Policy()
		if _, _, err := policy.Open(note); err != nil {
			return false
		}
		out.Entries = slices.Clone(w.leaves[:size])
		if b := w.state.Ballot(id); b.Open != nil {
			out.Checkpoints = append(out.Checkpoints, b.Open.Checkpoint)
		}
		out.Checkpoints = append(out.Checkpoints, note)
		return true
	})
	return out
}

// publish sends a bundle as the urn does.
func (w *town) publish(b *bundle.Bundle) error {
	w.t.Helper()
	var data bytes.Buffer
	if err := bundle.Write(&data, b); err != nil {
		w.t.Fatal(err)
	}
	c := w.dial("urn", w.link)
	defer c.Close()
	_, err := c.Run(w.t.Context(), wire.Command(wire.CmdPublish, b.Ballot), data.Bytes())
	return err
}

func TestTheBundleOfAVoidBallotIsPublishedAfterVerification(t *testing.T) {
	t.Parallel()
	w := newTown(t, func(s *roll.Source) { s.Policy.Window = 3600 })
	w.assemble()
	id := w.openBallot(1)
	ballot, _ := w.vote(2, id, kind.Choice{Options: []int{0}})
	other, _ := w.vote(3, id, kind.Choice{Options: []int{1}})
	box := [][]byte{ballot}
	sealed.Sort(box)
	w.seal(id, box)
	early := &bundle.Bundle{Ballot: id, Entries: [][]byte{w.leaves[0]}, Checkpoints: []string{"x\n"}}
	refused(t, w.publish(early), "not-certified")
	w.do(1, "ballot void "+id+" regret")
	observer := w.dial(wire.UserObserver, nil)
	fetch := func() ([]byte, error) {
		return observer.Run(t.Context(), wire.Command(wire.CmdBundle, id)+" --json", nil)
	}
	_, err := fetch()
	refused(t, err, "no-bundle")

	exchanged := w.voidBundle(id, [][]byte{other})
	refused(t, w.publish(exchanged), "bundle-invalid")
	opened := w.voidBundle(id, box)
	opened.Combined = make([]byte, 32*len(box))
	refused(t, w.publish(opened), "bundle-invalid")
	short := w.voidBundle(id, box)
	short.Entries = short.Entries[:len(short.Entries)-1]
	refused(t, w.publish(short), "bundle-invalid")

	good := w.voidBundle(id, box)
	for range 2 { // an urn that was killed before it had the answer
		if err := w.publish(good); err != nil {
			t.Fatal(err)
		}
	}
	data, err := fetch()
	if err != nil {
		t.Fatal(err)
	}
	r := verify.Verify(must(bundle.Read(bytes.NewReader(data))), verify.FileAnchor(must(w.signed.Encode())))
	if r.Verdict != verify.Valid || r.Void != "regret" || r.Result != nil {
		t.Errorf("the published bundle: %+v", r)
	}
	if phase := locked(w.Registrar, func(s *journal.State) journal.Phase { return s.Ballot(id).Phase }); phase != journal.Voided {
		t.Errorf("publishing made the ballot %s", phase)
	}
}
