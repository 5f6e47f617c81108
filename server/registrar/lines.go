package registrar

import (
	"context"
	"errors"
	"io"
	"time"

	"charm.land/ssh"

	"valurna/ballot/view"
)

// beginsWithin is how long a session without a terminal may take to say that there
// will be no input: a program's says it at once, a person's never.
const beginsWithin = 500 * time.Millisecond

// lines is the desk for sessions without a terminal to draw on: a conversation
// with a person or an observer, and the desk as one text for those whose input has
// ended already, and for the parties' keys.
func (s *Server) lines(ctx context.Context, sess ssh.Session, in io.Reader, out io.Writer) error {
	who := s.role(sess.User(), sess.PublicKey())
	switch who.kind {
	case kindEnrol, kindLoan:
		p := map[string]*view.Problem{kindEnrol: enrolUsage, kindLoan: loanOnly}[who.kind]
		return errors.New(s.config.Explain(p, s.config.Lang))
	}
	s.speaks(sess.Context(), who)
	talks := s.config.Lines != nil && (who.kind == kindPerson || who.kind == kindObserver)
	if _, _, terminal := sess.Pty(); talks && !terminal {
		begun := newBeginning(in)
		in, talks = begun, begun.comes(beginsWithin)
	}
	if !talks {
		_, err := io.WriteString(out, s.config.Plain(s.View(who), s.config.Lang))
		return err
	}
	return s.config.Lines(ctx, s.newDesk(sess, who), in, out)
}

// beginning is a reader whose first bytes can be waited for.
type beginning struct {
	first chan []byte // nothing in it: the input ended
	data  []byte
	then  io.Reader
	begun bool
}

func newBeginning(in io.Reader) *beginning {
	b := &beginning{first: make(chan []byte, 1), then: in}
	go func() {
		data := make([]byte, 1024)
		// An error is an end of the input, which the next read tells again.
		n, _ := in.Read(data)
		b.first <- data[:n]
	}()
	return b
}

// comes says whether the input has begun, or may still begin, after a while.
func (b *beginning) comes(within time.Duration) bool {
	select {
	case b.data = <-b.first:
		b.begun = true
		return len(b.data) > 0
	case <-time.After(within):
		return true
	}
}

// Read reads on from the first bytes.
func (b *beginning) Read(p []byte) (int, error) {
	if !b.begun {
		b.data, b.begun = <-b.first, true
	}
	if len(b.data) == 0 {
		return b.then.Read(p)
	}
	n := copy(p, b.data)
	b.data = b.data[n:]
	return n, nil
}
