package sshd

import (
	"context"
	"errors"
	"io"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// maxMute is how many bytes a client may send without one whole key among them:
// a paste or escape sequence that never ends is kept in memory by the library.
const maxMute = 64 << 10

var errMute = errors.New("sshd: input without an end")

// pump reads the client's input and sends the keys to the program, and quits
// the program when the input ends.
//
// The program could read the session itself, but its reader then waits for ever
// to hand over a key that came after the program's end, does not quit at the
// end of input, and believes any window size that the client types.
func pump(ctx context.Context, r io.Reader, term string, p *tea.Program) {
	in := &meter{r: r}
	events := make(chan uv.Event)
	go func() {
		defer close(events)
		// Only the end matters: an error of the input is an end of it.
		_ = uv.NewTerminalReader(in, term).StreamEvents(ctx, events)
	}()
	// Until the reader has ended, so that it never waits for us.
	for e := range events {
		in.mute.Store(0)
		switch e.(type) {
		case uv.WindowSizeEvent, uv.PixelSizeEvent, uv.CellSizeEvent:
			continue // the client says its size by window-change
		}
		p.Send(e)
	}
	p.Quit()
}

// meter is a reader that fails after maxMute bytes without a key.
type meter struct {
	r    io.Reader
	mute atomic.Int64
}

func (m *meter) Read(b []byte) (int, error) {
	n, err := m.r.Read(b)
	if m.mute.Add(int64(n)) > maxMute {
		return 0, errMute
	}
	return n, err
}
