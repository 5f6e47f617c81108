package kind

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func chair() Contest {
	return Contest{Kind: OneOfN, Elect: 1, Options: []string{"Anna Berg", "Bo Dahl", "Cecilia Ek"}}
}

func board(elect, n int) Contest {
	c := Contest{Kind: KOfN, Elect: elect}
	for i := range n {
		c.Options = append(c.Options, fmt.Sprintf("Candidate %d", i+1))
	}
	return c
}

func TestAContestThatNoBallotCouldBeHeldOnIsRefused(t *testing.T) {
	long := strings.Repeat("x", MaxName+1)
	for name, c := range map[string]Contest{
		"unknown kind":        {Kind: "ranked", Elect: 1, Options: []string{"A", "B"}},
		"no kind":             {Elect: 1, Options: []string{"A", "B"}},
		"one option":          {Kind: OneOfN, Elect: 1, Options: []string{"A"}},
		"501 options":         board(2, MaxOptions+1),
		"one-of-n electing 2": {Kind: OneOfN, Elect: 2, Options: []string{"A", "B", "C"}},
		"one-of-n electing 0": {Kind: OneOfN, Options: []string{"A", "B", "C"}},
		"k-of-n electing 0":   board(0, 3),
		"k-of-n electing -1":  board(-1, 3),
		"electing everybody":  board(3, 3),
		"same name twice":     {Kind: OneOfN, Elect: 1, Options: []string{"A", "B", "A"}},
		"empty name":          {Kind: OneOfN, Elect: 1, Options: []string{"A", ""}},
		"space after a name":  {Kind: OneOfN, Elect: 1, Options: []string{"A", "A "}},
		"control character":   {Kind: OneOfN, Elect: 1, Options: []string{"A", "B\x1b[2J"}},
		"turned text":         {Kind: OneOfN, Elect: 1, Options: []string{"A", "B\u202e"}},
		"not composed":        {Kind: OneOfN, Elect: 1, Options: []string{"A", "A\u030a"}},
		"name of 201 bytes":   {Kind: OneOfN, Elect: 1, Options: []string{"A", long}},
	} {
		if err := c.Check(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	for _, c := range []Contest{chair(), board(1, 2), board(499, 500), {Kind: OneOfN, Elect: 1, Options: []string{"A", long[1:]}}} {
		if err := c.Check(); err != nil {
			t.Errorf("%s electing %d of %d: %v", c.Kind, c.Elect, len(c.Options), err)
		}
	}
}

func TestALengthIsFixedByTheContestAlone(t *testing.T) {
	for _, x := range []struct {
		c            Contest
		size, points int
	}{
		{chair(), 2, 1}, {board(1, 2), 2, 1}, {board(15, 20), 30, 1}, {board(16, 20), 32, 2}, {board(499, 500), 998, 34},
		{Contest{Kind: "ranked", Elect: 1, Options: []string{"A", "B"}}, 0, 0}, {board(-5, 20), 0, 0},
	} {
		if x.c.PayloadSize() != x.size || x.c.Points() != x.points {
			t.Errorf("%s %d: %d bytes in %d points, want %d in %d", x.c.Kind, x.c.Elect, x.c.PayloadSize(), x.c.Points(), x.size, x.points)
		}
		if x.points == 0 {
			continue
		}
		first := make([]int, x.c.Elect)
		for i := range first {
			first[i] = i
		}
		for _, choice := range []Choice{{Blank: true}, {Options: first}} {
			payload, err := x.c.Encode(choice)
			if err != nil || len(payload) != 30*x.points {
				t.Errorf("%v: %d bytes, %v", choice, len(payload), err)
			}
		}
	}
}

func TestTheEncodingIsTheOneOfTheSpecification(t *testing.T) {
	got, err := board(3, 400).Encode(Choice{Options: []int{0, 4, 299}})
	want := append([]byte{0, 1, 0, 5, 1, 44}, make([]byte, 24)...)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%x, %v; want %x", got, err, want)
	}
}

func TestAVoterCannotMakeAnInvalidChoice(t *testing.T) {
	c := board(2, 4)
	for why, choice := range map[string]Choice{
		"takes exactly":     {Options: []int{1}},
		"0 options chosen":  {},
		"3 options chosen":  {Options: []int{0, 1, 2}},
		"does not stand":    {Options: []int{1, 4}},
		"-1 does not stand": {Options: []int{-1, 2}},
		"twice":             {Options: []int{2, 2}},
		"order":             {Options: []int{3, 1}},
		"blank and names":   {Blank: true, Options: []int{0, 1}},
	} {
		if _, err := c.Encode(choice); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%v: %v, want a refusal that says %q", choice, err, why)
		}
	}
	if _, err := chair().Encode(Choice{Options: []int{0, 1}}); err == nil {
		t.Error("two names on a ballot that elects one were accepted")
	}
	if _, err := (Contest{Kind: "ranked"}).Encode(Choice{Blank: true}); err == nil {
		t.Error("a ballot of an unknown kind was encoded")
	}
}

func TestEveryValidChoiceDecodesToItself(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, c := range []Contest{chair(), board(1, 2), board(15, 16), board(16, 40), board(499, 500)} {
		for range 200 {
			choice := Choice{Options: rng.Perm(len(c.Options))[:c.Elect]}
			slices.Sort(choice.Options)
			payload, err := c.Encode(choice)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := c.Decode(payload); err != nil || !reflect.DeepEqual(got, choice) {
				t.Fatalf("%v came back as %v, %v", choice, got, err)
			}
		}
		payload, err := c.Encode(Choice{Blank: true})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Decode(payload); err != nil || !got.Blank || got.Options != nil {
			t.Fatalf("a blank ballot came back as %v, %v", got, err)
		}
	}
}

// payload writes marks as they come, valid or not.
func payload(points int, marks ...uint16) []byte {
	var b []byte
	for _, m := range marks {
		b = binary.BigEndian.AppendUint16(b, m)
	}
	return append(b, make([]byte, points*30-len(b))...)
}

func TestAnInvalidBallotIsRefusedForItsNamedReason(t *testing.T) {
	c := board(3, 5)
	last := payload(1, 1, 2, 3)
	last[29] = 1
	for _, x := range []struct {
		payload []byte
		reason  Reason
	}{
		{nil, ReasonUnreadable},
		{[]byte{}, ReasonLength},
		{payload(2, 1, 2, 3), ReasonLength},
		{payload(1, 1, 2, 3)[:29], ReasonLength},
		{last, ReasonMark},
		{payload(1, 1, 2, 3, 4), ReasonMark},
		{payload(1, 0, 0, 0, 1), ReasonMark},
		{payload(1, 1, 2), ReasonCount},
		{payload(1, 0, 1, 2), ReasonCount},
		{payload(1, 1, 0, 2), ReasonCount},
		{payload(1, 1, 2, 6), ReasonUnknown},
		{payload(1, 65535, 1, 2), ReasonUnknown},
		{payload(1, 1, 1, 2), ReasonDouble},
		{payload(1, 1, 3, 2), ReasonOrder},
	} {
		_, err := c.Decode(x.payload)
		var invalid *Invalid
		if !errors.As(err, &invalid) || invalid.Reason != x.reason {
			t.Errorf("%x: %v, want reason %q", x.payload, err, x.reason)
		}
	}
	var invalid *Invalid
	if _, err := (Contest{Kind: "ranked"}).Decode(payload(1)); !errors.As(err, &invalid) || invalid.Reason != ReasonContest {
		t.Errorf("a ballot of an unknown kind: %v", err)
	}
}

func FuzzOneEncodingOfEachChoice(f *testing.F) {
	f.Add(1, 3, payload(1, 2))
	f.Add(3, 5, payload(1, 1, 2, 5))
	f.Add(3, 5, payload(1))
	f.Add(16, 20, payload(2, 1, 2, 3))
	f.Add(-1, 20, []byte(nil))
	f.Fuzz(func(t *testing.T, elect, n int, data []byte) {
		if n < 0 || n > 2*MaxOptions {
			return
		}
		c := board(elect, n)
		choice, err := c.Decode(data)
		if err != nil {
			var invalid *Invalid
			if !errors.As(err, &invalid) || invalid.Reason == "" {
				t.Fatalf("an error without a reason: %v", err)
			}
			return
		}
		again, err := c.Encode(choice)
		if err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%x decodes to %v, which encodes as %x, %v", data, choice, again, err)
		}
	})
}
