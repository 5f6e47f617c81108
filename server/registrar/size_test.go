package registrar

import (
	"fmt"
	"testing"

	"valurna/ballot/journal"
	"valurna/ballot/roll"
)

// BenchmarkView is one desk's view in a meeting of a thousand seats and two hundred items:
// the first look after a change, which makes what all desks share, and every other one.
func BenchmarkView(b *testing.B) {
	const many = 1000
	w := newTown(b, func(s *roll.Source) {
		for i := seats; i < many; i++ {
			s.Members = append(s.Members, roll.Member{Name: fmt.Sprintf("Ledamot %d", i+1), Seat: i + 1, Keys: []string{sshLine(newSigner())}})
		}
		for i := 2; i < 200; i++ {
			s.Items = append(s.Items, roll.Item{Title: fmt.Sprintf("Ärende %d", i+1), Class: journal.ClassDecision})
		}
	})
	w.assemble()
	chair, member := w.role(1), w.role(2)
	b.Run("chair", func(b *testing.B) {
		for b.Loop() {
			w.View(chair)
		}
	})
	b.Run("member", func(b *testing.B) {
		for b.Loop() {
			w.View(member)
		}
	})
	b.Run("first after a change", func(b *testing.B) {
		for b.Loop() {
			w.mu.Lock()
			w.commons = nil
			w.mu.Unlock()
			w.View(member)
		}
	})
}
