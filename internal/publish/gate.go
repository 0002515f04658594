package publish

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// Limits on what leaves at once.
const (
	largestFile = 32 << 20
	largestAll  = 1 << 30
	mostFiles   = 50_000
	longestName = 200
)

// Gate is what stands between finished files and everybody.
type Gate struct {
	Publication   *vigil.Publication
	Organisations []string // codes of those that the files are about: each must have been asked for its reply
	Private       []string // names of persons on file: coders, reviewers, authors, members. None may be in any file
}

// Check opens every file and lists all that keeps them from leaving, by path. None means that they may go, and only all of
// them together: a caller writes nothing before Check has seen every file.
func Check(files map[string][]byte, g Gate) vigil.Problems {
	ps := g.ready()
	total := 0
	if len(files) > mostFiles {
		ps.Say(vigil.Place{}, vigil.Say("there are %d files; at most %d are published at once", len(files), mostFiles), vigil.Say("publish in parts"))
		return ps
	}
	look, known := newSearch(g.Private), map[string]vigil.Problems{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data := files[name]
		total += len(data)
		f := &file{name: name, data: data, allowed: g.allowed(), known: known}
		f.vet()
		look.in(f)
		ps = append(ps, f.problems...)
	}
	if total > largestAll {
		ps.Say(vigil.Place{}, vigil.Say("all files together have %d MiB; at most %d are published at once", total>>20, largestAll>>20), vigil.Say("publish in parts"))
	}
	return ps
}

// ready asks for a publication that is complete, and that two people have answered for.
func (g Gate) ready() vigil.Problems {
	var ps vigil.Problems
	if g.Publication == nil {
		ps.Add(vigil.Place{Field: "publication"}, "nobody has answered for this publication", "write the file of the publication, and let two people answer its questions")
		return ps
	}
	p := g.Publication
	for _, f := range []struct{ field, value, what string }{
		{"title", p.Title.In("en"), "a title"}, {"publisher", p.Publisher, "who publishes"}, {"published", p.Published, "the day"},
		{"scope", p.Scope.In("en"), "what is compared and what is not"}, {"selection", p.Selection.In("en"), "how companies were chosen"},
		{"limits", p.Limits.In("en"), "what the figures cannot show"}, {"funding", p.Funding.In("en"), "who paid"},
		{"conflicts", p.Conflicts.In("en"), "conflicts of interest; \"none\" is a statement too"}, {"contact", p.Contact, "where a correction is asked for"},
		{"research.from", p.Research.From, "when research began"}, {"research.until", p.Research.Until, "when it ended"}, {"licence.id", p.Licence.ID, "the licence of the data"},
	} {
		if strings.TrimSpace(f.value) == "" {
			ps.Say(vigil.Place{Field: "publication." + f.field}, vigil.Say("is empty"), vigil.Say("say %s", f.what))
		}
	}
	for _, q := range p.Ready(g.Organisations) {
		q.Place.Field = "publication." + q.Place.Field
		ps = append(ps, q)
	}
	return ps
}

// allowed are words that the publisher decided to make public although they look like a person's: where to write to.
func (g Gate) allowed() []string {
	if g.Publication == nil {
		return nil
	}
	var list []string
	for _, s := range []string{g.Publication.Contact, g.Publication.Publisher} {
		if s = strings.TrimSpace(s); len(s) >= 6 {
			list = append(list, s)
		}
	}
	return list
}

// file is one finished file on its way through the gate, with the texts that were found in it.
type file struct {
	name     string
	data     []byte
	allowed  []string
	texts    []string // decoded, for the search for names
	problems vigil.Problems
	known    map[string]vigil.Problems // what was found in a text before: tables repeat themselves
	said     map[string]bool           // a problem of one kind at one place is told once
}

// add lists a problem at a place inside the file.
func (f *file) add(inside, what, do string) {
	key := inside + "\x00" + what
	if f.said == nil {
		f.said = map[string]bool{}
	}
	if !f.said[key] {
		f.said[key] = true
		f.problems.Say(vigil.Place{File: f.name, Field: inside}, vigil.Say(what), vigil.Say(do))
	}
}

// readers are the types of file that can leave, by the ending of the name; how each begins says that it is what it is called.
var readers = map[string]struct {
	begins *regexp.Regexp
	vet    func(f *file)
}{
	".html": {regexp.MustCompile(`(?i)^(\x{feff})?\s*<!doctype html`), (*file).html},
	".svg":  {regexp.MustCompile(`^(\x{feff})?\s*<(\?xml|svg)`), (*file).svg},
	".css":  {nil, (*file).css},
	".csv":  {nil, (*file).csv},
	".json": {regexp.MustCompile(`^\s*[\[{]`), (*file).json},
	".txt":  {nil, (*file).plain},
	".md":   {nil, (*file).plain},
	".pub":  {regexp.MustCompile(`^vigil public key `), (*file).plain},
	".xlsx": {regexp.MustCompile(`^PK\x03\x04`), (*file).office},
	".docx": {regexp.MustCompile(`^PK\x03\x04`), (*file).office},
	".pdf":  {regexp.MustCompile(`^%PDF-`), (*file).pdf},
	".png":  {nil, (*file).png},
	".jpg":  {nil, (*file).jpeg},
	".jpeg": {nil, (*file).jpeg},
}

// hashed is the end of a name that was made of a code which no file name may hold.
var hashed = regexp.MustCompile(`-[0-9]{0,9}[a-f][0-9a-f]{0,9}(?:\.[a-z]+)?$`)

var goodName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99})*$`)

// vet looks at the name, the size and the type, then at what is inside.
func (f *file) vet() {
	if !goodName.MatchString(f.name) || len(f.name) > longestName || strings.Contains(f.name, "..") {
		f.add("", "is no name for a published file", "use letters, digits, point, hyphen and underscore, and no hidden files")
	}
	f.words("its name", strings.NewReplacer("/", "\n", ".", " . ").Replace(hashed.ReplaceAllString(f.name, "")))
	switch {
	case len(f.data) == 0:
		f.add("", "is empty", "leave it out, or write it again")
		return
	case len(f.data) > largestFile:
		f.add("", fmt.Sprintf("has %d MiB; at most %d may leave", len(f.data)>>20, largestFile>>20), "split it")
		return
	}
	r, known := readers[strings.ToLower(path.Ext(f.name))]
	switch {
	case !known:
		f.add("", "is of a type that nobody here can look into", "publish html, svg, css, csv, json, txt, md, xlsx, docx, pdf, png or jpg")
	case r.begins != nil && !r.begins.Match(f.data[:min(len(f.data), 512)]):
		f.add("", "is not what the ending of its name says", "write it again under the right name")
	default:
		r.vet(f)
	}
}
