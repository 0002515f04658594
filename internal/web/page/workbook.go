package page

import (
	"context"
	"strconv"
	"time"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// Workbook is the page on which an assessment goes out as a workbook and comes back.
type Workbook struct {
	Base         string
	Organisation vigil.Organisation
	Assessment   vigil.Assessment
	Languages    []ui.Option // of the questionnaire
	Scored       bool        // the workbook holds the score too
	MayImport    bool
	Most         int64 // bytes of a file
	Problems     []FileProblem
	Busy         bool // another file is being read
}

// FileProblem is one thing that is wrong with a file, and where.
type FileProblem struct {
	Where, What, Do string
}

// ImportPlan is what a file would change, to be looked at before anything is stored.
type ImportPlan struct {
	Base         string
	URL          string // of this plan
	Organisation vigil.Organisation
	Assessment   vigil.Assessment
	Digest       string
	Exported     *time.Time // nil: the file is none that went out from here
	Expires      time.Time
	Rows         int
	Counts       []ui.Fact
	Evidence     int
	Conflicts    []ImportConflict
	Changes      []ImportCell // taken from the file
	Stays        []ImportCell // on file and staying
	Titles       map[string]vigil.Text
	Prefer       string // "", file or server
	Problems     []ui.Problem
}

// ImportConflict are cells that are decided together.
type ImportConflict struct {
	Key   string
	Take  string // "", file or server
	Cells []ImportCell
	By    string // who last changed what is on file
	At    *time.Time
}

// ImportCell is one cell in the file and on file.
type ImportCell struct {
	Question, Unit string
	Field          string // in words
	Where          string
	Status         string // in words
	File, Server   vigil.Text
}

// ImportResult is what an import stored.
type ImportResult struct {
	Base         string
	Organisation vigil.Organisation
	Assessment   vigil.Assessment
	At           time.Time
	Counts       []ui.Fact
	Evidence     int
}

func (v ImportPlan) title(ctx context.Context, question string) string {
	return v.Titles[question].In(words.In(ctx))
}

func (v ImportPlan) nothing() bool { return len(v.Conflicts) == 0 && len(v.Changes) == 0 }

func (v ImportConflict) id(i int) string { return "conflict-" + strconv.Itoa(i) }

func (v ImportConflict) first() ImportCell { return v.Cells[0] }

func workbookContents(ctx context.Context, scored bool) []ui.Option {
	answers := ui.Option{Value: "answers", Label: words.T(ctx, "workbook.answers"), Hint: words.T(ctx, "workbook.answers_hint"), Chosen: true}
	if scored {
		answers.Hint = words.T(ctx, "workbook.scored_hint")
	}
	return []ui.Option{answers, {Value: "blank", Label: words.T(ctx, "workbook.blank"), Hint: words.T(ctx, "workbook.blank_hint")}}
}

func preferOptions(ctx context.Context, chosen string) []ui.Option {
	return []ui.Option{
		{Value: "", Label: words.T(ctx, "plan.one_by_one"), Chosen: chosen == ""},
		{Value: "file", Label: words.T(ctx, "plan.all_file"), Chosen: chosen == "file"},
		{Value: "server", Label: words.T(ctx, "plan.all_server"), Chosen: chosen == "server"},
	}
}

// sideText is what a side says in a cell; nothing is said in words.
func sideText(ctx context.Context, c ImportCell, side string) vigil.Text {
	said := c.Server
	if side == "file" {
		said = c.File
	}
	if text(ctx, said) == "" {
		return words.Here(ctx, words.T(ctx, "plan.blank"))
	}
	return said
}
