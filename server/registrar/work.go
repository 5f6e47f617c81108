package registrar

import (
	"slices"

	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
)

// work is how far the trustees are with a ballot, as the public journal has it; nil
// before the seal. mu is held.
func (r *Registrar) work(b *journal.Ballot) *view.Work {
	if b.Seal == nil {
		return nil
	}
	w := &view.Work{
		Due: b.ShufflesDue(), Threshold: r.state.Manifest().Threshold, Combined: b.Combined != nil,
		Shuffled: []string{}, Shared: []string{}, Proved: []string{}, Waits: []string{}, Passed: []view.Trouble{}, Rejected: []view.Trouble{},
	}
	for _, s := range b.Shuffles {
		w.Shuffled = append(w.Shuffled, manifest.ByTrustee(s.Trustee))
	}
	for _, s := range b.Shares {
		w.Shared = append(w.Shared, manifest.ByTrustee(s.Trustee))
	}
	for _, p := range b.Proofs {
		w.Proved = append(w.Proved, manifest.ByTrustee(p.Trustee))
	}
	for _, p := range b.Passed {
		t := view.Trouble{Trustee: manifest.ByTrustee(p.Trustee), Reason: p.Reason}
		// Who was passed over and came all the same is no trouble any more.
		came := w.Proved
		if p.Reason == journal.PassShuffle {
			came = w.Shuffled
		}
		if !slices.Contains(came, t.Trustee) && !slices.Contains(w.Passed, t) {
			w.Passed = append(w.Passed, t)
		}
	}
	for _, j := range b.Rejected {
		w.Rejected = append(w.Rejected, view.Trouble{Trustee: manifest.ByTrustee(j.Trustee), Reason: j.Reason})
	}
	w.Waits = r.waitsFor(b, w)
	return w
}

// waitsFor names the trustees whose work is missing: the one whose turn it is to
// shuffle, those who could still decrypt, or those who have and must prove it.
func (r *Registrar) waitsFor(b *journal.Ballot, w *view.Work) []string {
	out := []string{}
	switch {
	case b.Phase != journal.Decrypting:
	case !b.Shuffled():
		if turn := r.state.Turn(b); turn != "" {
			out = append(out, manifest.ByTrustee(turn))
		}
	case b.Combined != nil:
		for _, t := range w.Shared {
			if !slices.Contains(w.Proved, t) {
				out = append(out, t)
			}
		}
	case len(w.Shared) < w.Threshold:
		for _, t := range r.state.Manifest().Trustees {
			name := manifest.ByTrustee(t.Name)
			rejected := slices.ContainsFunc(w.Rejected, func(j view.Trouble) bool { return j.Trustee == name })
			if !rejected && !slices.Contains(w.Shared, name) {
				out = append(out, name)
			}
		}
	}
	return out
}
