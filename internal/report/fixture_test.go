package report_test

import (
	"fmt"
	"slices"
	"testing"

	"vigil/internal/report"
	"vigil/internal/vigil"
	"vigil/reports"
)

func en(s string) vigil.Text         { return vigil.Text{"en": s} }
func ptr(v float64) *float64         { return &v }
func figure(v float64) *vigil.Figure { return vigil.NewFigure(v, vigil.RoundingRule{Decimals: 1}) }
func indicator(id, title string, clauses ...string) vigil.Indicator {
	return vigil.Indicator{ID: id, Title: en(title), Provisions: clauses, Scale: "graded", Kind: "policy", Tier: "core"}
}

func method() *vigil.Methodology {
	band := func(id string, from float64, title, meaning string) vigil.Band {
		return vigil.Band{ID: id, From: from, Title: en(title), Meaning: en(meaning)}
	}
	return &vigil.Methodology{ID: "declaration-25", Edition: "0.1.0", Status: "draft", Title: en("Declaration +25 method"), Rounding: vigil.RoundingRule{Decimals: 1},
		Notices: map[string]vigil.Text{"draft": en("Draft: no advisory group of defenders has reviewed this method yet."), "contact": en("Corrections: tell the workspace that issued this report.")},
		Pillars: []vigil.PillarRule{{ID: "P1", Title: en("Commitment and governance"), Owner: en("Board and chief executive")}, {ID: "P2", Title: en("SLAPPs and judicial harassment"), Owner: en("General counsel")},
			{ID: "P3", Title: en("Consent and Indigenous rights"), Owner: en("Project lead")}, {ID: "P4", Title: en("Defender-risk due diligence"), Owner: en("Human rights lead")}},
		Bands: []vigil.Band{band("A", 80, "Leading", "remedy works"), band("B", 60, "Established", "systems are in place"), band("C", 40, "Developing", "policies and part of the process"),
			band("D", 20, "Weak", "paper, or contradicted by practice"), band("E", 0, "Absent", "nothing, or grave unanswered harm")},
		Coverage: &vigil.CoverageRule{ProvisionalBelow: 80, NotRatedBelow: 50},
		Caps: []vigil.CapRule{{ID: "CAP-1", Title: en("SLAPP"), Trigger: en("a live court action with the hallmarks of a SLAPP"), LiftedWhen: en("withdrawn, costs met and the harm repaired")},
			{ID: "CAP-10", Title: en("No public commitment"), LiftedWhen: en("a commitment is adopted")}},
		Confidence: &vigil.ConfidenceRule{Classes: []vigil.ConfidenceClass{{ID: "medium", Title: en("Medium")}}},
		Gaps: &vigil.GapRule{Effort: []vigil.Valued{{ID: "S", Value: 1}, {ID: "M", Value: 3}, {ID: "L", Value: 9}}, EffortText: map[string]vigil.Text{"S": en("under 3 months"), "M": en("3 to 9 months"), "L": en("over 9 months")}, Priorities: []vigil.PriorityRule{
			{ID: "critical", Title: en("Critical"), Meaning: en("a cap hangs on it")}, {ID: "high", Title: en("High"), Meaning: en("core practice or remedy that is missing")},
			{ID: "medium", Title: en("Medium"), Meaning: en("core policy or process below half")}, {ID: "low", Title: en("Low"), Meaning: en("the rest")}}},
	}
}

func form() *vigil.Questionnaire {
	return &vigil.Questionnaire{ID: "company-quick", Edition: "0.1.0", Method: "declaration-25@0.1.0", Title: en("Company quick scan"), Label: en("Quick scan"), Pillars: []vigil.Pillar{
		{ID: "P1", Indicators: []vigil.Indicator{indicator("BE.a.1", "Public commitment", "BE.a")}},
		{ID: "P2", Indicators: []vigil.Indicator{indicator("BE.e.1", "Pledge on court action", "BE.e"), indicator("BE.e.3", "No SLAPP", "BE.e")}},
		{ID: "P3", Indicators: []vigil.Indicator{indicator("BE.c.1", "Consent", "BE.c")}},
		{ID: "P4", Indicators: []vigil.Indicator{indicator("BE.b.4", "Risk assessed with defenders", "BE.b")}}}}
}

// rated is a capped score with gaps of every priority; its raw, gaps and open items add up to 100.
func rated() report.GapInput {
	cut, high := 39.9, 86.5
	node := func(id, storey string, v, high float64, w, cov float64) vigil.Score {
		return vigil.Score{Node: id, Storey: storey, Value: &v, High: &high, Weight: w, Coverage: cov, Applies: true, Rule: "mean"}
	}
	ask := func(id, unit string, s float64, assessed bool, state vigil.State) vigil.Score {
		return vigil.Score{Node: id, Unit: unit, Storey: vigil.StoreyQuestion, Value: ptr(100 * s), Weight: 2, Applies: true,
			Item: &vigil.ItemScore{Answer: "2", State: state, Grade: vigil.E2, Points: &s, Ceiling: ptr(1), S: &s, High: ptr(1), Assessed: assessed, Applicable: "yes", Why: vigil.Say("level 2 counts 0.5")}}
	}
	p2 := node("P2", vigil.StoreyPillar, 25, 37.5, 12.5, 0.9)
	p2.CappedAt = ptr(15)
	total := node(vigil.Total, vigil.StoreyTotal, 54.1176, 60.2, 1, 0.91)
	total.Parts = []vigil.Part{{Node: "P1", Value: ptr(80), High: ptr(80), Weight: 10}, {Node: "P3", Weight: 15}}
	card := &vigil.Scorecard{Subject: vigil.Subject{Code: "example-copper", Name: "Example Copper plc"}, Column: "default", Mode: vigil.SELF, Cutoff: "2026-10-31",
		Digests: vigil.Digests{Methodology: "aa11bb22cc33dd44", Questionnaire: "ee55ff66aa77bb88", Answers: "cc99dd00ee11ff22"},
		Raw:     figure(54.1176), Net: figure(47.2034), Final: figure(39.9), High: figure(39.9), RawHigh: &vigil.Figure{Value: high, Published: high}, Coverage: figure(91), Geometric: figure(52.2145),
		Deduction: vigil.Deduction{Points: figure(6.9142), Cases: []vigil.CaseScore{{Code: "case-k7", Severity: 0.85, Credibility: 0.8, Link: 0.8, Recency: 1, Q: 0.5, Residual: 0.272, Why: vigil.Say("within 12 months")},
			{Code: "case-m2", Severity: 0.54, Credibility: 0.5, Link: 0.5, Recency: 0.75, Residual: 0.10125, Why: vigil.Say("12 to 24 months")}}},
		Caps: []vigil.CapInForce{{Rule: "CAP-1", AtMost: &cut, Source: "record", Record: 4, Opened: "2026-08-12", Reply: "We regard the action as justified.\nWe will answer in court.", Why: vigil.Say("two independent sources"), Governs: true},
			{Rule: "CAP-1", AtMost: &cut, Source: "answer", Question: "BE.e.3", Why: vigil.Say("BE.e.3 was answered \"open\"")},
			{Rule: "CAP-10", AtMost: ptr(59.9), Source: "answer", Question: "BE.a.1", Why: vigil.Say("BE.a.1 is at level 0")}},
		Governing: "CAP-1", Band: "D", Rated: true, Capped: true, Watch: true,
		Confidence: vigil.Confidence{Figure: figure(62), Class: "medium", Coverage: 0.91, Evidence: 0.55, Recency: 0.91, MeanGrade: 2.2},
		Nodes: []vigil.Score{total, node("P1", vigil.StoreyPillar, 80, 80, 10, 1), ask("BE.a.1", "", 1, true, vigil.Answered), p2, ask("BE.e.1", "", 0.5, true, vigil.Answered),
			ask("BE.e.3", "", 0, true, vigil.Answered), {Node: "P3", Storey: vigil.StoreyPillar, Weight: 15}, node("P4", vigil.StoreyPillar, 50, 62, 15, 0.6), ask("BE.b.4", "mine-1", 0, true, vigil.NotDisclosed), ask("BE.b.4", "", 0, false, vigil.NotAssessed)},
	}
	gap := func(id, unit, title, clause, pillar, priority, effort, due, interim string, closure float64) vigil.Gap {
		return vigil.Gap{Question: id, Unit: unit, Title: en(title), Provisions: []string{clause}, Pillar: pillar, Kind: "policy", Tier: "core", State: vigil.Answered, Found: "1", FoundText: en("What was found on " + title), Grade: vigil.E1, S: 0.25,
			Next:  vigil.Step{Option: "2", Grade: vigil.E2, S: 0.5, Points: closure / 4, Asks: en("What is asked next of " + title), Action: en("Do this about " + title), Evidence: en("A public document on " + title)},
			Steps: 2, Closure: closure, Priority: priority, Effort: effort, Cost: 1, Owner: en("Owner of " + title), Due: due, Interim: interim, Status: "open"}
	}
	list := &vigil.GapList{Strengths: []vigil.Strength{{Question: "BE.a.1", Title: en("Public commitment"), Provisions: []string{"BE.a"}, Pillar: "P1", FoundText: en("A public commitment that names defenders."), Grade: vigil.E2}},
		Gaps: []vigil.Gap{gap("BE.e.3", "", "No SLAPP", "BE.e", "P2", "critical", "L", "2027-02-21", "2026-12-23", 17.3), gap("BE.b.4", "mine-1", "Risk assessed with defenders", "BE.b", "P4", "high", "M", "2027-05-22", "", 12.1),
			gap("BE.e.1", "", "Pledge on court action", "BE.e", "P2", "medium", "S", "2027-11-23", "", 6.25), gap("BE.a.2", "", "Board oversight", "BE.a", "P1", "low", "S", "2028-05-22", "", 4.1224)},
		Open: []vigil.Open{{Question: "BE.b.4", Title: en("Risk assessed with defenders"), Provisions: []string{"BE.b"}, Pillar: "P4", Points: 6.11, Why: vigil.Say("no answer yet")}}, Withheld: []string{"BE.f.2"}}
	list.Gaps[0].Cap, list.Gaps[1].State = "CAP-1", vigil.NotDisclosed
	provision := func(id, text, binds string) vigil.Provision {
		return vigil.Provision{ID: id, Paraphrase: en(text), Binds: binds}
	}
	path := &vigil.Path{Band: "C", From: figure(39.9), Blocked: vigil.Messages{vigil.Say("No set of gaps reaches band C while CAP-1 (Action with SLAPP hallmarks) is in force by a confirmed record: it holds the score at 39.9. It is lifted when: The action is withdrawn.")}}
	return report.GapInput{Questionnaire: form(), Methodology: method(), Scorecard: card, Gaps: list, Path: path, Today: "2026-11-23", Language: "en",
		Provisions: []vigil.Provision{provision("BE.a", "A company says in public that it respects defenders. It means it.", "direct"), provision("BE.b", "It looks for risks to defenders together with them.", "direct"), provision("BE.c", "It asks for consent.", "derived"), provision("BE.e", "It does not use courts to silence people.", "direct")},
		References: func(p string) []report.Reference {
			un := vigil.Framework{ID: "ungp", Title: en("Guiding Principles"), Short: en("UNGP"), Edition: "2011"}
			return []report.Reference{{Framework: un, Name: "18 for " + p}, {Framework: un, Name: "22"}, {Framework: vigil.Framework{ID: "dd", Title: en("Due Diligence Act")}, Name: "7"}}
		},
		Organisation: vigil.Organisation{Code: "example-copper", Name: "Example Copper plc", Sector: "EXT", Sectors: []string{"EXT"}, Fictional: true},
		Assessment:   vigil.Assessment{Code: "example-copper-2026", Mode: vigil.SELF, Status: vigil.Final, Cutoff: "2026-10-31", Period: "2026", Questionnaire: "company-quick@0.1.0"},
		Allegations:  []vigil.Allegation{{Code: "case-k7", Harm: "court action", Quarter: "2026-Q2", Summary: "A subsidiary sues critics.", Opened: "2026-07-01", Reply: "The claim is about money owed.", ReplyDate: "2026-08-26"}, {Code: "case-m2", Harm: "threats", Quarter: "2025-Q2", Summary: "A guard threatens a meeting."}},
		Caps:         []vigil.Cap{{ID: 4, Rule: "CAP-1"}}}
}

func notRated() report.GapInput {
	in := rated()
	c := in.Scorecard
	c.Raw, c.Net, c.Final, c.Geometric, c.Governing, c.Caps, c.Capped, c.Rated, c.Band, c.Coverage = nil, nil, nil, nil, "", nil, false, false, "NR", figure(45)
	return in
}

func provisional() report.GapInput {
	in := rated()
	c := in.Scorecard
	c.Caps, c.Governing, c.Capped, c.Provisional, c.Final, c.Band, c.Coverage = nil, "", false, true, figure(47.2034), "C", figure(70)
	c.High = figure(53.1)
	c.Unknowns = []string{"SCR.2"}
	walk := func(id, unit, must string, number int, final float64) vigil.PathStep {
		return vigil.PathStep{Question: id, Unit: unit, Title: en("Title of " + id), Number: number, Cost: 1, Must: vigil.Say(must), Final: final,
			Step: vigil.Step{Option: "2", Grade: vigil.E2, S: 0.5, Asks: en("What is asked of " + id), Action: en(fmt.Sprintf("Do step %d of %s", number, id)), Evidence: en("A public document on " + id)}}
	}
	in.Path = &vigil.Path{Band: "B", From: figure(47.2034), Reaches: figure(60.1), Cost: 3,
		Steps: []vigil.PathStep{walk("BE.a.1", "", "lifts CAP-10", 1, 49.9), walk("BE.e.1", "", "", 1, 55.25), walk("BE.b.4", "mine-1", "", 1, 60.1)}}
	return in
}

func cases() map[string]vigil.Report {
	second := provisional()
	second.Organisation.Name, second.Assessment.Code = "Fictional Timber", "timber"
	third := notRated()
	third.Organisation.Name = "Invented Bank"
	third.Assessment.Mode = vigil.BENCH
	var rows []report.SummaryRow
	for _, in := range []report.GapInput{rated(), second, third} {
		rows = append(rows, report.SummaryRow{Questionnaire: in.Questionnaire, Methodology: in.Methodology, Organisation: in.Organisation, Assessment: in.Assessment, Scorecard: in.Scorecard, Gaps: in.Gaps})
	}
	comparisons := []report.Comparison{{Subject: "one", Node: vigil.Total, Title: "Total", Published: ptr(47.2), Recomputed: ptr(47.2034), PublishedRank: 1, Rank: 1}, {Subject: "one", Node: "P1", Title: "Commitment", Published: ptr(80), Recomputed: ptr(79.5)}, {Subject: "one", Node: "BE.a.1", Recomputed: ptr(1)}}
	walked := provisional()
	same := report.WhatIfInput{GapInput: rated(), After: rated().Scorecard, Steps: walked.Path.Steps}
	portfolio, matched := fund()
	return map[string]vigil.Report{"portfolio": brief(), "match": report.Match(portfolio, matched, "en"), "whatif": report.WhatIf(report.WhatIfInput{GapInput: rated(), After: walked.Scorecard, Steps: walked.Path.Steps}), "whatif-capped": report.WhatIf(same), "rated": report.Gap(rated()), "not-rated": report.Gap(notRated()), "provisional": report.Gap(provisional()), "scorecard": report.Scorecard(rated()),
		"crosswalk": report.Crosswalk(walkTo(rated())), "crosswalk-blank": report.BlankCrosswalk(walkTo(rated())), "summary": report.Summary(rows, "2026-11-23"), "reproduction": report.Reproduction(method(), form(), comparisons),
		"agreement": report.CoderAgreement(compared(threeCoders()))}
}

func formats(t *testing.T) []report.Format {
	t.Helper()
	f, err := report.Formats(reports.Files)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// written are the formats that the program writes itself. A pdf is printed from the html, and has a test of its own.
func written(t *testing.T) []report.Format {
	t.Helper()
	return slices.DeleteFunc(formats(t), func(f report.Format) bool { return f.Name == "pdf" })
}
