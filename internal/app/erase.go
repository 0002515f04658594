package app

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

// erased stands where a text was, so that a reader sees that there was one, and scoring that a search was logged.
const erased = "(erased)"

// erase replaces every text that is not empty.
func erase(texts ...*string) {
	for _, t := range texts {
		if *t != "" {
			*t = erased
		}
	}
}

// EraseAnswer takes out what people wrote with one answer, now and in its whole past: note, search log, references, comments,
// and the value where it is free text. Of workbooks that went out nothing is kept that could confirm a guess, and none of
// them brings the text back. Codes, grades and dates stay, so that the score does; so does the audit log, which
// never held a word of it. Files on which no other answer rests are deleted. It works in every status, since danger does not
// wait for a reopening, and for an answer that was taken out too. NotFound where nobody ever wrote anything.
func (a *App) EraseAnswer(ctx context.Context, actor vigil.Actor, code, unit, question string) error {
	var gone []vigil.File
	err := a.write(ctx, actor, EraseAnswerAction, func(tx *store.Tx) (done, error) {
		as, _, err := assessmentForChange(tx, actor, EraseAnswerAction, code)
		if err != nil {
			return done{}, err
		}
		q, m, err := a.editions(tx, as)
		if err != nil {
			return done{}, err
		}
		e := erasure{tx: tx, assessment: as, slot: slot{unit, question}, now: a.now()}
		if in := q.Question(question); in != nil {
			e.freeText = isText(m, in)
		}
		gone, err = e.run()
		return done{"assessment:" + code, strings.TrimSpace(question + " " + unit)}, err
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	v, err := a.vault(ctx)
	if err != nil {
		return err
	}
	for _, f := range gone {
		if err := a.sweep(ctx, v, f.Hash, f.CleanHash); err != nil {
			return err
		}
	}
	return nil
}

// erasure takes out what was written with one answer.
type erasure struct {
	tx         *store.Tx
	assessment vigil.Assessment
	slot
	freeText bool // the value is a text that people wrote
	now      time.Time
}

// run erases everything, and gives the files on which nothing rests any more.
func (e *erasure) run() (gone []vigil.File, err error) {
	as := e.assessment.ID
	reviews, err := e.tx.ItemReviews(as) // as they stand before the answer changes
	if err != nil {
		return nil, err
	}
	version, answered, err := e.answer()
	if err != nil {
		return nil, err
	}
	gone, referred, err := e.references()
	if err != nil {
		return nil, err
	}
	written := []field{noteCell, searchCell, evidenceCell}
	if e.freeText {
		written = append(written, answerCell)
	}
	if err := eraseInExports(e.tx, as, e.slot, written); err != nil {
		return nil, err
	}
	if err := e.tx.EraseItemReviews(as, e.unit, e.question, erased, e.freeText, version, reviews); err != nil {
		return nil, err
	}
	comments, err := e.tx.EraseComments(as, e.unit, e.question, e.now)
	if err != nil {
		return nil, err
	}
	lines, err := e.tx.EraseHistory(as, e.unit, e.question)
	if err == nil && !answered && !referred && comments+lines == 0 {
		err = vigil.Errorf(vigil.NotFound, "nobody wrote anything for the question %q, so there is nothing to erase", slotWords(e.slot))
	}
	return gone, err
}

// answer erases in the answer itself, and gives its version then; there is none where it was taken out.
func (e *erasure) answer() (version int64, answered bool, err error) {
	x, err := e.tx.Answer(e.assessment.ID, e.unit, e.question)
	if vigil.KindOf(err) == vigil.NotFound {
		return 0, false, nil
	} else if err != nil {
		return 0, false, err
	}
	erase(&x.Search.Sources, &x.Search.Languages, &x.Search.Terms)
	x.Note = ""
	if e.freeText {
		erase(&x.Value)
	}
	return x.Version + 1, true, e.tx.PutAnswers(&e.assessment, []vigil.Answer{x})
}

// references erases in the references behind the answer, and lets go of their files.
func (e *erasure) references() (gone []vigil.File, referred bool, err error) {
	held, err := heldEvidence(e.tx, e.assessment.ID)
	list := held[e.slot]
	if err != nil || len(list) == 0 {
		return nil, false, err
	}
	hashes := map[string]bool{}
	for i := range list {
		hashes[list[i].File] = true
		erase(&list[i].Title)
		list[i].Link, list[i].Page, list[i].Quote, list[i].File = "", "", "", ""
	}
	if err := e.tx.PutEvidence(&e.assessment, e.unit, e.question, list); err != nil {
		return nil, true, err
	}
	gone, err = deleteFiles(e.tx, e.assessment.OrganisationID, hashes)
	return gone, true, err
}

// deleteFiles takes out the records of those files of an organisation on which no answer rests any more, and gives them.
func deleteFiles(tx *store.Tx, organisation int64, hashes map[string]bool) (gone []vigil.File, err error) {
	delete(hashes, "")
	for hash := range hashes {
		f, err := tx.FileByHash(organisation, hash)
		if err != nil {
			return nil, err
		}
		if err := tx.DeleteFile(f); err == nil {
			gone = append(gone, f)
		} else if vigil.KindOf(err) != vigil.Conflict {
			return nil, err
		}
	}
	return gone, nil
}

// EraseAllegation takes out what was written about a withdrawn case and the caps that rested on it: summary, source,
// place, replies and reasons, in kept scorecards too. Judgements and dates stay.
func (a *App) EraseAllegation(ctx context.Context, actor vigil.Actor, code string) error {
	return a.write(ctx, actor, EraseAllegationAction, func(tx *store.Tx) (done, error) {
		al, _, err := caseFor(tx, actor, EraseAllegationAction, code)
		if err != nil {
			return done{}, err
		}
		if al.Withdrawn == "" {
			return done{}, vigil.Errorf(vigil.Conflict, "the case %q stands; withdraw it before erasing what it says", code)
		}
		erase(&al.Harm, &al.Summary, &al.Reply, &al.WithdrawReason)
		al.Source, al.Country, al.Project, al.HoldReason = "", "", "", ""
		if err := tx.SaveAllegation(&al); err != nil {
			return done{}, err
		}
		caps, err := tx.Caps(al.OrganisationID)
		if err != nil {
			return done{}, err
		}
		gone := map[int64]bool{}
		for _, c := range caps {
			if c.AllegationID != al.ID {
				continue
			}
			erase(&c.Reason, &c.Reply, &c.LiftReason)
			c.Project, gone[c.ID] = "", true
			if err := tx.SaveCap(&c); err != nil {
				return done{}, err
			}
		}
		return done{subject: "case:" + code}, eraseInScorecards(tx, al.OrganisationID, gone)
	})
}

// eraseInScorecards takes the words of caps out of the scorecards that were kept when assessments became final.
func eraseInScorecards(tx *store.Tx, organisation int64, gone map[int64]bool) error {
	list, err := tx.Assessments(organisation)
	if err != nil {
		return err
	}
	for _, as := range list {
		document, err := tx.Scorecard(as.ID)
		if vigil.KindOf(err) == vigil.NotFound {
			continue
		} else if err != nil {
			return err
		}
		kept, err := thaw(document, nil)
		if err != nil {
			return err
		}
		if !kept.eraseCaps(gone) {
			continue
		}
		if document, err = json.Marshal(kept); err != nil {
			return err
		}
		if err := tx.PutScorecard(as.ID, document); err != nil {
			return err
		}
	}
	return nil
}
