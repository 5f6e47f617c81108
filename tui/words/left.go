package words

import "time"

// Left writes how long is left: whole seconds in the last two minutes, before
// that minutes only, since a screen that changes each second makes people hurry.
func (w *Words) Left(d time.Duration) string {
	switch s := int((d + time.Second - 1) / time.Second); {
	case d <= 0:
		return Fill(w.Phase.Seconds, "n", 0)
	case s > 120:
		return Fill(w.Phase.About, "n", (s+30)/60)
	case s == 120 || s == 60:
		return Fill(w.Phase.Minutes, "n", s/60)
	case s > 60:
		return Fill(w.Phase.Minutes, "n", 1) + " " + Fill(w.Phase.Seconds, "n", s-60)
	default:
		return Fill(w.Phase.Seconds, "n", s)
	}
}

// Again says after how long Left may read differently; 0 once the time is up.
func Again(d time.Duration) time.Duration {
	switch {
	case d <= 0:
		return 0
	case d > 150*time.Second:
		return 15 * time.Second
	}
	return time.Second
}
