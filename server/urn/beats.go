//go:build !leaky

package urn

import (
	"io"

	"charm.land/ssh"
)

// beats is the output of the hosted booth, on its clock.
func (u *urn) beats(sess ssh.Session) (io.Writer, func()) {
	return paced(sess, int(u.config.Slot/beat))
}
