package keeper

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// checkPeer refuses whoever does not run as this process's user (SO_PEERCRED).
func checkPeer(conn net.Conn) error {
	return peerUser(conn, func(fd int) (int, error) {
		cred, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
		if err != nil {
			return 0, err
		}
		return int(cred.Uid), nil
	}, os.Geteuid())
}
