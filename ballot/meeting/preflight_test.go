package meeting_test

import (
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestAPreflightIsMadeByChairOrSecretaryAndARestartComesAfterIt(t *testing.T) {
	b := newBody(t, manifest.ProfileCouncil, 5)
	look := func(by int) *meeting.Preflight {
		return &meeting.Preflight{Program: secret("program", by), Policy: secret("policy", 0), Store: secret("store", 0), By: by}
	}
	b.refusesEvent("preflight", look(0))
	b.refusesEvent("office", look(3))
	b.enter(look(1))
	b.enter(look(b.secretary()))
	b.enter(look(0))
	if p := b.state.Preflight(); p == nil || p.By != b.secretary() {
		t.Errorf("%+v stands; a restart is compared with what a person had looked at", p)
	}
	b.ballots.unfinished = "1-1"
	b.refusesEvent("preflight", look(1)) // another program is not made the old one in the middle
	b.enter(look(0))
	b.ballots.unfinished = ""
	short := look(1)
	short.Store = short.Store[:31]
	b.refusesEvent("length", short)
}
