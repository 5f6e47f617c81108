package meeting_test

import (
	"slices"
	"testing"

	"valurna/ballot/manifest"
	"valurna/ballot/meeting"
)

func TestTheRoomIsConfirmedForEachSecretItem(t *testing.T) {
	h := underWay(t)
	if err := h.RemoteRefused(1); err != nil {
		t.Errorf("an open item: %v", err)
	}
	h.isRefusal("A06", "person 4 has not confirmed for item 2", h.RoomRefused(2))
	h.isRefusal("A06", "person 4 has not confirmed for item 2", h.RemoteRefused(2))
	h.enter(&meeting.RemoteRoom{Person: 4, Item: 2, Alone: true})
	h.isRefusal("A06", "person 5 has not confirmed for item 2", h.RoomRefused(2))
	h.isRefusal("A06", "person 4 has not confirmed for item 3", h.RoomRefused(3))
	h.enter(&meeting.RemoteRoom{Person: 5, Item: 2, Alone: true})
	if err := h.RemoteRefused(2); err != nil {
		t.Error(err)
	}
	// What was said for one item holds for the meeting as well.
	h.goesOn()
	h.refused("remote", "already", &meeting.RemoteRoom{Person: 5, Item: 2, Alone: true})
	h.refused("item", "no item 9", &meeting.RemoteRoom{Person: 5, Item: 9, Alone: true})
	h.refused("item", "no item -1", &meeting.RemoteRoom{Person: 5, Item: -1, Alone: true})
	// And is to be said again after the line was lost.
	h.enter(&meeting.RemoteLost{Person: 5, Cause: meeting.LostHeartbeat})
	h.says(5, "remote back")
	h.isRefusal("A06", "person 5", h.RoomRefused(2))
}

func TestElectionsEmploymentAndEverySecretBallotAreSecret(t *testing.T) {
	for profile, secret := range map[string][]int{
		manifest.ProfileCouncil: {2, 3}, manifest.ProfileBoard: {2, 3}, manifest.ProfileAssociation: {2, 3, 5},
	} {
		h := underWay(t, func(m *manifest.Manifest) { m.Profile = profile })
		for item := range len(h.Items()) + 2 {
			if refused := h.RoomRefused(item) != nil; refused != slices.Contains(secret, item) {
				t.Errorf("%s: item %d is refused: %v", profile, item, refused)
			}
		}
	}
}

func TestSayingThatOneIsNotAloneHalts(t *testing.T) {
	h := underWay(t)
	h.says(4, "remote alone no")
	h.halts("A06", "person 4")
	h.says(4, "remote alone yes")
	h.goesOn()
	h.saysInVain(4, "remote alone perhaps", "usage", "yes, or no")
}

func TestTheChairIsNotSatisfied(t *testing.T) {
	h := underWay(t)
	h.saysInVain(h.secretary, "remote asked p4 no", "A21", "does not hold the chair")
	h.saysInVain(chairPerson, "remote asked p4 yes", "remote", "already")
	h.says(chairPerson, "remote asked p4 no")
	h.halts("A21", "person 4")
	h.says(chairPerson, "remote asked p4 yes")
	h.goesOn()
	h.saysInVain(chairPerson, "remote asked p2 yes", "A05", "person 2")
}
