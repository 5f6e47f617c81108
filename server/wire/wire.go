// Package wire is the one protocol that all parts speak: commands over SSH, and
// the messages that go in on standard input and come out on standard output.
//
// For most uses call Dial, then Call (one question, one answer) or Follow (the
// journal as it grows). A booth on one's own machine goes on with
// Client.Through, whose inner connection carries no identity.
//
// A command that is refused ends with exit status 1 and a view.Problem in
// canonical JSON on standard output; Run, Call and Stream return it as an error
// of type *view.Problem. Every JSON message is canonical (package canon).
package wire

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"valurna/ballot/canon"
	"valurna/ballot/view"
)

// Users that need no key.
const (
	UserObserver = "observer" // at the registrar
	UserDisplay  = "display"  // the projector in the room: a screen and no commands
	UserBallot   = "ballot"   // at the urn, and the only name that it takes
)

// Commands of the registrar. Arguments follow, separated by one space.
const (
	CmdJournal    = "journal"  // [--from N] [--follow]: lines of JournalLine
	CmdPost       = "post"     // journal.Statement -> PostReply
	CmdSign       = "sign"     // journal.Statement -> Done
	CmdCosign     = "cosign"   // CosignRequest -> Done
	CmdIssue      = "issue"    // IssueRequest -> IssueReply; the urn's link
	CmdToken      = "token"    // TokenRequest -> IssueReply; a member's own booth
	CmdPublish    = "publish"  // BALLOT; the bundle's bytes -> Done
	CmdView       = "view"     // [--follow]: view.Desk
	CmdCheckin    = "checkin"  // room|remote: view.Reply
	CmdCheckout   = "checkout" // view.Reply
	CmdMeeting    = "meeting"  // open|close: view.Reply
	CmdBallot     = "ballot"   // open ITEM | close B | certify B | choose B: view.Reply
	CmdPresence   = "presence" // SEAT room|remote|absent: view.Reply
	CmdManifest   = "manifest"
	CmdCheckpoint = "checkpoint"
	CmdBundles    = "bundles"
	CmdBundle     = "bundle" // B: the bundle's bytes
)

// Commands of the urn's cast address.
const (
	CmdCast   = "cast"   // BALLOT; the sealed ballot's bytes -> receipt, a journal.Statement
	CmdSealed = "sealed" // BALLOT, after the seal: all encodings, one after the other
	CmdPut    = "put"    // BALLOT; PutInput: a trustee's statement and its parts -> Done
	CmdGet    = "get"    // HASH: the parts with that SHA-256, in lower-case hexadecimal
	CmdPing   = "ping"   // Done
)

// Command joins a command's words. It refuses none: the server splits at
// spaces, so a word that holds one becomes two.
func Command(name string, args ...string) string {
	return strings.Join(append([]string{name}, args...), " ")
}

// JournalCommand asks for the journal from entry from on.
func JournalCommand(from int64, follow bool) string {
	s := Command(CmdJournal, "--from", strconv.FormatInt(from, 10))
	if follow {
		s += " --follow"
	}
	return s
}

// Answer writes v in canonical encoding and a newline, and returns the exit
// status: 0, or 1 if v cannot be written.
func Answer(w io.Writer, v any) int {
	data, err := canon.Marshal(v)
	if err != nil {
		return Refuse(w, &view.Problem{
			Code: "answer", Text: "The answer could not be written down.", Next: "Ask the operator to look at the log.",
		})
	}
	if _, err := w.Write(append(data, '\n')); err != nil {
		return 1
	}
	return 0
}

// Refuse writes the problem like Answer and returns exit status 1. Characters
// that no message may hold are replaced.
func Refuse(w io.Writer, p *view.Problem) int {
	data, err := canon.Marshal(cleanProblem(*p))
	if err == nil {
		// A reader that has gone away has been refused all the same.
		_, _ = w.Write(append(data, '\n'))
	}
	return 1
}

// Call asks one question: request (nil: nothing) goes in canonical encoding to
// the command's standard input, the answer is decoded into reply (a pointer;
// nil: it is ignored).
func Call(ctx context.Context, c *Client, command string, request, reply any) error {
	var in []byte
	if request != nil {
		var err error
		if in, err = canon.Marshal(request); err != nil {
			return fmt.Errorf("wire: %q was not sent: %w", command, err)
		}
	}
	out, err := c.Run(ctx, command, in)
	if err != nil || reply == nil {
		return err
	}
	if err := canon.Unmarshal(trimNewline(out), reply); err != nil {
		return fmt.Errorf("wire: the answer to %q cannot be read, so nothing in it was believed: %w", command, err)
	}
	return nil
}

// decodeProblem reads a refusal. The other side is not trusted with our
// terminal: what could steer one is replaced.
func decodeProblem(line []byte) (*view.Problem, bool) {
	var p view.Problem
	if err := canon.Unmarshal(trimNewline(line), &p); err != nil || p.Code == "" {
		return nil, false
	}
	p = cleanProblem(p)
	return &p, true
}

func cleanProblem(p view.Problem) view.Problem {
	out := view.Problem{Code: clean(p.Code), Text: clean(p.Text), Next: clean(p.Next), Rule: clean(p.Rule), Form: clean(p.Form)}
	for _, arg := range p.Args {
		out.Args = append(out.Args, clean(arg))
	}
	return out
}

func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029') {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}

func trimNewline(data []byte) []byte {
	if n := len(data); n > 0 && data[n-1] == '\n' {
		return data[:n-1]
	}
	return data
}
