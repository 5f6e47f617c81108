package meeting

import (
	"maps"
	"reflect"

	"valurna/ballot/canon"
	"valurna/ballot/kind"
)

// Types of the events, as entries of the journal.
const (
	TypePerson     = "person"
	TypePersonKeys = "person.keys"
	TypeItem       = "item"
	TypeReady      = "ready"
	TypeNotice     = "notice"
	TypeMeeting    = "meeting"
	TypeAdjourn    = "meeting.adjourn"
	TypeResume     = "meeting.resume"
	TypeStandby    = "standby"
	TypePresence   = "presence"
	TypeJav        = "jav"
	TypeChair      = "chair"
)

var coreEvents = map[string]func() any{
	TypePerson:     func() any { return new(Person) },
	TypePersonKeys: func() any { return new(PersonKeys) },
	TypeItem:       func() any { return new(Item) },
	TypeReady:      func() any { return new(Ready) },
	TypeNotice:     func() any { return new(Notice) },
	TypeMeeting:    func() any { return new(Meeting) },
	TypeAdjourn:    func() any { return new(Adjourn) },
	TypeResume:     func() any { return new(Resume) },
	TypeStandby:    func() any { return new(Standby) },
	TypePresence:   func() any { return new(Presence) },
	TypeJav:        func() any { return new(Jav) },
	TypeChair:      func() any { return new(Chair) },
	TypeAppoint:    func() any { return new(Appoint) },
}

// events makes an empty event of each type.
var events = func() map[string]func() any {
	all := map[string]func() any{}
	for _, of := range []map[string]func() any{coreEvents, itemEvents, speakEvents, voteEvents, remoteEvents, gateEvents} {
		maps.Copy(all, of)
	}
	return all
}()

func sameType(a, b any) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }

// Person is somebody known to the registrar. The commitment's value is a
// PersonValue.
type Person struct {
	Person     int       `json:"person"` // 1, 2, 3, … in this order
	Seat       int       `json:"seat"`   // 0: no seat (a secretary)
	Substitute bool      `json:"substitute"`
	Offices    []string  `json:"offices"`
	Commit     canon.Hex `json:"commit"`
}

// PersonValue opens Person.Commit.
type PersonValue struct {
	Name string   `json:"name"`
	Keys []string `json:"keys"` // SSH public keys, "type base64"
}

// PersonKeys replaces a person's commitment: the value is again a PersonValue,
// with the same name and other keys, none at all after a revocation. A roll that
// was frozen before keeps the commitment of its own time.
type PersonKeys struct {
	Person int       `json:"person"`
	Commit canon.Hex `json:"commit"`
}

// Item is one item of the agenda. Contest is nil where nothing is elected.
type Item struct {
	Item    int           `json:"item"`  // 1, 2, 3, … in this order
	Class   string        `json:"class"` // "election", "employment", "decision", "information"
	Title   string        `json:"title"`
	Contest *kind.Contest `json:"contest"`
}

// Ready ends the first entries: nobody comes after it.
type Ready struct {
	Seats int `json:"seats"` // seats of the body, present or not
	Keys  int `json:"keys"`  // ballot keys that the ceremony is to make
}

// Notice is the secretary's word that the meeting was announced, and its members
// summoned, on these days ("2006-01-02").
type Notice struct {
	By       int    `json:"by"`
	Posted   string `json:"posted"`
	Summoned string `json:"summoned"`
}

// Meeting begins the roll call, opens or closes the meeting.
type Meeting struct {
	State  string `json:"state"`  // "rollcall", "open", "closed"
	Person int    `json:"person"` // who declared it
}

// Adjourn interrupts the meeting (ajournering). By is 0 where the rules alone ask for it.
type Adjourn struct {
	Cause string `json:"cause"`
	By    int    `json:"by"`
}

// Resume goes on with it.
type Resume struct {
	By int `json:"by"`
}

// Standby is a substitute who has come, or has gone, without a seat.
type Standby struct {
	Person int  `json:"person"`
	Here   bool `json:"here"`
}

// Presence is one person taking or leaving a seat. Place commits to "room" or
// "remote" (a JSON string): nothing public splits the vote by place.
type Presence struct {
	Person  int       `json:"person"`
	Seat    int       `json:"seat"`
	Present bool      `json:"present"`
	Place   canon.Hex `json:"place"`
}

// Jav records that a person is disqualified from an item (jäv), or is no longer.
type Jav struct {
	Person int  `json:"person"`
	Item   int  `json:"item"`
	Off    bool `json:"off"`
	By     int  `json:"by"` // the person, or the chair
}

// Chair hands the chair over.
type Chair struct {
	Person int    `json:"person"` // who presides from now on
	Cause  string `json:"cause"`
	By     int    `json:"by"`
}
