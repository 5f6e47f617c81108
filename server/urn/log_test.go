package urn

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
)

func logged(write func(l *slog.Logger)) string {
	var out bytes.Buffer
	write(slog.New(Quiet(slog.NewTextHandler(&out, nil))))
	_, line, _ := strings.Cut(strings.TrimSpace(out.String()), " ") // without the time
	return line
}

func TestTheLogDropsWhatIsNotDeclared(t *testing.T) {
	remote := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 50000}
	for _, c := range []struct {
		write func(l *slog.Logger)
		want  string
	}{
		{func(l *slog.Logger) { l.Info("urn runs", "booth", "192.0.2.1:7022") }, "level=INFO msg=\"urn runs\" booth=192.0.2.1:7022"},
		{func(l *slog.Logger) { l.Info("entered", "type", "ballot.stop", "seq", 7) }, "level=INFO msg=entered type=ballot.stop seq=7"},
		{func(l *slog.Logger) {
			l.Error("a panic", "remote", remote, "panic", "choice 3", "stack", "f(3)", "in", "session")
		}, "level=ERROR msg=\"a panic\" in=session"},
		{func(l *slog.Logger) { l.Error("x", "err", errors.New("read tcp 192.0.2.1:1->[2001:db8::7]:2: reset")) }, `level=ERROR msg=x err="read tcp [address]->[address]: reset"`},
		{func(l *slog.Logger) { l.Info("x", "err", remote, "why", slog.GroupValue(slog.Any("remote", remote))) }, "level=INFO msg=x"},
		{func(l *slog.Logger) {
			l.With("user", "anna", "ballot", "1-1").WithGroup("g").Info("x", "user", "anna", "why", "late")
		}, "level=INFO msg=x ballot=1-1 g.why=late"},
		{func(l *slog.Logger) { l.Info("x", "at", []string{"f:1", "192.0.2.1"}, "err", nil) }, "level=INFO msg=x at=\"f:1 [address]\" err=<nil>"},
	} {
		if got := logged(c.write); got != c.want {
			t.Errorf("logged %s\nwant   %s", got, c.want)
		}
	}
}

func TestEveryWrittenAddressIsFoundAndNothingElse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"from 192.0.2.1.", "from [address]."},
		{"192.0.2.1:22: refused", "[address]: refused"},
		{"192.0.2.1: refused", "[address]: refused"},
		{"[2001:db8::1]:22", "[address]"}, {"[2001:db8::1]", "[address]"}, {"2001:db8::1", "[address]"},
		{"fe80::1%eth0 is down", "[address] is down"}, {"[fe80::1%eth0]:22", "[address]"}, {"at ::1:", "at [address]:"},
		{"fe80::", "[address]"}, {"::ffff:192.0.2.1", "[address]"},
		{"lookup urn.example on 127.0.0.53:53: no such host", "lookup urn.example on [address]: no such host"},
		{"registrar.example:7022", "registrar.example:7022"},
		{"ballot 3-1 at 12:30:05, version 1.26.8: ed.", "ballot 3-1 at 12:30:05, version 1.26.8: ed."},
		{"sshd.go:143", "sshd.go:143"}, {"a: b", "a: b"}, {"...", "..."}, {"", ""},
	} {
		if got := withoutAddress(c.text); got != c.want {
			t.Errorf("%q became %q, want %q", c.text, got, c.want)
		}
	}
}

func TestOnlyTheUrnsOwnHandlerIsKnownToWithhold(t *testing.T) {
	plain := slog.NewTextHandler(new(bytes.Buffer), nil)
	quietly := Quiet(plain)
	for name, h := range map[string]slog.Handler{"the handler": quietly, "with attributes": quietly.WithAttrs(nil), "in a group": quietly.WithGroup("g"), "twice": Quiet(quietly)} {
		if !withholds(h) {
			t.Errorf("%s is not known", name)
		}
	}
	if withholds(plain) {
		t.Error("any handler will do")
	}
	if Quiet(quietly) != quietly {
		t.Error("it is put around itself")
	}
}

// What the urn's own code logs is declared, so that nothing of it is missed.
func TestSecretsAndVisitsAreNoWordsOfTheLog(t *testing.T) {
	for _, word := range []string{"handle", "user", "remote", "addr", "address", "key", "code", "choice", "time", "panic", "stack"} {
		if holds, is := printed[word]; is {
			t.Errorf("%s may be printed: %s", word, holds)
		}
	}
	if line := logged(func(l *slog.Logger) { l.Info("x", "err", fmt.Errorf("of %v", testSecrets(t))) }); !strings.HasSuffix(line, "\"of [secret]\"") {
		t.Error(line)
	}
}
