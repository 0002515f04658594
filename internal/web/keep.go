package web

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/web/page"
	"vigil/internal/web/words"
)

// A session may end while somebody types. The form is then not lost: the answer to it is the page where one signs in, with
// the whole form in a hidden field; after signing in the person sees what was typed, and sends it again with one button.
// It stays in the browser all the time; nothing of it is stored here, and nothing is done without the button.

// toSignIn asks whoever is not signed in to do so, and comes back to the page that was asked for, or to the form that was
// sent.
func (s *Server) toSignIn(c *fiber.Ctx) error {
	if safe(c.Method()) {
		to := "/login"
		if c.Path() != "/" {
			to += "?next=" + url.QueryEscape(c.OriginalURL())
		}
		return redirect(c, to)
	}
	v := page.Login{Next: c.OriginalURL(), Kept: keep(s.typedForm(c)), Ended: true}
	if v.Kept == "" {
		v.Next = pageBefore(c)
	}
	c.SetUserContext(words.With(c.UserContext(), words.In(c.UserContext())))
	f := s.frame(c, "login.title")
	c.Status(http.StatusUnprocessableEntity)
	if hx(c) { // the answer takes the place of the whole content, wherever the form stood
		c.Set("HX-Retarget", "#main")
		c.Set("HX-Reswap", "innerHTML show:window:top")
		return s.render(c, page.LoginPart(f, v))
	}
	return s.render(c, page.LoginPage(f, v))
}

// typedForm is the form that was sent, with the mark of its person in place of its token; nothing for one that is never given back, and for an upload, whose
// files only the person has.
func (s *Server) typedForm(c *fiber.Ctx) url.Values {
	if c.Locals(bodyRead) == nil || !s.takes(c.Path()) {
		return nil
	}
	form, err := url.ParseQuery(string(c.Body()))
	if err != nil {
		return nil
	}
	_, mark, _ := strings.Cut(form.Get(csrfField), ".")
	form.Del(csrfField)
	if mark != "" && len(form) > 0 {
		form.Set(csrfField, mark) // whose form it was
	}
	return form
}

// keep codes a form.
func keep(form url.Values) string { return base64.RawURLEncoding.EncodeToString([]byte(form.Encode())) }

// unkeep reads what keep made: the fields, none of them if it was not made by keep, and the mark of whose form it was.
func unkeep(kept string) (fields []page.KeptField, mark string) {
	text, err := base64.RawURLEncoding.DecodeString(kept)
	if err != nil {
		return nil, ""
	}
	form, err := url.ParseQuery(string(text))
	if err != nil {
		return nil, ""
	}
	return keptFields(form), form.Get(csrfField)
}

// keptFields are those of a form that is given back. What somebody typed is shown; a short word without blanks is a code of the
// form.
func keptFields(form url.Values) []page.KeptField {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	var fields []page.KeptField
	for _, name := range names {
		for _, value := range form[name] {
			if utf8.ValidString(name) && utf8.ValidString(value) && name != csrfField {
				fields = append(fields, page.KeptField{Name: name, Value: value, Long: strings.ContainsAny(value, " \n")})
			}
		}
	}
	return fields
}

// takes reports whether a form may be given back to be sent to a path: it must be one of a page that takes forms, without
// passwords or files.
func (s *Server) takes(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	return slices.ContainsFunc(s.table, func(r route) bool {
		return r.method == post && !r.access.everybody && !r.access.upload && !r.access.hidden && matches(r.path, path)
	})
}

// asksPerson reports whether forms are sent to a path by people who are signed in.
func (s *Server) asksPerson(path string) bool {
	return slices.ContainsFunc(s.table, func(r route) bool { return r.method == post && !r.access.everybody && matches(r.path, path) })
}

// pageBefore is the page from which a form came, if it is one of ours.
func pageBefore(c *fiber.Ctx) string {
	from, err := url.Parse(c.Get(fiber.HeaderReferer))
	if err != nil || from.Host != string(c.Request().Header.Host()) {
		return "/"
	}
	return back(from.RequestURI())
}
