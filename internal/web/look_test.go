package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/browsertest"
	"vigil/internal/web"
	"vigil/internal/web/webtest"
)

// files are routes that show no page: there is nothing to look at.
var files = map[string]bool{"healthz": true, "readyz": true, "metrics": true, "static": true, "report": true, "units": true, "members": true, "file-copy": true}

// sight is a page as somebody sees it.
type sight struct {
	route string // its name in the table; empty: none, such as a page that does not exist
	path  string
	login string // or somebody of midway; empty: nobody is signed in
}

// sights are every page of the table, some in several states.
func sights() []sight {
	return []sight{
		{"styleguide", "/styleguide", "analyst"},
		{"styleguide", "/styleguide", ""},
		{"", "/no-such-page", ""},
		{"", "/no-such-page", "analyst"},
		{"home", "/", "analyst"},
		{"home", "/", "acme-respondent"},
		{"assessments", "/assessments", "analyst"},
		{"start-screening", "/assessments/new/screening?organisation=acme&mode=SELF&size=small&period=2027", "administrator"},
		{"hand-in", "/assessments/acme-1/hand-in", byLink},
		{"assessment", "/assessments/acme-1", "acme-respondent"},
		{"assessment", "/assessments/acme-3", "reviewer"},
		{"login", "/login", ""},
		{"login-code", "/login/code", atTheCode},
		{"link", "/link", ""},
		{"choose-password", "/link/password", atThePassword},
		{"factor", "/profile/factor", atTheFactor},
		{"profile", "/profile", "acme-respondent"},
		{"people", "/people", "administrator"},
		{"person-new", "/people/new", "administrator"},
		{"person", "/people/viewer", "administrator"},
		{"questions", "/assessments/acme-1/questions?pillar=P2", "analyst"},
		{"question", "/assessments/acme-1/questions/BE.e.1", "analyst"},
		{"question", "/assessments/other-1/questions/SCR.1", "analyst"},
		{"scorecard", "/assessments/acme-1/scorecard", "analyst"},
		{"scorecard", "/assessments/other-1/scorecard", "analyst"},
		{"scorecard", "/assessments/acme-3/scorecard", "acme-viewer"},
		{"scorecard-arithmetic", "/assessments/acme-3/scorecard/arithmetic", "analyst"},
		{"scorecard-node", "/assessments/acme-1/scorecard/nodes/P2", "analyst"},
		{"scorecard-node", "/assessments/acme-1/scorecard/nodes/BE.e.1", "analyst"},
		{"scorecard-path", "/assessments/acme-1/scorecard/path", "analyst"},
		{"submit", "/assessments/other-1/submit", "analyst"},
		{"submit", "/assessments/acme-1/submit", "analyst"},
		{"review", "/assessments/acme-2/review?pillar=P1", "reviewer"},
		{"return", "/assessments/acme-2/return", "reviewer"},
		{"finalise", "/assessments/acme-2/finalise", "reviewer"},
		{"reopen", "/assessments/acme-3/reopen", "reviewer"},
		{"withdraw", "/assessments/acme-3/withdraw", "administrator"},
		{"history", "/assessments/acme-3/history", "reviewer"},
		{"carry-over", nextCycle + "/carry-over", "administrator"},
	}
}

// everySight are those, and every other page of the table as the administrator sees it. A path that names something for which
// there is no example is a fault of the test.
func everySight(t *testing.T, examples map[string]string) []sight {
	t.Helper()
	all, seen := sights(), map[string]bool{}
	for _, s := range all {
		seen[s.route] = true
	}
	for _, r := range web.Routes() {
		if r.Method != http.MethodGet || seen[r.Name] || files[r.Name] {
			continue
		}
		parts := strings.Split(r.Path, "/")
		for i, part := range parts {
			if name, ok := strings.CutPrefix(part, ":"); ok {
				if examples[name] == "" {
					t.Errorf("%s (%s) names a %s, of which there is no example: give the page a line in sights", r.Name, r.Path, name)
				}
				parts[i] = examples[name]
			}
		}
		all = append(all, sight{r.Name, strings.Join(parts, "/"), "administrator"})
	}
	return all
}

// Every page, in the light and in the dark: axe finds nothing, nothing is wider than a narrow screen, nothing comes from
// elsewhere, and the browser has nothing to complain of.
func TestEveryPageCanBeReadByEverybody(t *testing.T) {
	site, examples := lived(t)
	people := midway(t, site)
	browser := browsertest.Start(t)
	for _, s := range everySight(t, examples) {
		t.Run(strings.ReplaceAll(s.login+s.path, "/", "_"), func(t *testing.T) {
			p := browser.Open(t, site.URL+s.path, browsertest.Look{Cookies: cookies(site, people, s.login)})
			defer p.Close()
			for _, dark := range []bool{false, true} {
				p.Look(browsertest.Look{Dark: dark})
				passes(t, p, dark)
				keep(t, p, map[bool]string{false: "light", true: "dark"}[dark])
			}
			for _, width := range []int{320, 390, 768, 1920} {
				p.Look(browsertest.Look{Width: width, Height: 900})
				fits(t, p, width)
			}
			p.Look(browsertest.Look{Width: 390, Height: 900})
			passes(t, p, false, "target-size", "scrollable-region-focusable")
			keep(t, p, "narrow")
			p.Eval(`document.documentElement.dir = "rtl"`, nil)
			fits(t, p, 390)
			for _, asked := range p.Requests() {
				if u, err := url.Parse(asked); err != nil || "http://"+u.Host != site.URL {
					t.Errorf("the page asks for %s", asked)
				}
			}
			for _, c := range p.Complaints() {
				if strings.HasPrefix(c, "verbose: [DOM] Password forms") {
					continue // a hint for password managers alone
				}
				if !strings.Contains(c, "status of 404") || s.route != "" {
					t.Errorf("the browser says: %s", c)
				}
			}
		})
	}
}

// cookies are those of somebody's session.
func cookies(site *webtest.Site, people map[string]*webtest.Browser, login string) map[string]string {
	b := people[login]
	switch {
	case login == "":
		return map[string]string{}
	case b == nil:
		b = site.As(login)
	}
	return map[string]string{session: b.Cookie(session)}
}

// passes has axe check a page: in the light everything, in the dark what colours change, or the rules that are named.
func passes(t *testing.T, p *browsertest.Page, dark bool, rules ...string) {
	t.Helper()
	least := 1
	switch {
	case dark:
		rules = append(rules, "color-contrast", "link-in-text-block")
	case len(rules) == 0:
		least = 15
	}
	r := p.Axe(rules...)
	for _, v := range r.Violations {
		t.Errorf("dark %v: %s", dark, v)
	}
	if r.Passes < least {
		t.Errorf("dark %v: axe found only %d rules to check; is this a page?", dark, r.Passes)
	}
}

// fits finds what sticks out of the screen, but for what scrolls in itself.
func fits(t *testing.T, p *browsertest.Page, width int) {
	t.Helper()
	var out []string
	p.Eval(`(() => {
		const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
		if (wide <= 0) return [];
		const found = ["" + wide + " px too wide"];
		for (const e of document.querySelectorAll("body *")) {
			const r = e.getBoundingClientRect();
			if ((r.right > innerWidth + 1 || r.left < -1) && !e.closest(".vh, .skip, .table *, .tabs *, .main-nav *")) found.push(e.tagName + "." + e.getAttribute("class") + " " + Math.round(r.left) + ".." + Math.round(r.right));
		}
		return found.slice(0, 6);
	})()`, &out)
	if len(out) > 0 {
		t.Errorf("%d px: %s", width, strings.Join(out, "; "))
	}
}

// keep writes a picture of the page into the folder of the variable SCREENSHOTS, if there is one.
func keep(t *testing.T, p *browsertest.Page, how string) {
	t.Helper()
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" {
		return
	}
	_, name, _ := strings.Cut(t.Name(), "/")
	name = regexp.MustCompile(`[^a-zA-Z0-9.]+`).ReplaceAllString(name, "-") + "." + how + ".png"
	if err := os.WriteFile(filepath.Join(folder, name), p.Screenshot(), 0o644); err != nil {
		t.Fatal(err)
	}
}
