//go:build leaky

package urn

import (
	"io"

	"charm.land/ssh"
)

// beats writes as things are drawn and ends when the program does: a build for the
// test that tries to tell votes from the traffic, which has to succeed here.
func (u *urn) beats(sess ssh.Session) (io.Writer, func()) { return sess, func() {} }
