package web

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// fileNew is the form for a file that no answer rests on yet.
func (s *Server) fileNew(c *fiber.Ctx) error {
	return s.fileNewPage(c, c.Query("assessment"), "", nil)
}

func (s *Server) fileNewPage(c *fiber.Ctx, chosen, date string, problems []ui.Problem) error {
	list, err := s.app.TakingFiles(c.UserContext(), s.actor(c))
	if err != nil {
		return err
	}
	v := page.FileNew{Frame: s.frame(c, "evidence.upload_title"), Problems: problems, Date: date}
	orgs, err := s.app.Organisations(c.UserContext(), s.actor(c))
	if err != nil {
		return err
	}
	for _, as := range list {
		label := as.Code
		if i := slices.IndexFunc(orgs, func(o vigil.Organisation) bool { return o.ID == as.OrganisationID }); i >= 0 {
			label = orgs[i].Name + " · " + as.Code
		}
		v.Assessments = append(v.Assessments, ui.Option{Value: as.Code, Label: label, Chosen: as.Code == chosen})
		if as.Code == chosen || len(list) == 1 {
			if v.Room, err = s.fileRoom(c, as.Code); err != nil {
				return err
			}
		}
	}
	if v.Room.File == 0 {
		v.Room.File = int64(s.app.FileLimits.OrUsual().File)
	}
	return s.render(c, page.FileNewPage(v))
}

// fileRoom says how much the person may still upload for an assessment.
func (s *Server) fileRoom(c *fiber.Ctx, code string) (page.FileRoom, error) {
	r, err := s.app.FileRoom(c.UserContext(), s.actor(c), code)
	return page.FileRoom{Of: string(r.Of), Files: r.Files, MostFiles: r.Quota.Most, Size: int64(r.Size), MostSize: int64(r.Quota.Size), File: int64(r.File)}, err
}

// fileAdd takes a file into the library.
func (s *Server) fileAdd(c *fiber.Ctx) error {
	parts, err := s.parts(c)
	if err != nil {
		return err
	}
	fields, file, err := parts.fields()
	if err != nil {
		return err
	}
	var f vigil.File
	code := fields["assessment"]
	switch {
	case code == "":
		err = vigil.Problems{{Place: vigil.Place{Field: "assessment"}, What: vigil.Say("choose for which assessment the file is")}}
	case file == nil:
		err = vigil.Problems{{Place: vigil.Place{Field: "file"}, What: vigil.Say("choose a file")}}
	default:
		f, err = s.app.UploadFile(c.UserContext(), s.actor(c), code, app.Upload{Name: file.FileName(), Date: fields["date"], From: file, Size: parts.left()})
	}
	if err == nil {
		s.flash(c, ui.Good, words.T(c.UserContext(), "evidence.uploaded_done"))
		return redirect(c, s.url("file", f.Code))
	}
	problems, ok := s.evidenceProblems(c, err)
	if !ok {
		return err
	}
	return s.fileNewPage(c, code, fields["date"], problems)
}
