package page

import (
	"context"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// Home is what somebody sees first.
type Home struct {
	Needs      []HomeNeed
	All        bool // show all of them, however many of a kind there are
	Open       []AssessmentLine
	More       int // open assessments that are not shown
	Standings  []Scorecard
	NoRole     bool // the person has no role anywhere yet
	Empty      bool // there is no organisation yet
	Unassessed bool // there are organisations and no assessment
	MayStart   bool
	MayAdd     bool
}

// HomeNeed is one thing that needs the reader now.
type HomeNeed struct {
	Kind         string // key of its words
	Organisation vigil.Organisation
	Assessment   string // code; empty: none
	Title        string // of the section or of the cap
	TitleIn      string // its language, where it is not the page's
	Count        int
	Due          string
	Late         bool
	URL          string
}

// needsOfKind is how many of each kind the first page shows before it gives their number and the way to all of them.
const needsOfKind = 5

// shownNeeds are those that the page shows.
func (v Home) shownNeeds() []HomeNeed {
	of := map[string]int{}
	var list []HomeNeed
	for _, n := range v.Needs {
		if of[n.Kind]++; v.All || of[n.Kind] <= needsOfKind {
			list = append(list, n)
		}
	}
	return list
}

// restNeeds says of each kind that is cut how many more there are, in the order in which they stand.
func (v Home) restNeeds(ctx context.Context) []string {
	of := map[string]int{}
	var kinds, list []string
	for _, n := range v.Needs {
		if of[n.Kind]++; of[n.Kind] == needsOfKind+1 && !v.All {
			kinds = append(kinds, n.Kind)
		}
	}
	for _, k := range kinds {
		list = append(list, words.T(ctx, "home.rest", "What", words.T(ctx, "home.need."+k+".what"), "Count", of[k]-needsOfKind))
	}
	return list
}

func (n HomeNeed) what(ctx context.Context) string {
	if n.Count > 0 {
		return words.T(ctx, "home.need."+n.Kind+".what_count", "Count", n.Count)
	}
	return words.T(ctx, "home.need."+n.Kind+".what")
}

func (n HomeNeed) act(ctx context.Context) string { return words.T(ctx, "home.need."+n.Kind+".act") }

func (n HomeNeed) due(ctx context.Context) string {
	day := words.Day(ctx, n.Due)
	switch {
	case n.Kind == "evidence" && n.Late:
		return words.T(ctx, "home.expired", "Day", day)
	case n.Kind == "evidence":
		return words.T(ctx, "home.expires", "Day", day)
	case n.Late:
		return words.T(ctx, "home.late", "Day", day)
	}
	return words.T(ctx, "home.due", "Day", day)
}

func (n HomeNeed) dueTone() ui.Tone {
	if n.Late {
		return ui.Bad
	}
	return ui.Plain
}
