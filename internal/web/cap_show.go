package web

import (
	"math"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
)

func ceilingPath(id int64) string { return "/caps/" + strconv.FormatInt(id, 10) }

// ceilingID is the number of the cap in the path; what is none names no cap.
func ceilingID(c *fiber.Ctx) int64 {
	id, err := strconv.ParseInt(c.Params("cap"), 10, 64)
	if err != nil || id < 1 {
		return math.MaxInt64 // a number that no cap has
	}
	return id
}

// capShow is one cap, as the person may see it.
func (s *Server) capShow(c *fiber.Ctx) error {
	v, err := s.capView(c)
	if err != nil {
		return err
	}
	return s.render(c, page.CapPage(v))
}

func (s *Server) capView(c *fiber.Ctx) (page.Cap, error) {
	view, err := s.app.Cap(c.UserContext(), s.actor(c), ceilingID(c))
	if err != nil {
		return page.Cap{}, err
	}
	open, may := view.Cap.Lifted == "", func(action app.Action) bool { return app.May(view.Role, action) }
	day := s.now().Format(time.DateOnly)
	file := vigil.CaseFile{Caps: []vigil.CapView{view}, Day: day}
	if view.Case != nil {
		file.Cases = []vigil.CaseView{{Allegation: *view.Case, Organisation: view.Organisation}}
	}
	return page.Cap{Frame: s.frame(c, "cap.cap"), View: view, Typed: map[string]string{}, Day: day, Timeline: page.NewTimeline(c.UserContext(), file),
		May: page.CaseMay{Reply: open && may(app.ReplyCapAction), Confirm: open && view.Cap.Confirmed == "" && may(app.ConfirmCapAction), Lift: open && may(app.LiftCapAction)}}, nil
}

// capConfirm puts a cap in force; somebody else proposed it. Pressed twice it shows the cap.
func (s *Server) capConfirm(c *fiber.Ctx) error {
	id := ceilingID(c)
	_, err := s.app.ConfirmCap(c.UserContext(), s.actor(c), id)
	if vigil.KindOf(err) == vigil.Conflict {
		if view, again := s.app.Cap(c.UserContext(), s.actor(c), id); again == nil && view.InForce {
			err = nil
		}
	}
	return s.capDone(c, err, "cap.confirm_done", nil)
}

// capReply keeps the company's reply, word for word.
func (s *Server) capReply(c *fiber.Ctx) error {
	err := s.app.ReplyCap(c.UserContext(), s.actor(c), ceilingID(c), c.FormValue("reply"))
	return s.capDone(c, err, "case.replied", map[string]string{"reply": c.FormValue("reply")})
}

// capLift ends a cap, with a reason.
func (s *Server) capLift(c *fiber.Ctx) error {
	err := s.app.LiftCap(c.UserContext(), s.actor(c), ceilingID(c), c.FormValue("reason"))
	return s.capDone(c, err, "cap.lift_done", map[string]string{"lift": c.FormValue("reason")})
}

func (s *Server) capDone(c *fiber.Ctx, err error, done string, typed map[string]string) error {
	if err == nil {
		s.told(c, done)
		return redirect(c, ceilingPath(ceilingID(c)))
	}
	ps, wrong := s.problems(c, err)
	if !wrong {
		return err
	}
	v, again := s.capView(c)
	if again != nil {
		return again
	}
	v.Problems, v.Typed = ps, typed
	return s.render(c, page.CapPage(v))
}
