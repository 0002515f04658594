package page

import (
	"context"

	"github.com/a-h/templ"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// Overview is the page of one assessment.
type Overview struct {
	Assessment   vigil.Assessment
	Organisation vigil.Organisation
	Form         *vigil.Questionnaire
	Method       *vigil.Methodology
	Progress     *vigil.Progress // nil: not to be seen
	Missing      []Missing       // what keeps it from being submitted
	MissingMore  int             // that are not listed
	Standing     *Scorecard      // the score with its story; nil: not to be seen
	Assigned     []Assigned
	Steps        []vigil.StatusChange // newest first
	CarryOver    *vigil.CarryOver
	Before       string // code of the assessment that it was made from
	Link         bool   // the reader came by a section link
	Can          Abilities
}

// Abilities are what the reader may do with the assessment as it stands.
type Abilities struct {
	Answer, Submit, Review, Return, Finalise, Reopen, Withdraw, Clone, Import, Workbook, Share, Score, Comments, Organisation bool
}

// Assigned is who works on a section.
type Assigned struct {
	vigil.Assignment
	Title vigil.Text
	Late  bool
	Mine  bool // the reader works on it, and may say that it is done
}

func (v Overview) url(more ...string) string { return assessmentURL(v.Assessment.Code, more...) }

func (v Overview) trail(ctx context.Context) []ui.Link {
	trail := []ui.Link{{Label: words.T(ctx, "assessments.title"), URL: "/assessments"}}
	if v.Can.Organisation {
		trail = append(trail, ui.Link{Label: v.Organisation.Name, URL: organisationURL(v.Organisation.Code)})
	}
	return trail
}

func (v Overview) sub(ctx context.Context) templ.Component {
	named := v.Assessment.Code
	if v.Assessment.Period != "" {
		named = v.Assessment.Period + " · " + named
	}
	return templ.Join(ui.Told("overview.sub", "Form", v.Form.Title, "Edition", v.Form.Edition, "Mode", modeWord(ctx, v.Assessment.Mode), "Day", words.Day(ctx, v.Assessment.Cutoff)),
		ui.Said(vigil.Say(" · %s", named)))
}

// scored reports whether there is a result worth a look: before the first answer a score would say what nobody said.
func (v Overview) scored() bool {
	return v.Standing != nil && (v.Progress == nil || v.Progress.Answered > 0)
}

// lists are the answers that one should look at, with how many there are.
func (v Overview) lists(ctx context.Context) []ui.Link {
	var links []ui.Link
	for _, jump := range vigil.Jumps {
		if list := v.Progress.List(jump); len(list) > 0 {
			links = append(links, ui.Link{Label: words.T(ctx, "overview.list_"+jump), Count: len(list), URL: QuestionURL(assessmentURL(v.Assessment.Code), list[0].Question, list[0].Unit)})
		}
	}
	return links
}

func (v Overview) open() bool { return v.Assessment.Status.Editable() }

// CarryOverPage is what became of the answers of an earlier assessment.
type CarryOver struct {
	Assessment   vigil.Assessment
	Organisation vigil.Organisation
	Report       vigil.CarryOver
	Before       *vigil.Questionnaire // with which it was made; nil: the program has it no more
	Question     func(id string) vigil.Text
	Can          Abilities
}

// sub says which assessment came before, and its form.
func (v CarryOver) sub() templ.Component {
	form, edition := vigil.Text{"en": v.Report.Form}, ""
	if v.Before != nil {
		form, edition = v.Before.Title, v.Before.Edition
	}
	return ui.Told("carry.sub", "From", v.Report.From, "Form", form, "Edition", edition)
}

func (v CarryOver) groups(ctx context.Context) []carryGroup {
	return []carryGroup{
		{words.T(ctx, "carry.dropped"), words.T(ctx, "carry.dropped_text"), v.Report.Dropped, false},
		{words.T(ctx, "carry.changed"), words.T(ctx, "carry.changed_text"), v.Report.Changed, true},
		{words.T(ctx, "carry.expired"), words.T(ctx, "carry.expired_text"), v.Report.Expired, true},
	}
}

type carryGroup struct {
	title, text string
	answers     []vigil.CarriedAnswer
	there       bool // the question is in the new form
}
