package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vigil/internal/app"
	"vigil/internal/question"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// questionWords puts what app knows of questions into the words of a page.
type questionWords struct {
	ctx      context.Context
	language string
	v        app.QuestionView
	typed    typed
	one      bool
}

// questionsPage is the page of the questions of a view; t is what somebody has just typed into the one question.
func (s *Server) questionsPage(c *fiber.Ctx, v app.QuestionView, t typed) page.Questions {
	ctx := c.UserContext()
	w := questionWords{ctx: ctx, language: words.In(ctx), v: v, typed: t, one: c.Params("question") != ""}
	code := v.Assessment.Code
	p := page.Questions{Frame: s.frame(c, "question.title"), Form: v.Questionnaire, Nav: s.questionNav(c, w), Editable: v.Editable, Keys: w.one}
	p.Trail = s.questionTrail(w)
	if !w.one {
		p.Title = w.section(v.Section)
		p.Frame.Title, p.TitleIn = p.Title, w.sectionLanguage(v.Section)
		p.Frame.TitleIn = p.TitleIn
	} else {
		asked := v.Items[0].Asked
		p.Frame.Title, p.Frame.TitleIn = asked.ID+" "+asked.Question.In(w.language), asked.Question.Language(w.language)
	}
	if v.Previous != nil {
		p.Previous = s.turn(w, *v.Previous)
	}
	if v.Next != nil {
		p.Next = s.turn(w, *v.Next)
	}
	if !v.Editable && !v.Assessment.Status.Editable() {
		p.Notices = append(p.Notices, page.Notice{Tone: ui.Info, Text: words.T(ctx, "question.read_only", "Status", words.T(ctx, "question.status_"+strings.ReplaceAll(string(v.Assessment.Status), " ", "_")))})
	}
	if !v.Editable && v.Assessment.Status.Editable() && v.Link == nil {
		p.Notices = append(p.Notices, page.Notice{Tone: ui.Info, Text: words.T(ctx, "question.read_role")})
	}
	if v.Assessment.ReturnReason != "" && v.Assessment.Status == vigil.Returned {
		p.Notices = append(p.Notices, page.Notice{Tone: ui.Warning, Text: words.T(ctx, "question.whole_returned"), Typed: v.Assessment.ReturnReason})
	}
	if v.Link != nil {
		p.Notices = append(p.Notices, s.linkNotice(ctx, code, *v.Link))
	}
	p.Units = s.unitLinks(w)
	for _, item := range v.Items {
		q := w.question(item)
		at := app.QuestionAt{Unit: item.Unit, Question: item.Asked.ID}
		q.URL, q.Save = s.questionURL(code, at), s.url("answer-save", code, item.Asked.ID)
		q.Undo, q.Confirm, q.Merge = s.url("answer-undo", code, item.Asked.ID), s.url("answer-confirm", code, item.Asked.ID), s.url("answer-merge", code, item.Asked.ID)
		q.Evidence = s.evidenceOf(c, v, item)
		if w.one {
			q.Comments = s.commentsPart(c, code, at, q.URL)
		}
		p.Questions = append(p.Questions, q)
	}
	return p
}

// questionTrail leads to the part that a question is of. Who came by a link sees no organisation.
func (s *Server) questionTrail(w questionWords) []ui.Link {
	v := w.v
	trail := []ui.Link{{Label: words.T(w.ctx, "assessments.title"), URL: s.url("assessments")}, {Label: v.Organisation.Name}, {Label: v.Questionnaire.Title.In(w.language), In: v.Questionnaire.Title.Language(w.language), URL: s.url("assessment", v.Assessment.Code)}}
	if v.Link == nil {
		trail[1].URL = s.url("organisation", v.Organisation.Code)
	}
	if w.one {
		trail = append(trail, ui.Link{Label: w.section(v.Section), In: w.sectionLanguage(v.Section), URL: s.sectionURL(v.Assessment.Code, v.Section, v.Unit)})
	}
	return trail
}

// turn is the address one page further: of a question, or of a part when parts are answered whole.
func (s *Server) turn(w questionWords, at app.QuestionAt) string {
	if w.one {
		return s.questionURL(w.v.Assessment.Code, at)
	}
	return s.sectionURL(w.v.Assessment.Code, at.Section, at.Unit)
}

// questionNav leads through the parts.
func (s *Server) questionNav(c *fiber.Ctx, w questionWords) page.QuestionNav {
	p, code := w.v.Progress, w.v.Assessment.Code
	n := page.QuestionNav{Summary: words.T(w.ctx, "question.progress", "Answered", words.Count(w.ctx, p.Answered), "Applicable", words.Count(w.ctx, p.Applicable))}
	for _, x := range p.Sections {
		n.Sections = append(n.Sections, page.NavSection{Label: w.section(x.ID), Language: w.foreign(w.sectionText(x.ID)), URL: s.sectionURL(code, x.ID, w.v.Unit),
			Count: fmt.Sprintf("%d/%d", x.Answered, x.Applicable), Said: words.T(w.ctx, "question.progress", "Answered", words.Count(w.ctx, x.Answered), "Applicable", words.Count(w.ctx, x.Applicable)),
			Part: float64(x.Answered), Whole: float64(x.Applicable), Here: x.ID == w.v.Section})
	}
	if app.May(s.actor(c).RoleOn(w.v.Organisation.Code, code), app.ListCommentsAction) {
		n.Comments = s.url("comments", code)
	}
	for _, jump := range vigil.Jumps {
		list := p.List(jump)
		l := ui.Link{Label: words.T(w.ctx, "question.jump_"+jump, "Number", words.Count(w.ctx, len(list))), Current: jump == vigil.JumpUnanswered}
		if to := jumpTo(p, list, w.v); to != nil {
			l.URL = s.questionURL(code, *to)
		}
		n.Jumps = append(n.Jumps, l)
	}
	return n
}

// jumpTo is the first of a list behind the question at hand, or from the start.
func jumpTo(p vigil.Progress, list []vigil.ItemProgress, v app.QuestionView) *app.QuestionAt {
	if len(list) == 0 {
		return nil
	}
	place := func(unit, question string) int {
		return slices.IndexFunc(p.Items, func(i vigil.ItemProgress) bool { return i.Unit == unit && i.Question == question })
	}
	here := place(v.Unit, v.Items[len(v.Items)-1].Asked.ID)
	next := list[0]
	for _, i := range list {
		if place(i.Unit, i.Question) > here {
			next = i
			break
		}
	}
	return &app.QuestionAt{Unit: next.Unit, Question: next.Question, Section: next.Section}
}

func (s *Server) unitLinks(w questionWords) []ui.Link {
	if len(w.v.Units) == 0 {
		return nil
	}
	to := func(unit string) string {
		if w.one {
			return s.questionURL(w.v.Assessment.Code, app.QuestionAt{Unit: unit, Question: w.v.Items[0].Asked.ID})
		}
		return s.sectionURL(w.v.Assessment.Code, w.v.Section, unit)
	}
	links := []ui.Link{{Label: words.T(w.ctx, "question.whole"), URL: to(""), Current: w.v.Unit == ""}}
	for _, u := range w.v.Units {
		links = append(links, ui.Link{Label: cmp.Or(u.Name, u.Code), URL: to(u.Code), Current: u.Code == w.v.Unit})
	}
	return links
}

// section is the title of a part.
func (w questionWords) section(id string) string {
	if id == vigil.SectionScreening {
		return words.T(w.ctx, "question.screening")
	}
	return cmp.Or(w.sectionText(id).In(w.language), id)
}

// sectionLanguage is the language of that title.
func (w questionWords) sectionLanguage(id string) string {
	if id == vigil.SectionScreening {
		return w.language
	}
	return cmp.Or(w.sectionText(id).Language(w.language), w.language)
}

func (w questionWords) sectionText(id string) vigil.Text {
	for _, p := range w.v.Questionnaire.Pillars {
		if p.ID == id && len(p.Title) > 0 {
			return p.Title
		}
	}
	rule, _ := w.v.Methodology.Pillar(id)
	return rule.Title
}

// foreign is the language of a text where it is not the page's; empty where it is.
func (w questionWords) foreign(t vigil.Text) string {
	if _, ok := t[w.language]; ok || len(t) == 0 {
		return ""
	}
	if _, ok := t["en"]; ok {
		return "en"
	}
	languages := make([]string, 0, len(t))
	for l := range t {
		languages = append(languages, l)
	}
	return slices.Min(languages)
}

func (w questionWords) question(item app.QuestionItem) page.Question {
	in, x := item.Asked, item.Answer
	key := in.ID
	if item.Unit != "" {
		key += "-" + item.Unit
	}
	q := page.Question{Key: key, ID: in.ID, Unit: item.Unit, Text: in.Question.In(w.language), Language: cmp.Or(w.foreign(in.Question), w.language), Editable: item.Editable, One: w.one, Stale: x.Version}
	q.Meta = w.meta(in)
	shown := app.SaveAnswer{Value: x.Value, State: string(x.State), Grade: string(x.Grade), Date: x.Date, Note: x.Note, Search: x.Search, Version: x.Version}
	if w.typed.sent {
		shown = w.typed.in
	}
	q.Form = w.form(key, item, shown)
	q.Aside = w.aside(item)
	w.stand(&q, item)
	w.outcome(&q, item)
	w.history(&q, item)
	return q
}

// meta is the line above a question: its id, and what kind of question it is.
func (w questionWords) meta(in *vigil.Indicator) string {
	meta := []string{in.ID}
	if in.Kind != "" {
		meta = append(meta, known(words.T(w.ctx, "question.kind_"+in.Kind), in.Kind))
	}
	if in.Tier != "" {
		meta = append(meta, known(words.T(w.ctx, "question.tier_"+in.Tier), in.Tier))
	}
	return strings.Join(meta, ", ")
}

// known is a text of the interface, or the word itself where a questionnaire uses one that the interface does not know.
func known(text, word string) string {
	if strings.HasPrefix(text, "question.") {
		return word
	}
	return text
}

// outcome says what became of what was typed.
func (w questionWords) outcome(q *page.Question, item app.QuestionItem) {
	switch t := w.typed; {
	case t.conflict != nil:
		q.State = page.SaveState{Text: words.T(w.ctx, "question.conflict_state")}
		q.Conflict = w.conflict(item, t.conflict)
	case onlyNeedsAnswer(t) && t.sent:
		q.State = page.SaveState{Text: words.T(w.ctx, "question.needs_choice")}
		if w.typed.in.Note == "" && w.typed.in.Grade == "" { // somebody who pressed the button is told
			w.problems(q, item)
		}
	case len(t.problems) > 0:
		q.State = page.SaveState{Text: words.T(w.ctx, "question.refused")}
		w.problems(q, item)
	case item.Answer.State != "":
		q.State = page.SaveState{Text: words.T(w.ctx, "question.saved_at", "Time", words.Clock(w.ctx, item.Answer.UpdatedAt)), Saved: true}
		if !t.saved {
			q.State.Text = words.T(w.ctx, "question.saved_on", "Moment", words.Moment(w.ctx, item.Answer.UpdatedAt))
		}
	case t.saved:
		q.State = page.SaveState{Text: words.T(w.ctx, "question.taken_out"), Saved: true}
	default:
		q.State = page.SaveState{Text: words.T(w.ctx, "question.unanswered")}
	}
}

// about leaves the id of a question out of what is wrong with it, where the page is about it.
func about(m vigil.Message, question string) vigil.Message {
	if len(m.Args) == 2 && m.Args[0] == question {
		if inner, ok := m.Args[1].(vigil.Message); ok {
			return inner
		}
	}
	return m
}

// problems lists what is wrong, above the form and beside the fields.
func (w questionWords) problems(q *page.Question, item app.QuestionItem) {
	for _, p := range w.typed.problems {
		p.What = about(p.What, item.Asked.ID)
		text := words.Problem(w.ctx, p)
		field := q.Key + "-" + fieldID(p.Place.Field, len(q.Form.Choices)+len(q.Form.Elements) > 0)
		q.Problems = append(q.Problems, ui.Problem{Field: field, Text: text})
		for _, f := range []*ui.Field{&q.Form.Note, &q.Form.Date, q.Form.Free} {
			if f != nil && f.ID == field {
				f.Error = joinText(f.Error, text)
			}
		}
		for i := range q.Form.Search {
			if f := &q.Form.Search[i]; f.ID == field {
				f.Error = joinText(f.Error, text)
			}
		}
		if q.Form.Grades.ID == field {
			q.Form.Grades.Error = joinText(q.Form.Grades.Error, text)
		}
	}
}

func joinText(a, b string) string { return strings.TrimSpace(a + " " + b) }

// fieldID is the field of the form that a problem is about.
func fieldID(field string, chosen bool) string {
	switch field {
	case "note", "grade", "date":
		return field
	case "search":
		return "search_date"
	case "search sources", "search languages", "search terms":
		return strings.ReplaceAll(field, " ", "_")
	case "state":
		if chosen {
			return "value"
		}
		return "choice"
	}
	return "value"
}

// stand says where the answer stands: what is to be looked at, and why.
func (w questionWords) stand(q *page.Question, item app.QuestionItem) {
	tag := func(tone ui.Tone, key string) {
		q.Status = append(q.Status, page.StatusTag{Tone: tone, Text: words.T(w.ctx, key)})
	}
	i := item.Progress
	if i.Returned != "" {
		tag(ui.Warning, "question.tag_returned")
		q.Needs = append(q.Needs, page.Notice{Tone: ui.Warning, Text: words.T(w.ctx, "question.returned"), Typed: i.Returned})
	}
	if i.Unconfirmed {
		tag(ui.Warning, "question.tag_unconfirmed")
		q.Confirms = true
		q.Needs = append(q.Needs, page.Notice{Tone: ui.Info, Text: words.T(w.ctx, "question.unconfirmed")})
	}
	if w.v.Editable && !item.Editable {
		q.Needs = append(q.Needs, page.Notice{Tone: ui.Info, Text: words.T(w.ctx, "question.not_returned")})
	}
	if i.Applies == vigil.False {
		tag(ui.Plain, "question.tag_not_asked")
	}
	if !i.Conflict.Empty() {
		text := words.T(w.ctx, "question.conflicting")
		if i.Applies == vigil.False {
			text = words.T(w.ctx, "question.no_longer_applies")
		}
		q.Needs = append(q.Needs, page.Notice{Tone: ui.Warning, Text: text})
	}
	for _, f := range i.Flags {
		q.Needs = append(q.Needs, page.Notice{Tone: ui.Warning, Text: words.T(w.ctx, "question.flag_"+string(f))})
	}
	if item.Answer.Approved() {
		tag(ui.Good, "question.tag_approved")
	}
}

// said is an answer in a few words.
func (w questionWords) said(item app.QuestionItem, x vigil.Answer) string {
	if x.State == "" {
		return words.T(w.ctx, "question.line_taken_out")
	}
	parts := []string{w.answerText(item, x.State, x.Value)}
	if x.Grade != "" {
		parts = append(parts, string(x.Grade))
	}
	return strings.Join(parts, ", ")
}

// answerText is a value or a state in words.
func (w questionWords) answerText(item app.QuestionItem, state vigil.State, value string) string {
	if state != vigil.Answered && state != "" {
		return words.T(w.ctx, "question.state_"+string(state))
	}
	if item.Scale.Type == "multi" {
		n := len(vigil.Answer{Value: value}.Elements())
		return words.T(w.ctx, "question.elements_met", "Met", words.Count(w.ctx, n), "All", words.Count(w.ctx, len(item.Options)))
	}
	for _, o := range item.Options {
		if o.ID == value {
			return w.optionName(item, o)
		}
	}
	return excerpt(value)
}

// optionName is the short name of an option: its level, or the scale's own word.
func (w questionWords) optionName(item app.QuestionItem, o question.Option) string {
	if item.Scale.Type == "graded" || item.Scale.Type == "share" {
		return words.T(w.ctx, "question.level", "Level", o.ID)
	}
	for _, t := range item.Scale.Titles {
		if t.ID == o.ID {
			return t.Text.In(w.language)
		}
	}
	return o.ID
}

// excerpt is the beginning of a long text.
func excerpt(s string) string {
	if r := []rune(s); len(r) > 160 {
		return string(r[:160]) + "…"
	}
	return s
}
