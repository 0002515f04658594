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
