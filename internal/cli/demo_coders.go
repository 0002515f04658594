package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"vigil/internal/app"
	"vigil/internal/benchmark"
	"vigil/internal/catalogue"
	"vigil/internal/question"
	"vigil/internal/spreadsheet"
	"vigil/internal/vigil"
)

// demoBenchmark is benchmark/companies.yaml of the demo: a sector, and how two people coded it.
type demoBenchmark struct {
	Sector        string             `yaml:"sector,required"`
	Questionnaire string             `yaml:"questionnaire,required"`
	Cutoff        string             `yaml:"cutoff,required"`
	Coders        []string           `yaml:"coders,required"`
	Settler       string             `yaml:"settler,required"`
	Slip          float64            `yaml:"slip,required"`   // how often a coder reads an answer or a grade wrongly
	Missed        float64            `yaml:"missed,required"` // how often one leaves out a question
	Hard          []vigil.Valued     `yaml:"hard,required"`   // questions that are read wrongly more often
	Reasons       []string           `yaml:"reasons,required"`
	Organisations []demoOrganisation `yaml:"organisations,required"`
}

func readDemoBenchmark(files fs.FS) (demoBenchmark, error) {
	var b demoBenchmark
	text, err := fs.ReadFile(files, "benchmark/companies.yaml")
	if err != nil {
		return b, err
	}
	return b, catalogue.Decode("benchmark/companies.yaml", text, &b).Err()
}

// coded are the companies that answered the form that is compared; nobody coded the others.
func (b demoBenchmark) coded() []demoOrganisation {
	return slices.DeleteFunc(slices.Clone(b.Organisations), func(c demoOrganisation) bool { return c.Form != "" })
}

// slips is how often a question is read wrongly.
func (b demoBenchmark) slips(question string) float64 {
	for _, h := range b.Hard {
		if h.ID == question {
			return h.Value
		}
	}
	return b.Slip
}

// truth is what holds about the companies of the sector.
type demoTruth map[benchmark.Slot]vigil.Entry

// misread is what a coder makes of an answer that holds: mostly the same; now and then the level beside it, an element more or
// less, silence for the lowest level, or another grade.
func (x drawing) misread(e vigil.Entry, in *vigil.Indicator, often float64) vigil.Entry {
	s, _ := x.m.ScaleOf(in)
	options := question.Options(s, in)
	answer, grade, side := x.dice.roll() < often, x.dice.roll() < often/2, x.dice.roll() < 0.5
	if answer {
		switch {
		case e.State == string(vigil.NotDisclosed) && s.Type == "graded":
			e = vigil.Entry{Place: e.Place, Subject: e.Subject, Question: e.Question, Value: options[0].ID, Grade: string(vigil.E0)}
		case e.State != "" || len(options) == 0 || s.Type == "flag":
		case s.Type == "multi":
			e.Value = toggled(e.Value, options[int(x.dice.roll()*float64(len(options)))].ID)
		default:
			at := slices.IndexFunc(options, func(o question.Option) bool { return o.ID == e.Value })
			if at == 0 || side && at < len(options)-1 {
				at += 2
			}
			e.Value = options[max(0, at-1)].ID
		}
	}
	if other, moves := map[string]string{"E2": "E3", "E3": "E2", "E4": "E3"}[e.Grade]; grade && moves {
		e.Grade = other
		e.Evidence = slices.Clone(e.Evidence)
		for i := range e.Evidence {
			e.Evidence[i].Grade = vigil.Grade(other)
		}
	}
	return e
}

// toggled takes an element out of a list, or puts it in.
func toggled(value, id string) string {
	list := slices.DeleteFunc(strings.Split(value, ";"), func(s string) bool { return s == vigil.NoElements })
	if i := slices.Index(list, id); i >= 0 {
		list = slices.Delete(list, i, i+1)
	} else {
		list = append(list, id)
	}
	if len(list) == 0 {
		return vigil.NoElements
	}
	return strings.Join(list, ";")
}

// drawCodings draws what holds about every company, and what each coder wrote.
func (d *demoSector) drawCodings() {
	d.truth = demoTruth{}
	d.codings = make([]vigil.Submission, len(d.Coders))
	for _, c := range d.coded() {
		x := drawing{demoData: d.demoData, organisation: c, dice: newDice(d.Seed, c.Code), m: d.method, today: d.cutoff}
		sub := x.submission(d.form)
		for i := range sub.Entries {
			e := &sub.Entries[i]
			e.Subject = c.Code
			d.truth[benchmark.Slot{Subject: c.Code, Question: e.Question}] = *e
		}
		for i, coder := range d.Coders {
			x.dice = newDice(d.Seed, c.Code+" "+coder)
			for _, e := range sub.Entries {
				missed := x.dice.roll() < d.Missed
				if in := d.form.Question(e.Question); d.form.PillarOf(e.Question) != nil {
					if missed {
						continue
					}
					e = x.misread(e, in, d.slips(e.Question))
				}
				d.codings[i].Entries = append(d.codings[i].Entries, e)
			}
		}
	}
}

// code writes the file of each coder with the list of companies beside it, and reads them again as anybody would.
func (d *demoSector) code(ctx context.Context) error {
	d.drawCodings()
	var rows strings.Builder
	rows.WriteString("subject,name,type,sector,sectors\n")
	for _, c := range d.coded() {
		fmt.Fprintf(&rows, "%s,%s,company,%s,%s\n", c.Code, c.Name, c.Sector, c.Sector)
	}
	if _, err := d.write("subjects.csv", func(w io.Writer) error { _, err := io.WriteString(w, rows.String()); return err }); err != nil {
		return err
	}
	for i, coder := range d.Coders {
		readings, ps := question.ReadAll(d.form, d.method, d.codings[i])
		if err := ps.Err(); err != nil {
			return err
		}
		list := make([]benchmark.Settled, len(readings))
		for j, r := range readings {
			list[j] = benchmark.Settled{Slot: benchmark.Slot{Subject: r.Subject, Question: r.Answer.Question}, Answer: r.Answer, Evidence: r.Evidence}
		}
		name, err := d.write(strings.ToLower(coder)+".csv", func(w io.Writer) error { return spreadsheet.WriteSettledCSV(w, list) })
		if err != nil {
			return err
		}
		d.files.coders = append(d.files.coders, coder+"="+name)
	}
	d.files.questionnaire = d.form.ID
	var err error
	_, _, d.coders, err = d.loadCoders(ctx, d.files)
	return err
}

// settle lets a third person decide what the coders differ on, and writes the answers that hold.
func (d *demoSector) settle() (string, error) {
	in := spreadsheet.Reconciled{Source: "disagreements.xlsx", Questionnaire: d.form.Ref()}
	for i, coder := range d.Coders {
		in.Coders = append(in.Coders, spreadsheet.CoderAnswers{Coder: coder, Submission: d.codings[i]})
	}
	reason := newDice(d.Seed, d.Settler)
	for _, x := range d.agreement.Disagreements {
		e := d.truth[x.Slot]
		e.Evidence, e.Search, e.Approved = nil, vigil.SearchLog{}, d.Settler
		e.Note = d.Reasons[int(reason.roll()*float64(len(d.Reasons)))]
		in.Settlements.Entries = append(in.Settlements.Entries, e)
	}
	settled, err := app.Reconcile(d.form, d.method, in)
	if err != nil {
		return "", err
	}
	return d.write("settled.csv", func(w io.Writer) error { return spreadsheet.WriteSettledCSV(w, settled) })
}
