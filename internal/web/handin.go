package web

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// handInShow shows whoever came by a link what the link opens and how far it is.
func (s *Server) handInShow(c *fiber.Ctx) error {
	v, err := s.handIn(c)
	if err != nil {
		return err
	}
	return s.render(c, page.HandInPage(s.frame(c, "handin.title"), v))
}

// handInSave hands in what a link opened. A name is kept if one was given.
func (s *Server) handInSave(c *fiber.Ctx) error {
	ctx, actor, name := c.UserContext(), s.actor(c), c.FormValue("name")
	if actor.Grant == nil || actor.Grant.Assessment != c.Params("assessment") {
		return fiber.ErrNotFound
	}
	var err error
	if name != "" && !actor.Grant.Closed {
		err = s.app.NameRespondent(ctx, actor, name)
	}
	if problems, ok := s.problems(c, err); ok {
		v, err := s.handIn(c)
		if err != nil {
			return err
		}
		v.Name, v.Problems = name, problems
		return s.render(c, page.HandInPage(s.frame(c, "handin.title"), v))
	}
	if err == nil {
		err = s.app.HandIn(ctx, actor)
	}
	if err != nil {
		return err
	}
	return redirect(c, s.url("hand-in", c.Params("assessment")))
}

func (s *Server) handIn(c *fiber.Ctx) (page.HandIn, error) {
	ctx, actor, code := c.UserContext(), s.actor(c), c.Params("assessment")
	v := page.HandIn{Base: s.assessmentURL(code)}
	var err error
	if v.Assessment, v.Organisation, err = s.app.Assessment(ctx, actor, code); err != nil {
		return v, err
	}
	if v.Link, err = s.app.MyLink(ctx, actor); err != nil {
		return v, err
	}
	v.Name = v.Link.Respondent
	if v.Sections, err = s.shareSections(v.Assessment); err != nil {
		return v, err
	}
	v.Progress, err = s.app.Progress(ctx, actor, code)
	return v, err
}

// linkNotice tells whoever came by a link, on the pages of the questions, how to hand in, or that it was done.
func (s *Server) linkNotice(ctx context.Context, code string, g vigil.Grant) page.Notice {
	n := page.Notice{Tone: ui.Info, Text: words.T(ctx, "handin.notice"), Link: ui.Link{Label: words.T(ctx, "handin.title"), URL: s.url("hand-in", code)}}
	if g.Closed {
		n.Tone, n.Text, n.Link = ui.Good, words.T(ctx, "handin.closed"), ui.Link{}
	}
	return n
}
