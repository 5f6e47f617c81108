// Package keeper holds the keys under which the urn encrypts stored ballots, in
// a process of its own: killing the urn loses no ballot, and erasing one key
// makes every stored row of a ballot unreadable, on whatever disk it still lies.
//
// For most uses call Start, which finds the keeper of a directory or starts one,
// and then the Client's methods. A key exists in the keeper's memory only. It is
// never written to disk and never wrapped under another key: if the keeper ends
// while a ballot is stored, that ballot cannot be read any more and is void.
//
// The protocol is one line each way on a Unix socket that only the owner of the
// directory can reach: "create B", "get B", "erase B", "list" or "stop" is asked;
// "key HEX", "none", "erased", "done", "held B…" or "refused TEXT" is answered.
package keeper

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
)

// Size is the length of a key in bytes.
const Size = 32

// Slots is how many ballots' keys one keeper holds at a time.
const Slots = 512

// maxLine bounds a request and every answer but that to "list", in bytes.
const maxLine = 256

// maxBallot is the longest ballot id in bytes.
const maxBallot = 64

// Files in the urn's directory.
const (
	socketName = "keeper.sock"
	lockName   = "keeper.lock"
	logName    = "keeper.log"
)

var (
	// ErrNone says that the keeper holds no key for the ballot and never did
	// since it started.
	ErrNone = errors.New("keeper: it holds no key for this ballot")
	// ErrErased says that the ballot's key was erased. It is never made again.
	ErrErased = errors.New("keeper: this ballot's key has been erased; it is not made again")
	// ErrUnreachable says that no keeper answers in the directory.
	ErrUnreachable = errors.New("keeper: none answers")
	// ErrBusy says that another keeper serves the directory already.
	ErrBusy = errors.New("keeper: another one serves this directory already; this one did not start")
	// ErrRefused is a request that the keeper did not carry out.
	ErrRefused = errors.New("keeper: refused")
)

// Key is one ballot's key. It never prints.
type Key [Size]byte

// Format prints "[secret]" under every verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[secret]") }

// LogValue keeps the key out of structured logs.
func (Key) LogValue() slog.Value { return slog.StringValue("[secret]") }

func socketPath(dir string) string { return filepath.Join(dir, socketName) }

// request is one line that a client sends.
type request struct{ verb, ballot string }

// parseRequest reads a line without its newline; exactly one spelling of each
// request is accepted.
func parseRequest(line string) (request, error) {
	verb, ballot, named := strings.Cut(line, " ")
	switch verb {
	case "create", "get", "erase":
		if !named || !validBallot(ballot) {
			return request{}, fmt.Errorf("%s takes one ballot id", verb)
		}
	case "list", "stop":
		if named {
			return request{}, fmt.Errorf("%s takes nothing", verb)
		}
	default:
		return request{}, errors.New("unknown request")
	}
	return request{verb, ballot}, nil
}

// validBallot accepts 1 to 64 letters, digits, '-', '_' and '.'.
func validBallot(s string) bool {
	return s != "" && len(s) <= maxBallot && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("-_.", r)
	})
}
