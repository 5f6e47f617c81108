package tree

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestAQuorumCountsDistinctListedWitnesses(t *testing.T) {
	bare := signed(t, point())
	for have, names := range [][]string{{}, {"a"}, {"a", "b"}, {"a", "b", "c"}} {
		n := cosigned(t, bare, names...)
		for quorum := range 4 {
			_, got, err := policy(quorum, "a", "b", "c").Open(n)
			if have >= quorum && (err != nil || len(got) != have) {
				t.Errorf("%d of %d: %v", have, quorum, err)
			}
			if have < quorum && !errors.Is(err, ErrQuorum) {
				t.Errorf("%d of %d: %v", have, quorum, err)
			}
		}
	}
}

func TestAnotherLogIsRefused(t *testing.T) {
	impostor, err := SignCheckpoint(point(), key("impostor"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := policy(0).Open(impostor); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("another key under the log's name: %v", err)
	}
	other := point()
	other.Origin = "other.example"
	elsewhere, err := SignCheckpoint(other, key(origin))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := policy(0).Open(elsewhere); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("the log's key under another origin: %v", err)
	}
}

func TestPoliciesThatCannotBeReliedOnAreRefused(t *testing.T) {
	n := cosigned(t, signed(t, point()), "a")
	shortKey, twice, named := policy(1, "a"), policy(1, "a", "b"), policy(1, "a", "b")
	shortKey.Witnesses[0].Key = shortKey.Witnesses[0].Key[1:]
	twice.Witnesses[1].Key = twice.Witnesses[0].Key
	named.Witnesses[1].Name = "a"
	noLog, logAsWitness := policy(0), policy(1, "a")
	noLog.Log = nil
	logAsWitness.Witnesses[0].Key = logAsWitness.Log
	nameless := policy(0)
	nameless.Origin = ""
	many := policy(0)
	for i := range maxSignatures {
		w := fmt.Sprint("w", i)
		many.Witnesses = append(many.Witnesses, Witness{w, public(w)})
	}
	for name, p := range map[string]Policy{
		"a negative quorum": policy(-1, "a"), "a quorum out of reach": policy(2, "a"),
		"a short key": shortKey, "one key under two names": twice, "one name with two keys": named,
		"no log key": noLog, "the log as its own witness": logAsWitness, "no origin": nameless,
		"a space in a name": policy(0, "a b"), "a plus in a name": policy(0, "a+b"), "an empty name": policy(0, ""),
		"a control character": policy(0, "a\x7f"), "bad UTF-8": policy(0, "\xff"),
		"a long name": policy(0, strings.Repeat("a", maxName+1)), "too many witnesses": many,
	} {
		if _, _, err := p.Open(n); !errors.Is(err, ErrPolicy) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Cosign and AddCosignature know no keys, and take apart only what has the right shape.
func TestNotesOfTheWrongShapeAreNotWorkedOn(t *testing.T) {
	bare := signed(t, point())
	logLine := bare[strings.Index(bare, linePrefix):]
	text := strings.TrimSuffix(bare, logLine)
	a := cosign(t, bare, "a", 1)
	full := bare
	for i := range maxSignatures - 1 {
		full += cosign(t, bare, fmt.Sprintf("w%03d", i), 1)
	}
	if _, err := parse(full); err != nil {
		t.Fatalf("as many witnesses as there may be: %v", err)
	}
	for name, n := range map[string]string{
		"the first line under another name": text + strings.Replace(logLine, origin, "other.example", 1),
		"a log's signature with a time":     text + strings.Replace(a, "— a ", "— "+origin+" ", 1),
		"a cosignature without a time":      bare + strings.Replace(logLine, origin, "b", 1),
		"too many lines":                    full + cosign(t, bare, "x", 1),
		"a line that does not end":          strings.TrimSuffix(bare+a, "\n"),
	} {
		if _, err := Cosign(n, "z", key("z"), 1); !errors.Is(err, ErrFormat) {
			t.Errorf("cosigning %s: %v", name, err)
		}
		if _, err := AddCosignature(n, cosign(t, bare, "z", 1)); !errors.Is(err, ErrFormat) {
			t.Errorf("adding to %s: %v", name, err)
		}
	}
	for name, line := range map[string]string{
		"a line without a time": strings.Replace(logLine, origin, "b", 1),
		"a line too many":       cosign(t, bare, "z", 1),
	} {
		if _, err := AddCosignature(full, line); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := AddCosignature(bare, strings.Replace(logLine, origin, "b", 1)); !errors.Is(err, ErrFormat) {
		t.Errorf("a cosignature without a time: %v", err)
	}
}
