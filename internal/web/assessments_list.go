package web

import (
	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/page"
)

// assessmentsList lists the assessments that the person has a role for. Who came by a section link has one.
func (s *Server) assessmentsList(c *fiber.Ctx) error {
	list, err := s.app.FindAssessments(c.UserContext(), s.actor(c), filter(c))
	if err != nil {
		return err
	}
	if asFile(c) {
		return s.csvFile(c, "assessments", assessmentRows(list.Rows))
	}
	v := page.Assessments{Listing: listing(c, list.At, list.Any), Rows: assessmentLines(list.Rows), Organisations: list.Organisations, Statuses: list.Statuses,
		MayStart: s.mayAnywhere(c, app.NewAssessmentAction)}
	return s.render(c, page.AssessmentsPage(s.frame(c, "assessments.title"), v))
}

func assessmentLines(rows []app.AssessmentRow) []page.AssessmentLine {
	lines := make([]page.AssessmentLine, 0, len(rows))
	for _, r := range rows {
		lines = append(lines, page.AssessmentLine{Assessment: r.Assessment, Organisation: r.Organisation, Form: r.Form, Progress: r.Progress, Card: r.Card, Band: r.Band})
	}
	return lines
}

// assessmentRows writes a list of assessments for a file: codes, which other files name too.
func assessmentRows(rows []app.AssessmentRow) [][]string {
	out := [][]string{{"assessment", "organisation", "name", "questionnaire", "methodology", "mode", "period", "cutoff", "status", "answered", "applicable", "score", "band", "changed"}}
	for _, r := range rows {
		as := r.Assessment
		line := []string{as.Code, r.Organisation.Code, r.Organisation.Name, as.Questionnaire, as.Methodology, string(as.Mode), as.Period, as.Cutoff, string(as.Status), "", "", "", "", as.UpdatedAt.UTC().Format("2006-01-02T15:04:05Z")}
		if r.Progress != nil {
			line[9], line[10] = whole(r.Progress.Answered), whole(r.Progress.Applicable)
		}
		if r.Card != nil {
			line[11], line[12] = figure(r.Card.Final), r.Card.Band
		}
		out = append(out, line)
	}
	return out
}
