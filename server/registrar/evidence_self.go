package registrar

import (
	"crypto/rand"
	"crypto/sha256"
	"io"
	"os"
	"sync"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/guarantee"
	"valurna/ballot/meeting"
	"valurna/ballot/view"
)

// found reads what the urn has found about itself, as long as that is recent.
func (r *Registrar) found(answer string) guarantee.Known {
	if r.now().Sub(r.selfcheckAt) > selfcheckAge {
		return guarantee.NotShown
	}
	switch answer {
	case "yes":
		return guarantee.Yes
	case "no":
		return guarantee.No
	}
	return guarantee.NotShown
}

func (r *Registrar) castingFacts() guarantee.Casting {
	_, _, all := r.state.Attested("G13")
	c := guarantee.Casting{
		NoLogin: r.found(r.selfcheck.NoLogin), NoAddress: r.found(r.selfcheck.NoAddress), NoOrder: r.found(r.selfcheck.NoOrder),
		Apart: r.found(r.selfcheck.Apart), OneBallot: r.found(r.selfcheck.OneBallot), OneToken: r.oneToken,
	}
	if all {
		c.AllElectronic = guarantee.Yes
	}
	return c
}

func (r *Registrar) recordFacts() guarantee.Record {
	out := guarantee.Record{
		Published: r.published, Tried: known(r.state.Tried()), Reported: guarantee.Yes, Exchanges: r.exchanges(),
	}
	if r.signed.note != "" {
		if _, names, err := r.state.Policy().Open(r.signed.note); err == nil {
			out.Cosigned = guarantee.Count(len(names))
		}
		if at, err := r.state.CosignedAt(r.signed.note); err == nil {
			out.CosignedAt = at
		}
	}
	for _, b := range r.state.Ballots() {
		// What is published has passed the verifier here (publish.go).
		if _, err := os.Stat(r.bundlePath(b.Definition.Ballot)); b.Definition.Trial() && b.Certify != nil && err == nil {
			out.TrialVerified = guarantee.Yes
		}
	}
	return out
}

func (r *Registrar) machineFacts() guarantee.Machine {
	hash := r.state.ManifestHash()
	out := guarantee.Machine{
		Program: guarantee.Hash{Now: program().String()}, Policy: guarantee.Hash{Now: canon.Hex(hash[:]).String()},
		Store: guarantee.Hash{Now: r.storeHash.String()}, Restarts: guarantee.Yes, // start enters each
	}
	if r.signed.note != "" {
		out.Drift = guarantee.Number{N: r.signed.drift, Shown: true}
	}
	if p := r.state.Preflight(); p != nil {
		out.Preflight = guarantee.Yes
		out.Program.Preflight, out.Policy.Preflight, out.Store.Preflight = p.Program.String(), p.Policy.String(), p.Store.String()
	}
	return out
}

// program is SHA-256 of the running program; of one that cannot be read, nothing.
var program = sync.OnceValue(func() canon.Hex {
	path, err := os.Executable()
	if err != nil {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil
	}
	return h.Sum(nil)
})

// preflight enters what this meeting runs on.
func (r *Registrar) preflight(person int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return lawful(r.enterPreflight(person))
}

// enterPreflight enters it by a person, or by 0 after a restart. mu is held.
func (r *Registrar) enterPreflight(person int) error {
	if len(program()) == 0 {
		return &view.Problem{Code: "preflight", Rule: "G19", Text: "The running program cannot be read, so nobody could see later whether it is still the same. Nothing was entered.", Next: "Start the registrar from a file that it may read."}
	}
	hash := r.state.ManifestHash()
	return r.append(proposal{typ: meeting.TypePreflight, body: &meeting.Preflight{
		Program: program(), Policy: hash[:], Store: r.storeHash, By: person,
	}})
}

// knowStore makes, or finds, what tells this store from another. mu is held.
func (r *Registrar) knowStore() error {
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails (crypto/rand)
	id, err := r.records.secretOnce("store", fresh)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(append([]byte("valurna/v1/store\n"), id...))
	r.storeHash = sum[:]
	return nil
}

// exchangeOf names the key exchange of a connection; "" if it cannot be read.
func exchangeOf(ctx ssh.Context) string {
	conn, ok := ctx.Value(ssh.ContextKeyConn).(gossh.AlgorithmsConnMetadata)
	if !ok {
		return ""
	}
	return conn.Algorithms().KeyExchange
}
