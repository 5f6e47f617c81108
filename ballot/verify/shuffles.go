package verify

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/crypto/parallel"
	"valurna/crypto/shuffle"
)

// shuffles follows the ballots from the seal through every trustee's shuffle.
func (r *run) shuffles() (string, error) {
	b, t := r.ballot, r.signed.Manifest.Threshold
	if b.Void != nil {
		if len(r.bundle.Shuffles) > 0 {
			return "", errors.New("the bundle of a void ballot carries shuffles")
		}
		return "", absent{"the ballot is void; nothing is shuffled here"}
	}
	r.list = sealed.Ciphertexts(r.terms.Points, r.bundle.Sealed)
	if len(b.Shuffles) != b.ShufflesDue() || len(r.bundle.Shuffles) != len(b.Shuffles) {
		return "", fmt.Errorf("%d shuffles in the bundle, %d in the journal; it takes exactly %d", len(r.bundle.Shuffles), len(b.Shuffles), b.ShufflesDue())
	}
	if len(r.list) == 0 {
		return "nobody has voted: there is nothing to shuffle", nil
	}
	// The journal's rules see to both; without them the verdict "secret" would be wrong.
	if len(b.Shuffles) < t {
		return "", fmt.Errorf("%d trustees have shuffled, and %d can be corrupt together: at least %d must", len(b.Shuffles), t-1, t)
	}
	names, indices := make([]string, len(b.Shuffles)), make([]int, len(b.Shuffles))
	outputs, proofs := make([][]byte, len(b.Shuffles)), make([][]byte, len(b.Shuffles))
	err := parallel.Try(len(b.Shuffles), 1, func(k int) error {
		entered, given := b.Shuffles[k], r.bundle.Shuffles[k]
		names[k], indices[k] = entered.Trustee, r.signed.Manifest.Trustee(entered.Trustee)
		if indices[k] == 0 || given.Trustee != entered.Trustee {
			return fmt.Errorf("shuffle %d is of %q in the journal and of %q in the bundle", k+1, entered.Trustee, given.Trustee)
		}
		if !bytes.Equal(tally.Hash(given.Output, given.Proof), entered.Output) {
			return fmt.Errorf("shuffle %d is not the one whose hash trustee %s signed", k+1, entered.Trustee)
		}
		outputs[k], proofs[k] = given.Output, given.Proof
		return nil
	})
	if err != nil {
		return "", err
	}
	r.list, err = tally.CheckShuffles(b, indices, r.list, outputs, proofs)
	if at := (*shuffle.StepError)(nil); errors.As(err, &at) {
		err = fmt.Errorf("shuffle %d, of trustee %s: %w", at.Step+1, names[at.Step], at.Err)
	}
	if err != nil {
		return "", err
	}
	r.report.Secret = true
	return fmt.Sprintf("%d trustees shuffled every ballot of the seal, each with a proof that none was added, left out or changed: %s. Nobody knows which is whose, unless all of them tell", len(names), strings.Join(names, ", ")), nil
}
