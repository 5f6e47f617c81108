package doctor

import "time"

// slack is how far a file may seem to be in the future: clocks of file servers differ.
const slack = 2 * time.Minute

// released is a day before which no clock of a running program can rightly stand.
var released = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// clock compares the wall clock with what has surely happened: the program was
// written, and the folder's newest file was changed.
func (f *folder) clock(now time.Time) Finding {
	const id = "clock"
	const next = "set the clock, and have a time service keep it (timedatectl set-ntp true); check windows and cosignatures are counted by it"
	path, newest := f.newest()
	shown := now.UTC().Format(time.DateTime) + " UTC"
	switch {
	case now.Before(released):
		return fail(id, next, "the clock says %s, which is before this program was written", shown)
	case newest.Sub(now) > slack:
		return fail(id, next+"; if the clock is right, another one was wrong: touch the file", "the clock was set back: it says %s, and %s was changed at %s", shown, path, newest.UTC().Format(time.DateTime))
	case f.unread != nil:
		return f.partly(id)
	}
	return ok(id, "the clock says %s, and nothing in the folder was changed later", shown)
}

// synchronised says whether something keeps the clock right.
func synchronised(s system) Finding {
	const id = "ntp"
	switch {
	case !s.syncedKnown:
		return warn(id, "look yourself whether a time service runs, and compare the clock with another", "not shown: this system does not say whether its clock is synchronised")
	case !s.synced:
		return warn(id, "run timedatectl set-ntp true, or start chronyd or ntpd", "the clock is not synchronised")
	}
	return ok(id, "the clock is synchronised")
}
