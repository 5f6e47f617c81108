//go:build !linux && !darwin && !freebsd

package keeper

import (
	"errors"
	"net"
)

// checkPeer refuses everybody where the system cannot say who asks.
func checkPeer(net.Conn) error {
	return errors.New("keeper: this system does not say who asks, so nobody is answered")
}
