// Package seal keeps the keys with which this installation signs what it publishes, and signs and checks with ed25519.
// A key is made on first use, in the folder of the data, readable by its owner alone. The public key is a small text
// file for everybody. A new key takes the place of the old one only when somebody asks for it (Rotate), and the old
// public keys stay, so that what was signed before can still be checked.
//
// Beside it stand the keys that nobody may read without: a Box seals fields and files, bound to the place where they stand.
package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vigil/internal/vigil"
)

// Folder is where the keys stand, below the folder of the data.
const Folder = "keys"

const (
	privateFile   = "signing.key"
	publicFile    = "signing.pub"
	privateHeader = "vigil signing key 1, secret: whoever has it can sign in your name"
	publicHeader  = "vigil public key 1, ed25519"
)

// Key signs. It is safe for concurrent use.
type Key struct{ private ed25519.PrivateKey }

// Public gives the public key.
func (k *Key) Public() []byte { return append([]byte(nil), k.private.Public().(ed25519.PublicKey)...) }

// Sign signs a message.
func (k *Key) Sign(message []byte) []byte { return ed25519.Sign(k.private, message) }

// Verify reports whether the signature of a message is by the public key. It is false for a key or a signature of a wrong
// length, and for the few keys with which one signature holds for many messages.
func Verify(public, message, signature []byte) bool {
	return len(public) == ed25519.PublicKeySize && len(signature) == ed25519.SignatureSize && !weak(public) && ed25519.Verify(public, message, signature)
}

// weakKeys are the points of small order, in every way in which they can be written but for the sign, which is the last bit. They
// are nobody's: whoever names one as the own key can sign without a secret.
var weakKeys = []string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
}

func weak(public []byte) bool {
	unsigned := bytes.Clone(public)
	unsigned[len(unsigned)-1] &= 0x7f
	return slices.Contains(weakKeys, hex.EncodeToString(unsigned))
}

// Name is a short name of a public key, to be compared by eye: the first 16 digits of its SHA-256 in groups of four.
func Name(public []byte) string {
	sum := sha256.Sum256(public)
	h := hex.EncodeToString(sum[:8])
	return h[:4] + " " + h[4:8] + " " + h[8:12] + " " + h[12:]
}

// Open gives the key of a data folder, and makes one where there is none. A key that others may read is refused.
func Open(data string) (*Key, error) {
	file := filepath.Join(data, Folder, privateFile)
	text, err := readSecret(file, "the signing key", "make a new key: vigil key new")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return create(data)
	case err != nil:
		return nil, err
	}
	seed, err := parse(text, privateHeader, ed25519.SeedSize)
	if err != nil {
		return nil, vigil.Errorf(vigil.Invalid, "the signing key %s is damaged (%v); bring it back from a backup, or make a new key: vigil key new", file, err)
	}
	return &Key{ed25519.NewKeyFromSeed(seed)}, nil
}

// create makes a key. Of two that do so at once one wins, and the other one takes its key.
func create(data string) (*Key, error) {
	folder, err := keyFolder(data)
	failed := func(err error) error {
		return vigil.Errorf(vigil.Invalid, "no signing key can be made in %s (%v); check that the folder of the data is there, that you may write in it and that the disk has room", folder, err)
	}
	if err != nil {
		return nil, failed(err)
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, failed(err)
	}
	switch err := writeOnce(folder, privateFile, compose(privateHeader, private.Seed())); {
	case errors.Is(err, fs.ErrExist):
		return Open(data)
	case err != nil:
		return nil, failed(err)
	}
	if err := writeNew(filepath.Join(folder, publicFile), PublicText(public), 0o644); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, failed(err)
	}
	return &Key{private}, nil
}

// Rotate puts a new key in the place of the one there is. The old secret key is deleted, and the old public key is kept
// under the day, so that it can still be laid beside what was signed with it.
func Rotate(data string, now time.Time) (*Key, error) {
	folder := filepath.Join(data, Folder)
	public := filepath.Join(folder, publicFile)
	if text, err := os.ReadFile(public); err == nil {
		key, err := ParsePublic(text)
		if err != nil {
			return nil, err
		}
		kept := fmt.Sprintf("signing-until-%s-%s.pub", now.UTC().Format("2006-01-02"), strings.ReplaceAll(Name(key), " ", ""))
		if err := os.Rename(public, filepath.Join(folder, kept)); err != nil {
			return nil, vigil.Errorf(vigil.Invalid, "the public key %s cannot be kept (%v); nothing was changed", public, err)
		}
	}
	if err := os.Remove(filepath.Join(folder, privateFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, vigil.Errorf(vigil.Invalid, "the old signing key cannot be removed (%v); check who may write in %s", err, folder)
	}
	return Open(data)
}

// Earlier gives the file of every public key that a data folder used before its present one, by file name. What was signed
// with them still stands.
func Earlier(data string) (map[string][]byte, error) {
	names, err := filepath.Glob(filepath.Join(data, Folder, "*.pub"))
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, vigil.Errorf(vigil.Invalid, "the public key %s cannot be read (%v)", name, err)
		}
		if _, err := ParsePublic(text); err != nil {
			return nil, err
		}
		if base := filepath.Base(name); base != publicFile {
			out[base] = text
		}
	}
	return out, nil
}

// PublicText is the text file of a public key.
func PublicText(public []byte) []byte { return compose(publicHeader, public) }

// ParsePublic reads the text file of a public key.
func ParsePublic(text []byte) ([]byte, error) {
	key, err := parse(text, publicHeader, ed25519.PublicKeySize)
	if err != nil {
		return nil, vigil.Problems{{What: vigil.Say("this is no public key of Vigil (%v)", err), Do: vigil.Say("give the small file that lies beside the published receipts, ending in .pub")}}
	}
	return key, nil
}

func compose(header string, key []byte) []byte {
	return []byte(header + "\n" + base64.StdEncoding.EncodeToString(key) + "\n")
}

// parse takes the two lines of a key file, and nothing besides.
func parse(text []byte, header string, size int) ([]byte, error) {
	if len(text) > 4096 {
		return nil, errors.New("it is too long")
	}
	lines := strings.Split(strings.ReplaceAll(strings.TrimRight(string(text), "\r\n"), "\r\n", "\n"), "\n")
	if len(lines) != 2 || lines[0] != header {
		return nil, fmt.Errorf("its first line is not %q, or it has not two lines", header)
	}
	key, err := base64.StdEncoding.Strict().DecodeString(lines[1])
	if err != nil || len(key) != size {
		return nil, errors.New("its second line is not the key")
	}
	return key, nil
}
