package words

import "time"

// Invite is the sheet that every member gets before the meeting, and what the
// command that makes it says.
type Invite struct {
	Title, Rehearsal, Hosted string

	For, Substitute, Meeting, Day, Place, Remote, Contact, Phone, Key string

	// Until when somebody says that they take part from elsewhere.
	RemoteBy, RemoteByChair, RemoteRules string

	WordsTitle, WordsHow   string
	PrintsTitle, PrintsHow string
	Registrar, Urn         string

	StepsTitle, Try, Desk, Booth, In string
	WaysTitle                        string

	Windows, Mac, Putty, Tablet, Join Told

	ConfigTitle, ConfigHow, HostsHow string

	Weekdays Weekdays

	Decides InviteDecides
}

// InviteDecides is what stands otherwise on the sheet of a meeting that decides.
type InviteDecides struct {
	Title string
	Gate  string // that nothing opens whose guarantees are not shown

	// Until when one applies to take part from elsewhere, that nobody may, the step, and
	// what stands in its command for the reason.
	Until, Never, Apply, Reason string

	// Where the body lets the urn's machine hold a booth.
	Hosted, Booth string

	// Where the only booth is the member's own.
	Own, Urn, Try, Desk, Vote, In string
	Windows, Mac, Other           Told
	ConfigHow                     string
}

// Weekdays by their names.
type Weekdays struct{ Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday string }

// Of names a day of the week.
func (d Weekdays) Of(day time.Weekday) string {
	return [...]string{d.Sunday, d.Monday, d.Tuesday, d.Wednesday, d.Thursday, d.Friday, d.Saturday}[day]
}
