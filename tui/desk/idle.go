package desk

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/tui/style"
)

// A desk on somebody else's machine that nobody has touched since this morning is
// closed, so that it keeps no place and nobody finds it open. It changes nothing in the
// meeting: presence is not a connection. The projector's display takes no key and stays.
const (
	idleEnd  = 12 * time.Hour
	idleLook = 10 * time.Minute
)

type idleMsg struct{}

// waitIdle begins to look for keys, in sessions that are held on a server.
func (m *Model) waitIdle(env tea.EnvMsg) tea.Cmd {
	if env.Getenv("SSH_TTY") == "" || !m.pressed.IsZero() {
		return nil
	}
	m.pressed = m.now()
	return m.lookIdle()
}

func (m *Model) lookIdle() tea.Cmd {
	return tea.Tick(idleLook, func(time.Time) tea.Msg { return idleMsg{} })
}

func (m *Model) rested() tea.Cmd {
	if m.now().Sub(m.pressed) < idleEnd {
		return m.lookIdle()
	}
	m.idle = true
	return tea.Quit
}

// Farewell is left on the terminal once the screen is gone; "" after q.
func (m *Model) Farewell() string {
	if !m.idle {
		return ""
	}
	return strings.Join(style.Wrap(m.words.Frame.IdleEnded, m.width), "\n") + "\n"
}
