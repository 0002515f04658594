package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// silent are the packages that hold and show evidence. They ask no other machine for anything: an address that somebody typed is
// never opened or looked up, for that would tell the other side who is looking.
var silent = []string{"internal/vault", "internal/app", "internal/web"}

// callers are what asks other machines, by the package that has it; nil: everything in it does.
var callers = map[string][]string{
	"net/http": {"Get", "Head", "Post", "PostForm", "NewRequest", "NewRequestWithContext", "Client", "DefaultClient", "Transport", "DefaultTransport", "RoundTripper"},
	"net": {"Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "DialUnix", "Dialer", "Resolver", "DefaultResolver", "ResolveTCPAddr", "ResolveUDPAddr", "ResolveIPAddr",
		"LookupHost", "LookupIP", "LookupAddr", "LookupCNAME", "LookupMX", "LookupNS", "LookupPort", "LookupSRV", "LookupTXT"},
	"crypto/tls":                   {"Dial", "DialWithDialer", "Dialer", "Client"},
	"github.com/gofiber/fiber/v2":  {"Get", "Head", "Post", "Put", "Patch", "Delete", "Client", "Agent", "AcquireAgent", "AcquireClient"},
	"github.com/valyala/fasthttp":  {"Get", "GetTimeout", "GetDeadline", "Post", "Do", "DoTimeout", "DoDeadline", "DoRedirects", "Client", "HostClient", "PipelineClient", "LBClient", "Dial", "DialTimeout", "DialDualStack", "TCPDialer"},
	"net/rpc":                      nil,
	"net/smtp":                     nil,
	"net/http/httputil":            nil,
	"golang.org/x/net":             nil,
	"gocloud.dev/blob/s3blob":      nil,
	"gocloud.dev/blob/gcsblob":     nil,
	"gocloud.dev/blob/azureblob":   nil,
	"github.com/aws/aws-sdk-go-v2": nil,
}

// allowed is the one place from which a package of the house asks another machine: the store of files on S3, which whoever runs the
// program named.
var allowed = map[string]string{"internal/vault/vault.go": "gocloud.dev/blob/s3blob"}

// TestEvidenceIsNeverFetched reads every file of the packages that hold and show evidence.
func TestEvidenceIsNeverFetched(t *testing.T) {
	read := 0
	for _, dir := range silent {
		err := fs.WalkDir(os.DirFS(".."), dir, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(file) != ".go" || (source{file: file}).test() {
				return err
			}
			text, err := os.ReadFile("../" + file)
			if err != nil {
				return err
			}
			read++
			for _, p := range calls(t, file, string(text)) {
				t.Error(p)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read < 200 {
		t.Errorf("%d files were read; the walk missed some", read)
	}
}

// TestFetchingIsFound plants what asks another machine.
func TestFetchingIsFound(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"internal/app/a.go", `import "net/http"; var x, _ = http.Get("https://example.org")`, "uses http.Get"},
		{"internal/web/a.go", `import ("net/http"; "vigil/internal/app"); func f(c *http.Client) int { return http.StatusOK }`, "uses http.Client"},
		{"internal/app/a.go", `import named "net"; var x, _ = named.LookupHost("example.org")`, "uses net.LookupHost"},
		{"internal/web/a.go", `import "github.com/gofiber/fiber/v2"; var x = fiber.AcquireAgent()`, "uses v2.AcquireAgent"},
		{"internal/app/a.go", `import . "net"; var x, _ = Dial("tcp", "example.org:80")`, "takes all of net into its names"},
		{"internal/app/a.go", `import _ "gocloud.dev/blob/s3blob"`, "imports gocloud.dev/blob/s3blob"},
		{"internal/vault/b.go", `import "golang.org/x/net/http2"; var x http2.Transport`, "imports golang.org/x/net/http2"},
		{"internal/vault/vault.go", `import _ "gocloud.dev/blob/s3blob"`, ""},
		{"internal/web/a.go", `import ("net"; "net/http"); var x, y = http.StatusOK, net.ErrClosed`, ""},
	} {
		got := strings.Join(calls(t, c.file, "package a\n"+c.text), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

// calls gives a sentence for each thing in a file that asks another machine.
func calls(t *testing.T, file, text string) (out []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	say := func(format string, args ...any) {
		out = append(out, fmt.Sprintf("%s %s: it would ask another machine, and nothing that holds or shows evidence does", file, fmt.Sprintf(format, args...)))
	}
	named := map[string]string{} // a package by its name in this file
	for _, i := range f.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		key := longest(callers, p)
		only, name := callers[key], path.Base(p)
		if i.Name != nil {
			name = i.Name.Name
		} else if name == "v2" {
			name = path.Base(path.Dir(p))
		}
		switch {
		case key == "" || allowed[file] == p || only != nil && p != key:
		case only == nil:
			say("imports %s", p)
		case name == ".":
			say("takes all of %s into its names", p)
		default:
			named[name] = p
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && slices.Contains(callers[named[x.Name]], s.Sel.Name) {
				say("uses %s.%s", path.Base(named[x.Name]), s.Sel.Name)
			}
		}
		return true
	})
	return out
}
