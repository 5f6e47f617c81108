package registrar

import "golang.org/x/crypto/ssh"

// noTouch is the extension of ssh-keygen(1) that waives the touch.
const noTouch = "no-touch-required"

// rollKey is what stands on the roll of a key that was offered: of a user
// certificate the key inside, of which the connection proves the possession. What
// a certificate's authority says of its holder gives nobody a vote: the roll
// alone does. A host's certificate is nobody's, nor is one that lets a hardware key
// sign untouched: anybody can write that, and the SSH library would believe it.
func rollKey(offered ssh.PublicKey) string {
	cert, ok := offered.(*ssh.Certificate)
	if !ok {
		return string(offered.Marshal())
	}
	_, untouched := cert.Extensions[noTouch]
	if cert.CertType != ssh.UserCert || untouched {
		return ""
	}
	return string(cert.Key.Marshal())
}
