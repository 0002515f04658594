package main

import (
	"context"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"vigil/internal/app"
	"vigil/internal/cli"
	"vigil/internal/vigil"
	"vigil/internal/web"
	"vigil/reports"
)

// patience is how long running requests may take to end once the program was told to. An upload that takes longer is cut
// off, and its sender told so by the broken connection: nothing of it was acknowledged.
const patience = 25 * time.Second

// serve answers requests until ctx ends, then lets those that run finish.
func serve(ctx context.Context, a *app.App, s cli.ServeSettings, ready func(url string)) error {
	proxies, err := networks(s.Proxies)
	if err != nil {
		return err
	}
	log := logger(s.LogJSON)
	server, err := web.New(web.Config{App: a, Reports: reports.Files, Public: s.Public, Proxies: proxies, OpenMetrics: s.Metrics, Log: log})
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return vigil.Errorf(vigil.Invalid, "nothing can listen at %s (%v); stop the other program, or name another address with --addr", s.Addr, err)
	}
	url := s.Public
	if url == "" {
		url = "http://" + ln.Addr().String()
	}
	ready(url)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ln) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := server.Shutdown(end); err != nil {
		log.Warn("requests were cut off", "error", err.Error())
	}
	return <-ended
}

func logger(json bool) *slog.Logger {
	if json {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

// networks reads addresses and networks; an address is the network of itself.
func networks(texts []string) ([]netip.Prefix, error) {
	var ps vigil.Problems
	var all []netip.Prefix
	for _, text := range texts {
		text = strings.TrimSpace(text)
		p, err := netip.ParsePrefix(text)
		if a, e := netip.ParseAddr(text); e == nil {
			p, err = netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
		}
		if err != nil {
			ps.Say(vigil.Place{Field: "trusted-proxy"}, vigil.Say("%s is neither an address nor a network", text), vigil.Say("write it like 10.0.0.2 or 10.0.0.0/24"))
		}
		all = append(all, p.Masked())
	}
	return all, ps.Err()
}
