package web

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/words"
)

const (
	importMost     = int64(16 * vigil.MB) // bytes of a file
	importPatience = time.Minute
)

// importShow asks for a file.
func (s *Server) importShow(c *fiber.Ctx) error {
	v, err := s.workbookView(c, app.ImportAction)
	if err != nil {
		return err
	}
	return s.render(c, page.ImportPage(s.frame(c, "import.title"), v))
}

// importUpload takes a file, reads it in a process of its own, and keeps what it says until its plan is applied. The file
// itself is gone when this returns.
func (s *Server) importUpload(c *fiber.Ctx) error {
	v, err := s.workbookView(c, app.ImportAction)
	if err != nil {
		return err
	}
	if !v.MayImport {
		c.Status(http.StatusConflict)
		return s.render(c, page.ImportPage(s.frame(c, "import.title"), v))
	}
	folder, err := os.MkdirTemp("", "vigil-import-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // what is left of it goes with the folder for temporary files
	sub, err := s.importRead(c, folder)
	if err == nil {
		var held string
		if held, err = s.importHold(c, sub); err == nil {
			return redirect(c, s.url("import-plan", c.Params("assessment"), held))
		}
	}
	return s.importRefused(c, v, err)
}

func (s *Server) importHold(c *fiber.Ctx, sub vigil.Submission) (string, error) {
	h, err := s.app.HoldImport(c.UserContext(), s.actor(c), c.Params("assessment"), sub)
	return h.Code, err
}

// errBusy says that the reader of files had no time for this one.
var errBusy = errors.New("another file is being read")

// importRead takes the file from the request and reads it. One workbook is read at a time; whoever waited too long is
// asked to come back.
func (s *Server) importRead(c *fiber.Ctx, folder string) (vigil.Submission, error) {
	path, err := s.importFile(c, folder)
	if err != nil {
		return vigil.Submission{}, err
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), importPatience)
	defer cancel()
	sub, err := spreadsheet.ReadFile(ctx, path)
	if ctx.Err() != nil {
		return sub, errBusy
	}
	return sub, err
}

// importFile writes the file of an upload into a folder, under a name of ours: the name that it had may tell about people, and
// goes nowhere. Only its ending is kept, which says what the file is.
func (s *Server) importFile(c *fiber.Ctx, folder string) (string, error) {
	ctx := c.UserContext()
	parts, err := s.parts(c)
	if err != nil {
		return "", err
	}
	for {
		p, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return "", vigil.Problems{{Place: vigil.Place{Field: "file"}, What: vigil.Say("no file was chosen"), Do: vigil.Say("choose one and send it")}}
		case err != nil:
			return "", vigil.Problems{{What: vigil.Say("the file did not arrive whole"), Do: vigil.Say("check your connection and send it again")}}
		case p.FormName() != "file":
			continue
		case p.FileName() == "":
			return "", vigil.Problems{{Place: vigil.Place{Field: "file"}, What: vigil.Say("no file was chosen"), Do: vigil.Say("choose one and send it")}}
		}
		return importWrite(ctx, p, filepath.Join(folder, "file"+ending(p.FileName())))
	}
}

func importWrite(ctx context.Context, p *multipart.Part, path string) (string, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	defer f.Close()
	n, err := io.Copy(f, io.LimitReader(p, importMost+1))
	switch {
	case err != nil:
		return "", vigil.Problems{{What: vigil.Say("the file did not arrive whole"), Do: vigil.Say("check your connection and send it again")}}
	case n > importMost:
		return "", vigil.Problems{{What: vigil.Say("the file has more than %s", vigil.Bytes(importMost)), Do: vigil.Say("take pictures and other sheets out of it, or send the answers as csv")}}
	}
	return path, f.Close()
}

var endings = regexp.MustCompile(`\.[A-Za-z0-9]{1,5}$`)

func ending(name string) string { return endings.FindString(name) }

// importRefused shows what is wrong with a file.
func (s *Server) importRefused(c *fiber.Ctx, v page.Workbook, err error) error {
	var list vigil.Problems
	switch {
	case errors.Is(err, errBusy):
		v.Busy = true
		c.Set(fiber.HeaderRetryAfter, "60")
		c.Status(http.StatusServiceUnavailable)
	case errors.As(err, &list):
		c.Status(http.StatusUnprocessableEntity)
		for _, p := range list {
			v.Problems = append(v.Problems, page.FileProblem{Where: where(c.UserContext(), p.Place), What: words.Sentence(c.UserContext(), p.What), Do: words.Sentence(c.UserContext(), p.Do)})
		}
	default:
		return err
	}
	return s.render(c, page.ImportPage(s.frame(c, "import.title"), v))
}

// where says for a person where in a file something stands. The file itself is the one that was sent.
func where(ctx context.Context, at vigil.Place) string {
	switch {
	case at.Sheet != "" && at.Cell != "":
		return words.T(ctx, "import.cell", "Sheet", at.Sheet, "Cell", at.Cell)
	case at.Sheet != "":
		return words.T(ctx, "import.sheet", "Sheet", at.Sheet)
	case at.Line > 0 && at.Column > 0:
		return words.T(ctx, "import.line_column", "Line", at.Line, "Column", at.Column)
	case at.Line > 0:
		return words.T(ctx, "import.line", "Line", at.Line)
	}
	return ""
}
