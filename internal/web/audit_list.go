package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/page"
	"vigil/internal/web/words"
)

// auditList shows the audit log to those who check it.
func (s *Server) auditList(c *fiber.Ctx) error {
	f := filter(c)
	list, err := s.app.FindAuditEntries(c.UserContext(), s.actor(c), app.AuditFilter{Words: f.Words, Action: c.Query("action"), From: c.Query("from"), To: c.Query("to"), Page: f.Page, All: f.All, Check: asFile(c) || c.Query("check") == "all"})
	if err != nil {
		return err
	}
	if asFile(c) {
		rows := [][]string{{"id", "time", "person", "role", "action", "subject", "detail", "hash"}}
		for _, e := range list.Entries {
			rows = append(rows, []string{strconv.FormatInt(e.ID, 10), e.Time.UTC().Format("2006-01-02T15:04:05.000000Z"), e.Person, string(e.Role), e.Action, e.Subject, e.Detail, e.Hash})
		}
		return s.csvFile(c, "audit", rows)
	}
	v := page.Audit{Listing: listing(c, list.At, list.Any), Entries: list.Entries, Actions: list.Actions, Checked: list.Checked}
	if list.Broken != nil {
		v.Broken = words.Error(c.UserContext(), list.Broken)
	}
	return s.render(c, page.AuditPage(s.frame(c, "audit.title"), v))
}
