package web

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

const fileCodesOf localKey = "file codes"

// evidenceOf shows the evidence of an answer as a part of its question. Where the question stands alone, the form for more
// stands with it.
func (s *Server) evidenceOf(c *fiber.Ctx, v app.QuestionView, item app.QuestionItem) templ.Component {
	code, id := v.Assessment.Code, item.Asked.ID
	p := page.EvidencePart{Frame: s.frameOfForm(c), Question: id}
	codes := s.fileCodes(c, code, v)
	for _, e := range item.Evidence {
		r := page.EvidenceRow{Evidence: e, Today: v.Today}
		if codes[e.File] != "" {
			r.File = s.url("file", codes[e.File])
		}
		if v.Editable {
			at := strconv.FormatInt(e.ID, 10)
			r.Change, r.Remove = s.url("evidence-edit", code, at), s.url("evidence-remove", code, at)
		}
		p.Rows = append(p.Rows, r)
	}
	if v.Editable {
		p.Add = s.evidenceURL(code, id, item.Unit)
		if c.Params("question") != "" {
			if form, err := s.evidenceForm(c, code, item.Unit, id); err == nil {
				p.Form = &form
			}
		}
	}
	return page.EvidenceRows(p)
}

// frameOfForm is what a form needs of the frame of its page.
func (s *Server) frameOfForm(c *fiber.Ctx) ui.Frame { return ui.Frame{CSRF: s.csrf(c)} }

func (s *Server) evidenceURL(code, question, unit string) string {
	to := s.url("evidence-new", code, question)
	if unit != "" {
		to += "?unit=" + url.QueryEscape(unit)
	}
	return to
}

// fileURLs gives the addresses of the files behind the evidence of an assessment, by their hashes.
func (s *Server) fileURLs(c *fiber.Ctx, code string) (map[string]string, error) {
	codes, err := s.app.FileCodes(c.UserContext(), s.actor(c), code)
	urls := make(map[string]string, len(codes))
	for hash, file := range codes {
		urls[hash] = s.url("file", file)
	}
	return urls, err
}

// fileCodes gives the codes of files by their hashes, once a page.
func (s *Server) fileCodes(c *fiber.Ctx, code string, v app.QuestionView) map[string]string {
	if known, ok := c.Locals(fileCodesOf).(map[string]string); ok {
		return known
	}
	needed := false
	for _, item := range v.Items {
		for _, e := range item.Evidence {
			needed = needed || e.File != ""
		}
	}
	codes := map[string]string{}
	if needed {
		if found, err := s.app.FileCodes(c.UserContext(), s.actor(c), code); err == nil { // without them the titles stand alone
			codes = found
		}
	}
	c.Locals(fileCodesOf, codes)
	return codes
}

// evidenceForm is the empty form for more evidence of an answer.
func (s *Server) evidenceForm(c *fiber.Ctx, code, unit, question string) (page.EvidenceForm, error) {
	f := page.EvidenceForm{Frame: s.frameOfForm(c), Action: s.url("evidence-add", code, question), Unit: unit, Question: question}
	if s.actor(c).Grant == nil {
		f.Pick = s.url("evidence-pick", code, question)
		if unit != "" {
			f.Pick += "?unit=" + url.QueryEscape(unit)
		}
	}
	var err error
	if f.Public, err = s.mayPublish(c, code); err != nil {
		return f, err
	}
	f.Room, err = s.fileRoom(c, code)
	return f, err
}

// chosen fills a form with a document that was chosen in the library.
func (s *Server) chosen(c *fiber.Ctx, f *page.EvidenceForm, code, value string) error {
	if value == "" {
		return nil
	}
	l, err := s.app.Reusable(c.UserContext(), s.actor(c), code, app.LibraryFilter{All: true})
	for _, d := range l.Documents {
		switch {
		case reusable(d) != value:
		case d.File.ID != 0:
			f.Picked = ui.Option{Value: value, Label: d.Title}
		default:
			f.Evidence.Link, f.Evidence.Title = d.Link, d.Title
		}
	}
	return err
}

// reusable names a document of the library: a file by its code, a link by itself, anything else by its title.
func reusable(d app.Document) string {
	switch {
	case d.File.ID != 0:
		return "file:" + d.File.Code
	case d.Link != "":
		return "link:" + d.Link
	}
	return "title:" + d.Title
}

// mayPublish reports whether the person may say that evidence of an assessment is public: a respondent may not.
func (s *Server) mayPublish(c *fiber.Ctx, code string) (bool, error) {
	_, org, err := s.app.Assessment(c.UserContext(), s.actor(c), code)
	return err == nil && s.actor(c).RoleOn(org.Code, code) != vigil.Respondent, err
}

// evidenceFor is the question that evidence is for.
func (s *Server) evidenceFor(c *fiber.Ctx, code, unit, question string) (page.EvidenceOf, error) {
	v, err := s.app.Question(c.UserContext(), s.actor(c), code, unit, question)
	if err != nil {
		return page.EvidenceOf{}, err
	}
	w := questionWords{ctx: c.UserContext(), language: words.In(c.UserContext()), v: v, one: true}
	of := page.EvidenceOf{Question: question, Text: v.Items[0].Asked.Question, URL: s.questionURL(code, app.QuestionAt{Unit: unit, Question: question}), Aside: w.aside(v.Items[0])}
	of.Trail = append(s.questionTrail(w), ui.Link{Label: question, URL: of.URL})
	return of, nil
}

// readEvidence reads what was typed about a reference.
func readEvidence(get func(string) string, prefix string) vigil.Evidence {
	text := func(name string) string { return strings.TrimSpace(get(prefix + name)) }
	return vigil.Evidence{Title: text("title"), Link: text("link"), Grade: vigil.Grade(text("grade")), Date: text("date"), Page: text("page"),
		Quote: strings.ReplaceAll(text("quote"), "\r\n", "\n"), Expires: text("expires"), Public: text("public") == "yes"}
}

// evidenceProblems gives what is wrong with a form of evidence, with the fields as they are called there.
func (s *Server) evidenceProblems(c *fiber.Ctx, err error) ([]ui.Problem, bool) {
	list, ok := s.problems(c, err)
	for i := range list {
		if list[i].Field != "" {
			list[i].Field = "ev-" + list[i].Field
		}
	}
	return list, ok
}

func (s *Server) evidenceLine(d app.Document, today string) page.EvidenceLine {
	l := page.EvidenceLine{Title: d.Title, Link: d.Link, File: d.File, Organisation: d.Organisation, Grade: d.Grade, Expires: d.Expires, Soon: app.ExpiresSoon(d.Expires, today)}
	if d.File.ID != 0 {
		l.URL = s.url("file", d.File.Code)
	}
	for _, u := range d.Uses {
		l.Uses = append(l.Uses, page.EvidenceUse{URL: s.questionURL(u.Assessment.Code, app.QuestionAt{Unit: u.Evidence.Unit, Question: u.Evidence.Question}),
			Question: u.Evidence.Question, Unit: u.Evidence.Unit, Assessment: u.Assessment.Code, Evidence: u.Evidence})
	}
	return l
}

// evidenceDone goes back to the question, and says there what was done.
func (s *Server) evidenceDone(c *fiber.Ctx, code, unit, question, key string) error {
	s.flash(c, ui.Good, words.T(c.UserContext(), key))
	return redirect(c, s.questionURL(code, app.QuestionAt{Unit: unit, Question: question}))
}
