package app

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"vigil/internal/question"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// ImportResult counts what an import did, or would do in a dry run. Rows are the rows read; New, Changed and
// Unchanged count answers; Evidence counts the references written in place of others.
type ImportResult struct {
	Rows, New, Changed, Unchanged, Evidence int
}

// Import takes in a submission: all of it in one transaction, or, if anything at all is wrong with it, nothing and
// every problem with its place. Questions that the sender left untouched stay as they are; answers that say what is
// on file already are not rewritten. A changed answer loses its approval, and a file can never approve. The evidence
// references of a question are replaced where the answer comes with references, and stay where it comes without. A
// respondent cannot change whether a reference is public. A dry run checks and counts the same and stores nothing.
func (a *App) Import(ctx context.Context, actor vigil.Actor, code string, sub vigil.Submission, dryRun bool) (ImportResult, error) {
	var result ImportResult
	if dryRun {
		err := a.read(ctx, actor, ImportAction, func(tx *store.Tx) error {
			p, err := a.prepare(tx, actor, code, sub)
			result = p.result
			return err
		})
		return result, err
	}
	err := a.write(ctx, actor, ImportAction, func(tx *store.Tx) (done, error) {
		p, err := a.prepare(tx, actor, code, sub)
		if err != nil {
			return done{}, err
		}
		if len(p.answers) > 0 {
			if err := tx.PutAnswers(&p.assessment, p.answers); err != nil {
				return done{}, err
			}
		}
		for _, e := range p.evidence {
			if err := tx.PutEvidence(&p.assessment, e.unit, e.question, e.list); err != nil {
				return done{}, err
			}
		}
		result = p.result
		return done{"assessment:" + code, fmt.Sprintf("new %d changed %d unchanged %d evidence %d", result.New, result.Changed, result.Unchanged, result.Evidence)}, nil
	})
	if err != nil {
		return ImportResult{}, err
	}
	return result, nil
}

// intake is a submission that was found good: what has to be written.
type intake struct {
	assessment vigil.Assessment
	answers    []vigil.Answer
	evidence   []references
	result     ImportResult
}

type references struct {
	unit, question string
	list           []vigil.Evidence
}

type slot struct{ unit, question string }

// prepare checks a submission against the assessment and compares it with what is on file. It stores nothing.
func (a *App) prepare(tx *store.Tx, actor vigil.Actor, code string, sub vigil.Submission) (intake, error) {
	as, org, err := assessment(tx, actor, code)
	if err != nil {
		return intake{}, err
	}
	if !as.Status.Editable() {
		return intake{}, vigil.Errorf(vigil.Conflict, "the assessment %q is %s and takes no answers; have a reviewer return it first", code, as.Status)
	}
	if err := addressed(sub, as).Err(); err != nil {
		return intake{}, err
	}
	q, m, err := a.editions(tx, as)
	if err != nil {
		return intake{}, err
	}
	units, err := tx.Units(org.ID)
	if err != nil {
		return intake{}, err
	}
	readings, ps := question.ReadAll(q, m, sub)
	ps = append(ps, vet(sub, readings, org, units, q, m)...)
	if err := ps.Err(); err != nil {
		ps.Sort()
		return intake{}, ps
	}
	return a.compare(tx, actor, as, sub, readings)
}

// addressed refuses a file that was made for another assessment or another edition.
func addressed(sub vigil.Submission, as vigil.Assessment) vigil.Problems {
	var ps vigil.Problems
	at := vigil.Place{File: sub.Source}
	if sub.Assessment != "" && sub.Assessment != as.Code {
		ps.Add(at, fmt.Sprintf("the file belongs to the assessment %q, not to %q", sub.Assessment, as.Code), "import it there, or take a new workbook of this assessment")
	}
	if sub.Questionnaire != "" && sub.Questionnaire != as.Questionnaire && !strings.HasPrefix(as.Questionnaire, sub.Questionnaire+"@") {
		ps.Add(at, fmt.Sprintf("the file was filled in with %s, but the assessment was made with %s", sub.Questionnaire, as.Questionnaire), "take a new workbook of this assessment and carry the answers over")
	}
	return ps
}

// compare finds what is new, changed and unchanged.
func (a *App) compare(tx *store.Tx, actor vigil.Actor, as vigil.Assessment, sub vigil.Submission, readings []question.Reading) (intake, error) {
	in := intake{assessment: as, result: ImportResult{Rows: sub.Rows}}
	stored, err := tx.Answers(as.ID)
	if err != nil {
		return in, err
	}
	old := map[slot]vigil.Answer{}
	for _, x := range stored {
		old[slot{x.Unit, x.Question}] = x
	}
	held, err := heldEvidence(tx, as.ID)
	if err != nil {
		return in, err
	}
	for _, r := range readings {
		x := r.Answer
		at := slot{x.Unit, x.Question}
		x.AssessmentID, x.ApprovedBy, x.Author, x.UpdatedAt = as.ID, "", actor.Person, a.now()
		was, known := old[at]
		x.ID, x.Version = was.ID, was.Version
		switch {
		case !known:
			in.result.New++
			in.answers = append(in.answers, x)
		case sameAnswer(was, x):
			in.result.Unchanged++
		default:
			in.result.Changed++
			in.answers = append(in.answers, x)
		}
		list := cleanEvidence(as.ID, at, r.Evidence)
		if !sub.WholeEvidence {
			keepDetails(held[at], list)
		}
		if actor.Role == vigil.Respondent {
			keepPublicity(held[at], list)
		}
		if len(list) > 0 && !sameEvidence(held[at], list) {
			in.result.Evidence += len(list)
			in.evidence = append(in.evidence, references{at.unit, at.question, list})
		}
	}
	return in, nil
}

// sameAnswer reports whether two answers say the same; who said it and when does not matter.
func sameAnswer(x, y vigil.Answer) bool {
	return x.Value == y.Value && x.State == y.State && x.Grade == y.Grade && x.Date == y.Date && x.Note == y.Note && x.Search == y.Search
}

func heldEvidence(tx *store.Tx, assessment int64) (map[slot][]vigil.Evidence, error) {
	list, err := tx.Evidence(assessment)
	held := map[slot][]vigil.Evidence{}
	for _, e := range list {
		at := slot{e.Unit, e.Question}
		held[at] = append(held[at], e)
	}
	return held, err
}

// cleanEvidence ties references to their answer, whatever the sender wrote into the fields that are ours.
func cleanEvidence(assessment int64, at slot, list []vigil.Evidence) []vigil.Evidence {
	out := make([]vigil.Evidence, len(list))
	for i, e := range list {
		e.ID, e.AssessmentID, e.Unit, e.Question = 0, assessment, at.unit, at.question
		out[i] = e
	}
	return out
}

// keepDetails fills in what a format cannot carry: a reference that comes back by title and link keeps its page, its
// quote and whether it is public.
func keepDetails(held, list []vigil.Evidence) {
	for i := range list {
		e := &list[i]
		h := sameDocument(held, *e)
		e.Page, e.Quote, e.Public = cmp.Or(e.Page, h.Page), cmp.Or(e.Quote, h.Quote), e.Public || h.Public
	}
}

// keepPublicity leaves it as it is on file whether a reference is public; a new one is not.
func keepPublicity(held, list []vigil.Evidence) {
	for i := range list {
		list[i].Public = sameDocument(held, list[i]).Public
	}
}

// sameDocument finds the reference on file with the title and link of another.
func sameDocument(held []vigil.Evidence, e vigil.Evidence) vigil.Evidence {
	for _, h := range held {
		if h.Title == e.Title && h.Link == e.Link {
			return h
		}
	}
	return vigil.Evidence{}
}

// sameEvidence reports whether two lists hold the same references, in whatever order.
func sameEvidence(held, list []vigil.Evidence) bool {
	count := map[vigil.Evidence]int{}
	for _, h := range held {
		h.ID = 0
		count[h]++
	}
	for _, e := range list {
		count[e]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// entriesBySlot finds the raw entry behind a reading, for its places.
func entriesBySlot(sub vigil.Submission) map[slot]vigil.Entry {
	m := map[slot]vigil.Entry{}
	for _, e := range sub.Entries {
		at := slot{e.Unit, e.Question}
		if _, twice := m[at]; !twice && !e.Blank() {
			m[at] = e
		}
	}
	return m
}
