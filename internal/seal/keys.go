package seal

import (
	"path/filepath"
	"sync"

	"vigil/internal/vigil"
)

// Keys seal and open with the box of a folder, for as long as a program runs. The file is read when it is first needed, and
// again when something was sealed with a key that another program made meanwhile. They never make keys where there are none.
// They are safe for concurrent use.
type Keys struct {
	data string
	mu   sync.RWMutex
	box  *Box
}

// KeysIn gives the keys of a data folder, without looking at them.
func KeysIn(data string) *Keys { return &Keys{data: data} }

// Seal seals as Box.Seal does.
func (k *Keys) Seal(place string, plain []byte) (string, error) {
	b, err := k.get()
	if err != nil {
		return "", err
	}
	return b.Seal(place, plain)
}

// Open opens as Box.Open does.
func (k *Keys) Open(place, sealed string) ([]byte, error) {
	b, err := k.get()
	if err == nil && !b.has(sealed) {
		b, err = k.read()
	}
	if err != nil {
		return nil, err
	}
	return b.Open(place, sealed)
}

// Sealed reports whether a text is something sealed, by whatever key.
func (k *Keys) Sealed(text string) bool { return IsSealed(text) }

// Newest reports whether a field was sealed with the newest key.
func (k *Keys) Newest(sealed string) bool {
	b, err := k.get()
	return err == nil && b.Newest(sealed)
}

// Rotate makes new keys, which seal from now on; see RotateBox.
func (k *Keys) Rotate() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	b, err := RotateBox(k.data)
	if err == nil {
		k.box = b
	}
	return err
}

func (k *Keys) get() (*Box, error) {
	k.mu.RLock()
	b := k.box
	k.mu.RUnlock()
	if b != nil {
		return b, nil
	}
	return k.read()
}

func (k *Keys) read() (*Box, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	b, err := FindBox(k.data)
	if vigil.KindOf(err) == vigil.NotFound {
		return nil, vigil.Errorf(vigil.Invalid, "the sealing keys of this data are missing from the folder %s; bring %s back from a backup", k.data, filepath.Join(Folder, boxFile))
	}
	if err == nil {
		k.box = b
	}
	return b, err
}
