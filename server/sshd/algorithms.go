package sshd

import gossh "golang.org/x/crypto/ssh"

// modern sets what a connection may agree on, best first, the same at every server:
// key exchange on Curve25519, with ML-KEM where the client has it, and ciphers that
// authenticate. OpenSSH has had these since 6.5 (2014; ML-KEM since 9.9), PuTTY since
// 0.68. Nothing of what is left out is needed by a client in use: finite-field and
// NIST groups, CTR and CBC, MACs before encryption, SHA-1.
func modern(c *gossh.ServerConfig) {
	c.KeyExchanges = []string{gossh.KeyExchangeMLKEM768X25519, gossh.KeyExchangeCurve25519, "curve25519-sha256@libssh.org"}
	c.Ciphers = []string{gossh.CipherChaCha20Poly1305, gossh.CipherAES256GCM, gossh.CipherAES128GCM}
	// Unused beside these ciphers, and yet a list that must not be empty.
	c.MACs = []string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM}
	c.PublicKeyAuthAlgorithms = keyAlgorithms
}

// keyAlgorithms are those with which a person may log in: RSA with SHA-2 only,
// and no DSA.
var keyAlgorithms = []string{
	gossh.KeyAlgoED25519, gossh.KeyAlgoSKED25519, gossh.KeyAlgoSKECDSA256,
	gossh.KeyAlgoECDSA256, gossh.KeyAlgoECDSA384, gossh.KeyAlgoECDSA521,
	gossh.KeyAlgoRSASHA512, gossh.KeyAlgoRSASHA256,
}
