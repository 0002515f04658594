package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/vigil"
	"vigil/internal/web/webtest"
	"vigil/questionnaires"
)

const (
	question = "/assessments/acme-1/questions/BE.e.1"
	key      = "BE.e.1"
)

// answerForm is what the form of a question sends.
func answerForm(version int, choice, note string) url.Values {
	return url.Values{"version": {fmt.Sprint(version)}, "choice": {choice}, "note": {note}, "grade": {"E2"}, "date": {"2026-01-15"}, "unit": {""}}
}

func stored(t *testing.T, s *webtest.Site) vigil.Answer {
	t.Helper()
	v, err := s.App.Question(t.Context(), s.Actor("administrator"), "acme-1", "", key)
	if err != nil {
		t.Fatal(err)
	}
	return v.Items[0].Answer
}

func TestQuestionPage(t *testing.T) {
	s := webtest.Start(t)
	b := s.As("analyst")
	p := b.Get(question).Is(t, 200).Says(t, "SLAPPs", "What counts", "Where it comes from", "Declaration +25", "Why you are asked", "Not answered yet", "Not disclosed", "Withheld for safety", "level 3", "unanswered (", "E2 · Public document")
	if n := len(p.FindAll("input[name=choice]")); n != 4+4 {
		t.Errorf("%d choices", n)
	}
	if len(p.FindAll("h1")) != 1 || p.Find("a[rel=prev]") == nil || p.Find("form[data-answer] input[name=csrf]") == nil {
		t.Error("no heading, no way back or no token")
	}
	p = b.Get("/assessments/acme-1/questions?pillar=P2").Is(t, 200).Says(t, "BE.e.1", "BE.e.2", "Next")
	if n := len(p.FindAll("form[data-answer]")); n < 3 || len(p.FindAll("h1")) != 1 || len(p.FindAll("[accesskey]")) > 1 {
		t.Errorf("%d forms", n)
	}
	ids := map[string]bool{}
	for _, n := range p.FindAll("[id]") {
		id := webtest.Attribute(n, "id")
		if ids[id] {
			t.Errorf("the id %s stands twice", id)
		}
		ids[id] = true
	}
	for _, path := range []string{"/assessments/acme-1/questions", "/assessments/acme-1/questions/SCR.1", "/assessments/acme-1/questions?pillar=screening"} {
		b.Get(path).Is(t, 200)
	}
	b.Get("/assessments/acme-1/questions/BE.zz").Is(t, 404)
	b.Get("/assessments/none/questions/BE.e.1").Is(t, 404)
	s.Anonymous().Get(question).Is(t, 303)
	s.As("viewer").Get(question).Is(t, 403)
	p = s.As("auditor").Get(question).Is(t, 200).Says(t, "Your role does not change them")
	if p.Find(".answer-read") == nil || p.Find("[name=do]") != nil || p.Find("[name=choice]") != nil {
		t.Error("whoever may not answer gets a form")
	}
}

// TestEveryQuestionHasAPage opens every question in every language: each scale has its form, and nothing is said by its key.
func TestEveryQuestionHasAPage(t *testing.T) {
	s := webtest.Start(t)
	b := s.As("analyst")
	q, _, err := s.App.Catalogue.Questionnaire("company-quick")
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{}
	for i := range q.Screening {
		ids = append(ids, q.Screening[i].ID)
	}
	for _, in := range q.Questions() {
		ids = append(ids, in.ID)
	}
	for _, id := range ids {
		p := b.Get("/assessments/acme-1/questions/"+id).Is(t, 200).Hides(t, ">question.", "\"question.")
		if p.Find("form[data-answer] input[name=choice]") == nil {
			t.Errorf("%s offers no choice", id)
		}
	}
}

// TestAnswerIsSavedWithoutScripts walks the form as a browser without scripts sends it.
func TestAnswerIsSavedWithoutScripts(t *testing.T) {
	s := webtest.Start(t)
	b := s.As("acme-respondent")
	form := answerForm(0, "value:2", "section 4 of the policy")
	form.Set("do", "next")
	p := b.Post(question, form).To(t, "/assessments/acme-1/questions/BE.e.2")
	if x := stored(t, s); x.Value != "2" || x.Author != "acme-respondent" || x.Version != 1 {
		t.Errorf("stored: %+v", x)
	}
	b.Follow(p).Is(t, 200).Says(t, "BE.e.1 is saved", "BE.e.2")
	b.Post(question, form).To(t, "/assessments/acme-1/questions/BE.e.2") // the button once more after going back: the same again
	if x := stored(t, s); x.Version != 1 {
		t.Errorf("sent twice: %+v", x)
	}
	p = b.Get(question).Says(t, "Saved", "section 4", "level 2, E2", "Undo the last change", "back to no answer", "acme-respondent")
	if p.Value("version") != "1" || p.Find("input[value=value:2][checked]") == nil {
		t.Errorf("the page shows version %s", p.Value("version"))
	}
	form = answerForm(1, "", "")
	form.Set("do", "clear")
	b.Post(question, form).To(t, question)
	if x := stored(t, s); x.State != "" {
		t.Errorf("taken out: %+v", x)
	}
	b.Post(question+"/undo", url.Values{"version": {"0"}}).To(t, question)
	if x := stored(t, s); x.Note != "section 4 of the policy" || x.Version != 3 {
		t.Errorf("brought back: %+v", x)
	}
	b.Post("/assessments/acme-1/questions/BE.e.2", url.Values{"element": {"proportion", "dialogue_first"}, "choice": {""}, "version": {"0"}}).Is(t, 303)
	b.Post("/assessments/acme-1/questions/BE.e.2", url.Values{"element": {"proportion"}, "choice": {"state:refused"}, "version": {"1"}}).Is(t, 422).Says(t, "There is an answer and the state is refused")
}

// TestHarmIsExplainedBeforeAnythingIsStored: what could lead to a person is named beside the field; nothing is stored, and
// everything that was typed is still there.
func TestHarmIsExplainedBeforeAnythingIsStored(t *testing.T) {
	s := webtest.Start(t)
	b := s.As("analyst")
	note := "ask someone@example.org"
	form := answerForm(0, "value:2", note)
	p := b.Post(question, form).Is(t, 422).Says(t, "mail address", "name the office or the role instead", "Nothing was stored yet")
	if p.Value("note") != note || p.Find("input[value=value:2][checked]") == nil || p.Find("[id=BE.e.1-note][aria-invalid=true]") == nil || p.Find("[id=BE.e.1-note-error]") == nil {
		t.Errorf("the form lost %q: %q", note, p.Value("note"))
	}
	p = b.HX().Post(question, form).Is(t, 422).Says(t, "mail address")
	if p.Find("html [name=note]") != nil {
		t.Error("a saved part would replace the field that is being typed in")
	}
	if x := stored(t, s); x.State != "" {
		t.Errorf("stored: %+v", x)
	}
	if strings.Contains(s.Log.String(), "someone") {
		t.Error("the log holds what was typed")
	}
}

// TestTwoPeopleOnOneAnswer shows both sides field by field, overwrites nothing, and takes the choice.
func TestTwoPeopleOnOneAnswer(t *testing.T) {
	s := webtest.Start(t)
	one, two := s.As("analyst"), s.As("acme-respondent")
	one.Post(question, answerForm(0, "value:1", "first")).Is(t, 303)
	one.Post(question, answerForm(1, "value:2", "first")).Is(t, 303)
	form := answerForm(1, "value:1", "my own words")
	part := two.HX().Post(question, form).Is(t, 409).Says(t, "my own words", "analyst", "level 2", "Nothing was overwritten")
	if part.Find("html body nav#q-nav") == nil || part.Find("[id=BE.e.1-conflict] form") == nil {
		t.Error("no parts")
	}
	p := two.Post(question, form).Is(t, 409).Says(t, "What you typed", "What is stored")
	if x := stored(t, s); x.Value != "2" || x.Note != "first" {
		t.Fatalf("overwritten: %+v", x)
	}
	take := url.Values{}
	for _, n := range p.FindAll("[id=BE.e.1-conflict] input") {
		if name := webtest.Attribute(n, "name"); webtest.Attribute(n, "type") == "hidden" || hasAttribute(n, "checked") {
			take.Set(name, webtest.Attribute(n, "value"))
		}
	}
	if take.Get("take_answer") != "theirs" || take.Get("take_note") != "mine" || take.Get("version") != "2" {
		t.Errorf("proposed: %v", take)
	}
	two.Post(question+"/merge", take).To(t, question)
	if x := stored(t, s); x.Value != "2" || x.Note != "my own words" || x.Author != "acme-respondent" {
		t.Errorf("merged: %+v", x)
	}
	two.Post(question+"/merge", take).Is(t, 303) // the button twice
	if x := stored(t, s); x.Version != 3 {
		t.Errorf("merged twice: %+v", x)
	}
	one.Post(question, answerForm(3, "value:3", "again")).Is(t, 303)
	two.Post(question+"/merge", take).Is(t, 409) // and again, when there is something new that nobody has seen
}

func TestWhatIsPastedIsNeverLost(t *testing.T) {
	s := webtest.Start(t)
	b := s.As("analyst")
	long := strings.TrimSpace(strings.Repeat("palabra ", 10_000))
	p := b.Post(question, answerForm(0, "value:1", long)).Is(t, 422).Says(t, "more than 20000 characters", "shorten it")
	if p.Value("note") != long {
		t.Errorf("%d of %d characters are left", len(p.Value("note")), len(long))
	}
	note := "🌱👩🏽‍⚖️ مدافعون عن حقوق الإنسان <b>&amp;</b> \"quoted\""
	b.Post(question, answerForm(0, "value:1", note)).Is(t, 303)
	p = b.Get(question).Is(t, 200)
	if p.Value("note") != note {
		t.Errorf("%q became %q", note, p.Value("note"))
	}
	for _, n := range p.FindAll("textarea") {
		if webtest.Attribute(n, "dir") != "auto" {
			t.Error("a field that people type in has a fixed direction")
		}
	}
}

func TestUndoAndConfirmOnPages(t *testing.T) {
	s := webtest.Start(t)
	b := s.As("analyst")
	b.Post(question, answerForm(0, "value:1", "first")).Is(t, 303)
	b.Post(question, answerForm(1, "value:2", "second")).Is(t, 303)
	p := b.Get(question).Says(t, "back to: level 1")
	b.Post(question+"/undo", url.Values{"version": {"2"}}).To(t, question)
	b.Post(question+"/undo", url.Values{"version": {"2"}}).To(t, question) // a double click
	if x := stored(t, s); x.Note != "first" || x.Version != 3 {
		t.Errorf("undone: %+v", x)
	}
	b.Post(question+"/undo", url.Values{"version": {"3"}, "to": {"2"}}).To(t, question)
	if x := stored(t, s); x.Note != "second" {
		t.Errorf("restored: %+v", x)
	}
	b.Post(question+"/confirm", url.Values{"version": {"4"}}).To(t, question)
	b.Post("/assessments/acme-1/questions/BE.e.4/confirm", url.Values{"version": {"0"}}).Is(t, 404)
	if p.Find("form[action="+question+"/undo]") == nil {
		t.Error("no button to undo")
	}
}

// TestHistoryIsToldAsPeopleWould: what was saved while somebody typed stands as one change, that opens to every save; what somebody
// else changed is another.
func TestHistoryIsToldAsPeopleWould(t *testing.T) {
	s := webtest.Start(t)
	one, two := s.As("analyst"), s.As("acme-respondent")
	for i, note := range []string{"The pol", "The policy na", "The policy names defenders."} {
		one.HX().Post(question, answerForm(i, "value:1", note)).Is(t, 200)
	}
	two.Post(question, answerForm(3, "value:2", "The policy names defenders, on page 4.")).Is(t, 303)
	p := one.Get(question).Is(t, 200).Says(t, "Saved 3 times in one go", "The pol", "The policy na", "on page 4")
	if told := p.FindAll("[id=BE.e.1-history] ol.changes li"); len(told) != 4 {
		t.Errorf("%d changes are there, want all 4", len(told))
	}
	if opened := p.FindAll("[id=BE.e.1-history] details.more ol.changes li form"); len(opened) != 2 {
		t.Errorf("%d of 2 earlier saves can be brought back", len(opened))
	}
}

// TestPartsAfterSaving: a page that is open gets the parts that change, and only those.
func TestPartsAfterSaving(t *testing.T) {
	s := webtest.Start(t)
	b := s.As("analyst").HX()
	p := b.Post(question, answerForm(0, "value:1", "first")).Is(t, 200).Says(t, "Saved", "1 of", "level 1, E2")
	if p.Value("version") != "1" || p.Find("textarea") != nil || p.Find("#q-nav[data-swap]") == nil {
		t.Error("not the parts of the page")
	}
	p = b.Post(question, url.Values{"note": {"a note before the answer"}, "version": {"1"}, "grade": {""}}).Is(t, 422).Says(t, "choose an answer")
	if p.Find(".problems") != nil {
		t.Error("somebody who has just begun is told off")
	}
	b.Post(question, url.Values{"version": {"1"}}).Is(t, 200).Says(t, "there is no answer now")
}

func TestAnswersAreLockedAfterSubmitting(t *testing.T) {
	s := webtest.Start(t)
	b := s.As("analyst")
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.App.NewAssessment(t.Context(), s.Actor("administrator"), app.NewAssessment{Code: "acme-2", Organisation: "acme", Questionnaire: "company-quick", Mode: vigil.SCREEN}); err != nil {
		t.Fatal(err)
	}
	must(s.App.Submit(t.Context(), s.Actor("administrator"), "acme-2"))
	path := "/assessments/acme-2/questions/BE.e.1"
	b.Get(path).Is(t, 200).Says(t, "the assessment is submitted")
	b.Post(path, answerForm(0, "value:1", "late")).Is(t, http.StatusConflict).Says(t, "takes no answers")
	b.HX().Post(path, answerForm(0, "value:1", "late")).Is(t, http.StatusConflict).Says(t, "takes no answers")
}

func hasAttribute(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// TestWhatWasTypedOutlivesTheSession: the session ends in the middle of a form, without scripts; after signing in the person
// sees what was typed and sends it with one button, and then it is stored.
func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	s := webtest.Start(t)
	b := s.As("analyst")
	b.Get(question).Is(t, 200)
	if err := s.App.EndSessions(t.Context(), s.Actor("administrator"), "analyst"); err != nil {
		t.Fatal(err)
	}
	typed := answerForm(0, "value:2", "typed for an hour 🌱 وقت")
	p := b.Post(question, typed).Is(t, http.StatusUnprocessableEntity).Says(t, "What you typed is kept")
	if x := stored(t, s); x.State != "" {
		t.Fatalf("stored for nobody: %+v", x)
	}
	p = b.Post("/login", form("login", "analyst", "password", webtest.Password, "next", p.Value("next"), "kept", p.Value("kept"))).Is(t, http.StatusOK).Says(t, "typed for an hour 🌱 وقت")
	again := p.Form(t, question)
	if again.Get("note") != typed.Get("note") {
		t.Fatalf("the form came back as %v", again)
	}
	b.Post(question, again).To(t, question)
	if x := stored(t, s); x.Note != typed.Get("note") || x.Value != "2" || x.Author != "analyst" {
		t.Errorf("stored: %+v", x)
	}
}

func try(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestReturnedAnswerOnItsPage: the one answer that the reviewer gave back can be changed and says why; another one cannot.
func TestReturnedAnswerOnItsPage(t *testing.T) {
	s := webtest.Start(t)
	ctx, by := t.Context(), s.Actor("administrator")
	_, err := s.App.NewAssessment(ctx, by, app.NewAssessment{Code: "acme-2", Organisation: "acme", Questionnaire: "company-quick", Mode: vigil.SCREEN})
	try(t, err)
	b := s.As("analyst")
	for _, id := range []string{"BE.e.1", "BE.e.4"} {
		b.Post("/assessments/acme-2/questions/"+id, answerForm(0, "value:1", "first")).Is(t, 303)
	}
	try(t, s.App.Submit(ctx, by, "acme-2"))
	try(t, s.App.Review(ctx, by, "acme-2"))
	_, err = s.App.ReviewItem(ctx, s.Actor("reviewer"), "acme-2", app.ItemVerdict{Question: key, Version: 1, Verdict: vigil.VerdictReturned, Reason: "Which board approved it?"})
	try(t, err)
	try(t, s.App.ReturnItems(ctx, by, "acme-2", ""))
	p := b.Get("/assessments/acme-2/questions/BE.e.1").Is(t, 200).Says(t, "Which board approved it?", "returned (1)", "returned")
	if p.Find("[name=do]") == nil {
		t.Error("a returned answer cannot be changed")
	}
	p = b.Get("/assessments/acme-2/questions/BE.e.4").Is(t, 200).Says(t, "This one stays as it is")
	if p.Find("[name=do]") != nil || p.Find(".answer-read .chosen") == nil {
		t.Error("an answer that was not returned can be changed")
	}
	if n := p.Find(".jumps a[href=/assessments/acme-2/questions/BE.e.1]"); n == nil {
		t.Error("no way to the returned answer")
	}
	b.Post("/assessments/acme-2/questions/BE.e.4", answerForm(1, "value:2", "late")).Is(t, 409)
	b.Post("/assessments/acme-2/questions/BE.e.1", answerForm(1, "value:2", "by the whole board")).Is(t, 303)
}

// TestAnswersOfUnits: where the method asks each service or site, the page says whose answers these are, and leads to the others.
func TestAnswersOfUnits(t *testing.T) {
	s := webtest.Start(t)
	s.App.Catalogue = unitsCatalogue(t)
	ctx, by := t.Context(), s.Actor("administrator")
	try(t, s.App.PutUnits(ctx, by, "acme", []vigil.Unit{{Code: "mobile", Name: "Mobile", Kind: "service"}, {Code: "chat", Name: "Chat", Kind: "service"}}))
	_, err := s.App.NewAssessment(ctx, by, app.NewAssessment{Code: "acme-3", Organisation: "acme", Questionnaire: "rdr-2022", Mode: vigil.BENCH})
	try(t, err)
	b := s.As("analyst")
	all, err := s.App.Progress(ctx, by, "acme-3")
	try(t, err)
	id := all.Items[slices.IndexFunc(all.Items, func(i vigil.ItemProgress) bool { return i.Unit == "mobile" })].Question
	path := "/assessments/acme-3/questions/" + id
	p := b.Get(path+"?unit=mobile").Is(t, 200).Says(t, "The organisation as a whole", "Mobile", "Chat")
	choice := webtest.Attribute(p.Find("input[name=choice]"), "value")
	b.Post(path, url.Values{"unit": {"mobile"}, "version": {"0"}, "choice": {choice}, "do": {"next"}}).Is(t, 303)
	p = b.Get(path+"?unit=mobile").Says(t, "Saved", "1 of")
	if p.Value("unit") != "mobile" || p.Value("version") != "1" {
		t.Errorf("unit %q, version %q", p.Value("unit"), p.Value("version"))
	}
	if p = b.Get(path + "?unit=chat"); p.Value("version") != "0" {
		t.Errorf("the other unit has version %q", p.Value("version"))
	}
	b.Get(path+"?unit=moon").Is(t, 404)
	b.Post(path, url.Values{"unit": {"moon"}, "version": {"0"}, "choice": {choice}}).Is(t, 404)
}

// unitsCatalogue has a published method that asks each service. Its form and its method have one name.
func unitsCatalogue(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	cat, ps := catalogue.Load(questionnaires.Files, "reference/rdr-2022/methodology.yaml", "reference/rdr-2022/questionnaire.yaml")
	try(t, ps.Err())
	return cat
}
