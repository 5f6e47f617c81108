package roll

import (
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
)

// Template gives the example files for a kind of body. Everything that only the
// body can know is a placeholder: Parse refuses each and says what to write. A
// profile that is not one of Profiles is written as it is, and Parse refuses it.
func Template(profile string) (body, meeting []byte) {
	const (
		key   = placeholder + "the line of this person's public key, ssh-ed25519 AAAA…"
		party = placeholder + "the line of the public key that this party has sent you, ssh-ed25519 AAAA…"
		name  = placeholder + "first name and surname"
		word  = placeholder + "a name in one word, as anna"
		runs  = placeholder + "the person or organisation that runs this machine"
	)
	s := Source{
		Body: placeholder + "the body's name, as Kommunfullmäktige i Exempelby", Profile: profile,
		Members: []Member{
			{name, 1, []string{OfficeChair}, []string{key}},
			{name, 2, []string{OfficeViceChair}, []string{key}},
			{name, 3, nil, []string{key}},
		},
		Substitutes: []Substitute{{name, 1, []string{key}}},
		Officers:    []Officer{{name, OfficeSecretary, []string{key}}},
		Threshold:   2, Trustees: []Party{{word, runs, party}, {word, runs, party}, {word, runs, party}},
		Quorum: 2, Witnesses: []Party{{word, runs, party}, {word, runs, party}, {word, runs, party}},
		Registrar: Registrar{runs, placeholder + "host and port, as meeting.example:22", party, party},
		Urn: Urn{
			runs, placeholder + "host and port, as urn.example:22", placeholder + "host and another port, as urn.example:23",
			party, party, party,
		},
		Policy:  Policy{Grace: 60, Window: 120, Shuffles: 2, Signer: OfficeChair},
		Meeting: placeholder + "what the notice calls the meeting", Date: placeholder + "the day, as 2026-11-30",
		Place:     placeholder + "the room, as Stadshuset, sessionssalen",
		Rehearsal: true, // every body begins with one
		Items: []Item{
			{placeholder + "the title of the item", journal.ClassInformation, nil},
			{placeholder + "the title of the item", journal.ClassDecision, nil},
			{placeholder + "the title of the election, as Val av revisor", journal.ClassElection, nil},
		},
	}
	// No example may show what the law refuses.
	if profile != manifest.ProfileDanish {
		nominee := placeholder + "the name of somebody nominated"
		s.Items[2].Contest = &kind.Contest{Kind: kind.OneOfN, Elect: 1, Options: []string{nominee, nominee}}
	}
	return Write(s)
}
