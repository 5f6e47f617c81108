package wire

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
)

// Sizes in bytes.
const (
	HandleSize    = 32   // a visit's opaque handle
	BlindedSize   = 256  // blinded message and blind signature: the modulus, RSA-2048
	MaxBallotID   = 32   // "ITEM-ROUND"
	maxSSHSIG     = 4096 // blob of a member's signature; security keys make the longest
	maxCosigned   = 1024 // one cosignature line
	maxSeatNumber = 1 << 20
)

// ErrMessage says that a message is not in its one form. Nothing in it was used.
var ErrMessage = errors.New("wire: not a valid message")

// Kinds of a JournalLine.
const (
	KindEntry      = "entry"      // Entry is set
	KindCheckpoint = "checkpoint" // Note is set: a signed note with the cosignatures so far
	KindSign       = "sign"       // Statement is set; only to trustees: please sign this
	KindIdle       = "idle"       // the connection lives; every 15 s
	KindNow        = "now"        // the backlog ends here
)

// JournalLine is one line of the command "journal". Exactly the member that
// belongs to its kind is there.
type JournalLine struct {
	Kind      string         `json:"kind"`
	Entry     *journal.Entry `json:"entry,omitempty"`
	Note      string         `json:"note,omitempty"`
	Statement *Proposal      `json:"statement,omitempty"`
}

// Proposal is a statement that waits for a trustee's signature: Type is
// ballot.define or ceremony.keys.
type Proposal struct {
	Type string          `json:"type"`
	Body json.RawMessage `json:"body"`
}

// Check refuses a line with a member that its kind does not have.
func (l *JournalLine) Check() error {
	want := map[string][3]bool{
		KindEntry: {true, false, false}, KindCheckpoint: {false, true, false}, KindSign: {false, false, true},
		KindIdle: {}, KindNow: {},
	}
	has := [3]bool{l.Entry != nil, l.Note != "", l.Statement != nil}
	w, ok := want[l.Kind]
	switch {
	case !ok:
		return fmt.Errorf("%w: a journal line of kind %q", ErrMessage, l.Kind)
	case has != w:
		return fmt.Errorf("%w: a journal line of kind %q with another kind's members", ErrMessage, l.Kind)
	case l.Entry != nil && (l.Entry.Sigs == nil || !isObject(l.Entry.Body)):
		return fmt.Errorf("%w: an entry without body or signatures", ErrMessage)
	case l.Statement != nil && !isObject(l.Statement.Body):
		return fmt.Errorf("%w: a proposal without a body", ErrMessage)
	}
	return nil
}

// PostReply gives the sequence number under which a statement was entered.
type PostReply struct {
	Seq int64 `json:"seq"`
}

// Check refuses what no appended entry has: number 0 is the manifest's.
func (r *PostReply) Check() error {
	if r.Seq < 1 {
		return fmt.Errorf("%w: sequence number %d", ErrMessage, r.Seq)
	}
	return nil
}

// Done answers a command that has nothing else to say. OK is always true.
type Done struct {
	OK bool `json:"ok"`
}

// Check refuses a false OK: a refusal is a view.Problem.
func (d *Done) Check() error {
	if !d.OK {
		return fmt.Errorf("%w: \"ok\" is false", ErrMessage)
	}
	return nil
}

// CosignRequest is a witness's cosignature line ("— name base64\n") on the
// checkpoint of Size entries.
type CosignRequest struct {
	Line string `json:"line"`
	Size int64  `json:"size"`
}

// Check bounds the line; whether it verifies is the policy's to say.
func (r *CosignRequest) Check() error {
	if len(r.Line) == 0 || len(r.Line) > maxCosigned || r.Line[len(r.Line)-1] != '\n' || r.Size < 1 {
		return fmt.Errorf("%w: a cosignature line of %d bytes on size %d", ErrMessage, len(r.Line), r.Size)
	}
	return nil
}

// IssueRequest is the urn's request for a visitor of the hosted booth, after
// the visitor's "cast". Handle is what the registrar put on the jump.
type IssueRequest struct {
	Ballot  string    `json:"ballot"`
	Handle  canon.Hex `json:"handle"`  // HandleSize
	Blinded canon.Hex `json:"blinded"` // BlindedSize
}

// Check checks sizes.
func (r *IssueRequest) Check() error {
	return errors.Join(CheckBallotID(r.Ballot), size("handle", r.Handle, HandleSize), size("blinded", r.Blinded, BlindedSize))
}

// IssueReply is the blind signature.
type IssueReply struct {
	BlindSig canon.Hex `json:"blind_sig"` // BlindedSize
}

// Check checks the size.
func (r *IssueReply) Check() error { return size("blind_sig", r.BlindSig, BlindedSize) }

// TokenRequest is a member's request from the booth on the member's own
// machine. Sig is the SSHSIG blob, without armour, under TokenNamespace over
// TokenBytes.
type TokenRequest struct {
	Ballot  string    `json:"ballot"`
	Seat    int       `json:"seat"`
	Blinded canon.Hex `json:"blinded"` // BlindedSize
	Sig     canon.Hex `json:"sig"`
}

// Check checks sizes; whether the signature verifies is the registrar's to say.
func (r *TokenRequest) Check() error {
	err := errors.Join(CheckBallotID(r.Ballot), size("blinded", r.Blinded, BlindedSize))
	if r.Seat < 1 || r.Seat > maxSeatNumber {
		err = errors.Join(err, fmt.Errorf("%w: seat %d", ErrMessage, r.Seat))
	}
	if len(r.Sig) == 0 || len(r.Sig) > maxSSHSIG {
		err = errors.Join(err, fmt.Errorf("%w: a signature of %d bytes", ErrMessage, len(r.Sig)))
	}
	return err
}

// TokenNamespace is the SSHSIG namespace of a TokenRequest's signature
// (PROTOCOL.sshsig of OpenSSH): a signature for anything else never serves here.
const TokenNamespace = "token@valurna"

// TokenBytes is what a member signs to collect the token of a seat: domain,
// ballot context in hexadecimal, seat, SHA-256 of the blinded message in
// hexadecimal, each on its line, the last without a newline. The registrar keeps
// that hash and the signature, and not the message.
func TokenBytes(context [32]byte, seat int, blinded []byte) []byte {
	return fmt.Appendf(nil, "valurna/v1/token\n%x\n%d\n%x", context, seat, sha256.Sum256(blinded))
}

// Decode reads a message in canonical encoding, with or without a newline at
// its end, and checks it: Decode[IssueRequest](data).
func Decode[T any, P interface {
	*T
	Check() error
}](data []byte) (T, error) {
	var v, none T
	if err := canon.Unmarshal(trimNewline(data), &v); err != nil {
		return none, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	if err := P(&v).Check(); err != nil {
		return none, err
	}
	return v, nil
}

// CheckBallotID accepts 1 to MaxBallotID ASCII letters, digits and hyphens.
func CheckBallotID(s string) error {
	if s == "" || len(s) > MaxBallotID {
		return fmt.Errorf("%w: a ballot id of %d bytes", ErrMessage, len(s))
	}
	for _, c := range []byte(s) {
		if c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return fmt.Errorf("%w: ballot id %q", ErrMessage, s)
		}
	}
	return nil
}

func size(name string, b []byte, n int) error {
	if len(b) != n {
		return fmt.Errorf("%w: %s has %d bytes, not %d", ErrMessage, name, len(b), n)
	}
	return nil
}

func isObject(b json.RawMessage) bool { return len(b) >= 2 && b[0] == '{' }
