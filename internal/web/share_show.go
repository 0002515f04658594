package web

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// shareShow shows who works on which part of an assessment.
func (s *Server) shareShow(c *fiber.Ctx) error {
	v, err := s.sharing(c)
	if err != nil {
		return err
	}
	return s.render(c, page.SharePage(s.frame(c, "share.title"), v))
}

// sharing gathers what the page of sharing shows, with the usual terms in its form.
func (s *Server) sharing(c *fiber.Ctx) (page.Share, error) {
	ctx, actor, code := c.UserContext(), s.actor(c), c.Params("assessment")
	v := page.Share{Base: s.assessmentURL(code), Names: map[string]string{}, Now: s.now(), Typed: page.ShareForm{Days: strconv.Itoa(app.LinkDays)}}
	var err error
	if v.Assessment, v.Organisation, err = s.app.Assessment(ctx, actor, code); err != nil {
		return v, err
	}
	if v.Links, err = s.app.SectionLinks(ctx, actor, code); err != nil {
		return v, err
	}
	if v.Assignments, err = s.app.Assignments(ctx, actor, code); err != nil {
		return v, err
	}
	if v.Sections, err = s.shareSections(v.Assessment); err != nil {
		return v, err
	}
	workers, err := s.app.Workers(ctx, actor, code)
	if vigil.KindOf(err) == vigil.Forbidden {
		return v, nil // may look, not share
	}
	v.May = err == nil
	for _, w := range workers {
		v.Names[w.Login] = w.Name
		v.Workers = append(v.Workers, ui.Option{Value: w.Login, Label: w.Name, Hint: w.Login, Aside: words.T(ctx, "role."+string(w.Role))})
	}
	return v, err
}

// assessmentURL is the address of an assessment, below which its pages stand.
func (s *Server) assessmentURL(code string) string {
	return strings.TrimSuffix(s.url("links", code), "/links")
}

// shareSections lists the parts of a questionnaire, the screening first.
func (s *Server) shareSections(as vigil.Assessment) ([]page.ShareSection, error) {
	q, m, err := s.app.Catalogue.Questionnaire(as.Questionnaire)
	if err != nil {
		return nil, err
	}
	ids := app.Sections(q)
	var list []page.ShareSection
	if n := len(ids[vigil.SectionScreening]); n > 0 {
		list = append(list, page.ShareSection{ID: vigil.SectionScreening, Questions: n})
	}
	for _, p := range q.Pillars {
		list = append(list, page.ShareSection{ID: p.ID, Title: m.PillarTitle(q, p.ID), Questions: len(ids[p.ID])})
	}
	return list, nil
}

// formList gives every value of a field that can be chosen more than once.
func formList(c *fiber.Ctx, field string) []string {
	var list []string
	for _, v := range c.Request().PostArgs().PeekMulti(field) {
		list = append(list, string(v))
	}
	return list
}

// pathID is a number that a path names; a word in its place names nothing.
func pathID(c *fiber.Ctx, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Params(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, fiber.ErrNotFound
	}
	return id, nil
}

// chooseAgain marks what was chosen before a form was refused.
func chooseAgain(options []ui.Option, chosen []string) {
	for i := range options {
		options[i].Chosen = slices.Contains(chosen, options[i].Value)
	}
}

// titlesOf gives the titles of questions, for pages that name many.
func (s *Server) titlesOf(_ context.Context, as vigil.Assessment) map[string]vigil.Text {
	titles := map[string]vigil.Text{}
	q, _, err := s.app.Catalogue.Questionnaire(as.Questionnaire)
	if err != nil {
		return titles
	}
	for i := range q.Screening {
		titles[q.Screening[i].ID] = q.Screening[i].Question
	}
	for _, in := range q.Questions() {
		if titles[in.ID] = in.Title; len(in.Title) == 0 {
			titles[in.ID] = in.Question
		}
	}
	return titles
}
