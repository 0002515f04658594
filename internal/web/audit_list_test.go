package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
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
// nothing is hidden, and the rest of the program goes on. A visit checks what is new and what it shows; everything now and then,
// or where asked, or in a file. A log that was cut off or written anew since the last visit is found at once.
func TestBrokenAuditLog(t *testing.T) {
	check(t, startPostgres())
	site := postgres.Start(t)
	b := site.As("auditor")
	now := time.Now()
	site.App.Now = func() time.Time { return now }
	// change does what the database forbids, as somebody would who holds it, and gives what takes it back.
	change := func(statement string) (back func()) {
		t.Helper()
		postgres.Server.Exec(t, site.Database, "ALTER TABLE audit_entries DISABLE TRIGGER ALL; CREATE TABLE kept AS SELECT * FROM audit_entries; "+statement)
		return func() {
			t.Helper()
			postgres.Server.Exec(t, site.Database, "DELETE FROM audit_entries; INSERT INTO audit_entries SELECT * FROM kept; DROP TABLE kept")
		}
	}
	whole := func(path string) {
		t.Helper()
		b.Get(path).Is(t, http.StatusOK).Says(t, "No entry was changed").Hides(t, "is broken")
	}
	broken := func(path string) {
		t.Helper()
		p := b.Get(path).Is(t, http.StatusOK).Says(t, "The chain of the audit log is broken", "was tampered with").Hides(t, "No entry was changed")
		if p.Find("[role=alert]") == nil {
			t.Error("nobody is alerted")
		}
	}
	const one, elsewhere = "UPDATE audit_entries SET person = 'nobody' WHERE subject = 'assessment:acme-1'", "/audit?words=other-1"
	whole("/audit")

	back := change(one)
	broken("/audit?words=acme-1") // in view
	broken(elsewhere)             // from then on also where it is not
	b.Get("/audit?as=csv&words=acme-1").Is(t, http.StatusOK).Says(t, "nobody")
	site.As("acme-analyst").Get("/assessments/acme-1").Is(t, http.StatusOK)
	back()
	whole(elsewhere)

	for name, ask := range map[string]func() string{
		"where asked":  func() string { return elsewhere + "&check=all" },
		"now and then": func() string { now = now.Add(11 * time.Minute); return elsewhere },
	} {
		t.Log(name)
		back = change(one)
		broken(ask())
		back()
		whole(elsewhere)
	}

	back = change("DELETE FROM audit_entries WHERE id > 3")
	broken(elsewhere)
	back()
	whole(elsewhere)
	back = change("DELETE FROM audit_entries WHERE id > 2")
	for range 200 { // and the rest written anew, well chained, so that the log alone shows nothing
		check(t, site.App.Store.Tx(t.Context(), func(tx *store.Tx) error {
			return tx.Audit(&vigil.AuditEntry{Person: "administrator", Role: vigil.Administrator, Action: "written anew"})
		}))
	}
	check(t, site.App.Store.View(t.Context(), func(tx *store.Tx) error { return tx.VerifyAudit() }))
	broken(elsewhere)
	back()
	whole(elsewhere)
}
