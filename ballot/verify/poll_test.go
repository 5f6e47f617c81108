package verify

import (
	"crypto/rand"
	"testing"

	"valurna/ballot/canon"
	"valurna/ballot/journal"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/tally/tallytest"
	"valurna/crypto/blind"
	"valurna/crypto/group"
)

// define defines the ballot and opens it.
func (e *election) define() {
	e.defineOnly()
	e.add(journal.TypeOpen, journal.Open{Ballot: ballotID, Person: 1, Checkpoint: e.noteNow()})
}

// defineOnly defines the ballot, signed by two trustees.
func (e *election) defineOnly() {
	signer, err := blind.GenerateKey(rand.Reader)
	noError(e.t, err)
	e.issuing = signer
	d, err := e.state.Define(1, signer.Public().Modulus())
	noError(e.t, err)
	e.add(journal.TypeDefine, *d, manifest.ByTrustee("anna"), manifest.ByTrustee("cilla"))
}

// terms are the ballot's.
func (e *election) terms() sealed.Terms {
	terms, err := e.state.Terms(ballotID)
	noError(e.t, err)
	return terms
}

// cast makes one sealed ballot with a real blind-signed token.
func (e *election) cast(payload []byte) vote {
	e.t.Helper()
	secret, err := group.RandomScalar(rand.Reader)
	noError(e.t, err)
	v := vote{secret: secret, sig: e.token(secret)}
	v.encoding = e.seal(e.terms(), payload, v.secret, v.sig)
	return v
}

// token is a real blind-signed one.
func (e *election) token(secret *group.Scalar) []byte {
	e.t.Helper()
	terms := e.terms()
	request, err := blind.NewRequest(terms.Issuing, sealed.TokenMessage(terms.Context, new(group.Point).ScalarBaseMult(secret)), rand.Reader)
	noError(e.t, err)
	answer, err := e.issuing.BlindSign(request.Blinded())
	noError(e.t, err)
	sig, err := request.Finalize(answer)
	noError(e.t, err)
	return sig
}

func (e *election) seal(terms sealed.Terms, payload []byte, secret *group.Scalar, sig []byte) []byte {
	e.t.Helper()
	b, err := sealed.Make(terms, payload, secret, [sealed.CheckSize]byte{}, rand.Reader)
	noError(e.t, err)
	b.Signature = sig
	return b.Encode()
}

func (e *election) payload(c kind.Choice) []byte {
	out, err := e.state.Ballot(ballotID).Definition.Contest.Encode(c)
	noError(e.t, err)
	return out
}

// poll casts two votes for the second option, a blank one and a spoilt one, audits
// two ballots, and seals them.
func (e *election) poll() {
	spoilt := e.payload(kind.Choice{Blank: true})
	spoilt[5] = 1
	vote := e.payload(kind.Choice{Options: []int{1}})
	e.audit(e.payload(kind.Choice{Options: []int{2}}))
	e.audit(e.payload(kind.Choice{Blank: true}))
	e.fill([][]byte{vote, vote, e.payload(kind.Choice{Blank: true}), spoilt}, []int{1, 2, 3, 5})
}

// fill casts one ballot for each payload and seals the box.
func (e *election) fill(payloads [][]byte, collected []int) {
	for _, p := range payloads {
		v := e.cast(p)
		e.votes = append(e.votes, v)
		e.sealed = append(e.sealed, v.encoding)
	}
	sealed.Sort(e.sealed)
	sealed.Sort(e.audited)
	n := len(e.sealed)
	e.add(journal.TypeClose, journal.Close{Ballot: ballotID, Person: 1})
	e.add(journal.TypeStop, journal.Stop{Ballot: ballotID, Cast: n}, manifest.ByUrn)
	e.add(journal.TypeCounts, journal.Counts{
		Ballot: ballotID, Eligible: len(e.state.Ballot(ballotID).Definition.Seats), Tokens: len(collected), Cast: n, Collected: collected,
	})
	e.add(journal.TypeSeal, sealOf(e.sealed, e.audited), manifest.ByUrn)
}

func sealOf(box, audited [][]byte) journal.Seal {
	root, opened := sealed.Root(box), sealed.Root(audited)
	return journal.Seal{Ballot: ballotID, Count: len(box), Root: root[:], Audited: len(audited), AuditedRoot: opened[:]}
}

// audit makes a ballot with a token of its own and opens it instead of casting it.
func (e *election) audit(payload []byte) {
	e.t.Helper()
	secret, err := group.RandomScalar(rand.Reader)
	noError(e.t, err)
	b, opening, err := sealed.MakeToOpen(e.terms(), payload, secret, [sealed.CheckSize]byte{}, rand.Reader)
	noError(e.t, err)
	e.audited = append(e.audited, (&sealed.Opened{Ballot: b, Randomness: opening}).Encode())
	signed := *b
	signed.Signature = e.token(secret)
	e.opened = append(e.opened, vote{secret: secret, sig: signed.Signature, encoding: signed.Encode()})
}

// decrypt is what the trustees bo and cilla do, and the end of the ballot that
// poll filled.
func (e *election) decrypt() { e.finish(twoOfFour) }

var twoOfFour = journal.Result{
	Ballot: ballotID, Cast: 4, Valid: 2, Invalid: 1, Blank: 1,
	Options: []kind.OptionVotes{{Name: "Ada"}, {Name: "Bo Ek", Votes: 2}, {Name: "Cai"}},
	Elected: []string{"Bo Ek"}, Ties: [][]string{},
}

// decide is decrypt up to the result.
func (e *election) decide() { e.toResult(twoOfFour) }

func (e *election) finish(result journal.Result) {
	e.toResult(result)
	b := e.state.Ballot(ballotID)
	if tie, due := e.state.TieDraw(b); due {
		tallytest.Draw(e.state, tie, e.lots, e.enter)
	}
	elected, err := e.state.Elected(b)
	noError(e.t, err)
	e.add(journal.TypeCertify, journal.Certify{Ballot: ballotID, Person: 1, Result: journal.ResultHash(&result), Elected: elected})
}

func (e *election) toResult(result journal.Result) {
	e.addLater(window, journal.TypeDecrypt, journal.Decrypt{Ballot: ballotID, Checkpoint: e.noteNow()})
	if e.stall {
		e.add(journal.TypePass, journal.Pass{Ballot: ballotID, Trustee: "anna", Reason: "it has not shuffled in time"}, manifest.ByUrn)
		e.add(journal.TypeShuffle, journal.Shuffle{Ballot: ballotID, Trustee: "anna", Input: e.state.Ballot(ballotID).Head(), Output: make(canon.Hex, 32)}, manifest.ByTrustee("anna"))
		e.add(journal.TypeReject, journal.Reject{Ballot: ballotID, Trustee: "anna", Reason: "its shuffle does not verify"}, manifest.ByUrn)
	}
	var who []tallytest.Trustee
	for _, name := range []string{"bo", "cilla", "anna"} {
		who = append(who, tallytest.Trustee{Name: name, Share: e.shares[name]})
	}
	e.made = tallytest.Run(e.state, ballotID, e.sealed, who, func(typ string, body any, by string) { e.add(typ, body, by) })
	e.add(journal.TypeResult, result, manifest.ByUrn)
}

// hold runs the whole election.
func hold(t testing.TB, change func(*manifest.Manifest)) *election {
	t.Helper()
	e := convene(t, change)
	e.define()
	e.poll()
	e.decrypt()
	return e
}
