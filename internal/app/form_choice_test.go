package app_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// withForms is an app with every form that the program carries.
func withForms(t testing.TB) *app.App {
	t.Helper()
	a := onSQLite(t)
	cat, ps := catalogue.Load(questionnaires.Files)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	a.Catalogue = cat
	return a
}

func company(t testing.TB, a *app.App, code, kind, sector string) {
	t.Helper()
	_, err := a.NewOrganisation(ctx, admin, vigil.Organisation{Code: code, Name: "Example " + code, Type: kind, Sector: sector, Country: "PE", Fictional: true})
	must(t, err)
}

func said1(id, value string) vigil.Entry { return vigil.Entry{Question: id, Value: value} }

// TestFormChoice: which form is recommended, and why, by type, sector, size, purpose, screening and what was used before.
func TestFormChoice(t *testing.T) {
	a := withForms(t)
	for _, o := range [][3]string{{"firm", "company", "APP"}, {"bank", "company", "FIN"}, {"maker", "supplier", "APP"}, {"tech", "supplier", "ICT"}, {"fund", "investor", "FIN"}, {"school", "university", "UNI"}, {"untyped", "", "EXT"}} {
		company(t, a, o[0], o[1], o[2])
	}
	for _, c := range []struct {
		name  string
		start app.Start
		form  string
		why   []string
	}{
		{"a company that looks at itself for the first time", app.Start{Organisation: "firm", Mode: vigil.SELF}, "company-quick", []string{app.WhyFirst}},
		{"a large one", app.Start{Organisation: "firm", Mode: vigil.SELF, Size: app.Large}, "company-core", []string{app.WhyStandard}},
		{"one with consent at stake", app.Start{Organisation: "firm", Mode: vigil.SELF, Size: app.Middle, Screening: []vigil.Entry{said1("SCR.2", "yes")}}, "company-core", []string{app.WhyRisk, app.WhyStandard}},
		{"an investor's look at a company", app.Start{Organisation: "firm", Mode: vigil.SCREEN}, "company-core", []string{app.WhyStandard}},
		{"a comparison", app.Start{Organisation: "firm", Mode: vigil.BENCH, Size: app.Middle}, "company-core", []string{app.WhyStandard}},
		{"a small supplier", app.Start{Organisation: "maker", Mode: vigil.SELF, Size: app.Small}, "supplier-small", []string{app.WhySmall}},
		{"a small supplier on Indigenous lands", app.Start{Organisation: "maker", Mode: vigil.SELF, Size: app.Small, Screening: []vigil.Entry{said1("SCR.2", "yes")}}, "supplier-core", []string{app.WhyRisk, app.WhyStandard}},
		{"a small supplier of technology", app.Start{Organisation: "tech", Mode: vigil.SELF, Size: app.Small}, "supplier-core", []string{app.WhyRisk, app.WhyStandard}},
		{"an investor", app.Start{Organisation: "fund", Mode: vigil.SELF}, "investor", []string{app.WhyOnly}},
		{"a university", app.Start{Organisation: "school", Mode: vigil.SELF}, "non-state-actor", []string{app.WhyOnly}},
		{"an organisation without a type", app.Start{Organisation: "untyped", Mode: vigil.SCREEN}, "company-core", []string{app.WhyStandard}},
		{"one that says it is a foundation", app.Start{Organisation: "untyped", Mode: vigil.SELF, Screening: []vigil.Entry{said1("SCR.10", "foundation")}}, "non-state-actor", []string{app.WhyOnly}},
	} {
		s, err := a.Starting(ctx, admin, c.start)
		must(t, err)
		i := slices.IndexFunc(s.Forms, func(p app.FormProposal) bool { return p.Recommended })
		if i < 0 || s.Forms[i].Questionnaire.ID != c.form || !slices.Equal(s.Forms[i].Why, c.why) {
			t.Errorf("%s: recommended %+v", c.name, s.Forms)
		}
	}
	must(t, second(a.NewAssessment(ctx, admin, app.NewAssessment{Code: "firm-full", Organisation: "firm", Questionnaire: "company-full", Mode: vigil.SELF})))
	s, err := a.Starting(ctx, admin, app.Start{Organisation: "firm", Mode: vigil.SELF, Size: app.Small})
	must(t, err)
	for _, p := range s.Forms {
		if p.Recommended != (p.Questionnaire.ID == "company-full") {
			t.Errorf("after the full form %s: recommended %v", p.Questionnaire.ID, p.Recommended)
		}
	}
	s, err = a.Starting(ctx, admin, app.Start{Organisation: "bank", Mode: vigil.SELF})
	must(t, err)
	if !slices.ContainsFunc(s.Forms, func(p app.FormProposal) bool { return p.Questionnaire.ID == "investor" }) {
		t.Error("a bank cannot choose the form for investors")
	}
	s, err = a.Starting(ctx, admin, app.Start{Organisation: "firm", Mode: vigil.BENCH})
	must(t, err)
	if !slices.ContainsFunc(s.Forms, func(p app.FormProposal) bool { return p.Questionnaire.ID == "monitor" }) {
		t.Error("a researcher cannot choose the monitor sheet")
	}
}

// TestMinutes holds the minutes of a question to what the authors of two forms say of the whole: the quick scan takes about half
// a day with the documents at hand, the small supplier's form about an hour.
func TestMinutes(t *testing.T) {
	a := withForms(t)
	company(t, a, "firm", "company", "APP")
	company(t, a, "maker", "supplier", "APP")
	for _, c := range []struct {
		organisation, form string
		least, most        int
	}{{"firm", "company-quick", 180, 270}, {"maker", "supplier-small", 45, 90}} {
		s, err := a.Starting(ctx, admin, app.Start{Organisation: c.organisation, Mode: vigil.SELF, Size: app.Small})
		must(t, err)
		for _, p := range s.Forms {
			t.Logf("%s: %d screening, %d to %d questions, %d to %d minutes", p.Questionnaire.ID, p.Screening, p.Least, p.Most, p.MinutesLeast, p.MinutesMost)
			if p.Questionnaire.ID == c.form && (p.MinutesMost < c.least || p.MinutesMost > c.most) {
				t.Errorf("%s takes %d minutes, its authors say %d to %d", c.form, p.MinutesMost, c.least, c.most)
			}
		}
	}
}

// TestScreeningShortensTheForm: what is said before the form is chosen decides how long it is.
func TestScreeningShortensTheForm(t *testing.T) {
	a := withForms(t)
	company(t, a, "firm", "company", "APP")
	core := func(s app.Start) app.FormProposal {
		t.Helper()
		out, err := a.Starting(ctx, admin, s)
		must(t, err)
		return out.Forms[slices.IndexFunc(out.Forms, func(p app.FormProposal) bool { return p.Depth == app.Core })]
	}
	open := core(app.Start{Organisation: "firm", Mode: vigil.SELF})
	no := core(app.Start{Organisation: "firm", Mode: vigil.SELF, Screening: []vigil.Entry{said1("SCR.2", "no"), said1("SCR.3", "no"), said1("SCR.8", "no")}})
	if no.Most > open.Most || no.Least >= no.Most || no.MinutesLeast >= no.MinutesMost {
		t.Errorf("open %d to %d, with three noes %d to %d questions", open.Least, open.Most, no.Least, no.Most)
	}
	s, err := a.Starting(ctx, admin, app.Start{Organisation: "firm", Mode: vigil.SELF, Screening: []vigil.Entry{said1("SCR.8", "yes")}})
	must(t, err)
	has := func(id string) bool {
		return slices.ContainsFunc(s.Screening, func(x *vigil.Indicator) bool { return x.ID == id })
	}
	if !has("SCR.8a") || !has("SCR.1") {
		t.Error("a yes to SCR.8 does not ask SCR.8a")
	}
	s, err = a.Starting(ctx, admin, app.Start{Organisation: "firm", Mode: vigil.SELF})
	must(t, err)
	if has("SCR.8a") {
		t.Error("SCR.8a is asked before SCR.8")
	}
}

// TestStartAssessment stores the form with its editions and the screening together, or nothing.
func TestStartAssessment(t *testing.T) {
	a := withForms(t)
	company(t, a, "firm", "company", "APP")
	start := app.Start{Organisation: "firm", Mode: vigil.SELF, Period: "2026", Questionnaire: "company-core",
		Screening: []vigil.Entry{said1("SCR.1", "APP;FIN"), said1("SCR.2", "yes"), said1("SCR.3", ""), said1("SCR.8", "no"), said1("SCR.8a", "legal")}}
	before := audits(t, a)
	for _, c := range []struct {
		change func(*app.Start)
		kind   vigil.ErrorKind
		words  string
	}{
		{func(s *app.Start) { s.Organisation = "nobody" }, vigil.NotFound, "there is no organisation"},
		{func(s *app.Start) { s.Mode = "" }, vigil.Invalid, "mode"},
		{func(s *app.Start) { s.Size = "huge" }, vigil.Invalid, "size"},
		{func(s *app.Start) { s.Questionnaire = "investor" }, vigil.Invalid, "no form was chosen"},
		{func(s *app.Start) { s.Screening = []vigil.Entry{said1("SCR.2", "perhaps")} }, vigil.Invalid, "SCR.2"},
		{func(s *app.Start) { s.Screening = []vigil.Entry{said1("SCR.1", "MARS")} }, vigil.Invalid, "SCR.1"},
		{func(s *app.Start) { s.Purpose = "Ask +51 984 555 123" }, vigil.Invalid, "purpose"},
		{func(s *app.Start) { s.Cutoff = "soon" }, vigil.Invalid, "cutoff"},
	} {
		s := start
		c.change(&s)
		_, err := a.StartAssessment(ctx, admin, s)
		refused(t, err, c.kind, c.words)
	}
	if audits(t, a) != before {
		t.Error("a refusal left something")
	}
	as, err := a.StartAssessment(ctx, admin, start)
	must(t, err)
	if as.Code != "firm-2026" || as.Status != vigil.Draft || as.Cutoff != "2026-03-02" {
		t.Errorf("%+v", as)
	}
	answers, _, err := a.Answers(ctx, admin, as.Code)
	must(t, err)
	if len(answers) != 3 || answers[0].Value != "APP;FIN" || answers[0].Author != admin.Person {
		t.Errorf("%d answers: what is blank stays unanswered, and what is not asked is not stored: %+v", len(answers), answers)
	}
	entries := audits(t, a)
	if as, err = a.StartAssessment(ctx, admin, start); err != nil || as.Code != "firm-2026" || audits(t, a) != entries {
		t.Errorf("the button was pressed twice: %q %v", as.Code, err)
	}
	if steps, err := a.Timeline(ctx, admin, "firm-2026"); err != nil || len(steps) != 1 || steps[0].Person != admin.Person {
		t.Errorf("who began it: %+v %v", steps, err)
	}
	later := &app.App{Store: a.Store, Catalogue: a.Catalogue, NewCode: a.NewCode, Now: func() time.Time { return noon.Add(2 * time.Minute) }}
	if as, err = later.StartAssessment(ctx, admin, start); err != nil || as.Code != "firm-2026-2" {
		t.Errorf("a second one: %q %v", as.Code, err)
	}
	member := vigil.Actor{Person: "mia", In: map[string]vigil.Role{"firm": vigil.Analyst}}
	if as, err = a.StartAssessment(ctx, member, start); err != nil || as.Code == "firm-2026-3" {
		t.Errorf("the code of a member's assessment tells of others: %q %v", as.Code, err)
	}
}

// TestFormsOfUnits: where a form asks each unit, a start says how many questions each answers, and its length and time count all of
// them; where it asks the organisation alone, units make it no longer.
func TestFormsOfUnits(t *testing.T) {
	a := onSQLite(t)
	cat, ps := catalogue.Load(os.DirFS("testdata/instruments"))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	for _, q := range cat.Questionnaires {
		q.Respondents = []string{"company"}
	}
	whole := a.Catalogue
	company(t, a, "firm", "company", "EXT")
	length := func(c *catalogue.Catalogue, form string) app.FormProposal {
		t.Helper()
		a.Catalogue = c
		s, err := a.Starting(ctx, admin, app.Start{Organisation: "firm", Mode: vigil.SELF})
		must(t, err)
		i := slices.IndexFunc(s.Forms, func(p app.FormProposal) bool { return p.Questionnaire.ID == form })
		if i < 0 {
			t.Fatalf("%s is not proposed", form)
		}
		return s.Forms[i]
	}
	one, alone := length(cat, "merge-form"), length(whole, "company-quick")
	must(t, a.PutUnits(ctx, admin, "firm", []vigil.Unit{{Code: "north", Name: "North mine"}, {Code: "south", Name: "South mine"}, {Code: "port", Name: "Port", Parent: "south"}}))
	two := length(cat, "merge-form")
	if len(one.OfUnits) != 0 || one.Most != 8 {
		t.Errorf("without units: %d questions, of units %v", one.Most, one.OfUnits)
	}
	if len(two.OfUnits) != 2 || two.OfUnits[0].Unit.Name != "North mine" || two.OfUnits[0].Questions != 8 || two.Most != 16 || two.MinutesMost <= one.MinutesMost {
		t.Errorf("with units: %d questions in %d minutes after %d, of units %+v", two.Most, two.MinutesMost, one.MinutesMost, two.OfUnits)
	}
	if still := length(whole, "company-quick"); still.Most != alone.Most || len(still.OfUnits) != 0 {
		t.Errorf("a form for the organisation as a whole grew from %d to %d questions", alone.Most, still.Most)
	}
}
