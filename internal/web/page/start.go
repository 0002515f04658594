package page

import (
	"context"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// Start is where somebody stands who starts an assessment. Its steps are plain forms, each of which carries what was said before.
type Start struct {
	Organisations []vigil.Organisation // that one may be started for
	Organisation  vigil.Organisation   // that was chosen
	Mode          vigil.Mode
	Size          string
	Period        string
	Purpose       string
	Sizes         []string
	Screening     []ScreeningItem
	Forms         []FormChoice
	Before        []vigil.Assessment // whose answers could be carried over
	More          bool               // the answers so far ask for more
	MayAdd        bool
	Problems      []ui.Problem
}

// ScreeningItem is one screening question with its options.
type ScreeningItem struct {
	Question *vigil.Indicator
	Multi    bool
	Options  []ScreeningOption
	Value    string
}

// ScreeningOption is one of its options.
type ScreeningOption struct {
	ID     string
	Text   vigil.Text
	Chosen bool
}

// FormChoice is a form that fits.
type FormChoice struct {
	Ref         string
	Title       vigil.Text
	Depth       string
	Recommended bool
	Why         []string
	Screening   int
	Least, Most int
	MinutesFrom int
	MinutesTo   int
}

// Clone starts the next cycle from an assessment.
type Clone struct {
	Assessment   vigil.Assessment
	Organisation vigil.Organisation
	Forms        []ui.Option
	Period       string
	Purpose      string
	Problems     []ui.Problem
}

func (v Start) wrong(field string) string { return wrongIn(v.Problems, field) }

func (v Start) organisations() []ui.Option {
	list := make([]ui.Option, 0, len(v.Organisations))
	for _, o := range v.Organisations {
		list = append(list, ui.Option{Value: o.Code, Label: o.Name, Chosen: o.Code == v.Organisation.Code})
	}
	return list
}

func (v Start) modes(ctx context.Context) []ui.Option {
	list := modes(ctx, string(v.Mode))
	for i := range list {
		list[i].Label = words.Capital(list[i].Label)
		list[i].Hint = words.T(ctx, "start.mode_hint_"+list[i].Value)
	}
	return list
}

func (v Start) sizes(ctx context.Context) []ui.Option {
	return options(v.Sizes, v.Size, func(s string) string { return words.T(ctx, "start.size_"+s) })
}

func screeningID(id string) string { return "s." + id }

// questions says how many there are: one number, or from and to where proof of a no takes some away.
func (f FormChoice) questions(ctx context.Context) string {
	if f.Least == f.Most {
		return words.T(ctx, "start.questions", "Count", f.Most)
	}
	return words.T(ctx, "start.questions_range", "From", words.Count(ctx, f.Least), "To", words.Count(ctx, f.Most))
}

// time says how long it takes with the documents at hand.
func (f FormChoice) time(ctx context.Context) string {
	hours := func(minutes int) string {
		if minutes < 90 {
			return words.T(ctx, "start.minutes", "Minutes", words.Count(ctx, minutes))
		}
		return words.T(ctx, "start.hours", "Hours", words.Count(ctx, (minutes+30)/60))
	}
	from, to := hours(f.MinutesFrom), hours(f.MinutesTo)
	if from == to {
		return words.T(ctx, "start.time", "Time", to)
	}
	return words.T(ctx, "start.time_range", "From", from, "To", to)
}
