package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vigil/internal/question"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Import takes in a submission: all of it in one transaction, or, if anything at all is wrong with it, nothing and
// every problem with its place.
//
// It merges cell by cell and overwrites nothing in silence. A workbook that went out from here is compared with what it
// held then: a cell that was changed in it alone is taken, one that was changed on file alone stays, a row that was
// emptied takes the answer and its references out, and a row that is not there says nothing. Any other file is compared
// with what is on file: it adds what nobody had answered, and what it leaves blank stays. Where the two sides contradict
// one another the plan has a conflict; without a choice nothing is stored, and the error of kind Conflict lists them all.
//
// A changed answer loses its approval, and a file can never approve. A respondent cannot change whether a reference is
// public. A dry run checks, plans and refuses the same and stores nothing. The plan is given also with a Conflict.
func (a *App) Import(ctx context.Context, actor vigil.Actor, code string, sub vigil.Submission, o ImportOptions) (ImportPlan, error) {
	var plan ImportPlan
	if o.DryRun {
		err := a.read(ctx, actor, ImportAction, func(tx *store.Tx) error {
			p, err := a.prepare(tx, actor, code, sub, o)
			plan = p.plan
			return cmp.Or(err, plan.conflict())
		})
		return plan, err
	}
	err := a.write(ctx, actor, ImportAction, func(tx *store.Tx) (done, error) {
		p, err := a.prepare(tx, actor, code, sub, o)
		plan = p.plan
		if err = cmp.Or(err, plan.conflict()); err != nil {
			return done{}, err
		}
		return done{"assessment:" + code, plan.detail()}, p.store(tx, actor)
	})
	return plan, err
}

// intake is a submission that was found good: what has to be written.
type intake struct {
	assessment vigil.Assessment
	answers    []vigil.Answer
	cleared    []slot
	evidence   []references
	plan       ImportPlan
}

type references struct {
	slot
	list []vigil.Evidence
}

type slot struct{ unit, question string }

// store writes everything.
func (in *intake) store(tx *store.Tx, actor vigil.Actor) error {
	for _, at := range in.cleared {
		if err := tx.DeleteAnswer(&in.assessment, at.unit, at.question, actor.Person); err != nil {
			return err
		}
	}
	if len(in.answers) > 0 {
		if err := tx.PutAnswers(&in.assessment, in.answers); err != nil {
			return err
		}
	}
	for _, e := range in.evidence {
		if err := tx.PutEvidence(&in.assessment, e.unit, e.question, e.list); err != nil {
			return err
		}
	}
	return nil
}

// prepare checks a submission against the assessment and merges it with what is on file. It stores nothing, and leaves it to
// the caller to refuse a plan with conflicts that nobody decided.
func (a *App) prepare(tx *store.Tx, actor vigil.Actor, code string, sub vigil.Submission, o ImportOptions) (intake, error) {
	as, org, err := assessment(tx, actor, ImportAction, code)
	if err != nil {
		return intake{}, err
	}
	if !as.Status.Editable() {
		return intake{}, vigil.Errorf(vigil.Conflict, "the assessment %q is %s and takes no answers; have a reviewer return it first", code, as.Status)
	}
	if o.Version != 0 && o.Version != as.Version {
		return intake{}, vigil.Errorf(vigil.Conflict, "somebody changed the assessment %q while you chose; nothing was stored. Look at the plan again", code)
	}
	if err := addressed(sub, as).Err(); err != nil {
		return intake{}, err
	}
	q, m, err := a.editions(tx, as)
	if err != nil {
		return intake{}, err
	}
	if sub.Entries, err = withinLink(actor, q, sub.Entries); err != nil {
		return intake{}, err
	}
	may, err := a.changeable(tx, as, q)
	if err != nil {
		return intake{}, err
	}
	units, err := tx.Units(org.ID)
	if err != nil {
		return intake{}, err
	}
	g := merger{app: a, tx: tx, actor: actor, role: actor.RoleOn(org.Code, as.Code), sub: sub}
	if err := g.load(as); err != nil {
		return intake{}, err
	}
	g.complete()
	readings, ps := question.ReadAll(q, m, g.sub)
	ps = append(ps, vet(sub, readings, org, units, q, m)...)
	if err := ps.Err(); err != nil {
		ps.Sort()
		return intake{}, ps
	}
	in, err := g.intake(as, readings, o)
	if err != nil {
		return in, err
	}
	return in, may.refuse(in.slots()...)
}

// slots lists the answers that would be changed.
func (in *intake) slots() []slot {
	list := slices.Clone(in.cleared)
	for _, x := range in.answers {
		list = append(list, slot{x.Unit, x.Question})
	}
	for _, e := range in.evidence {
		list = append(list, e.slot)
	}
	return list
}

// addressed refuses a file that was made for another assessment or another edition.
func addressed(sub vigil.Submission, as vigil.Assessment) vigil.Problems {
	var ps vigil.Problems
	at := vigil.Place{File: sub.Source}
	if sub.Assessment != "" && sub.Assessment != as.Code {
		ps.Say(at, vigil.Say("the file belongs to the assessment %q, not to %q", sub.Assessment, as.Code), vigil.Say("import it there, or take a new workbook of this assessment"))
	}
	if sub.Questionnaire != "" && sub.Questionnaire != as.Questionnaire && !strings.HasPrefix(as.Questionnaire, sub.Questionnaire+"@") {
		ps.Say(at, vigil.Say("the file was filled in with %s, but the assessment was made with %s", sub.Questionnaire, as.Questionnaire), vigil.Say("take a new workbook of this assessment and carry the answers over"))
	}
	return ps
}

// withinLink gives the entries to questions that the actor may answer, and refuses what a file says to others: a section link
// opens some sections only. A row that says nothing is left alone.
func withinLink(actor vigil.Actor, q *vigil.Questionnaire, entries []vigil.Entry) ([]vigil.Entry, error) {
	var ps vigil.Problems
	var list []vigil.Entry
	open := openQuestions(actor, q)
	for _, e := range entries {
		switch {
		case open(e.Question):
			list = append(list, e)
		case !e.Blank():
			ps.Say(e.Place, vigil.Say("the question %s is outside the sections that this link opens", e.Question), vigil.Say("empty the row, or ask for a link that opens its section"))
		}
	}
	return list, ps.Err()
}

// merger merges one submission with what is on file.
type merger struct {
	app    *App
	tx     *store.Tx
	actor  vigil.Actor
	role   vigil.Role
	sub    vigil.Submission
	base   *exportBase // nil: compare with what is on file alone
	export *store.Export
	stored map[slot]vigil.Answer
	held   map[slot][]vigil.Evidence
}

// load reads what is on file, and what the workbook held when it went out.
func (g *merger) load(as vigil.Assessment) (err error) {
	if g.base, g.export, err = baseOf(g.tx, as, g.sub); err != nil {
		return err
	}
	list, err := g.tx.Answers(as.ID)
	if err != nil {
		return err
	}
	g.stored = map[slot]vigil.Answer{}
	for _, x := range list {
		g.stored[slot{x.Unit, x.Question}] = x
	}
	g.held, err = heldEvidence(g.tx, as.ID)
	return err
}

// complete fills in from what is on file what a row that was taken out would have said.
func (g *merger) complete() {
	g.sub.Entries = slices.Clone(g.sub.Entries)
	for i := range g.sub.Entries {
		e := &g.sub.Entries[i]
		x, known := g.stored[slot{e.Unit, e.Question}]
		if !e.Partial || !known {
			continue
		}
		if e.Value == "" {
			e.Value, e.State = x.Value, string(x.State)
		}
		e.Grade, e.Date, e.Note, e.Search = string(x.Grade), x.Date, x.Note, x.Search
	}
}

// intake merges every answer of which the file has a row.
func (g *merger) intake(as vigil.Assessment, readings []question.Reading, o ImportOptions) (intake, error) {
	in := intake{assessment: as, plan: ImportPlan{Assessment: as.Code, Version: as.Version, File: g.sub.Source, Cells: []ImportCell{}}}
	in.plan.Counts.Rows = g.sub.Rows
	if g.export != nil {
		in.plan.Export, in.plan.Exported = g.export.Code, &g.export.Time
	}
	rows, err := g.rows(as.ID, readings)
	if err != nil {
		return in, err
	}
	for i := range rows {
		in.plan.Cells = append(in.plan.Cells, rows[i].cells...)
	}
	if err := in.plan.decide(o); err != nil {
		return in, err
	}
	next := 0
	for i := range rows {
		r := &rows[i]
		r.cells = in.plan.Cells[next : next+len(r.cells)]
		next += len(r.cells)
		in.take(r, g)
	}
	in.plan.Digest = digestOf(rows)
	if o.Digest != "" && o.Digest != in.plan.Digest {
		return in, vigil.Errorf(vigil.Conflict, "the assessment %q was changed after the plan was shown, so that it would not be done as you saw it; nothing was stored. Look at the plan again", as.Code)
	}
	return in, nil
}
