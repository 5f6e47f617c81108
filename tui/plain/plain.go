// Package plain is the line mode of the booth and the desk: the same ballot and
// the same desk as on the screens, in numbered questions, one a line, for people
// who hear or feel the text and for terminals that cannot draw. Call Booth or Desk
// with the streams of one session.
//
// It writes whole lines and nothing else: no escape sequence, no cursor movement,
// nothing that depends on columns or colour, and nothing is ever overwritten. It
// says that a vote is in only after the backend's Cast has returned it, an empty
// line never casts, and input that ends leaves the booth without casting.
package plain

import (
	"context"
	"io"
	"time"

	"valurna/tui/booth"
	"valurna/tui/desk"
	"valurna/tui/words"
)

// Bounds of one attempt to cast and of one command, as on the screens; and how
// long a look that failed waits before the next.
const (
	castTime = 60 * time.Second
	runTime  = 30 * time.Second
	retry    = 2 * time.Second
)

// Booth guides one voter through one visit. It returns nil when the visit has come
// to an end, in whatever way; an error says that nothing more could be written.
func Booth(ctx context.Context, b booth.Backend, w *words.Words, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	v := &voter{talk: newTalk(ctx, w, in, out, b.Changed()), backend: b, now: time.Now}
	return v.ended(v.run())
}

// Desk shows one person's desk and does what the person asks for, until the person
// leaves. It returns nil then; an error says that nothing more could be written.
func Desk(ctx context.Context, b desk.Backend, w *words.Words, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &person{talk: newTalk(ctx, w, in, out, b.Changed()), backend: b}
	return p.ended(p.run())
}
