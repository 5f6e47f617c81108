//go:build linux || darwin || freebsd

package keeper

import (
	"errors"
	"fmt"
	"net"
)

// peerUser compares the user at the other end of conn with ours.
func peerUser(conn net.Conn, user func(fd int) (int, error), ours int) error {
	u, ok := conn.(*net.UnixConn)
	if !ok {
		return errors.New("keeper: not a Unix socket")
	}
	raw, err := u.SyscallConn()
	if err != nil {
		return fmt.Errorf("keeper: who asks is unknown: %w", err)
	}
	uid, failed := -1, error(nil)
	if err := raw.Control(func(fd uintptr) { uid, failed = user(int(fd)) }); err != nil {
		return fmt.Errorf("keeper: who asks is unknown: %w", err)
	}
	if failed != nil {
		return fmt.Errorf("keeper: who asks is unknown: %w", failed)
	}
	if uid != ours {
		return fmt.Errorf("keeper: user %d asks, only user %d is answered", uid, ours)
	}
	return nil
}
