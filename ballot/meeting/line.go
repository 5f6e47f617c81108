package meeting

import (
	"fmt"
	"slices"

	"valurna/ballot/manifest"
)

// Causes for which a line counts as lost.
const (
	LostAV        = "av"        // sound or picture is gone, or bad
	LostHeartbeat = "heartbeat" // the registrar hears nothing from the desk
	LostOverheard = "overheard" // somebody else sees or hears
)

// losses are the causes by how much has to be shown anew; of several the gravest counts.
var losses = []string{LostAV, LostHeartbeat, LostOverheard}

// lines takes who sees and hears whom, and what happens to the lines.
func (s *State) lines(at int64, event any) (commit func(), known bool, err error) {
	switch e := event.(type) {
	case *RemoteSees:
		commit, err = s.remoteSees(at, e)
	case *RemoteLost:
		commit, err = s.remoteLose(at, e)
	case *RemoteBack:
		commit, err = s.remoteBack(e)
	default:
		return nil, false, nil
	}
	return commit, true, err
}

// remoteLose freezes the meeting, whatever it does at the moment.
func (s *State) remoteLose(at int64, l *RemoteLost) (func(), error) {
	r := s.remote.people[l.Person]
	err := first(s.remoteAllowed(), s.tells(l))
	switch {
	case err != nil:
		return nil, err
	case r.Identified == 0:
		return nil, refuse("remote", "person %d is on no line that could be lost", l.Person)
	case slices.Index(losses, l.Cause) <= slices.Index(losses, r.Lost):
		return nil, refuse("remote", "that is recorded already")
	}
	return func() {
		if r.Lost == "" {
			r.LostAt = at
		}
		r.Lost = l.Cause
		if l.Cause != LostAV { // whoever connects again may be in another room
			r.Alone, r.AloneAt, r.AloneFor = false, 0, 0
		}
		if l.Cause == LostOverheard {
			r.Satisfied, r.Asked = false, 0
		}
		s.keep(r)
		if slices.Contains(s.RemoteMembers(), l.Person) {
			s.stale()
		} else {
			s.forget(l.Person)
		}
	}, nil
}

// tells accepts who can know of a loss: the registrar of its own heartbeat and of
// nothing else, a person and the chair of sound and picture.
func (s *State) tells(l *RemoteLost) error {
	switch {
	case !slices.Contains(losses, l.Cause):
		return refuse("remote", "%q is no cause for which a line counts as lost", l.Cause)
	case (l.By == 0) != (l.Cause == LostHeartbeat):
		return refuse("remote", "the heartbeat is the registrar's to miss, and nothing else is")
	case l.By != 0 && l.By != l.Person:
		return s.Leads(l.By)
	}
	return nil
}

func (s *State) remoteBack(b *RemoteBack) (func(), error) {
	r := s.remote.people[b.Person]
	if err := s.remoteAllowed(); err != nil {
		return nil, err
	}
	if r.Lost == "" {
		return nil, refuse("remote", "the line of person %d is not lost", b.Person)
	}
	return func() {
		r.Lost, r.LostAt = "", 0
		s.keep(r)
	}, nil
}

func lostRefusal(r RemoteState) error {
	if r.Lost == LostOverheard {
		return refuse("A22", "person %d is overheard", r.Person)
	}
	return refuse("A14", "person %d has no sound or picture", r.Person)
}

// Halted refuses every decision, also in an open ballot, while those who take part
// from elsewhere do not do so on equal terms (A14): a line is lost or overheard (A22),
// somebody sits who is not admitted (A02), nobody is in the room (A11), a room is not
// private (A06, A21), or somebody has not confirmed to see and hear somebody else
// (A03). It is nil where nobody takes part from elsewhere.
func (s *State) Halted() error {
	members := s.RemoteMembers()
	if len(members) == 0 {
		return nil
	}
	for _, person := range members {
		if r := s.remote.people[person]; r.Lost != "" {
			return lostRefusal(r)
		}
	}
	for _, person := range members {
		if s.remote.people[person].Admitted == 0 {
			return refuse("A02", "person %d sits and is not admitted; the chair admits the person, or records that the person is in the room", person)
		}
	}
	return first(s.PhysicalMeeting(), s.RoomRefused(0), s.MatrixComplete())
}

// lineGone refuses to have the rules alone adjourn for a line that has not been gone
// for as long as the body allows (A14).
func (s *State) lineGone(at int64) error {
	allowed := manifest.MostLine
	if s.policy.Remote != nil {
		allowed = s.policy.Remote.Line
	}
	for _, person := range s.RemoteMembers() {
		if r := s.remote.people[person]; r.Lost != "" && at-r.LostAt >= int64(allowed) {
			return nil
		}
	}
	return refuse("A14", "no line has been gone for %d seconds", allowed)
}

// party names a party of the matrix.
func party(person int) string {
	if person == 0 {
		return "the room"
	}
	return fmt.Sprintf("person %d", person)
}
