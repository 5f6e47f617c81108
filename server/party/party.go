// Package party is what trustees and witnesses have in common: an identity on
// disk, a signature under the manifest, and a way to follow the journal that
// never accepts another history than the one already seen.
//
// For most uses call Init once, SignManifest when the manifest goes round, then
// Open and Meeting.Follow. All that must outlive a killed process is in files
// that are replaced in one step and flushed before anything is sent.
package party

import (
	"context"
	"errors"

	"valurna/ballot/manifest"
	"valurna/server/wire"
)

// Role is which of the two a program is; it is also the SSH user name and the
// table in the body's file.
type Role string

// The two roles.
const (
	Trustee Role = "trustee"
	Witness Role = "witness"
)

// By is the party's name in signatures.
func (r Role) By(name string) string {
	if r == Trustee {
		return manifest.ByTrustee(name)
	}
	return manifest.ByWitness(name)
}

// Link is one connection to the registrar.
type Link interface {
	// Follow reads the journal from entry from on, one line at a time, until ctx
	// ends or f returns an error. It never returns nil.
	Follow(ctx context.Context, from int64, f func(wire.JournalLine) error) error
	// Call asks one question. A refusal is a *view.Problem.
	Call(ctx context.Context, command string, request, reply any) error
	Close() error
}

// ErrHistory says that a journal is not an extension of the one that this party
// has seen and perhaps signed. Nothing is signed while that is so.
var ErrHistory = errors.New("THE JOURNAL WAS REWRITTEN: nothing is signed; tell the chair and the other trustees and witnesses, and keep this folder as evidence")

// Stop wraps an error that trying again cannot mend: following ends with it.
type Stop struct{ Err error }

func (s *Stop) Error() string { return s.Err.Error() }

// Unwrap gives the cause.
func (s *Stop) Unwrap() error { return s.Err }
