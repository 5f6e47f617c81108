package urn

import (
	"bytes"
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally"
	"valurna/crypto/group"
)

// turn is how long a trustee may take in these tests.
const turn = 4 * time.Second

// The trustees of a meeting, played by hand.

// list gives the ciphertexts as the standing shuffles leave them, from what the
// urn has kept.
func (m *meeting) list(cast [][]byte) []byte {
	m.t.Helper()
	sorted := slices.Clone(cast)
	sealed.Sort(sorted)
	b := m.ballot()
	list := sealed.Ciphertexts(b.Definition.Points, sorted)
	for k, s := range b.Shuffles {
		m.eventually(func() bool {
			data, err := m.ask("get "+s.Output.String(), nil)
			if err != nil {
				return false
			}
			output, err := tally.CheckShuffle(&b, k+1, m.signed.Manifest.Trustee(s.Trustee), list, []byte(data))
			must(m.t, err)
			list = output
			return true
		}, "the urn gives a shuffle")
	}
	return list
}

// mixing makes a trustee's shuffle of what stands.
func (m *meeting) mixing(name string, cast [][]byte) (journal.Shuffle, []byte) {
	m.t.Helper()
	b := m.ballot()
	data, err := tally.Shuffle(&b, len(b.Shuffles)+1, m.signed.Manifest.Trustee(name), m.list(cast), rand.Reader, nil)
	must(m.t, err)
	return journal.Shuffle{Ballot: ballotID, Trustee: name, Input: b.Head(), Output: tally.Hash(data)}, data
}

func (m *meeting) shuffle(name string, cast [][]byte) {
	m.t.Helper()
	s, data := m.mixing(name, cast)
	m.put(journal.TypeShuffle, name, s, s.Output, data)
	m.add(journal.TypeShuffle, s, manifest.ByTrustee(name))
}

func (m *meeting) publics(index int) (*group.Point, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state.PublicShare(0, index)
}

// parts makes a trustee's parts of the last shuffle.
func (m *meeting) parts(name string, cast [][]byte) (journal.Shares, []byte) {
	m.t.Helper()
	b, index := m.ballot(), m.signed.Manifest.Trustee(name)
	public, err := m.publics(index)
	must(m.t, err)
	parts, proof, err := tally.Part(&b, index, m.shares[name], public, m.list(cast), rand.Reader)
	must(m.t, err)
	parts = append(parts, proof.Bytes()...)
	return journal.Shares{Ballot: ballotID, Trustee: name, Parts: tally.Hash(parts)}, parts
}

func (m *meeting) decrypt(name string, cast [][]byte) {
	m.t.Helper()
	shares, parts := m.parts(name, cast)
	m.put(journal.TypeShares, name, shares, shares.Parts, parts)
	m.add(journal.TypeShares, shares, manifest.ByTrustee(name))
}

// proof makes a trustee's share of the collective proof, once the urn has combined.
func (m *meeting) proof(name string, cast [][]byte) journal.Proof {
	m.t.Helper()
	var b journal.Ballot
	m.eventually(func() bool { b = m.ballot(); return b.Combined != nil }, "the urn combines the parts")
	var combined string
	m.eventually(func() (there bool) {
		var err error
		combined, err = m.ask("get "+b.Combined.Points.String(), nil)
		return err == nil
	}, "the urn gives what it has combined")
	share, err := tally.Prove(m.signed.Manifest, &b, m.publics, m.signed.Manifest.Trustee(name), m.shares[name], m.list(cast), []byte(combined), rand.Reader)
	must(m.t, err)
	return journal.Proof{Ballot: ballotID, Trustee: name, Of: journal.CombineHash(b.Combined), Share: share}
}

func (m *meeting) prove(name string, cast [][]byte) {
	m.t.Helper()
	m.add(journal.TypeProof, m.proof(name, cast), manifest.ByTrustee(name))
}

// tally has two trustees do all of it.
func (m *meeting) tally(cast [][]byte, names ...string) {
	m.t.Helper()
	for _, step := range []func(string, [][]byte){m.shuffle, m.decrypt, m.prove} {
		for _, name := range names {
			step(name, cast)
		}
	}
}

// put has the urn keep what a trustee has made.
func (m *meeting) put(typ, trustee string, body any, hash, data []byte) {
	m.t.Helper()
	in := m.putInput(manifest.ByTrustee(trustee), typ, body, data)
	m.eventually(func() bool {
		_, err := m.ask("put "+ballotID, in)
		return err == nil
	}, "a trustee's work is taken")
	m.eventually(func() bool {
		got, err := m.ask("get "+canon.Hex(hash).String(), nil)
		return err == nil && bytes.Equal([]byte(got), data)
	}, "a trustee's work comes back")
}

func TestATrusteeThatDoesNotShuffleInTimeIsNamedAndAnotherTakesItsTurn(t *testing.T) {
	m, cast := decrypting(t)
	m.eventually(func() bool { b := m.ballot(); return b.TimesPassed("anna") >= 1 }, "anna, whose turn it is, is passed over")
	m.shuffle("bo", cast)
	m.shuffle("cilla", cast)
	m.decrypt("bo", cast)
	m.decrypt("cilla", cast)
	m.prove("bo", cast)
	// Cilla's machine dies before she has proved: she is passed over, and anna is back.
	m.eventually(func() bool { b := m.ballot(); return len(b.Shares) == 1 && b.TimesPassed("cilla") >= 1 }, "cilla is passed over")
	m.decrypt("anna", cast)
	m.prove("bo", cast)
	m.prove("anna", cast)
	m.await(journal.Decided)
	if r := m.ballot().Result; r.Valid != 1 {
		t.Fatalf("counted %+v", r)
	}
}

func TestAFalseProofOfTheDecryptionNamesItsTrustee(t *testing.T) {
	m, cast := decrypting(t)
	m.shuffle("anna", cast)
	m.shuffle("bo", cast)
	m.decrypt("bo", cast)
	m.decrypt("cilla", cast)
	m.prove("bo", cast)
	forged := m.proof("cilla", cast)
	copy(forged.Share[96:], group.ScalarFromUint64(7).Bytes())
	m.add(journal.TypeProof, forged, manifest.ByTrustee("cilla"))
	m.eventually(func() bool {
		b := m.ballot()
		return len(b.Rejected) == 1 && b.Rejected[0].Trustee == "cilla"
	}, "the journal names cilla")
	m.decrypt("anna", cast)
	m.prove("bo", cast)
	m.prove("anna", cast)
	m.await(journal.Decided)
}
