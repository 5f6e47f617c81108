//go:build !linux && !darwin && !freebsd

package doctor

func limits() (core, memlock, files limit) { return }
