package web

import (
	"bytes"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/report"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// reportDownload hands out a report on an assessment as a file: NAME.FORMAT, as gap.xlsx.
func (s *Server) reportDownload(c *fiber.Ctx) error {
	name, ending, _ := strings.Cut(c.Params("report"), ".")
	format, err := s.format(ending)
	if err != nil {
		return err
	}
	code := c.Params("assessment")
	made, err := s.app.Report(c.UserContext(), s.actor(c), name, code)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := format.Write(&file, made); err != nil {
		return err
	}
	return s.attach(c, code+"-"+name+format.Extension, &file)
}

// format finds the writer of a format. This is where the workbook joins the formats of package report.
func (s *Server) format(name string) (report.Format, error) {
	formats, err := report.Formats(s.reports)
	if err != nil {
		return report.Format{}, err
	}
	for _, f := range append(formats, report.Format{Name: "xlsx", Extension: ".xlsx", Write: spreadsheet.WriteReport}) {
		if f.Name == name {
			return f, nil
		}
	}
	return report.Format{}, vigil.Errorf(vigil.NotFound, "there is no format %q of a report", name)
}
