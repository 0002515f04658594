package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/page"
)

// organisationsList lists the organisations that the person has a role for.
func (s *Server) organisationsList(c *fiber.Ctx) error {
	actor := s.actor(c)
	list, err := s.app.FindOrganisations(c.UserContext(), actor, filter(c))
	if err != nil {
		return err
	}
	if asFile(c) {
		return s.csvFile(c, "organisations", organisationRows(list.Rows))
	}
	v := page.Organisations{Listing: listing(c, list.At, list.Any), Sectors: list.Sectors, Types: list.Types, MayAdd: app.May(actor.Role, app.NewOrganisationAction)}
	for _, r := range list.Rows {
		line := page.OrganisationLine{Organisation: r.Organisation, Assessments: r.Assessments}
		if r.Latest != nil {
			line.Latest = &assessmentLines([]app.AssessmentRow{*r.Latest})[0]
		}
		v.Rows = append(v.Rows, line)
	}
	return s.render(c, page.OrganisationsPage(s.frame(c, "organisations.title"), v))
}

// organisationRows writes organisations for a file, with the columns that a list of organisations is imported by.
func organisationRows(rows []app.OrganisationRow) [][]string {
	out := [][]string{{"code", "name", "type", "country", "sector", "sectors", "lei", "isins", "ticker", "exchange", "parent", "assessments", "latest", "status"}}
	for _, r := range rows {
		o := r.Organisation
		line := []string{o.Code, o.Name, o.Type, o.Country, o.Sector, strings.Join(o.Sectors, ";"), o.LEI, strings.Join(o.ISINs, ";"), o.Ticker, o.Exchange, o.Parent, whole(r.Assessments), "", ""}
		if r.Latest != nil {
			line[12], line[13] = r.Latest.Assessment.Code, string(r.Latest.Assessment.Status)
		}
		out = append(out, line)
	}
	return out
}
