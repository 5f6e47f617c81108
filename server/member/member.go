// Package member is a member's own booth on the network: it logs in at the
// registrar with the member's SSH key, follows and checks the journal, and casts
// at the urn over a connection that carries no identity.
//
// A person's window calls OpenState and Start: the Session reconnects by itself, is
// what the desk is drawn from, and gives a booth for every ballot.
//
// A program that votes calls NewJournal and Dial, keeps Journal.Run going in the
// background, then Vote when a ballot is open; Vote may be called again after any
// failure and never makes a second ballot.
package member

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"sync"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"valurna/ballot/canon"
	"valurna/ballot/kind"
	"valurna/ballot/manifest"
	"valurna/ballot/sealed"
	"valurna/ballot/view"
	"valurna/server/wire"
)

// Member is one person's booth and desk. Its methods may be called from any
// goroutine.
type Member struct {
	signed *manifest.Signed
	signer ssh.Signer
	keep   *State
	client *wire.Client
	voting sync.Mutex // two votes at once would make two seeds, and only one is kept
	*Journal
}

// Dial logs in at the registrar that the manifest names; its host key is pinned
// by it. dir keeps the booth's secrets, owner-only. j is the journal that the
// booth believes; somebody has to keep it running.
func Dial(ctx context.Context, signed *manifest.Signed, user string, signer ssh.Signer, dir string, j *Journal) (*Member, error) {
	if err := signed.Verify(); err != nil {
		return nil, err
	}
	r := signed.Manifest.Registrar
	client, err := wire.Dial(ctx, r.Address, r.HostKey, user, ssh.PublicKeys(signer))
	if err != nil {
		return nil, err
	}
	return &Member{signed: signed, signer: signer, keep: &State{dir: dir}, client: client, Journal: j}, nil
}

// Close ends the connection.
func (m *Member) Close() error { return m.client.Close() }

// Act runs one of the desk's commands.
func (m *Member) Act(ctx context.Context, args ...string) (view.Reply, error) {
	var reply view.Reply
	err := wire.Call(ctx, m.client, wire.Command(args[0], append(args[1:], "--json")...), nil, &reply)
	return reply, err
}

// View is the desk as the registrar shows it now.
func (m *Member) View(ctx context.Context) (view.Desk, error) {
	var d view.Desk
	err := wire.Call(ctx, m.client, wire.Command(wire.CmdView, "--json"), nil, &d)
	return d, err
}

// terms gives what the booth needs of a ballot that it has checked: trustees'
// signatures by the journal's rules, the quorum by the cosigned checkpoint.
func (j *Journal) terms(ballot string) (sealed.Terms, kind.Contest, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.distrust != nil {
		return sealed.Terms{}, kind.Contest{}, j.distrust
	}
	b := j.state.Ballot(ballot)
	if b == nil || j.size <= b.DefineSeq {
		return sealed.Terms{}, kind.Contest{}, fmt.Errorf("member: ballot %q has no definition that the witnesses have cosigned; nothing was sent", ballot)
	}
	t, err := j.state.Terms(ballot)
	return t, b.Definition.Contest, err
}

// token asks the registrar for the blind signature: the member's SSH key signs
// context, seat and blinded message.
func (m *Member) token(ctx context.Context, ballot string, seat int, context sealed.Context, blinded []byte) ([]byte, error) {
	req, err := request(m.signer, ballot, seat, context, blinded)
	if err != nil {
		return nil, err
	}
	return collect(ctx, m.client, req)
}

// request signs a token request.
func request(signer ssh.Signer, ballot string, seat int, context sealed.Context, blinded []byte) (*wire.TokenRequest, error) {
	sig, err := sshsig.SignWithRand(bytes.NewReader(wire.TokenBytes(context, seat, blinded)), rand.Reader, signer, sshsig.HashSHA512, wire.TokenNamespace)
	if err != nil {
		return nil, fmt.Errorf("member: your SSH key did not sign the request, so no token was asked for: %w", err)
	}
	return &wire.TokenRequest{Ballot: ballot, Seat: seat, Blinded: blinded, Sig: canon.Hex(sig.Marshal())}, nil
}

// collect sends a token request; sent again it brings the same token.
func collect(ctx context.Context, client *wire.Client, req *wire.TokenRequest) ([]byte, error) {
	var reply wire.IssueReply
	if err := wire.Call(ctx, client, wire.CmdToken, req, &reply); err != nil {
		return nil, err
	}
	return reply.BlindSig, nil
}
