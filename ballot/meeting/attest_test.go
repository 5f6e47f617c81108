package meeting_test

import (
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/meeting"
)

func TestChairAndSecretaryAttest(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.saysInVain(4, "attest G4 The meeting is held in the hall.", "office", "neither chair nor secretary")
	h.saysInVain(vicePerson, "attest G4 The meeting is held in the hall.", "office", "neither chair nor secretary")
	h.says(chairPerson, "attest G4 The meeting is held in the hall.")
	if by, at, ok := h.Attested("G4"); by != chairPerson || at != h.now || !ok {
		t.Errorf("attested by %d at %d, %v", by, at, ok)
	}
	if _, _, ok := h.Attested("G1"); ok {
		t.Error("G1 is attested by nobody")
	}
	h.says(h.secretary, "attest G1 "+paperHash+" The decision, paragraph 41.")
	got := h.Attestations("G1")
	if len(got) != 1 || got[0].Document.String() != paperHash || got[0].Statement != "The decision, paragraph 41." {
		t.Errorf("%+v", got)
	}
}

func TestSomeGuaranteesNeedTheWordOfTwo(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.says(chairPerson, "attest G18 Kommunen runs the registrar.")
	h.now++
	h.says(h.secretary, "attest G18 Grannkommunen runs the urn.")
	h.now++
	// A person's last word counts.
	h.says(chairPerson, "attest G18 Regionen runs the registrar.")
	got := h.Attestations("G18")
	if len(got) != 2 || got[0].By != h.secretary || got[1].By != chairPerson || got[1].Statement != "Regionen runs the registrar." {
		t.Errorf("%+v", got)
	}
	if by, _, _ := h.Attested("G18"); by != h.secretary {
		t.Errorf("the first of those that stand is of %d", by)
	}
}

func TestOneDoubtEndsAnAttestation(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.saysInVain(chairPerson, "attest withdraw D-urn", "attest", "nobody has attested")
	h.says(chairPerson, "attest D-urn The urn is apart.")
	h.says(h.secretary, "attest D-urn The urn is apart.")
	h.saysInVain(4, "attest withdraw D-urn", "office", "neither chair nor secretary")
	h.says(h.secretary, "attest withdraw D-urn")
	if _, _, ok := h.Attested("D-urn"); ok {
		t.Error("the chair's word stands against the secretary's doubt")
	}
}

func TestWhoGaveAWordCanTakeItBackWithoutTheOffice(t *testing.T) {
	h := newHybrid(t, 5, 1)
	h.sits(1, 2, 3)
	h.says(chairPerson, "attest G4 The meeting is held in the hall.")
	h.says(chairPerson, "chair p2 absent")
	h.saysInVain(chairPerson, "attest G1 It was decided.", "office", "neither chair nor secretary")
	h.says(chairPerson, "attest withdraw G4")
}

func TestAttestationsHaveAForm(t *testing.T) {
	h := newHybrid(t, 5, 1)
	for _, no := range []string{"", "g4", "4", "G 4", "G4\n", "Gé"} {
		h.refused("attest", "no guarantee", &meeting.Attest{Guarantee: no, Statement: "So it is.", By: chairPerson})
	}
	h.refused("attest", "no text", &meeting.Attest{Guarantee: "G4", By: chairPerson})
	h.refused("attest", "U+000A", &meeting.Attest{Guarantee: "G4", Statement: "So\nit is.", By: chairPerson})
	h.refused("length", "3 bytes", &meeting.Attest{Guarantee: "G4", Statement: "So it is.", Document: canon.Hex("abc"), By: chairPerson})
	h.saysInVain(chairPerson, "attest G4 "+paperHash, "attest", "no text")
	h.saysInVain(chairPerson, "attest G4", "usage", "attest GUARANTEE [SHA256] TEXT...")
}
