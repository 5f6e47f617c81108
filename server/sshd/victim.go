package sshd

import (
	"net"
	"net/netip"
)

// source is where half-open connections come from: an IPv4 address, or the 64 bits
// of an IPv6 address that one customer is given.
type source struct {
	at   netip.Prefix
	half int // under the listener's lock
}

func sourceOf(a net.Addr) netip.Prefix {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.Prefix{} // all of them are one source
	}
	ip := tcp.AddrPort().Addr().Unmap()
	bits := 64
	if ip.Is4() {
		bits = 32
	}
	p, err := ip.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

// stage is how far a login has got.
type stage int

const (
	silent  stage = iota // has sent nothing
	named                // has sent a version, or a part of one
	keying               // has sent keyingAt bytes: is in the key exchange, or after it
	waiting              // a person is asked for a code, or for the key
	stages
)

// keyingAt is more than a version (255 bytes, RFC 4253, section 4.2) and less than
// any client's first message of the key exchange, some 700 to 1600 bytes.
const keyingAt = 512

func (c *conn) stage() stage {
	switch n := c.read.Load(); {
	case c.asked.Load():
		return waiting
	case n >= keyingAt:
		return keying
	case n > 0:
		return named
	}
	return silent
}

// victim names the half-open connection that is closed for a new one.
//
// The source with the most of them gives it up: a flood from one address leaves
// everybody else alone, and a hall behind one address has no limit of its own.
// Sources with equally many count as one, as do the visitors of an urn, who all come
// from the registrar's address.
//
// Of that source's, the least far goes, and of those the oldest. A stage with less
// than its share (a quarter) of them is spared, or a flood stuck in the key exchange
// would keep out everyone who has only just come. So whoever logs in beside a flood
// from the same source has, at each stage, the time in which it brings HalfOpen/4
// more connections that far: 256 of 1024, at 5000 a second 51 ms, where a client
// needs one round trip. A flood that stays silent leaves alone whoever has spoken.
//
// It looks at each half-open connection once: some 10 µs for 1024.
func (l *listener) victim() *conn {
	var most int
	var count [stages]int
	var oldest [stages]*conn
	for e := l.half.Front(); e != nil; e = e.Next() {
		c := e.Value.(*conn)
		if c.source.half > most {
			most, count, oldest = c.source.half, [stages]int{}, [stages]*conn{}
		}
		if c.source.half < most {
			continue
		}
		s := c.stage()
		if count[s]++; oldest[s] == nil {
			oldest[s] = c
		}
	}
	all := 0
	for _, n := range count {
		all += n
	}
	for s, n := range count {
		if n > 0 && n*int(stages) >= all {
			return oldest[s]
		}
	}
	return nil // not reached: one of four has a quarter
}
