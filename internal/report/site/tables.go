package site

import (
	"strings"

	"vigil/internal/vigil"
)

// tablesOf is the open data as tables. The ids of tables and columns are stable: programs of others read them.
func tablesOf(b vigil.PublicBenchmark) []table {
	return []table{companiesTable(b), pillarScoresTable(b), itemScoresTable(b), capsTable(b), gapsTable(b), sourcesTable(b), leftOutTable(b),
		pillarsTable(b), itemsTable(b), provisionsTable(b), testsTable(b), correctionsTable(b)}
}

var (
	companyColumn = column{"company", "text", "stable id of the company in this and every later edition"}
	itemColumn    = column{"item", "text", "id of the item; the table items has its title"}
	pillarColumn  = column{"pillar", "text", "id of the pillar; the table pillars has its title"}
)

func companiesTable(b vigil.PublicBenchmark) table {
	t := table{ID: "companies", Title: "Companies", About: "One row for each company compared, in the order of the league table.", Columns: []column{
		companyColumn, {"name", "text", "its name"}, {"country", "text", "country of its seat, ISO 3166-1 alpha-2"},
		{"rank", "whole", "competition rank, 1 is best; equal figures share a rank; empty where nothing is ranked"}, {"tied", "yes or no", "whether it shares its rank"},
		{"rank_median", "whole", "median rank of the draws"}, {"rank_low", "whole", "best rank of the interval"}, {"rank_high", "whole", "worst rank of the interval"},
		{"group", "whole", "companies with the same number are not distinguishable"},
		{"score", "number", "published score, 0 to 100, by the default weights"}, {"compared", "number", "figure that is ranked, by the weights of the sector"},
		{"band", "text", "band of the score, A to E"}, {"high", "number", "the score if everything not assessed were at its best"},
		{"raw", "number", "score before allegations and caps"}, {"deduction", "number", "points that open allegations take off"},
		{"coverage", "number", "per cent of the weight that is assessed"}, {"confidence", "number", "0 to 100: how well this is known, not how good the company is"}, {"confidence_class", "text", "high, medium or low"},
		{"capped", "yes or no", "a cap is in force"}, {"watch", "yes or no", "an open allegation counts"}, {"evidence_until", "day", "evidence up to this day"},
		{"asked", "day", "when the draft was sent for reply"}, {"replied", "day", "when the company replied; empty: it did not"}, {"reply", "text", "its reply, verbatim"},
	}}
	for _, c := range b.Companies {
		place := make([]vigil.Cell, 6)
		if p := c.Place; p != nil {
			place = []vigil.Cell{whole(p.Rank), yes(p.Tied), whole(p.Median), whole(p.Low), whole(p.High), whole(p.Group)}
		}
		row := append([]vigil.Cell{text(c.Code), text(c.Name), text(c.Country)}, place...)
		d := b.Decimals
		t.Rows = append(t.Rows, append(row, number(c.Score, d), number(c.Compared, d), text(c.Band), number(c.High, d), number(c.Raw, d), number(c.Deduction, d),
			number(c.Coverage, d), number(c.Confidence, d), text(c.Class), yes(c.Capped), yes(c.Watch), text(c.Evidence), text(c.Reply.Asked), text(c.Reply.Replied), text(c.Reply.Text)))
	}
	return t
}

func pillarScoresTable(b vigil.PublicBenchmark) table {
	t := table{ID: "pillar-scores", Title: "Pillar scores", About: "One row for each pillar of each company: the heat map.", Columns: []column{companyColumn, pillarColumn,
		{"applies", "yes or no", "whether an item of the pillar applies to the company"}, {"score", "number", "0 to 100; empty: not applicable, or without a score"},
		{"high", "number", "the score if everything not assessed were at its best"}, {"capped_at", "number", "how a cap in force shows the pillar"}, {"band", "text", "band of the figure as shown, at most that of the capped figure"}}}
	for _, c := range b.Companies {
		for _, p := range c.Pillars {
			t.Rows = append(t.Rows, []vigil.Cell{text(c.Code), text(p.Pillar), yes(p.Applies), number(p.Score, b.Decimals), number(p.High, b.Decimals), number(p.CappedAt, -1), text(p.Band)})
		}
	}
	return t
}

func itemScoresTable(b vigil.PublicBenchmark) table {
	t := table{ID: "item-scores", Title: "Item scores", About: "One row for each item of each company: what was found.", Columns: []column{companyColumn, itemColumn,
		{"answer", "text", "level or option found"}, {"state", "text", "answered, not disclosed, refused, not assessed, or does not count"},
		{"grade", "text", "grade of the evidence, E0 to E4"}, {"counted", "number", "share of full credit that counts, 0 to 1; empty: the item does not count"}}}
	for _, c := range b.Companies {
		for _, i := range c.Items {
			t.Rows = append(t.Rows, []vigil.Cell{text(c.Code), text(i.Item), text(i.Answer), text(i.State), text(string(i.Grade)), number(i.Counted, -1)})
		}
	}
	return t
}

func capsTable(b vigil.PublicBenchmark) table {
	t := table{ID: "caps", Title: "Caps in force", About: "One row for each cap in force: a ceiling that good marks elsewhere do not lift.", Columns: []column{companyColumn,
		{"cap", "text", "id of the cap in the method"}, {"title", "text", "its name"}, {"at_most", "number", "the score is at most this; empty: the rating is withdrawn"}, {"since", "day", "in force since"},
		{"governs", "yes or no", "whether it is the one that sets the limit"}, {"lifted_when", "text", "what lifts it"}, {"reply", "text", "the company's reply, verbatim, or that there is none"}}}
	for _, c := range b.Companies {
		for _, x := range c.Caps {
			t.Rows = append(t.Rows, []vigil.Cell{text(c.Code), text(x.Rule), text(x.Title), number(x.AtMost, -1), text(x.Since), yes(x.Governs), text(x.LiftedWhen), text(x.Reply)})
		}
	}
	return t
}

func gapsTable(b vigil.PublicBenchmark) table {
	t := table{ID: "gaps", Title: "Gaps", About: "The most urgent gaps of each company, in short.", Columns: []column{companyColumn, itemColumn,
		{"priority", "text", "critical, high, medium or low"}, {"asks", "text", "what the next level asks"}, {"points", "number", "points of the raw score by closing it fully"}}}
	for _, c := range b.Companies {
		for _, g := range c.Gaps {
			t.Rows = append(t.Rows, []vigil.Cell{text(c.Code), text(g.Item), text(g.Priority), text(g.Asks), number(&g.Points, 2)})
		}
	}
	return t
}

func sourcesTable(b vigil.PublicBenchmark) table {
	t := table{ID: "sources", Title: "Sources", About: "The public documents and pages that the figures rest on.", Columns: []column{companyColumn, itemColumn,
		{"title", "text", "title of the document"}, {"link", "link", "where anybody can read it"}, {"grade", "text", "grade of the evidence, E0 to E4"}, {"date", "day", "its date"}, {"page", "text", "page or section"}}}
	for _, c := range b.Companies {
		for _, s := range c.Sources {
			t.Rows = append(t.Rows, []vigil.Cell{text(c.Code), text(s.Item), text(s.Title), text(s.Link), text(string(s.Grade)), text(s.Date), text(s.Page)})
		}
	}
	return t
}

func leftOutTable(b vigil.PublicBenchmark) table {
	t := table{ID: "left-out", Title: "Left out", About: "Companies that were looked at and are not compared.", Columns: []column{companyColumn, {"name", "text", "its name"},
		{"reason", "text", "reason in a word"}, {"why", "text", "reason in a sentence"}, {"asked", "day", "day on which it was shown what would be published"},
		{"replied", "day", "day of its reply; empty: it did not reply"}, {"reply", "text", "its reply, verbatim"}}}
	for _, l := range b.LeftOut {
		t.Rows = append(t.Rows, []vigil.Cell{text(l.Code), text(l.Name), text(l.Reason), text(l.Why), text(l.Reply.Asked), text(l.Reply.Replied), text(l.Reply.Text)})
	}
	return t
}

func pillarsTable(b vigil.PublicBenchmark) table {
	t := table{ID: "pillars", Title: "Pillars", About: "The pillars with their weights.", Columns: []column{pillarColumn, {"title", "text", "its name"},
		{"weight", "number", "weight in the figure that is ranked"}, {"default_weight", "number", "weight in the score"}}}
	for _, p := range b.Pillars {
		t.Rows = append(t.Rows, []vigil.Cell{text(p.ID), text(p.Title), number(&p.Weight, -1), number(&p.Default, -1)})
	}
	return t
}

func itemsTable(b vigil.PublicBenchmark) table {
	t := table{ID: "items", Title: "Items", About: "The items of the form.", Columns: []column{itemColumn, {"title", "text", "its name"}, pillarColumn,
		{"provisions", "text", "ids of the promises that it asks about, parted by spaces"}, {"kind", "text", "policy, process, performance or remedy"}, {"weight", "number", "weight within its pillar"}}}
	for _, i := range b.Items {
		t.Rows = append(t.Rows, []vigil.Cell{text(i.ID), text(i.Title), text(i.Pillar), text(strings.Join(i.Provisions, " ")), text(i.Kind), number(&i.Weight, -1)})
	}
	return t
}

func provisionsTable(b vigil.PublicBenchmark) table {
	t := table{ID: "provisions", Title: "Promises", About: "How many companies keep each promise, and how far; kept least first.", Columns: []column{{"provision", "text", "id of the provision"},
		{"text", "text", "what it expects, in our words"}, {"items", "whole", "items of the form that ask about it"}, {"companies", "whole", "companies to which it applies"},
		{"level_0", "whole", "companies under a quarter of full credit"}, {"level_1", "whole", "companies from a quarter"}, {"level_2", "whole", "companies from a half"}, {"level_3", "whole", "companies in full"},
		{"not_applied", "whole", "companies to which it does not apply"}}}
	for _, p := range b.Provisions {
		t.Rows = append(t.Rows, []vigil.Cell{text(p.ID), text(p.Text), whole(p.Items), whole(p.Companies), whole(p.Level0), whole(p.Level1), whole(p.Level2), whole(p.Level3), whole(p.NotApplied)})
	}
	return t
}

func testsTable(b vigil.PublicBenchmark) table {
	t := table{ID: "tests", Title: "Sensitivity tests", About: "The ranking with one part of the method left out.", Columns: []column{{"kind", "text", "pillar, item, or undisclosed (what is not disclosed set to the mean of its pillar)"},
		{"left_out", "text", "id of what is left out"}, {"moved", "whole", "companies whose rank changes"}, {"most", "whole", "places by which the one that moves most moves"}, {"mover", "text", "id of that company"}}}
	for _, x := range b.Tests {
		t.Rows = append(t.Rows, []vigil.Cell{text(x.Kind), text(x.Left), whole(x.Moved), whole(x.Most), text(x.Mover)})
	}
	return t
}

func correctionsTable(b vigil.PublicBenchmark) table {
	t := table{ID: "corrections", Title: "Corrections", About: "What was put right after publication.", Columns: []column{{"date", "day", "day of the correction"},
		{"company", "text", "id of the company; empty: it concerns all"}, {"what", "text", "what was changed"}, {"why", "text", "why"}}}
	for _, c := range b.Corrections {
		t.Rows = append(t.Rows, []vigil.Cell{text(c.Date), text(c.Company), text(c.What), text(c.Why)})
	}
	return t
}
