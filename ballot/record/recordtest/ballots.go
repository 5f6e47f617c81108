package recordtest

import (
	"crypto/rand"
	"crypto/sha256"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally/tallytest"
	"valurna/crypto/blind"
	"valurna/crypto/threshold"
	"valurna/crypto/tree"
)

// Ceremony has the trustees make their keys and draw the orders of the candidates. What
// comes of it is other on each run.
func (m *Meeting) Ceremony() {
	names, keys := m.Signed.Manifest.Trustees, m.State.Ready().Keys
	dealt := tallytest.DealLots(m.State, true)
	var reveals []journal.CeremonyReveal
	for i, t := range names {
		reveal := journal.CeremonyReveal{Trustee: t.Name, Salt: hash("salt of " + t.Name)}
		for key := range keys - 1 {
			_, d, err := threshold.Deal(m.State.CeremonyContext(key), i+1, m.Signed.Manifest.Threshold, len(names), rand.Reader)
			reveal.Dealings = append(reveal.Dealings, must(d, err).Bytes())
		}
		reveal.Dealings = append(reveal.Dealings, dealt[i].Dealing.Bytes())
		sum := sha256.Sum256(canon.MustMarshal(reveal))
		reveals = append(reveals, reveal)
		m.Enter(journal.TypeCommit, journal.CeremonyCommit{Trustee: t.Name, Reveal: sum[:], Transport: must(threshold.NewTransportKey(rand.Reader)).Public()}, manifest.ByTrustee(t.Name))
	}
	for i, t := range names {
		m.Enter(journal.TypeReveal, reveals[i], manifest.ByTrustee(t.Name))
	}
	for i, t := range names {
		deal := journal.CeremonyDeal{Trustee: t.Name}
		for j := range names {
			box := make(canon.Hex, 48+32*keys) // nobody opens it: no ballot of this meeting has a vote
			if i == j {
				box = canon.Hex{}
			}
			deal.Sealed = append(deal.Sealed, box)
		}
		m.Enter(journal.TypeDeal, deal, manifest.ByTrustee(t.Name))
	}
	m.Enter(journal.TypeKeys, *must(m.State.ProposedKeys()), m.trustees(len(names))...)
	drawers := []tallytest.Trustee{tallytest.Drawer(dealt, names[0].Name, 1), tallytest.Drawer(dealt, names[1].Name, 2)}
	tallytest.DrawOrders(m.State, drawers, func(typ string, body any, by string) {
		m.Enter(typ, body, tallytest.Signers(by)...)
	})
}

// trustees are the first n of them, as they sign.
func (m *Meeting) trustees(n int) (out []string) {
	for _, t := range m.Signed.Manifest.Trustees[:n] {
		out = append(out, manifest.ByTrustee(t.Name))
	}
	return out
}

// Ballot holds a secret ballot in which nobody votes, led by the chair, up to the entry
// that certifies it, and gives its id.
func (m *Meeting) Ballot(item int) string {
	d := must(m.State.Define(item, must(blind.GenerateKey(rand.Reader)).Public().Modulus()))
	id := d.Ballot
	m.Enter(journal.TypeDefine, *d, m.trustees(m.Signed.Manifest.Threshold)...)
	m.Enter(journal.TypeOpen, journal.Open{Ballot: id, Person: 1, Checkpoint: m.Note()})
	m.Enter(journal.TypeClose, journal.Close{Ballot: id, Person: 1})
	m.Now += int64(d.Grace)
	m.Enter(journal.TypeStop, journal.Stop{Ballot: id}, manifest.ByUrn)
	m.Enter(journal.TypeCounts, journal.Counts{Ballot: id, Eligible: len(d.Seats), Collected: []int{}})
	root := sealed.Root(nil)
	m.Enter(journal.TypeSeal, journal.Seal{Ballot: id, Root: root[:], AuditedRoot: journal.NoneAudited()}, manifest.ByUrn)
	note := m.Note()
	m.Now += int64(d.Window)
	m.Enter(journal.TypeDecrypt, journal.Decrypt{Ballot: id, Checkpoint: note})
	result := tallytest.Run(m.State, id, nil, nil, nil).Result
	m.Enter(journal.TypeResult, *result, manifest.ByUrn)
	m.Enter(journal.TypeCertify, journal.Certify{Ballot: id, Person: 1, Result: journal.ResultHash(result), Elected: result.Elected})
	return id
}

// Bundle is what is published of such a ballot, with the journal as it stands.
func (m *Meeting) Bundle(id string) *bundle.Bundle {
	b := m.State.Ballot(id)
	return &bundle.Bundle{Ballot: id, Entries: append([][]byte{}, m.Leaves...), Checkpoints: []string{b.Open.Checkpoint, b.Decrypt.Checkpoint, m.Note()}}
}

// Note is a checkpoint of the journal as it stands, cosigned by the quorum now.
func (m *Meeting) Note() string {
	var t tree.Tree
	for _, leaf := range m.Leaves {
		t.Append(leaf)
	}
	cp := tree.Checkpoint{Origin: manifest.OriginOf(m.State.ManifestHash()), Size: t.Size(), Root: must(t.Root(t.Size()))}
	note := must(tree.SignCheckpoint(cp, key(manifest.ByRegistrar)))
	for _, w := range m.Signed.Manifest.Witnesses[:m.Signed.Manifest.Quorum] {
		note = must(tree.AddCosignature(note, must(tree.Cosign(note, w.Name, key(manifest.ByWitness(w.Name)), m.Now))))
	}
	return note
}
