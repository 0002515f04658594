package web

import (
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// importPlan shows what a file would change, or what it changed.
func (s *Server) importPlan(c *fiber.Ctx) error {
	h, err := s.app.HeldImport(c.UserContext(), s.actor(c), c.Params("assessment"), c.Params("held"))
	if err != nil {
		return err
	}
	return s.importPage(c, h, app.ImportOptions{}, nil)
}

// importApply stores what the plan says, as it was looked at. What was not decided, or has changed since, is shown again
// with what was chosen.
func (s *Server) importApply(c *fiber.Ctx) error {
	code, held := c.Params("assessment"), c.Params("held")
	o := app.ImportOptions{Digest: c.FormValue("digest"), Prefer: app.Side(c.FormValue("prefer")), Choices: map[string]app.Side{}}
	c.Request().PostArgs().VisitAll(func(key, value []byte) {
		if name, ok := strings.CutPrefix(string(key), "take "); ok {
			o.Choices[name] = app.Side(value)
		}
	})
	h, err := s.app.ApplyImport(c.UserContext(), s.actor(c), code, held, o)
	if err == nil {
		return redirect(c, s.url("import-plan", code, held))
	}
	if kind := vigil.KindOf(err); kind != vigil.Conflict && kind != vigil.Invalid {
		return err
	}
	now, again := s.app.HeldImport(c.UserContext(), s.actor(c), code, held)
	if again != nil {
		return again
	}
	problem := ui.Problem{Text: words.Error(c.UserContext(), err)}
	switch {
	case o.Digest != now.Plan.Digest:
		problem.Text = words.T(c.UserContext(), "plan.stale")
	case len(h.Plan.Undecided()) > 0:
		problem = ui.Problem{Field: "conflicts", Text: words.T(c.UserContext(), "plan.undecided", "Count", undecided(h.Plan))}
	}
	c.Status(http.StatusConflict)
	return s.importPage(c, now, o, []ui.Problem{problem})
}

// undecided counts the conflicts that nobody decided.
func undecided(p app.ImportPlan) int {
	open := map[string]bool{}
	for _, c := range p.Undecided() {
		open[c.Conflict] = true
	}
	return len(open)
}

// importDrop lets a file go.
func (s *Server) importDrop(c *fiber.Ctx) error {
	code := c.Params("assessment")
	if err := s.app.DropImport(c.UserContext(), s.actor(c), code, c.Params("held")); err != nil {
		return err
	}
	s.flash(c, ui.Good, words.T(c.UserContext(), "import.dropped"))
	return redirect(c, s.url("import", code))
}

// importPage shows a plan with what was chosen, or what was stored.
func (s *Server) importPage(c *fiber.Ctx, h app.HeldImport, o app.ImportOptions, problems []ui.Problem) error {
	code := c.Params("assessment")
	as, org, err := s.app.Assessment(c.UserContext(), s.actor(c), code)
	if err != nil {
		return err
	}
	base, counts := s.assessmentURL(code), s.importCounts(c, h.Plan.Counts)
	if h.Applied != nil {
		v := page.ImportResult{Base: base, Organisation: org, Assessment: as, At: *h.Applied, Counts: counts, Evidence: h.Plan.Counts.Evidence}
		return s.render(c, page.ImportResultPage(s.frame(c, "imported.title"), v))
	}
	v := page.ImportPlan{Base: base, URL: s.url("import-plan", code, h.Code), Organisation: org, Assessment: as, Digest: h.Plan.Digest, Exported: h.Plan.Exported,
		Expires: h.Expires, Rows: h.Plan.Counts.Rows, Counts: counts, Evidence: h.Plan.Counts.Evidence, Titles: s.titlesOf(c.UserContext(), as), Prefer: string(o.Prefer), Problems: problems}
	at, said := map[string]int{}, s.cellWords(c.UserContext(), as)
	for _, x := range h.Plan.Cells {
		cell := importCell(said, x)
		switch i, known := at[x.Conflict]; {
		case x.Conflict != "" && known:
			v.Conflicts[i].Cells = append(v.Conflicts[i].Cells, cell)
		case x.Conflict != "":
			at[x.Conflict] = len(v.Conflicts)
			v.Conflicts = append(v.Conflicts, page.ImportConflict{Key: x.Conflict, Take: string(o.Choices[x.Conflict]), Cells: []page.ImportCell{cell}, By: x.By, At: x.At})
		case x.Take == app.FromFile:
			v.Changes = append(v.Changes, cell)
		default:
			v.Stays = append(v.Stays, cell)
		}
	}
	return s.render(c, page.ImportPlanPage(s.frame(c, "plan.title"), v))
}

// fieldKeys and statusKeys are the words for the cells of a plan.
var (
	fieldKeys = map[string]string{"answer": "plan.field_answer", "grade": "plan.field_grade", "date": "plan.field_date", "note": "plan.field_note",
		"search": "plan.field_search", "evidence": "plan.field_evidence"}
	statusKeys = map[app.Status]string{app.New: "plan.status_new", app.ChangedHere: "plan.status_changed_here", app.ClearedHere: "plan.status_cleared_here",
		app.ChangedThere: "plan.status_changed_there", app.NotInFile: "plan.status_not_in_file", app.Conflicting: "plan.conflicting"}
)

func importCell(w cellWords, x app.ImportCell) page.ImportCell {
	ctx := w.ctx
	return page.ImportCell{Question: x.Question, Unit: x.Unit, Field: words.T(ctx, fieldKeys[x.Field]), Where: where(ctx, x.Place),
		Status: words.T(ctx, statusKeys[x.Status]), File: w.say(x, x.File), Server: w.say(x, x.Server)}
}

// importCounts are the figures of a plan; those that are zero are left out, but for the rows.
func (s *Server) importCounts(c *fiber.Ctx, n app.ImportCounts) []ui.Fact {
	ctx := c.UserContext()
	facts := []ui.Fact{{Value: words.Count(ctx, n.Rows), Label: words.T(ctx, "plan.rows")}}
	for _, f := range []struct {
		n   int
		key string
	}{{n.New, "plan.new"}, {n.Changed, "plan.changed"}, {n.Cleared, "plan.cleared"}, {n.Conflicts, "plan.conflicting"}, {n.Kept, "plan.kept"}, {n.Unchanged, "plan.unchanged"}} {
		if f.n > 0 {
			facts = append(facts, ui.Fact{Value: words.Count(ctx, f.n), Label: words.T(ctx, f.key)})
		}
	}
	return facts
}
