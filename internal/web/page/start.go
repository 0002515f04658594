package page

import (
	"cmp"
	"context"
	"slices"
	"strings"

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
	Units         []vigil.Unit       // of the organisation
	MayUnits      bool               // add to them
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
	OfUnits     []int // of Most: how many each unit answers; none: the organisation answers as a whole
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

func (v Start) wrong(field string) string { return wrong(v.Problems, field) }

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

// unitsNamed is how many units the page names before it gives the number of the others.
const unitsNamed = 10

// units names the units of the organisation.
func (v Start) units(ctx context.Context) string {
	names := make([]string, 0, unitsNamed)
	for _, u := range v.Units[:min(len(v.Units), unitsNamed)] {
		names = append(names, cmp.Or(u.Name, u.Code))
	}
	list := strings.Join(names, " · ")
	if more := len(v.Units) - len(names); more > 0 {
		list += " " + words.T(ctx, "home.more", "Count", more)
	}
	return list
}

// ofUnits says how many of the questions each unit answers.
func (f FormChoice) ofUnits(ctx context.Context) string {
	if len(f.OfUnits) == 0 {
		return words.T(ctx, "start.as_a_whole")
	}
	from, to := slices.Min(f.OfUnits), slices.Max(f.OfUnits)
	if from == to {
		return words.T(ctx, "start.of_units", "Count", len(f.OfUnits), "Questions", words.Count(ctx, to))
	}
	return words.T(ctx, "start.of_units_range", "Count", len(f.OfUnits), "From", words.Count(ctx, from), "To", words.Count(ctx, to))
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
