package cli

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// ServeSettings are those of vigil serve. Each is a flag, and before it a variable of the environment.
type ServeSettings struct {
	Addr     string   `env:"VIGIL_ADDR" envDefault:"127.0.0.1:8080"`
	Public   string   `env:"VIGIL_PUBLIC_URL"`
	Proxies  []string `env:"VIGIL_TRUSTED_PROXIES"`
	Metrics  bool     `env:"VIGIL_OPEN_METRICS"`
	LogJSON  bool     `env:"VIGIL_LOG_JSON"`
	SMTP     string   `env:"VIGIL_SMTP"`
	MailFrom string   `env:"VIGIL_MAIL_FROM"`
	Evidence string   `env:"VIGIL_EVIDENCE"`
	Files    app.FileLimits
}

// Serve answers requests until ctx ends, and then lets those that run finish. ready is told the address once it listens.
type Serve func(ctx context.Context, a *app.App, s ServeSettings, ready func(url string)) error

func (r *run) serve() *cobra.Command {
	s, cast := r.Settings, false
	s.Files = s.Files.OrUsual()
	c := r.leaf("serve", "Serve the pages; makes the data where there is none", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		return r.withNewApp(cmd.Context(), nil, func(a *app.App) (err error) {
			r.Settings = s
			if err := s.Files.Check(); err != nil {
				return err
			}
			if err := r.reachable(a); err != nil {
				return err
			}
			if cast {
				if err := r.cast(cmd.Context(), a); err != nil {
					return err
				}
			}
			a.Evidence, a.FileLimits = s.Evidence, s.Files
			first, err := a.FirstLink(cmd.Context())
			if err != nil {
				return err
			}
			return r.Serve(cmd.Context(), a, s, func(url string) {
				a.Address = url
				r.welcome(url, s)
				if first != "" {
					fmt.Fprintf(r.out, "Nobody can sign in yet. Whoever opens this link first becomes the administrator; it works once, for a day:\n%s\n", a.LinkAddress(first))
				}
			})
		})
	})
	f := c.Flags()
	f.StringVar(&s.Addr, "addr", s.Addr, "address and port to listen at")
	f.StringVar(&s.Public, "public-url", s.Public, "address that people use, such as https://vigil.example.org, behind a proxy that speaks https")
	f.StringSliceVar(&s.Proxies, "trusted-proxy", s.Proxies, "address or network of a proxy whose X-Forwarded-For counts")
	f.StringVar(&s.Evidence, "evidence", s.Evidence, "where uploaded files are kept: a folder, or s3://BUCKET; usually in the folder of the data")
	f.TextVar(&s.Files.File, "file-size", s.Files.File, "how large an uploaded file may be")
	for _, q := range []struct {
		name, of string
		quota    *app.Quota
	}{
		{"link", "by one section link", &s.Files.Link}, {"assessment", "for one assessment", &s.Files.Assessment}, {"organisation", "of one organisation", &s.Files.Organisation},
	} {
		f.IntVar(&q.quota.Most, q.name+"-files", q.quota.Most, "how many files may be uploaded "+q.of)
		f.TextVar(&q.quota.Size, q.name+"-files-size", q.quota.Size, "how large the files uploaded "+q.of+" may be together")
	}
	f.BoolVar(&s.Metrics, "open-metrics", s.Metrics, "show /metrics to everybody, not to this machine only")
	f.StringVar(&s.SMTP, "smtp", s.SMTP, "mail server for links, such as smtps://mail.example.org; with a user and password better as VIGIL_SMTP")
	f.StringVar(&s.MailFrom, "mail-from", s.MailFrom, "address that e-mail comes from")
	f.BoolVar(&cast, "demo-people", false, "in the demo: make one person for each role, and print new passwords for them")
	f.BoolVar(&s.LogJSON, "log-json", s.LogJSON, "write the log as JSON")
	return c
}

// welcome says where the pages are.
func (r *run) welcome(url string, s ServeSettings) {
	fmt.Fprintf(r.out, "Vigil is at %s\n", url)
	host, _, err := net.SplitHostPort(s.Addr)
	if err == nil && s.Public == "" && host != "localhost" && !net.ParseIP(host).IsLoopback() {
		fmt.Fprintln(r.err, "People on other machines can sign in by https only. Put a proxy that speaks it before this address, and name it with --public-url https://...")
	}
}

// health asks a server that runs whether it can answer; the image calls it.
func (r *run) health() *cobra.Command {
	addr := r.Settings.Addr
	c := r.leaf("health", "Ask the server on this machine whether it can answer", cobra.NoArgs, func(cmd *cobra.Command, _ []string) error {
		host, port, err := net.SplitHostPort(addr)
		if err != nil {
			return vigil.Errorf(vigil.Invalid, "%q is no address with a port; write it like 127.0.0.1:8080", addr)
		}
		if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
			host = "127.0.0.1"
		}
		ctx, cancel := context.WithTimeout(cmd.Context(), 5*time.Second)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return vigil.Errorf(vigil.NotFound, "no server answers at %s; start one with vigil serve", addr)
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return vigil.Errorf(vigil.Conflict, "the server at %s is not ready; its log says why", addr)
		}
		fmt.Fprintln(r.out, "ready")
		return nil
	})
	c.Flags().StringVar(&addr, "addr", addr, "address and port at which it listens")
	return c
}
