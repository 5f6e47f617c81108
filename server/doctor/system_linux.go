package doctor

import "golang.org/x/sys/unix"

// hardens: package keeper switches core dumps off by PR_SET_DUMPABLE, on Linux only.
const hardens = true

// clockSynced asks the kernel whether a time service steers its clock (adjtimex(2)).
func clockSynced() (synced, known bool) {
	var t unix.Timex
	state, err := unix.Adjtimex(&t)
	if err != nil {
		return false, false
	}
	return state != unix.TIME_ERROR && t.Status&unix.STA_UNSYNC == 0, true
}
