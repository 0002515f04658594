package app

import (
	"vigil/internal/question"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// importRow is one answer in the file and on file.
type importRow struct {
	slot
	file, server vigil.Answer // a zero State: no answer there
	sent, held   []vigil.Evidence
	verdict      verdict
	cells        []ImportCell
}

// rows compares every answer of which the file has a row, in the order of the file. A blank row of a workbook says that
// it is blank; of any other file, that nothing was said.
func (g *merger) rows(assessment int64, readings []question.Reading) ([]importRow, error) {
	read := map[slot]question.Reading{}
	for _, r := range readings {
		read[slot{r.Answer.Unit, r.Answer.Question}] = r
	}
	entries, seen := entriesBySlot(g.sub), map[slot]bool{}
	var out []importRow
	for _, e := range g.sub.Entries {
		at := slot{e.Unit, e.Question}
		_, filled := entries[at]
		if seen[at] || !filled && (g.base == nil || e.Partial) {
			continue
		}
		seen[at] = true
		if filled {
			e = entries[at]
		}
		r := importRow{slot: at, file: read[at].Answer, server: g.stored[at], held: g.held[at]}
		r.sent = g.sent(assessment, e, read[at].Evidence)
		if err := g.compare(&r, e, assessment); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// sent gives the references that the file has for an answer, completed by what its format or its sender cannot say.
func (g *merger) sent(assessment int64, e vigil.Entry, list []vigil.Evidence) []vigil.Evidence {
	at := slot{e.Unit, e.Question}
	list = cleanEvidence(assessment, at, list)
	if len(list) == 0 && (e.Partial || !g.sub.WholeEvidence && !e.Blank()) {
		return g.held[at]
	}
	keepFiles(g.held[at], list)
	if !g.sub.WholeEvidence {
		keepDetails(g.held[at], list)
	}
	if g.role == vigil.Respondent {
		if g.base != nil && (rowBase{g.base, at}).held(evidenceCell, cellsOf(vigil.Answer{}, list)[evidenceCell]) {
			return g.held[at] // untouched; what others made public meanwhile is no change of the respondent's
		}
		keepPublicity(g.held[at], list)
	}
	return list
}

// compare finds what becomes of each cell of a row, and words those that differ.
func (g *merger) compare(r *importRow, e vigil.Entry, assessment int64) error {
	var base ancestor
	if g.base != nil {
		base = rowBase{g.base, r.slot}
	}
	r.verdict = merge(cellsOf(r.file, r.sent), cellsOf(r.server, r.held), base)
	inFile, onFile := shown(r.file, r.sent), shown(r.server, r.held)
	var history []store.Change
	for f, status := range r.verdict.status {
		if status == Unchanged {
			continue
		}
		c := ImportCell{Place: placeOf(e, field(f)), Question: r.question, Unit: r.unit, Field: fieldNames[f], Status: status, File: inFile[f], Server: onFile[f]}
		switch {
		case status.fromFile():
			c.Take = FromFile
		case status.onFile():
			c.Take = FromServer
		default:
			c.Conflict = r.question + "|" + r.unit + "|" + r.verdict.group[f]
			if history == nil {
				var err error
				if history, err = g.tx.History(assessment, r.unit, r.question); err != nil {
					return err
				}
			}
			lastChange(history, field(f), &c)
		}
		r.cells = append(r.cells, c)
	}
	return nil
}

// lastChange notes who last changed a cell. References have no history of their own.
func lastChange(history []store.Change, f field, c *ImportCell) {
	if f == evidenceCell {
		return
	}
	at := func(i int) string {
		if i < 0 || history[i].Action == store.DeleteAction {
			return ""
		}
		h := history[i]
		return cellsOf(vigil.Answer{Value: h.Value, State: h.State, Grade: h.Grade, Date: h.Date, Note: h.Note, Search: h.Search}, nil)[f]
	}
	for i := len(history) - 1; i >= 0; i-- {
		if at(i) != at(i-1) {
			c.By, c.At = history[i].Author, &history[i].Time
			return
		}
	}
}

// take notes what has to be written of a row, and counts it.
func (in *intake) take(r *importRow, g *merger) {
	x, author := r.server, false
	x.AssessmentID, x.Unit, x.Question = in.assessment.ID, r.unit, r.question
	var taken, kept, conflict, references bool
	next := 0
	for f, status := range r.verdict.status {
		if status == Unchanged {
			continue
		}
		c := r.cells[next]
		next++
		conflict, kept = conflict || status == Conflicting, kept || status.onFile()
		if c.Take != FromFile {
			continue
		}
		taken = taken || status.fromFile()
		if references = references || field(f) == evidenceCell; field(f) != evidenceCell {
			put(&x, r.file, field(f))
			author = true
		}
	}
	n := &in.plan.Counts
	switch {
	case conflict:
		n.Conflicts++
	case taken && r.server.State == "":
		n.New++
	case taken && r.file.State == "":
		n.Cleared++
	case taken:
		n.Changed++
	case kept:
		n.Kept++
	case r.file.State != "":
		n.Unchanged++
	}
	switch {
	case author && x.State == "":
		in.cleared = append(in.cleared, r.slot)
	case author:
		x.ApprovedBy, x.Unconfirmed, x.Author = "", false, g.actor.Person
		in.answers = append(in.answers, x)
	}
	if references {
		n.Evidence += len(r.sent)
		in.evidence = append(in.evidence, referencesOf(r))
	}
}

func referencesOf(r *importRow) references { return references{r.slot, r.sent} }
