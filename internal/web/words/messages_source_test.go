package words_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// reach are the packages whose messages a page can show, from the root of the checkout.
var reach = []string{"app", "catalogue", "check", "credential", "post", "question", "report", "scoring", "spreadsheet", "store", "vault", "vigil", "web"}

// commandLine are files of these packages whose messages only the command line can meet, or the start of the program, before
// there is a page: what reads and vets the data that the program brings along, holdings and portfolios, benchmarks, publishing,
// the settling of coders' disagreements, templates of reports. TestThePagesDoNotCallWhatOnlyTheCommandLineDoes holds the line in app.
var commandLine = map[string]bool{}

func init() {
	for pkg, files := range map[string]string{
		"app":         "agreement benchmark crosswalk holdings import_organisations match publish publish_ready reconcile screen screen_companies seal verify whatif",
		"catalogue":   "*",
		"report":      "* -pdf",
		"spreadsheet": "holdings holdings_cells holdings_columns holdings_head holdings_lines holdings_mapping holdings_weights reconcile reconcile_read titled organisations write write_portfolio committee_holdings",
		"store":       "open postgres migrate sqlite edition scorecard screening sealmark portfolio audit",
		"vigil":       "publication allegation scale",
		"post":        "*",
	} {
		for _, name := range strings.Fields(files) {
			commandLine[pkg+"/"+name+".go"] = true
		}
	}
}

// skipped tells whether the messages of a file need no translation.
func skipped(pkg, file string) bool {
	if commandLine[pkg+"/*.go"] {
		return !commandLine[pkg+"/-"+file]
	}
	return commandLine[pkg+"/"+file]
}

// found are the formats of messages, each with the place where it was found first, and what is wrong with how they are written.
type found struct {
	formats map[string]string
	wrong   []string
}

// source is one package that is looked through.
type source struct {
	*found
	fset   *token.FileSet
	consts map[string]string
	makers map[string][]int // functions of the package that make a message of a parameter: which ones
	words  map[string][]int // functions with a parameter that is a vigil.Word
	record bool
	grown  bool
}

// collect finds every message in the packages that a page can reach.
func collect(t *testing.T) *found {
	t.Helper()
	all := &found{formats: map[string]string{}}
	for _, pkg := range reach {
		folder := filepath.Join("..", "..", pkg)
		names, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v", folder, err)
		}
		s := &source{found: all, fset: token.NewFileSet(), consts: map[string]string{}, makers: map[string][]int{}, words: map[string][]int{}}
		var files []*ast.File
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			f, err := parser.ParseFile(s.fset, path.Join(pkg, filepath.Base(name)), text, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
			s.constants(f)
		}
		for s.grown = true; s.grown; { // a maker may pass its parameter to another maker
			s.grown = false
			for _, f := range files {
				s.file(f)
			}
		}
		s.record = true
		for _, f := range files {
			if !skipped(pkg, path.Base(s.fset.Position(f.Pos()).Filename)) {
				s.file(f)
			}
		}
	}
	sort.Strings(all.wrong)
	return all
}

// constants notes the texts that have a name.
func (s *source) constants(f *ast.File) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, spec := range g.Specs {
			v := spec.(*ast.ValueSpec)
			for i, value := range v.Values {
				if text, ok := s.text(value); ok {
					s.consts[v.Names[i].Name] = text
				}
			}
		}
	}
}

// text gives a constant text.
func (s *source) text(e ast.Expr) (string, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(x.Value)
		return text, err == nil && x.Kind == token.STRING
	case *ast.Ident:
		text, ok := s.consts[x.Name]
		return text, ok
	case *ast.ParenExpr:
		return s.text(x.X)
	case *ast.BinaryExpr:
		a, ok := s.text(x.X)
		b, too := s.text(x.Y)
		return a + b, ok && too && x.Op == token.ADD
	}
	return "", false
}

// enclosing is a function with the names of its parameters.
type enclosing struct {
	name   string
	params map[string]int
}

func parameters(name string, t *ast.FuncType) enclosing {
	f, i := enclosing{name, map[string]int{}}, 0
	for _, p := range t.Params.List {
		for _, n := range p.Names {
			f.params[n.Name] = i
			i++
		}
	}
	return f
}

// file looks through one file, function by function; a function with a name inside another one has its own parameters too.
func (s *source) file(f *ast.File) {
	for _, d := range f.Decls {
		var around []enclosing
		if fn, ok := d.(*ast.FuncDecl); ok {
			around = []enclosing{parameters(fn.Name.Name, fn.Type)}
			s.wordsOf(fn.Name.Name, fn.Type)
		}
		s.walk(d, around)
	}
}

func (s *source) walk(n ast.Node, around []enclosing) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.AssignStmt:
			if fn, ok := x.Rhs[0].(*ast.FuncLit); ok && len(x.Lhs) == 1 {
				if name, ok := x.Lhs[0].(*ast.Ident); ok {
					s.walk(fn.Body, append([]enclosing{parameters(name.Name, fn.Type)}, around...))
					return false
				}
			}
		case *ast.CallExpr:
			s.call(x, around)
		case *ast.CompositeLit:
			if typeName(x.Type) == "Error" && strings.Contains(s.field(x, "Kind"), "Internal") {
				return false // its text is for the log
			}
			if s.record && len(x.Elts) > 0 && isVigil(x.Type, "Message") {
				s.wrong = append(s.wrong, s.at(x)+": a message is made with vigil.Say")
			}
		}
		return true
	})
}

// field gives the value of a field of a composite literal: a constant text, or the name of what it is.
func (s *source) field(c *ast.CompositeLit, name string) string {
	for _, e := range c.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && typeName(kv.Key) == name {
			if text, ok := s.text(kv.Value); ok {
				return text
			}
			return typeName(kv.Value)
		}
	}
	return ""
}

// wordsOf notes which parameters of a function are words of the field.
func (s *source) wordsOf(name string, t *ast.FuncType) {
	i := 0
	var at []int
	for _, p := range t.Params.List {
		for range max(1, len(p.Names)) {
			if typeName(p.Type) == "Word" {
				at = append(at, i)
			}
			i++
		}
	}
	if len(at) > 0 {
		s.words[name] = at
	}
}

// isVigil tells whether a type is one of package vigil.
func isVigil(e ast.Expr, name string) bool {
	sel, ok := e.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == name && typeName(sel.X) == "vigil"
}

func typeName(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

func (s *source) at(n ast.Node) string { return s.fset.Position(n.Pos()).String() }

// call looks at one call: does it make a message?
func (s *source) call(c *ast.CallExpr, around []enclosing) {
	name, owner := typeName(c.Fun), ""
	if sel, ok := c.Fun.(*ast.SelectorExpr); ok {
		owner = typeName(sel.X)
	}
	for _, i := range s.words[name] {
		if text, ok := s.text(argument(c, i)); ok {
			s.note(text, c)
		}
	}
	switch {
	case name == "Word" && len(c.Args) == 1:
		if text, ok := s.text(c.Args[0]); ok {
			s.note(text, c)
		}
	case name == "Errorf" && (owner == "vigil" || owner == "" && s.inVigil(c)):
		if typeName(c.Args[0]) != "Internal" { // whose text is for the log
			s.message(c, 1, around)
		}
	case name == "Say" && (owner == "vigil" || owner == "" && s.inVigil(c)) && len(c.Args) > 0:
		s.message(c, 0, around)
	case name == "later" || name == "away": // the place where the data is fails, which is for the log
	case name == "Add" && len(c.Args) == 3 && owner != "fiber":
		s.message(c, 1, around)
		s.message(c, 2, around)
	default:
		for _, i := range s.makers[name] {
			s.message(c, i, around)
		}
	}
}

func (s *source) inVigil(n ast.Node) bool { return strings.HasPrefix(s.at(n), "vigil/") }

func argument(c *ast.CallExpr, i int) ast.Expr {
	if i < len(c.Args) {
		return c.Args[i]
	}
	return nil
}

// message notes the format in an argument of a call. One that is a parameter of the function around makes that a maker.
func (s *source) message(c *ast.CallExpr, i int, around []enclosing) {
	e := argument(c, i)
	if text, ok := s.text(e); ok {
		s.note(text, c)
		return
	}
	if id, ok := e.(*ast.Ident); ok {
		for _, f := range around {
			if p, ok := f.params[id.Name]; ok {
				s.maker(f.name, p)
				return
			}
		}
	}
	if s.record && e != nil && !s.isMessage(e) {
		s.wrong = append(s.wrong, s.at(c)+": the words of a message are no constant, so nobody can translate them")
	}
}

// isMessage tells whether an argument is made by vigil.Say itself, as for a function that takes either.
func (s *source) isMessage(e ast.Expr) bool {
	c, ok := e.(*ast.CallExpr)
	return ok && typeName(c.Fun) == "Say"
}

func (s *source) maker(name string, param int) {
	if name == "Say" || name == "Add" || name == "Errorf" {
		return
	}
	for _, p := range s.makers[name] {
		if p == param {
			return
		}
	}
	s.makers[name], s.grown = append(s.makers[name], param), true
}

func (s *source) note(format string, at ast.Node) {
	if _, known := s.formats[format]; s.record && format != "" && !known {
		s.formats[format] = fmt.Sprint(s.at(at))
	}
}
