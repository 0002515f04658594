package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

// A what-if and a path change nothing on file, and the audit log says which gaps were tried.
func TestWhatIfChangesNothing(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	_, err := a.Import(ctx, admin, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	before, _, err := a.Answers(ctx, admin, "acme-1")
	must(t, err)
	_, gaps, err := a.Score(ctx, admin, "acme-1")
	must(t, err)
	if len(gaps.Gaps) < 2 {
		t.Fatal("the assessment has too few gaps to close")
	}
	first, second := gaps.Gaps[0].Question, gaps.Gaps[1].Question
	r, err := a.WhatIf(ctx, admin, "acme-1", []vigil.Closing{{Question: first, Steps: 1}, {Question: second}})
	must(t, err)
	if r.ID != "whatif" || len(r.Sections) == 0 {
		t.Errorf("the report is %q with %d sections", r.ID, len(r.Sections))
	}
	list, err := a.AuditEntries(ctx, admin)
	must(t, err)
	if last := list[len(list)-1]; last.Action != string(app.WhatIfAction) || last.Detail != first+":1,"+second {
		t.Errorf("the what-if left %+v", last)
	}
	_, err = a.WhatIf(ctx, admin, "acme-1", nil)
	refused(t, err, vigil.Invalid, "no gap is named")
	_, err = a.WhatIf(ctx, admin, "acme-1", []vigil.Closing{{Question: "none"}, {Question: first, Steps: 99}})
	refused(t, err, vigil.Invalid, "none: there is no gap", first+": 99 steps are asked for")
	_, err = a.PathReport(ctx, admin, "acme-1")
	must(t, err)
	after, _, err := a.Answers(ctx, admin, "acme-1")
	must(t, err)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
}
