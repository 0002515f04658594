package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// WithTemplates gives every format of this package, made with an organisation's own files in the folder dir where it has
// any and with files for the rest: report.html, tokens.css, report.css, docx/styles.xml, docx/numbering.xml and what is in
// fonts. Nothing outside dir is read, links or not. The templates change how a report looks: one that cannot be used,
// holds a script, refers to the network or leaves out what a report says is refused, every problem at once.
func WithTemplates(files fs.FS, dir string) ([]Format, error) {
	var formats []Format
	err := OwnTemplates(files, dir, func(own fs.FS, names []string) (err error) {
		if formats, err = Formats(own); err != nil || !slices.Contains(names, pageFile) {
			return err
		}
		return tryPage(formats[0]).Err()
	})
	if err != nil {
		return nil, err
	}
	return formats, nil
}

// OwnTemplates hands use the files with an organisation's own in the folder dir over them, and the names of those, once each
// of them has been vetted. What is wrong with them, use included, has its file in the folder. They cannot be read afterwards.
func OwnTemplates(files fs.FS, dir string, use func(own fs.FS, names []string) error) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return vigil.Problems{{Place: vigil.Place{File: dir}, What: vigil.Say("the folder of templates cannot be opened (%s)", reason(err)), Do: vigil.Say("name a folder with files such as report.html or tokens.css")}}
	}
	defer func() { _ = root.Close() }()
	own := overlay{own: root.FS(), below: files}
	names, ps := ownTemplates(own, files)
	for _, name := range names {
		text, err := fs.ReadFile(own.own, name)
		if err != nil {
			ps.Say(vigil.Place{File: name}, vigil.Say("this template cannot be read (%s)", reason(err)), vigil.Say("put the file itself into the folder; links that lead out of it are not followed"))
			continue
		}
		ps = append(ps, vetTemplate(name, string(text))...)
	}
	if len(ps) == 0 {
		err := use(own, names)
		if err == nil {
			return nil
		}
		if !errors.As(err, &ps) {
			return err
		}
	}
	return inFolder(dir, ps)
}

// pageFile is the template of the html reports.
const pageFile = "report.html"

// overlay is a folder over another: what it does not have comes from the one below.
type overlay struct{ own, below fs.FS }

// Open implements fs.FS.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.own.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.below.Open(name)
	}
	return f, err
}

// ownTemplates lists the templates in a folder. A file that looks like one and replaces nothing is a slip of the pen.
func ownTemplates(own overlay, files fs.FS) ([]string, vigil.Problems) {
	var known, names []string
	var ps vigil.Problems
	_ = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error { // files in the program can be listed
		if err == nil && !d.IsDir() && path.Ext(name) != ".woff2" {
			known = append(known, name)
		}
		return nil
	})
	_ = fs.WalkDir(own.own, ".", func(name string, d fs.DirEntry, err error) error { // an error of one entry is a problem, not the end
		ending := path.Ext(name)
		switch {
		case err != nil:
			ps.Say(vigil.Place{File: name}, vigil.Say("this cannot be read (%s)", reason(err)), vigil.Say("check the rights of the folder"))
		case d.IsDir() && name != "." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir():
		case slices.Contains(known, name), path.Dir(name) == "fonts" && ending == ".woff2":
			names = append(names, name)
		case slices.Contains([]string{".html", ".css", ".xml", ".svg", ".woff2"}, ending):
			ps.Say(vigil.Place{File: name}, vigil.Say("this replaces no template"), vigil.Say("rename it to one of %s or fonts/NAME.woff2, or take it out of the folder", strings.Join(known, ", ")))
		}
		return nil
	})
	return names, ps
}

func inFolder(dir string, ps vigil.Problems) vigil.Problems {
	placed := make(vigil.Problems, len(ps))
	for i, p := range ps {
		p.Place.File = path.Join(dir, p.Place.File)
		placed[i] = p
	}
	placed.Sort()
	return placed
}

// reason is why a file could not be opened, without the name that stands before it anyway.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return fmt.Sprint(err)
}
