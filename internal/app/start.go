package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/check"
	"vigil/internal/question"
	"vigil/internal/scoring"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

// Start is what somebody says before an assessment begins. The screening comes first, because the form depends on it.
type Start struct {
	Organisation  string // code
	Mode          vigil.Mode
	Period        string
	Cutoff        string // empty: today
	Purpose       string
	Size          Size
	Screening     []vigil.Entry // answers to screening questions; what is blank stays unanswered
	Questionnaire string        // the form that was chosen
}

// values are the screening answers by question.
func (s Start) values() map[string]string {
	given := map[string]string{}
	for _, e := range s.Screening {
		given[e.Question] = e.Value
	}
	return given
}

// asGiven gives the screening answers that a form asks for, without the problems of those that cannot be read.
func (s Start) asGiven(q *vigil.Questionnaire) []vigil.Answer {
	var list []vigil.Answer
	for _, e := range s.Screening {
		for i := range q.Screening {
			if q.Screening[i].ID == e.Question && e.Value != "" {
				list = append(list, vigil.Answer{Question: e.Question, Value: e.Value, State: vigil.Answered})
			}
		}
	}
	return list
}

// Starting is where somebody stands who starts an assessment.
type Starting struct {
	Start        Start
	Organisation vigil.Organisation
	Units        []vigil.Unit
	Methodology  *vigil.Methodology
	Screening    []*vigil.Indicator // the questions that are asked, by the answers so far
	Forms        []FormProposal
	Before       []vigil.Assessment // earlier assessments of the organisation that could be carried over, newest first
}

// Starting prepares a start: the screening questions of every form that the organisation could be assessed with, and those
// forms, measured by the answers so far. It stores nothing. Answers that cannot be read are Problems.
func (a *App) Starting(ctx context.Context, actor vigil.Actor, s Start) (Starting, error) {
	var out Starting
	err := a.read(ctx, actor, NewAssessmentAction, func(tx *store.Tx) (err error) {
		out, err = a.starting(tx, actor, s)
		return err
	})
	return out, err
}

func (a *App) starting(tx *store.Tx, actor vigil.Actor, s Start) (Starting, error) {
	org, err := organisation(tx, actor, NewAssessmentAction, s.Organisation)
	if err != nil {
		return Starting{}, err
	}
	out := Starting{Start: s, Organisation: org}
	if out.Units, err = tx.Units(org.ID); err != nil {
		return out, err
	}
	if out.Before, err = a.earlierOnes(tx, actor, org); err != nil {
		return out, err
	}
	var last *vigil.Assessment
	for i := range out.Before {
		if x := &out.Before[i]; x.Mode == s.Mode && last == nil {
			last = x
		}
	}
	if err := a.checkStart(s).Err(); err != nil {
		return out, err
	}
	out.Forms = a.propose(s, org, out.Units, last)
	if len(out.Forms) == 0 {
		return out, vigil.Errorf(vigil.NotFound, "no form is loaded that an organisation like %q could be assessed with", org.Code)
	}
	out.Methodology = a.Catalogue.Methodology(out.Forms[0].Questionnaire.Method)
	out.Screening = askedFirst(out, s)
	return out, a.readScreening(out, s).Err()
}

// earlierOnes gives the assessments from which one could carry answers over, newest first.
func (a *App) earlierOnes(tx *store.Tx, actor vigil.Actor, org vigil.Organisation) ([]vigil.Assessment, error) {
	list, err := assessments(tx, actor, NewAssessmentAction, org.ID)
	list = slices.DeleteFunc(list, func(x vigil.Assessment) bool { return x.Status == vigil.Withdrawn })
	slices.SortStableFunc(list, func(x, y vigil.Assessment) int { return strings.Compare(y.Cutoff, x.Cutoff) })
	return list, err
}

func (a *App) checkStart(s Start) vigil.Problems {
	var ps vigil.Problems
	if !slices.Contains(vigil.Modes, s.Mode) {
		ps.Add(vigil.Place{Field: "mode"}, "it was not chosen", "say whose evidence the assessment rests on")
	}
	if s.Size != SizeUnknown && !slices.Contains(Sizes, s.Size) {
		ps.Say(vigil.Place{Field: "size"}, vigil.Say("there is no size %q", string(s.Size)), vigil.Say("choose one of the list"))
	}
	return append(ps, harm(vigil.Place{}, text{"purpose", s.Purpose}, text{"period", s.Period})...)
}

// askedFirst lists the screening questions of all forms in their order, but those that the answers so far leave out.
func askedFirst(out Starting, s Start) []*vigil.Indicator {
	var list []*vigil.Indicator
	seen := map[string]bool{}
	for _, p := range out.Forms {
		q := p.Questionnaire
		in := scoring.Input{Questionnaire: q, Methodology: out.Methodology, Subject: subject(out.Organisation), Mode: s.Mode, Answers: s.asGiven(q)}
		asked := scoring.ScreeningAsked(in)
		for i := range q.Screening {
			if x := &q.Screening[i]; !seen[x.ID] && asked[x.ID] == vigil.True {
				seen[x.ID] = true
				list = append(list, x)
			}
		}
	}
	order := map[string]int{}
	for _, p := range out.Forms {
		for i := range p.Questionnaire.Screening {
			if id := p.Questionnaire.Screening[i].ID; order[id] < i {
				order[id] = i
			}
		}
	}
	slices.SortStableFunc(list, func(x, y *vigil.Indicator) int { return order[x.ID] - order[y.ID] })
	return list
}

// readScreening says which answers cannot be read.
func (a *App) readScreening(out Starting, s Start) vigil.Problems {
	var ps vigil.Problems
	for _, e := range s.Screening {
		i := slices.IndexFunc(out.Screening, func(x *vigil.Indicator) bool { return x.ID == e.Question })
		if e.Blank() || i < 0 {
			continue
		}
		one := vigil.Questionnaire{ID: "screening", Edition: "1", Method: out.Methodology.Ref(), Screening: []vigil.Indicator{*out.Screening[i]}}
		e.Place = vigil.Place{Field: e.Question}
		_, wrong := question.ReadAll(&one, out.Methodology, vigil.Submission{Entries: []vigil.Entry{e}})
		ps = append(ps, wrong...)
	}
	return ps
}

// StartAssessment opens an assessment with the form that was chosen, freezes its editions, and stores the answers to the
// screening: all of it or nothing. The form must be one of those that Starting proposes. The code is made of the
// organisation's and the period where that is free, and is random for those without a role in the whole workspace. To start the
// same twice within a minute is a button pressed twice, and gives the one that was started.
func (a *App) StartAssessment(ctx context.Context, actor vigil.Actor, s Start) (vigil.Assessment, error) {
	var as vigil.Assessment
	err := a.write(ctx, actor, NewAssessmentAction, func(tx *store.Tx) (done, error) {
		out, err := a.starting(tx, actor, s)
		if err != nil {
			return done{}, err
		}
		i := slices.IndexFunc(out.Forms, func(p FormProposal) bool {
			return p.Questionnaire.Ref() == s.Questionnaire || p.Questionnaire.ID == s.Questionnaire
		})
		if i < 0 {
			return done{}, vigil.Problems{{Place: vigil.Place{Field: "questionnaire"}, What: vigil.Say("no form was chosen that fits this organisation"), Do: vigil.Say("choose one of the list")}}
		}
		q := out.Forms[i].Questionnaire
		if as, err = a.open(tx, actor, out.Organisation, q, s, ""); err != nil {
			return done{}, err
		}
		detail := as.Questionnaire + " " + as.Methodology + " " + string(as.Mode)
		answers, err := a.screeningAnswers(out, q, s, actor)
		if err != nil || len(answers) == 0 {
			return done{"assessment:" + as.Code, detail}, err
		}
		return done{"assessment:" + as.Code, detail + " screening " + strconv.Itoa(len(answers))}, tx.PutAnswers(&as, answers)
	})
	return as, err
}

// open makes the record of a new assessment, carried over from another (from: its code) or not. What the same person began in the
// same way a moment ago it gives with errUnchanged.
func (a *App) open(tx *store.Tx, actor vigil.Actor, org vigil.Organisation, q *vigil.Questionnaire, s Start, from string) (vigil.Assessment, error) {
	as := vigil.Assessment{OrganisationID: org.ID, Questionnaire: q.Ref(), Methodology: q.Method, Mode: s.Mode, Purpose: strings.TrimSpace(s.Purpose),
		Period: strings.TrimSpace(s.Period), Cutoff: s.Cutoff, Status: vigil.Draft, CreatedAt: a.now(), UpdatedAt: a.now()}
	if as.Cutoff == "" {
		as.Cutoff = a.today()
	}
	if err := tx.LockOrganisation(org.ID); err != nil {
		return as, err
	}
	if twin, found, err := a.begunJustNow(tx, actor, as, from); err != nil || found {
		return twin, cmp.Or(err, errUnchanged)
	}
	var err error
	if as.Code, err = a.freeCode(tx, actor, org, as.Period); err != nil {
		return as, err
	}
	if err := check.Struct(as).Err(); err != nil {
		return as, err
	}
	if err := freeze(tx, q, a.Catalogue.Methodology(q.Method)); err != nil {
		return as, err
	}
	if err := tx.CreateAssessment(&as); err != nil {
		return as, err
	}
	return as, firstStep(tx, actor, as)
}

// freeCode makes the code of a new assessment. That a code is taken would tell of other organisations, so whoever has no role
// in the whole workspace gets a random one.
func (a *App) freeCode(tx *store.Tx, actor vigil.Actor, org vigil.Organisation, period string) (string, error) {
	words := strings.FieldsFunc(strings.ToLower(period), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	stem := strings.Join(append([]string{org.Code}, words...), "-")
	if len(words) == 0 {
		stem += "-" + a.today()[:4]
	}
	if actor.Role == "" || len(stem) > 50 {
		return org.Code[:min(len(org.Code), 48)] + "-" + a.newCode(), nil
	}
	for n := 1; n < 100; n++ {
		code := stem
		if n > 1 {
			code += "-" + strconv.Itoa(n)
		}
		switch _, err := tx.Assessment(code); vigil.KindOf(err) {
		case "":
		case vigil.NotFound:
			return code, nil
		default:
			return "", err
		}
	}
	return a.newCode(), nil
}

// screeningAnswers reads the answers to the screening that the form asks for.
func (a *App) screeningAnswers(out Starting, q *vigil.Questionnaire, s Start, actor vigil.Actor) ([]vigil.Answer, error) {
	sub := vigil.Submission{Questionnaire: q.Ref()}
	for _, e := range s.Screening {
		in := func(x vigil.Indicator) bool { return x.ID == e.Question }
		shown := slices.ContainsFunc(out.Screening, func(x *vigil.Indicator) bool { return x.ID == e.Question })
		if shown && slices.ContainsFunc(q.Screening, in) {
			e.Place = vigil.Place{Field: e.Question}
			sub.Entries = append(sub.Entries, e)
		}
	}
	readings, ps := question.ReadAll(q, out.Methodology, sub)
	ps = append(ps, vet(sub, readings, out.Organisation, out.Units, q, out.Methodology)...)
	answers := make([]vigil.Answer, len(readings))
	for i, r := range readings {
		answers[i] = r.Answer
		answers[i].Author, answers[i].ApprovedBy = actor.Person, ""
	}
	return answers, ps.Err()
}

// formOf is the id of an assessment's questionnaire.
func formOf(as vigil.Assessment) string {
	id, _, _ := strings.Cut(as.Questionnaire, "@")
	return id
}
