package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"

	"golang.org/x/term"

	"valurna/tui/style"
	"valurna/tui/words"
)

// prompter asks a person before the window opens. Ctrl-C ends every question.
type prompter struct {
	ctx    context.Context
	in     io.Reader
	out    io.Writer
	words  *words.Words
	silent atomic.Bool
}

// silence ends the asking: from now on the terminal is the window's.
func (p *prompter) silence() { p.silent.Store(true) }

// say writes paragraphs, broken at words: a terminal breaks anywhere.
func (p *prompter) say(paragraphs ...string) {
	width := 80
	if f, ok := p.out.(*os.File); ok {
		if cells, _, err := term.GetSize(int(f.Fd())); err == nil && cells > 0 {
			width = min(width, cells)
		}
	}
	for _, text := range paragraphs {
		fmt.Fprintln(p.out, strings.Join(style.Wrap(text, width), "\n"))
	}
}

type answered struct {
	text []byte
	err  error
}

// wait gives up waiting when the program is told to end; the read goes on until the
// program has ended.
func (p *prompter) wait(read func() ([]byte, error)) ([]byte, error) {
	done := make(chan answered, 1)
	go func() {
		text, err := read()
		done <- answered{text, err}
	}()
	select {
	case <-p.ctx.Done():
		return nil, p.ctx.Err()
	case a := <-done:
		return a.text, a.err
	}
}

// line reads one line, byte by byte: what comes after it is the window's.
func (p *prompter) line() (string, error) {
	text, err := p.wait(func() ([]byte, error) {
		var line []byte
		b := make([]byte, 1)
		for len(line) < 1024 {
			n, err := p.in.Read(b)
			if n == 1 && b[0] == '\n' {
				return line, nil
			}
			line = append(line, b[:n]...)
			if err != nil {
				return nil, err
			}
		}
		return nil, errors.New("the line is too long")
	})
	return string(text), err
}

// secret asks for a passphrase without showing it.
func (p *prompter) secret(prompt string) ([]byte, error) {
	f, ok := p.in.(*os.File)
	if p.silent.Load() || !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, errors.New("a passphrase is needed, and there is no terminal to ask for it in; nothing was sent: use the SSH agent, or start from a terminal")
	}
	before, err := term.GetState(int(f.Fd()))
	if err != nil {
		return nil, err
	}
	fmt.Fprint(p.out, style.Clean(prompt))
	defer fmt.Fprintln(p.out)
	phrase, err := p.wait(func() ([]byte, error) { return term.ReadPassword(int(f.Fd())) })
	if p.ctx.Err() != nil {
		// The read still holds the terminal without echo.
		_ = term.Restore(int(f.Fd()), before)
	}
	return phrase, err
}
