package vigil

import (
	"fmt"
	"math/big"
	"strings"
)

// Scale is a way to answer: its type names the file in package question that reads it; its points say
// what each option counts. s = points / maximum, on 0..1.
type Scale struct {
	ID        string       `yaml:",key" json:"id"`
	Type      string       `yaml:"type,required" json:"type"`
	Points    []Valued     `yaml:"points" json:"points,omitempty"`
	Maximum   float64      `yaml:"maximum" json:"maximum,omitempty"` // default 1
	Bands     []Valued     `yaml:"bands" json:"bands,omitempty"`     // share: least per cent of a level
	From      *float64     `yaml:"from" json:"from,omitempty"`       // number: scored linearly from..to
	To        *float64     `yaml:"to" json:"to,omitempty"`
	Normalise string       `yaml:"normalise" json:"normalise,omitempty"` // number: min_max over the population
	Titles    []OptionText `yaml:"titles" json:"titles,omitempty"`       // short name of each option
}

// Scored reports whether answers on this scale have points.
func (s Scale) Scored() bool {
	switch s.Type {
	case "date", "text":
		return false
	case "number":
		return s.Normalise != "" || s.From != nil && s.To != nil
	}
	return true
}

// Option reports the points of an option and whether the scale has it.
func (s Scale) Option(id string) (float64, bool) {
	for _, p := range s.Points {
		if p.ID == id {
			return p.Value, true
		}
	}
	return 0, false
}

// OptionText is the text of one option, level or element.
type OptionText struct {
	ID   string `yaml:",key" json:"id"`
	Text Text   `yaml:",value" json:"text"`
}

// Rational is an exact weight, written in YAML as a number or as "1/3". The zero Rational is unset.
type Rational struct{ r *big.Rat }

// NewRational makes n/d.
func NewRational(n, d int64) Rational { return Rational{big.NewRat(n, d)} }

// ParseRational reads "3", "0.25" or "1/3"; it must be 0 or more.
func ParseRational(s string) (Rational, error) {
	r, ok := new(big.Rat).SetString(strings.TrimSpace(s))
	if !ok || r.Sign() < 0 {
		return Rational{}, fmt.Errorf("%q is no weight; write a number of 0 or more, or a fraction like 1/3", s)
	}
	return Rational{r}, nil
}

// Set reports whether a weight was given.
func (r Rational) Set() bool { return r.r != nil }

// Float gives the nearest float64; 0 when unset.
func (r Rational) Float() float64 {
	if r.r == nil {
		return 0
	}
	f, _ := r.r.Float64()
	return f
}

// Rat gives the exact value; zero when unset. The caller must not change it.
func (r Rational) Rat() *big.Rat {
	if r.r == nil {
		return new(big.Rat)
	}
	return r.r
}

// String prints the weight as a whole number or a fraction.
func (r Rational) String() string {
	if r.r == nil {
		return ""
	}
	return r.r.RatString()
}

// MarshalText writes the weight as String does.
func (r Rational) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Rational) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*r = Rational{}
		return nil
	}
	v, err := ParseRational(string(b))
	*r = v
	return err
}
