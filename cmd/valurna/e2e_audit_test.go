//go:build e2e

package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// testBooth has a booth open what is sealed, and begins afresh with the first option.
func testBooth(s *screen) (code string) {
	s.t.Helper()
	s.press("t")
	code = codeOn(s.t, s.until("Prova valbåset (INTE att rösta)", "Skriv först upp hela koden."))
	s.press("o")
	s.until("Det var ett prov: INTE din röst", "Din röst är inte inlagd än.", "valurna audit "+code)
	s.press("Enter")
	s.until("Markera ditt val", "0 av 1 valda")
	s.press("1", "Enter")
	s.until("Ett eget ord (frivilligt)")
	s.press("Enter")
	s.until("Stämmer det?")
	s.press("Enter")
	s.until("Förseglad, men INTE inlagd än")
	return code
}

// Both booths are tested before the vote, and any other machine shows what each had
// sealed, while the vote is open and from the bundle afterwards.
func TestE2EBothBoothsAreTestedBeforeTheVote(t *testing.T) {
	t.Parallel()
	p := opened(t, 3, 3)
	trusted := filepath.Join(p.dir, "manifest")
	desk, _ := hostKeys(t, p.dir)
	shows := func(code string, exit int, want string, more ...string) {
		t.Helper()
		r := valurna(t, append([]string{"audit", code, "--lang", "sv", "--manifest", trusted}, more...)...)
		if r.code != exit || !strings.Contains(r.out+r.errs, want) {
			t.Errorf("audit %s %v: status %d, without %q\n%s%s", code, more, r.code, want, r.out, r.errs)
		}
	}
	meeting := desk.host + ":" + desk.port

	home := p.joinAs(filepath.Join(t.TempDir(), "state"), "--manifest", trusted)
	sealed := mark(home)
	shows(sealed, 3, "är publicerad än", meeting)
	own := testBooth(home)
	if own != sealed {
		t.Errorf("the code was %s before the decision and %s after it", sealed, own)
	}
	home.press("j")
	vote := codeOn(t, home.until("Din röst är inlagd"))

	booth := p.ssh("chair-booth")
	shown := sealOne(booth)
	second := p.candidate(2)
	hosted := testBooth(booth)
	if hosted != shown {
		t.Errorf("the code was %s before the decision and %s after it", shown, hosted)
	}
	booth.press("j")
	booth.until("Din röst är inlagd", "Valurnan har den, säkert sparad.")
	booth.press("q")
	booth.ended()

	for _, code := range []string{own, hosted} {
		eventually(t, "the test is published", func() bool {
			return valurna(t, "audit", code, "--manifest", trusted, meeting).code == 0
		})
		shows(code, 0, "\n  "+second+"\n", meeting)
		shows(code, 1, "gjordes inte med ditt eget ord", "--word", "ekorre", meeting)
		shows(code[:9], 2, "hel valsedelskod", meeting)
	}
	shows(vote, 3, "är publicerad än", meeting)

	p.do("chair", "ballot", "close", "2-1")
	p.desk("the trustees have decrypted", phase("counted"))
	p.do("chair", "ballot", "certify", "2-1")
	p.checkBundle("2-1", vote)
	shows(own, 0, "Den står i urnans försegling", meeting)
	shows(vote, 3, "alla är publicerade", meeting)
}
