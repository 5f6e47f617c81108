package doctor

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"sync"
	"syscall"
	"time"

	"valurna/ballot/manifest"
	"valurna/server/wire"
)

// askTime bounds the question at one address.
const askTime = 5 * time.Second

// address is one that the manifest names.
type address struct {
	id      string
	at      string // host:port
	hostKey string
	owner   role
	here    bool // its server belongs to this folder
	ask     func(ctx context.Context, at, hostKey string) (*wire.Client, error)
}

// addresses asks at every address that this folder's parties use: a server that
// stands there is the manifest's, and where none does, its own can listen.
func (f *folder) addresses(ctx context.Context, m *manifest.Manifest) []Finding {
	all := f.used(m)
	out := make([]Finding, len(all))
	var asking sync.WaitGroup
	for i, a := range all {
		asking.Go(func() { out[i] = a.examine(ctx) })
	}
	asking.Wait()
	if m == nil {
		return []Finding{warn("address", "mend the manifest first, or give it with --manifest FILE", "not looked at: the addresses stand in the manifest")}
	}
	return out
}

// used are the addresses that matter here. Trustees and witnesses know the
// registrar's alone; the urn is reached from the registrar's machine only.
func (f *folder) used(m *manifest.Manifest) []address {
	if m == nil {
		return nil
	}
	out := []address{{
		id: "address.registrar", at: m.Registrar.Address, hostKey: m.Registrar.HostKey, owner: registrar, here: f.has(registrar),
		ask: func(ctx context.Context, at, hostKey string) (*wire.Client, error) {
			return wire.Dial(ctx, at, hostKey, wire.UserObserver)
		},
	}}
	if !f.has(registrar) && !f.has(urn) {
		return out
	}
	visit := func(ctx context.Context, at, hostKey string) (*wire.Client, error) {
		return wire.Announced(ctx, at, hostKey, wire.UserBallot)
	}
	return append(out,
		address{id: "address.booth", at: m.Urn.Booth, hostKey: m.Urn.HostKey, owner: urn, here: f.has(urn), ask: visit},
		address{id: "address.cast", at: m.Urn.Cast, hostKey: m.Urn.HostKey, owner: urn, here: f.has(urn), ask: visit})
}

func (a address) examine(ctx context.Context) Finding {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	c, err := a.ask(ctx, a.at, a.hostKey)
	var op *net.OpError
	switch {
	case err == nil:
		_ = c.Close() // nothing was asked
		return ok(a.id, "the manifest's %s answers at %s", a.owner, a.at)
	case errors.As(err, &op) && op.Op == "dial" && a.here:
		return a.bind()
	case errors.As(err, &op) && op.Op == "dial":
		return warn(a.id, "nothing, if it is not started yet; else have its operator start it, and open this port from here in both firewalls", "the %s does not answer at %s: %v", a.owner, a.at, op.Err)
	case errors.Is(err, wire.ErrHostKey) && !a.here:
		return fail(a.id, "compare the manifest's words with the notice, and ask its operator which key it has; send it nothing before", "at %s answers a server with another key than the %s's: somebody may stand in between", a.at, a.owner)
	case a.here:
		return fail(a.id, "end the program that uses the port (ss -ltnp or lsof -i names it), or make a manifest with another address", "at %s answers something else than this folder's %s: %v", a.at, a.owner, err)
	}
	return fail(a.id, "ask its operator what uses the port", "at %s answers something else than the %s: %v", a.at, a.owner, err)
}

// bind tries whether the address can be listened on, and leaves it at once.
func (a address) bind() Finding {
	l, err := net.Listen("tcp", a.at)
	if err == nil {
		err = l.Close()
	}
	return a.judgeBind(err)
}

func (a address) judgeBind(err error) Finding {
	switch {
	case err == nil:
		return ok(a.id, "nothing serves at %s yet, and it can be listened on", a.at)
	case errors.Is(err, syscall.EADDRINUSE):
		return fail(a.id, "end the program that uses the port (ss -ltnp or lsof -i names it)", "nothing answers at %s, and another program has it: %v", a.at, err)
	case errors.Is(err, fs.ErrPermission):
		return fail(a.id, "allow the program low ports (setcap cap_net_bind_service=+ep on it), or lead the port to a higher one", "this user may not listen on %s: %v", a.at, err)
	case a.owner == registrar:
		return warn(a.id, "if a router or proxy has the address, name the machine's own with registrar serve --listen; else make a manifest with the right address", "%s cannot be listened on here: %v", a.at, err)
	}
	return fail(a.id, "the urn listens where the manifest says: give this machine that address or name, or make a manifest with another", "%s cannot be listened on here: %v", a.at, err)
}
