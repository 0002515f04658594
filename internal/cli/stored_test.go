package cli_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"vigil/internal/app"
	"vigil/internal/catalogue"
	"vigil/internal/spreadsheet"
	"vigil/internal/store"
	nouns "vigil/internal/vigil"
	"vigil/questionnaires"
)

// stored FORM COMPANIES FOLDER takes the settled answers that sector wrote to a folder through the main job, in the data of the
// script: each becomes a final assessment in mode BENCH, with public references.
func stored(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	c, ps := catalogue.Load(questionnaires.Files)
	ts.Check(ps.Err())
	a, err := app.Open(ctx, store.Config{Dir: ts.MkAbs("data")}, c, ts.MkAbs("data"))
	ts.Check(err)
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	all, err := spreadsheet.ReadFile(ctx, filepath.Join(ts.MkAbs(args[2]), "answers.csv"))
	ts.Check(err)
	analyst, reviewer := nouns.Actor{Person: "Analyst of the script", Role: nouns.Analyst}, nouns.Actor{Person: "Reviewer of the script", Role: nouns.Reviewer}
	for i := range n {
		code := fmt.Sprintf("c%02d", i+1)
		_, err := a.NewOrganisation(ctx, analyst, nouns.Organisation{Code: code, Name: fmt.Sprintf("Company %d (fictional)", i+1), Sector: "EXT", Fictional: true})
		ts.Check(err)
		_, err = a.NewAssessment(ctx, analyst, app.NewAssessment{Code: code + "-1", Organisation: code, Questionnaire: args[0], Mode: nouns.BENCH, Cutoff: "2026-06-30"})
		ts.Check(err)
		_, err = a.Import(ctx, analyst, code+"-1", about(all, code), app.ImportOptions{})
		ts.Check(err)
		ts.Check(a.Submit(ctx, analyst, code+"-1"))
		ts.Check(a.Review(ctx, reviewer, code+"-1"))
		_, _, err = a.AcceptItems(ctx, reviewer, code+"-1", nil)
		ts.Check(err)
		ts.Check(a.Finalise(ctx, reviewer, code+"-1"))
	}
	ts.Check(a.Store.Close())
}

// about is what a file says of one company, its references public.
func about(all nouns.Submission, code string) nouns.Submission {
	sub := nouns.Submission{Source: all.Source, Questionnaire: all.Questionnaire}
	for _, e := range all.Entries {
		if e.Subject != code {
			continue
		}
		for i := range e.Evidence {
			e.Evidence[i].Public = true
		}
		sub.Entries = append(sub.Entries, e)
	}
	sub.Rows = len(sub.Entries)
	return sub
}
