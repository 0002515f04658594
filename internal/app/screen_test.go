package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// rate gives an organisation a final assessment in mode SCREEN; change may change its answers first.
func rate(t testing.TB, a *app.App, organisation, code string, change func(*vigil.Submission)) {
	t.Helper()
	if _, err := a.NewAssessment(ctx, admin, app.NewAssessment{Code: code, Organisation: organisation, Questionnaire: "company-quick", Mode: vigil.SCREEN}); err != nil {
		t.Fatal(err)
	}
	sub := answersTo(a)
	for i := range sub.Entries {
		sub.Entries[i].Subject = organisation
	}
	if change != nil {
		change(&sub)
	}
	if _, err := a.Import(ctx, admin, code, sub, app.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	must(t, a.Submit(ctx, admin, code))
	must(t, a.Review(ctx, other, code))
	finalise(t, a, other, code)
}

// hold puts a version of the portfolio "fund" on file.
func hold(t testing.TB, a *app.App, holdings ...vigil.Holding) {
	t.Helper()
	must(t, a.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.CreatePortfolio(&vigil.Portfolio{Code: "fund", Name: "Fund", AsOf: "2026-02-28", Lines: len(holdings)}, holdings)
	}))
}

// line is an equity by the ISIN of an organisation that held makes.
func line(n int, isin string, weight float64) vigil.Holding {
	return vigil.Holding{Line: n, Name: fmt.Sprintf("Line %d", n), ISIN: isin, Kind: vigil.HoldingEquity, Weight: &weight}
}

var isins = map[string]string{"acme": "ZZ1234567895", "birch": "ZZ0000000008", "cedar": "ZZ0000000016"}

// found opens an organisation that a holding is known by.
func found(t testing.TB, a *app.App, code string) {
	t.Helper()
	_, err := a.NewOrganisation(ctx, admin, vigil.Organisation{Code: code, Name: "Example " + code, Sector: "EXT", Country: "PE", ISINs: []string{isins[code]}, Fictional: true})
	must(t, err)
}

func TestScreen(t *testing.T) { each(t, screenTwice) }

// screenTwice goes through two runs: the first says what is held, the second what moved, and the same again is no run.
func screenTwice(t *testing.T, a *app.App) {
	for code := range isins {
		found(t, a, code)
	}
	rate(t, a, "acme", "acme-1", nil)
	rate(t, a, "birch", "birch-1", nil)
	hold(t, a, line(2, isins["acme"], 0.5), line(3, isins["birch"], 0.3), line(4, isins["cedar"], 0.2))
	before := audits(t, a)
	first, err := a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund"})
	must(t, err)
	s := first.Screening
	if s.Number != 1 || s.Changes != nil || s.Whole.Coverage.Published != 80 || len(s.Whole.Scores) != 1 || s.RuleSet.Ref() != "default@0.1.0" {
		t.Errorf("run %d, whole %+v", s.Number, s.Whole)
	}
	if n := audits(t, a) - before; n != 1 {
		t.Errorf("%d audit entries, want 1", n)
	}
	again, err := a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund"})
	must(t, err)
	if diff := cmp.Diff(bytesOf(t, s), bytesOf(t, again.Screening)); diff != "" {
		t.Errorf("the same run again is another:\n%s", diff)
	}

	// A day later a case is confirmed as a cap, and the weights have moved.
	a.Now = func() time.Time { return noon.AddDate(0, 0, 1) }
	al, err := a.AddAllegation(ctx, admin, "birch", func() vigil.Allegation { x := grave(); x.Project = ""; return x }())
	must(t, err)
	k, err := a.ProposeCap(ctx, other, "birch", al.Code, vigil.Cap{Rule: "CAP-1", Grade: vigil.E3, Reason: "An action with hallmarks of a SLAPP."})
	must(t, err)
	_, err = a.ConfirmCap(ctx, third, k.ID)
	must(t, err)
	hold(t, a, line(2, isins["acme"], 0.4), line(3, isins["birch"], 0.6))
	second, err := a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund"})
	must(t, err)
	s = second.Screening
	if s.Number != 2 || s.Changes == nil || s.Changes.Number != 1 || s.PortfolioVersion != 2 {
		t.Fatalf("run %d, changes %+v", s.Number, s.Changes)
	}
	if len(s.RedFlags) != 1 || !s.RedFlags[0].New || s.RedFlags[0].InScore || s.RedFlags[0].Case != al.Code || s.RedFlags[0].Severity == nil {
		t.Errorf("red flags %+v", s.RedFlags)
	}
	if len(s.Watchlist) != 1 || s.Watchlist[0].State != "entered" {
		t.Errorf("watchlist %+v", s.Watchlist)
	}
	for _, p := range s.Positions {
		if p.Organisation == "birch" && (p.Outcome != vigil.Escalate || p.Rule != "grave-cap" || len(p.Change.CapsNew) != 1) {
			t.Errorf("birch: %+v", p)
		}
	}
	if len(s.Asks) == 0 || len(s.Asks[0].Asks) != 5 || s.Asks[0].Organisation != "birch" || s.Asks[0].Asks[0].Question != "CAP-1" {
		t.Errorf("asks %+v", s.Asks)
	}
	runs, err := a.Screenings(ctx, admin, "fund")
	must(t, err)
	if len(runs) != 2 || runs[1].Day != "2026-03-03" || runs[1].Person != admin.Person {
		t.Errorf("runs %+v", runs)
	}
	thirdRun, err := a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund"})
	must(t, err)
	if thirdRun.Screening.Number != 2 || thirdRun.Screening.Changes == nil || thirdRun.Screening.Changes.Number != 1 {
		t.Errorf("the second run again: %d after %+v", thirdRun.Screening.Number, thirdRun.Screening.Changes)
	}
	must(t, a.VerifyAudit(ctx, admin))
}

func bytesOf(t testing.TB, s *vigil.Screening) string {
	t.Helper()
	text, err := json.Marshal(s)
	must(t, err)
	return string(text)
}

func TestScreenRefuses(t *testing.T) {
	a := onSQLite(t)
	_, err := a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "none"})
	refused(t, err, vigil.NotFound, `there is no portfolio "none"`)
	hold(t, a, line(2, isins["acme"], 1))
	_, err = a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund", AsOf: "2026-03-03"})
	refused(t, err, vigil.Invalid, "as-of", "lies after 2026-03-02")
	_, err = a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund", AsOf: "tomorrow"})
	refused(t, err, vigil.Invalid, "is no date")
	_, err = a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund", Version: 7})
	refused(t, err, vigil.NotFound, "version 7")
	_, err = a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund", Own: "none-1"})
	refused(t, err, vigil.NotFound, "none-1")
	if _, err = a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund"}); err != nil {
		t.Fatal(err)
	}
	_, err = a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund", AsOf: "2026-03-01"})
	refused(t, err, vigil.Conflict, "must not lie before it", "--dry-run")
}

// TestADryRunKeepsNothing and says what other rules would change.
func TestADryRunKeepsNothing(t *testing.T) {
	a := onSQLite(t)
	found(t, a, "acme")
	rate(t, a, "acme", "acme-1", nil)
	hold(t, a, line(2, isins["acme"], 1))
	rules := strict(t, a)
	s, err := a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund", Rules: rules, DryRun: true})
	must(t, err)
	if s.Screening.Number != 0 || len(s.Differences) != 1 || s.Differences[0].To != vigil.Exclude || !strings.Contains(s.Differences[0].ReasonTo, "Not a leader") {
		t.Errorf("differences %+v", s.Differences)
	}
	if runs, err := a.Screenings(ctx, admin, "fund"); err != nil || len(runs) != 0 {
		t.Errorf("%d runs were kept, %v", len(runs), err)
	}
	// Once used, an edition stays as it is.
	_, err = a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund", Rules: rules})
	must(t, err)
	changed := *rules
	changed.Digest = "changed"
	_, err = a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund", Rules: &changed})
	refused(t, err, vigil.Conflict, "strict@1.0.0", "new edition")
	// And they are in use now, although no file of them is loaded: they are read again as they were kept.
	s, err = a.Screen(ctx, admin, app.ScreenOptions{Portfolio: "fund"})
	must(t, err)
	if s.Screening.RuleSet.Ref() != "strict@1.0.0" || s.Screening.Positions[0].Outcome != vigil.Exclude {
		t.Errorf("rules %+v, position %+v", s.Screening.RuleSet, s.Screening.Positions[0])
	}
}

// strict is a rule set of somebody's own.
func strict(t testing.TB, a *app.App) *vigil.RuleSet {
	t.Helper()
	def, m, err := a.Catalogue.RuleSet(app.DefaultRules)
	must(t, err)
	r := *def
	r.ID, r.Edition, r.Digest = "strict", "1.0.0", "digest"
	r.Rules = []vigil.ScreeningRule{{ID: "leaders", Title: vigil.Text{"en": "Leaders only"}, Outcome: vigil.Exclude, When: `band != "A"`, Reason: vigil.Text{"en": "Not a leader: {score}."}}}
	must(t, catalogue.CompileRules(&r, m).Err())
	return &r
}
