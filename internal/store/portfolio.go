package store

import (
	"vigil/internal/vigil"
)

// CreatePortfolio stores a new version of a portfolio with its holdings, and fills in its id, version and time. The
// versions under a code count from 1; those before stay as they are.
func (t *Tx) CreatePortfolio(p *vigil.Portfolio, holdings []vigil.Holding) error {
	if err := named(p.Code, "portfolio"); err != nil {
		return err
	}
	what := the("portfolio", p.Code)
	row := *p
	var last int
	if err := t.db.Model(&vigil.Portfolio{}).Where("code = ?", p.Code).Select("COALESCE(MAX(version), 0)").Scan(&last).Error; err != nil {
		return wrap(err, what)
	}
	row.ID, row.Version, row.CreatedAt = 0, last+1, t.now()
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, what)
	}
	rows := make([]vigil.Holding, len(holdings))
	for i, h := range holdings {
		if !isText(h.Name, h.Ticker, h.Exchange, h.Sector) {
			return notText(what)
		}
		h.ID, h.PortfolioID = 0, row.ID
		rows[i] = h
	}
	if len(rows) > 0 {
		if err := t.db.CreateInBatches(rows, batch).Error; err != nil {
			return wrap(err, what)
		}
	}
	*p = row
	return nil
}

// Portfolio gives a version of the portfolio with the code; version 0 is the last.
func (t *Tx) Portfolio(code string, version int) (vigil.Portfolio, error) {
	var p vigil.Portfolio
	if err := named(code, "portfolio"); err != nil {
		return p, err
	}
	q, what := t.db.Where("code = ?", code), the("portfolio", code)
	if version != 0 {
		q, what = q.Where("version = ?", version), vigil.Say("version %d of the portfolio %q", version, code)
	}
	err := q.Order("version DESC").Take(&p).Error
	return p, wrap(err, what)
}

// Portfolios gives every version of every portfolio, by code and version.
func (t *Tx) Portfolios() ([]vigil.Portfolio, error) {
	var list []vigil.Portfolio
	err := t.db.Order("code, version").Find(&list).Error
	return list, wrap(err, vigil.Word("portfolios"))
}

// Holdings gives the holdings of one version of a portfolio in the order of the file.
func (t *Tx) Holdings(portfolioID int64) ([]vigil.Holding, error) {
	if err := need(portfolioID, "portfolio"); err != nil {
		return nil, err
	}
	var list []vigil.Holding
	err := t.db.Where("portfolio_id = ?", portfolioID).Order("line").Find(&list).Error
	return list, wrap(err, vigil.Word("holdings"))
}

// AcceptMatch records that a person took an organisation for the issuer of a holding, and fills in the id.
func (t *Tx) AcceptMatch(m *vigil.AcceptedMatch) error {
	if err := need(m.OrganisationID, "organisation"); err != nil {
		return err
	}
	if err := named(m.Portfolio, "portfolio"); err != nil {
		return err
	}
	row := *m
	row.ID, row.AcceptedAt, row.WithdrawnBy, row.WithdrawnAt = 0, t.now(), "", nil
	if err := t.db.Create(&row).Error; err != nil {
		return wrap(err, "the accepted match of "+m.Name)
	}
	*m = row
	return nil
}

// AcceptedMatches gives the matches accepted for a portfolio, withdrawn ones too, oldest first.
func (t *Tx) AcceptedMatches(portfolio string) ([]vigil.AcceptedMatch, error) {
	var list []vigil.AcceptedMatch
	if err := named(portfolio, "portfolio"); err != nil {
		return nil, err
	}
	err := t.db.Where("portfolio = ?", portfolio).Order("id").Find(&list).Error
	return list, wrap(err, vigil.Word("accepted matches"))
}

// WithdrawMatch ends an accepted match; the record stays. One that is gone or withdrawn already is a Conflict.
func (t *Tx) WithdrawMatch(id int64, person string) error {
	if err := need(id, "accepted match"); err != nil {
		return err
	}
	r := t.db.Model(&vigil.AcceptedMatch{}).Where("id = ? AND withdrawn_at IS NULL", id).
		UpdateColumns(map[string]any{"withdrawn_by": person, "withdrawn_at": t.now()})
	if r.Error == nil && r.RowsAffected == 0 {
		return stale(numbered("the accepted match", id))
	}
	return wrap(r.Error, numbered("accepted match", id))
}
