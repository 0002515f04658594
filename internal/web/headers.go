package web

import "github.com/gofiber/fiber/v2"

// policy allows what comes from here and nothing else: no inline script, no style attribute, no frame, no third party.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

var headers = [][2]string{
	{fiber.HeaderContentSecurityPolicy, policy},
	{fiber.HeaderXContentTypeOptions, "nosniff"},
	{fiber.HeaderCacheControl, "no-store"}, // static files, whose address holds their hash, say otherwise
	{fiber.HeaderReferrerPolicy, "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
	{fiber.HeaderXFrameOptions, "DENY"}, // for browsers that do not know frame-ancestors
	{"X-Robots-Tag", "noindex, nofollow"},
}

// headers sets what every answer carries. A handler may tighten what it gets; a test visits every route to see that
// none loosens it.
func (s *Server) headers(c *fiber.Ctx) error {
	s.setHeaders(c)
	return c.Next()
}

func (s *Server) setHeaders(c *fiber.Ctx) {
	for _, h := range headers {
		c.Set(h[0], h[1])
	}
	if s.https() {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
}
