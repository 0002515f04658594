package internal_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// source is what the rules need to know of a Go file.
type source struct {
	file    string // path from the root of the checkout
	pkg     string // name in the package clause
	doc     string // package comment
	imports []string
}

func (s source) dir() string { return path.Dir(s.file) }

// test tells whether the file is never part of the program.
func (s source) test() bool { return strings.HasSuffix(s.file, "_test.go") || forTests(s.dir()) }

func forTests(dir string) bool {
	return helpers[dir] || room(dir) != "" && strings.HasSuffix(path.Base(dir), "test")
}

func parse(file string, text []byte) (source, error) {
	f, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return source{}, err
	}
	s := source{file: file, pkg: f.Name.Name, doc: f.Doc.Text()}
	for _, i := range f.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return source{}, fmt.Errorf("%s: %w", file, err)
		}
		s.imports = append(s.imports, p)
	}
	return s, nil
}

// problems applies every rule and returns one sentence for each breach, in the order of the files.
func problems(sources []source) []string {
	var out []string
	documented, first := map[string]bool{}, map[string]source{}
	for _, s := range sources {
		if p := place(s); p != "" {
			out = append(out, p)
			continue
		}
		for _, i := range s.imports {
			if p := breach(s, i); p != "" {
				out = append(out, fmt.Sprintf("%s imports %s: %s", s.file, i, p))
			}
		}
		name := strings.TrimSuffix(s.pkg, "_test")
		if _, ok := first[s.dir()]; !ok {
			first[s.dir()] = s
		}
		if strings.HasPrefix(s.doc, "Package "+name) || s.pkg == "main" && s.doc != "" {
			documented[s.dir()] = true
		}
	}
	for _, s := range sources {
		if f, ok := first[s.dir()]; ok && f.file == s.file && !documented[s.dir()] {
			out = append(out, fmt.Sprintf("%s: package %s has no package comment; say in a sentence or two, starting with \"Package %s\", what it is for and what a caller may rely on", s.file, s.dir(), strings.TrimSuffix(s.pkg, "_test")))
		}
	}
	return out
}

// place says what is wrong with where a file stands.
func place(s source) string {
	dir := s.dir()
	if room(dir) != "" || dir == "internal" && s.test() {
		return ""
	}
	if strings.HasPrefix(dir, "internal") || strings.HasPrefix(dir, "cmd") {
		return fmt.Sprintf("%s: package %s has no floor; put it into floors in internal/layers_test.go, as low as it can stand and still see what it needs", s.file, dir)
	}
	return fmt.Sprintf("%s: Go code belongs below cmd or internal; move it there, or, if the folder holds data for embedding, put it into data in internal/layers_test.go with its reason", s.file)
}

// room is the package of the picture that dir belongs to; empty if there is none.
func room(dir string) string {
	for d := dir; d != "." && d != "/"; d = path.Dir(d) {
		if _, ok := floors[d]; ok || data[d] || helpers[d] {
			return d
		}
	}
	return ""
}

// breach says why s may not import p and what to do; empty if it may.
func breach(s source, p string) string {
	if p == "vigil" || strings.HasPrefix(p, "vigil/") {
		return inside(s, strings.TrimPrefix(p, "vigil/"))
	}
	if why := library(s, p); why != "" {
		return why
	}
	if from := room(s.dir()); pure[from] && impure[p] && !s.test() {
		return fmt.Sprintf("%s is pure, the same input gives the same output on every machine; take what you need as a parameter", from)
	}
	return ""
}

// inside judges an import of the house's own package to.
func inside(s source, to string) string {
	from, target := room(s.dir()), room(to)
	switch {
	case from == "" || target == "": // the test of the floors itself, or a package that place complains of
		return ""
	case forTests(to) && !s.test():
		return "it is a helper for tests; the program must not depend on it"
	case from == target || helpers[target] && !helpers[from]:
		return ""
	case data[target]:
		if s.test() || strings.HasPrefix(from, "cmd/") {
			return ""
		}
		return fmt.Sprintf("%s is data that its users may replace, seen by cmd and tests only; take an fs.FS as a parameter and let cmd/vigil hand it in", target)
	case data[from]:
		if s.test() {
			return ""
		}
		return fmt.Sprintf("%s is plain data and knows nothing of the program; move the code to the package that reads the data", from)
	case helpers[from]:
		return "a helper for every test stands below the house; take what you need as a parameter"
	case floors[target] == floors[from]:
		return fmt.Sprintf("both stand on floor %d and do not know each other; let a floor above bring them together, or move what they share further down", floors[from])
	case floors[target] > floors[from]:
		return fmt.Sprintf("it stands on floor %d, above %s on floor %d, and an import may only go down; take what you need as a parameter, or move this code up", floors[target], from, floors[from])
	}
	return ""
}

// library judges an import from outside the house.
func library(s source, p string) string {
	from := room(s.dir())
	standard := !strings.Contains(strings.SplitN(p, "/", 2)[0], ".")
	if s.test() && longest(tools, p) != "" {
		return ""
	}
	if from == "internal/vigil" && !standard {
		return "internal/vigil holds the nouns and uses the standard library only; move this to the package that owns the library"
	}
	key := longest(owners, p)
	if tool := longest(tools, p); len(tool) > len(key) {
		return "it is for tests; the program must not depend on it"
	}
	switch {
	case key == "" && standard:
		return ""
	case key == "":
		return "the library has no owner; do without it, or name the one package that owns it in owners in internal/layers_test.go"
	case slices.Contains(owners[key], from):
		return ""
	case len(owners[key]) == 0:
		return "nobody may; find a way that the compiler can check"
	}
	return fmt.Sprintf("only %s may; ask it for what you need, or move this code there", strings.Join(owners[key], ", "))
}

// longest is the longest key that p is, or is below.
func longest[V any](m map[string]V, p string) string {
	best := ""
	for k := range m {
		if (p == k || strings.HasPrefix(p, k+"/")) && len(k) > len(best) {
			best = k
		}
	}
	return best
}
