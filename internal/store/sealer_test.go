package store_test

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

// testKeys seal as the keys of an installation do; the last of them seals, all of them open.
type testKeys []cipher.AEAD

// keys gives one key, always the same.
func keys() testKeys { return testKeys{key([]byte("0123456789abcdef"))} }

func key(secret []byte) cipher.AEAD {
	block, err := aes.NewCipher(secret)
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return aead
}

// and gives the keys with a new one, which seals from now on.
func (k testKeys) and(secret string) testKeys { return append(k[:len(k):len(k)], key([]byte(secret))) }

const sealedForm = "sealed:test:"

func (k testKeys) Seal(place string, plain []byte) (string, error) {
	return fmt.Sprintf("%s%d:%s", sealedForm, len(k), base64.RawStdEncoding.EncodeToString(k[len(k)-1].Seal(nil, nil, plain, []byte(place)))), nil
}

func (k testKeys) Open(place, sealed string) ([]byte, error) {
	_, text, _ := strings.Cut(strings.TrimPrefix(sealed, sealedForm), ":")
	raw, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	for _, aead := range k {
		if plain, err := aead.Open(nil, nil, raw, []byte(place)); err == nil {
			return plain, nil
		}
	}
	return nil, vigil.Errorf(vigil.Internal, "%s does not open", place)
}

func (k testKeys) Sealed(text string) bool { return strings.HasPrefix(text, sealedForm) }

func (k testKeys) Newest(sealed string) bool {
	return strings.HasPrefix(sealed, fmt.Sprintf("%s%d:", sealedForm, len(k)))
}
