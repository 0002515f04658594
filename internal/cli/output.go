package cli

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"vigil/internal/vigil"
)

// list prints a table for people, or the values themselves as JSON.
func (r *run) list(values any, columns []string, rows [][]string) error {
	if r.json {
		e := json.NewEncoder(r.out)
		e.SetIndent("", "  ")
		return e.Encode(values)
	}
	return r.table(columns, rows)
}

// table prints rows below their titles.
func (r *run) table(columns []string, rows [][]string) error {
	w := tabwriter.NewWriter(r.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(columns, "\t"))
	for _, r := range rows {
		fmt.Fprintln(w, strings.Join(r, "\t"))
	}
	return w.Flush()
}

// writeFile writes a file whole or not at all: beside its place first, then moved there. "-" is standard output.
func (r *run) writeFile(name string, write func(io.Writer) error) error {
	if name == "-" {
		return write(r.out)
	}
	switch info, err := os.Stat(name); {
	case err != nil: // not there yet
	case info.IsDir():
		return vigil.Errorf(vigil.Invalid, "%s is a folder; name a file inside it", name)
	case !info.Mode().IsRegular():
		return writeDevice(name, write)
	}
	if _, err := os.Stat(filepath.Dir(name)); errors.Is(err, fs.ErrNotExist) {
		return vigil.Errorf(vigil.Invalid, "%s cannot be written: there is no folder %s; check its name, or make it first", name, filepath.Dir(name))
	}
	f, err := draft(name)
	if err != nil {
		return unwritable(name, err)
	}
	defer os.Remove(f.Name()) //nolint:errcheck // after the move there is nothing left to remove
	if err := write(f); err != nil {
		f.Close()
		return unwritable(name, err)
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return unwritable(name, err)
	}
	if err := f.Close(); err != nil {
		return unwritable(name, err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return unwritable(name, err)
	}
	return nil
}

// draft makes a new file beside the place of another: with the rights of the one that it will replace, else with those
// that new files of this person get.
func draft(name string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(filepath.Dir(name), ".vigil-"+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(name); err == nil {
		if err := f.Chmod(info.Mode().Perm()); err != nil {
			f.Close()
			os.Remove(f.Name()) //nolint:errcheck // nothing was written to it
			return nil, err
		}
	}
	return f, nil
}

// writeDevice writes to a pipe or a device, which nothing may be moved onto.
func writeDevice(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return unwritable(name, err)
	}
	if err := write(f); err != nil {
		f.Close()
		return unwritable(name, err)
	}
	if err := f.Close(); err != nil {
		return unwritable(name, err)
	}
	return nil
}

// unwritable words a failure of the disk; an error that was meant for people stays as it is.
func unwritable(name string, err error) error {
	if vigil.KindOf(err) != vigil.Internal {
		return err
	}
	return vigil.Errorf(vigil.Invalid, "%s cannot be written (%v); check that the folder exists, that you may write there and that the disk has room", name, err)
}
