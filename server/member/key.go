package member

import (
	"errors"
	"io"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
)

// Key is a member's SSH key. It logs in and signs token requests, by whatever
// signer it was made from: a file, an agent, a hardware key behind an agent. Of a
// certificate it is the key inside, which is what stands on the roll.
type Key struct {
	signer ssh.Signer
	plain  ssh.PublicKey

	mu    sync.Mutex
	touch func(waits bool) // nil, or told when a hardware key waits for a touch
}

// NewKey wraps a signer.
func NewKey(signer ssh.Signer) *Key {
	return &Key{signer: signer, plain: Plain(signer.PublicKey())}
}

// Plain is the key inside a certificate, and any other key as it is.
func Plain(key ssh.PublicKey) ssh.PublicKey {
	if cert, ok := key.(*ssh.Certificate); ok {
		return cert.Key
	}
	return key
}

// PublicKey is the plain key.
func (k *Key) PublicKey() ssh.PublicKey { return k.plain }

// Hardware says whether the key is on a device that wants to be touched: an "sk-"
// key (PROTOCOL.u2f of OpenSSH).
func (k *Key) Hardware() bool { return strings.HasPrefix(k.plain.Type(), "sk-") }

// Sign signs with the key's default algorithm.
func (k *Key) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	return k.SignWithAlgorithm(rand, data, "")
}

// SignWithAlgorithm signs with an algorithm of the plain key's, "" for its own.
func (k *Key) SignWithAlgorithm(rand io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	if k.Hardware() {
		k.tell(true)
		defer k.tell(false)
	}
	if algorithm == "" {
		return k.signer.Sign(rand, data)
	}
	s, ok := k.signer.(ssh.AlgorithmSigner)
	if !ok {
		return nil, errors.New("member: this key cannot sign with " + algorithm)
	}
	return s.SignWithAlgorithm(rand, data, algorithm)
}

// OnTouch has f told whenever the key waits for a touch, and when no longer.
func (k *Key) OnTouch(f func(waits bool)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.touch = f
}

func (k *Key) tell(waits bool) {
	k.mu.Lock()
	f := k.touch
	k.mu.Unlock()
	if f != nil {
		f(waits)
	}
}

// tried is a key that notes that it was the one that logged in: a client signs
// with a key only after the server has said that it takes it.
type tried struct {
	*Key
	note func(*Key)
}

func (t tried) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	t.note(t.Key)
	return t.Key.Sign(rand, data)
}

func (t tried) SignWithAlgorithm(rand io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	t.note(t.Key)
	return t.Key.SignWithAlgorithm(rand, data, algorithm)
}
