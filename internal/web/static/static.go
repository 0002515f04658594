// Package static holds the files that pages ask for: styles, scripts and fonts, all part of the program. Each has an
// address that holds the hash of everything here, so browsers may keep it for ever: another version has another address.
//
// There is one app.css and one app.js. They are put together from css/*.css and js/*.js when the program starts; nothing is
// generated. What comes from elsewhere lies in vendor with its licence; `make vendor` copies it from npm.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
)

//go:embed css/*.css js/*.js vendor/*.js vendor/*.txt vendor/fonts icon.svg
var files embed.FS

// Prefix is where the addresses of all files start.
const Prefix = "/static/"

// Styles come in this order; the styles of pages follow, in the order of their names, and in the end what changes all of them.
var first, last = []string{"tokens.css", "base.css", "frame.css", "forms.css", "components.css", "figures.css"}, "media.css"

// File is a file as it is served.
type File struct {
	Type string // for the header Content-Type
	Body []byte
	Gzip []byte // the same, packed; nil where that saves nothing
}

var (
	served  map[string]File
	version string
)

// The files are part of the program: when they cannot be read, it must not start.
func init() {
	var err error
	if served, err = read(files); err != nil {
		panic(err)
	}
	version = hash(served)
}

// URL gives the address of a file, such as app.css or vendor/htmx.min.js. It panics for a file that does not exist, which
// the first test that renders the page sees.
func URL(name string) string {
	if _, ok := served[name]; !ok {
		panic("static: there is no file " + name)
	}
	return Prefix + version + "/" + name
}

// Find gives the file at a path below Prefix. Current tells whether the path is of this version, so that it may be kept for
// ever. A path of another version gives the file as it is now: a page may be older than the program.
func Find(below string) (f File, current, ok bool) {
	v, name, _ := strings.Cut(below, "/")
	f, ok = served[name]
	return f, v == version, ok
}

// Names are the names of all files, sorted.
func Names() []string {
	names := make([]string, 0, len(served))
	for name := range served {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func read(from fs.FS) (map[string]File, error) {
	all := map[string]File{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Dir(name) == "css" || path.Dir(name) == "js" {
			return err
		}
		body, err := fs.ReadFile(from, name)
		if err != nil {
			return fmt.Errorf("static: %w", err)
		}
		all[name], err = pack(name, body)
		return err
	})
	if err != nil {
		return nil, err
	}
	for name, join := range map[string]func(fs.FS) ([]byte, error){"app.css": styles, "app.js": scripts} {
		body, err := join(from)
		if err != nil {
			return nil, fmt.Errorf("static: %s: %w", name, err)
		}
		if all[name], err = pack(name, body); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// styles puts the styles together.
func styles(from fs.FS) ([]byte, error) {
	names, err := fs.Glob(from, "css/*.css")
	if err != nil {
		return nil, err
	}
	place := func(name string) int {
		for i, f := range first {
			if path.Base(name) == f {
				return i
			}
		}
		if path.Base(name) == last {
			return len(first) + 1
		}
		return len(first)
	}
	sort.SliceStable(names, func(i, j int) bool { return place(names[i]) < place(names[j]) })
	var out bytes.Buffer
	for _, name := range names {
		body, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "/* %s */\n%s\n", path.Base(name), body)
	}
	return out.Bytes(), nil
}

// scripts puts the scripts together as one module, each in a block of its own, so that their names stay apart.
func scripts(from fs.FS) ([]byte, error) {
	names, err := fs.Glob(from, "js/*.js")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for _, name := range names {
		body, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "// %s\n{\n%s}\n", path.Base(name), body)
	}
	return out.Bytes(), nil
}

var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}

func pack(name string, body []byte) (File, error) {
	f := File{Type: types[path.Ext(name)], Body: body}
	if f.Type == "" {
		return f, fmt.Errorf("static: %s has no known type", name)
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return f, fmt.Errorf("static: %w", err)
	}
	if _, err := w.Write(body); err != nil {
		return f, fmt.Errorf("static: %w", err)
	}
	if err := w.Close(); err != nil {
		return f, fmt.Errorf("static: %w", err)
	}
	if packed.Len() < len(body)*9/10 {
		f.Gzip = packed.Bytes()
	}
	return f, nil
}

// hash is over names and contents of all files.
func hash(all map[string]File) string {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	sort.Strings(names)
	sum := sha256.New()
	for _, name := range names {
		fmt.Fprintf(sum, "%s %d\n", name, len(all[name].Body))
		_, _ = sum.Write(all[name].Body) // a hash does not fail
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}
