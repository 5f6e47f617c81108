package sshd

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	"github.com/charmbracelet/colorprofile"
)

// frames per second at most: an idle program costs one wake-up each.
const frames = 15

// Screen makes the program of one session: the model, a function that is called
// once the program has ended (nil: none), and an error that is shown instead.
type Screen func(sess ssh.Session, size tea.WindowSizeMsg) (tea.Model, func(), error)

// Output makes the writer that a screen is drawn to, and a function that is
// called when nothing more is drawn. The writer gets \r\n ready made.
type Output func(sess ssh.Session) (w io.Writer, end func())

// Screens shows a Bubble Tea program in every session that has no command and a
// terminal that can be drawn on (see Terminal); others go to the next middleware.
// The program ends when the client closes the channel or ends its input, whatever
// becomes of the connection. Exit status 1 says that it could not start, or failed.
func Screens(screen Screen) wish.Middleware {
	return ScreensOn(screen, func(sess ssh.Session) (io.Writer, func()) { return sess, func() {} })
}

// ScreensOn is Screens with another output than the session itself.
func ScreensOn(screen Screen, output Output) wish.Middleware {
	return func(next ssh.Handler) ssh.Handler {
		return func(sess ssh.Session) {
			if !Terminal(sess) || sess.RawCommand() != "" {
				next(sess)
				return
			}
			// A client that has gone away needs no status.
			_ = sess.Exit(show(sess, screen, output))
		}
	}
}

// show runs one program to its end and returns the exit status.
func show(sess ssh.Session, screen Screen, output Output) int {
	pty, sizes, _ := sess.Pty()
	model, done, err := screen(sess, sizeMsg(pty.Window))
	if done != nil {
		defer done()
	}
	if err != nil {
		fmt.Fprintln(sess, err)
		return 1
	}
	ctx, cancel := context.WithCancel(Context(sess))
	defer cancel()
	var failed atomic.Bool
	g := &guard{fail: func() { failed.Store(true); cancel() }}
	w, end := output(sess)
	defer end()
	// SSH_TTY keeps the library from asking the terminal what it can do.
	env := []string{"TERM=" + pty.Term, "SSH_TTY=ssh"}
	p := tea.NewProgram(g.model(model),
		tea.WithContext(ctx), tea.WithInput(nil), tea.WithOutput(w),
		tea.WithEnvironment(env), tea.WithColorProfile(colorprofile.Env(env)),
		tea.WithWindowSize(pty.Window.Width, pty.Window.Height), tea.WithFPS(frames),
		tea.WithoutSignalHandler(), tea.WithFilter(filter),
	)
	go g.run(func() { pump(ctx, sess, pty.Term, p) })
	go g.run(func() { resize(ctx, sizes, p) })
	last, err := p.Run()
	switch {
	case failed.Load():
		fmt.Fprintf(w, "The screen failed and this session is ended. What was accepted stays accepted. Connect again.\r\n")
		return 1
	case err != nil && Context(sess).Err() == nil:
		return 1
	}
	if g, ok := last.(guarded); ok && err == nil {
		g.run(func() { farewell(w, g.inner) })
	}
	return 0
}

// farewell leaves what the model has to say at its end on the terminal, where the
// screen has made room.
func farewell(w io.Writer, m tea.Model) {
	if f, ok := m.(interface{ Farewell() string }); ok {
		// Who has gone away reads nothing.
		_, _ = io.WriteString(w, strings.ReplaceAll(f.Farewell(), "\n", "\r\n"))
	}
}

// resize passes on the client's window sizes, which the session has clamped.
func resize(ctx context.Context, sizes <-chan ssh.Window, p *tea.Program) {
	for {
		select {
		case <-ctx.Done():
			return
		case w := <-sizes:
			p.Send(sizeMsg(w))
		}
	}
}

// filter keeps out what may not reach a program that shares a server. A size
// can also come from a model; a suspension would stop the whole server.
func filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		return sizeMsg(window(uint32(max(m.Width, 0)), uint32(max(m.Height, 0))))
	case tea.SuspendMsg:
		return nil
	}
	// tea.Exec runs a program of the server's machine. Its message has no
	// exported name.
	if strings.HasSuffix(fmt.Sprintf("%T", msg), ".execMsg") {
		return nil
	}
	return msg
}

func sizeMsg(w ssh.Window) tea.WindowSizeMsg {
	return tea.WindowSizeMsg{Width: w.Width, Height: w.Height}
}
