package guarantee

import (
	"fmt"
	"slices"
	"strings"
)

// urnKnown, S7: members know the urn by a key that did not come from the registrar's
// desk alone, which could put itself in between (A17).
var urnKnown = guarantee{
	id: "S7", effect: Ballots, source: "A17",
	holds: "The urn's key stands in the manifest and reached members otherwise than from the registrar: attested by person {by} in entry {entry}.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "S7-manifest",
				Want: "the urn's key stands in the manifest",
				Lack: "The urn's key does not stand in the manifest.",
				Mend: "Enter the urn's host key, and make the manifest.",
			},
			judge: func(f *facts) answer { return is(f.Parties.UrnKey) },
		},
		{
			Reason: Reason{
				Code: "S7-members",
				Want: "the urn's key reached members by invitation, voting card or projector",
				Lack: "The urn's key did not reach members by invitation, voting card or projector: person {by} says so in entry {entry}.",
				Mend: "Send it with the invitations, print it on the cards or show it in the room, and have a named person attest that.",
			},
			judge: func(f *facts) answer { return attested(f.Parties.UrnKeySent) },
		},
	},
}

// exchanges, S8: it is reported how well connections are protected from whoever
// records them for a later quantum computer (A17). Only a policy that says so refuses
// the others.
var exchanges = guarantee{
	id: "S8", effect: Ballots, source: "A17",
	holds: "{hybrid} of {connections} connections used a post-quantum key exchange: {algorithms}.",
	conditions: []condition{
		{
			Reason: Reason{
				Code: "S8-report",
				Want: "the key exchanges of the connections are known",
				Lack: "The key exchanges of the connections could not be read.",
				Mend: "Have the registrar report the key exchanges of its connections.",
			},
			judge: func(f *facts) answer { return is(f.exchanges().reported, f.exchanges().args()...) },
		},
		{
			Reason: Reason{
				Code: "S8-classical",
				Want: "every connection uses a post-quantum key exchange",
				Lack: "{hybrid} of {connections} connections used a post-quantum key exchange, and the policy asks it of all: {algorithms}.",
				Mend: "Have those with an older SSH program update it (OpenSSH 9.9 or later), or use this program.",
			},
			judge: func(f *facts) answer {
				if !f.Policy.PostQuantum {
					return is(Yes)
				}
				x := f.exchanges()
				return is(all(x.reported, when(x.hybrid == x.connections)), x.args()...)
			},
		},
	},
}

// postQuantum are the hybrid key exchanges of SSH.
var postQuantum = []string{
	"mlkem768x25519-sha256", "mlkem768nistp256-sha256", "mlkem1024nistp384-sha384",
	"sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com",
}

// Hybrid says whether a key exchange of SSH withstands a quantum computer as well.
func Hybrid(exchange string) bool { return slices.Contains(postQuantum, exchange) }

// usage is a report on key exchanges added up.
type usage struct {
	reported            Known
	hybrid, connections int64
	list                []string
}

func (f *facts) exchanges() usage {
	u := usage{reported: known(f.Record.Reported)}
	counts := map[string]int64{}
	for _, x := range f.Record.Exchanges {
		if x.Connections < 0 || x.Connections > maxConnections {
			u.reported = all(u.reported, NotShown)
			continue
		}
		n := int64(x.Connections)
		if u.connections += n; slices.Contains(postQuantum, x.Algorithm) {
			u.hybrid += n
		}
		counts[printable(x.Algorithm)] += n
	}
	for name, n := range counts {
		u.list = append(u.list, fmt.Sprintf("%s %d", name, n))
	}
	slices.Sort(u.list)
	return u
}

func (u usage) args() []Arg {
	algorithms := "none"
	if len(u.list) > 0 {
		algorithms = strings.Join(u.list, ", ")
	}
	return []Arg{number("hybrid", u.hybrid), number("connections", u.connections), {"algorithms", algorithms}}
}

const (
	maxConnections = 1 << 30 // of one algorithm
	maxAlgorithm   = 64      // bytes of a name (RFC 4251)
)

// printable is the name of an algorithm, or "other" for one that could not stand in a
// sentence.
func printable(name string) string {
	foreign := func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-.@", r) }
	if name == "" || len(name) > maxAlgorithm || strings.ContainsFunc(name, foreign) {
		return "other"
	}
	return name
}
