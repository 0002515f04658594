package web_test

import (
	"net/http"
	"strings"
	"testing"

	"vigil/internal/web/webtest"
)

// TestAuditPage: only those who check the whole workspace see it, narrowed and as a file.
func TestAuditPage(t *testing.T) {
	site := webtest.Start(t)
	for _, p := range webtest.People {
		want := http.StatusForbidden
		if p.Role == "administrator" || p.Role == "auditor" {
			want = http.StatusOK
		}
		site.As(p.Login).Get("/audit").Is(t, want)
	}
	b := site.As("auditor")
	b.Get("/audit").Says(t, "No entry was changed", "assessment:other-1", "organisation.member")
	b.Get("/audit?words=other-1").Says(t, "assessment:other-1").Hides(t, "assessment:acme-1")
	b.Get("/audit?action=organisation.new").Says(t, "organisation:acme").Hides(t, "assessment:acme-1")
	b.Get("/audit?from=2090-01-01").Says(t, "Nothing fits")
	file := b.Get("/audit?as=csv&action=assessment.new").Is(t, http.StatusOK)
	if lines := strings.Split(strings.TrimSpace(string(file.Body)), "\n"); len(lines) != 3 {
		t.Errorf("%q", lines)
	}
}
