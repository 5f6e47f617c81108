package registrar

import "golang.org/x/crypto/ssh"

// rollKey is what stands on the roll of a key that was offered: of a user
// certificate the key inside, of which the connection proves the possession. What
// a certificate's authority says of its holder gives nobody a vote: the roll
// alone does. A host's certificate is nobody's.
func rollKey(offered ssh.PublicKey) string {
	cert, ok := offered.(*ssh.Certificate)
	if !ok {
		return string(offered.Marshal())
	}
	if cert.CertType != ssh.UserCert {
		return ""
	}
	return string(cert.Key.Marshal())
}
