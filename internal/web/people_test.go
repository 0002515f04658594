package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/post"
	"vigil/internal/vigil"
	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

const chosen = "seven bridges over amber"

// open opens a link as a person would who pasted it.
func open(b *webtest.Browser, link string) *webtest.Page {
	b.Get("/link")
	return b.Post("/link", form("code", link))
}

func TestLinksThatDoNotWorkLookAlike(t *testing.T) {
	site := webtest.Start(t)
	by := site.Actor("administrator")
	hand := func() string {
		h, err := site.App.ResetPassword(t.Context(), by, "viewer")
		if err != nil {
			t.Fatal(err)
		}
		return h.Token
	}
	used := hand()
	b := site.Anonymous()
	open(b, used).To(t, "/link/password")
	b.Post("/link/password", form("password", chosen)).To(t, "/")
	revoked := hand()
	if err := site.App.RevokeLink(t.Context(), by, "viewer"); err != nil {
		t.Fatal(err)
	}
	number := regexp.MustCompile(`value="[A-Za-z0-9_-]{43}"|"X-CSRF-Token":"[^"]*"|X-CSRF-Token&#34;:&#34;[A-Za-z0-9_-]{43}`)
	var first string
	for name, code := range map[string]string{"wrong": strings.Repeat("A", 43), "empty": "", "short": "abc", "used": used, "revoked": revoked, "an address": "https://vigil.example.org/link#" + used} {
		p := open(site.Anonymous(), code).Is(t, http.StatusNotFound).Says(t, "This link does not work")
		body := number.ReplaceAllString(string(p.Body), "")
		if first == "" {
			first = body
		}
		if body != first {
			t.Errorf("%s looks different", name)
		}
		if code != "" {
			p.Hides(t, code)
		}
	}
	if log := site.Log.String(); strings.Contains(log, used) || strings.Contains(log, revoked) {
		t.Error("the log holds a token")
	}
}

// A link may be given whole or as its code, and the page that takes it never sees it in an address.
func TestInvitedFromThePage(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("administrator")
	b.Get("/people/new").Is(t, http.StatusOK)
	b.Post("/people", form("login", "New One", "name", "", "language", "en")).Is(t, http.StatusUnprocessableEntity).
		Says(t, "use at least two small letters", "It is empty; fill it in", "The person would see nothing").Says(t, "3 things need correcting")
	p := b.Post("/people", form("login", "nina", "name", "Nina العربية <b>", "language", "es", "organisation", "acme", "organisation_role", "reviewer")).Is(t, http.StatusOK).Hides(t, "<b>")
	link := p.Value("link")
	if !strings.HasPrefix(link, site.URL+"/link#") {
		t.Fatalf("link %q", link)
	}
	b.Get("/people/nina").Is(t, http.StatusOK).Says(t, "invited", "Reviewer").Hides(t, link[len(site.URL)+6:])
	n := site.Anonymous()
	open(n, " "+link+" ").To(t, "/link/password")
	n.Get("/link/password").Is(t, http.StatusOK).Says(t, "nina")
	n.Post("/link/password", form("password", "short", "name", "Nina", "language", "fr")).Is(t, http.StatusUnprocessableEntity).Says(t, "12")
	n.Post("/link/password", form("password", chosen, "name", "Nina", "language", "fr", "role", "administrator", "login", "administrator")).To(t, "/")
	n.Get("/profile").Is(t, http.StatusOK).Says(t, "Votre profil", "nina")
	n.Get("/people").Is(t, http.StatusForbidden)
	n.Get("/link/password").To(t, "/link")
}

// Where an e-mail cannot be sent, the administrator hands the link over, and the log says why, without saying to whom.
func TestTheLogSaysWhyAnEMailFailed(t *testing.T) {
	site := webtest.Start(t)
	var err error
	site.App.Post, err = post.Open("smtp://127.0.0.1:1", "vigil@example.org")
	check(t, err)
	p := site.As("administrator").Post("/people", form("login", "nina", "name", "Nina", "email", "nina@example.net", "language", "en", "role", "viewer")).Is(t, http.StatusOK)
	if p.Value("link") == "" {
		t.Error("nobody can hand the link over")
	}
	if log := site.Log.String(); !strings.Contains(log, "e-mail could not be sent") || !strings.Contains(log, "refused") || strings.Contains(log, "nina@") {
		t.Errorf("the log says:\n%s", log)
	}
}

// Whoever holds the first link becomes the administrator.
func TestSetUpFromThePage(t *testing.T) {
	site := webtest.Start(t, func(c *web.Config) {
		if err := emptied(t, c.App); err != nil {
			t.Fatal(err)
		}
	})
	token, err := site.App.FirstLink(t.Context())
	if err != nil || token == "" {
		t.Fatalf("%q, %v", token, err)
	}
	b := site.Anonymous()
	open(b, token).To(t, "/link/password")
	b.Get("/link/password").Is(t, http.StatusOK).Says(t, "Set Vigil up")
	b.Post("/link/password", form("login", "eva", "name", "Eva", "language", "xx", "password", "Password2026!", "email", "eva")).Is(t, http.StatusUnprocessableEntity).
		Says(t, "among those that are tried first", "no e-mail address")
	b.Post("/link/password", form("login", "eva", "name", "Eva", "language", "en", "password", chosen)).To(t, "/")
	b.Get("/people").Is(t, http.StatusOK).Says(t, "Eva", "One account")
	open(site.Anonymous(), token).Is(t, http.StatusNotFound)
}

// Fields that a form does not have change nothing.
func TestFieldsThatNobodyAskedFor(t *testing.T) {
	site := webtest.Start(t)
	before, err := site.App.Person(t.Context(), site.Actor("administrator"), "viewer")
	if err != nil {
		t.Fatal(err)
	}
	b := site.As("viewer")
	b.Post("/profile", form("name", "V", "language", "en", "theme", "", "email", "thief@example.net", "role", "administrator", "Role", "administrator", "login", "root", "status", "disabled",
		"password", "x", "totp", "x", "totp_new", "x", "totp_step", "9", "version", "99", "id", "1", "created_at", "2000-01-01", "signed_in_at", "2000-01-01")).To(t, "/profile")
	after, err := site.App.Person(t.Context(), site.Actor("administrator"), "viewer")
	if err != nil {
		t.Fatal(err)
	}
	want := before.Person
	want.Name, want.Version, want.UpdatedAt = "V", before.Version+1, after.UpdatedAt
	if after.Person != want {
		t.Errorf("was %+v\nis  %+v", want, after.Person)
	}
}

func TestProfilePage(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("viewer")
	other := site.Anonymous()
	signIn(other, "viewer", webtest.Password, "").To(t, "/")
	b.Get("/profile").Is(t, http.StatusOK).Says(t, "this one", "End all others")
	b.Post("/profile", form("name", "", "language", "en", "theme", "")).Is(t, http.StatusUnprocessableEntity).Says(t, "It is empty")
	b.Post("/profile", form("name", "Vera", "language", "es", "theme", "dark")).To(t, "/profile")
	p := b.Get("/profile").Is(t, http.StatusOK).Says(t, "Guardado.", "Vera")
	if html := p.Find("html"); webtest.Attribute(html, "lang") != "es" || webtest.Attribute(html, "data-theme") != "dark" {
		t.Error("language or look was not kept")
	}
	b.Post("/profile", form("name", "Vera", "language", "en", "theme", ""))
	b.Post("/profile/password", form("present", "not mine at all", "password", chosen)).Is(t, http.StatusUnprocessableEntity).Says(t, "It is not your password").Hides(t, chosen)
	b.Post("/profile/password", form("present", webtest.Password, "password", "viewerviewer")).Is(t, http.StatusUnprocessableEntity)
	b.Post("/profile/email", form("email", "vera@example.net", "present", "not mine at all")).Is(t, http.StatusUnprocessableEntity).Says(t, "It is not your password").Hides(t, "not mine at all")
	b.Post("/profile/email", form("email", "no", "present", webtest.Password)).Is(t, http.StatusUnprocessableEntity).Says(t, "no e-mail address").Hides(t, webtest.Password)
	b.Post("/profile/sessions", form("id", "x")).Is(t, http.StatusBadRequest)
	old := b.Cookie(session)
	b.Post("/profile/password", form("present", webtest.Password, "password", chosen)).To(t, "/profile")
	if b.Cookie(session) == old {
		t.Error("the session kept its token")
	}
	b.Get("/profile").Is(t, http.StatusOK)
	other.Get("/profile").To(t, "/login?next=%2Fprofile")
}

func TestSecondFactorFromThePage(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("viewer")
	b.Get("/profile/factor").To(t, "/profile")
	b.Post("/profile/factor", form("present", "wrong one")).Is(t, http.StatusUnprocessableEntity)
	b.Post("/profile/factor", form("present", webtest.Password)).To(t, "/profile/factor")
	p := b.Get("/profile/factor").Is(t, http.StatusOK)
	if p.Find("svg.qr") == nil || p.Find("img") != nil {
		t.Error("the code is not drawn on the page itself")
	}
	secret := strings.ReplaceAll(webtest.Text(p.Find("code.secret")), " ", "")
	b.Post("/profile/factor/confirm", form("code", "12345")).Is(t, http.StatusUnprocessableEntity).Says(t, "not the code that shows now")
	p = b.Post("/profile/factor/confirm", form("code", totp(t, secret, 0))).Is(t, http.StatusOK)
	codes := p.FindAll("ol.recovery-codes code")
	if len(codes) != 10 || p.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d recovery codes, %q", len(codes), p.Header.Get("Cache-Control"))
	}
	b.Get("/profile").Is(t, http.StatusOK).Says(t, "10 recovery codes are left")

	n := site.Anonymous()
	signIn(n, "viewer", webtest.Password, "/profile").To(t, "/login/code?next=%2Fprofile")
	n.Get("/profile").To(t, "/login?next=%2Fprofile") // the password alone opens nothing
	n.Get("/login/code?next=/profile").Is(t, http.StatusOK)
	n.Post("/login/code", form("code", totp(t, secret, 0), "next", "/profile")).Is(t, http.StatusUnprocessableEntity).Says(t, "used before") // it switched it on
	n.Post("/login/code", form("code", webtest.Text(codes[2]), "next", "/profile")).To(t, "/profile")
	n.Get("/profile").Is(t, http.StatusOK).Says(t, "9 recovery codes are left")
	n.Post("/profile/codes", form("present", "wrong one")).Is(t, http.StatusUnprocessableEntity)
	n.Post("/profile/codes", form("present", webtest.Password)).Is(t, http.StatusOK)
	n.Post("/profile/factor/remove", form("present", webtest.Password)).To(t, "/profile")
	signIn(site.Anonymous(), "viewer", webtest.Password, "").To(t, "/")
}

func TestPeopleAreLookedAfter(t *testing.T) {
	site := webtest.Start(t)
	for _, login := range []string{"viewer", "analyst", "acme-administrator"} {
		b := site.As(login)
		b.Get("/people").Is(t, http.StatusForbidden)
		b.Get("/people/new").Is(t, http.StatusForbidden)
		b.Post("/people/viewer/disable", nil).Is(t, http.StatusForbidden)
		b.Post("/people/"+login+"/role", form("role", "administrator", "version", "1")).Is(t, http.StatusForbidden)
	}
	auditor := site.As("auditor")
	auditor.Get("/people/viewer").Is(t, http.StatusOK).Hides(t, "/people/viewer/disable")
	auditor.Post("/people/viewer/disable", nil).Is(t, http.StatusForbidden)
	b := site.As("administrator")
	b.Get("/people").Is(t, http.StatusOK).Says(t, "viewer", "acme-analyst", "Analyst in Acme Mining")
	b.Get("/people/nobody").Is(t, http.StatusNotFound)
	b.Post("/people/administrator/disable", nil).Is(t, http.StatusConflict).Says(t, "last administrator")
	version := b.Get("/people/viewer").Is(t, http.StatusOK).Value("version")
	b.Post("/people/viewer/role", form("role", "auditor", "version", version)).To(t, "/people/viewer")
	b.Get("/people/viewer").Says(t, "The role was changed.")
	b.Post("/people/viewer/role", form("role", "viewer", "version", version)).Is(t, http.StatusConflict).Says(t, "changed by somebody else")
	b.Post("/people/viewer/disable", nil).To(t, "/people/viewer")
	b.Get("/people/viewer").Says(t, "disabled")
	b.Post("/people/viewer/enable", nil).To(t, "/people/viewer")
	p := b.Post("/people/viewer/reset", nil).Is(t, http.StatusOK)
	token := p.Value("link")
	b.Post("/people/viewer/revoke", nil).To(t, "/people/viewer")
	open(site.Anonymous(), token).Is(t, http.StatusNotFound)
	if n := app.May(vigil.Auditor, app.DisablePersonAction); n {
		t.Error("an auditor may disable people")
	}
}

// TestPeopleAreFound: a list of many is searched and narrowed, and names the organisations of the roles.
func TestPeopleAreFound(t *testing.T) {
	site := webtest.Start(t)
	b := site.As("administrator")
	b.Get("/people").Is(t, http.StatusOK).Says(t, "in Acme Mining", "acme-viewer", "reviewer").Hides(t, "in acme")
	b.Get("/people?words=ACME-VIEWER").Is(t, http.StatusOK).Says(t, "acme-viewer").Hides(t, "acme-reviewer")
	b.Get("/people?words=nobody").Is(t, http.StatusOK).Says(t, "Nothing fits", "Show all")
	b.Get("/people?status=disabled").Is(t, http.StatusOK).Hides(t, "acme-viewer")
}
