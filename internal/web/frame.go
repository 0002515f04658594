package web

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// frame is what surrounds a page whose title has a key. What the last form did is told once, in the next page.
func (s *Server) frame(c *fiber.Ctx, titleKey string) ui.Frame {
	ctx, v := c.UserContext(), s.visitor(c)
	f := ui.Frame{
		Title: words.T(ctx, titleKey), Language: words.In(ctx), Dir: words.Direction(words.In(ctx)), Theme: s.look(c).theme,
		CSRF: s.csrf(c), Path: c.OriginalURL(), Flash: takeFlash(c),
	}
	if !safe(c.Method()) {
		f.Path = "/" // forms of the frame cannot come back to what only a form opens
	}
	if !v.signedIn() {
		return f
	}
	f.Person, f.Nav = v.person.Name, s.nav(c)
	if f.Person == "" {
		f.Person = v.actor.Person
	}
	if v.actor.Role != "" {
		f.Role = words.T(ctx, "role."+string(v.actor.Role))
	}
	return f
}

// sections are the places of the navigation: names of routes, in their order.
var sections = []string{"home", "assessments", "organisations", "allegations", "evidence", "people", "audit"}

// nav shows those places that the person may enter.
func (s *Server) nav(c *fiber.Ctx) []ui.Link {
	actor := s.actor(c)
	var links []ui.Link
	for _, r := range s.table {
		if !slices.Contains(sections, r.name) || actor.Grant != nil && !r.access.links {
			continue
		}
		if action := r.access.action; action != "" && !s.mayAnywhere(c, action) {
			continue
		}
		current := c.Path() == r.path || r.path != "/" && strings.HasPrefix(c.Path(), r.path+"/")
		links = append(links, ui.Link{Label: words.T(c.UserContext(), "nav."+r.name), URL: r.path, Current: current})
	}
	slices.SortStableFunc(links, func(x, y ui.Link) int { return s.place(x.URL) - s.place(y.URL) })
	return links
}

func (s *Server) place(path string) int {
	return slices.IndexFunc(sections, func(n string) bool { return s.paths[n] == path })
}

// mayAnywhere reports whether the person has a role for an action, in the workspace or in one organisation.
func (s *Server) mayAnywhere(c *fiber.Ctx, action app.Action) bool {
	actor := s.actor(c)
	if app.May(actor.Role, action) || app.Workspace(action) {
		return app.May(actor.Role, action)
	}
	for _, role := range actor.In {
		if app.May(role, action) {
			return true
		}
	}
	return false
}

const flashCookie = "__Host-flash"

// flash keeps a sentence for the next page: what a form has done. Say it with words.T; it is shown as text.
func (s *Server) flash(c *fiber.Ctx, tone ui.Tone, text string) {
	if len(text) > 1000 {
		text = strings.ToValidUTF8(text[:1000], "") + "…"
	}
	setCookie(c, flashCookie, base64.RawURLEncoding.EncodeToString([]byte(string(tone)+"\n"+text)), 60)
}

func takeFlash(c *fiber.Ctx) *ui.Flash {
	kept := c.Cookies(flashCookie)
	if kept == "" {
		return nil
	}
	setCookie(c, flashCookie, "", -1)
	text, err := base64.RawURLEncoding.DecodeString(kept)
	if err != nil {
		return nil
	}
	tone, said, _ := strings.Cut(string(text), "\n")
	if said == "" {
		return nil
	}
	return &ui.Flash{Tone: ui.Tone(tone), Text: said}
}
