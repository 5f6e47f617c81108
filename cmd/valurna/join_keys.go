package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"valurna/server/member"
	"valurna/tui/words"
)

// usualKeys are the files that ssh itself looks for, the best first. Hardware keys
// come through the agent.
var usualKeys = []string{"id_ed25519", "id_ecdsa", "id_rsa"}

// memberKeys finds the keys to try: the one in file, or what the agent holds and
// then the usual files.
func memberKeys(file string, talk *prompter) ([]*member.Key, error) {
	held := agentKeys()
	if file != "" {
		key, err := fileKey(file, held, talk)
		if err != nil {
			return nil, err
		}
		return []*member.Key{member.NewKey(key)}, nil
	}
	signers := held
	if dir, err := os.UserHomeDir(); err == nil {
		for _, name := range usualKeys {
			// One that cannot be used is passed over, as ssh does.
			if key, err := fileKey(filepath.Join(dir, ".ssh", name), held, talk); err == nil {
				signers = append(signers, key)
			}
		}
	}
	var keys []*member.Key
	for _, s := range signers {
		k := member.NewKey(s)
		if !slices.ContainsFunc(keys, func(o *member.Key) bool { return sameKey(o.PublicKey(), k.PublicKey()) }) {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

func sameKey(a, b ssh.PublicKey) bool { return string(a.Marshal()) == string(b.Marshal()) }

// fileKey reads a key file. One sealed by a passphrase, a hardware key's and a
// public half are used through the agent where it holds the key.
func fileKey(file string, held []ssh.Signer, talk *prompter) (ssh.Signer, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	signer, err := ssh.ParsePrivateKey(data)
	if err == nil {
		return signer, nil
	}
	var locked *ssh.PassphraseMissingError
	sealed := errors.As(err, &locked)
	var pub ssh.PublicKey
	if sealed {
		pub = locked.PublicKey
	}
	if pub == nil {
		pub = publicHalf(file, data)
	}
	if i := slices.IndexFunc(held, func(s ssh.Signer) bool {
		return pub != nil && sameKey(member.Plain(s.PublicKey()), pub)
	}); i >= 0 {
		return held[i], nil
	}
	switch {
	case sealed && pub != nil:
		return &lockedKey{file: file, data: data, pub: pub, talk: talk}, nil
	case pub != nil:
		return nil, fmt.Errorf("%s is a hardware key's or a public half, and the SSH agent does not hold that key; nothing was sent: run ssh-add first", file)
	}
	return nil, fmt.Errorf("%s cannot be read as an SSH private key; nothing was sent: name another file: %w", file, err)
}

// publicHalf reads FILE.pub, or FILE itself where that is one; nil if neither is.
func publicHalf(file string, data []byte) ssh.PublicKey {
	if beside, err := os.ReadFile(file + ".pub"); err == nil {
		data = beside
	}
	pub, _, _, _, err := ssh.ParseAuthorizedKey(data)
	if err != nil {
		return nil
	}
	return member.Plain(pub)
}

// lockedKey asks for its passphrase when it first has to sign, which is when the
// registrar has said that it knows the key.
type lockedKey struct {
	file string
	data []byte
	pub  ssh.PublicKey
	talk *prompter

	mu     sync.Mutex
	signer ssh.AlgorithmSigner
}

func (l *lockedKey) PublicKey() ssh.PublicKey { return l.pub }

func (l *lockedKey) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	return l.SignWithAlgorithm(rand, data, "")
}

func (l *lockedKey) SignWithAlgorithm(rand io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for try := 0; l.signer == nil; try++ {
		phrase, err := l.talk.secret(words.Fill(l.talk.words.Join.KeyPassphrase, "file", l.file))
		if err != nil {
			return nil, err
		}
		signer, err := ssh.ParsePrivateKeyWithPassphrase(l.data, phrase)
		clear(phrase)
		if err != nil && try == 2 {
			return nil, fmt.Errorf("%s was not opened: %w", l.file, err)
		}
		if s, ok := signer.(ssh.AlgorithmSigner); ok && err == nil {
			l.signer = s
		}
	}
	return l.signer.SignWithAlgorithm(rand, data, algorithm)
}

// agentKeys lists what the SSH agent holds; nothing if there is none.
func agentKeys() []ssh.Signer {
	conn, err := dialAgent()
	if err != nil {
		return nil
	}
	defer conn.Close()
	held, err := agent.NewClient(conn).List()
	if err != nil {
		return nil
	}
	var out []ssh.Signer
	for _, k := range held {
		if pub, err := ssh.ParsePublicKey(k.Blob); err == nil {
			out = append(out, agentKey{pub})
		}
	}
	return out
}

// agentKey signs through the agent, over a connection for each signature, so that
// an agent that was started anew does not end a meeting.
type agentKey struct{ pub ssh.PublicKey }

func (a agentKey) PublicKey() ssh.PublicKey { return a.pub }

func (a agentKey) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	return a.SignWithAlgorithm(rand, data, "")
}

func (a agentKey) SignWithAlgorithm(_ io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	conn, err := dialAgent()
	if err != nil {
		return nil, fmt.Errorf("the SSH agent does not answer: %w", err)
	}
	defer conn.Close()
	// Of the other types a key has one algorithm only.
	var flags agent.SignatureFlags
	switch {
	case algorithm == ssh.KeyAlgoRSASHA256:
		flags = agent.SignatureFlagRsaSha256
	case algorithm == ssh.KeyAlgoRSASHA512 || strings.Contains(a.pub.Type(), "ssh-rsa"):
		flags = agent.SignatureFlagRsaSha512
	}
	return agent.NewClient(conn).SignWithFlags(a.pub, data, flags)
}
