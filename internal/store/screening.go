package store

import (
	"fmt"
	"time"

	"vigil/internal/vigil"
)

// Screening is one run over a portfolio, as it was kept. It is never changed.
type Screening struct {
	ID          int64
	Portfolio   string // code
	Number      int    // of the run, from 1 for each portfolio
	PortfolioID int64  // the version that was screened
	Day         string // 2006-01-02
	RuleSet     string // id@edition
	Person      string
	Digest      string // SHA-256 of what the run depends on, hex
	Document    []byte `gorm:"serializer:sealed"`
	CreatedAt   time.Time
}

// CreateScreening keeps a run and fills in its id and time. A number that the portfolio has already is a Conflict.
func (t *Tx) CreateScreening(s *Screening) error {
	if err := need(s.PortfolioID, "portfolio"); err != nil {
		return err
	}
	if err := named(s.Portfolio, "portfolio"); err != nil {
		return err
	}
	if len(s.Document) == 0 {
		return vigil.Errorf(vigil.Invalid, "the screening is empty")
	}
	row := *s
	row.ID, row.CreatedAt = 0, t.now()
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, fmt.Sprintf("run %d over the portfolio %q", s.Number, s.Portfolio))
	}
	*s = row
	return nil
}

// Screening gives a run over a portfolio; number 0 is the last. NotFound where there is none.
func (t *Tx) Screening(portfolio string, number int) (Screening, error) {
	var s Screening
	if err := named(portfolio, "portfolio"); err != nil {
		return s, err
	}
	q, what := t.db.Where("portfolio = ?", portfolio), fmt.Sprintf("run over the portfolio %q", portfolio)
	if number != 0 {
		q, what = q.Where("number = ?", number), fmt.Sprintf("run %d over the portfolio %q", number, portfolio)
	}
	err := q.Order("number DESC").Take(&s).Error
	return s, wrap(err, what)
}

// Screenings gives the runs over a portfolio without their documents, oldest first.
func (t *Tx) Screenings(portfolio string) ([]Screening, error) {
	var list []Screening
	if err := named(portfolio, "portfolio"); err != nil {
		return nil, err
	}
	err := t.db.Omit("document").Where("portfolio = ?", portfolio).Order("number").Find(&list).Error
	return list, wrap(err, vigil.Word("screenings"))
}
