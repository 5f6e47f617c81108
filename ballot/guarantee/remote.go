package guarantee

// Remote is everybody who takes part remotely or asks to, and what they and the
// room see of each other.
type Remote struct {
	Listed Known // journal: People is all of them
	People []Person
	Sights []Sight
	View   Attestation // the chair's: the picture of the room shows everyone in it
	Stable Attestation // the chair's: sound and picture are stable and of high quality
	Unlost Known       // journal: no sound or picture was lost since these sights were confirmed
}

// Sight is one party's word that it sees and hears another in real time. Room stands
// for all in the room, whose word the chair gives. Of doubled ones the worst counts.
type Sight struct {
	By, Of int // persons, or Room
	Says   Known
}

// Room is the room as a party of a Sight.
const Room = 0

// Person is one who takes part remotely. Attestations are the person's own where
// nothing else is said.
type Person struct {
	Number   int   // from 1
	Seat     int   // from 1
	Admitted Known // journal: sits on the seat, admitted by the chair

	ToSecretary Stamp // journal: delivery of the application
	ToChair     Stamp
	Reason      Known       // journal: a special reason is written in it
	Grant       Attestation // the chair's; silence is no grant

	OwnKey     Known       // registrar's audit: a personal key that is bound to this seat alone
	OneSession Known       // registrar's audit: one live session on the seat
	Confirmed  Attestation // the chair's: face or voice is this person's

	Transmission Attestation // sound and picture in real time
	Heartbeat    int64       // registrar: Unix seconds of the last one; 0 is not shown

	InPrivate   Attestation // nobody else can see papers or picture or hear sound; withdrawn by the panic key
	Renewed     Known       // journal: attested again since the last reconnection, and for this item if it is not plain
	Asked       Attestation // the chair's: question and answer about it are logged
	Responsible Attestation // acknowledges a personal responsibility for secrecy, in this meeting
	Papers      Known       // journal: has acknowledged every paper handed out
	Alone       Attestation // the person's or the chair's: is alone where the votes are cast
}

// Stamp is when something was delivered: Unix seconds, and how many seconds the
// body's own clocks were ahead of UTC then, since the law counts days.
type Stamp struct {
	Unix int64
	Zone int
}

const (
	daySeconds = 24 * 60 * 60
	maxZone    = 15 * 60 * 60
	maxUnix    = 1 << 40 // some 35 000 years: sums of it never overflow
)

// day counts days since 1970-01-01 by the body's calendar.
func (s Stamp) day() (int64, bool) {
	if s.Unix <= 0 || s.Unix > maxUnix || s.Zone < -maxZone || s.Zone > maxZone {
		return 0, false
	}
	local := s.Unix + int64(s.Zone) + daySeconds // above 0, so that division rounds down
	return local/daySeconds - 1, true
}

func (s Stamp) shown() Known {
	if _, ok := s.day(); !ok {
		return NotShown
	}
	return Yes
}
