package registrar

import (
	"context"
	"slices"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"valurna/server/sshd"
)

// A credential is what let somebody in: a key, by rollKey, or a card, by the hash
// of its code. It names what ends when it is taken back.
type credential string

func byKey(k gossh.PublicKey) credential { return credential("key " + rollKey(k)) }
func byCard(hash []byte) credential      { return credential("card " + string(hash)) }

// arrival is one jump connection to the booth.
type arrival struct {
	by     credential
	handle string
	left   bool
}

// admit remembers what a connection has shown. It is called while that is
// decided, under the same lock, so that nothing taken back at that moment gets
// through. mu is held.
func (r *Registrar) admit(ctx ssh.Context, by credential) {
	if _, known := r.live[ctx]; !known {
		context.AfterFunc(ctx, func() {
			r.mu.Lock()
			defer r.mu.Unlock()
			delete(r.live, ctx)
		})
	}
	r.live[ctx] = append(r.live[ctx], by)
}

// expel ends every connection of these credentials, and at once, not when the
// network has noticed, every visit to the booth by them. mu is held.
func (r *Registrar) expel(by ...credential) {
	for a := range r.arrivals {
		if slices.Contains(by, a.by) {
			r.leave(a)
		}
	}
	for ctx, shown := range r.live {
		if slices.ContainsFunc(shown, func(c credential) bool { return slices.Contains(by, c) }) {
			// A connection that has ended already needs no end.
			_ = sshd.Conn(ctx).Close()
		}
	}
}

// leave ends one visit, once. mu is held.
func (r *Registrar) leave(a *arrival) {
	if a.left {
		return
	}
	a.left = true
	delete(r.arrivals, a)
	v := r.visits[a.handle]
	// Who was in the booth when issuing stopped may come back in the grace.
	if v.open--; v.open == 0 && !v.atClose {
		delete(r.visits, a.handle)
	}
}

// lookup says whose a key is. The caller does not hold mu.
func (r *Registrar) lookup(key gossh.PublicKey) (role, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	who, ok := r.people.byKey[rollKey(key)]
	return who, ok
}
