package meeting_test

import (
	"strings"
	"testing"

	"valurna/ballot/meeting"
)

// The codes of these vectors were computed from SpokenCode's comment by a program in
// another language.
func TestSpokenCodes(t *testing.T) {
	var counting [32]byte
	for i := range counting {
		counting[i] = byte(i)
	}
	for _, c := range []struct {
		manifest                  [32]byte
		member, host, bound, want string
	}{
		{[32]byte{}, "", "", "", "junat-zazil"},
		{counting, "member key", "host key", "session", "movah-jozar"},
		{counting, "member key", "host key", "session 2", "tamaz-tohuj"},
		{counting, "host key", "member key", "session", "dinaz-fobab"},
	} {
		if got := meeting.SpokenCode(c.manifest, []byte(c.member), []byte(c.host), []byte(c.bound)); got != c.want {
			t.Errorf("%q, %q, %q: %s; want %s", c.member, c.host, c.bound, got, c.want)
		}
	}
}

func TestASpokenCodeIsOfThisMemberRegistrarAndSession(t *testing.T) {
	seen := map[string]string{}
	for _, parts := range []string{"a b c", "b a c", "a c b", "ab  c", "a  bc", " ab c", "x b c", "a x c", "a b x"} {
		p := strings.Split(parts, " ")
		got := meeting.SpokenCode([32]byte{}, []byte(p[0]), []byte(p[1]), []byte(strings.Join(p[2:], " ")))
		if other, doubled := seen[got]; doubled {
			t.Errorf("%q and %q have one code, %s", parts, other, got)
		}
		seen[got] = parts
	}
	if a, b := meeting.SpokenCode([32]byte{1}, nil, nil, nil), meeting.SpokenCode([32]byte{}, nil, nil, nil); a == b {
		t.Errorf("two meetings have one code, %s", a)
	}
}
