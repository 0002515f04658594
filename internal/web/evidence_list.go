package web

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// evidenceList shows the library: every document behind an answer that the person may see.
func (s *Server) evidenceList(c *fiber.Ctx) error {
	number, _ := strconv.Atoi(c.Query("page"))
	l, err := s.app.Library(c.UserContext(), s.actor(c), app.LibraryFilter{Organisation: c.Query("organisation"), Grade: vigil.Grade(c.Query("grade")),
		Expiry: c.Query("expiry"), Words: c.Query("words"), Page: number, All: asFile(c)})
	if err != nil {
		return err
	}
	if asFile(c) {
		return s.csvFile(c, "evidence", evidenceRows(l))
	}
	v := page.Evidences{Listing: listing(c, l.At, l.Any), Organisations: l.Organisations, Today: l.Today}
	if s.mayAnywhere(c, app.UploadFileAction) {
		v.Upload = s.url("file-new")
	}
	for _, d := range l.Documents {
		v.Lines = append(v.Lines, s.evidenceLine(d, l.Today))
	}
	return s.render(c, page.EvidencesPage(s.frame(c, "evidence.library_title"), v))
}

// evidenceRows writes the library for a file: a line for each answer that rests on a document, and one for a document without.
func evidenceRows(l app.Library) [][]string {
	out := [][]string{{"organisation", "title", "link", "file", "type", "bytes", "sha256", "assessment", "unit", "question", "grade", "date", "expires", "expired", "page", "quote", "public"}}
	for _, d := range l.Documents {
		head := []string{d.Organisation.Code, d.Title, d.Link, d.File.Code, d.File.Type, "", d.File.Hash}
		if d.File.ID != 0 {
			head[5] = strconv.FormatInt(d.File.Size, 10)
		}
		if len(d.Uses) == 0 {
			out = append(out, append(head, make([]string, 10)...))
		}
		for _, u := range d.Uses {
			e := u.Evidence
			out = append(out, append(append([]string{}, head...), u.Assessment.Code, e.Unit, e.Question, string(e.Grade), e.Date, e.Expires,
				strconv.FormatBool(e.Expired(l.Today)), e.Page, strings.ReplaceAll(e.Quote, "\n", " "), strconv.FormatBool(e.Public)))
		}
	}
	return out
}
