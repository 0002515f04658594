package web

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// query is what the address asks for, by name.
func query(c *fiber.Ctx) url.Values {
	q := url.Values{}
	for name, value := range c.Queries() {
		q.Set(name, value)
	}
	return q
}

// filter reads from the address how a list is narrowed. A file has every row.
func filter(c *fiber.Ctx) app.Filter {
	number, _ := strconv.Atoi(c.Query("page"))
	return app.Filter{Words: c.Query("words"), Organisation: c.Query("organisation"), Status: vigil.Status(c.Query("status")), Mode: vigil.Mode(c.Query("mode")),
		Form: c.Query("form"), Sector: c.Query("sector"), Type: c.Query("type"), Page: number, All: asFile(c)}
}

// asFile reports whether a list is asked for as a file.
func asFile(c *fiber.Ctx) bool { return c.Query("as") == "csv" }

func listing(c *fiber.Ctx, at app.Paged, any bool) page.Listing {
	return page.Listing{Path: c.Path(), Query: query(c), Found: at.Total, From: at.From, To: at.To, Number: at.Page, Pages: at.Pages, Any: any}
}

// csvFile sends rows as a file, with cells that no program takes for formulas.
func (s *Server) csvFile(c *fiber.Ctx, name string, rows [][]string) error {
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	for _, row := range rows {
		for i := range row {
			row[i] = vigil.GuardText(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return s.attach(c, name+".csv", &file)
}

// whole and figure write numbers for a file: without words, in the same way in every language.
func whole(n int) string { return strconv.Itoa(n) }

func figure(f *vigil.Figure) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(f.Published, 'f', f.Decimals, 64)
}
