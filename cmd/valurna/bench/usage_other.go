//go:build !linux

package bench

import (
	"runtime"
	"time"
)

// cpuTime is not measured on this system: 0.
func cpuTime() time.Duration { return 0 }

func resetPeak() {}

// peakMiB is what the Go runtime has from the system, which it seldom gives back.
func peakMiB() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / (1 << 20)
}
