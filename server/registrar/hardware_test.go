package registrar

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"math/big"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"valurna/ballot/roll"
)

// device is a hardware key: it signs as OpenSSH's PROTOCOL.u2f says, and tells in
// what it signs whether somebody touched it.
type device struct {
	public  gossh.PublicKey
	sign    func(data []byte) []byte
	touched *bool
}

const application = "ssh:"

func (d device) PublicKey() gossh.PublicKey { return d.public }

func (d device) Sign(_ io.Reader, data []byte) (*gossh.Signature, error) {
	var flags byte
	if *d.touched {
		flags = 1 // user presence
	}
	app, message := sha256.Sum256([]byte(application)), sha256.Sum256(data)
	rest := binary.BigEndian.AppendUint32([]byte{flags}, 7) // the device's counter
	signed := append(append(app[:], rest...), message[:]...)
	return &gossh.Signature{Format: d.public.Type(), Blob: d.sign(signed), Rest: rest}, nil
}

// devices are one of each type that OpenSSH has, touched until a test says otherwise.
func devices() map[string]device {
	pub, key := must2(ed25519.GenerateKey(rand.Reader))
	curve := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	parse := func(blob any) gossh.PublicKey { return must(gossh.ParsePublicKey(gossh.Marshal(blob))) }
	return map[string]device{
		gossh.KeyAlgoSKED25519: {
			parse(struct {
				Type        string
				Key         []byte
				Application string
			}{gossh.KeyAlgoSKED25519, pub, application}),
			func(data []byte) []byte { return ed25519.Sign(key, data) }, new(true),
		},
		gossh.KeyAlgoSKECDSA256: {
			parse(struct {
				Type, Curve string
				Key         []byte
				Application string
			}{gossh.KeyAlgoSKECDSA256, "nistp256", must(curve.PublicKey.Bytes()), application}),
			func(data []byte) []byte {
				sum := sha256.Sum256(data)
				r, s := must2(ecdsa.Sign(rand.Reader, curve, sum[:]))
				return gossh.Marshal(struct{ R, S *big.Int }{r, s})
			}, new(true),
		},
	}
}

// A hardware key logs in and collects its seat's token; what it signs untouched,
// with the user presence flag clear, opens nothing.
func TestAHardwareKeyVotesOnlyWhenItIsTouched(t *testing.T) {
	t.Parallel()
	for name, d := range devices() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, func(s *roll.Source) { s.Members[1].Keys = []string{sshLine(d)} })
			w.people[1] = d
			w.assemble()
			id := w.openBallot(1)
			b := w.booth(id)

			*d.touched = false
			if _, err := w.tryDial("x", d); err == nil {
				t.Error("a hardware key that nobody touched logs in")
			}
			untouched := w.request(d, id, b.terms.Context, 2, b.blinded)
			*d.touched = true
			_, err := w.ask(2, untouched)
			refused(t, err, "signature")
			if seats := must(w.records.collected(id)); len(seats) != 0 {
				t.Errorf("an untouched key's request took the tokens of seats %v", seats)
			}
			if _, err := w.token(2, id, b); err != nil {
				t.Errorf("the same key, touched: %v", err)
			}
		})
	}
}

// A certificate may say that no touch is needed; who wrote that is not asked here,
// so it is not believed.
func TestACertificateDoesNotWaiveTheTouch(t *testing.T) {
	t.Parallel()
	for name, d := range devices() {
		w := newTown(t, func(s *roll.Source) { s.Members[1].Keys = []string{sshLine(d)} })
		w.start()
		certified := func(extensions map[string]string) gossh.Signer {
			cert := &gossh.Certificate{Key: d.public, CertType: gossh.UserCert, ValidBefore: gossh.CertTimeInfinity, Permissions: gossh.Permissions{Extensions: extensions}}
			if err := cert.SignCert(rand.Reader, newSigner()); err != nil {
				t.Fatal(err)
			}
			return must(gossh.NewCertSigner(cert, d))
		}
		if _, err := w.tryDial("x", certified(nil)); err != nil {
			t.Errorf("%s: a plain certificate of a touched key: %v", name, err)
		}
		*d.touched = false
		if _, err := w.tryDial("x", certified(map[string]string{noTouch: ""})); err == nil {
			t.Errorf("%s: a certificate lets an untouched key log in", name)
		}
	}
}
