//go:build e2e

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The threat model lists every attack that is tried, with the reason for which it has
// to fail; a list that differs is shown as it should be.
func TestAttacksAreThoseOfTheThreatModel(t *testing.T) {
	data, err := os.ReadFile("../../docs/threats.md")
	check(t, err)
	var want strings.Builder
	for _, s := range []struct {
		when    string
		attacks []attack
	}{
		{"before the ballot", beforeTheBallot}, {"while it is open", whileOpen}, {"after the close", afterClose}, {"after the result", afterResult},
		{"in a meeting that decides", whereItDecides}, {"with a machine in hand", machineInHand},
	} {
		for _, a := range s.attacks {
			fmt.Fprintf(&want, "| %s | %s, %s | `%s` |\n", a.who, a.what, s.when, a.why)
		}
	}
	if !strings.Contains(string(data), "|---|---|---|\n"+want.String()+"\n") {
		t.Errorf("docs/threats.md section 5.1 has to hold these rows and no others:\n%s", want.String())
	}
}
