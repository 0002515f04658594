package page

import (
	"cmp"
	"context"
	"strings"

	"github.com/a-h/templ"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// Submit is the page on which an assessment is handed in.
type Submit struct {
	Frame        ui.Frame
	Base         string
	Assessment   vigil.Assessment
	Organisation vigil.Organisation
	Missing      []Missing
	Unchanged    []vigil.ItemReview // came back, and are as they were
	Step         *vigil.StatusChange
	May          bool
	Seen         string // stands for the state that the person sees
	Problems     []ui.Problem
}

// Missing is something that keeps an assessment from being submitted.
type Missing struct {
	Question string // with the unit, as it is named
	Title    vigil.Text
	URL      string // where it is answered
	What, Do string
}

// name is what a question is called; its id where it has no title.
func (m Missing) name(ctx context.Context) string {
	return cmp.Or(text(ctx, m.Title), m.Question)
}

// alike puts together what is missing for the same reason, each reason where it comes first.
func alike(list []Missing) [][]Missing {
	var groups [][]Missing
	place := map[string]int{}
	for _, m := range list {
		i, ok := place[m.What+m.Do]
		if !ok {
			i = len(groups)
			place[m.What+m.Do], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], m)
	}
	return groups
}

// Reason is a page that asks for a reason before a step is taken.
type Reason struct {
	Frame        ui.Frame
	Base         string
	Step         string // return, reopen, withdraw: begins the keys of its texts
	Assessment   vigil.Assessment
	Organisation vigil.Organisation
	Items        []vigil.ItemReview // that go back
	Whole        bool               // of a return: everything goes back
	Typed        string
	Error        string
	Problems     []ui.Problem
}

// Finalise shows what would be kept.
type Finalise struct {
	Frame    ui.Frame
	Base     string
	Queue    vigil.ReviewQueue
	Card     *vigil.Scorecard
	Open     []Missing
	Bands    map[string]vigil.Text // names, by letter
	Caps     map[string]vigil.Text // titles, by id
	Problems []ui.Problem
}

// History is the story of an assessment.
type History struct {
	Frame        ui.Frame
	Base         string
	Assessment   vigil.Assessment
	Organisation vigil.Organisation
	Steps        []vigil.StatusChange // newest first
	Reopen       bool
	Withdraw     bool
}

func stepSlot(question, unit string) string { return strings.TrimSpace(question + " " + unit) }

// stepText says what a step was.
func stepText(ctx context.Context, s vigil.StatusChange) string {
	if s.To == vigil.Returned && s.Items > 0 {
		return words.T(ctx, "step.did_returned_items", "Count", s.Items)
	}
	if s.Action == "assessment.reopen" {
		return words.T(ctx, "step.did_reopened")
	}
	return words.T(ctx, "step.did_"+stepStatusKey(s.To))
}

func capLine(ctx context.Context, f Finalise, c vigil.CapInForce) templ.Component {
	if c.AtMost == nil {
		return ui.Told("step.cap_withdraws", "Cap", c.Rule, "Title", f.Caps[c.Rule])
	}
	return ui.Told("step.cap_at", "Cap", c.Rule, "Title", f.Caps[c.Rule], "AtMost", words.Number(ctx, *c.AtMost, 1))
}
