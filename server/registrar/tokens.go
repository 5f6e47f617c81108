package registrar

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/journal"
	"valurna/ballot/view"
	"valurna/crypto/blind"
	"valurna/server/crash"
	"valurna/server/wire"
)

// issue decides and signs. The decision is on disk before the signature exists;
// asking again with the same blinded message gives the same signature. may is asked
// under the lock under which is decided: it refuses, or says whether the asker was
// in a hosted booth when issuing stopped. signature is the member's, nil from a
// hosted booth.
func (r *Registrar) issue(ballot string, seat int, blinded, signature []byte, may func() (visiting bool, err error)) ([]byte, error) {
	crash.At("registrar.issue.asked")
	signer, err := r.decide(ballot, seat, blinded, signature, may)
	if err != nil {
		return nil, err
	}
	crash.At("registrar.issue.decided")
	sig, err := signer.BlindSign(blinded)
	if err != nil {
		return nil, fmt.Errorf("the token was not signed: %w", err)
	}
	crash.At("registrar.issue.signed")
	return sig, nil
}

func (r *Registrar) decide(ballot string, seat int, blinded, signature []byte, may func() (bool, error)) (*blind.Signer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return nil, r.broken
	}
	visiting, err := may()
	if err != nil {
		return nil, err
	}
	b := r.state.Ballot(ballot)
	if b == nil {
		return nil, &view.Problem{Code: "no-ballot", Text: fmt.Sprintf("There is no ballot %q.", ballot), Next: "Look at the desk which ballot is open."}
	}
	refusal := &view.Problem{Code: "closed", Text: "The ballot is closed. No token was issued.", Next: "Tell the chair at once if you have not voted."}
	suspended := b.Phase == journal.Opened && !b.Definition.Trial() && r.state.Decides() != nil
	if suspended {
		refusal = &view.Problem{Code: "suspended", Rule: "A14", Text: "The meeting is interrupted, and with it the ballot. No token was issued, and your vote is not in.", Next: "Wait until the meeting goes on, and try again. The ballot is not closed before that."}
	}
	switch {
	case b.Phase == journal.Opened && !suspended:
	case b.Phase == journal.Closed && visiting:
	case b.Phase == journal.Closed || suspended:
		// Perhaps the answer to this very request was lost on the way.
		held, err := r.holds(ballot, seat, blinded)
		if err != nil {
			return nil, r.fail(err)
		}
		if !held {
			return nil, refusal
		}
	case b.Phase < journal.Opened:
		return nil, &view.Problem{Code: "not-open", Text: "The ballot is not open yet. No token was issued.", Next: "Wait for the chair to open it."}
	default:
		return nil, refusal
	}
	if _, on := slices.BinarySearch(b.Definition.Seats, seat); !on {
		return nil, &view.Problem{Code: "not-on-roll", Text: "This seat is not on the roll of this ballot: it was not checked in when the roll was frozen. No token was issued.", Next: "Speak to the chair."}
	}
	if len(blinded) != blind.Size {
		return nil, &view.Problem{Code: "request", Text: fmt.Sprintf("A blinded message has %d bytes, not %d. No token was issued.", blind.Size, len(blinded)), Next: "Use a booth of this version."}
	}
	signer, err := r.signer(ballot)
	if err != nil {
		return nil, err
	}
	// What cannot be signed must not use up the seat's token.
	if bytes.Compare(blinded, signer.Public().Modulus()) >= 0 || bytes.Count(blinded, []byte{0}) == len(blinded) {
		return nil, &view.Problem{Code: "request", Text: "The blinded message is not one under this ballot's issuing key. No token was issued.", Next: "Use a booth of this version."}
	}
	sum := sha256.Sum256(blinded)
	taken, err := r.records.takeToken(ballot, seat, r.state.Voter(b, seat), sum[:], signature)
	if err != nil {
		return nil, r.fail(err)
	}
	if !taken {
		return nil, &view.Problem{Code: "second-token", Text: "This seat's token for this ballot has been collected already, by another booth. No second token was issued.", Next: "Go on in the booth in which you began; if that was not you, tell the chair at once."}
	}
	// No wake: a screen that moved when a token went out would tell who votes.
	return signer, nil
}

// holds says whether this very request was granted before issuing stopped.
func (r *Registrar) holds(ballot string, seat int, blinded []byte) (bool, error) {
	sum := sha256.Sum256(blinded)
	return r.records.holdsToken(ballot, seat, sum[:])
}

// signer gives a ballot's issuing key, parsed once. mu is held.
func (r *Registrar) signer(ballot string) (*blind.Signer, error) {
	if s, ok := r.signers[ballot]; ok {
		return s, nil
	}
	der, err := r.records.issuing(ballot)
	if err != nil {
		return nil, err
	}
	s, err := blind.ParseSigner(der)
	if err != nil {
		return nil, err
	}
	r.signers[ballot] = s
	return s, nil
}

// IssueHosted answers the urn, which names a handle and nothing else. Only a
// handle whose jump connection lives gets an answer.
func (r *Registrar) IssueHosted(req wire.IssueRequest) ([]byte, error) {
	gone := &view.Problem{Code: "no-visit", Text: "No live jump connection has this handle. No token was issued.", Next: "Connect to the booth again."}
	r.mu.Lock()
	v, ok := r.visits[string(req.Handle)]
	r.mu.Unlock()
	if !ok {
		return nil, gone
	}
	return r.issue(req.Ballot, v.seat, req.Blinded, nil, func() (bool, error) {
		if v.ballot != req.Ballot || v.open < 1 {
			return false, gone
		}
		return v.atClose, r.hosted(r.state.Ballot(req.Ballot))
	})
}

// IssueOwn answers a member's own booth: the member's SSH key has signed
// context, seat and blinded message.
func (r *Registrar) IssueOwn(person int, key ssh.PublicKey, req wire.TokenRequest) ([]byte, error) {
	r.mu.Lock()
	b := r.state.Ballot(req.Ballot)
	seated := b != nil && r.state.Voter(b, req.Seat) == person
	r.mu.Unlock()
	if b == nil || !seated {
		return nil, &view.Problem{Code: "not-on-roll", Text: fmt.Sprintf("You do not sit on seat %d, or there is no ballot %q. No token was issued.", req.Seat, req.Ballot), Next: "Check in at the desk before the ballot opens."}
	}
	sig, err := sshsig.ParseSignature(req.Sig)
	if err == nil {
		message := wire.TokenBytes(b.Context, req.Seat, req.Blinded)
		err = sshsig.Verify(bytes.NewReader(message), sig, key, sig.HashAlgorithm, wire.TokenNamespace)
	}
	if err != nil {
		return nil, &view.Problem{Code: "signature", Text: fmt.Sprintf("The request is not signed by the SSH key of this connection: %v. No token was issued.", err), Next: "Sign with the key you log in with."}
	}
	return r.issue(req.Ballot, req.Seat, req.Blinded, req.Sig, func() (bool, error) {
		if r.people.byKey[rollKey(key)].person != person {
			return false, &view.Problem{Code: "signature", Text: "This key has been taken back. No token was issued.", Next: "Have the chair or the secretary make a card, and enter a new key with it."}
		}
		return false, nil
	})
}

// handle is the opaque name of a seat's visit to one ballot: the same on
// reconnection, another for every other ballot. HMAC-SHA256 (RFC 2104).
func (r *Registrar) handle(context [32]byte, seat int) []byte {
	mac := hmac.New(sha256.New, r.handles)
	mac.Write([]byte("valurna/v1/handle\n"))
	mac.Write(context[:])
	mac.Write(binary.BigEndian.AppendUint32(nil, uint32(seat)))
	return mac.Sum(nil)
}
