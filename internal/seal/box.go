package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/streamingaead"
	"github.com/tink-crypto/tink-go/v2/tink"

	"vigil/internal/vigil"
)

const (
	boxFile    = "sealing.keys"
	boxHeader  = "vigil sealing keys 1, secret: whoever has them can read what is sealed"
	sealPrefix = "sealed:1:" // starts every sealed field, so that a database can refuse one in the open
	markPlace  = "the mark of a box"
)

// Box seals what nobody may read without the keys of this installation. What it seals is bound to a place, and opens
// there alone: a sealed field that is copied to another row or column is refused. It is safe for concurrent use.
type Box struct {
	fields  tink.AEAD
	streams tink.StreamingAEAD
	newest  uint32 // id of the key that seals fields
	ids     map[uint32]bool
}

// boxKeys are the keys of a box: one set for fields, one for files. The first of each set seals, all of them open.
type boxKeys struct{ fields, streams *keyset.Handle }

// OpenBox opens the box of a data folder, and makes its keys where there are none. Keys that others may read are refused.
func OpenBox(data string) (*Box, error) {
	b, err := FindBox(data)
	if vigil.KindOf(err) != vigil.NotFound {
		return b, err
	}
	folder, err := keyFolder(data)
	failed := func(err error) error {
		return vigil.Errorf(vigil.Invalid, "no sealing keys can be made in %s (%v); check that the folder of the data is there, that you may write in it and that the disk has room", folder, err)
	}
	if err != nil {
		return nil, failed(err)
	}
	keys, err := (&boxKeys{}).withNew()
	if err != nil {
		return nil, failed(err)
	}
	text, err := keys.text()
	if err != nil {
		return nil, failed(err)
	}
	if err := writeOnce(folder, boxFile, text); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, failed(err)
	}
	return FindBox(data)
}

// FindBox opens the box of a data folder as OpenBox does, but makes no keys: where there are none the error is NotFound.
func FindBox(data string) (*Box, error) {
	keys, err := readBox(data)
	if err != nil {
		return nil, err
	}
	return keys.box()
}

// RotateBox makes new keys that seal from now on. The keys before stay in the file, so that what they sealed still opens.
func RotateBox(data string) (*Box, error) {
	keys, err := readBox(data)
	if vigil.KindOf(err) == vigil.NotFound {
		return OpenBox(data)
	} else if err != nil {
		return nil, err
	}
	folder := filepath.Join(data, Folder)
	failed := func(err error) error {
		return vigil.Errorf(vigil.Invalid, "no new sealing keys can be made in %s (%v); the keys are as they were", folder, err)
	}
	keys, err = keys.withNew()
	if err != nil {
		return nil, failed(err)
	}
	text, err := keys.text()
	if err != nil {
		return nil, failed(err)
	}
	if err := replace(folder, boxFile, text); err != nil {
		return nil, failed(err)
	}
	return keys.box()
}

// Seal makes of a field what can be stored. The place says where it stands, like "people.totp:17"; it is no secret.
func (b *Box) Seal(place string, plain []byte) (string, error) {
	sealed, err := b.fields.Encrypt(plain, []byte(place))
	if err != nil {
		return "", vigil.Errorf(vigil.Internal, "%s cannot be sealed (%v)", place, err)
	}
	return sealPrefix + base64.RawStdEncoding.EncodeToString(sealed), nil
}

// Open gives back what was sealed for that place. It refuses what was sealed for another place, by the keys of another
// installation, or changed by a single bit.
func (b *Box) Open(place, sealed string) ([]byte, error) {
	raw, ok := unseal(sealed)
	if !ok {
		return nil, vigil.Errorf(vigil.Internal, "%s is not sealed", place)
	}
	plain, err := b.fields.Decrypt(raw, []byte(place))
	if err != nil {
		return nil, vigil.Errorf(vigil.Internal, "%s does not open with the keys of this data folder: it was changed, stood elsewhere, or was sealed with other keys", place)
	}
	return plain, nil
}

// Newest reports whether a field was sealed with the newest key. What was not should be opened, and sealed again.
func (b *Box) Newest(sealed string) bool {
	id, ok := keyOf(sealed)
	return ok && id == b.newest
}

// has reports whether a field was sealed with one of the keys.
func (b *Box) has(sealed string) bool {
	id, ok := keyOf(sealed)
	return ok && b.ids[id]
}

// keyOf gives the id of the key that sealed a field: it stands before what was sealed.
func keyOf(sealed string) (uint32, bool) {
	text, ok := strings.CutPrefix(sealed, sealPrefix)
	if !ok || len(text) < 8 {
		return 0, false
	}
	head, err := base64.RawStdEncoding.DecodeString(text[:8])
	if err != nil || head[0] != 1 {
		return 0, false
	}
	return binary.BigEndian.Uint32(head[1:5]), true
}

// IsSealed reports whether a text is a sealed field, by whatever keys.
func IsSealed(text string) bool { return strings.HasPrefix(text, sealPrefix) }

// Mark is a sealed text without content. Whoever keeps it beside what is sealed can ask later whether the keys are still those.
func (b *Box) Mark() (string, error) { return b.Seal(markPlace, nil) }

// Knows refuses the mark of another box: what stands beside it would not open.
func (b *Box) Knows(mark string) error {
	if _, err := b.Open(markPlace, mark); err != nil {
		return vigil.Errorf(vigil.Invalid, "the sealing keys in this data folder are not those with which its data was sealed; bring %s/%s back from a backup", Folder, boxFile)
	}
	return nil
}

// Writer seals what is written to it, piece by piece, and writes that to w. Close writes the end; without it nothing opens.
func (b *Box) Writer(w io.Writer, place string) (io.WriteCloser, error) {
	return b.streams.NewEncryptingWriter(w, []byte(place))
}

// Reader opens what Writer sealed for that place. A piece is given out only after it was found unchanged, and the end only
// where the whole was read.
func (b *Box) Reader(r io.Reader, place string) (io.Reader, error) {
	return b.streams.NewDecryptingReader(r, []byte(place))
}

func unseal(sealed string) ([]byte, bool) {
	text, ok := strings.CutPrefix(sealed, sealPrefix)
	if !ok {
		return nil, false
	}
	raw, err := base64.RawStdEncoding.Strict().DecodeString(text)
	return raw, err == nil
}

func readBox(data string) (*boxKeys, error) {
	file := filepath.Join(data, Folder, boxFile)
	text, err := readSecret(file, "the file of sealing keys", "take what it seals for known to others, and tell whom that concerns")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, vigil.Errorf(vigil.NotFound, "there are no sealing keys in %s", filepath.Dir(file))
	case err != nil:
		return nil, err
	}
	keys, err := parseBox(text)
	if err != nil {
		return nil, vigil.Errorf(vigil.Invalid, "the file of sealing keys %s is damaged (%v); bring it back from a backup: nothing that is sealed opens without it", file, err)
	}
	return keys, nil
}

// withNew gives the keys with a new one of each kind, which seals from now on.
func (k *boxKeys) withNew() (*boxKeys, error) {
	manage := func(h *keyset.Handle) *keyset.Manager {
		if h == nil {
			return keyset.NewManager()
		}
		return keyset.NewManagerFromHandle(h)
	}
	fields, streams := manage(k.fields), manage(k.streams)
	f, err := fields.Add(aead.XChaCha20Poly1305KeyTemplate())
	if err != nil {
		return nil, err
	}
	s, err := streams.Add(streamingaead.AES256GCMHKDF4KBKeyTemplate())
	if err != nil {
		return nil, err
	}
	if err := errors.Join(fields.SetPrimary(f), streams.SetPrimary(s)); err != nil {
		return nil, err
	}
	out := &boxKeys{}
	if out.fields, err = fields.Handle(); err != nil {
		return nil, err
	}
	out.streams, err = streams.Handle()
	return out, err
}

func (k *boxKeys) box() (*Box, error) {
	info := k.fields.KeysetInfo()
	b := &Box{newest: info.GetPrimaryKeyId(), ids: map[uint32]bool{}}
	for _, key := range info.GetKeyInfo() {
		b.ids[key.GetKeyId()] = true
	}
	var err error
	if b.fields, err = aead.New(k.fields); err != nil {
		return nil, vigil.Errorf(vigil.Internal, "the sealing keys cannot be used (%v)", err)
	}
	if b.streams, err = streamingaead.New(k.streams); err != nil {
		return nil, vigil.Errorf(vigil.Internal, "the sealing keys cannot be used (%v)", err)
	}
	return b, nil
}

// text is the file of the keys: a line that says what it is, the keys of fields, the keys of files.
func (k *boxKeys) text() ([]byte, error) {
	lines := []string{boxHeader}
	for _, h := range []*keyset.Handle{k.fields, k.streams} {
		var b bytes.Buffer
		if err := insecurecleartextkeyset.Write(h, keyset.NewBinaryWriter(&b)); err != nil { // the rights of the file guard it
			return nil, err
		}
		lines = append(lines, base64.StdEncoding.EncodeToString(b.Bytes()))
	}
	return []byte(strings.Join(lines, "\n") + "\n"), nil
}

func parseBox(text []byte) (*boxKeys, error) {
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	if len(text) > 1<<20 || len(lines) != 3 || lines[0] != boxHeader {
		return nil, errors.New("it has not the three lines that it should have")
	}
	var sets [2]*keyset.Handle
	for i := range sets {
		raw, err := base64.StdEncoding.Strict().DecodeString(lines[i+1])
		if err != nil {
			return nil, errors.New("a line is not a key")
		}
		if sets[i], err = insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(raw))); err != nil {
			return nil, errors.New("a line is not a key")
		}
	}
	return &boxKeys{sets[0], sets[1]}, nil
}
