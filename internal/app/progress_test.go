package app_test

import (
	"slices"
	"strings"
	"testing"

	"vigil/internal/app"
	"vigil/internal/vigil"
)

func progress(t testing.TB, a *app.App) vigil.Progress {
	t.Helper()
	p, err := a.Progress(ctx, guest, "acme-1")
	must(t, err)
	return p
}

func itemOf(t testing.TB, p vigil.Progress, id string) vigil.ItemProgress {
	t.Helper()
	i := slices.IndexFunc(p.Items, func(i vigil.ItemProgress) bool { return i.Question == id })
	if i < 0 {
		t.Fatalf("no item %s", id)
	}
	return p.Items[i]
}

// TestProgress follows an assessment from the first answer to the last: what applies is what scoring leaves in.
func TestProgress(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	q, _, err := a.Catalogue.Questionnaire("company-quick")
	must(t, err)
	p := progress(t, a)
	if p.Answered != 0 || p.Applicable == 0 || len(p.Items) != len(q.Questions())+len(q.Screening) || len(p.Sections) != len(q.Pillars)+1 || p.Sections[0].ID != vigil.SectionScreening {
		t.Errorf("untouched: %d of %d, %d items, %d sections", p.Answered, p.Applicable, len(p.Items), len(p.Sections))
	}
	if n := len(p.List(vigil.JumpUnanswered)); n != p.Applicable {
		t.Errorf("%d unanswered of %d", n, p.Applicable)
	}
	_, err = a.Import(ctx, admin, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	p = progress(t, a)
	if p.Answered != p.Applicable || len(p.List(vigil.JumpUnanswered)) != 0 {
		t.Errorf("all answered: %d of %d", p.Answered, p.Applicable)
	}
	sum := 0
	for _, s := range p.Sections {
		if sum += s.Answered; s.Answered != s.Applicable || s.Applicable == 0 {
			t.Errorf("section %+v", s)
		}
	}
	if sum != p.Answered {
		t.Errorf("sections have %d, all have %d", sum, p.Answered)
	}
	card, _, err := a.Score(ctx, admin, "acme-1")
	must(t, err)
	for _, n := range card.Nodes {
		if n.Item != nil && n.Item.Applicable != itemOf(t, p, n.Node).Applies.String() {
			t.Errorf("%s: scoring says %s, progress %s", n.Node, n.Item.Applicable, itemOf(t, p, n.Node).Applies)
		}
	}
}

// TestProgressFlags finds what needs another look.
func TestProgressFlags(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	save(t, a, guest, app.SaveAnswer{Question: "BE.e.1", Value: "3"})                   // no evidence for the best level
	save(t, a, guest, app.SaveAnswer{Question: "BE.a.1", State: "withheld_for_safety"}) // nobody approved it
	save(t, a, guest, app.SaveAnswer{Question: "BE.a.2", State: "not_assessed"})
	q, m, err := a.Catalogue.Questionnaire("company-quick")
	must(t, err)
	flag := ""
	for _, in := range q.Questions() {
		if s, _ := m.ScaleOf(in); s.Type == "flag" {
			flag = in.ID
		}
	}
	save(t, a, guest, app.SaveAnswer{Question: flag, Value: "clear"}) // no search log
	p := progress(t, a)
	for id, want := range map[string]vigil.Flag{"BE.e.1": vigil.FlagEvidence, "BE.a.1": vigil.FlagApproval, flag: vigil.FlagSearch} {
		if got := itemOf(t, p, id); !slices.Equal(got.Flags, []vigil.Flag{want}) || !got.Answered || !got.In(vigil.JumpFlagged) {
			t.Errorf("%s: %+v", id, got)
		}
	}
	if i := itemOf(t, p, "BE.a.2"); i.Answered || !i.In(vigil.JumpUnanswered) || len(i.Flags) > 0 {
		t.Errorf("not assessed: %+v", i)
	}
	if len(p.List(vigil.JumpFlagged)) != 3 {
		t.Errorf("flagged: %+v", p.List(vigil.JumpFlagged))
	}
}

// TestAnswerThatNoLongerApplies: a screening answer takes a question away that was answered before. The answer stays, is
// listed, says why, and can still be read and taken out.
func TestAnswerThatNoLongerApplies(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	_, err := a.Import(ctx, admin, "acme-1", answersTo(a), app.ImportOptions{})
	must(t, err)
	before := progress(t, a)
	q, _, err := a.Catalogue.Questionnaire("company-quick")
	must(t, err)
	var in *vigil.Indicator // rests on a screening question that a search log settles
	gate := ""
	for _, x := range q.Questions() {
		for _, id := range x.AppliesIf.Uses {
			if s := q.Question(id); s != nil && s.NoCountsWith == "search_log" && in == nil {
				in, gate = x, id
			}
		}
	}
	if in == nil {
		t.Fatal("no question of the quick scan rests on a screening question with a search log")
	}
	v, err := a.Question(ctx, guest, "acme-1", "", gate)
	must(t, err)
	x := v.Items[0].Answer
	save(t, a, guest, app.SaveAnswer{Question: gate, Value: "no", Grade: string(x.Grade), Date: x.Date, Search: x.Search, Version: x.Version})
	after := progress(t, a)
	i := itemOf(t, after, in.ID)
	if i.Applies != vigil.False || !i.In(vigil.JumpConflicting) || i.In(vigil.JumpUnanswered) || after.Applicable >= before.Applicable {
		t.Errorf("%+v, %d of %d apply", i, after.Applicable, before.Applicable)
	}
	if v, err = a.Question(ctx, guest, "acme-1", "", in.ID); err != nil {
		t.Fatal(err)
	}
	item := v.Items[0]
	if item.Answer.State == "" || item.Progress.Applies != vigil.False || !slices.ContainsFunc(item.Because, func(r app.Reason) bool { return r.Asked != nil && r.Asked.ID == gate && r.Answer.Value == "no" }) {
		t.Errorf("the page would show %+v", item)
	}
	save(t, a, guest, app.SaveAnswer{Question: in.ID, Version: item.Answer.Version})
	if i = itemOf(t, progress(t, a), in.ID); !i.Conflict.Empty() {
		t.Errorf("taken out: %+v", i)
	}
}

func TestQuestionView(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	save(t, a, guest, typed(0))
	v, err := a.Question(ctx, guest, "acme-1", "", "BE.e.1")
	must(t, err)
	item := v.Items[0]
	if v.Pillar == nil || v.Section != "P2" || !v.Editable || len(v.Units) != 0 || v.Previous == nil || v.Next == nil || v.Next.Question != "BE.e.2" {
		t.Errorf("around it: %+v %+v %+v", v.Section, v.Previous, v.Next)
	}
	if len(item.Options) != 4 || item.Options[2].Text.In("en") == "" || len(item.Provisions) == 0 || len(item.References) == 0 || len(item.History) != 1 || item.Answer.Value != "2" {
		t.Errorf("the item: %+v", item)
	}
	if seen, err := a.Question(ctx, clerk, "acme-1", "", "BE.e.1"); err != nil || seen.Items[0].Score == nil || seen.Items[0].Score.Why.String() == "" {
		t.Errorf("what it counts: %+v %v", seen, err)
	}
	v, err = a.Questions(ctx, guest, "acme-1", "", "P2")
	must(t, err)
	if len(v.Items) < 2 || v.Items[0].Asked.ID != "BE.e.1" {
		t.Errorf("%d questions of the pillar", len(v.Items))
	}
	if v, err = a.Questions(ctx, guest, "acme-1", "", ""); err != nil || v.Section != vigil.SectionScreening || v.Previous != nil {
		t.Errorf("without a name: %v %+v", err, v.Section)
	}
	_, err = a.Questions(ctx, guest, "acme-1", "", "P99")
	refused(t, err, vigil.NotFound, "P99")
	_, err = a.Question(ctx, guest, "acme-1", "moon", "BE.e.1")
	refused(t, err, vigil.NotFound, "moon")
	_, err = a.Question(ctx, guest, "acme-1", "", "BE.zz")
	refused(t, err, vigil.NotFound, "BE.zz")
	if !strings.HasPrefix(item.Asked.ID, "BE.e") {
		t.Error("another question")
	}
}

// TestSectionLinkSeesItsSections: who came by a link sees, saves, undoes and confirms in its sections alone; elsewhere the
// questions are not there.
func TestSectionLinkSeesItsSections(t *testing.T) {
	a := onSQLite(t)
	begin(t, a, "acme", vigil.SELF)
	save(t, a, guest, typed(0))
	save(t, a, guest, app.SaveAnswer{Question: "BE.a.1", Value: "1", Note: "of the other section"})
	by := vigil.Actor{Person: "link 1", Role: vigil.Respondent, Grant: &vigil.Grant{Link: 1, Assessment: "acme-1", Sections: []string{"P2"}}}
	p, err := a.Progress(ctx, by, "acme-1")
	must(t, err)
	for _, i := range p.Items {
		if i.Section != "P2" {
			t.Errorf("sees %+v", i)
		}
	}
	if len(p.Sections) != 1 || p.Answered != 1 || p.Applicable != len(p.Items) {
		t.Errorf("%d sections, %d of %d", len(p.Sections), p.Answered, p.Applicable)
	}
	v, err := a.Question(ctx, by, "acme-1", "", "BE.e.1")
	must(t, err)
	if !v.Editable || v.Previous != nil {
		t.Errorf("editable %v, before it %+v", v.Editable, v.Previous)
	}
	for _, r := range v.Items[0].Because {
		if r.Asked != nil && (!r.Hidden || r.Answer.State != "") {
			t.Errorf("shows the answer of another section: %+v", r)
		}
	}
	in := typed(1)
	in.Note = "by the link"
	if x := save(t, a, by, in); x.Author != "link 1" {
		t.Errorf("saved: %+v", x)
	}
	outside := []error{
		second2(a.Question(ctx, by, "acme-1", "", "BE.a.1")), second2(a.Questions(ctx, by, "acme-1", "", "P1")),
		second2(a.SaveAnswer(ctx, by, "acme-1", app.SaveAnswer{Question: "BE.a.1", Value: "2", Version: 1})),
		second2(a.UndoAnswer(ctx, by, "acme-1", app.UndoAnswer{Question: "BE.a.1", Version: 1})),
		second2(a.ConfirmAnswer(ctx, by, "acme-1", "", "BE.a.1", 1)), second2(a.AnswerHistory(ctx, by, "acme-1", "", "BE.a.1")),
		second2(a.Question(ctx, by, "acme-2", "", "BE.e.1")),
	}
	for i, err := range outside {
		if vigil.KindOf(err) != vigil.NotFound {
			t.Errorf("%d: %v", i, err)
		}
	}
}
