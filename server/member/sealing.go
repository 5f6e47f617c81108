package member

import (
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/scrypt"

	"valurna/ballot/canon"
	"valurna/server/durable"
)

// Records sealed by a passphrase. The folder's file "seal" is canonical JSON:
//
//	{"kdf":"scrypt","log_n":16,"salt":SALT,"check":CHECK}
//
// SALT has 16 bytes; the key is scrypt (RFC 7914) of the passphrase with N = 2^16,
// r = 8, p = 1, 32 bytes. Every sealed file, and CHECK, is
//
//	"valurna/v1/sealed\n" || 24 bytes of nonce || XChaCha20-Poly1305 of the content
//
// (draft-irtf-cfrg-xchacha-03; ChaCha20-Poly1305 is RFC 8439), with the magic line
// and the file's name as additional data, so that no record passes for another's.
// CHECK seals the empty content under the name "seal".
const (
	sealMagic = "valurna/v1/sealed\n"
	sealLogN  = 16
	sealSalt  = 16
)

// ErrPassphrase says that the passphrase is another one.
var ErrPassphrase = errors.New("member: that is not the passphrase of your booth's records; nothing was changed: try again")

var errSealed = errors.New("member: not a sealed record of this folder")

type sealHeader struct {
	KDF   string    `json:"kdf"`
	LogN  int       `json:"log_n"`
	Salt  canon.Hex `json:"salt"`
	Check canon.Hex `json:"check"`
}

type sealing struct{ aead cipher.AEAD }

func newSealing(passphrase, salt []byte) (*sealing, error) {
	key, err := scrypt.Key(passphrase, salt, 1<<sealLogN, 8, 1, chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	aead, err := chacha20poly1305.NewX(key)
	return &sealing{aead}, err
}

func (s *sealing) close(name string, content []byte) []byte {
	out := append([]byte(sealMagic), make([]byte, s.aead.NonceSize())...)
	nonce := out[len(sealMagic):]
	_, _ = rand.Read(nonce) // never fails (crypto/rand)
	return s.aead.Seal(out, nonce, content, []byte(sealMagic+name))
}

func (s *sealing) open(name string, data []byte) ([]byte, error) {
	head := len(sealMagic) + s.aead.NonceSize()
	if len(data) < head || string(data[:len(sealMagic)]) != sealMagic {
		return nil, errSealed
	}
	content, err := s.aead.Open(nil, data[len(sealMagic):head], data[head:], []byte(sealMagic+name))
	if err != nil {
		return nil, errSealed
	}
	return content, nil
}

// Sealed says whether the folder's records need a passphrase.
func (s *State) Sealed() (bool, error) {
	_, err := os.Stat(filepath.Join(s.dir, sealFile))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Unlock takes the passphrase of a sealed folder; ErrPassphrase if it is another.
func (s *State) Unlock(passphrase []byte) error {
	data, err := os.ReadFile(filepath.Join(s.dir, sealFile))
	if err != nil {
		return err
	}
	var h sealHeader
	if err := canon.Unmarshal(data, &h); err != nil || h.KDF != "scrypt" || h.LogN != sealLogN || len(h.Salt) != sealSalt {
		return fmt.Errorf("member: %s is damaged; nothing was started: restore it", filepath.Join(s.dir, sealFile))
	}
	seal, err := newSealing(passphrase, h.Salt)
	if err != nil {
		return err
	}
	if _, err := seal.open(sealFile, h.Check); err != nil {
		return ErrPassphrase
	}
	s.seal = seal
	return s.sealRest()
}

// Seal seals the folder's records from now on. What stood there unsealed is
// replaced; on flash memory its old bytes may stay for a while.
func (s *State) Seal(passphrase []byte) error {
	if len(passphrase) == 0 {
		return errors.New("member: the passphrase is empty; nothing was sealed")
	}
	salt := make([]byte, sealSalt)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	seal, err := newSealing(passphrase, salt)
	if err != nil {
		return err
	}
	data, err := canon.Marshal(sealHeader{KDF: "scrypt", LogN: sealLogN, Salt: salt, Check: seal.close(sealFile, nil)})
	if err != nil {
		return err
	}
	if err := durable.Write(filepath.Join(s.dir, sealFile), data); err != nil {
		return err
	}
	s.seal = seal
	return s.sealRest()
}

// sealRest seals records that stand unsealed: those from before Seal, also where
// it was broken off.
func (s *State) sealRest() error {
	plain := &State{dir: s.dir}
	ids, err := plain.ballots()
	if err != nil {
		return err
	}
	for _, id := range ids {
		// One that is sealed already is the newer.
		if r, err := s.record(id); err != nil {
			return err
		} else if r == nil {
			r, err := plain.record(id)
			if err != nil {
				return err
			}
			if err := s.save(r); err != nil {
				return err
			}
		}
		if err := os.Remove(plain.path(id)); err != nil {
			return err
		}
	}
	return nil
}
