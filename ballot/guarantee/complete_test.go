package guarantee

import (
	"slices"
	"time"

	"valurna/ballot/manifest"
)

// The council of these tests: 49 seats, 30 members in the room, persons 4, 7 and 9
// remote on the seats of their numbers, person 1 in the chair, 2 the secretary.
const (
	chair     = 1
	secretary = 2
	now       = 1_796_050_800 // 2026-11-30 15:00 in Stockholm
	winter    = 3600          // Stockholm's clocks, seconds ahead of UTC
)

// complete is evidence under which everything holds, at every moment.
func complete() Evidence {
	e := Evidence{
		Now: now, Profile: manifest.ProfileCouncil,
		Rule: Rule{Allows: word(secretary), Document: Yes, Danish: word(secretary)},
		Meeting: Meeting{Date: "2026-11-30", Place: word(chair), Chair: chair, Seats: Count(49), Room: Count(30),
			Disqualified: Count(0), Demanded: Count(10), JavResolved: Yes},
		Agenda: Business{
			Listed: Yes,
			Items: []Item{
				{Number: 1, Class: ClassInformation, NoBallot: Yes, Plain: Yes},
				{Number: 2, Class: ClassElection, NoBallot: No, Plain: Yes},
				{Number: 3, Class: ClassDecision, NoBallot: Yes, Plain: No},
			},
			Transmission: word(secretary), Rooms: word(secretary), Mailboxes: Yes, PapersIn: Yes,
		},
		Remote: Remote{
			Listed: Yes, People: []Person{remote(4), remote(7), remote(9)},
			View: word(chair), Stable: word(chair), Unlost: Yes,
		},
		Ballot: Ballot{Item: 2, Eligible: Count(33), Published: Yes, Tokens: Count(4), Cast: Count(3), Spent: Yes,
			NoneMissing: Yes, Shuffles: Count(2), Recounted: Yes},
		Casting: Casting{AllElectronic: Yes, NoLogin: Yes, NoAddress: Yes, NoOrder: Yes, Apart: Yes, OneToken: Yes, OneBallot: Yes},
		Parties: Parties{
			Complete: Yes, Signed: Yes, Threshold: Count(2), Quorum: Count(2), Shuffles: Count(2),
			Registrar: "Exempelby kommun", Urn: "Grannby kommun", Observer: Yes, UrnKey: Yes,
			Trustees: []Trustee{{"Anna", word(chair)}, {"Bo", word(chair)}, {"Cia", word(secretary)}},
			First:    word(chair), Second: word(secretary), UrnApart: word(secretary), UrnKeySent: word(secretary),
		},
		Record: Record{Cosigned: Count(3), CosignedAt: now - 20, Published: Yes, Tried: Yes, TrialVerified: Yes,
			Reported: Yes, Exchanges: []Exchange{{"mlkem768x25519-sha256", 30}, {"curve25519-sha256", 3}}},
		Machine: Machine{Preflight: Yes, Program: Hash{"aa", "aa"}, Policy: Hash{"bb", "bb"}, Store: Hash{"cc", "cc"},
			Drift: Count(-1), Restarts: Yes},
	}
	for _, a := range []int{Room, 4, 7, 9} {
		for _, b := range []int{Room, 4, 7, 9} {
			if a != b {
				e.Remote.Sights = append(e.Remote.Sights, Sight{a, b, Yes})
			}
		}
	}
	return e
}

// remote is a remote member of whom everything is shown.
func remote(n int) Person {
	return Person{
		Number: n, Seat: n, Admitted: Yes,
		ToSecretary: delivered("2026-11-20 09:00"), ToChair: delivered("2026-11-25 23:59"),
		Reason: Yes, Grant: word(chair),
		OwnKey: Yes, OneSession: Yes, Confirmed: word(chair),
		Transmission: word(n), Heartbeat: now - 5,
		InPrivate: word(n), Renewed: Yes, Asked: word(chair), Responsible: word(n), Papers: Yes, Alone: word(n),
	}
}

// word is a person's attestation.
func word(person int) Attestation { return Attestation{Yes, person, 100 + int64(person)} }

// denial is a person's word that something is not so.
func denial(person int) Attestation { return Attestation{No, person, 100 + int64(person)} }

// delivered is a moment by the clocks of Stockholm in winter.
func delivered(at string) Stamp {
	t, err := time.Parse("2006-01-02 15:04", at)
	if err != nil {
		panic(err)
	}
	return Stamp{t.Unix() - winter, winter}
}

// person finds a remote member.
func person(e *Evidence, n int) *Person {
	i := slices.IndexFunc(e.Remote.People, func(p Person) bool { return p.Number == n })
	return &e.Remote.People[i]
}

// see changes what by says of of.
func see(e *Evidence, by, of int, says Known) {
	for i := range e.Remote.Sights {
		if s := &e.Remote.Sights[i]; s.By == by && s.Of == of {
			s.Says = says
		}
	}
}

func (p Panel) find(id string) Finding {
	return p[slices.IndexFunc(p, func(f Finding) bool { return f.ID == id })]
}

func ids(findings []Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, f.ID)
	}
	return out
}

var moments = []Moment{Admission, Agenda, OpeningOf, Running, Certification}
