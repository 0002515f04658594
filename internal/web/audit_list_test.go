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

// TestBrokenAuditLog: whoever changes an entry in the database itself is found out on the page, in the file that the page gives
// nothing is hidden, and the rest of the program goes on.
func TestBrokenAuditLog(t *testing.T) {
	check(t, startPostgres())
	site := postgres.Start(t)
	b := site.As("auditor")
	b.Get("/audit").Is(t, http.StatusOK).Says(t, "No entry was changed").Hides(t, "is broken")
	postgres.Server.Exec(t, site.Database, "ALTER TABLE audit_entries DISABLE TRIGGER ALL; UPDATE audit_entries SET person = 'nobody' WHERE subject = 'assessment:acme-1'")
	for _, path := range []string{"/audit", "/audit?words=other-1"} { // also where the entry is not in view
		p := b.Get(path).Is(t, http.StatusOK).Says(t, "The chain of the audit log is broken", "was tampered with").Hides(t, "No entry was changed")
		if p.Find("[role=alert]") == nil {
			t.Error("nobody is alerted")
		}
	}
	b.Get("/audit?as=csv&words=acme-1").Is(t, http.StatusOK).Says(t, "nobody")
	site.As("acme-analyst").Get("/assessments/acme-1").Is(t, http.StatusOK)
}
