package doctor

import (
	"net"

	"valurna/ballot/manifest"
)

// apart looks whether registrar and urn are kept by different people on different
// machines. The folder shows who is not independent, never who is.
func (f *folder) apart(m *manifest.Manifest) Finding {
	const id = "apart"
	const next = "have an independent operator run the urn on a machine of its own before anybody votes in a hosted booth; until then vote with valurna join"
	const both = ": together they can tell what is voted in a hosted booth, and by whom"
	if f.has(registrar) && f.has(urn) {
		return warn(id, next, "registrar and urn are in one folder"+both+"; a demo is always so")
	}
	if m == nil {
		return warn(id, "give the manifest with --manifest FILE", "not looked at: the operators stand in the manifest")
	}
	if manifest.SameOperator(m.Registrar.Operator, m.Urn.Operator) {
		return warn(id, next, "the manifest names one operator for registrar and urn"+both)
	}
	theirs, _, err := net.SplitHostPort(m.Registrar.Address)
	if err != nil {
		return warn(id, "ask who runs which machine", "not shown: the registrar's address %s has no host", m.Registrar.Address)
	}
	for _, at := range []string{m.Urn.Booth, m.Urn.Cast} {
		if host, _, err := net.SplitHostPort(at); err != nil || host == theirs {
			return warn(id, next, "by the manifest registrar and urn are on one machine, %s"+both, at)
		}
	}
	return ok(id, "the manifest names different operators and machines for registrar and urn")
}
