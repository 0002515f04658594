package seal

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"vigil/internal/vigil"
)

// readSecret reads a file of secret keys, and refuses one that others may read or that is no ordinary file. The error is
// fs.ErrNotExist where there is none; what names the file, and renew says how its owner gets a new one.
func readSecret(file, what, renew string) ([]byte, error) {
	info, err := os.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, err
	case err != nil:
		return nil, vigil.Errorf(vigil.Invalid, "%s %s cannot be looked at (%v); check who may read its folder", what, file, err)
	case !info.Mode().IsRegular():
		return nil, vigil.Errorf(vigil.Invalid, "%s %s is no ordinary file; put the file itself there", what, file)
	case info.Mode().Perm()&0o077 != 0:
		return nil, vigil.Errorf(vigil.Invalid, "others may read %s %s; if nobody did, take that right away (chmod 600), else %s", what, file, renew)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, vigil.Errorf(vigil.Invalid, "%s %s cannot be read (%v); run vigil as its owner", what, file, err)
	}
	return text, nil
}

// keyFolder makes the folder of the keys in the folder of the data, which must be there.
func keyFolder(data string) (string, error) {
	folder := filepath.Join(data, Folder)
	if _, err := os.Stat(data); err != nil {
		return folder, err
	}
	return folder, os.MkdirAll(folder, 0o700)
}

// writeOnce writes a secret file that is not there yet. Of two that do so at once one wins; the other gets fs.ErrExist.
func writeOnce(folder, name string, text []byte) error {
	draft := filepath.Join(folder, "."+rand.Text())
	defer os.Remove(draft) //nolint:errcheck // it is linked to its place, or worth nothing
	if err := writeNew(draft, text, 0o600); err != nil {
		return err
	}
	if err := os.Link(draft, filepath.Join(folder, name)); err != nil {
		return err
	}
	return settle(folder)
}

// replace writes a secret file in the place of the one there is: whoever reads finds the old one whole, or the new one.
func replace(folder, name string, text []byte) error {
	draft := filepath.Join(folder, "."+rand.Text())
	if err := writeNew(draft, text, 0o600); err != nil {
		return err
	}
	if err := os.Rename(draft, filepath.Join(folder, name)); err != nil {
		os.Remove(draft) //nolint:errcheck // worth nothing
		return err
	}
	return settle(folder)
}

// settle sees to it that a file which was put into the folder of the keys is there after a loss of power, too: what it seals is
// stored right after it, and does not open without it.
func settle(folder string) error {
	for _, name := range []string{folder, filepath.Dir(folder)} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		err = f.Sync()
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func writeNew(name string, text []byte, rights fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, rights)
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
