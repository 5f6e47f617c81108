package wire

import (
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"time"

	"github.com/pires/go-proxyproto"
)

// Types of the two TLVs of a visit, from the range that the PROXY protocol
// leaves to applications (proxy-protocol.txt, section 2.2.8).
const (
	tlvHandle = proxyproto.PP2Type(0xE0)
	tlvBallot = proxyproto.PP2Type(0xE1)
)

// headerTime is how long the urn waits for the header of a connection.
const headerTime = 5 * time.Second

// ErrVisit says that a connection's header is not one that the registrar
// writes; the connection is refused.
var ErrVisit = errors.New("wire: not the header of a jump connection")

// Visit is what the registrar tells the urn about a jump connection: an opaque
// handle, the same for one seat and ballot and otherwise unlinkable, and the
// ballot that the visit is for. Both are there or neither: on the cast address,
// and while no ballot is open, a visit is empty.
type Visit struct {
	Handle []byte // HandleSize, or nil
	Ballot string
}

// Empty says whether the visit carries neither handle nor ballot.
func (v *Visit) Empty() bool { return v == nil || len(v.Handle) == 0 && v.Ballot == "" }

func (v *Visit) check() error {
	if v.Empty() {
		return nil
	}
	if len(v.Handle) != HandleSize {
		return fmt.Errorf("%w: a handle of %d bytes", ErrVisit, len(v.Handle))
	}
	if CheckBallotID(v.Ballot) != nil {
		return fmt.Errorf("%w: a handle without a ballot", ErrVisit)
	}
	return nil
}

// WriteVisit writes the PROXY v2 header that starts a jump connection: command
// LOCAL, family UNSPEC, so no address at all; with both TLVs, or for a nil or
// empty visit with none.
func WriteVisit(w io.Writer, v *Visit) error {
	if err := v.check(); err != nil {
		return err
	}
	h := &proxyproto.Header{Version: 2, Command: proxyproto.LOCAL, TransportProtocol: proxyproto.UNSPEC}
	if !v.Empty() {
		err := h.SetTLVs([]proxyproto.TLV{
			{Type: tlvHandle, Value: v.Handle},
			{Type: tlvBallot, Value: []byte(v.Ballot)},
		})
		if err != nil {
			return err
		}
	}
	_, err := h.WriteTo(w)
	return err
}

// VisitListener accepts only connections that start with a header as
// WriteVisit writes it. Any other fails at its first read or write, before the
// server has sent a byte, and so does one that takes longer than 5 s.
func VisitListener(l net.Listener) net.Listener {
	return &proxyproto.Listener{
		Listener:          l,
		ConnPolicy:        func(proxyproto.ConnPolicyOptions) (proxyproto.Policy, error) { return proxyproto.REQUIRE, nil },
		ValidateHeader:    func(h *proxyproto.Header) error { _, err := visitIn(h); return err },
		ReadHeaderTimeout: headerTime,
	}
}

// VisitOf returns the visit of a connection from a VisitListener, also when
// others have wrapped it (NetConn unwraps); false if it carries no header. It
// waits for the header.
func VisitOf(conn net.Conn) (*Visit, bool) {
	for conn != nil {
		if p, ok := conn.(*proxyproto.Conn); ok {
			h := p.ProxyHeader()
			if h == nil {
				return nil, false
			}
			v, err := visitIn(h)
			return v, err == nil
		}
		inner, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return nil, false
		}
		conn = inner.NetConn()
	}
	return nil, false
}

// visitIn accepts exactly what WriteVisit writes.
func visitIn(h *proxyproto.Header) (*Visit, error) {
	if h.Version != 2 || h.Command != proxyproto.LOCAL || h.TransportProtocol != proxyproto.UNSPEC {
		return nil, fmt.Errorf("%w: version %d, command %#x, family %#x", ErrVisit, h.Version, h.Command, h.TransportProtocol)
	}
	tlvs, err := h.TLVs()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrVisit, err)
	}
	switch {
	case len(tlvs) == 0:
		return &Visit{}, nil
	case len(tlvs) != 2 || tlvs[0].Type != tlvHandle || tlvs[1].Type != tlvBallot:
		return nil, fmt.Errorf("%w: %d TLVs", ErrVisit, len(tlvs))
	}
	v := &Visit{Handle: slices.Clone(tlvs[0].Value), Ballot: string(tlvs[1].Value)}
	if v.Empty() {
		return nil, fmt.Errorf("%w: empty TLVs", ErrVisit)
	}
	return v, v.check()
}
