package journal

import (
	"slices"

	"valurna/ballot/kind"
)

// checkOutcome refuses elected or tied names that do not stand on the ballot, or
// stand there twice: what it lets through is shown on screens before anybody
// has counted again. Whether the outcome is right, verify counts.
func checkOutcome(r *Result, c kind.Contest) error {
	if r.Elected == nil || r.Ties == nil || len(r.Elected) > c.Elect {
		return refuse("result", "ballot %s: %d are elected to %d places", r.Ballot, len(r.Elected), c.Elect)
	}
	if len(r.Ties) > 1 {
		return refuse("result", "ballot %s: %d ties; only the last place can be tied", r.Ballot, len(r.Ties))
	}
	for _, tie := range r.Ties {
		if left := c.Elect - len(r.Elected); len(tie) < 2 || left < 1 || len(tie) <= left {
			return refuse("result", "ballot %s: a tie of %d options for %d places", r.Ballot, len(tie), left)
		}
	}
	left := slices.Clone(c.Options)
	for _, name := range slices.Concat(append([][]string{r.Elected}, r.Ties...)...) {
		i := slices.Index(left, name)
		if i < 0 {
			return refuse("result", "ballot %s: %q is elected or tied twice, or does not stand on the ballot", r.Ballot, name)
		}
		left = slices.Delete(left, i, i+1)
	}
	return nil
}
