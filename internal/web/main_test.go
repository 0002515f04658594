package web_test

import (
	"os"
	"sync"
	"testing"

	"vigil/internal/store/pgtest"
	"vigil/internal/vault"
	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

// TestMain is also the child that cleans files: the program under test starts itself for it.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == vault.ChildCommand {
		os.Exit(vault.Child(os.Args[2], os.Stdin, os.Stdout))
	}
	code := m.Run()
	if postgres.Server != nil {
		postgres.Server.Stop()
	}
	os.Exit(code)
}

// postgres is started by the first test that needs it.
var (
	postgres      webtest.Postgres
	startPostgres = sync.OnceValue(func() (err error) {
		postgres.Server, err = pgtest.Start()
		return err
	})
)

// starter starts a site.
type starter func(testing.TB, ...func(*web.Config)) *webtest.Site

// onBoth runs a test on sites over each of the databases.
func onBoth(t *testing.T, test func(t *testing.T, start starter)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, webtest.Start) })
	t.Run("postgres", func(t *testing.T) {
		check(t, startPostgres())
		test(t, postgres.Start)
	})
}
