package web

import (
	"testing"
	"time"
)

// TestSettings: each of these was seen to bite when it was left at what fiber does by itself.
func TestSettings(t *testing.T) {
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	c := s.fiber.Config()
	for what, ok := range map[string]bool{
		"strings of a request are reused":               c.Immutable,
		"a request may come in for ever":                c.ReadTimeout == 15*time.Second,
		"an answer may go out for ever":                 c.WriteTimeout == time.Minute,
		"a silent connection stays open":                c.IdleTimeout == time.Minute,
		"a form may be of any size":                     c.BodyLimit == 2<<20,
		"connections are not bounded":                   c.Concurrency > 0 && c.Concurrency <= 4096,
		"the client's word about its address is taken":  c.ProxyHeader == "" && !c.EnableTrustedProxyCheck,
		"the start writes to the terminal":              c.DisableStartupMessage,
		"files of a form are read before it is allowed": c.DisablePreParseMultipartForm && c.StreamRequestBody,
		"connections stay open at the end":              s.fiber.Server().CloseOnShutdown,
	} {
		if !ok {
			t.Error(what)
		}
	}
}
