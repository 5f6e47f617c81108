package plain

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"valurna/tui/style"
	"valurna/tui/words"
)

// longest line that is taken in, in bytes; more than any answer needs.
const maxLine = 1024

// typed is one line of input.
type typed struct {
	text string
	long bool // it went on past maxLine; the text is gone
}

// talk is a conversation of lines. What is said and what is heard never depends
// on columns, colour or a cursor.
type talk struct {
	ctx     context.Context
	words   *words.Words
	out     io.Writer
	err     error // of the first write that failed
	lines   <-chan typed
	changed <-chan struct{}
	again   <-chan time.Time // when to look again after a look that failed, or nil
}

func newTalk(ctx context.Context, w *words.Words, in io.Reader, out io.Writer, changed <-chan struct{}) talk {
	lines := make(chan typed)
	go listen(ctx, in, lines)
	return talk{ctx: ctx, words: w, out: out, lines: lines, changed: changed}
}

// listen reads lines until the input ends. A last line without its end was broken
// off, and is not heard. It waits in Read until the session closes its input.
func listen(ctx context.Context, in io.Reader, lines chan<- typed) {
	defer close(lines)
	r := bufio.NewReaderSize(in, maxLine)
	long := false
	for {
		data, err := r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			long = true
			continue
		}
		if err != nil {
			return
		}
		l := typed{text: strings.TrimSpace(style.Clean(strings.TrimRight(string(data), "\r\n")))}
		if long {
			l = typed{long: true}
		}
		long = false
		select {
		case lines <- l:
		case <-ctx.Done():
			return
		}
	}
}

// say writes sentences, each on a line of its own and each line whole, so that
// what reads it aloud has a line to read. Text from elsewhere is cleaned here.
func (t *talk) say(sentences ...string) {
	var b strings.Builder
	for _, s := range sentences {
		if s != "" {
			b.WriteString(style.Clean(s) + "\n")
		}
	}
	t.write(b.String())
}

// write writes lines that are clean already.
func (t *talk) write(text string) {
	if t.err == nil {
		_, t.err = io.WriteString(t.out, text)
	}
}

// gap sets what follows apart from what was before.
func (t *talk) gap() { t.write("\n") }

// Ends of a question other than an answer.
var (
	errLeft = errors.New("plain: the person leaves")
	errGone = errors.New("plain: the input or the session has ended")
	errTurn = errors.New("plain: something changed, and the question with it")
)

// hear waits for the next line. change is called at each change meanwhile, and
// when it is time to look again.
func (t *talk) hear(change func() error) (string, error) {
	for {
		if t.err != nil {
			return "", t.err
		}
		select {
		case l, ok := <-t.lines:
			switch {
			case !ok:
				return "", errGone
			case l.long:
				t.say(t.words.Plain.TooLong)
			default:
				return l.text, nil
			}
		case <-t.ctx.Done():
			return "", errGone
		case _, ok := <-t.changed:
			if !ok {
				t.changed = nil
				t.say(t.words.Plain.Ended)
				return "", errGone
			}
			if err := change(); err != nil {
				return "", err
			}
		case <-t.again:
			t.again = nil
			if err := change(); err != nil {
				return "", err
			}
		}
	}
}

// yes and no say whether a line is that word in this language.
func (t *talk) yes(line string) bool { return strings.EqualFold(line, t.words.Plain.Yes) }

func (t *talk) no(line string) bool { return strings.EqualFold(line, t.words.Plain.No) }

// fill is words.Fill with the words that are typed for yes and no.
func (t *talk) fill(sentence string, pairs ...any) string {
	return words.Fill(sentence, append(pairs, "yes", t.words.Plain.Yes, "no", t.words.Plain.No)...)
}

// ended turns the end of a conversation into what the caller is told: that the
// person left or went is no error.
func (t *talk) ended(err error) error {
	if errors.Is(err, errLeft) || errors.Is(err, errGone) {
		err = nil
	}
	if err == nil && t.ctx.Err() == nil {
		err = t.err
	}
	if err != nil {
		return fmt.Errorf("plain: the conversation broke off: %w", err)
	}
	return nil
}
