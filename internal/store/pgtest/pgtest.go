// Package pgtest starts a PostgreSQL of its own for the tests of a package: in a temporary folder, on a socket that
// nobody else can reach, without a password, gone afterwards. A machine without PostgreSQL makes the tests fail and
// says what to install.
package pgtest

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Server is a running PostgreSQL.
type Server struct {
	dir     string
	bin     string // folder of the program
	as      func() *syscall.SysProcAttr
	process *exec.Cmd
	log     *os.File
	count   atomic.Int64
}

// Start starts a server; call it once from TestMain and Stop at the end. It waits until the server answers.
func Start() (*Server, error) {
	bin, err := find(debian)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "vigil-pg")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin}
	if err = s.prepare(); err == nil {
		err = s.run()
	}
	if err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// prepare makes the folder of the data.
func (s *Server) prepare() error {
	as, uid, err := unprivileged()
	if err != nil {
		return err
	}
	s.as = as
	if uid >= 0 {
		if err := os.Chown(s.dir, uid, -1); err != nil {
			return err
		}
	}
	initdb := exec.Command(filepath.Join(s.bin, "initdb"), "-D", s.data(), "-U", "vigil", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = s.dir, s.as()
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	s.log, err = os.Create(filepath.Join(s.dir, "log"))
	return err
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// run starts the process and waits until it answers.
func (s *Server) run() error {
	// fsync off: what is lost with the power of a test machine is nothing.
	s.process = exec.Command(filepath.Join(s.bin, "postgres"), "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=100")
	s.process.Dir, s.process.SysProcAttr, s.process.Stdout, s.process.Stderr = s.dir, s.as(), s.log, s.log
	if err := s.process.Start(); err != nil {
		s.process = nil
		return fmt.Errorf("postgres: %w", err)
	}
	return s.wait()
}

// wait asks until the server answers.
func (s *Server) wait() error {
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = perform(s.url("postgres"), "SELECT 1"); err == nil {
			return nil
		}
	}
	text, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	return fmt.Errorf("postgres did not answer within 30 seconds: %w\n%s", err, bytes.TrimSpace(text))
}

// Crash ends the server in the middle of what it does, as kill -9 would; its data stays for Restart.
func (s *Server) Crash(t testing.TB) { s.end(t, syscall.SIGQUIT) }

// Halt ends the server as whoever looks after it does: nobody is let in, transactions that run are taken back.
func (s *Server) Halt(t testing.TB) { s.end(t, syscall.SIGINT) }

func (s *Server) end(t testing.TB, how syscall.Signal) {
	t.Helper()
	if err := s.process.Process.Signal(how); err != nil {
		t.Fatal(err)
	}
	_ = s.process.Wait() // a crash is no success
	s.process = nil
}

// Restart starts a server that has ended, with the data it had and at the same address.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	if err := s.run(); err != nil {
		t.Fatal(err)
	}
}

// Stop ends the server and removes its folder.
func (s *Server) Stop() {
	if s.process != nil {
		_ = s.process.Process.Signal(syscall.SIGQUIT) // immediate shutdown; nothing is kept anyway
		_ = s.process.Wait()
	}
	if s.log != nil {
		s.log.Close()
	}
	_ = os.RemoveAll(s.dir)
}

// Database makes an empty database for one test and gives its address.
func (s *Server) Database(t testing.TB) string { t.Helper(); return s.create(t, "template0") }

// Copy makes a database for one test that holds what the one at an address does, to which nobody may be connected.
func (s *Server) Copy(t testing.TB, of string) string {
	t.Helper()
	u, err := url.Parse(of)
	if err != nil {
		t.Fatal(err)
	}
	return s.create(t, strings.TrimPrefix(u.Path, "/"))
}

func (s *Server) create(t testing.TB, from string) string {
	t.Helper()
	name := fmt.Sprintf("test%d", s.count.Add(1))
	if err := perform(s.url("postgres"), "CREATE DATABASE "+name+" TEMPLATE "+from); err != nil {
		t.Fatalf("create database: %v", err)
	}
	return s.url(name)
}

// Settled has the server write everything out, and gives the folder with all that it keeps on disk: the tables of every
// database, the write-ahead log and what the server wrote about itself.
func (s *Server) Settled(t testing.TB) string {
	t.Helper()
	s.Exec(t, s.url("postgres"), "CHECKPOINT")
	return s.dir
}

func (s *Server) url(database string) string {
	return (&url.URL{Scheme: "postgres", User: url.User("vigil"), Path: "/" + database, RawQuery: url.Values{"host": {s.dir}}.Encode()}).String()
}

// Exec runs a statement on the database at an address, as somebody with the server in his hands would.
func (s *Server) Exec(t testing.TB, address, statement string) {
	t.Helper()
	if err := perform(address, statement); err != nil {
		t.Fatal(err)
	}
}

// Columns gives what the database at an address holds: for each table and column its values as JSON, sorted.
func (s *Server) Columns(t testing.TB, address string) map[string][]string {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	list := func(query string, take func(*sql.Rows) error) {
		t.Helper()
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			if err := take(rows); err != nil {
				t.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	var tables []string
	list("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'", func(r *sql.Rows) error {
		var name string
		err := r.Scan(&name)
		tables = append(tables, name)
		return err
	})
	all := map[string][]string{}
	for _, table := range tables {
		list("SELECT e.key, e.value::text FROM "+table+" x, jsonb_each(to_jsonb(x)) e", func(r *sql.Rows) error {
			var column, value string
			err := r.Scan(&column, &value)
			all[table+"."+column] = append(all[table+"."+column], value)
			return err
		})
	}
	for _, values := range all {
		sort.Strings(values)
	}
	return all
}

func perform(address, statement string) error {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	_, err = db.ExecContext(ctx, statement)
	return err
}

// debian is where Debian keeps the server, which is not on the PATH there.
const debian = "/usr/lib/postgresql/*/bin/initdb"

// find gives the folder of the newest PostgreSQL that fits the pattern, else of the one on the PATH.
func find(pattern string) (string, error) {
	list, err := filepath.Glob(pattern)
	if err != nil {
		return "", err
	}
	number := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	sort.Slice(list, func(i, j int) bool { return number(list[i]) > number(list[j]) })
	if path, err := exec.LookPath("initdb"); err == nil {
		list = append(list, path)
	}
	for _, path := range list {
		bin := filepath.Dir(path)
		if _, err := os.Stat(filepath.Join(bin, "postgres")); err == nil {
			return bin, nil
		}
	}
	return "", fmt.Errorf("no PostgreSQL server on this machine; install the package postgresql (apt-get install postgresql) or run make test, which does")
}

// unprivileged gives the user under whom the server runs: PostgreSQL refuses root. uid is -1 when we are not root.
// The server dies with the tests, also when they panic or are killed.
func unprivileged() (as func() *syscall.SysProcAttr, uid int, err error) {
	if os.Getuid() != 0 {
		return func() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT} }, -1, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 != nil || err2 != nil {
			continue
		}
		c := &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return func() *syscall.SysProcAttr { return &syscall.SysProcAttr{Credential: c, Pdeathsig: syscall.SIGQUIT} }, uid, nil
	}
	return nil, -1, fmt.Errorf("PostgreSQL does not run as root, and there is neither a user postgres nor nobody; run the tests as another user")
}
