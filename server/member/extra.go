package member

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"valurna/ballot/guarantee"
	rec "valurna/ballot/record"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// What the desk's pages ask for besides the view comes from the registrar as the commands
// print it. Nothing that is voted on rests on it.

// askTime bounds one of these questions.
const askTime = 20 * time.Second

var errOffline = &view.Problem{Code: "offline", Text: "There is no connection to the meeting just now.", Next: "Wait until the desk is up to date again."}

// with asks something over the connection that there is.
func (s *Session) with(ask func(ctx context.Context, c *wire.Client) error) error {
	s.mu.Lock()
	client := s.client
	s.mu.Unlock()
	if client == nil {
		return errOffline
	}
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	return ask(ctx, client)
}

// Gate is the panel of the guarantees.
func (s *Session) Gate() (view.Gate, error) {
	var g view.Gate
	err := s.with(func(ctx context.Context, c *wire.Client) error {
		return wire.Call(ctx, c, wire.Command(wire.CmdGate, "--json"), nil, &g)
	})
	return g, err
}

// Record is the record of the meeting so far.
func (s *Session) Record() (*rec.Record, error) {
	r := new(rec.Record)
	err := s.with(func(ctx context.Context, c *wire.Client) error {
		return wire.Call(ctx, c, wire.Command(wire.CmdRecord, "--json"), nil, r)
	})
	return r, err
}

// Paper is a paper to be read in the terminal.
func (s *Session) Paper(n int) (view.PaperText, error) {
	out := view.PaperText{Paper: n}
	err := s.with(func(ctx context.Context, c *wire.Client) error {
		data, err := c.Run(ctx, wire.Command(wire.CmdPaper, "get", fmt.Sprint(n), "--json"), nil)
		var none *view.Problem
		switch {
		case errors.As(err, &none) && none.Code == "no-paper":
			return nil // only its hash was handed out
		case err != nil:
			return err
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != s.handed(n) {
			return &view.Problem{Code: "paper-changed", Text: fmt.Sprintf("What came is not paper %d as it was handed out: its hash differs. It is not shown.", n), Next: "Tell the chair, and ask the secretary for the paper."}
		}
		out.Bytes, out.Readable = len(data), utf8.Valid(data)
		if out.Readable {
			out.Text = string(data)
		}
		return nil
	})
	return out, err
}

// Link is this program's connection.
func (s *Session) Link() (view.Link, error) {
	out := view.Link{Lines: 1}
	err := s.with(func(_ context.Context, c *wire.Client) error {
		out.Exchange = c.Algorithms().KeyExchange
		out.Quantum = guarantee.Hybrid(out.Exchange)
		return nil
	})
	return out, err
}

// handed is the hash under which a paper was handed out.
func (s *Session) handed(n int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.view == nil || n < 1 || n > len(s.view.Papers) {
		return ""
	}
	return s.view.Papers[n-1].Hash
}
