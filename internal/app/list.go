package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

func itoa(n int) string { return strconv.Itoa(n) }

// PerPage is how many rows a page of a list has.
const PerPage = 25

// Filter narrows a list. What is empty narrows nothing.
type Filter struct {
	Words        string // each must be in a code or a name; see the filters of store
	Organisation string // code
	Status       vigil.Status
	Mode         vigil.Mode
	Form         string // id of a questionnaire
	Sector       string
	Type         string
	Page         int  // from 1; what lies outside is the nearest page there is
	All          bool // every row, for a file
}

// Paged is where a page of a list stands.
type Paged struct {
	Page, Pages, From, To, Total int
}

// page is the part of a list that is asked for.
func (f Filter) page() store.Page {
	if f.All {
		return store.Page{}
	}
	return store.Page{Number: f.Page, Size: PerPage}
}

// at says where a page of a list of so many rows stands.
func at(p store.Page, total int) Paged {
	if p.Size == 0 {
		return Paged{Page: 1, Pages: 1, From: min(1, total), To: total, Total: total}
	}
	first := p.First(total)
	return Paged{Page: first/p.Size + 1, Pages: max(1, (total+p.Size-1)/p.Size), From: min(first+1, total), To: min(first+p.Size, total), Total: total}
}

// paged cuts the rows of one page out of a list of which the database cannot read what it is narrowed and ordered by.
func paged[T any](list []T, p store.Page) ([]T, Paged) {
	where := at(p, len(list))
	return list[max(0, where.From-1):where.To], where
}

// everyWord reports whether each of some words is in one of the texts, in any case.
func everyWord(words string, texts ...string) bool {
	all := strings.ToLower(strings.Join(texts, "\n"))
	for _, w := range strings.Fields(strings.ToLower(words)) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// OrganisationRow is one line of the list of organisations.
type OrganisationRow struct {
	Organisation vigil.Organisation
	Assessments  int
	Latest       *AssessmentRow // the one with the latest cut-off; nil: none
}

// OrganisationList is a page of the organisations for which the actor has a role.
type OrganisationList struct {
	Rows    []OrganisationRow
	At      Paged
	Any     bool     // there are some at all
	Sectors []string // that occur
	Types   []string
}

// FindOrganisations lists the organisations that the actor has a role for, by name.
func (a *App) FindOrganisations(ctx context.Context, actor vigil.Actor, f Filter) (OrganisationList, error) {
	var out OrganisationList
	err := a.read(ctx, actor, ListOrganisationsAction, func(tx *store.Tx) error {
		seen, err := scope(tx, actor, ListOrganisationsAction)
		if err != nil {
			return err
		}
		if out.Sectors, out.Types, err = tx.OrganisationKinds(seen); err != nil {
			return err
		}
		list, total, err := tx.FindOrganisations(seen, store.OrganisationFilter{Words: f.Words, Sector: f.Sector, Type: f.Type}, f.page())
		if err != nil {
			return err
		}
		out.At = at(f.page(), total)
		if out.Any = total > 0; !out.Any {
			_, all, err := tx.FindOrganisations(seen, store.OrganisationFilter{}, store.Page{Size: 1})
			if err != nil {
				return err
			}
			out.Any = all > 0
		}
		return a.organisationRows(tx, actor, &out, list)
	})
	return out, err
}

// organisationRows adds to organisations the assessments that the actor may see of them.
func (a *App) organisationRows(tx *store.Tx, actor vigil.Actor, out *OrganisationList, list []vigil.Organisation) error {
	seen, err := scope(tx, actor, ListAssessmentsAction)
	if err != nil || len(list) == 0 {
		return err
	}
	ids := make([]int64, 0, len(list))
	for _, o := range list {
		ids = append(ids, o.ID)
	}
	all, err := tx.AssessmentsIn(seen, ids...)
	if err != nil {
		return err
	}
	of := map[int64][]vigil.Assessment{}
	for _, as := range all {
		of[as.OrganisationID] = append(of[as.OrganisationID], as)
	}
	var newest []vigil.Assessment
	for _, o := range list {
		if own := newestFirst(of[o.ID]); len(own) > 0 {
			newest = append(newest, own[0])
		}
	}
	rows, err := a.rows(tx, actor, newest)
	for _, o := range list {
		row := OrganisationRow{Organisation: o, Assessments: len(of[o.ID])}
		if i := slices.IndexFunc(rows, func(r AssessmentRow) bool { return r.Assessment.OrganisationID == o.ID }); i >= 0 {
			row.Latest = &rows[i]
		}
		out.Rows = append(out.Rows, row)
	}
	return err
}

// AssessmentRow is one line of the list of assessments.
type AssessmentRow struct {
	Assessment   vigil.Assessment
	Organisation vigil.Organisation
	Form         vigil.Text       // title of the questionnaire
	Role         vigil.Role       // of the actor
	Progress     *vigil.Progress  // while it takes answers, for those who may see them
	Card         *vigil.Scorecard // once it is final, for those who may see the score
	Band         vigil.Text       // name of the band
}

// AssessmentList is a page of the assessments that the actor may see.
type AssessmentList struct {
	Rows          []AssessmentRow
	At            Paged
	Any           bool                 // there are some at all
	Organisations []vigil.Organisation // that have some
	Statuses      []vigil.Status       // that occur
	Forms         []string             // ids of questionnaires that occur
}

// FindAssessments lists the assessments that the actor has a role for, newest change first.
func (a *App) FindAssessments(ctx context.Context, actor vigil.Actor, f Filter) (AssessmentList, error) {
	var out AssessmentList
	err := a.read(ctx, actor, ListAssessmentsAction, func(tx *store.Tx) error {
		seen, err := scope(tx, actor, ListAssessmentsAction)
		if err != nil {
			return err
		}
		if out.Organisations, err = tx.Assessed(seen); err != nil {
			return err
		}
		out.Any = len(out.Organisations) > 0
		statuses, editions, err := tx.AssessmentKinds(seen)
		if err != nil {
			return err
		}
		out.Statuses = slices.DeleteFunc(slices.Clone(vigil.Statuses), func(s vigil.Status) bool { return !slices.Contains(statuses, string(s)) })
		for _, e := range editions {
			id, _, _ := strings.Cut(e, "@")
			out.Forms = append(out.Forms, id)
		}
		slices.Sort(out.Forms)
		out.Forms = slices.Compact(out.Forms)
		list, total, err := tx.FindAssessments(seen, store.AssessmentFilter{Words: f.Words, Organisation: f.Organisation, Status: f.Status, Mode: f.Mode, Form: f.Form}, f.page())
		if err != nil {
			return err
		}
		out.At = at(f.page(), total)
		out.Rows, err = a.rows(tx, actor, list)
		return err
	})
	return out, err
}

// organisationsOf gives the organisations that assessments are about, by id.
func organisationsOf(tx *store.Tx, list []vigil.Assessment) (map[int64]vigil.Organisation, error) {
	ids := map[int64]bool{}
	for _, as := range list {
		ids[as.OrganisationID] = true
	}
	found, err := tx.OrganisationsAmong(slices.Collect(maps.Keys(ids)))
	of := map[int64]vigil.Organisation{}
	for _, o := range found {
		of[o.ID] = o
	}
	return of, err
}

// newestFirst orders assessments by cut-off, the latest first.
func newestFirst(list []vigil.Assessment) []vigil.Assessment {
	slices.SortStableFunc(list, func(x, y vigil.Assessment) int {
		return cmp.Or(strings.Compare(y.Cutoff, x.Cutoff), y.UpdatedAt.Compare(x.UpdatedAt))
	})
	return list
}

// rows adds to assessments what their lines show.
func (a *App) rows(tx *store.Tx, actor vigil.Actor, list []vigil.Assessment) ([]AssessmentRow, error) {
	organisations, err := organisationsOf(tx, list)
	if err != nil {
		return nil, err
	}
	rows := make([]AssessmentRow, 0, len(list))
	for _, as := range list {
		row := AssessmentRow{Assessment: as, Organisation: organisations[as.OrganisationID]}
		row.Assessment.ReturnReason = "" // stands with the assessment itself
		row.Role = actor.RoleOn(row.Organisation.Code, as.Code)
		if q, _, err := a.Catalogue.Questionnaire(as.Questionnaire); err == nil {
			row.Form = q.Title
		}
		if err := a.fill(tx, actor, &row); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// fill adds progress or score. An assessment whose edition is no longer loaded has neither.
func (a *App) fill(tx *store.Tx, actor vigil.Actor, row *AssessmentRow) error {
	as := row.Assessment
	switch {
	case as.Status.Editable() && May(row.Role, AnswersAction):
		f, err := a.openForm(tx, actor, AnswersAction, as.Code)
		switch vigil.KindOf(err) {
		case "":
			p := f.progress()
			row.Progress = &p
		case vigil.NotFound, vigil.Conflict:
		default:
			return err
		}
	case (as.Status == vigil.Final || as.Status == vigil.Published) && May(row.Role, ScoreAction):
		card, err := a.keptCard(tx, as)
		if err != nil || card == nil {
			return err
		}
		row.Card = card
		if m := a.Catalogue.Methodology(as.Methodology); m != nil {
			b, _ := m.Band(card.Band)
			row.Band = b.Title
		}
	}
	return nil
}

// keptCard gives the scorecard that a final assessment was finalised with; nil where there is none.
func (a *App) keptCard(tx *store.Tx, as vigil.Assessment) (*vigil.Scorecard, error) {
	document, err := tx.Scorecard(as.ID)
	if vigil.KindOf(err) == vigil.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	kept, err := thaw(document, a.Catalogue.Methodology(as.Methodology))
	return kept.Scorecard, err
}
