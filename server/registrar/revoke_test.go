package registrar

import (
	"crypto/rand"
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/manifest"
	"valurna/ballot/view"
)

func TestRevocationTakesEffectInLiveSessions(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	desk, booth, other := w.bare("x", w.people[2]), w.bare("x", w.people[2]), w.bare("x", w.people[3])
	_, v := w.knock(booth, w.source.Urn.Booth)
	_, theirs := w.knock(other, w.source.Urn.Booth)
	for _, by := range []int{2, 3} {
		refused(t, w.try(by, "revoke 3"), "not-office")
	}
	refused(t, w.try(1, "revoke 1"), "revoke-self")
	refused(t, w.try(1, "revoke 99"), "no-person")
	w.do(secretary, "revoke 3")
	_, err := w.hosted(v, id, w.booth(id).blinded) // at once, whatever the network has noticed
	refused(t, err, "no-visit")
	ended(t, "the desk", desk)
	ended(t, "the jump", booth)
	if _, err := w.hosted(theirs, id, w.booth(id).blinded); err != nil {
		t.Errorf("another member's visit: %v", err)
	}
	for range 2 {
		if _, err := w.tryDial("x", w.people[2]); err == nil {
			t.Error("the key still opens the door")
		}
		w.do(1, "revoke 3") // as it is already
		w.restart()
	}
	// The way back is a card, and the very key may return to its own person alone.
	refused(t, w.enrol(w.card(1, "4", view.CardKey).Code, sshLine(w.people[2])), "key-known")
	if err := w.enrol(w.card(1, "3", view.CardKey).Code, sshLine(w.people[2])); err != nil {
		t.Error(err)
	}
	w.dial("x", w.people[2])
}

// The decision about a token and the end of a key are taken under one lock: what
// was looked up before does not count.
func TestARequestOfAKeyThatWasTakenBackMeanwhileGetsNoToken(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.assemble()
	id := w.openBallot(1)
	b := w.booth(id)
	req := w.request(w.people[1], id, b.terms.Context, 2, b.blinded)
	who := w.role(2)
	_, port := must2(net.SplitHostPort(w.source.Urn.Booth))
	w.do(1, "revoke 2")
	_, err := w.IssueOwn(who.person, who.key, req)
	refused(t, err, "signature")
	if _, _, _, err := w.jump(who, "127.0.0.1", uint32(must(strconv.Atoi(port)))); err == nil {
		t.Error("the jump is open to it")
	}
	if w.tokenOut(id, 2) {
		t.Error("a token is out")
	}
}

func TestWhatIsNoOrdinaryPublicKeyIsNotEntered(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	c := w.card(1, "2", view.CardKey)
	own := sshLine(newSigner())
	for text, code := range map[string]string{
		"":                                "card-key",
		"hello":                           "card-key",
		`command="sh" ` + own:             "card-key",
		"ssh-dss AAAAB3NzaC1kc3M=":        "card-key",
		"ssh-ed25519 AAAA":                "card-key",
		strings.Repeat("x", 2*maxKeyLine): "card-key",
		certificate(w.people[4]):          "card-key",
		"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn": "private-key",
		sshLine(w.people[0]):                          "key-known",
		sshLine(w.link):                               "key-known",
		sshLine(w.signer(manifest.ByTrustee("bo"))):   "key-known",
		sshLine(w.people[secretary-1]):                "key-known",
	} {
		t.Run(fmt.Sprintf("%.12s %s", text, code), func(t *testing.T) { refused(t, w.enrol(c.Code, text), code) })
	}
	// None of these used the card up.
	if err := w.enrol(c.Code, own); err != nil {
		t.Error(err)
	}
}

// certificate is the line of a certificate for a key.
func certificate(s gossh.Signer) string {
	cert := &gossh.Certificate{Key: s.PublicKey(), CertType: gossh.UserCert, ValidBefore: gossh.CertTimeInfinity}
	if err := cert.SignCert(rand.Reader, s); err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(gossh.MarshalAuthorizedKey(cert)))
}
