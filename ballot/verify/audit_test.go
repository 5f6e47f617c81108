package verify

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"valurna/ballot/bundle"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/crypto/group"
)

// reopened changes an audited ballot and has the urn seal it so.
func reopened(change func(f *forgery, o *sealed.Opened)) func(*election) *bundle.Bundle {
	return resigned(func(f *forgery) {
		o, err := sealed.DecodeOpened(f.terms().Points, f.audited[0])
		noError(f.t, err)
		change(f, o)
		f.reaudit(o.Encode(), f.audited[1])
	})
}

// Audited ballots that are not what they say, or that are somebody's vote.
var auditForgeries = []forged{
	{"an audited ballot is left out of the bundle", CheckAudited, resigned(func(f *forgery) { f.audited = f.audited[1:] })},
	{"an audited ballot is added to the bundle", CheckAudited, resigned(func(f *forgery) {
		f.election.audit(f.payload(kind.Choice{Options: []int{0}}))
		f.audited = append(f.audited, f.election.audited[len(f.election.audited)-1])
		f.election.audited = f.election.audited[:2]
		f.opened = f.opened[:2]
	})},
	{"an audited ballot is replaced after the seal", CheckAudited, resigned(func(f *forgery) {
		f.election.audit(f.payload(kind.Choice{Options: []int{0}}))
		f.audited[0] = f.election.audited[len(f.election.audited)-1]
		f.election.audited = f.election.audited[:2]
		f.opened = f.opened[:2]
		sealed.Sort(f.audited)
	})},
	{"the urn seals audited ballots out of order", CheckAudited, resigned(func(f *forgery) {
		slices.Reverse(f.audited)
		amend(f, journal.TypeSeal, func(s *journal.Seal) { *s = sealOf(f.sealed, f.audited) })
	})},
	{"the urn seals an audited ballot twice", CheckAudited, resigned(func(f *forgery) {
		f.reaudit(f.audited[0], f.audited[0], f.audited[1])
	})},
	{"the urn seals more audited ballots than there are", CheckAudited, resigned(func(f *forgery) {
		amend(f, journal.TypeSeal, func(s *journal.Seal) { s.Audited++ })
	})},
	{"the registrar signs the seal of the audited ballots", CheckJournal, resigned(func(f *forgery) {
		f.signedBy(journal.TypeSeal, manifest.ByRegistrar)
	})},
	{"an audited ballot is opened with another one's randomness", CheckAudited, reopened(func(f *forgery, o *sealed.Opened) {
		other, err := sealed.DecodeOpened(f.terms().Points, f.audited[1])
		noError(f.t, err)
		o.Randomness = other.Randomness
	})},
	{"an audited ballot is opened with random numbers", CheckAudited, reopened(func(f *forgery, o *sealed.Opened) {
		r, err := group.RandomScalar(rand.Reader)
		noError(f.t, err)
		o.Randomness = sealed.Opening{r}
	})},
	{"an audited ballot is made to hold what its booth had shown", CheckAudited, reopened(func(f *forgery, o *sealed.Opened) {
		o.Ballot.Ciphertexts[0].C2.Add(o.Ballot.Ciphertexts[0].C2, group.Generator())
	})},
	{"an audited ballot's check field is changed to fit a word", CheckAudited, reopened(func(f *forgery, o *sealed.Opened) { o.Ballot.Check[0] ^= 1 })},
	{"an audited ballot was made for another definition", CheckAudited, reopened(func(f *forgery, o *sealed.Opened) {
		terms := f.terms()
		terms.Context[0] ^= 1
		b, r, err := sealed.MakeToOpen(terms, f.payload(kind.Choice{Blank: true}), f.opened[0].secret, [sealed.CheckSize]byte{}, rand.Reader)
		noError(f.t, err)
		o.Ballot, o.Randomness = b, r
	})},
	{"an audited ballot has no token key", CheckAudited, resigned(func(f *forgery) {
		bad := slices.Clone(f.audited[0])
		clear(bad[1 : 1+group.Size])
		f.reaudit(bad, f.audited[1])
	})},
	{"the urn counts a ballot that its voter audited", CheckAudited, resigned(func(f *forgery) {
		f.rebox(append(f.sealed, f.opened[0].encoding)...)
		f.lengthen()
	})},
	{"a fresh ballot is cast under an audited token key", CheckAudited, resigned(func(f *forgery) {
		v := f.opened[0]
		f.rebox(append(f.sealed, f.election.seal(f.terms(), f.payload(kind.Choice{Options: []int{0}}), v.secret, v.sig))...)
		f.lengthen()
	})},
	{"an audited encryption is cast under another token", CheckAudited, resigned(func(f *forgery) {
		f.replace(0, f.sameRandomness())
	})},
}

// sameRandomness is a ballot with a token of its own whose ciphertext was audited
// too.
func (f *forgery) sameRandomness() []byte {
	f.t.Helper()
	seed := &repeat{}
	secret, err := group.RandomScalar(rand.Reader)
	noError(f.t, err)
	cast, err := sealed.Make(f.terms(), f.payload(kind.Choice{Options: []int{0}}), secret, [sealed.CheckSize]byte{}, seed)
	noError(f.t, err)
	cast.Signature = f.token(secret)
	other, err := group.RandomScalar(rand.Reader)
	noError(f.t, err)
	b, r, err := sealed.MakeToOpen(f.terms(), f.payload(kind.Choice{Options: []int{0}}), other, [sealed.CheckSize]byte{}, &repeat{})
	noError(f.t, err)
	f.reaudit((&sealed.Opened{Ballot: b, Randomness: r}).Encode(), f.audited[1])
	return cast.Encode()
}

// repeat is a source that gives every reader the same bytes.
type repeat struct{ n byte }

func (r *repeat) Read(p []byte) (int, error) {
	for i := range p {
		r.n++
		p[i] = r.n
	}
	return len(p), nil
}

func TestAReportSaysHowManyBallotsWereOpenedAsTests(t *testing.T) {
	r := Verify(hold(t, nil).bundle(), NoAnchor())
	if detail := r.detail(CheckAudited); !strings.HasPrefix(detail, "2 ballots were opened as tests") {
		t.Fatal(detail)
	}
}
