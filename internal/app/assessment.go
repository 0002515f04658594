package app

import (
	"context"
	"encoding/json"
	"slices"

	"vigil/internal/check"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// NewAssessment says what a new assessment is about. Code may be empty (a random one is made), Questionnaire is an
// id or id@edition (without edition: the newest), Cutoff may be empty (today).
type NewAssessment struct {
	Code          string
	Organisation  string // code
	Questionnaire string
	Mode          vigil.Mode
	Period        string
	Cutoff        string // 2006-01-02
	Purpose       string
}

// NewAssessment opens an assessment and freezes the editions it is made with: from now on the questionnaire and the
// methodology of these editions must stay as they are, and a catalogue in which they differ is a Conflict.
func (a *App) NewAssessment(ctx context.Context, actor vigil.Actor, n NewAssessment) (vigil.Assessment, error) {
	if err := allow(actor, NewAssessmentAction); err != nil {
		return vigil.Assessment{}, err
	}
	q, m, err := a.Catalogue.Questionnaire(n.Questionnaire)
	if err != nil {
		return vigil.Assessment{}, err
	}
	as := vigil.Assessment{
		Code: n.Code, Questionnaire: q.Ref(), Methodology: m.Ref(), Mode: n.Mode, Purpose: n.Purpose, Period: n.Period,
		Cutoff: n.Cutoff, Status: vigil.Draft, CreatedAt: a.now(), UpdatedAt: a.now(),
	}
	if as.Code == "" {
		as.Code = a.newCode()
	} else if actor.Role == "" {
		// that a code is taken would tell of an organisation that the actor must not know of
		return as, vigil.Problems{{Place: vigil.Place{Field: "code"}, What: vigil.Say("it is chosen by those with a role in the whole workspace"), Do: vigil.Say("leave it empty; a code is made")}}
	}
	if as.Cutoff == "" {
		as.Cutoff = a.today()
	}
	ps := check.Struct(as)
	ps = append(ps, harm(vigil.Place{}, text{"purpose", as.Purpose}, text{"period", as.Period})...)
	if err := ps.Err(); err != nil {
		return as, err
	}
	err = a.write(ctx, actor, NewAssessmentAction, func(tx *store.Tx) (done, error) {
		org, err := organisation(tx, actor, NewAssessmentAction, n.Organisation)
		if err != nil {
			return done{}, err
		}
		if err := freeze(tx, q, m); err != nil {
			return done{}, err
		}
		as.OrganisationID = org.ID
		if err := tx.CreateAssessment(&as); err != nil {
			return done{}, err
		}
		return done{"assessment:" + as.Code, as.Questionnaire + " " + as.Methodology + " " + string(as.Mode)}, firstStep(tx, actor, as)
	})
	return as, err
}

// firstStep notes who began an assessment, and when.
func firstStep(tx *store.Tx, actor vigil.Actor, as vigil.Assessment) error {
	return tx.AddStatusChange(&vigil.StatusChange{AssessmentID: as.ID, To: vigil.Draft, Action: string(NewAssessmentAction), Person: actor.Person, Time: as.CreatedAt})
}

// freeze keeps both editions with their digests; the store refuses an edition that it holds with another digest.
func freeze(tx *store.Tx, q *vigil.Questionnaire, m *vigil.Methodology) error {
	for _, e := range []struct {
		kind, ref, digest string
		v                 any
	}{{"questionnaire", q.Ref(), q.Digest, q}, {"methodology", methodEdition(q, m), m.Digest, m}} {
		document, err := json.Marshal(e.v)
		if err != nil {
			return err
		}
		if err := tx.PutEdition(e.kind, e.ref, e.digest, document); err != nil {
			if vigil.KindOf(err) == vigil.Conflict {
				return changedEdition(e.ref)
			}
			return err
		}
	}
	return nil
}

// editions gives the questionnaire and methodology that the assessment was made with, and refuses a catalogue in
// which an edition of that name says something else.
func (a *App) editions(tx *store.Tx, as vigil.Assessment) (*vigil.Questionnaire, *vigil.Methodology, error) {
	q, m, err := a.Catalogue.Questionnaire(as.Questionnaire)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range []struct{ ref, digest string }{{as.Questionnaire, q.Digest}, {methodEdition(q, m), m.Digest}} {
		frozen, err := tx.EditionDigest(e.ref)
		if err != nil {
			return nil, nil, err
		}
		if frozen != e.digest {
			return nil, nil, changedEdition(e.ref)
		}
	}
	return q, m, nil
}

// methodEdition is the name under which a methodology is kept: its own, unless its questionnaire has the same, as with a published
// index whose form and method are one thing.
func methodEdition(q *vigil.Questionnaire, m *vigil.Methodology) string {
	if m.Ref() == q.Ref() {
		return "methodology " + m.Ref()
	}
	return m.Ref()
}

func changedEdition(ref string) error {
	return vigil.Errorf(vigil.Conflict, "the file of %s was changed after an assessment was made with it, and an edition stays as it is for ever; bring the file back, or give the changed one a new edition", ref)
}

// Assessment gives one assessment and the organisation that it is about, for those who work on it: where it stands,
// and what a reviewer who gave it back asked for.
func (a *App) Assessment(ctx context.Context, actor vigil.Actor, code string) (as vigil.Assessment, org vigil.Organisation, err error) {
	err = a.read(ctx, actor, ShowAssessmentAction, func(tx *store.Tx) error {
		as, org, err = assessment(tx, actor, ShowAssessmentAction, code)
		return err
	})
	if err != nil {
		return vigil.Assessment{}, vigil.Organisation{}, err
	}
	return as, org, nil
}

// Assessments lists the assessments of an organisation, or for an empty code those of every organisation that the actor
// has a role for.
func (a *App) Assessments(ctx context.Context, actor vigil.Actor, code string) ([]vigil.Assessment, error) {
	var list []vigil.Assessment
	err := a.read(ctx, actor, ListAssessmentsAction, func(tx *store.Tx) error {
		id := int64(0)
		if code != "" {
			org, err := organisation(tx, actor, ListAssessmentsAction, code)
			if err != nil {
				return err
			}
			id = org.ID
		}
		var err error
		list, err = assessments(tx, actor, ListAssessmentsAction, id)
		return err
	})
	for i := range list {
		list[i].ReturnReason = "" // for those who work on the assessment: see Assessment
	}
	return list, err
}

// assessments gives the assessments of an organisation (0: of all) that an actor may do something with, by code.
func assessments(tx *store.Tx, actor vigil.Actor, action Action, organisation int64) ([]vigil.Assessment, error) {
	s, err := scope(tx, actor, action)
	if err != nil {
		return nil, err
	}
	return tx.AssessmentsIn(s, organisation)
}

// Answers lists the answers of an assessment by unit and question, with the evidence references behind them. Who came by a
// section link gets those of its sections.
func (a *App) Answers(ctx context.Context, actor vigil.Actor, code string) ([]vigil.Answer, []vigil.Evidence, error) {
	var list []vigil.Answer
	var evidence []vigil.Evidence
	err := a.readNoted(ctx, actor, AnswersAction, func(tx *store.Tx) (done, error) {
		as, org, err := assessment(tx, actor, AnswersAction, code)
		if err != nil {
			return done{}, err
		}
		if list, err = tx.Answers(as.ID); err != nil {
			return done{}, err
		}
		role, err := roleOn(tx, actor, org, code)
		if err != nil {
			return done{}, err
		}
		hidden, err := runningReview(tx, as, role)
		if err != nil {
			return done{}, err
		}
		if err := hidden.putBack(tx, as.ID, list); err != nil {
			return done{}, err
		}
		if evidence, err = tx.Evidence(as.ID); err != nil {
			return done{}, err
		}
		if actor.Grant != nil {
			q, _, err := a.editions(tx, as)
			if err != nil {
				return done{}, err
			}
			list, evidence = within(openQuestions(actor, q), list, evidence)
		}
		return withheldSeen(code, withheldIn(list)), nil
	})
	return list, evidence, err
}

// within keeps the answers to questions that are open, and the references behind them.
func within(open func(question string) bool, answers []vigil.Answer, evidence []vigil.Evidence) ([]vigil.Answer, []vigil.Evidence) {
	return slices.DeleteFunc(answers, func(x vigil.Answer) bool { return !open(x.Question) }),
		slices.DeleteFunc(evidence, func(e vigil.Evidence) bool { return !open(e.Question) })
}
