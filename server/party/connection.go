package party

import (
	"context"
	"time"

	"valurna/ballot/manifest"
	"valurna/server/wire"
)

// Longest time that one command may take: at the registrar, whose longest work
// is one entry, and at the urn, which moves whole ballot boxes.
const (
	callTime = time.Minute
	urnTime  = 10 * time.Minute
)

// Connection is a Link over SSH.
type Connection struct {
	client *wire.Client
	urn    manifest.Urn
}

// Connect logs in at the manifest's registrar with the identity's key.
func (m *Meeting) Connect(ctx context.Context) (*Connection, error) {
	auth, err := m.ID.auth()
	if err != nil {
		return nil, err
	}
	reg := m.Manifest.Registrar
	client, err := wire.Dial(ctx, reg.Address, reg.HostKey, string(m.ID.Role), auth)
	if err != nil {
		return nil, err
	}
	return &Connection{client: client, urn: m.Manifest.Urn}, nil
}

// Follow is wire.Follow.
func (c *Connection) Follow(ctx context.Context, from int64, f func(wire.JournalLine) error) error {
	return wire.Follow(ctx, c.client, from, f)
}

// Call is wire.Call with a limit in time.
func (c *Connection) Call(ctx context.Context, command string, request, reply any) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	return wire.Call(ctx, c.client, command, request, reply)
}

// Urn runs one command at the urn's cast address, through the registrar's jump.
// The urn's host key is the manifest's, and no key is offered there.
func (c *Connection) Urn(ctx context.Context, command string, stdin []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, urnTime)
	defer cancel()
	urn, err := c.client.Through(ctx, c.urn.Cast, c.urn.HostKey, wire.UserBallot)
	if err != nil {
		return nil, err
	}
	defer urn.Close()
	return urn.Run(ctx, command, stdin)
}

// Close ends the connection.
func (c *Connection) Close() error { return c.client.Close() }
