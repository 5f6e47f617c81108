package registrar

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"valurna/ballot/canon"
	"valurna/ballot/guarantee"
	"valurna/ballot/journal"
	"valurna/ballot/manifest"
	"valurna/ballot/view"
	"valurna/crypto/blind"
	"valurna/server/crash"
)

// patience is how long the chair's act waits for the trustees and then for the
// witnesses before it says who is missing.
const patience = 30 * time.Second

// pending is a statement that waits for the trustees' signatures.
type pending struct {
	typ  string
	body json.RawMessage
	sigs map[string]journal.Signature
}

// OpenBallot defines and opens the next ballot on an item: the trustees sign
// the definition, the witnesses cosign it, then it opens. A ballot that was
// defined but not opened (a crash, a missing witness) goes on from there.
func (r *Registrar) OpenBallot(ctx context.Context, person, item int) (string, error) {
	// One at a time: a second definition under way for the same item would put
	// its issuing key in the place of the first one's.
	if !r.opening.TryLock() {
		return "", &view.Problem{Code: "opening", Text: "A ballot is being opened at this moment. Nothing more was done.", Next: "Wait until it is open, or until the opening has failed."}
	}
	defer r.opening.Unlock()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	b, err := r.definedBallot(ctx, item)
	if err != nil {
		return "", err
	}
	id := b.Definition.Ballot
	note, err := r.covered(ctx, b.DefineSeq)
	if err != nil {
		return "", r.waiting(err, &view.Problem{Code: "no-quorum", Text: fmt.Sprintf("Too few witnesses cosigned the definition of ballot %s within %d s. The ballot is defined and not open; no token exists.", id, int(patience.Seconds())), Next: "Have the witnesses started, then open the ballot again."})
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.write(func() error { return r.records.makeTokenRows(id, b.Definition.Seats) }); err != nil {
		return "", err
	}
	crash.At("registrar.open.rows")
	if err := r.enterGate(guarantee.OpeningOf, b); err != nil {
		return "", err
	}
	return id, r.append(proposal{typ: journal.TypeOpen, body: journal.Open{Ballot: id, Person: person, Checkpoint: note}})
}

// freshSigner gives the issuing key for an item's next ballot: a new one, or that
// of an opening that failed before anything was defined, so that the trustees
// are asked for the same signature again.
func (r *Registrar) freshSigner(item int) (*blind.Signer, error) {
	r.mu.Lock()
	id := r.state.NextBallot(item)
	r.mu.Unlock()
	if der, err := r.records.issuing(id); err == nil {
		return blind.ParseSigner(der)
	}
	return blind.GenerateKey(rand.Reader)
}

// waiting turns a time-out into the problem that it means.
func (r *Registrar) waiting(err error, p *view.Problem) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return p
	}
	return err
}

func (r *Registrar) definedBallot(ctx context.Context, item int) (*journal.Ballot, error) {
	r.mu.Lock()
	for _, b := range r.state.Ballots() {
		if b.Definition.Item == item && b.Phase == journal.Defined {
			r.mu.Unlock()
			return b, nil
		}
	}
	r.mu.Unlock()
	if err := r.awaitOrder(ctx, item); err != nil {
		return nil, err
	}
	r.mu.Lock()
	err := r.ajar(item)
	r.mu.Unlock()
	if err != nil {
		return nil, err
	}
	signer, err := r.freshSigner(item)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	d, err := r.state.Define(item, signer.Public().Modulus())
	if err == nil {
		err = r.write(func() error { return r.records.putIssuing(d.Ballot, signer.Marshal()) })
	}
	r.mu.Unlock()
	if err != nil {
		return nil, err
	}
	crash.At("registrar.define.key")
	need := r.state.Manifest().Threshold
	sigs, err := r.collect(ctx, journal.TypeDefine, d, need)
	if err != nil {
		return nil, r.waiting(err, &view.Problem{Code: "no-trustees", Text: fmt.Sprintf("Fewer than %d trustees signed the definition within %d s. Nothing was entered; the ballot is not open.", need, int(patience.Seconds())), Next: "Have the trustees started (the desk shows who is connected), then open the ballot again."})
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.append(proposal{typ: journal.TypeDefine, body: d, sigs: sigs}); err != nil {
		return nil, err
	}
	r.signers[d.Ballot] = signer
	return r.state.Ballot(d.Ballot), nil
}

// collect asks the connected trustees to sign and waits for need signatures,
// which it gives back in the manifest's order.
func (r *Registrar) collect(ctx context.Context, typ string, body any, need int) ([]journal.Signature, error) {
	data, err := canon.Marshal(body)
	if err != nil {
		return nil, err
	}
	key := typ + "\n" + string(data)
	r.mu.Lock()
	p, ok := r.pending[key]
	if !ok {
		p = &pending{typ: typ, body: data, sigs: map[string]journal.Signature{}}
		r.pending[key] = p
		r.wake()
	}
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(r.pending, key)
		r.wake()
		r.mu.Unlock()
	}()
	if err := r.await(ctx, func() bool { return len(p.sigs) >= need }); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var sigs []journal.Signature
	for _, t := range r.state.Manifest().Trustees {
		if sig, ok := p.sigs[manifest.ByTrustee(t.Name)]; ok {
			sigs = append(sigs, sig)
		}
	}
	return sigs, nil
}

// Sign takes a trustee's signature under a statement that waits for it.
func (r *Registrar) Sign(st journal.Statement) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, ok := r.pending[st.Type+"\n"+string(st.Body)]
	if !ok {
		return &view.Problem{Code: "not-pending", Text: "Nothing like this waits for a signature.", Next: "Follow the journal and sign what it asks for."}
	}
	if !strings.HasPrefix(st.Sig.By, "trustee/") {
		return &view.Problem{Code: "not-trustee", Text: "Only trustees sign definitions and keys.", Next: "Use the trustee's program."}
	}
	if err := r.state.CheckStatement(st); err != nil {
		return err
	}
	p.sigs[st.Sig.By] = st.Sig
	crash.At("registrar.sign.taken")
	r.wake()
	return nil
}

// Post enters a signed statement of the urn or a trustee, if the rules allow it.
func (r *Registrar) Post(st journal.Statement) (int64, error) {
	if !slices.Contains(postable, st.Type) {
		return 0, &view.Problem{Code: "type", Text: fmt.Sprintf("%q is nothing that a party enters by itself.", st.Type), Next: "Use a program of this version."}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	seq := r.state.Next()
	if err := r.append(proposal{typ: st.Type, body: st.Body, sigs: []journal.Signature{st.Sig}}); err != nil {
		return 0, err
	}
	if st.Type == journal.TypeSeal {
		for _, b := range r.state.Ballots() {
			if b.Phase == journal.Sealed && b.SealSeq == seq {
				r.sealedAt[b.Definition.Ballot] = r.now()
			}
		}
	}
	return seq, nil
}

var postable = []string{
	journal.TypeCommit, journal.TypeReveal, journal.TypeDeal, journal.TypeComplaint,
	journal.TypeStop, journal.TypeSeal, journal.TypeShuffle, journal.TypePass, journal.TypeShares, journal.TypeCombine,
	journal.TypeProof, journal.TypeReject, journal.TypeResult, journal.TypeLotShare,
}

// CloseBallot stops issuing. Whoever is in a hosted booth keeps the right to a
// token on "cast" until the urn stops accepting.
func (r *Registrar) CloseBallot(person int, ballot string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.append(proposal{typ: journal.TypeClose, body: journal.Close{Ballot: ballot, Person: person}}); err != nil {
		return err
	}
	for _, v := range r.visits {
		if v.ballot == ballot {
			v.atClose = true
		}
	}
	return nil
}

// CertifyBallot enters the chair's certification of the result that stands, and of
// whom votes and lot elect.
func (r *Registrar) CertifyBallot(person int, ballot string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.state.Ballot(ballot)
	if b == nil || b.Result == nil {
		return &view.Problem{Code: "no-result", Text: "There is no result to certify.", Next: "Wait until the trustees have decrypted."}
	}
	if err := r.recounted(ballot); err != nil {
		return err
	}
	elected, err := r.state.Elected(b)
	if err != nil {
		return r.undrawn(b)
	}
	if err := r.enterGate(guarantee.Certification, b); err != nil {
		return err
	}
	return r.append(proposal{typ: journal.TypeCertify, body: journal.Certify{Ballot: ballot, Person: person, Result: journal.ResultHash(b.Result), Elected: elected}})
}

// VoidBallot ends a ballot without a result.
func (r *Registrar) VoidBallot(person int, ballot, reason string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if reason == "" {
		return &view.Problem{Code: "reason", Text: "A ballot is voided with a reason.", Next: "Write: ballot void BALLOT REASON"}
	}
	if err := r.append(proposal{typ: journal.TypeVoid, body: journal.Void{Ballot: ballot, Reason: reason}}); err != nil {
		return err
	}
	return r.forgetIssuing(ballot)
}
