package bench

import (
	"runtime"
	"runtime/debug"
	"time"
)

// span is what a piece of work took: by the clock, and of all processors together.
type span struct{ wall, cpu time.Duration }

func (s span) plus(t span) span { return span{s.wall + t.wall, s.cpu + t.cpu} }

func (s span) times(x float64) span {
	return span{time.Duration(float64(s.wall) * x), time.Duration(float64(s.cpu) * x)}
}

// timed does work and says what it took.
func timed(work func() error) (span, error) {
	start, used := time.Now(), cpuTime()
	err := work()
	return span{time.Since(start), cpuTime() - used}, err
}

// measured is timed, with the most memory in use meanwhile, in MiB. What was made
// before and is not used any more is given back first.
func measured(work func() error) (span, float64, error) {
	runtime.GC()
	debug.FreeOSMemory()
	resetPeak()
	s, err := timed(work)
	return s, peakMiB(), err
}
