package wire

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/sealed"
)

func TestAuditedBallotsComeInOneForm(t *testing.T) {
	one, two := bytes.Repeat([]byte{1}, sealed.OpenedSize(1)), bytes.Repeat([]byte{2}, sealed.OpenedSize(1))
	both := [][]byte{one, two}
	sealed.Sort(both)
	list := func(encodings ...[]byte) Audited {
		a := Audited{Ballot: "1-1", Opened: []canon.Hex{}}
		for _, e := range encodings {
			a.Opened = append(a.Opened, e)
		}
		return a
	}
	for _, good := range []Audited{list(), list(one), list(both...)} {
		data := canon.MustMarshal(good)
		if again, err := Decode[Audited](data); err != nil || !bytes.Equal(canon.MustMarshal(again), data) {
			t.Errorf("%.80s: %v", data, err)
		}
	}
	for name, bad := range map[string]string{
		"another order": string(canon.MustMarshal(list(both[1], both[0]))),
		"one twice":     string(canon.MustMarshal(list(one, one))),
		"a short one":   string(canon.MustMarshal(list(one[1:]))),
		"no list":       `{"ballot":"1-1","opened":null}`,
		"no ballot":     `{"ballot":"","opened":[]}`,
	} {
		if _, err := Decode[Audited]([]byte(bad)); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, bad := range map[string]Opened{
		"a short one": {"1-1", one[1:]},
		"a long one":  {"1-1", make([]byte, sealed.OpenedSize(sealed.MaxPoints)+1)},
		"no ballot":   {strings.Repeat("1", MaxBallotID+1), one},
	} {
		if _, err := Decode[Opened](canon.MustMarshal(bad)); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Decode[Opened](canon.MustMarshal(Opened{"1-1", one})); err != nil {
		t.Error(err)
	}
}
