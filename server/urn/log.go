package urn

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"regexp"
	"strings"
	"time"
)

// printed are the attributes that may stand in the urn's log. Whoever adds one says
// here what it holds.
var printed = map[string]string{
	"booth":   ownAddress,
	"cast":    ownAddress,
	"ballot":  "a ballot's name in the journal",
	"trustee": "a trustee's name in the manifest",
	"type":    "the type of an entry of the journal",
	"seq":     "its number",
	"entries": "how many of them were read",
	"err":     "what failed, never of a visit",
	"why":     "why a trustee's work is not used",
	"kept":    "why a proof could not be written down",
	"failed":  "the questions of the self-check that were not answered with yes",
	"in":      "which part of the program has panicked",
	"at":      "and where, as functions and lines",
}

// ownAddress marks what the manifest says of this urn in public.
const ownAddress = "the urn's own address"

// withheld stands in the place of an IP address.
const withheld = "[address]"

// Quiet is the one handler through which an urn logs, also for the libraries under
// it that know nothing but slog's default. It drops every attribute that is not
// declared above, and in what is left, the message too, every IP address. A panic's
// value and stack could hold a choice, and are among what is dropped.
func Quiet(next slog.Handler) slog.Handler {
	if q, ok := next.(*quiet); ok {
		return q
	}
	return &quiet{next}
}

type quiet struct{ next slog.Handler }

func (q *quiet) Enabled(ctx context.Context, l slog.Level) bool { return q.next.Enabled(ctx, l) }

func (q *quiet) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, r.Level, withoutAddress(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		if a, ok := quietly(a); ok {
			out.AddAttrs(a)
		}
		return true
	})
	return q.next.Handle(ctx, out)
}

func (q *quiet) WithAttrs(attrs []slog.Attr) slog.Handler {
	var left []slog.Attr
	for _, a := range attrs {
		if a, ok := quietly(a); ok {
			left = append(left, a)
		}
	}
	return &quiet{q.next.WithAttrs(left)}
}

func (q *quiet) WithGroup(name string) slog.Handler { return &quiet{q.next.WithGroup(name)} }

// quietly gives what may be printed of an attribute; false: nothing.
func quietly(a slog.Attr) (slog.Attr, bool) {
	holds, declared := printed[a.Key]
	if !declared {
		return a, false
	}
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindString:
		if holds != ownAddress {
			v = slog.StringValue(withoutAddress(v.String()))
		}
	case slog.KindBool, slog.KindInt64, slog.KindUint64, slog.KindFloat64:
	case slog.KindAny:
		switch x := v.Any().(type) {
		case nil:
		case error:
			v = slog.StringValue(withoutAddress(x.Error()))
		case []string:
			v = slog.StringValue(withoutAddress(strings.Join(x, " ")))
		default:
			return a, false
		}
	default: // times, and groups, which have names of their own
		return a, false
	}
	return slog.Attr{Key: a.Key, Value: v}, true
}

// maybeAddress finds whatever could be an IP address, with a zone, brackets or a port.
var maybeAddress = regexp.MustCompile(`\[?[0-9A-Fa-f.:]*[.:][0-9A-Fa-f.:]+(%[0-9A-Za-z._~-]+)?(\](:[0-9]+)?)?`)

// withoutAddress replaces each IP address. A host's name stays: it can only be the
// registrar's, since the urn looks up no other.
func withoutAddress(s string) string {
	return maybeAddress.ReplaceAllStringFunc(s, func(found string) string {
		text := strings.TrimRight(found, ".:")
		if _, err := netip.ParseAddrPort(text); err == nil {
			return withheld + found[len(text):]
		}
		// A colon at the end may belong to the address ("fe80::") or to the sentence.
		for _, text := range []string{found, text} {
			if _, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
				return withheld + found[len(text):]
			}
		}
		return found
	})
}

// withholds shows a handler an address in every shape in which one comes, and says
// whether nothing of it was printed. It is no for a handler that is not ours.
func withholds(h slog.Handler) bool {
	if _, ours := h.(*quiet); !ours {
		return false
	}
	var out bytes.Buffer
	log := slog.New(&quiet{slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})})
	remote := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 77), Port: 50077}
	log.With("remote", remote, "err", "192.0.2.77").Error("from 192.0.2.77:50077",
		"remote", remote, "remote", remote.String(), "err", remote, "err", &net.OpError{Op: "read", Net: "tcp", Addr: remote, Err: errors.New("reset")},
		"why", "[2001:db8::77]:50077: gone", "at", []string{"2001:db8::77"}, "kept", time.Unix(77, 0), slog.Group("err", "remote", remote.String()))
	for _, told := range []string{"192.0.2", "50077", "2001:db8", "1970"} {
		if strings.Contains(out.String(), told) {
			return false
		}
	}
	return strings.Contains(out.String(), withheld)
}
