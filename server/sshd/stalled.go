package sshd

import (
	"io"
	"net"
	"time"

	"charm.land/ssh"
)

// line is a connection as the library reads and writes it, above a PROXY header. It
// counts what the client has sent, and closes when a write gets nowhere, which ends
// everything that waits to send on it.
type line struct {
	net.Conn
	at      *conn // nil: not from our listener
	stalled time.Duration
}

// NetConn returns the connection below.
func (l *line) NetConn() net.Conn { return l.Conn }

func (l *line) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	if l.at != nil {
		l.at.read.Add(int64(n))
	}
	return n, err
}

func (l *line) Write(p []byte) (int, error) {
	t := time.AfterFunc(l.stalled, func() { l.Conn.Close() })
	defer t.Stop()
	return l.Conn.Write(p)
}

// piece is how much of a write has to get through in Limits.Stalled: a slow client
// that reads at all is not a stalled one.
const piece = 16 << 10

// patient writes to a channel, whose client may have left it no room (RFC 4254,
// section 5.2), and ends the connection when a piece waits too long: otherwise the
// program behind it would wait as long as the client likes.
type patient struct {
	w       io.Writer
	stalled time.Duration
	end     func()
}

type stalledKey struct{}

// patiently wraps a channel's writer.
func patiently(ctx ssh.Context, w io.Writer) io.Writer {
	stalled, ok := ctx.Value(stalledKey{}).(time.Duration)
	if !ok {
		return w // no server of ours
	}
	return &patient{w, stalled, func() { Conn(ctx).Close() }}
}

func (p *patient) Write(data []byte) (n int, err error) {
	t := time.AfterFunc(p.stalled, p.end)
	defer t.Stop()
	for {
		m, err := p.w.Write(data[n:min(n+piece, len(data))])
		n += m
		if err != nil || n >= len(data) {
			return n, err
		}
		t.Reset(p.stalled)
	}
}
