//go:build darwin || freebsd

package keeper

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// checkPeer refuses whoever does not run as this process's user (LOCAL_PEERCRED).
func checkPeer(conn net.Conn) error {
	return peerUser(conn, func(fd int) (int, error) {
		cred, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
		if err != nil {
			return 0, err
		}
		return int(cred.Uid), nil
	}, os.Geteuid())
}
