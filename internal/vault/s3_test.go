package vault_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"vigil/internal/vault"
	"vigil/internal/vigil"
)

// s3Command makes of the binary of the tests an S3 server, which prints its address and ends with its input.
const s3Command = "serve-s3"

func serveS3() {
	backend := s3mem.New()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		err = backend.CreateBucket("evidence")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stdout, l.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	_ = http.Serve(l, gofakes3.New(backend).Server()) //nolint:gosec // a server of one test
}

// startS3 starts an S3 server as a process of its own.
func startS3(t *testing.T) (address string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], s3Command)
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func TestFilesOnS3(t *testing.T) {
	host := startS3(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	settings := "?endpoint=http://" + host + "&use_path_style=true&region=eu-west-1"
	v := open(t, "s3://evidence"+settings)
	hashes := map[string]bool{}
	for kind, s := range samples(t) {
		for range 2 { // the second is there already
			kept, err := v.Put(t.Context(), s.name, most, bytes.NewReader(s.data))
			if err != nil || kept.Type != kind {
				t.Fatalf("%s: %v", s.name, err)
			}
			r, err := v.OpenCopy(t.Context(), kept.CopyHash)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			r.Close()
			if want, _, _ := vault.Clean(kind, s.data); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: another copy comes out (%v)", s.name, err)
			}
			hashes[kept.Hash], hashes[kept.CopyHash] = true, true
			if err := v.Check(t.Context(), kept.Hash, kept.CopyHash); err != nil {
				t.Error(err)
			}
			if kind == vigil.TypeText {
				if err := v.Delete(t.Context(), kept.Hash, kept.CopyHash); err != nil {
					t.Error(err)
				}
				if err := v.Check(t.Context(), kept.Hash, kept.CopyHash); err == nil {
					t.Error("a deleted file is still there")
				}
			}
		}
	}
	if strays, err := v.Strays(t.Context(), hashes); err != nil || len(strays) > 0 {
		t.Errorf("strays: %v (%v)", strays, err)
	}
	if strays, err := v.Strays(t.Context(), nil); err != nil || len(strays) < 12 {
		t.Errorf("everything is a stray to who knows nothing: %d (%v)", len(strays), err)
	}
	if _, err := vault.Open(t.Context(), "s3://missing"+settings, nil); vigil.KindOf(err) != vigil.Invalid || strings.Contains(err.Error(), "use_path_style") {
		t.Errorf("a bucket that is not there: %v", err)
	}
}

// TestTheStoreGoesAway: a store that answers with errors, or breaks off in the middle, is one that may answer later. What it says is
// for the log, and a file is not called damaged for it.
func TestTheStoreGoesAway(t *testing.T) {
	var fault atomic.Value // what the store does wrong
	fault.Store("")
	host := startS3(t)
	behind := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: host})
		r.Out.Host = r.In.Host
	}}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch fault.Load() {
		case "refuses":
			http.Error(w, "<Error><Code>AccessDenied</Code><Message>inner-host-7</Message></Error>", http.StatusForbidden)
		case "breaks off":
			w.Header().Set("Content-Length", "1000000")
			_, _ = w.Write([]byte("sealed"))
		default:
			behind.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(front.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	v := open(t, "s3://evidence?endpoint="+front.URL+"&use_path_style=true&region=eu-west-1")
	s := samples(t)[vigil.TypeText]
	kept, err := v.Put(t.Context(), s.name, most, bytes.NewReader(s.data))
	if err != nil {
		t.Fatal(err)
	}
	passes := func(what string, err error) {
		t.Helper()
		var e *vigil.Error
		if !vigil.Later(err) || !errors.As(err, &e) || e.Kind != vigil.Internal || e.Err == nil || strings.Contains(e.Message.String(), "inner-host") {
			t.Errorf("%s, %s: %v", fault.Load(), what, err)
		}
	}
	for _, how := range []string{"refuses", "breaks off"} {
		fault.Store(how)
		_, err = v.OpenCopy(t.Context(), kept.CopyHash)
		passes("opening", err)
		passes("checking", v.CheckCopy(t.Context(), kept.CopyHash))
	}
	fault.Store("refuses")
	passes("looking", v.Has(t.Context(), kept.Hash, kept.CopyHash))
	_, err = v.Put(t.Context(), s.name, most, bytes.NewReader(append([]byte("another "), s.data...)))
	passes("keeping", err)
	passes("deleting", v.Delete(t.Context(), kept.Hash, kept.CopyHash))
	fault.Store("")
	if err := v.Check(t.Context(), kept.Hash, kept.CopyHash); err != nil {
		t.Errorf("once it is back: %v", err)
	}
}
