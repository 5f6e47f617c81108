package guarantee

func systemChanges() []change {
	return []change{
		{"one witness has cosigned", "S1-quorum", Fails, func(e *Evidence) { e.Record.Cosigned = Count(1) }, nil},
		{"nobody knows who has cosigned", "S1-quorum", Unknown, func(e *Evidence) { e.Record.Cosigned = Number{} }, nil},
		{"the witnesses have lapsed", "S1-lapsed", Fails, func(e *Evidence) { e.Record.CosignedAt = now - 301 }, nil},
		{"the body allows a shorter lapse", "S1-lapsed", Fails, func(e *Evidence) { e.Policy.CosignedAge = 19 }, nil},
		{"nobody knows when the witnesses cosigned", "S1-lapsed", Unknown, func(e *Evidence) { e.Record.CosignedAt = 0 }, nil},
		{"the witnesses cosigned far in the future", "S1-lapsed", Unknown, func(e *Evidence) { e.Record.CosignedAt = now + 121 }, nil},
		{"there is no manifest", "S2-complete", Unknown, func(e *Evidence) { e.Parties.Complete = NotShown }, nil},
		{"the manifest fails its check", "S2-complete", Fails, func(e *Evidence) { e.Parties.Complete = No }, nil},
		{"a trustee has not signed", "S2-signed", Fails, func(e *Evidence) { e.Parties.Signed = No }, nil},
		{"nobody has checked the signatures", "S2-signed", Unknown, func(e *Evidence) { e.Parties.Signed = NotShown }, nil},
		{"there was no trial", "S3-trial", Fails, func(e *Evidence) { e.Record.Tried = No }, nil},
		{"nobody knows of a trial", "S3-trial", Unknown, func(e *Evidence) { e.Record.Tried = NotShown }, nil},
		{"the witnesses' quorum is not known", "S1-quorum", Unknown, func(e *Evidence) { e.Parties.Quorum = Number{} }, nil},
		{"no witness is needed", "S1-quorum", Unknown, func(e *Evidence) { e.Parties.Quorum = Count(0) }, nil},
		{"nobody knows how many trustees decrypt", "S4-threshold", Unknown, func(e *Evidence) { e.Parties.Threshold = Number{} }, []string{"S5", "G14"}},
		{"no trustee is known", "S4-threshold", Unknown, func(e *Evidence) { e.Parties.Trustees = nil }, nil},
		{"one trustee alone decrypts", "S4-threshold", Fails, func(e *Evidence) { e.Parties.Threshold = Count(1) }, []string{"S5", "G14"}},
		{"all trustees have to decrypt", "S4-threshold", Fails, func(e *Evidence) { e.Parties.Trustees = e.Parties.Trustees[:2] }, nil},
		{"one operator of two is attested", "S4-attested", Unknown, func(e *Evidence) {
			e.Parties.Trustees[0].Attested, e.Parties.Trustees[1].Attested = Attestation{}, Attestation{}
		}, nil},
		{"a trustee is run by somebody else", "S4-attested", Fails, func(e *Evidence) { e.Parties.Trustees[0].Attested = denial(chair) }, nil},
		{"one operator has two trustees", "S4-shares", Fails, func(e *Evidence) { e.Parties.Trustees[1].Operator = " cia" }, nil},
		{"a trustee has no operator", "S4-shares", Unknown, func(e *Evidence) { e.Parties.Trustees[0].Operator = " " }, nil},
		{"registrar and urn have a trustee each", "S4-servers", Fails, func(e *Evidence) {
			e.Parties.Trustees[0].Operator, e.Parties.Trustees[1].Operator = "EXEMPELBY kommun", "Grannby kommun"
		}, nil},
		{"the registrar's operator is not known", "S4-servers", Unknown, func(e *Evidence) { e.Parties.Registrar = "" }, []string{"S6"}},
		{"one trustee shuffles", "S5-shuffles", Fails, func(e *Evidence) { e.Parties.Shuffles = Count(1) }, nil},
		{"nobody knows how many shuffle", "S5-shuffles", Unknown, func(e *Evidence) { e.Parties.Shuffles = Number{} }, []string{"G14"}},
		{"one operator has registrar and urn", "S6-same", Fails, func(e *Evidence) { e.Parties.Urn = "exempelby  Kommun" }, nil},
		{"nobody attests that the urn is independent", "S6-attested", Unknown, func(e *Evidence) { e.Parties.UrnApart = Attestation{} }, nil},
		{"the urn is not independent", "S6-attested", Fails, func(e *Evidence) { e.Parties.UrnApart = denial(secretary) }, nil},
		{"the urn has no key in the manifest", "S7-manifest", Fails, func(e *Evidence) { e.Parties.UrnKey = No }, nil},
		{"nobody knows of the urn's key", "S7-manifest", Unknown, func(e *Evidence) { e.Parties.UrnKey = NotShown }, nil},
		{"nobody attests how the urn's key reached members", "S7-members", Unknown, func(e *Evidence) { e.Parties.UrnKeySent = Attestation{} }, nil},
		{"the urn's key stood on no invitation", "S7-members", Fails, func(e *Evidence) { e.Parties.UrnKeySent = denial(secretary) }, nil},
		{"nobody reports the key exchanges", "S8-report", Unknown, func(e *Evidence) { e.Record.Reported = NotShown }, nil},
		{"the key exchanges cannot be read", "S8-report", Fails, func(e *Evidence) { e.Record.Reported = No }, nil},
		{"a report has fewer connections than none", "S8-report", Unknown, func(e *Evidence) { e.Record.Exchanges[0].Connections = -1 }, nil},
		{"the policy asks for post-quantum exchanges of all", "S8-classical", Fails, func(e *Evidence) { e.Policy.PostQuantum = true }, nil},
		{"nobody attests a Danish statute", "G1-danish", Unknown, func(e *Evidence) {
			e.Profile, e.Rule.Danish = "dk-kommunalbestyrelse", Attestation{}
		}, []string{"G12"}},
		{"no Danish statute allows it", "G1-danish", Fails, func(e *Evidence) {
			e.Profile, e.Rule.Danish = "dk-kommunalbestyrelse", denial(secretary)
		}, []string{"G12"}},
	}
}
