package demo

import "testing"

func TestNoTwoMembersHaveOneName(t *testing.T) {
	seen := map[string]int{}
	for i := range MostMembers {
		if j, ok := seen[name(i)]; ok {
			t.Fatalf("seats %d and %d are both %s", j+1, i+1, name(i))
		}
		seen[name(i)] = i
	}
}
