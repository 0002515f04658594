package store

import (
	"slices"
	"time"

	"gorm.io/gorm"

	"vigil/internal/vigil"
)

// OrganisationFilter narrows a list of organisations. What is empty narrows nothing.
type OrganisationFilter struct {
	Words  string // each must be in the code, the name, the LEI or the ticker
	Sector string
	Type   string
}

// FindOrganisations gives a page of the organisations of a scope, by name, and how many there are.
func (t *Tx) FindOrganisations(s Scope, f OrganisationFilter, p Page) ([]vigil.Organisation, int, error) {
	q := s.organisations(t.db.Model(&vigil.Organisation{}), "id")
	q = t.found(q, f.Words, "code", "name", "lei", "ticker")
	if f.Sector != "" {
		q = q.Where(`sector = ? OR sectors LIKE ?`, f.Sector, `%"`+f.Sector+`"%`)
	}
	if f.Type != "" {
		q = q.Where("type = ?", f.Type)
	}
	list, total, err := cut[vigil.Organisation](q, t.dialect.byName("name")+", code", p)
	return list, total, wrap(err, vigil.Word("organisations"))
}

// OrganisationKinds gives the sectors and the types that occur among the organisations of a scope.
func (t *Tx) OrganisationKinds(s Scope) (sectors, types []string, err error) {
	if sectors, err = t.occur(s.organisations(t.db.Model(&vigil.Organisation{}), "id"), "sector"); err != nil {
		return nil, nil, err
	}
	types, err = t.occur(s.organisations(t.db.Model(&vigil.Organisation{}), "id"), "type")
	return sectors, types, err
}

// occur gives the values of a column that are not empty, in their order.
func (t *Tx) occur(q *gorm.DB, column string) ([]string, error) {
	var list []string
	err := q.Where(column+" <> ''").Distinct(column).Order(column).Pluck(column, &list).Error
	return list, wrap(err, column)
}

// AssessmentFilter narrows a list of assessments. What is empty narrows nothing.
type AssessmentFilter struct {
	Words        string // each must be in the code, or in the code or the name of the organisation
	Organisation string // code
	Status       vigil.Status
	Mode         vigil.Mode
	Form         string // id of a questionnaire, in any edition
}

// FindAssessments gives a page of the assessments of a scope, the last changed first, and how many there are.
func (t *Tx) FindAssessments(s Scope, f AssessmentFilter, p Page) ([]vigil.Assessment, int, error) {
	q := s.assessments(t.db.Model(&vigil.Assessment{}))
	if f.Words != "" || f.Organisation != "" {
		q = q.Joins("JOIN organisations ON organisations.id = assessments.organisation_id")
		q = t.found(q, f.Words, "assessments.code", "organisations.code", "organisations.name")
	}
	if f.Organisation != "" {
		q = q.Where("organisations.code = ?", f.Organisation)
	}
	if f.Status != "" {
		q = q.Where("assessments.status = ?", f.Status)
	}
	if f.Mode != "" {
		q = q.Where("assessments.mode = ?", f.Mode)
	}
	if f.Form != "" {
		q = q.Where("assessments.questionnaire LIKE ? ESCAPE '\\'", like(f.Form)+"@%")
	}
	list, total, err := cut[vigil.Assessment](q, "assessments.updated_at DESC, assessments.id DESC", p)
	return list, total, wrap(err, vigil.Word("assessments"))
}

// AssessmentKinds gives the states and the editions of questionnaires that occur among the assessments of a scope.
func (t *Tx) AssessmentKinds(s Scope) (statuses, questionnaires []string, err error) {
	if statuses, err = t.occur(s.assessments(t.db.Model(&vigil.Assessment{})), "status"); err != nil {
		return nil, nil, err
	}
	questionnaires, err = t.occur(s.assessments(t.db.Model(&vigil.Assessment{})), "questionnaire")
	return statuses, questionnaires, err
}

// Assessed gives the organisations that have an assessment of the scope, by name.
func (t *Tx) Assessed(s Scope) ([]vigil.Organisation, error) {
	var list []vigil.Organisation
	with := s.assessments(t.db.Model(&vigil.Assessment{}).Select("assessments.organisation_id"))
	err := t.db.Where("id IN (?)", with).Order(t.dialect.byName("name") + ", code").Find(&list).Error
	return list, wrap(err, vigil.Word("organisations"))
}

// AssessmentsIn gives the assessments of a scope by code; where organisations are named, only theirs.
func (t *Tx) AssessmentsIn(s Scope, organisations ...int64) ([]vigil.Assessment, error) {
	q := s.assessments(t.db.Model(&vigil.Assessment{}))
	if organisations = slices.DeleteFunc(organisations, func(id int64) bool { return id == 0 }); len(organisations) > 0 {
		q = q.Where("organisation_id IN ?", organisations)
	}
	var list []vigil.Assessment
	err := q.Order("code").Find(&list).Error
	return list, wrap(err, vigil.Word("assessments"))
}

// OrganisationsAmong gives the organisations with these ids.
func (t *Tx) OrganisationsAmong(ids []int64) ([]vigil.Organisation, error) {
	var list []vigil.Organisation
	err := t.db.Where("id IN ?", ids).Find(&list).Error
	return list, wrap(err, vigil.Word("organisations"))
}

// AuditFilter narrows the audit log. What is empty narrows nothing.
type AuditFilter struct {
	Words  string // each must be in the person, the action, the subject or the detail
	Action string
	From   time.Time
	Until  time.Time // before it
}

// FindAuditEntries gives a page of the audit log, newest first, and how many entries there are.
func (t *Tx) FindAuditEntries(f AuditFilter, p Page) ([]vigil.AuditEntry, int, error) {
	q := t.found(t.db.Model(&vigil.AuditEntry{}), f.Words, "person", "action", "subject", "detail")
	if f.Action != "" {
		q = q.Where("action = ?", f.Action)
	}
	if !f.From.IsZero() {
		q = q.Where("time >= ?", f.From.UTC())
	}
	if !f.Until.IsZero() {
		q = q.Where("time < ?", f.Until.UTC())
	}
	list, total, err := cut[vigil.AuditEntry](q, "id DESC", p)
	return list, total, wrap(err, vigil.Word("audit log"))
}

// AuditActions gives the actions that occur in the audit log.
func (t *Tx) AuditActions() ([]string, error) {
	return t.occur(t.db.Model(&vigil.AuditEntry{}), "action")
}

// FilesIn gives the uploaded files in a scope.
func (t *Tx) FilesIn(s Scope) ([]vigil.File, error) {
	var list []vigil.File
	err := s.organisations(t.db.Model(&vigil.File{}), "organisation_id").Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("files"))
}

// References gives the evidence of the assessments in a scope by assessment, unit and question: of each what it is and how long
// it holds, without page, quote and date of effect.
func (t *Tx) References(s Scope) ([]vigil.Evidence, error) {
	var list []vigil.Evidence
	err := s.assessments(t.db.Model(&vigil.Evidence{}).Joins("JOIN assessments ON assessments.id = evidence.assessment_id")).
		Select("evidence.id", "evidence.assessment_id", "evidence.unit", "evidence.question", "evidence.title", "evidence.link", "evidence.grade", "evidence.file", "evidence.expires").
		Order("evidence.assessment_id, evidence.unit, evidence.question, evidence.id").Find(&list).Error
	return list, wrap(err, vigil.Word("evidence"))
}

// EvidenceByID gives references by their ids, as far as there are such.
func (t *Tx) EvidenceByID(ids []int64) (map[int64]vigil.Evidence, error) {
	found := make(map[int64]vigil.Evidence, len(ids))
	for some := range slices.Chunk(ids, batch) {
		var list []vigil.Evidence
		if err := t.db.Where("id IN ?", some).Find(&list).Error; err != nil {
			return nil, wrap(err, vigil.Word("evidence"))
		}
		for _, e := range list {
			found[e.ID] = e
		}
	}
	return found, nil
}
