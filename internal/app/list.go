package app

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/scoring"
	"vigil/internal/store"
	"vigil/internal/vigil"
)

func itoa(n int) string { return strconv.Itoa(n) }

// PerPage is how many rows a page of a list has.
const PerPage = 25

// Filter narrows a list. What is empty narrows nothing.
type Filter struct {
	Words        string // each must be in a code or a name
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

// paged cuts the rows of one page out of a list.
func paged[T any](list []T, f Filter) ([]T, Paged) {
	p := Paged{Page: 1, Pages: 1, From: min(1, len(list)), To: len(list), Total: len(list)}
	if f.All {
		return list, p
	}
	p.Pages = max(1, (len(list)+PerPage-1)/PerPage)
	p.Page = min(max(1, f.Page), p.Pages)
	from := (p.Page - 1) * PerPage
	p.To = min(from+PerPage, len(list))
	p.From = min(from+1, p.To)
	return list[from:p.To], p
}

// found reports whether every word is in one of the texts, in any case.
func (f Filter) found(texts ...string) bool {
	all := strings.ToLower(strings.Join(texts, "\n"))
	for _, w := range strings.Fields(strings.ToLower(f.Words)) {
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
		seen, err := visible(tx, actor, ListOrganisationsAction)
		if err != nil {
			return err
		}
		out = OrganisationList{Any: len(seen) > 0}
		var list []vigil.Organisation
		for _, o := range seen {
			out.Sectors, out.Types = once(out.Sectors, o.Sector), once(out.Types, o.Type)
			if f.found(o.Code, o.Name, o.LEI, o.Ticker) && (f.Sector == "" || f.Sector == o.Sector || slices.Contains(o.Sectors, f.Sector)) && (f.Type == "" || f.Type == o.Type) {
				list = append(list, o)
			}
		}
		slices.Sort(out.Sectors)
		slices.Sort(out.Types)
		slices.SortFunc(list, func(x, y vigil.Organisation) int {
			return cmp.Or(strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), strings.Compare(x.Code, y.Code))
		})
		list, out.At = paged(list, f)
		return a.organisationRows(tx, actor, &out, list)
	})
	return out, err
}

func (a *App) organisationRows(tx *store.Tx, actor vigil.Actor, out *OrganisationList, list []vigil.Organisation) error {
	all, err := assessments(tx, actor, ListAssessmentsAction, 0)
	if err != nil {
		return err
	}
	of := map[int64][]vigil.Assessment{}
	for _, as := range all {
		of[as.OrganisationID] = append(of[as.OrganisationID], as)
	}
	for _, o := range list {
		row := OrganisationRow{Organisation: o, Assessments: len(of[o.ID])}
		if own := newestFirst(of[o.ID]); len(own) > 0 {
			rows, err := a.rows(tx, actor, own[:1])
			if err != nil {
				return err
			}
			row.Latest = &rows[0]
		}
		out.Rows = append(out.Rows, row)
	}
	return nil
}

// once adds a word that is not empty and not there.
func once(list []string, w string) []string {
	if w == "" || slices.Contains(list, w) {
		return list
	}
	return append(list, w)
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
		all, err := assessments(tx, actor, ListAssessmentsAction, 0)
		if err != nil {
			return err
		}
		organisations, err := organisationsOf(tx, all)
		if err != nil {
			return err
		}
		out = AssessmentList{Any: len(all) > 0}
		statuses := map[vigil.Status]bool{}
		list := slices.DeleteFunc(all, func(as vigil.Assessment) bool {
			o := organisations[as.OrganisationID]
			statuses[as.Status], out.Forms = true, once(out.Forms, formOf(as))
			return !f.found(as.Code, o.Code, o.Name, as.Period) || f.Organisation != "" && f.Organisation != o.Code || f.Status != "" && f.Status != as.Status ||
				f.Mode != "" && f.Mode != as.Mode || f.Form != "" && f.Form != formOf(as)
		})
		out.Statuses = slices.DeleteFunc(slices.Clone(vigil.Statuses), func(s vigil.Status) bool { return !statuses[s] })
		slices.Sort(out.Forms)
		for _, o := range organisations {
			out.Organisations = append(out.Organisations, o)
		}
		slices.SortFunc(out.Organisations, func(x, y vigil.Organisation) int { return strings.Compare(x.Name, y.Name) })
		slices.SortStableFunc(list, func(x, y vigil.Assessment) int { return y.UpdatedAt.Compare(x.UpdatedAt) })
		list, out.At = paged(list, f)
		out.Rows, err = a.rows(tx, actor, list)
		return err
	})
	return out, err
}

func organisationsOf(tx *store.Tx, list []vigil.Assessment) (map[int64]vigil.Organisation, error) {
	all, err := tx.Organisations()
	if err != nil {
		return nil, err
	}
	wanted := map[int64]bool{}
	for _, as := range list {
		wanted[as.OrganisationID] = true
	}
	of := map[int64]vigil.Organisation{}
	for _, o := range all {
		if wanted[o.ID] {
			of[o.ID] = o
		}
	}
	return of, nil
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
	card := new(vigil.Scorecard)
	if err := json.Unmarshal(document, card); err != nil {
		return nil, err
	}
	if m := a.Catalogue.Methodology(as.Methodology); m != nil {
		restoreDecimals(card, m.Rounding.Decimals)
	}
	return card, nil
}

// scoredNow gives the score of an assessment as it stands.
func (c *scoringCase) scoredNow() (*vigil.Scorecard, error) {
	if c.frozen == nil {
		return scoring.Score(c.in), nil
	}
	card := new(vigil.Scorecard)
	if err := json.Unmarshal(c.frozen, card); err != nil {
		return nil, err
	}
	restoreDecimals(card, c.in.Methodology.Rounding.Decimals)
	return card, nil
}
