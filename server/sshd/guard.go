package sshd

import (
	"reflect"

	tea "charm.land/bubbletea/v2"
)

// guard ends one session when its program panics: in Init, Update or View, or
// in a command, which runs on a goroutine of its own. The library would catch
// most of these too, but ends the session with status 0 and prints the panic's
// value, which at the urn could be a choice.
type guard struct {
	fail func()
}

// run calls f and turns a panic into a failure.
func (g *guard) run(f func()) {
	defer func() {
		if r := recover(); r != nil {
			logPanic("screen")
			g.fail()
		}
	}()
	f()
}

func (g *guard) model(m tea.Model) tea.Model { return guarded{g, m} }

// guarded is a model under guard.
type guarded struct {
	*guard
	inner tea.Model
}

func (m guarded) Init() (cmd tea.Cmd) {
	m.run(func() { cmd = m.cmd(m.inner.Init()) })
	return cmd
}

func (m guarded) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next = m
	m.run(func() {
		inner, c := m.inner.Update(msg)
		next, cmd = guarded{m.guard, inner}, m.cmd(c)
	})
	return next, cmd
}

func (m guarded) View() (v tea.View) {
	m.run(func() { v = m.inner.View() })
	// The library runs its command on a bare goroutine, for mouse sequences
	// that any client can type.
	if f := v.OnMouse; f != nil {
		v.OnMouse = func(msg tea.MouseMsg) (cmd tea.Cmd) {
			m.run(func() { cmd = m.cmd(f(msg)) })
			return cmd
		}
	}
	return v
}

func (g *guard) cmd(c tea.Cmd) tea.Cmd {
	if c == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		g.run(func() { msg = g.msg(c()) })
		return msg
	}
}

var cmdType = reflect.TypeFor[tea.Cmd]()

// msg guards the commands inside a batch or a sequence; the sequence's type has
// no exported name, but both are slices of commands.
func (g *guard) msg(msg tea.Msg) tea.Msg {
	v := reflect.ValueOf(msg)
	if !v.IsValid() || v.Kind() != reflect.Slice || v.Type().Elem() != cmdType {
		return msg
	}
	out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		if c, _ := v.Index(i).Interface().(tea.Cmd); c != nil {
			out.Index(i).Set(reflect.ValueOf(g.cmd(c)))
		}
	}
	return out.Interface()
}
