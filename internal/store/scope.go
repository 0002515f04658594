package store

import (
	"strings"

	"gorm.io/gorm"

	"vigil/internal/vigil"
)

// Scope says what a list may hold. What lies outside changes no row of it, no count and no number of a page.
type Scope struct {
	Everything    bool // every organisation but those named; else those named alone
	Organisations []int64
	Withdrawn     bool   // withdrawn assessments too
	Assessment    string // code: this assessment alone, which a section link opens
}

// organisations narrows a query by a column that holds the id of an organisation.
func (s Scope) organisations(q *gorm.DB, column string) *gorm.DB {
	switch {
	case s.Assessment != "": // a link opens no organisation
		return q.Where("1 = 0")
	case s.Everything && len(s.Organisations) == 0:
		return q
	case s.Everything:
		return q.Where(column+" NOT IN ?", s.Organisations)
	case len(s.Organisations) == 0:
		return q.Where("1 = 0")
	}
	return q.Where(column+" IN ?", s.Organisations)
}

// assessments narrows a query about assessments.
func (s Scope) assessments(q *gorm.DB) *gorm.DB {
	if s.Assessment != "" {
		q = q.Where("assessments.code = ?", s.Assessment)
	} else {
		q = s.organisations(q, "assessments.organisation_id")
	}
	if !s.Withdrawn {
		q = q.Where("assessments.status <> ?", vigil.Withdrawn)
	}
	return q
}

// Page is a part of a list. Size 0 is all of it. A number that lies outside is the nearest page there is.
type Page struct {
	Number int // from 1
	Size   int
}

// First is how many rows of a list come before the page.
func (p Page) First(total int) int {
	if p.Size == 0 {
		return 0
	}
	last := max(1, (total+p.Size-1)/p.Size)
	return (min(max(1, p.Number), last) - 1) * p.Size
}

// cut counts the rows of a query and reads those of one page.
func cut[T any](q *gorm.DB, order string, p Page) (rows []T, total int, err error) {
	var n int64
	if err := q.Session(&gorm.Session{}).Count(&n).Error; err != nil {
		return nil, 0, err
	}
	q = q.Order(order)
	if p.Size > 0 {
		q = q.Offset(p.First(int(n))).Limit(p.Size)
	}
	return rows, int(n), q.Find(&rows).Error
}

// found narrows a query to rows of which every word stands in one of the columns, in any case.
func (t *Tx) found(q *gorm.DB, words string, columns ...string) *gorm.DB {
	for _, w := range strings.Fields(strings.ToLower(words)) {
		pattern := "%" + like(w) + "%"
		var conditions []string
		var args []any
		for _, c := range columns {
			conditions = append(conditions, t.dialect.fold(c)+` LIKE ? ESCAPE '\'`)
			args = append(args, pattern)
		}
		q = q.Where(strings.Join(conditions, " OR "), args...)
	}
	return q
}

// like writes a text so that LIKE takes each of its letters for itself.
func like(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// fold writes a column in small letters, whatever its alphabet.
func (d dialect) fold(column string) string {
	if d == sqlite {
		return "fold(" + column + ")" // of ours: lower of SQLite knows the alphabet of English alone
	}
	return "lower(" + column + ` COLLATE "default")` // some columns are kept by their bytes, which knows English alone too
}

// byName orders by a column as people look for names; there is an index on it.
func (d dialect) byName(column string) string {
	if d == sqlite {
		return "lower(" + column + ")"
	}
	return "lower(" + column + `) COLLATE "C"`
}
