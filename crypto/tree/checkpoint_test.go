package tree

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

const origin = "vallentuna.example/kf/2026-06-15"

func key(name string) ed25519.PrivateKey {
	h := LeafHash([]byte(name))
	return ed25519.NewKeyFromSeed(h[:])
}

func public(name string) ed25519.PublicKey { return key(name).Public().(ed25519.PublicKey) }

func policy(quorum int, witnesses ...string) Policy {
	p := Policy{Origin: origin, Log: public(origin), Quorum: quorum}
	for _, w := range witnesses {
		p.Witnesses = append(p.Witnesses, Witness{Name: w, Key: public(w)})
	}
	return p
}

func point() Checkpoint { return Checkpoint{Origin: origin, Size: 17, Root: LeafHash([]byte("root"))} }

func signed(t testing.TB, c Checkpoint) string {
	t.Helper()
	n, err := SignCheckpoint(c, key(origin))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func cosign(t testing.TB, n, witness string, unix int64) string {
	t.Helper()
	line, err := Cosign(n, witness, key(witness), unix)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func cosigned(t testing.TB, n string, witnesses ...string) string {
	t.Helper()
	for i, w := range witnesses {
		var err error
		if n, err = AddCosignature(n, cosign(t, n, w, 1_780_000_000+int64(i))); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func TestACheckpointIsSignedCosignedAndOpened(t *testing.T) {
	n := cosigned(t, signed(t, point()), "press", "auditor", "opposition")
	c, names, err := policy(2, "opposition", "press", "auditor", "absent").Open(n)
	if err != nil {
		t.Fatal(err)
	}
	if c != point() || strings.Join(names, " ") != "auditor opposition press" {
		t.Errorf("opened %v by %v", c, names)
	}
	if !strings.HasPrefix(n, origin+"\n17\n") || strings.Count(n, "\n") != 8 {
		t.Errorf("the note is\n%s", n)
	}
}

func TestTheOrderOfArrivalDoesNotShow(t *testing.T) {
	bare := signed(t, point())
	a, b := cosign(t, bare, "a", 1), cosign(t, bare, "b", 2)
	join := func(lines ...string) string {
		n := bare
		for _, l := range lines {
			var err error
			if n, err = AddCosignature(n, l); err != nil {
				t.Fatal(err)
			}
		}
		return n
	}
	if join(a, b) != join(b, a) || join(a, b, a) != join(b, a) || join(a, b) != bare+a+b {
		t.Error("notes of the same signatures differ")
	}
	if _, err := AddCosignature(join(a), cosign(t, bare, "a", 3)); !errors.Is(err, ErrFormat) {
		t.Errorf("a second cosignature of one witness: %v", err)
	}
}

func TestTimesOfCosignaturesAreRead(t *testing.T) {
	bare := signed(t, point())
	n, err := AddCosignature(bare, cosign(t, bare, "a", 1_780_000_123))
	if err != nil {
		t.Fatal(err)
	}
	_, got, err := policy(1, "a").OpenTimes(n)
	if err != nil || len(got) != 1 || got[0] != (Cosignature{Name: "a", Time: 1_780_000_123}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestEveryChangedByteOfANoteIsRefused(t *testing.T) {
	n := cosigned(t, signed(t, point()), "a", "b")
	p := policy(1, "a", "b")
	if _, _, err := p.Open(n); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		for bit := range 8 {
			changed := []byte(n)
			changed[i] ^= 1 << bit
			if _, _, err := p.Open(string(changed)); err == nil {
				t.Errorf("byte %d, bit %d: %q was opened", i, bit, changed)
			}
		}
		if _, _, err := p.Open(n[:i]); err == nil && !completeAt(n, i) {
			t.Errorf("cut at byte %d: opened", i)
		}
		for _, extra := range []string{"\n", " ", "\r", "0", "="} {
			if _, _, err := p.Open(n[:i] + extra + n[i:]); err == nil {
				t.Errorf("%q put in at byte %d: opened", extra, i)
			}
		}
	}
}

// completeAt says whether the note cut at i is whole, only without its last witness.
func completeAt(n string, i int) bool {
	return strings.HasSuffix(n[:i], "\n") && strings.Count(n[:i], linePrefix) == 2
}

func TestWhatIsNotTheCanonicalNoteIsRefused(t *testing.T) {
	bare := signed(t, point())
	logLine := bare[strings.Index(bare, linePrefix):]
	text := strings.TrimSuffix(bare, "\n"+logLine)
	a, b := cosign(t, bare, "a", 1), cosign(t, bare, "b", 2)
	sign := func(text string) string {
		return text + "\n" + signature{name: origin, raw: append(
			[]byte{0, 0, 0, 0}, ed25519.Sign(key(origin), []byte(text))...)}.withKey().line()
	}
	root64 := base64.StdEncoding.EncodeToString(pointRoot())
	empty := EmptyRoot()
	p := policy(0, "a", "b")
	if _, _, err := p.Open(sign(text)); err != nil {
		t.Fatalf("the note that the cases vary: %v", err)
	}
	for name, c := range map[string]struct {
		note string
		want error
	}{
		"nothing":                     {"", ErrFormat},
		"text alone":                  {text, ErrFormat},
		"no signature":                {text + "\n", ErrFormat},
		"witnesses in another order":  {bare + b + a, ErrFormat},
		"a witness before the log":    {text + "\n" + a + logLine, ErrFormat},
		"a witness without the log":   {text + "\n" + a, ErrFormat},
		"a witness twice":             {bare + a + a, ErrFormat},
		"the log twice":               {bare + logLine, ErrFormat},
		"an extension line":           {sign(text + "extension\n"), ErrFormat},
		"a size with a leading zero":  {sign(origin + "\n017\n" + root64 + "\n"), ErrFormat},
		"a size with a sign":          {sign(origin + "\n+17\n" + root64 + "\n"), ErrFormat},
		"a negative size":             {sign(origin + "\n-1\n" + root64 + "\n"), ErrFormat},
		"a size beyond every tree":    {sign(fmt.Sprintf("%s\n%d\n%s\n", origin, uint64(math.MaxInt64)+1, root64)), ErrFormat},
		"a size beyond the limit":     {sign(fmt.Sprintf("%s\n%d\n%s\n", origin, MaxSize+1, root64)), ErrFormat},
		"a short root":                {sign(origin + "\n17\nAAAA\n"), ErrFormat},
		"a root with spare bits":      {sign(origin + "\n17\n" + strings.TrimSuffix(strings.Repeat("A", 43), "A") + "B=\n"), ErrFormat},
		"a root over no leaves":       {sign(origin + "\n0\n" + root64 + "\n"), ErrFormat},
		"the empty tree":              {sign(origin + "\n0\n" + base64.StdEncoding.EncodeToString(empty[:]) + "\n"), nil},
		"an unknown witness":          {bare + cosign(t, bare, "c", 3), ErrUnknownKey},
		"a cosignature by the log":    {bare + strings.Replace(a, "— a ", "— "+origin+" ", 1), ErrFormat},
		"a name with a space":         {bare + strings.Replace(a, "— a ", "— a b ", 1), ErrFormat},
		"a hyphen for the dash":       {bare + strings.Replace(a, "—", "-", 1), ErrFormat},
		"another checkpoint's cosign": {bare + cosign(t, signed(t, Checkpoint{origin, 18, point().Root}), "a", 1), ErrSignature},
		"carriage returns":            {strings.ReplaceAll(bare, "\n", "\r\n"), ErrFormat},
	} {
		if _, _, err := p.Open(c.note); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// withKey puts the log's key id in its place.
func (s signature) withKey() signature {
	h := keyHash(s.name, algEd25519, public(s.name))
	s.raw[0], s.raw[1], s.raw[2], s.raw[3] = byte(h>>24), byte(h>>16), byte(h>>8), byte(h)
	return s
}

func TestACosignatureWithoutAPossibleTimeIsRefused(t *testing.T) {
	bare := signed(t, point())
	if _, err := Cosign(bare, "a", key("a"), -1); !errors.Is(err, ErrKey) {
		t.Errorf("signing: %v", err)
	}
	// A witness that signs 2^63 seconds all the same.
	s, err := parseSignature(cosign(t, bare, "a", 0))
	if err != nil {
		t.Fatal(err)
	}
	s.raw[4] = 0x80
	text := point().text()
	copy(s.raw[12:], ed25519.Sign(key("a"), fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", uint64(1)<<63, text)))
	if _, _, err := policy(1, "a").Open(bare + s.line()); !errors.Is(err, ErrFormat) {
		t.Errorf("opening: %v", err)
	}
}

func TestWhatCannotBeSignedIsRefused(t *testing.T) {
	bare := signed(t, point())
	for name, c := range map[string]Checkpoint{
		"no origin": {"", 1, Hash{}}, "a space": {"a b", 1, Hash{}}, "two lines": {"a\nb", 1, Hash{}},
		"a negative size": {origin, -1, Hash{}}, "too large": {origin, MaxSize + 1, Hash{}}, "no leaves, a root": {origin, 0, Hash{}},
	} {
		if _, err := SignCheckpoint(c, key(origin)); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := SignCheckpoint(point(), nil); !errors.Is(err, ErrKey) {
		t.Errorf("no key: %v", err)
	}
	for _, name := range []string{"", "a b", "a+b", "a\n", origin} {
		if _, err := Cosign(bare, name, key("a"), 1); !errors.Is(err, ErrKey) {
			t.Errorf("witness %q: %v", name, err)
		}
	}
	if _, err := Cosign("not a note", "a", key("a"), 1); !errors.Is(err, ErrFormat) {
		t.Errorf("no note: %v", err)
	}
	logLine := bare[strings.Index(bare, linePrefix):]
	for name, line := range map[string]string{
		"nothing": "", "the log's own line": logLine, "two lines": cosign(t, bare, "a", 1) + cosign(t, bare, "b", 1),
		"no end":               strings.TrimSuffix(cosign(t, bare, "a", 1), "\n"),
		"under the log's name": strings.Replace(cosign(t, bare, "a", 1), "— a ", "— "+origin+" ", 1),
	} {
		if _, err := AddCosignature(bare, line); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func pointRoot() []byte {
	r := point().Root
	return r[:]
}

func FuzzOpen(f *testing.F) {
	bare := signed(f, point())
	n := cosigned(f, bare, "a", "b")
	for _, s := range []string{bare, n, bare + cosign(f, bare, "b", 1), "", "\n\n", origin + "\n17\n", strings.ReplaceAll(n, "\n", "\r\n")} {
		f.Add(s)
	}
	p := policy(0, "a", "b")
	f.Fuzz(func(t *testing.T, s string) {
		parsed, err := parse(s)
		if err == nil {
			again := parsed.point.text() + "\n"
			for _, sig := range parsed.sigs {
				again += sig.line()
			}
			if again != s {
				t.Fatal("two encodings of one note")
			}
		}
		if c, _, err := p.Open(s); err == nil && c != point() {
			t.Fatal("a forged checkpoint")
		}
	})
}

func FuzzAddCosignature(f *testing.F) {
	bare := signed(f, point())
	f.Add(bare, cosign(f, bare, "a", 1))
	f.Add(cosigned(f, bare, "a", "c"), cosign(f, bare, "b", 1))
	f.Add(bare, "— a AAAA\n")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, n, line string) {
		out, err := AddCosignature(n, line)
		if err != nil {
			return
		}
		if _, err := parse(out); err != nil || !strings.Contains(out, line) {
			t.Fatalf("the note that comes out cannot be read: %v", err)
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	n := cosigned(b, signed(b, point()), "a", "b", "c")
	p := policy(3, "a", "b", "c")
	for b.Loop() {
		if _, _, err := p.Open(n); err != nil {
			b.Fatal(err)
		}
	}
}
