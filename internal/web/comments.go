package web

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

// comments gathers what people say about one question, for any page that shows it. from is the page to which the forms
// come back.
func (s *Server) comments(c *fiber.Ctx, code, unit, question, from string) (page.Comments, error) {
	d, err := s.app.CommentsOn(c.UserContext(), s.actor(c), code, unit, question)
	if err != nil {
		return page.Comments{}, err
	}
	v := s.commentsOf(c, code, d)
	v.Unit, v.Question, v.Back = unit, question, from
	return v, nil
}

// commentsPart is what people say about a question, as a part of its page; nil for who may not read it. Where they cannot be read by
// our fault the part says so, and the page stands: an answer can be given without them.
func (s *Server) commentsPart(c *fiber.Ctx, code string, at app.QuestionAt, from string) templ.Component {
	v, err := s.comments(c, code, at.Unit, at.Question, from)
	switch vigil.KindOf(err) {
	case "":
		return page.CommentsPart(v)
	case vigil.Forbidden, vigil.NotFound:
		return nil
	}
	s.log.ErrorContext(c.UserContext(), "the comments on a question cannot be read", "assessment", code, "question", at.Question, "error", err)
	return page.CommentsMissing()
}

func (s *Server) commentsOf(c *fiber.Ctx, code string, d app.Discussion) page.Comments {
	return page.Comments{CSRF: s.csrf(c), Base: s.url("comments", code), Threads: d.Threads, Names: d.Names, Me: s.actor(c).Person, May: d.Open, Erases: d.Erases}
}

// commentList lists the comments of an assessment: those that are open, or all.
func (s *Server) commentList(c *fiber.Ctx) error {
	code := c.Params("assessment")
	as, org, err := s.app.Assessment(c.UserContext(), s.actor(c), code)
	if err != nil {
		return err
	}
	d, err := s.app.Comments(c.UserContext(), s.actor(c), code)
	if err != nil {
		return err
	}
	v := page.CommentList{Organisation: org, Assessment: as, AssessmentAt: s.assessmentURL(code), All: c.Query("show") == "all", Comments: s.commentsOf(c, code, d), Titles: s.titlesOf(c.UserContext(), as)}
	v.Comments.Whole, v.Comments.Back = true, c.OriginalURL()
	for _, t := range d.Threads {
		if t.Resolved() {
			v.Resolved++
		} else {
			v.Open++
		}
	}
	return s.render(c, page.CommentListPage(s.frame(c, "comments.title"), v))
}

// commentAdd stores a comment.
func (s *Server) commentAdd(c *fiber.Ctx) error {
	replyTo, _ := strconv.ParseInt(c.FormValue("reply_to"), 10, 64)
	in := app.CommentOn{Unit: c.FormValue("unit"), Question: c.FormValue("question"), ReplyTo: replyTo, Text: c.FormValue("text")}
	made, err := s.app.AddComment(c.UserContext(), s.actor(c), c.Params("assessment"), in)
	return s.commented(c, err, made.ID, page.CommentTyped{ReplyTo: replyTo, Text: in.Text})
}

// commentEdit puts other words in place of a comment.
func (s *Server) commentEdit(c *fiber.Ctx) error {
	id, err := pathID(c, "comment")
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(c.FormValue("version"), 10, 64)
	err = s.app.EditComment(c.UserContext(), s.actor(c), c.Params("assessment"), id, version, c.FormValue("text"))
	return s.commented(c, err, id, page.CommentTyped{Edit: id, Text: c.FormValue("text")})
}

// commentResolve closes a thread.
func (s *Server) commentResolve(c *fiber.Ctx) error {
	id, err := pathID(c, "comment")
	if err != nil {
		return err
	}
	return s.commented(c, s.app.ResolveComment(c.UserContext(), s.actor(c), c.Params("assessment"), id), id, page.CommentTyped{})
}

// commentReopen opens a thread again.
func (s *Server) commentReopen(c *fiber.Ctx) error {
	id, err := pathID(c, "comment")
	if err != nil {
		return err
	}
	return s.commented(c, s.app.ReopenComment(c.UserContext(), s.actor(c), c.Params("assessment"), id), id, page.CommentTyped{})
}

// commentDelete takes a comment out.
func (s *Server) commentDelete(c *fiber.Ctx) error {
	id, err := pathID(c, "comment")
	if err != nil {
		return err
	}
	return s.commented(c, s.app.DeleteComment(c.UserContext(), s.actor(c), c.Params("assessment"), id), 0, page.CommentTyped{})
}

// commented answers a form about a comment: back to the page it stood on, or for htmx the comments of the question anew. What
// was typed and refused stays in its field.
func (s *Server) commented(c *fiber.Ctx, err error, id int64, typed page.CommentTyped) error {
	problems, refused := s.problems(c, err)
	if err != nil && !refused {
		return err
	}
	from := back(c.FormValue("back"))
	if !refused && !hx(c) {
		if id > 0 {
			from += "#comment-" + strconv.FormatInt(id, 10)
		}
		return redirect(c, from)
	}
	v, err := s.comments(c, c.Params("assessment"), c.FormValue("unit"), c.FormValue("question"), from)
	if err != nil {
		return err
	}
	if refused {
		v.Typed, v.Problems = typed, problems
	}
	if hx(c) {
		return s.render(c, page.CommentsPart(v))
	}
	return s.render(c, page.CommentsPage(s.frame(c, "comments.title"), v))
}
