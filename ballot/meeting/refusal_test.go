package meeting

import (
	"errors"
	"slices"
	"testing"
)

func TestARefusalKeepsItsFormAndItsValuesAsTheTextHasThem(t *testing.T) {
	err := refuse("A04", "person %d, %q on %s; guarantee %.8q, %v", 3, "a\x1bb", "2026-11-25", "G123456789", true)
	var r *Refusal
	if !errors.As(err, &r) || r.Rule != "A04" || r.Text != `person 3, "a\x1bb" on 2026-11-25; guarantee "G1234567", true` ||
		r.Form != "person %d, %q on %s; guarantee %.8q, %v" || !slices.Equal(r.Args, []string{"3", `"a\x1bb"`, "2026-11-25", `"G1234567"`, "true"}) {
		t.Errorf("%+v", r)
	}
}
