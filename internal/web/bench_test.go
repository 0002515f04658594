package web_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil/internal/web/webtest"
)

// BenchmarkPagesUnderLoad asks for the main pages as twenty people at once, who each wait for one page before they ask for the
// next, and beside them asks a bare net/http server for the same bytes, in turns. The figures are the 95th of 100 answers and the
// ratio to the bare server: what the pages cost beyond sending them.
func BenchmarkPagesUnderLoad(b *testing.B) {
	site := webtest.Start(b)
	answeredAll(b, site)
	visitor := site.As("analyst")
	fmt.Fprintf(os.Stdout, "\n%d people at once, %d rounds in turns; 95th of 100 answers\n", people, rounds)
	for _, page := range []struct{ name, path string }{
		{"home", "/"}, {"assessment", "/assessments/acme-1"}, {"one question", question}, {"questions of a pillar", "/assessments/acme-1/questions?pillar=P2"},
		{"scorecard", "/assessments/acme-1/scorecard"}, {"library", "/evidence"},
	} {
		b.Run(strings.ReplaceAll(page.name, " ", "-"), func(b *testing.B) {
			p := visitor.Get(page.path).Is(b, http.StatusOK)
			bare := bareServer(b, p)
			for b.Loop() {
				var ours, theirs []time.Duration
				for range rounds {
					ours = append(ours, load(b, site.URL+page.path, visitor)...)
					theirs = append(theirs, load(b, bare, visitor)...)
				}
				us, them := of95(ours), of95(theirs)
				b.ReportMetric(float64(us.Microseconds())/1000, "ms-p95")
				b.ReportMetric(float64(us)/float64(them), "x-bare")
				fmt.Fprintf(os.Stdout, "  %-24s %6.1f ms   bare server, the same %3d KiB: %5.1f ms   ratio %.1f\n", page.name, ms(us), len(p.Body)>>10, ms(them), float64(us)/float64(them))
			}
		})
	}
}

const (
	people = 20
	rounds = 3
	each   = 10 // pages for each of them in a round
)

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func of95(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)*95/100]
}

// bareServer gives the address of a server that answers with the bytes and headers of a page and does nothing else.
func bareServer(b *testing.B, p *webtest.Page) string {
	b.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range p.Header {
			w.Header()[name] = values
		}
		_, _ = w.Write(p.Body)
	})}
	go func() { _ = s.Serve(ln) }()
	b.Cleanup(func() { _ = s.Close() })
	return "http://" + ln.Addr().String()
}

// load asks for an address as everybody at once and gives how long each answer took.
func load(b *testing.B, address string, visitor *webtest.Browser) []time.Duration {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: people}}
	defer client.CloseIdleConnections()
	all := make([][]time.Duration, people)
	var wg sync.WaitGroup
	for i := range people {
		wg.Go(func() {
			for range each {
				r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, address, nil)
				if err != nil {
					b.Error(err)
					return
				}
				r.Header.Set("Cookie", session+"="+visitor.Cookie(session))
				began := time.Now()
				answer, err := client.Do(r)
				if err != nil {
					b.Error(err)
					return
				}
				_, err = io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				if err != nil || answer.StatusCode != http.StatusOK {
					b.Errorf("%s gave %d: %v", address, answer.StatusCode, err)
				}
				all[i] = append(all[i], time.Since(began))
			}
		})
	}
	wg.Wait()
	return slices.Concat(all...)
}
