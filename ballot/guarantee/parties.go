package guarantee

import "valurna/ballot/manifest"

// Parties is who keeps what. PartiesOf fills in what the manifest says; the rest is
// attested.
type Parties struct {
	Complete  Known // the manifest passes its own check
	Signed    Known // by every party that it names, and by chair or secretary
	Threshold Number
	Quorum    Number // of witnesses
	Shuffles  Number // that the policy demands
	Registrar string // operator
	Urn       string // operator
	Trustees  []Trustee
	Observer  Known // a witness's operator runs neither registrar nor urn
	UrnKey    Known // the urn's host key stands in the manifest

	First      Attestation // who runs which machine is as the manifest says
	Second     Attestation // the same, by a second person
	UrnApart   Attestation // the urn's operator is independent of the registrar's
	UrnKeySent Attestation // members have the urn's key or the manifest's words by invitation, card or projector
}

// Trustee is one trustee of the manifest, in its order.
type Trustee struct {
	Operator string
	Attested Attestation // this operator runs the trustee, and runs it alone
}

// PartiesOf reads a manifest and checks it with its signatures. Nothing is shown by
// none.
func PartiesOf(s *manifest.Signed) Parties {
	if s == nil || s.Manifest == nil {
		return Parties{}
	}
	m := s.Manifest
	p := Parties{
		Complete: when(m.Check() == nil), Signed: when(s.Verify() == nil),
		Threshold: Count(m.Threshold), Quorum: Count(m.Quorum), Shuffles: Count(m.Policy.Shuffles),
		Registrar: m.Registrar.Operator, Urn: m.Urn.Operator, Observer: No,
	}
	_, err := manifest.ParseKeyLine(m.Urn.HostKey)
	p.UrnKey = when(err == nil)
	for _, t := range m.Trustees {
		p.Trustees = append(p.Trustees, Trustee{Operator: t.Operator})
	}
	for _, w := range m.Witnesses {
		if !named(w.Operator) || manifest.SameOperator(w.Operator, p.Registrar) || manifest.SameOperator(w.Operator, p.Urn) {
			continue
		}
		p.Observer = Yes
	}
	return p
}

// named says whether an operator has a name.
func named(operator string) bool { return manifest.FoldOperator(operator) != "" }
