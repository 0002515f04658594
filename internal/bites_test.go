package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// bites are those that have bitten before (the linters have a list of their own, which knows types; these need to know the place, or
// the argument). Each says what to do instead, and has a planted case in TestCallsAreFound.
var bites = []struct {
	below  string   // folder where the rule holds
	except []string // files that may, each for the reason beside it
	found  func(ast.Node) bool
	says   string
}{
	{"internal/web", nil, method("SendFile", "Download", "Static", "SaveFile", "Filesystem"),
		"fiber reads the coded path once more and leaves the folder; open the file by its id in the vault and send its bytes"},
	{"", nil, named("http.ServeFile", "http.FileServer", "http.FileServerFS", "http.Dir", "fasthttp.ServeFile", "fasthttp.FSHandler", "adaptor.HTTPHandlerFunc"),
		"nothing is served by a name that somebody chose; open it by its id and send its bytes"},
	{"internal/web", []string{"internal/web/keep.go"}, // of a body that readBody has read within its bounds
		method("Body", "BodyRaw", "BodyParser", "BodyInflate", "FormFile", "MultipartForm"),
		"it unpacks without bounds, or reads files into memory; a form is read by FormValue, an upload by s.parts"},
	{"internal/web", []string{
		"internal/web/go.go",     // is what to use instead
		"internal/web/server.go", // waits for the work that ends
	}, goes, "a panic in it ends the program; use s.spawn"},
	{"internal/app", nil, goes, "what a person does is done when the method returns; a panic beside it would end the program"},
	{"", []string{"internal/report/html.go", "internal/report/html_funcs.go"}, // the style sheets of the reports, which are files
		named("template.HTML", "template.JS", "template.CSS", "template.URL", "template.HTMLAttr", "template.JSStr", "template.Srcset", "templ.Raw", "templ.JSUnsafeFuncCall", "templ.SafeCSS"),
		"it lets text through as code; let the template escape it"},
	{"", []string{
		"internal/cli/serve.go",           // vigil health asks the server of this machine
		"internal/web/webtest/browser.go", // is a browser, for tests
	}, named("http.Get", "http.Head", "http.Post", "http.PostForm", "http.Client", "http.DefaultClient", "http.Transport", "http.DefaultTransport", "http.NewRequest", "http.NewRequestWithContext",
		"net.Dial", "net.DialTimeout", "net.Dialer", "fasthttp.Get", "fasthttp.Post", "fasthttp.Do", "fasthttp.Client", "fasthttp.HostClient"),
		"Vigil asks no other machine by itself: it would tell whoever runs that one who is looking; show the address, and let the person open it"},
	{"", nil, sets("InsecureSkipVerify"), "whoever is between us and the server could read along; trust its certificate by name, or not at all"},
	{"internal/store", []string{
		"internal/store/carry_over.go", // from a table of constants
		"internal/store/scope.go",      // columns that the next rule looks at
		"internal/store/find.go",       // the same
		"internal/store/reseal.go",     // tables and columns of the nouns
	}, built("Order", "Joins", "Raw", "Exec", "Group", "Having", "Table", "Pluck", "Where", "Not", "Or"),
		"only a constant text may stand here, and values behind it for its question marks: a struct drops what is zero, a text that was put together can hold a statement"},
	{"internal/store", []string{"internal/store/scope.go"}, // hands them on
		columns(map[string][2]int{"organisations": {1, 2}, "occur": {1, 2}, "cut": {1, 2}, "found": {2, 99}}),
		"only a constant column may be named here: it becomes part of a statement"},
	{"internal/store", nil, conditions("Find", "First", "Take", "Last", "Delete"),
		"a condition beside what is looked for is read as SQL; put it into Where, with question marks"},
}

// method finds a call of a method by its name.
func method(names ...string) func(ast.Node) bool {
	return func(n ast.Node) bool { return slices.Contains(names, methodOf(n)) }
}

// methodOf is the method that is called, empty for everything else and for functions of a package that is called by its name.
func methodOf(n ast.Node) string {
	c, ok := n.(*ast.CallExpr)
	if !ok {
		return ""
	}
	s, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	return s.Sel.Name
}

// named finds package.Name, called or not.
func named(names ...string) func(ast.Node) bool {
	return func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		p, ok := s.X.(*ast.Ident)
		return ok && slices.Contains(names, p.Name+"."+s.Sel.Name)
	}
}

func goes(n ast.Node) bool { _, ok := n.(*ast.GoStmt); return ok }

// sets finds a field that is set, by its name.
func sets(field string) func(ast.Node) bool {
	return func(n ast.Node) bool { i, ok := n.(*ast.Ident); return ok && i.Name == field }
}

// built finds a method whose first argument is no constant text.
func built(names ...string) func(ast.Node) bool {
	is := method(names...)
	return func(n ast.Node) bool {
		return is(n) && len(n.(*ast.CallExpr).Args) > 0 && !constant(n.(*ast.CallExpr).Args[0])
	}
}

// constant reports whether an expression is a text, or texts added up.
func constant(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.BasicLit:
		return x.Kind == token.STRING
	case *ast.BinaryExpr:
		return constant(x.X) && constant(x.Y)
	case *ast.CallExpr: // a column in the words of a database
		return (methodOf(x) == "byName" || methodOf(x) == "fold") && constant(x.Args[0])
	}
	return false
}

// columns finds a function of ours that is handed a column which is no constant, by which of its arguments are columns.
func columns(of map[string][2]int) func(ast.Node) bool {
	return func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return false
		}
		name := methodOf(n)
		if f, ok := c.Fun.(*ast.IndexExpr); ok { // cut[T]
			if id, ok := f.X.(*ast.Ident); ok {
				name = id.Name
			}
		}
		at, ok := of[name]
		return ok && slices.ContainsFunc(c.Args[min(at[0], len(c.Args)):min(at[1], len(c.Args))], func(e ast.Expr) bool { return !constant(e) })
	}
}

// conditions finds a method that has more than what is looked for.
func conditions(names ...string) func(ast.Node) bool {
	is := method(names...)
	return func(n ast.Node) bool { return is(n) && len(n.(*ast.CallExpr).Args) > 1 }
}

// bitten gives a sentence for each such call in a file.
func bitten(file string, text []byte) ([]string, error) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		for _, c := range bites {
			if n != nil && strings.HasPrefix(file, c.below) && !slices.Contains(c.except, file) && c.found(n) {
				out = append(out, fmt.Sprintf("%s: %s", files.Position(n.Pos()), c.says))
			}
		}
		return true
	})
	return out, nil
}

func TestCalls(t *testing.T) {
	root, seen := os.DirFS(".."), 0
	for _, s := range readTree(t, root) {
		if s.test() {
			continue
		}
		text, err := fs.ReadFile(root, s.file)
		if err != nil {
			t.Fatal(err)
		}
		found, err := bitten(s.file, text)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Error(f)
		}
		seen++
	}
	for _, c := range bites {
		for _, file := range c.except {
			if _, err := fs.Stat(root, file); err != nil {
				t.Errorf("%s is excepted and not there", file)
			}
		}
	}
	if seen < 300 {
		t.Errorf("only %d files were read", seen)
	}
}

// TestCallsAreFound plants each call.
func TestCallsAreFound(t *testing.T) {
	for _, c := range []struct{ file, code, says string }{
		{"internal/web/x.go", `c.SendFile(c.Query("name"))`, "leaves the folder"},
		{"internal/web/x.go", `c.Download("a")`, "leaves the folder"},
		{"internal/web/x.go", `app.Static("/", ".")`, "leaves the folder"},
		{"internal/cli/x.go", `http.ServeFile(w, r, name)`, "a name that somebody chose"},
		{"internal/web/x.go", `_ = c.Body()`, "unpacks without bounds"},
		{"internal/web/x.go", `c.BodyParser(&v)`, "unpacks without bounds"},
		{"internal/web/keep.go", `_ = c.Body()`, ""},
		{"internal/web/x.go", `go f()`, "use s.spawn"},
		{"internal/app/x.go", `go func() {}()`, "done when the method returns"},
		{"internal/scoring/x.go", `go f()`, ""},
		{"internal/report/x.go", `_ = template.HTML(text)`, "text through as code"},
		{"internal/web/page/x_templ.go", `templ.Raw(text)`, "text through as code"},
		{"internal/app/x.go", `_, err := http.Get(evidence.Link)`, "who is looking"},
		{"internal/web/x.go", `_ = http.Client{}`, "who is looking"},
		{"internal/cli/serve.go", `_ = http.DefaultClient`, ""},
		{"internal/post/x.go", `_ = tls.Config{InsecureSkipVerify: true}`, "read along"},
		{"internal/post/x.go", `c.InsecureSkipVerify = true`, "read along"},
		{"internal/store/x.go", `db.Where(&Answer{OrganisationID: id})`, "only a constant text"},
		{"internal/store/x.go", `db.Order(sort)`, "only a constant text"},
		{"internal/store/x.go", `db.Raw("SELECT " + columns)`, "only a constant text"},
		{"internal/store/x.go", `db.Joins(fmt.Sprintf("JOIN %s", name))`, "only a constant text"},
		{"internal/store/x.go", `db.Find(&list, "organisation_id = " + id)`, "put it into Where"},
		{"internal/store/x.go", `db.First(&row, id)`, "put it into Where"},
		{"internal/store/find.go", `cut[Organisation](q, f.Sort, p)`, "only a constant column"},
		{"internal/store/find.go", `t.found(q, f.Words, "code", f.Column)`, "only a constant column"},
		{"internal/store/find.go", `cut[Organisation](t.found(q, f.Words, "code"), t.dialect.byName("name")+", code", p)`, ""},
		{"internal/store/x.go", `db.Where("organisation_id = ? " + "AND code = ?", id, code).Order("id").Find(&list)`, ""},
	} {
		got, err := bitten(c.file, []byte("package x\n\nfunc x() {\n"+c.code+"\n}\n"))
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(got, "\n"); (c.says == "") != (text == "") || !strings.Contains(text, c.says) {
			t.Errorf("%s in %s: %q, want %q", c.code, path.Base(c.file), text, c.says)
		}
	}
}

// TestLintersKnowCalls: the patterns of the linters fit the calls that they are about.
func TestLintersKnowCalls(t *testing.T) {
	settings, err := os.ReadFile("../.golangci.yml")
	if err != nil {
		t.Fatal(err)
	}
	var patterns []*regexp.Regexp
	for _, m := range regexp.MustCompile(`- pattern: (\S+)`).FindAllSubmatch(settings, -1) {
		patterns = append(patterns, regexp.MustCompile(string(m[1])))
	}
	for _, call := range []string{"gorm.Model", "db.AutoMigrate", "(*github.com/xuri/excelize/v2.File).GetRows", "file.SetCellFormula", "fmt.Println", "println", "os.Exit", "time.Now"} {
		if !slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return p.MatchString(call) }) {
			t.Errorf("no linter finds %s", call)
		}
	}
}
