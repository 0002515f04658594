// Package internal_test keeps the floor plan of the house: which package stands on which floor, and who owns which
// outside library. The picture is in this file, the rules in layers_rules_test.go, a planted breach of each rule in
// layers_cases_test.go.
package internal_test

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// floors is the picture; an import may only go down. A package below one of these (internal/store/migrations) belongs to
// it and shares its floor and libraries. Put a new package on the lowest floor from which it sees what it needs.
var floors = map[string]int{
	"cmd/vigil": 8,

	// talk to people and clocks
	"internal/web": 7, "internal/api": 7, "internal/cli": 7, "internal/jobs": 7,

	// the story: one method for each thing a person can do
	"internal/app": 6,

	// talk to disk; do not know each other
	"internal/store": 5, "internal/spreadsheet": 5, "internal/report": 5, "internal/vault": 5, "internal/seal": 5,
	"internal/publish":    5, // opens finished files
	"internal/credential": 5, // passwords, second factors, secret links
	"internal/post":       5, // e-mail

	"internal/benchmark": 4, "internal/screening": 4, "internal/disclosure": 4, "internal/receipt": 4, "internal/matching": 4,
	"internal/scoring":   3,
	"internal/catalogue": 2,
	"internal/question":  1, "internal/check": 1,
	"internal/child": 1, // a process of its own for what nobody vouches for
	"internal/vigil": 0,
}

// data is what lawyers, researchers and users edit. Only cmd and tests see it; everybody else is handed an fs.FS.
var data = map[string]bool{"questionnaires": true, "reports": true, "demo": true}

// helpers are for tests alone, as is every package whose name ends in "test".
var helpers = map[string]bool{"internal/golden": true, "internal/browsertest": true}

// pure packages give the same output for the same input on every machine, so these may not come into them.
var (
	pure = map[string]bool{"internal/vigil": true, "internal/question": true, "internal/scoring": true, "internal/benchmark": true,
		"internal/screening": true, "internal/disclosure": true, "internal/receipt": true, "internal/matching": true}
	impure = map[string]bool{"os": true, "net": true, "net/http": true, "syscall": true, "log": true, "log/slog": true, "math/rand": true, "crypto/rand": true}
)

// owners says who may import a library (the longest matching start of its path counts); the rest of the house asks the
// owner. The package for which a library came into go.mod owns it.
var owners = map[string][]string{
	"gorm.io":                             {"internal/store"},
	"github.com/pressly/goose":            {"internal/store"},
	"github.com/jackc/pgx":                {"internal/store"},
	"github.com/mattn/go-sqlite3":         {"internal/store"},
	"github.com/riverqueue/river":         {"internal/store", "internal/jobs"}, // a job is enqueued in the transaction that needs it
	"github.com/xuri/excelize":            {"internal/spreadsheet"},
	"github.com/go-playground/validator":  {"internal/check"},
	"github.com/expr-lang/expr":           {"internal/catalogue"}, // it hands scoring compiled functions
	"github.com/goccy/go-yaml":            {"internal/catalogue"},
	"github.com/tink-crypto/tink-go":      {"internal/seal"},
	"gocloud.dev":                         {"internal/vault"},
	"github.com/gabriel-vasile/mimetype":  {"internal/vault"},
	"github.com/pdfcpu/pdfcpu":            {"internal/vault"},
	"github.com/johannesboyne/gofakes3":   {"internal/vault"}, // tests: the S3 process that they start
	"github.com/alexedwards/argon2id":     {"internal/credential"},
	"github.com/pquerna/otp":              {"internal/credential"},
	"rsc.io/qr":                           {"internal/credential"},
	"github.com/wneessen/go-mail":         {"internal/post"},
	"github.com/gofiber/fiber":            {"internal/web", "internal/api"}, // api mounts huma on it
	"github.com/valyala/fasthttp":         {"internal/web", "internal/api"},
	"github.com/a-h/templ":                {"internal/web"},
	"github.com/nicksnyder/go-i18n":       {"internal/web"},
	"github.com/prometheus/client_golang": {"internal/web"},
	"github.com/danielgtaylor/huma":       {"internal/api"},
	"github.com/spf13/cobra":              {"internal/cli"},
	"github.com/spf13/pflag":              {"internal/cli"},
	"github.com/schollz/progressbar":      {"internal/cli"},
	"golang.org/x/term":                   {"internal/cli"},
	"golang.org/x/text":                   {"internal/matching"},
	"golang.org/x/text/language":          {"internal/matching", "internal/web"},
	"golang.org/x/text/unicode/norm":      {"internal/matching", "internal/credential"},
	"golang.org/x/text/collate":           {"internal/web"},
	"golang.org/x/text/message":           {"internal/web"},
	"golang.org/x/text/number":            {"internal/web"},
	"github.com/caarlos0/env":             {"cmd/vigil"},
	"github.com/google/uuid":              {"internal/app", "internal/store"},
	"github.com/biter777/countries":       {"internal/check", "internal/app", "internal/report"},
	"golang.org/x/sys":                    {"internal/child", "internal/store", "cmd/vigil"}, // limits of a child, locks

	// the standard library has a few that need a keeper too
	"crypto/ed25519":      {"internal/seal"},
	"database/sql":        {"internal/store"}, // the only package that knows a database
	"database/sql/driver": {"internal/store", "internal/vigil"},
	"os/exec":             {"internal/child", "internal/report", "internal/cli", "cmd/vigil"},
	"unsafe":              {},
	"plugin":              {},
	"C":                   {},
}

// tools are what every test may use besides its package's own libraries.
var tools = map[string]bool{
	"github.com/google/go-cmp": true, "github.com/rogpeppe/go-internal": true, "github.com/santhosh-tekuri/jsonschema": true,
	"pgregory.net/rapid": true, "testing": true, "os/exec": true, "golang.org/x/net/html": true, // reads a page as a browser does
}

func TestLayers(t *testing.T) {
	sources := readTree(t, os.DirFS(".."))
	seen := map[string]bool{}
	for _, s := range sources {
		seen[s.dir()] = true
	}
	if !seen["internal"] || !seen["internal/vigil"] {
		t.Fatalf("the walk missed packages; it saw %v", seen)
	}
	for _, p := range problems(sources) {
		t.Error(p)
	}
}

// readTree parses every Go file of the checkout but those that Go itself passes over.
func readTree(t *testing.T, root fs.FS) []source {
	t.Helper()
	var sources []source
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			name := d.Name()
			if file != "." && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || name == "node_modules" || file == "bin") {
				return fs.SkipDir
			}
		case path.Ext(file) == ".go":
			text, err := fs.ReadFile(root, file)
			if err != nil {
				return err
			}
			s, err := parse(file, text)
			if err != nil {
				return err
			}
			sources = append(sources, s)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}
