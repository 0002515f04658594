package web

import (
	"time"

	"vigil/internal/app"
	"vigil/internal/vigil"
	"vigil/internal/web/page"
	"vigil/internal/web/words"
)

// sitting is how soon one save of an answer follows another that the same person made in one go. A page saves while people type;
// the history tells it as they would, once, and opens to every save. The record itself has each.
const sitting = 10 * time.Minute

// history tells what became of an answer, newest first, and what an undo would bring back.
func (w questionWords) history(q *page.Question, item app.QuestionItem) {
	for at := 0; at < len(item.History); {
		n := inOneGo(item.History[at:])
		line := w.change(item, at)
		for i := at + 1; i < at+n; i++ {
			line.Saves = append(line.Saves, w.change(item, i))
		}
		q.Changes = append(q.Changes, line)
		at += n
	}
	q.CanUndo = w.undoes(item)
}

// inOneGo counts how many changes, from the first of a list on, are saves of one person in one go: none but what was written, and
// each soon after the one before.
func inOneGo(list []vigil.AnswerChange) int {
	written := func(c vigil.AnswerChange) bool { return !c.TakenOut && !c.Erased }
	n := 1
	for n < len(list) && written(list[n-1]) && written(list[n]) && list[n].Author == list[0].Author && list[n-1].UpdatedAt.Sub(list[n].UpdatedAt) <= sitting {
		n++
	}
	return n
}

// change is one change in words.
func (w questionWords) change(item app.QuestionItem, at int) page.AnswerLine {
	h := item.History[at]
	line := page.AnswerLine{Version: h.Version, Restore: h.Restorable && at > 0, What: w.said(item, h.Answer), Note: excerpt(h.Note),
		Who: words.T(w.ctx, "question.by", "Person", h.Author, "Moment", words.Moment(w.ctx, h.UpdatedAt))}
	if h.TakenOut {
		line.What = words.T(w.ctx, "question.line_taken_out")
	}
	if h.Erased {
		line.Note = words.T(w.ctx, "question.erased")
	}
	return line
}

// undoes says what an undo brings back; nothing where there is none.
func (w questionWords) undoes(item app.QuestionItem) string {
	if len(item.History) == 0 || item.History[0].Erased || item.Answer.State == "" && !item.History[0].TakenOut {
		return ""
	}
	for _, h := range item.History[1:] {
		switch {
		case h.Erased:
			return ""
		case h.Restorable && h.TakenOut:
			return words.T(w.ctx, "question.undo_first")
		case h.Restorable:
			return words.T(w.ctx, "question.undo_to", "What", w.said(item, h.Answer))
		}
	}
	return words.T(w.ctx, "question.undo_first")
}
