package urn

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"valurna/ballot/view"
	"valurna/server/wire"
)

func TestARateLetsABurstThroughAndThenSoManyASecond(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	r := newRate(10, 20, func() time.Time { return now })
	passed := func() (n int) {
		for r.take() == nil {
			n++
		}
		return n
	}
	if n := passed(); n != 20 {
		t.Fatalf("a burst of %d", n)
	}
	now = now.Add(time.Second)
	if n := passed(); n != 10 {
		t.Fatalf("%d in a second", n)
	}
	now = now.Add(-time.Hour)
	if n := passed(); n != 0 {
		t.Fatalf("a clock that is set back gave %d", n)
	}
	now = now.Add(24 * time.Hour)
	if n := passed(); n != 20 {
		t.Fatalf("after a day %d", n)
	}
}

func TestQuestionsNeverSpendWhatBallotsNeed(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	l := newLimits(func() time.Time { return now })
	for _, command := range []string{wire.CmdPing, wire.CmdGet, wire.CmdSealed, wire.CmdAudit, "nonsense"} {
		for range castBurst {
			_ = l.take(command)
		}
		if err := l.take(command); code(err) != "busy" {
			t.Errorf("%s without end: %v", command, err)
		}
	}
	for i := range castBurst {
		if err := l.take(wire.CmdCast); err != nil {
			t.Fatalf("ballot %d, after many questions: %v", i, err)
		}
	}
	if err := l.take(wire.CmdCast); code(err) != "busy" {
		t.Fatalf("ballots without end: %v", err)
	}
	if err := l.take(wire.CmdPut); err != nil {
		t.Fatalf("a trustee, while all others come at once: %v", err)
	}
}

func TestVisitorsWithoutAHandleCrowdNobodyOut(t *testing.T) {
	v := newVisits(func() time.Time { return time.Unix(1_790_000_000, 0) })
	for range maxStrangers {
		must(t, v.enter(nil))
	}
	var p *view.Problem
	if err := v.enter(nil); !errors.As(err, &p) || p.Code != "full" {
		t.Fatalf("one more without a handle: %v", err)
	}
	for i := range maxVisits {
		must(t, v.enter(fmt.Append(nil, i)))
	}
	if err := v.enter([]byte("anna")); !errors.As(err, &p) || p.Code != "full" {
		t.Fatalf("a full house: %v", err)
	}
	v.leave(nil)
	must(t, v.enter(nil))
	v.leave([]byte("0"))
	must(t, v.enter([]byte("anna")))
	v.leave([]byte("anna"))
	if len(v.by) != maxVisits-1 {
		t.Fatal("a handle is remembered after its visit")
	}
}

func TestAHandleThatComesAgainAndAgainWaits(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	v := newVisits(func() time.Time { return now })
	come := func(name string) error {
		err := v.enter([]byte(name))
		if err == nil {
			v.leave([]byte(name))
		}
		return err
	}
	for range handleBurst {
		must(t, come("anna"))
	}
	if err := come("anna"); code(err) != "busy" {
		t.Fatalf("visits without end: %v", err)
	}
	must(t, come("bo"))
	now = now.Add(5 * time.Second)
	must(t, come("anna"))
	// All together have a limit too, and few rates are remembered.
	late := 0
	for i := range 2 * visitBurst {
		if code(come(fmt.Sprint(i))) == "busy" {
			late++
		}
	}
	if late != visitBurst+1 || len(v.rates) > handlesKept {
		t.Fatalf("%d visits were told to wait, and %d rates are kept", late, len(v.rates))
	}
}
