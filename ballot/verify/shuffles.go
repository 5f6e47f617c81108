package verify

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"valurna/ballot/sealed"
	"valurna/ballot/tally"
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
	names := make([]string, len(b.Shuffles))
	for k, entered := range b.Shuffles {
		given := r.bundle.Shuffles[k]
		index := r.signed.Manifest.Trustee(entered.Trustee)
		if index == 0 || given.Trustee != entered.Trustee {
			return "", fmt.Errorf("shuffle %d is of %q in the journal and of %q in the bundle", k+1, entered.Trustee, given.Trustee)
		}
		if !bytes.Equal(tally.Hash(given.Output, given.Proof), entered.Output) {
			return "", fmt.Errorf("shuffle %d is not the one whose hash trustee %s signed", k+1, entered.Trustee)
		}
		output, err := tally.CheckShuffle(b, k+1, index, r.list, slices.Concat(given.Output, given.Proof))
		if err != nil {
			return "", fmt.Errorf("shuffle %d, of trustee %s: %w", k+1, entered.Trustee, err)
		}
		r.list, names[k] = output, entered.Trustee
	}
	r.report.Secret = true
	return fmt.Sprintf("%d trustees shuffled every ballot of the seal, each with a proof that none was added, left out or changed: %s. Nobody knows which is whose, unless all of them tell", len(names), strings.Join(names, ", ")), nil
}
