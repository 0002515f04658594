package web_test

import (
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
)

// lived is a site where work goes on: beside the drafts acme-1 and other-1, of which the first is answered, stand acme-2 in
// review with answers judged, and acme-3, which is final under a cap that a case with a reply supports. examples are the codes
// of its things, by the names that paths have for them.
func lived(t *testing.T) (site *webtest.Site, examples map[string]string) {
	t.Helper()
	site = webtest.Start(t)
	ctx, admin, respondent, reviewer := t.Context(), site.Actor("administrator"), site.Actor("acme-respondent"), site.Actor("reviewer")
	fill(t, site, "acme-1")
	for _, code := range []string{"acme-2", "acme-3"} {
		_, err := site.App.NewAssessment(ctx, admin, app.NewAssessment{Code: code, Organisation: "acme", Questionnaire: "company-quick", Mode: vigil.SELF, Period: "2026"})
		fine(t, err)
		answerAll(t, site, code, respondent, "")
		fine(t, site.App.Submit(ctx, respondent, code))
		fine(t, site.App.Review(ctx, reviewer, code))
	}
	judge := func(question string, verdict vigil.Verdict, reason string) {
		t.Helper()
		_, err := site.App.ReviewItem(ctx, reviewer, "acme-2", app.ItemVerdict{Question: question, Version: 1, Verdict: verdict, Reason: reason})
		fine(t, err)
	}
	judge("BE.a.1", vigil.VerdictAccepted, "")
	judge("BE.a.2", vigil.VerdictReturned, "The link is missing. ابحث في السجل العام 🙂")
	_, _, err := site.App.AcceptItems(ctx, reviewer, "acme-3", nil)
	fine(t, err)
	al, err := site.App.AddAllegation(ctx, admin, "acme", vigil.Allegation{Quarter: "2025-Q4", Country: "PE", Harm: "lawsuit", Sector: "EXT", Summary: "A lawsuit against critics was reported.",
		Source: "https://example.org/report", Scale: 2, Scope: 1, Irremediability: 1, Credibility: "K2", Link: "contributed"})
	fine(t, err)
	fine(t, site.App.ReplyAllegation(ctx, admin, al.Code, "We have withdrawn the claim.", time.Now().UTC().Format(time.DateOnly)))
	fine(t, site.App.Finalise(ctx, reviewer, "acme-3"))
	c, err := site.App.ProposeCap(ctx, admin, "acme", al.Code, vigil.Cap{Rule: "CAP-2", Grade: "E2", Reason: "a register shows it"})
	fine(t, err)
	_, err = site.App.ConfirmCap(ctx, reviewer, c.ID)
	fine(t, err)
	_, _, err = site.App.CloneAssessment(ctx, admin, "acme-3", app.CloneAssessment{Questionnaire: "company-core", Period: "2027"})
	fine(t, err)
	question := "/assessments/acme-1/questions/BE.a.1"
	site.As("analyst").Upload(question+"/evidence", url.Values{"grade": {"E1"}, "page": {"7"}, "date": {"2026-01-01"}, "quote": {"We respect. نحترم"}},
		webtest.File{Field: "file", Name: "policy of 2026 سياسة.txt", Body: []byte("We respect those who speak.")}).To(t, question)
	reference := regexp.MustCompile(`/assessments/acme-1/evidence/(\d+)`).FindSubmatch(site.As("analyst").Get(question).Body)
	if reference == nil {
		t.Fatal("the question leads to no reference")
	}
	return site, map[string]string{"organisation": "acme", "assessment": "acme-1", "person": "viewer", "allegation": al.Code, "cap": strconv.FormatInt(c.ID, 10),
		"question": "BE.a.1", "file": fileOf(t, site), "reference": string(reference[1]), "held": held(t, site)}
}

// nextCycle is the path of the assessment that carries on from acme-3.
const nextCycle = "/assessments/acme-2027"

// held is the code of an import into acme-1 that waits, with a cell that contradicts what is on file.
func held(t *testing.T, site *webtest.Site) string {
	t.Helper()
	at, plan := send(t, site.As("administrator"), csvFile("BE.a.1,3,,E1,2026-01-15,what the file says", "BE.e.1,,not_disclosed,,,new note"))
	plan.Says(t, "conflicts to decide")
	return path.Base(at)
}

// People in the middle of something, whose page nobody else sees.
const (
	byLink        = "by a section link"
	atTheCode     = "who gave the password and is asked for the code"
	atThePassword = "who was sent a link and chooses a password"
	atTheFactor   = "who sets up a second factor"
)

// midway are the browsers of those people.
func midway(t *testing.T, site *webtest.Site) map[string]*webtest.Browser {
	t.Helper()
	enrol := func(login string) (b *webtest.Browser, secret string) {
		b = site.As(login)
		b.Post("/profile/factor", form("present", webtest.Password)).To(t, "/profile/factor")
		return b, strings.ReplaceAll(webtest.Text(b.Get("/profile/factor").Find("code.secret")), " ", "")
	}
	enrolling, _ := enrol("publisher")
	enrolled, secret := enrol("auditor")
	enrolled.Post("/profile/factor/confirm", form("code", totp(t, secret, 0))).Is(t, http.StatusOK)
	asked := site.Anonymous()
	signIn(asked, "auditor", webtest.Password, "").To(t, "/login/code?next=%2F")
	handed, err := site.App.ResetPassword(t.Context(), site.Actor("administrator"), "researcher")
	fine(t, err)
	choosing := site.Anonymous()
	open(choosing, handed.Token).To(t, "/link/password")
	return map[string]*webtest.Browser{byLink: site.ByLink("acme-1"), atTheCode: asked, atThePassword: choosing, atTheFactor: enrolling}
}
