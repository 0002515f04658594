package cli

import (
	"context"
	"io"
	"io/fs"
	"strconv"

	"vigil/internal/benchmark"
	"vigil/internal/report"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// reproduction sets the published figures of a reference set beside those computed here.
func (d *demoRun) reproduction(context.Context) error {
	const folder = "reference/rdr-2022"
	set := &scoreSet{}
	var err error
	if set.form, set.method, err = d.a.Catalogue.Questionnaire("rdr-2022"); err != nil {
		return err
	}
	rows, err := compare(d.Questionnaires, folder, set)
	if err != nil {
		return err
	}
	return d.report(report.Reproduction(set.method, set.form, rows), "rdr-2022-reproduction", []string{"xlsx"})
}

// compare scores a reference set and joins each published figure with the one computed.
func compare(files fs.FS, folder string, set *scoreSet) ([]report.Comparison, error) {
	sub, ps := openEmbedded(files, folder+"/answers.csv", spreadsheet.ReadCSV)
	if len(ps) > 0 {
		return nil, ps
	}
	readings, ps := set.read(sub)
	subjects, more := openEmbedded(files, folder+"/subjects.csv", subjectTable)
	ps = append(ps, more...)
	units, more := openEmbedded(files, folder+"/units.csv", unitTable)
	ps = append(ps, more...)
	known := []string{"subject", "unit", "node", "value", "rank"}
	published, more := openEmbedded(files, folder+"/published.csv", func(name string, f io.Reader) ([]spreadsheet.Row, vigil.Problems) {
		_, rows, ps := spreadsheet.ReadTable(name, f, known, known, false)
		return rows, ps
	})
	if ps = append(ps, more...); len(ps) > 0 {
		return nil, ps
	}
	set.gather(readings, subjects, units, vigil.BENCH, "9999-12-31")
	cards, err := set.score()
	if err != nil {
		return nil, err
	}
	byCode := map[string]*vigil.Scorecard{}
	for _, c := range cards {
		byCode[c.Subject.Code] = c
	}
	ranks := map[[2]string]int{}
	for _, r := range benchmark.Ranks(set.method, cards) {
		ranks[[2]string{r.Subject, r.Node}] = r.Rank
	}
	titles := map[string]string{vigil.Total: "Total"}
	for i := range set.form.Pillars {
		titles[set.form.Pillars[i].ID] = set.form.Pillars[i].Title.In("en")
	}
	set.form.Walk(func(_ *vigil.Pillar, in *vigil.Indicator) { titles[in.ID] = in.Title.In("en") })
	var out []report.Comparison
	for _, row := range published {
		c := report.Comparison{Subject: row.Cells["subject"], Unit: row.Cells["unit"], Node: row.Cells["node"], Title: titles[row.Cells["node"]]}
		if v, err := strconv.ParseFloat(row.Cells["value"], 64); err == nil {
			c.Published = &v
		}
		c.PublishedRank, _ = strconv.Atoi(row.Cells["rank"]) // empty: not ranked
		if card := byCode[c.Subject]; card != nil {
			if n := card.Node(c.Node, c.Unit); n != nil {
				_, c.Recomputed = result(card, *n)
			}
		}
		if c.Unit == "" {
			c.Rank = ranks[[2]string{c.Subject, c.Node}]
		}
		out = append(out, c)
	}
	return out, nil
}

func openEmbedded[T any](files fs.FS, name string, read func(string, io.Reader) (T, vigil.Problems)) (out T, ps vigil.Problems) {
	f, err := files.Open(name)
	if err != nil {
		ps.Add(vigil.Place{File: name}, "the program was built without this file", "build it again from a whole checkout")
		return out, ps
	}
	defer func() { _ = f.Close() }()
	return read(name, f)
}
