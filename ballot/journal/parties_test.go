package journal_test

import (
	"crypto/rand"
	"crypto/sha256"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally/tallytest"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/threshold"
)

// trusteeSecrets are what one trustee holds during the ceremony.
type trusteeSecrets struct {
	transport *threshold.TransportKey
	dealt     []*threshold.Polynomial // by key
	shares    []*group.Scalar         // by key, once the others have dealt
}

// ceremony is the trustees' real one: commit, reveal, deal, check, sign.
func (m *sitting) ceremony() {
	secrets := map[string]*trusteeSecrets{}
	m.secrets = secrets
	keys := m.state.Ready().Keys
	reveals := map[string]journal.CeremonyReveal{}
	lots := tallytest.DealLots(m.state, !m.otherOrder)
	for i, name := range trustees {
		t := &trusteeSecrets{transport: must(threshold.NewTransportKey(rand.Reader))}
		reveal := journal.CeremonyReveal{Trustee: name, Salt: commitment("salt of " + name)}
		for key := range keys {
			p, d, err := threshold.Deal(m.state.CeremonyContext(key), i+1, 2, len(trustees), rand.Reader)
			t.dealt = append(t.dealt, must(p, err))
			if key == keys-1 {
				t.dealt[key], d = lots[i].Polynomial, lots[i].Dealing
			}
			reveal.Dealings = append(reveal.Dealings, d.Bytes())
		}
		secrets[name], reveals[name] = t, reveal
		sum := sha256.Sum256(canon.MustMarshal(reveal))
		m.add(journal.TypeCommit, journal.CeremonyCommit{Trustee: name, Reveal: sum[:], Transport: t.transport.Public()}, manifest.ByTrustee(name))
	}
	for _, name := range trustees {
		m.add(journal.TypeReveal, reveals[name], manifest.ByTrustee(name))
	}
	for _, from := range trustees {
		deal := journal.CeremonyDeal{Trustee: from}
		for i, to := range trustees {
			box := canon.Hex{}
			if to != from {
				var shares []*group.Scalar
				for _, p := range secrets[from].dealt {
					shares = append(shares, p.Share(i+1))
				}
				box = must(threshold.SealShares(secrets[to].transport.Public(), m.state.DealInfo(from, to), shares))
			}
			deal.Sealed = append(deal.Sealed, box)
		}
		m.add(journal.TypeDeal, deal, manifest.ByTrustee(from))
	}
	var all []string
	for i, name := range trustees {
		m.receive(i+1, secrets[name])
		all = append(all, manifest.ByTrustee(name))
	}
	m.add(journal.TypeKeys, *must(m.state.ProposedKeys()), all...)
}

// orders draws the order of every item's candidates.
func (m *sitting) orders() { tallytest.DrawOrders(m.state, m.drawers("cilla", "anna"), m.enter) }

// drawers hold their shares of the key for lots.
func (m *sitting) drawers(names ...string) (out []tallytest.Trustee) {
	for _, name := range names {
		shares := m.secrets[name].shares
		out = append(out, tallytest.Trustee{Name: name, Share: shares[len(shares)-1]})
	}
	return out
}

// enter adds an entry that one party or nobody signs.
func (m *sitting) enter(typ string, body any, by string) {
	if by == "" {
		m.add(typ, body)
		return
	}
	m.add(typ, body, by)
}

// receive opens what the others dealt to a trustee, as the journal holds it, and
// checks it against their dealings.
func (m *sitting) receive(index int, t *trusteeSecrets) {
	me, keys := trustees[index-1], m.state.Ready().Keys
	parts := make([][]*group.Scalar, keys)
	for dealer, from := range trustees {
		var shares []*group.Scalar
		if from == me {
			for _, p := range t.dealt {
				shares = append(shares, p.Share(index))
			}
		} else {
			box := m.state.Ceremony().Deals[from].Sealed[index-1]
			shares = must(t.transport.OpenShares(m.state.DealInfo(from, me), box, keys))
		}
		for key, share := range shares {
			if err := m.state.Dealings(key)[dealer].VerifyShare(index, share); err != nil {
				panic(err)
			}
			parts[key] = append(parts[key], share)
		}
	}
	for key := range keys {
		t.shares = append(t.shares, threshold.SumShares(parts[key]))
	}
}

// poll is the first ballot from its opening to its certification: three of five
// cast, two of them for the second option, one blank.
func (m *sitting) poll() {
	box := m.cast(kind.Choice{Options: []int{1}}, kind.Choice{Blank: true}, kind.Choice{Options: []int{1}})
	m.add(journal.TypeClose, journal.Close{Ballot: first, Person: 1})
	m.addLater(grace, journal.TypeStop, journal.Stop{Ballot: first, Cast: 3}, manifest.ByUrn)
	m.add(journal.TypeCounts, journal.Counts{Ballot: first, Eligible: seats, Tokens: 4, Cast: 3, Collected: []int{1, 2, 3, 5}})
	root := sealed.Root(box)
	m.add(journal.TypeSeal, journal.Seal{Ballot: first, Count: 3, Root: root[:], AuditedRoot: journal.NoneAudited()}, manifest.ByUrn)
	note := m.note(m.state.Next())
	m.addLater(window, journal.TypeDecrypt, journal.Decrypt{Ballot: first, Checkpoint: note})
	result := m.decrypt(box, "bo", "cilla")
	m.add(journal.TypeResult, result, manifest.ByUrn)
	m.add(journal.TypeCertify, journal.Certify{Ballot: first, Person: 1, Result: journal.ResultHash(result), Elected: result.Elected})
}

// cast makes sealed ballots with real tokens, verified and sorted as the urn does.
func (m *sitting) cast(choices ...kind.Choice) [][]byte {
	terms := must(m.state.Terms(first))
	var box [][]byte
	for _, c := range choices {
		secret := must(group.RandomScalar(rand.Reader))
		message := sealed.TokenMessage(terms.Context, new(group.Point).ScalarBaseMult(secret))
		request := must(blind.NewRequest(terms.Issuing, message, rand.Reader))
		ballot := must(sealed.Make(terms, must(opened.Encode(c)), secret, [sealed.CheckSize]byte{}, rand.Reader))
		ballot.Signature = must(request.Finalize(must(m.issuing.BlindSign(request.Blinded()))))
		if err := ballot.Verify(terms); err != nil {
			panic(err)
		}
		box = append(box, ballot.Encode())
	}
	sealed.Sort(box)
	return box
}

// decrypt lets the named trustees shuffle and decrypt, and counts what they open.
func (m *sitting) decrypt(box [][]byte, names ...string) *journal.Result {
	var who []tallytest.Trustee
	for _, name := range names {
		who = append(who, tallytest.Trustee{Name: name, Share: m.secrets[name].shares[m.state.Ballot(first).Definition.KeyIndex]})
	}
	return tallytest.Run(m.state, first, box, who, func(typ string, body any, by string) { m.add(typ, body, by) }).Result
}
