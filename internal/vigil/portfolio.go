package vigil

import (
	"slices"
	"time"
)

// Portfolio is one version of a list of holdings, as it stood on a day. Every import makes a version of its own; none
// is changed afterwards, so that a screening can always be made again.
type Portfolio struct {
	ID        int64     `json:"id"`
	Code      string    `json:"code" validate:"required,max=60,code"`
	Version   int       `json:"version"` // 1 for the first import under this code, 2 for the next
	Name      string    `json:"name" validate:"required,max=300"`
	AsOf      string    `json:"as_of" validate:"required,datetime=2006-01-02"`
	Currency  string    `json:"currency" validate:"omitempty,iso4217"` // base; empty where the holdings name none, or several without rates
	File      string    `json:"file" validate:"max=300" gorm:"serializer:sealed"`
	Digest    string    `json:"digest"`                       // SHA-256 of the file, in hex
	Lines     int       `json:"lines"`                        // holdings that were taken in
	Skipped   int       `json:"skipped"`                      // lines that were wrong and left out by --skip-bad
	Notes     []string  `json:"notes" gorm:"serializer:json"` // what the import told about the file as a whole
	Person    string    `json:"person" validate:"max=200"`    // who imported it
	CreatedAt time.Time `json:"created_at"`                   // when
}

// HoldingKind is what a line of a portfolio is.
type HoldingKind string

// The kinds of holdings. Equity and bonds are company risk that is rated; a short is shown and matched, and never
// counted in a score; the rest is named and left out of matching.
const (
	HoldingEquity     HoldingKind = "equity"
	HoldingBond       HoldingKind = "bond"
	HoldingShort      HoldingKind = "short" // an equity or bond of negative weight
	HoldingFund       HoldingKind = "fund"  // not looked through: import its own holdings as a portfolio
	HoldingCash       HoldingKind = "cash"
	HoldingDerivative HoldingKind = "derivative"
	HoldingOther      HoldingKind = "other" // commodities, real estate, what a file calls otherwise
)

// HoldingKinds lists all kinds.
var HoldingKinds = []HoldingKind{HoldingEquity, HoldingBond, HoldingShort, HoldingFund, HoldingCash, HoldingDerivative, HoldingOther}

// OfCompany reports whether a holding of this kind stands for a company, which is looked for among the organisations.
func (k HoldingKind) OfCompany() bool { return k.Rateable() || k == HoldingShort }

// Rateable reports whether a holding of this kind can count in the score of a portfolio. What can and has no rating lowers
// the coverage; so does a fund, which is money in companies that nobody looked at. Every other kind stands apart from both.
func (k HoldingKind) Rateable() bool { return k == HoldingEquity || k == HoldingBond }

// Holding is one line of a portfolio, as it was read. What was not in the file is empty, or nil.
type Holding struct {
	ID          int64       `json:"id"`
	PortfolioID int64       `json:"portfolio_id"`
	Line        int         `json:"line" validate:"gte=1"` // in the file: the row of a sheet, the line of a csv file
	Name        string      `json:"name" validate:"max=300"`
	LEI         string      `json:"lei" validate:"omitempty,lei"`
	ISIN        string      `json:"isin" validate:"omitempty,isin"`
	Ticker      string      `json:"ticker" validate:"max=20"`
	Exchange    string      `json:"exchange" validate:"omitempty,mic"` // ISO 10383
	Country     string      `json:"country" validate:"omitempty,iso3166_1_alpha2"`
	Sector      string      `json:"sector" validate:"max=100"` // in the words of the file; screening groups by the organisation's
	Kind        HoldingKind `json:"kind" validate:"oneof=equity bond short fund cash derivative other"`
	Weight      *float64    `json:"weight"` // share of the portfolio, 0.025 for 2.5 %, negative for shorts; nil: not known
	Value       *float64    `json:"value"`  // market value
	Currency    string      `json:"currency" validate:"omitempty,iso4217"`

	// What matching found; not stored with the holding, because organisations change. Empty until then, and where
	// nothing is certain.
	Organisation string   `json:"organisation,omitempty" gorm:"-"` // whose result counts
	MatchedBy    MatchKey `json:"matched_by,omitempty" gorm:"-"`
	Subsidiary   string   `json:"subsidiary,omitempty" gorm:"-"` // the issuer, where the accepted result is that of an organisation above it
}

// Label names a holding in messages: by its name, else by what identifies it.
func (h Holding) Label() string {
	for _, s := range []string{h.Name, h.ISIN, h.LEI, h.Ticker} {
		if s != "" {
			return s
		}
	}
	return "a holding without a name"
}

// MatchKey is by what a holding was matched to an organisation.
type MatchKey string

// What may match a holding, strongest first. A name never does on its own.
const (
	ByLEI      MatchKey = "lei"
	ByISIN     MatchKey = "isin"
	ByTicker   MatchKey = "ticker" // with its exchange
	ByAccepted MatchKey = "accepted"
)

// AcceptedMatch records that a person took an organisation for the issuer of a holding. It holds for the later
// versions of the portfolio too, until it is withdrawn.
type AcceptedMatch struct {
	ID             int64      `json:"id"`
	Portfolio      string     `json:"portfolio"` // code
	OrganisationID int64      `json:"organisation_id"`
	Name           string     `json:"name"` // what the holding said, by which it is known again
	LEI            string     `json:"lei"`
	ISIN           string     `json:"isin"`
	Ticker         string     `json:"ticker"`
	Exchange       string     `json:"exchange"`
	AcceptedBy     string     `json:"accepted_by"`
	AcceptedAt     time.Time  `json:"accepted_at"`
	WithdrawnBy    string     `json:"withdrawn_by"`
	WithdrawnAt    *time.Time `json:"withdrawn_at,omitempty"`
}

// Predecessor is a company that became part of an organisation: holdings by its identifiers are the organisation's
// from that day on.
type Predecessor struct {
	Name  string   `json:"name" validate:"required,max=300"`
	LEI   string   `json:"lei,omitempty" validate:"omitempty,lei"`
	ISINs []string `json:"isins,omitempty" validate:"dive,isin"`
	Date  string   `json:"date" validate:"required,datetime=2006-01-02"` // of the merger
}

// ValidMIC checks the form of a market identifier code: four capital letters or digits (ISO 10383).
func ValidMIC(mic string) bool {
	return len(mic) == 4 && !slices.ContainsFunc([]byte(mic), func(c byte) bool { return !digit(c) && !upper(c) })
}
