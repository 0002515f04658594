package app_test

import (
	"fmt"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/matching"
	"vigil/internal/spreadsheet"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// listed reads a list of holdings, and makes a file of its own of each text.
func listed(t *testing.T, text string) spreadsheet.HoldingsFile {
	t.Helper()
	f, ps := spreadsheet.HoldingsFromCSV("list.csv", strings.NewReader(text))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	f.Digest = fmt.Sprintf("%x", text)
	return f
}

// onBoth runs a test on both databases.
func onBoth(t *testing.T, test func(t *testing.T, a *app.App)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, onSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, open(t, store.Config{URL: server.Database(t)})) })
}

// TestHoldingsAreAllOrNothing: bad input never loses what was there, and what is refused leaves no audit entry.
func TestHoldingsAreAllOrNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App) {
		good := app.HoldingsImport{Portfolio: "fund", Name: "A fund", AsOf: "2026-02-28", File: listed(t, "Name,Weight\nA,60\nB,40\n")}
		p, err := a.ImportHoldings(ctx, admin, good)
		if err != nil || p.Version != 1 || p.Lines != 2 || p.Person != admin.Person || !p.CreatedAt.Equal(p.CreatedAt.UTC()) {
			t.Fatalf("%+v %v", p, err)
		}
		before := audits(t, a)
		bad := listed(t, "Name,ISIN,Weight\nA,ZZ1234567894,60\nB,,x\nC,,40\n")
		for name, c := range map[string]struct {
			in   app.HoldingsImport
			kind vigil.ErrorKind
			says string
		}{
			"bad lines":           {app.HoldingsImport{Portfolio: "fund", AsOf: "2026-02-28", File: bad}, vigil.Invalid, "2 of 3 lines are wrong, and nothing was stored"},
			"all lines bad":       {app.HoldingsImport{Portfolio: "fund", AsOf: "2026-02-28", SkipBad: true, File: listed(t, "Name,Weight\nA,x\n")}, vigil.Invalid, "no line of the file can be used"},
			"the same file":       {good, vigil.Conflict, "is the same file as version 1"},
			"a day to come":       {app.HoldingsImport{Portfolio: "fund", AsOf: "2026-03-03", File: listed(t, "Name,Weight\nA,100\n")}, vigil.Invalid, "lies after 2026-03-02"},
			"no code":             {app.HoldingsImport{AsOf: "2026-03-01", File: good.File}, vigil.Invalid, "code"},
			"a name with a phone": {app.HoldingsImport{Portfolio: "fund", Name: "Call +44 20 7946 0958", AsOf: "2026-03-01", File: good.File, Again: true}, vigil.Invalid, "telephone"},
		} {
			_, err := a.ImportHoldings(ctx, admin, c.in)
			if vigil.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", name, err)
			}
		}
		dry := app.HoldingsImport{Portfolio: "fund", AsOf: "2026-03-01", SkipBad: true, DryRun: true, File: bad}
		if p, err := a.ImportHoldings(ctx, admin, dry); err != nil || p.Version != 2 || p.Skipped != 2 {
			t.Errorf("dry run: %+v %v", p, err)
		}
		if after := audits(t, a); after != before {
			t.Errorf("%d audit entries before, %d after", before, after)
		}
		list, err := a.Portfolios(ctx, admin)
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		dry.DryRun = false
		p, err = a.ImportHoldings(ctx, admin, dry)
		if err != nil || p.Version != 2 || p.Lines != 1 || p.Skipped != 2 || p.Name != "A fund" || !strings.Contains(strings.Join(p.Notes, "\n"), "2 of 3 lines of the file were wrong") {
			t.Fatalf("%+v %v", p, err)
		}
		if audits(t, a) != before+1 {
			t.Error("an import leaves one audit entry")
		}
		// the first version is as it was
		first, m, err := a.Match(ctx, admin, "fund", 1)
		if err != nil || first.Version != 1 || len(m.Lines) != 2 || *m.Lines[0].Holding.Weight != 0.6 {
			t.Errorf("%+v %+v %v", first, m, err)
		}
	})
}

// TestAcceptedMatchesAreRemembered: who and when, in the next version, until they are withdrawn; all or nothing.
func TestAcceptedMatchesAreRemembered(t *testing.T) {
	onBoth(t, func(t *testing.T, a *app.App) {
		org, err := a.NewOrganisation(ctx, admin, vigil.Organisation{Code: "acme", Name: "Acme Mining plc"})
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range []string{"Name,Weight\nAcme Mining,60\nNobody,40\n", "Name,Weight\nNobody,50\nACME Mining,50\n"} {
			if _, err := a.ImportHoldings(ctx, admin, app.HoldingsImport{Portfolio: "fund", AsOf: fmt.Sprintf("2026-01-%02d", i+1), File: listed(t, text)}); err != nil {
				t.Fatal(err)
			}
		}
		status := func(version, line int) matching.Line {
			t.Helper()
			_, m, err := a.Match(ctx, admin, "fund", version)
			if err != nil {
				t.Fatal(err)
			}
			l, ok := m.Line(line)
			if !ok {
				t.Fatalf("no line %d", line)
			}
			return *l
		}
		if l := status(1, 2); l.Status != matching.Possible || l.Holding.Organisation != "" {
			t.Errorf("taken by its name: %+v", l)
		}
		err = a.AcceptMatches(ctx, admin, "fund", 1, []app.Acceptance{{Line: 2, Organisation: "acme"}, {Line: 3, Organisation: "nobody"}}, nil)
		if vigil.KindOf(err) != vigil.Invalid || !strings.Contains(err.Error(), `there is no organisation "nobody" to accept for Nobody`) || status(1, 2).Status == matching.Matched {
			t.Errorf("half of it was stored: %v", err)
		}
		if err := a.AcceptMatches(ctx, admin, "fund", 1, []app.Acceptance{{Line: 2, Organisation: "acme"}}, nil); err != nil {
			t.Fatal(err)
		}
		l := status(2, 3)
		if l.Status != matching.Matched || l.Holding.MatchedBy != vigil.ByAccepted || l.Accepted.AcceptedBy != admin.Person || l.Accepted.OrganisationID != org.ID || l.Accepted.AcceptedAt.IsZero() {
			t.Errorf("the next version does not know it: %+v", l)
		}
		if err := a.AcceptMatches(ctx, admin, "fund", 2, nil, []int{3}); err != nil {
			t.Fatal(err)
		}
		if l := status(1, 2); l.Status != matching.Possible {
			t.Errorf("withdrawn, and still taken: %+v", l)
		}
		entries, err := a.AuditEntries(ctx, admin)
		if err != nil {
			t.Fatal(err)
		}
		last := entries[len(entries)-1]
		if last.Action != string(app.AcceptMatchAction) || last.Subject != "portfolio:fund" || !strings.Contains(last.Detail, "withdrawn") || strings.Contains(last.Detail, "Mining") {
			t.Errorf("audit: %+v", last)
		}
	})
}
