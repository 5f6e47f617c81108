package meeting_test

import (
	"slices"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestThoseWhoServeAreAppointed(t *testing.T) {
	for _, profile := range []string{manifest.ProfileCouncil, manifest.ProfileBoard, manifest.ProfileDanish, manifest.ProfileAssociation} {
		b := inSession(t, profile, 5, 4)
		b.plays(`
			2: appoint adjusters 2 3      ! office
			1: appoint counters 2 3       ! appoint
			1: appoint adjusters 1 2      ! appoint
			1: appoint adjusters 2 2      ! appoint
			1: appoint adjusters 2 5      ! appoint
			1: appoint adjusters 3 p2
			1: appoint tellers 1 4
			1: meeting adjourn time
			1: appoint adjusters 4        ! adjourned
			1: meeting resume
			1: appoint adjusters 4`)
		if got := b.state.Appointed(meeting.TaskAdjusters); !slices.Equal(got, []int{4}) {
			t.Errorf("adjusters: %v", got)
		}
		if got := b.state.Appointed(meeting.TaskTellers); !slices.Equal(got, []int{1, 4}) {
			t.Errorf("tellers: %v", got)
		}
		b.refusesEvent("appoint", &meeting.Appoint{Task: meeting.TaskTellers, By: 1})
	}
}
