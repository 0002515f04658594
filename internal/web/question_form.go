package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"vigil/internal/app"
	"vigil/internal/question"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// form is the form of a question with what it holds.
func (w questionWords) form(key string, item app.QuestionItem, x app.SaveAnswer) page.AnswerForm {
	f := page.AnswerForm{Version: x.Version}
	state := x.State
	if state == "" && x.Value != "" {
		state = string(vigil.Answered)
	}
	w.choices(&f, key, item, x.Value, state)
	for _, s := range vigil.States {
		if s == vigil.Answered || s == vigil.NotApplicable && w.v.Methodology.NotApplicableBy != "answer" {
			continue
		}
		f.States = append(f.States, ui.Option{Value: "state:" + string(s), Label: words.T(w.ctx, "question.state_"+string(s)), Hint: words.T(w.ctx, "question.hint_"+string(s)), Chosen: state == string(s)})
	}
	if len(f.Choices) == 0 { // a way back from a state to what is typed or ticked
		f.States = append([]ui.Option{{Value: "", Label: words.T(w.ctx, "question.no_state"), Chosen: state == "" || state == string(vigil.Answered)}}, f.States...)
	}
	f.Note = ui.Field{ID: key + "-note", Name: "note", Label: words.T(w.ctx, "question.note"), Hint: words.T(w.ctx, "question.note_hint"), Value: x.Note, Rows: 3}
	if w.one {
		f.Note.Attrs = templ.Attributes{"accesskey": "t"}
	}
	f.Grades = ui.Choice{ID: key + "-grade", Name: "grade", Label: words.T(w.ctx, "question.grade"), Blank: words.T(w.ctx, "question.grade_blank"), Options: w.grades(x.Grade)}
	f.Date = ui.Field{ID: key + "-date", Name: "date", Label: words.T(w.ctx, "question.date"), Value: x.Date, Type: dateType(x.Date)}
	f.Log = item.Scale.Type == "flag" || item.Asked.NoCountsWith == "search_log"
	add := func(name, value, kind string) {
		f.Search = append(f.Search, ui.Field{ID: key + "-search_" + name, Name: "search_" + name, Label: words.T(w.ctx, "question.search_"+name), Value: value, Type: kind})
	}
	add("date", x.Search.Date, dateType(x.Search.Date))
	add("sources", x.Search.Sources, "")
	add("languages", x.Search.Languages, "")
	add("terms", x.Search.Terms, "")
	return f
}

// dateType is a date field, unless it must show something that is no date.
func dateType(value string) string {
	if value != "" && (len(value) != len("2026-01-02") || value[4] != '-' || value[7] != '-') {
		return "text"
	}
	return "date"
}

// choices offers what the scale has: levels, elements, or a field to type in.
func (w questionWords) choices(f *page.AnswerForm, key string, item app.QuestionItem, value, state string) {
	given := state == string(vigil.Answered)
	if item.Scale.Type == "multi" {
		met := strings.Split(value, ";")
		for _, o := range item.Options {
			f.Elements = append(f.Elements, ui.Option{Value: o.ID, Label: o.Text.In(w.language), Language: w.foreign(o.Text), Chosen: slices.Contains(met, o.ID)})
		}
		f.Elements = append(f.Elements, ui.Option{Value: vigil.NoElements, Label: words.T(w.ctx, "question.none_met"), Language: w.language, Chosen: value == vigil.NoElements})
		return
	}
	for _, o := range item.Options {
		c := ui.Option{Value: "value:" + o.ID, Label: cmp.Or(o.Text.In(w.language), o.ID), Language: w.foreign(o.Text), Aside: w.optionName(item, o), Chosen: given && o.ID == value}
		if c.Aside == c.Label {
			c.Aside = ""
		}
		f.Choices = append(f.Choices, c)
	}
	if len(item.Options) > 0 {
		return
	}
	f.Free = &ui.Field{ID: key + "-value", Name: "value", Label: words.T(w.ctx, "question.answer"), Value: value}
	switch item.Scale.Type {
	case "number":
		f.Free.InputMode = "decimal"
	case "date":
		f.Free.Type = dateType(value)
	case "text":
		f.Free.Rows = 5
	}
}

func (w questionWords) grades(grade string) []ui.Option {
	var list []ui.Option
	for _, g := range vigil.Grades {
		list = append(list, ui.Option{Value: string(g), Label: page.GradeName(w.ctx, g), Chosen: string(g) == grade})
	}
	return list
}

// aside is the guidance beside a question: what counts, where it comes from, why it is asked.
func (w questionWords) aside(item app.QuestionItem) page.QuestionAside {
	in := item.Asked
	a := page.QuestionAside{Counts: in.Guidance, Accepts: in.Evidence.Accepts}
	for _, p := range item.Provisions {
		a.Clauses = append(a.Clauses, page.Clause{Number: ui.Told("question.clause", "Section", p.Section, "Letters", p.Letters), Text: p.Paraphrase})
	}
	for _, r := range item.References {
		name := r.Framework.Short
		if len(name) == 0 {
			name = r.Framework.Title
		}
		if n := len(a.Related); n > 0 && a.Related[n-1].Framework.In(w.language) == name.In(w.language) {
			a.Related[n-1].References += ", " + r.Reference
			continue
		}
		a.Related = append(a.Related, page.Related{Framework: name, References: r.Reference})
	}
	a.Why = words.T(w.ctx, "question.why_"+item.Progress.Applies.String())
	if len(item.Because) == 0 && item.Progress.Applies != vigil.False {
		a.Why = words.T(w.ctx, "question.why_all")
	}
	for _, r := range item.Because {
		a.Because = append(a.Because, w.reason(item, r))
	}
	if s := item.Score; s != nil && item.Answer.State != "" && item.Progress.Applies != vigil.False {
		a.Score = s.Why
	}
	return a
}

func (w questionWords) reason(item app.QuestionItem, r app.Reason) templ.Component {
	switch {
	case r.Asked == nil:
		return ui.Told("question.because_sectors", "Sectors", page.SectorList(w.ctx, r.Sectors))
	case r.Hidden:
		return ui.Told("question.because_hidden", "Question", r.Asked.ID)
	case r.Answer.State == "":
		return ui.Told("question.because_open", "Question", r.Asked.ID, "Text", r.Asked.Question)
	}
	other := app.QuestionItem{Asked: r.Asked}
	other.Scale, _ = w.v.Methodology.ScaleOf(r.Asked)
	other.Options = question.Options(other.Scale, r.Asked)
	return ui.Told("question.because_answer", "Question", r.Asked.ID, "Text", r.Asked.Question, "Answer", w.answerText(other, r.Answer.State, r.Answer.Value))
}

// conflict is both sides of an answer in words.
func (w questionWords) conflict(item app.QuestionItem, c *vigil.AnswerConflict) *page.AnswerConflict {
	theirs, mine := c.Theirs, c.Mine
	p := &page.AnswerConflict{Version: theirs.Version, Who: words.T(w.ctx, "question.by", "Person", theirs.Author, "Moment", words.Moment(w.ctx, theirs.UpdatedAt))}
	keep := func(name, value string) { p.Kept = append(p.Kept, page.Hidden{Name: name, Value: value}) }
	if mine.State == vigil.Answered {
		keep("value", mine.Value)
	}
	if mine.State != "" {
		keep("choice", "state:"+string(mine.State))
	}
	keep("grade", string(mine.Grade))
	keep("date", mine.Date)
	keep("note", mine.Note)
	keep("search_date", mine.Search.Date)
	keep("search_sources", mine.Search.Sources)
	keep("search_languages", mine.Search.Languages)
	keep("search_terms", mine.Search.Terms)
	text := func(x vigil.Answer) [5]string {
		answer := ""
		if x.State != "" {
			answer = w.answerText(item, x.State, x.Value)
			if item.Scale.Type == "multi" && x.State == vigil.Answered {
				answer += ": " + strings.ReplaceAll(x.Value, ";", ", ")
			}
		}
		s := x.Search
		return [5]string{answer, string(x.Grade), x.Date, x.Note, strings.Trim(strings.Join([]string{s.Date, s.Sources, s.Languages, s.Terms}, " · "), " ·")}
	}
	m, t := text(mine), text(theirs)
	for i, name := range []string{"answer", "grade", "date", "note", "search"} {
		side := page.ConflictSide{Name: name, Label: words.T(w.ctx, "question.side_"+name), Mine: m[i], Theirs: t[i], Equal: m[i] == t[i]}
		if side.Equal && side.Mine == "" {
			continue
		}
		if c.Base != nil {
			switch base := text(*c.Base); {
			case t[i] == base[i]:
				side.Take = "mine" // the other side did not touch it
			case m[i] == base[i]:
				side.Take = "theirs"
			}
		}
		p.Sides = append(p.Sides, side)
	}
	return p
}
