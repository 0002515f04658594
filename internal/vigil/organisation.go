package vigil

import (
	"math/big"
	"strings"
	"time"
)

// Organisation is a party that can be assessed: company, supplier, investor or other non-State actor.
type Organisation struct {
	ID           int64         `json:"id"`
	Code         string        `json:"code" validate:"required,max=60,code,free" gorm:"uniqueIndex"` // short name used in commands and files
	Name         string        `json:"name" validate:"required,max=300"`
	Type         string        `json:"type" validate:"max=60"`
	Country      string        `json:"country" validate:"omitempty,iso3166_1_alpha2"`
	Sector       string        `json:"sector" validate:"omitempty,sector"`                    // primary
	Sectors      []string      `json:"sectors" validate:"dive,sector" gorm:"serializer:json"` // all, primary included
	LEI          string        `json:"lei" validate:"omitempty,lei"`
	ISINs        []string      `json:"isins" validate:"dive,isin" gorm:"serializer:json;column:isins"`
	Ticker       string        `json:"ticker" validate:"max=20"`
	Exchange     string        `json:"exchange" validate:"max=20"`                          // MIC
	Parent       string        `json:"parent" validate:"omitempty,max=60,code"`             // code of the organisation that controls it
	Predecessors []Predecessor `json:"predecessors" validate:"dive" gorm:"serializer:json"` // merged into it
	Fictional    bool          `json:"fictional"`
	Version      int64         `json:"version"`
	CreatedAt    time.Time     `json:"created_at"`
	UpdatedAt    time.Time     `json:"updated_at"`
}

// Unit is a part of an organisation: group, site, project or service, in a tree.
type Unit struct {
	ID             int64    `json:"id"`
	OrganisationID int64    `json:"organisation_id"`
	Code           string   `json:"code" validate:"required,max=100"`
	Name           string   `json:"name" validate:"max=300" gorm:"serializer:sealed"`
	Kind           string   `json:"kind" validate:"max=60"`
	Parent         string   `json:"parent" validate:"max=100"` // code of the unit above; empty: the organisation itself
	Country        string   `json:"country" validate:"omitempty,iso3166_1_alpha2"`
	Weight         Rational `json:"weight" gorm:"serializer:json"`
}

// Membership says what a person may see and do for one organisation.
type Membership struct {
	ID             int64  `json:"id"`
	OrganisationID int64  `json:"organisation_id"`
	Person         string `json:"person" validate:"required,max=200"`
	Role           Role   `json:"role"`
}

// Sectors are the sector codes of the indicator bank, in its order.
var Sectors = []string{"EXT", "AGR", "APP", "ICT", "FIN", "SEC", "CON", "REN", "PRO", "MED", "UNI", "FND", "OTH"}

// ValidSector reports whether a code is one of Sectors.
func ValidSector(code string) bool {
	for _, s := range Sectors {
		if s == code {
			return true
		}
	}
	return false
}

// ValidLEI checks a legal entity identifier: 20 characters, the last two digits, MOD 97-10 (ISO 17442).
func ValidLEI(lei string) bool {
	if len(lei) != 20 || !digit(lei[18]) || !digit(lei[19]) {
		return false
	}
	n, ok := lettersAsNumbers(lei)
	if !ok {
		return false
	}
	v, ok := new(big.Int).SetString(n, 10)
	return ok && new(big.Int).Mod(v, big.NewInt(97)).Int64() == 1
}

// ValidISIN checks an international securities identification number: 2 letters, 9 letters or digits, a
// check digit by the Luhn rule over letters read as numbers (ISO 6166).
func ValidISIN(isin string) bool {
	if len(isin) != 12 || !upper(isin[0]) || !upper(isin[1]) || !digit(isin[11]) {
		return false
	}
	n, ok := lettersAsNumbers(isin)
	if !ok {
		return false
	}
	sum, double := 0, false
	for i := len(n) - 1; i >= 0; i-- {
		d := int(n[i] - '0')
		if double {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
		double = !double
	}
	return sum%10 == 0
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

// lettersAsNumbers reads A as 10 up to Z as 35 and refuses everything else but digits.
func lettersAsNumbers(s string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case digit(c):
			b.WriteByte(c)
		case upper(c):
			n := int(c-'A') + 10
			b.WriteByte(byte('0' + n/10))
			b.WriteByte(byte('0' + n%10))
		default:
			return "", false
		}
	}
	return b.String(), true
}
