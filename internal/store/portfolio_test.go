package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"vigil/internal/store"
	"vigil/internal/vigil"
)

func portfolio(code string) vigil.Portfolio {
	return vigil.Portfolio{Code: code, Name: "A fund", AsOf: "2025-12-31", Currency: "EUR", File: "holdings.xlsx", Digest: "aa", Lines: 2, Skipped: 1,
		Notes: []string{"the weights add up to 99.9 %"}, Person: "ana"}
}

func holdings() []vigil.Holding {
	weight, value, short := 0.1, 1234.56, -0.025
	return []vigil.Holding{
		{Line: 2, Name: "Example plc", LEI: "0000EXAMPLE0FICTIO33", ISIN: "ZZ1234567895", Ticker: "EXM", Exchange: "XOSL", Country: "NO", Sector: "Mining",
			Kind: vigil.HoldingEquity, Weight: &weight, Value: &value, Currency: "EUR"},
		{Line: 7, Name: "Other", Kind: vigil.HoldingShort, Weight: &short},
	}
}

// TestPortfolioVersions keeps every version as it was imported, to the last bit of a weight.
func TestPortfolioVersions(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		one, two, other := portfolio("fund"), portfolio("fund"), portfolio("another")
		two.Notes, two.Currency = nil, ""
		list := holdings()
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.CreatePortfolio(&one, list), tx.CreatePortfolio(&two, list[:1]), tx.CreatePortfolio(&other, nil))
		})
		if one.Version != 1 || two.Version != 2 || other.Version != 1 || !one.CreatedAt.Equal(noon) {
			t.Errorf("not filled in: %+v %+v %+v", one, two, other)
		}
		see(t, s, func(tx *store.Tx) error {
			same(t, []vigil.Portfolio{other, one, two}, read[[]vigil.Portfolio](t)(tx.Portfolios()))
			same(t, two, read[vigil.Portfolio](t)(tx.Portfolio("fund", 0)))
			same(t, one, read[vigil.Portfolio](t)(tx.Portfolio("fund", 1)))
			own := cmpopts.IgnoreFields(vigil.Holding{}, "ID", "PortfolioID")
			same(t, list, read[[]vigil.Holding](t)(tx.Holdings(one.ID)), own)
			same(t, list[:1], read[[]vigil.Holding](t)(tx.Holdings(two.ID)), own)
			same(t, []vigil.Holding{}, read[[]vigil.Holding](t)(tx.Holdings(other.ID)))
			return nil
		})
	})
}

// TestAcceptedMatches keeps who accepted and who withdrew, and the portfolios apart.
func TestAcceptedMatches(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		o, _ := begin(t, s)
		one := vigil.AcceptedMatch{Portfolio: "fund", OrganisationID: o.ID, Name: "Example", LEI: "l", ISIN: "i", Ticker: "t", Exchange: "x", AcceptedBy: "ana"}
		two, other := one, one
		two.Name, other.Portfolio = "Another", "another"
		do(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.AcceptMatch(&one), tx.AcceptMatch(&two), tx.AcceptMatch(&other), tx.WithdrawMatch(one.ID, "rui"))
		})
		at := noon
		one.WithdrawnBy, one.WithdrawnAt = "rui", &at
		see(t, s, func(tx *store.Tx) error {
			same(t, []vigil.AcceptedMatch{one, two}, read[[]vigil.AcceptedMatch](t)(tx.AcceptedMatches("fund")))
			same(t, []vigil.AcceptedMatch{other}, read[[]vigil.AcceptedMatch](t)(tx.AcceptedMatches("another")))
			return nil
		})
	})
}
