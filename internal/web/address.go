package web

import (
	"net"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// address is where a request comes from: the rightmost address of the chain that no trusted proxy vouches for. What
// stands further left anybody could have written.
func (s *Server) address(c *fiber.Ctx) netip.Addr {
	at := peer(c.Context().RemoteAddr())
	var chain []string
	for _, v := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
		chain = append(chain, strings.Split(string(v), ",")...)
	}
	for len(chain) > 0 && s.trusted(at) {
		next, err := netip.ParseAddr(strings.TrimSpace(chain[len(chain)-1]))
		if err != nil {
			return at // the proxy wrote something else than an address: it is all we know
		}
		at, chain = next.Unmap().WithZone(""), chain[:len(chain)-1]
	}
	return at
}

func (s *Server) trusted(a netip.Addr) bool {
	for _, p := range s.proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// peer is the other end of the connection itself.
func peer(a net.Addr) netip.Addr {
	if t, ok := a.(*net.TCPAddr); ok {
		return t.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// local reports whether a request was made on this machine, and by no proxy.
func local(c *fiber.Ctx) bool {
	h := &c.Request().Header
	for _, name := range []string{fiber.HeaderXForwardedFor, fiber.HeaderForwarded, fiber.HeaderXForwardedHost, fiber.HeaderXForwardedProto, fiber.HeaderVia, "X-Real-Ip"} {
		if len(h.Peek(name)) > 0 {
			return false
		}
	}
	return peer(c.Context().RemoteAddr()).IsLoopback()
}
