// Package secret encrypts what must not lie readable in a database or a
// backup: connection strings, tokens, passwords. Its main type is Sealer. It
// knows no database and logs nothing; KeyFile is its only contact with disk.
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"

	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// KeyBytes is the length of a key: AES-256.
const KeyBytes = 32

// sealedVersion is the first byte of everything sealed, so that another
// cipher can follow without guessing.
const sealedVersion = 1

// Sealer encrypts and authenticates small secrets with one key (AES-256-GCM
// with a random nonce, NIST SP 800-38D). It is safe for concurrent use. The
// zero value refuses to seal and to open.
type Sealer struct{ aead cipher.AEAD }

// NewSealer makes a Sealer from a key of KeyBytes bytes.
func NewSealer(key []byte) (Sealer, error) {
	if len(key) != KeyBytes {
		return Sealer{}, territory.Errorf(territory.Invalid, "The key for secrets has %d bytes; it needs %d.", len(key), KeyBytes)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return Sealer{}, fmt.Errorf("make cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return Sealer{}, fmt.Errorf("make cipher: %w", err)
	}
	return Sealer{aead: aead}, nil
}

// Seal encrypts plain; the result is 29 bytes longer and differs every time.
func (s Sealer) Seal(plain []byte) ([]byte, error) {
	if s.aead == nil {
		return nil, noKey()
	}
	return s.aead.Seal([]byte{sealedVersion}, nil, plain, []byte{sealedVersion}), nil
}

// Open decrypts what Seal made with the same key. A changed byte, another key
// or another format is an Error and never yields a part of the secret.
func (s Sealer) Open(sealed []byte) ([]byte, error) {
	if s.aead == nil {
		return nil, noKey()
	}
	if len(sealed) == 0 || sealed[0] != sealedVersion {
		return nil, territory.Errorf(territory.Invalid, "A stored secret has a format that this version does not know. Enter it again.")
	}
	plain, err := s.aead.Open(nil, nil, sealed[1:], sealed[:1])
	if err != nil {
		return nil, territory.Errorf(territory.Invalid,
			"A stored secret cannot be read with the key in use. Start with the key it was stored under, or enter the secret again.")
	}
	return plain, nil
}

func noKey() error {
	return territory.Errorf(territory.Unavailable, "No key for secrets is set, so none can be stored or read.")
}
