package page

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// Review is the page on which a reviewer judges the answers of one section.
type Review struct {
	Frame    ui.Frame
	Base     string // address of the assessment
	Queue    vigil.ReviewQueue
	Section  vigil.ReviewSection // the one shown
	Show     string              // which of its answers: a value of ReviewShows
	Judge    bool                // this person may give verdicts
	Problems []ui.Problem
	Typed    *Verdict          // what was sent and refused
	Files    map[string]string // addresses of the files behind evidence, by hash
	Ask      bool              // the confirmation of accepting all was missing
}

// Verdict is what a reviewer typed for one answer.
type Verdict struct {
	Unit, Question, Verdict, Reason, Value, State, Grade string
	Values                                               []string // of several options
}

// ReviewShows are the ways to look at a section.
var ReviewShows = []string{"all", "waiting", "look", "changed", "returned"}

// shows reports whether an answer is among those that are looked at.
func (v Review) shows(e vigil.ReviewEntry) bool {
	switch r := e.Standing(); v.Show {
	case "waiting":
		return r == nil
	case "look":
		return e.Approval || len(e.Against) > 0
	case "changed":
		return e.Changed
	case "returned":
		return r != nil && r.Verdict == vigil.VerdictReturned
	}
	return true
}

func (v Review) entries() []vigil.ReviewEntry {
	var list []vigil.ReviewEntry
	for _, e := range v.Section.Items {
		if v.shows(e) {
			list = append(list, e)
		}
	}
	return list
}

func (v Review) count(show string) int {
	n := v.Section.Counts
	switch show {
	case "waiting":
		return n.Waiting
	case "look":
		return n.Approvals + n.Against
	case "changed":
		return n.Changed
	case "returned":
		return n.Returned
	}
	return n.Answers
}

// open reports whether verdicts can be given now.
func (v Review) open() bool { return v.Judge && v.Queue.Assessment.Status == vigil.InReview }

// typed gives what was refused for this answer, or nothing.
func (v Review) typed(e vigil.ReviewEntry) Verdict {
	if t := v.Typed; t != nil && t.Unit == e.Answer.Unit && t.Question == e.Answer.Question {
		return *t
	}
	return Verdict{}
}

func (v Review) sections(ctx context.Context) []ui.Link {
	var links []ui.Link
	for _, s := range v.Queue.Sections {
		if len(s.Items) > 0 || s.ID == v.Section.ID {
			links = append(links, ui.Link{Label: text(ctx, reviewSectionName(ctx, s)), In: textLanguage(ctx, reviewSectionName(ctx, s)), URL: v.Base + "/review?pillar=" + s.ID, Current: s.ID == v.Section.ID, Count: s.Counts.Waiting})
		}
	}
	return links
}

// reviewSectionName is what a section is called.
func reviewSectionName(ctx context.Context, s vigil.ReviewSection) vigil.Text {
	if s.ID == vigil.SectionScreening {
		return words.Here(ctx, words.T(ctx, "review.screening"))
	}
	return words.Behind(s.ID+" ", s.Title)
}

// reviewSectionShort is its id, or that it is the screening.
func reviewSectionShort(ctx context.Context, s vigil.ReviewSection) string {
	if s.ID == vigil.SectionScreening {
		return words.T(ctx, "review.screening")
	}
	return s.ID
}

// reviewKey begins the ids of one answer on a page.
func reviewKey(e vigil.ReviewEntry) string { return AnswerID(e.Answer.Unit, e.Answer.Question) }

// AnswerID is the id of one answer on the page of a review.
func AnswerID(unit, question string) string { return "i-" + reviewPlain(question+"-"+unit) }

func reviewPlain(s string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, s), "-")
}

// reviewAnswer is what was answered, in words: the option with its criteria, the elements that are met, or what was typed.
func reviewAnswer(ctx context.Context, e vigil.ReviewEntry, state vigil.State, value string) vigil.Text {
	return words.Joined(ctx, reviewParts(ctx, e, state, value))
}

// reviewParts are the same, one of them but for the elements of a question that has several.
func reviewParts(ctx context.Context, e vigil.ReviewEntry, state vigil.State, value string) []vigil.Text {
	if state != vigil.Answered {
		return []vigil.Text{words.Here(ctx, words.T(ctx, "review.state_"+string(state)))}
	}
	if !e.Multi {
		return []vigil.Text{reviewOption(ctx, e.Options, value)}
	}
	var met []vigil.Text
	for _, id := range strings.Split(value, ";") {
		met = append(met, reviewOption(ctx, e.Options, id))
	}
	return met
}

func reviewOption(ctx context.Context, options []vigil.OptionText, id string) vigil.Text {
	if id == vigil.NoElements {
		return words.Here(ctx, words.T(ctx, "review.no_elements"))
	}
	for _, o := range options {
		if t := text(ctx, o.Text); o.ID == id && t != "" && t != id {
			if _, err := strconv.Atoi(id); err == nil {
				return words.Behind(id+": ", o.Text) // a level
			}
			return o.Text
		}
	}
	return words.Here(ctx, id)
}

// reviewCounted says what an answer counts and which ceiling holds it.
func reviewCounted(ctx context.Context, e vigil.ReviewEntry) string {
	s := e.Score
	switch {
	case s == nil:
		return words.T(ctx, "review.counts_screening")
	case s.Applicable == vigil.False.String():
		return words.T(ctx, "review.counts_not_asked")
	case e.Points == nil:
		return words.T(ctx, "review.counts_out")
	}
	points := words.Number(ctx, *e.Points, 1)
	if s.Ceiling != nil && s.Points != nil && *s.Points > *s.Ceiling {
		return words.T(ctx, "review.counts_held", "Points", points, "Ceiling", words.Number(ctx, *s.Ceiling*100, 0), "Grade", string(s.GradeRead))
	}
	return words.T(ctx, "review.counts", "Points", points)
}

func verdictTone(v vigil.Verdict) ui.Tone {
	switch v {
	case vigil.VerdictAccepted:
		return ui.Good
	case vigil.VerdictAdjusted:
		return ui.Info
	}
	return ui.Warning
}

func reviewSearch(l vigil.SearchLog) string {
	var parts []string
	for _, s := range []string{l.Date, l.Sources, l.Languages, l.Terms} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "; ")
}

// adjustFields are the fields with which an answer is corrected, filled with what is there or what was typed.
func (v Review) adjustState(ctx context.Context, e vigil.ReviewEntry) ui.Choice {
	t := v.typed(e)
	chosen := cmp.Or(t.State, string(e.Answer.State))
	c := ui.Choice{ID: reviewKey(e) + "-state", Name: "state", Label: words.T(ctx, "review.state"), Required: true}
	for _, s := range vigil.States {
		if s != vigil.NotApplicable {
			c.Options = append(c.Options, ui.Option{Value: string(s), Label: words.T(ctx, "review.state_"+string(s)), Chosen: string(s) == chosen})
		}
	}
	return c
}

func (v Review) adjustValue(ctx context.Context, e vigil.ReviewEntry) ui.Choice {
	t := v.typed(e)
	chosen := strings.Split(cmp.Or(strings.Join(t.Values, ";"), t.Value, e.Answer.Value), ";")
	c := ui.Choice{ID: reviewKey(e) + "-value", Name: "value", Label: words.T(ctx, "review.value"), Blank: words.T(ctx, "review.value_blank")}
	for _, o := range e.Options {
		option := ui.Option{Value: o.ID, Label: text(ctx, reviewOption(ctx, e.Options, o.ID)), Language: textLanguage(ctx, o.Text)}
		for _, id := range chosen {
			option.Chosen = option.Chosen || id == o.ID
		}
		c.Options = append(c.Options, option)
	}
	return c
}

func (v Review) adjustText(ctx context.Context, e vigil.ReviewEntry) ui.Field {
	return ui.Field{ID: reviewKey(e) + "-value", Name: "value", Label: words.T(ctx, "review.value"), Value: cmp.Or(v.typed(e).Value, e.Answer.Value)}
}

func (v Review) adjustGrade(ctx context.Context, e vigil.ReviewEntry) ui.Choice {
	chosen := cmp.Or(v.typed(e).Grade, string(e.Answer.Grade))
	c := ui.Choice{ID: reviewKey(e) + "-grade", Name: "grade", Label: words.T(ctx, "review.grade"), Blank: words.T(ctx, "review.grade_none")}
	for _, g := range []vigil.Grade{vigil.E0, vigil.E1, vigil.E2, vigil.E3, vigil.E4} {
		c.Options = append(c.Options, ui.Option{Value: string(g), Label: GradeName(ctx, g), Chosen: string(g) == chosen})
	}
	return c
}

// reason is the field for a reason; verdict says of which form it is.
func (v Review) reason(ctx context.Context, e vigil.ReviewEntry, verdict string) ui.Field {
	f := ui.Field{ID: reviewKey(e) + "-reason-" + verdict, Name: "reason", Label: words.T(ctx, "review.reason_"+verdict), Hint: words.T(ctx, "review.reason_hint"), Required: true, Max: 2000, Rows: 3}
	if t := v.typed(e); t.Verdict == verdict {
		f.Value = t.Reason
	}
	return f
}

func (v Review) hidden(e vigil.ReviewEntry) map[string]string {
	return map[string]string{"question": e.Answer.Question, "unit": e.Answer.Unit, "version": strconv.FormatInt(e.Answer.Version, 10), "pillar": v.Section.ID, "show": v.Show}
}

// reviewLink gives the address of a reference, where it is one that a browser may follow.
func reviewLink(link string) string {
	if strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://") {
		return link
	}
	return ""
}

// evidenceURL is where a reference leads: the page of its file, or its link.
func (v Review) evidenceURL(e vigil.Evidence) string {
	return cmp.Or(v.Files[e.File], reviewLink(e.Link))
}

// renews lets a part of a page take the place of the one with its id on a page that is open.
func renews(swap bool) templ.Attributes {
	if !swap {
		return nil
	}
	return templ.Attributes{"hx-swap-oob": "true"}
}

// reviewWas says what had been answered before a reviewer adjusted it.
func reviewWas(ctx context.Context, e vigil.ReviewEntry, was vigil.Judged) templ.Component {
	key := "review.was"
	if was.Grade == "" {
		key = "review.was_ungraded"
	}
	return ui.Told(key, "Answer", reviewAnswer(ctx, e, was.State, was.Value), "Grade", string(was.Grade), "Person", was.Author)
}

func reviewAsk(ctx context.Context, missing bool) string {
	if missing {
		return words.T(ctx, "review.all_missing")
	}
	return ""
}

// stepStatusKey is a status as a part of a key.
func stepStatusKey(s vigil.Status) string { return strings.ReplaceAll(string(s), " ", "_") }

func stepStatus(ctx context.Context, s vigil.Status) string {
	if s == "" {
		return words.T(ctx, "step.status_unknown")
	}
	return words.T(ctx, "step.status_"+stepStatusKey(s))
}
