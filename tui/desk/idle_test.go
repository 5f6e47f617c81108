package desk

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"valurna/tui/words"
)

func TestADeskOnAServerThatNobodyTouchesIsClosedAndSaysSo(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	for _, lang := range words.Languages() {
		m := New(nil, words.Pick(lang), func() time.Time { return now }).(*Model)
		if _, cmd := m.Update(tea.EnvMsg{"SSH_TTY=ssh"}); cmd == nil {
			t.Fatal("nothing looks for keys")
		}
		now = now.Add(idleEnd - time.Second)
		if m.Update(idleMsg{}); m.idle || m.Farewell() != "" {
			t.Fatal("closed before its time")
		}
		now = now.Add(time.Second)
		if _, cmd := m.Update(idleMsg{}); !m.idle || strings.Join(strings.Fields(m.Farewell()), " ") != words.Pick(lang).Frame.IdleEnded || cmd == nil {
			t.Fatal("an untouched desk stays open")
		}
	}
}

func TestADeskInOnesOwnProgramIsNotClosed(t *testing.T) {
	m := New(nil, words.Pick("en"), time.Now).(*Model)
	if _, cmd := m.Update(tea.EnvMsg{"TERM=xterm"}); cmd != nil || !m.pressed.IsZero() {
		t.Fatal("somebody's own program looks for keys")
	}
}

func TestTheProjectorsDisplayIsNeverClosedForWantOfKeys(t *testing.T) {
	d := NewDisplay(nil, words.Pick("en"), time.Now)
	if _, cmd := d.Update(tea.EnvMsg{"SSH_TTY=ssh"}); cmd != nil {
		t.Fatal("the display looks for keys")
	}
}
