package web

import (
	"fmt"
	"net"
	"net/netip"
	"testing"

	"github.com/valyala/fasthttp"
)

// TestAddress: only what a trusted proxy itself saw counts; what stands further left anybody could have written.
func TestAddress(t *testing.T) {
	for _, c := range []struct {
		what, from string
		chain      []string
		proxies    []string
		want       string
	}{
		{"no proxy", "203.0.113.9", nil, nil, "203.0.113.9"},
		{"a chain that nobody vouches for", "203.0.113.9", []string{"198.51.100.1"}, nil, "203.0.113.9"},
		{"a stranger's chain, though there is a proxy", "203.0.113.9", []string{"198.51.100.1"}, []string{"10.0.0.0/8"}, "203.0.113.9"},
		{"one proxy", "10.0.0.2", []string{"203.0.113.9"}, []string{"10.0.0.0/8"}, "203.0.113.9"},
		{"one proxy, and a lie", "10.0.0.2", []string{"127.0.0.1, 198.51.100.1, 203.0.113.9"}, []string{"10.0.0.0/8"}, "203.0.113.9"},
		{"one proxy, and lies in headers of their own", "10.0.0.2", []string{"198.51.100.1", "198.51.100.2", "203.0.113.9"}, []string{"10.0.0.0/8"}, "203.0.113.9"},
		{"two proxies", "10.0.0.2", []string{"198.51.100.1, 203.0.113.9, 10.9.9.9"}, []string{"10.0.0.0/8"}, "203.0.113.9"},
		{"a lie that is a proxy's address", "10.0.0.2", []string{"10.1.1.1, 203.0.113.9"}, []string{"10.0.0.0/8"}, "203.0.113.9"},
		{"nothing but proxies", "10.0.0.2", []string{"10.0.0.3"}, []string{"10.0.0.0/8"}, "10.0.0.3"},
		{"what is no address", "10.0.0.2", []string{"203.0.113.9, unknown"}, []string{"10.0.0.0/8"}, "10.0.0.2"},
		{"mapped", "::ffff:10.0.0.2", []string{"::ffff:203.0.113.9"}, []string{"10.0.0.0/8"}, "203.0.113.9"},
		{"IPv6", "2001:db8::1", []string{"2001:db8:9::9"}, []string{"2001:db8::/48"}, "2001:db8:9::9"},
	} {
		var proxies []netip.Prefix
		for _, p := range c.proxies {
			proxies = append(proxies, netip.MustParsePrefix(p))
		}
		if got := addressOf(t, c.from, c.chain, proxies); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	seen := map[string]bool{}
	for i := range 50 {
		seen[addressOf(t, "203.0.113.9", []string{fmt.Sprintf("198.51.100.%d", i)}, nil)] = true
		seen[addressOf(t, "10.0.0.2", []string{fmt.Sprintf("198.51.100.%d, 203.0.113.9", i)}, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})] = true
	}
	if len(seen) != 1 {
		t.Errorf("50 claims made %d addresses of one", len(seen))
	}
}

func addressOf(t *testing.T, from string, chain []string, proxies []netip.Prefix) string {
	t.Helper()
	s, err := New(Config{Proxies: proxies})
	if err != nil {
		t.Fatal(err)
	}
	var request fasthttp.RequestCtx
	request.Init(&fasthttp.Request{}, &net.TCPAddr{IP: net.ParseIP(from), Port: 1}, nil)
	for _, v := range chain {
		request.Request.Header.Add("X-Forwarded-For", v)
	}
	c := s.fiber.AcquireCtx(&request)
	defer s.fiber.ReleaseCtx(c)
	return s.address(c).String()
}
