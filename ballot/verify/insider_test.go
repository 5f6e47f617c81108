package verify

import (
	"crypto/rand"
	"slices"

	"valurna/ballot/bundle"
	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/blind"
	"valurna/crypto/group"
	"valurna/crypto/shuffle"
)

// Entries that break a rule although everybody who has to sign them did.
var ruleForgeries = []forged{
	{"one trustee alone signs the definition", CheckJournal, resigned(func(f *forgery) {
		f.signedBy(journal.TypeDefine, manifest.ByTrustee("anna"))
	})},
	{"one trustee signs the definition twice", CheckJournal, resigned(func(f *forgery) {
		f.signedBy(journal.TypeDefine, manifest.ByTrustee("anna"), manifest.ByTrustee("anna"))
	})},
	{"the registrar signs the definition for a trustee", CheckJournal, resigned(func(f *forgery) {
		f.signedBy(journal.TypeDefine, manifest.ByRegistrar, manifest.ByTrustee("anna"))
	})},
	{"the ballot's key is not the ceremony's", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeDefine, func(d *journal.Definition) { d.Key = group.Generator().Bytes() })
	})},
	{"the key kept for lots is given to a ballot", CheckJournal, resigned(func(f *forgery) {
		keys := f.state.Ceremony().Keys.Keys
		amend(f, journal.TypeDefine, func(d *journal.Definition) { d.KeyIndex, d.Key = len(keys)-1, keys[len(keys)-1].Key })
	})},
	{"where a member sits stands there without its commitment", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypePresence, func(p *journal.Presence) { p.Place = canon.Hex("remote") })
	})},
	{"an option is renamed for the ballot", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeDefine, func(d *journal.Definition) { d.Contest.Options = []string{"Ada", "Bo Eek", "Cai"} })
	})},
	{"the roll's root is another", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeDefine, func(d *journal.Definition) { d.Roll = make(canon.Hex, 32) })
	})},
	{"a present member is left off the roll", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeDefine, func(d *journal.Definition) { d.Seats = []int{1, 2, 3, 4} })
	})},
	{"the check window is shortened", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeDefine, func(d *journal.Definition) { d.Window = 0 })
	})},
	{"attendance changes while the ballot runs", CheckJournal, resigned(func(f *forgery) {
		f.insert(journal.TypeOpen, journal.TypePresence, journal.Presence{Person: 5, Seat: 5, Place: f.commit("place", 5)})
	})},
	{"the ballot is defined twice", CheckJournal, resigned(func(f *forgery) {
		d := f.drafts[f.at(journal.TypeDefine)]
		f.insert(journal.TypeDefine, d.typ, d.body, d.signers...)
	})},
	{"the ballot opens before its definition is cosigned", CheckJournal, resigned(func(f *forgery) {
		f.covers[journal.TypeOpen] = f.state.Ballot(ballotID).DefineSeq
	})},
	{"decrypting begins before the seal is cosigned", CheckJournal, resigned(func(f *forgery) {
		f.covers[journal.TypeDecrypt] = f.state.Ballot(ballotID).SealSeq
	})},
	{"decrypting begins inside the check window", CheckJournal, resigned(func(f *forgery) {
		f.drafts[f.at(journal.TypeDecrypt)].later = window - 1
	})},
	{"a trustee reveals another dealing than it committed to", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeReveal, func(r *journal.CeremonyReveal) { r.Salt = make(canon.Hex, 32) })
	})},
	{"two trustees alone sign the ceremony's keys", CheckJournal, resigned(func(f *forgery) {
		f.signedBy(journal.TypeKeys, manifest.ByTrustee("anna"), manifest.ByTrustee("bo"))
	})},
	{"more ballots than tokens", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeCounts, func(c *journal.Counts) { c.Tokens, c.Collected = 3, []int{1, 2, 3} })
	})},
	{"a seat that is not on the roll collects a token", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeCounts, func(c *journal.Counts) { c.Collected = []int{1, 2, 3, 6} })
	})},
	{"one seat collects two tokens", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeCounts, func(c *journal.Counts) { c.Collected = []int{1, 2, 2, 3} })
	})},
	{"the registrar counts another number than the urn", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeCounts, func(c *journal.Counts) { c.Cast = 3 })
	})},
	{"the registrar signs the seal", CheckJournal, resigned(func(f *forgery) { f.signedBy(journal.TypeSeal, manifest.ByRegistrar) })},
	{"the box is sealed twice", CheckJournal, resigned(func(f *forgery) {
		d := f.drafts[f.at(journal.TypeSeal)]
		f.insert(journal.TypeSeal, d.typ, d.body, d.signers...)
	})},
	{"nobody shuffles", CheckJournal, resigned(func(f *forgery) { f.drop(journal.TypeShuffle); f.drop(journal.TypeShuffle) })},
	{"a trustee decrypts before the second shuffle", CheckJournal, resigned(func(f *forgery) {
		i, j := f.nth(journal.TypeShuffle, 1), f.nth(journal.TypeShares, 0)
		f.drafts[i], f.drafts[j] = f.drafts[j], f.drafts[i]
	})},
	{"one trustee alone shuffles", CheckJournal, resigned(func(f *forgery) { f.drop(journal.TypeShuffle) })},
	{"one trustee shuffles twice in the place of two", CheckJournal, resigned(func(f *forgery) {
		f.drafts[f.at(journal.TypeShuffle)] = f.drafts[f.nth(journal.TypeShuffle, 0)]
	})},
	{"a shuffle is of the seal and not of the shuffle before it", CheckJournal, func(e *election) *bundle.Bundle {
		return e.forge(func(f *forgery) { f.chainless = true })
	}},
	{"fewer shuffles are defined than the manifest demands", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeDefine, func(d *journal.Definition) { d.Shuffles = 1 })
	})},
	{"a result after one trustee's part", CheckJournal, resigned(func(f *forgery) { f.drop(journal.TypeShares) })},
	{"a result after one trustee's proof", CheckJournal, resigned(func(f *forgery) { f.drop(journal.TypeProof) })},
	{"one trustee gives both parts", CheckJournal, resigned(func(f *forgery) {
		f.drafts[f.at(journal.TypeShares)] = f.drafts[f.at(journal.TypeShares)-1]
	})},
	{"the urn shuffles for a trustee", CheckJournal, resigned(func(f *forgery) { f.signedBy(journal.TypeShuffle, manifest.ByUrn) })},
	{"the urn combines twice", CheckJournal, resigned(func(f *forgery) {
		d := f.drafts[f.at(journal.TypeCombine)]
		f.insert(journal.TypeCombine, d.typ, d.body, d.signers...)
	})},
	{"the registrar signs the result", CheckJournal, resigned(func(f *forgery) { f.signedBy(journal.TypeResult, manifest.ByRegistrar) })},
	{"somebody without the chair certifies", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeCertify, func(c *journal.Certify) { c.Person = 2 })
	})},
	{"the chair certifies another result", CheckJournal, resigned(func(f *forgery) {
		amend(f, journal.TypeCertify, func(c *journal.Certify) { c.Result = make(canon.Hex, 32) })
	})},
}

// Boxes that hold other ballots than voters with tokens cast.
var boxForgeries = []forged{
	{"a ballot is left out of the bundle", CheckSeal, resigned(func(f *forgery) { f.sealed = f.sealed[1:]; f.shorten(3) })},
	{"two ballots change places", CheckSeal, resigned(func(f *forgery) { f.sealed[0], f.sealed[1] = f.sealed[1], f.sealed[0] })},
	{"a ballot is replaced after the seal", CheckSeal, resigned(func(f *forgery) {
		f.sealed[0] = f.cast(f.payload(kind.Choice{Options: []int{0}})).encoding
		sealed.Sort(f.sealed)
	})},
	{"a ballot stands in the box twice", CheckSeal, resigned(func(f *forgery) {
		f.rebox(append(f.sealed, f.sealed[0])...)
		f.lengthen()
	})},
	{"the urn seals ballots out of order", CheckSeal, resigned(func(f *forgery) {
		slices.Reverse(f.sealed)
		amend(f, journal.TypeSeal, func(s *journal.Seal) { *s = sealOf(f.sealed, f.audited) })
	})},
	{"the urn seals a ballot without a token key", CheckSeal, resigned(func(f *forgery) {
		bad := slices.Clone(f.sealed[0])
		clear(bad[1 : 1+group.Size])
		f.rebox(append(f.sealed[1:], bad)...)
	})},
	{"the urn stuffs a ballot without a token", CheckTokens, resigned(func(f *forgery) {
		secret, err := group.RandomScalar(rand.Reader)
		noError(f.t, err)
		f.rebox(append(f.sealed, f.seal(f.terms(), f.payload(kind.Choice{Options: []int{0}}), secret, make([]byte, blind.Size)))...)
		f.lengthen()
	})},
	{"a ballot carries another ballot's token", CheckTokens, resigned(func(f *forgery) {
		b := f.ballot(0)
		b.Signature = f.votes[1].sig
		f.replace(0, b.Encode())
	})},
	{"a token was issued for another context", CheckTokens, resigned(func(f *forgery) {
		terms := f.terms()
		terms.Context[0] ^= 1
		f.replace(0, f.issued(terms))
	})},
	{"a token was issued under another key", CheckTokens, resigned(func(f *forgery) {
		other, err := blind.GenerateKey(rand.Reader)
		noError(f.t, err)
		own := f.issuing
		f.issuing = other
		defer func() { f.issuing = own }()
		terms := f.terms()
		terms.Issuing = other.Public()
		f.replace(0, f.issued(terms))
	})},
	{"a voter copies another's encryption", CheckProofs, resigned(func(f *forgery) {
		b := f.ballot(0)
		b.Ciphertexts = f.ballot(1).Ciphertexts
		f.replace(0, b.Encode())
	})},
	{"a voter copies another's encryption with its proof", CheckProofs, resigned(func(f *forgery) {
		b, other := f.ballot(0), f.ballot(1)
		b.Ciphertexts, b.Proof = other.Ciphertexts, other.Proof
		f.replace(0, b.Encode())
	})},
	{"the urn changes a ballot's check field", CheckProofs, resigned(func(f *forgery) {
		b := f.ballot(0)
		b.Check[0] ^= 1
		f.replace(0, b.Encode())
	})},
	{"the urn adds a vote onto an encryption", CheckProofs, resigned(func(f *forgery) {
		b := f.ballot(2)
		b.Ciphertexts[0].C2.Add(b.Ciphertexts[0].C2, group.Generator())
		f.replace(2, b.Encode())
	})},
	{"a ballot was made for another definition", CheckProofs, resigned(func(f *forgery) {
		terms := f.terms()
		terms.Context[0] ^= 1
		f.replace(0, f.election.seal(terms, f.payload(kind.Choice{Options: []int{0}}), f.votes[0].secret, f.votes[0].sig))
	})},
	{"a voter's token admits two ballots", CheckUnique, resigned(func(f *forgery) {
		f.rebox(append(f.sealed, f.election.seal(f.terms(), f.payload(kind.Choice{Options: []int{0}}), f.votes[0].secret, f.votes[0].sig))...)
		f.lengthen()
	})},
}

// issued makes a ballot under other terms, with a token for those.
func (e *election) issued(terms sealed.Terms) []byte {
	e.t.Helper()
	secret, err := group.RandomScalar(rand.Reader)
	noError(e.t, err)
	message := sealed.TokenMessage(terms.Context, new(group.Point).ScalarBaseMult(secret))
	request, err := blind.NewRequest(terms.Issuing, message, rand.Reader)
	noError(e.t, err)
	answer, err := e.issuing.BlindSign(request.Blinded())
	noError(e.t, err)
	sig, err := request.Finalize(answer)
	noError(e.t, err)
	return e.seal(terms, e.payload(kind.Choice{Options: []int{0}}), secret, sig)
}

// replace puts another ballot into the box in the place of a vote.
func (f *forgery) replace(i int, encoding []byte) {
	box := slices.Clone(f.sealed)
	at := slices.IndexFunc(box, func(e []byte) bool { return string(e) == string(f.votes[i].encoding) })
	box[at] = encoding
	f.rebox(box...)
}

// lengthen makes what the trustees gave fit a box that holds one ballot more.
func (f *forgery) lengthen() { f.shorten(len(f.sealed)) }

// shorten makes what the trustees gave fit n ballots.
func (f *forgery) shorten(n int) {
	fit := func(data []byte, size int) []byte {
		return append(slices.Clone(data), make([]byte, size)...)[:n*size]
	}
	f.made.Combined = fit(f.made.Combined, group.Size)
	for k := range f.made.Shuffles {
		s := &f.made.Shuffles[k]
		records := len(s.Proof) - shuffle.TailSize(1)
		s.Output = fit(s.Output, shuffle.OutputSize(1, 1))
		s.Proof = append(fit(s.Proof[:records], shuffle.RecordSize), s.Proof[records:]...)
	}
}
