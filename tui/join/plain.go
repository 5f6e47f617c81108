package join

import (
	"context"
	"io"
	"sync"

	"valurna/ballot/view"
	"valurna/tui/desk"
	"valurna/tui/plain"
	"valurna/tui/style"
	"valurna/tui/words"
)

// Plain is the window in lines: the desk, and the booth where the person asks for
// it, in one conversation. It returns nil when the person leaves.
func Plain(ctx context.Context, b Backend, w *words.Words, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	said := &lockedWriter{w: out}
	if _, err := io.WriteString(said, style.Clean(w.Join.Banner)+"\n"); err != nil {
		return err
	}
	changed, end := b.Watch()
	defer end()
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() { announce(ctx, b, w, changed, said) })
	p := newParty(in)
	return plain.Desk(ctx, &inLines{Backend: b, ctx: ctx, words: w, lines: p, out: said}, w, p.desk(), said)
}

// announce says what must not be overlooked, once when it begins.
func announce(ctx context.Context, b Backend, w *words.Words, changed <-chan struct{}, out io.Writer) {
	known := map[string]bool{}
	for {
		now := map[string]bool{}
		l := b.Line()
		for _, title := range l.Missing {
			now[words.Fill(w.Join.Missing, "title", title)] = true
		}
		if l.Distrust != "" {
			now[words.Fill(w.Join.Distrust, "error", l.Distrust)] = true
		}
		if l.Touch {
			now[w.Join.Touch] = true
		}
		for text := range now {
			if !known[text] {
				// A terminal that is gone ends the conversation by itself.
				_, _ = io.WriteString(out, style.Clean(text)+"\n")
			}
		}
		known = now
		select {
		case <-ctx.Done():
			return
		case _, ok := <-changed:
			if !ok {
				return
			}
		}
	}
}

// inLines is the desk's backend for whom the step to vote opens the booth.
type inLines struct {
	Backend
	ctx   context.Context // of the conversation: a vote may take longer than a command
	words *words.Words
	lines *party
	out   io.Writer
}

var _ desk.Backend = (*inLines)(nil)

// Language follows the desk's.
func (i *inLines) Language(lang string) { i.words = words.Pick(lang) }

func (i *inLines) Run(ctx context.Context, args ...string) (view.Reply, error) {
	if len(args) != 2 || args[0] != view.StepVote {
		return i.Backend.Run(ctx, args...)
	}
	b, end := i.Booth(args[1])
	defer end()
	in, leave := i.lines.visit()
	defer leave()
	if err := plain.Booth(i.ctx, b, i.words, in, i.out); err != nil {
		return view.Reply{}, err
	}
	return view.Reply{OK: true, Code: "booth-left", Text: i.words.Join.Left}, nil
}

// lockedWriter keeps lines of two writers whole.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
