package registrar

import (
	"crypto/rand"
	"encoding/json"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/view"
	"valurna/server/wire"
)

// A user certificate logs its holder in as the plain key that stands on the roll;
// neither a host's certificate nor one for another key does.
func TestTheKeyInsideACertificateStandsOnTheRoll(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.start()
	authority := newSigner()
	certified := func(kind uint32, key gossh.Signer) gossh.Signer {
		cert := &gossh.Certificate{Key: key.PublicKey(), CertType: kind, ValidBefore: gossh.CertTimeInfinity}
		if err := cert.SignCert(rand.Reader, authority); err != nil {
			t.Fatal(err)
		}
		return must(gossh.NewCertSigner(cert, key))
	}
	c := w.dial("x", certified(gossh.UserCert, w.people[1]))
	var d view.Desk
	if err := json.Unmarshal(must(c.Run(t.Context(), wire.CmdView+" --json", nil)), &d); err != nil || d.Me.Person != 2 {
		t.Errorf("the certificate of person 2 is person %d's: %v", d.Me.Person, err)
	}
	if d.Me.Fingerprint != gossh.FingerprintSHA256(w.people[1].PublicKey()) {
		t.Errorf("the desk names the key %s", d.Me.Fingerprint)
	}
	for name, s := range map[string]gossh.Signer{
		"a host's certificate":                 certified(gossh.HostCert, w.people[1]),
		"a certificate of a key off the roll":  certified(gossh.UserCert, newSigner()),
		"a certificate signed by a roll's key": certified(gossh.UserCert, authority),
	} {
		if _, err := w.tryDial("x", s); err == nil {
			t.Errorf("%s logs in", name)
		}
	}
}
