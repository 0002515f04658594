package cli

import (
	"io/fs"
	"slices"

	"vigil/internal/catalogue"
	"vigil/internal/vigil"
)

// demoFiles hold the organisations of the demo, by subject. The first says what is told of all.
var demoFiles = []string{"companies.yaml", "suppliers.yaml", "investors.yaml", "non-state-actors.yaml", "monitored.yaml"}

// demoData is what the files of the demo say: fictional organisations, each with a profile from which its answers are drawn.
type demoData struct {
	Seed          int                `yaml:"seed,required"`
	Today         string             `yaml:"today,required"`
	Questionnaire string             `yaml:"questionnaire,required"`
	Analyst       string             `yaml:"analyst,required"`
	Reviewers     []string           `yaml:"reviewers,required"`
	Sources       string             `yaml:"search_sources,required"`
	Languages     string             `yaml:"search_languages,required"`
	Terms         string             `yaml:"search_terms,required"`
	Evidence      []demoEvidence     `yaml:"evidence,required"`
	Organisations []demoOrganisation `yaml:"organisations,required"`
	Benchmark     demoBenchmark      `yaml:"-"` // a sector, in a file of its own
}

// demoEvidence holds titles of documents for one kind of item.
type demoEvidence struct {
	Kind   string   `yaml:",key"`
	Titles []string `yaml:",value"`
}

// demoOrganisation is one organisation. Profile says how good it is in each pillar, Strength how well it proves that, Answered
// how many of the questions it answers; each on 0..1.
type demoOrganisation struct {
	Code      string         `yaml:"code,required"`
	Name      string         `yaml:"name,required"`
	Type      string         `yaml:"type"` // company when absent
	Country   string         `yaml:"country,required"`
	Sector    string         `yaml:"sector,required"`
	Sectors   []string       `yaml:"sectors"`
	Mode      string         `yaml:"mode,required"`
	Form      string         `yaml:"questionnaire"` // that of the demo when absent
	Crosswalk string         `yaml:"crosswalk"`     // a framework: with the report by its references, and a what-if
	Print     bool           `yaml:"print"`         // its gap report as pdf too
	Story     string         `yaml:"story,required"`
	Profile   []vigil.Valued `yaml:"profile,required"`
	Strength  float64        `yaml:"strength,required"`
	Answered  float64        `yaml:"answered,required"`
	Screening []demoChoice   `yaml:"screening"`
	Answers   []demoAnswer   `yaml:"answers"`
	Cases     []demoCase     `yaml:"cases"`
	Caps      []demoCap      `yaml:"caps"`
	Stage     string         `yaml:"stage"` // draft, submitted, in review; final when absent
	// Assessment is the code of its assessment; that of the organisation and the year when absent.
	Assessment string `yaml:"assessment"`
}

// demoChoice is the answer to a screening question.
type demoChoice struct {
	Question string `yaml:",key"`
	Value    string `yaml:",value"`
}

// demoAnswer stands in place of what the profile would give.
type demoAnswer struct {
	Question string `yaml:"question,required"`
	Value    string `yaml:"value"`
	State    string `yaml:"state"`
	Grade    string `yaml:"grade"`
	Note     string `yaml:"note"`
}

// demoCase is an allegation with the organisation's reply.
type demoCase struct {
	Allegation vigil.Allegation `yaml:"allegation,required"`
	Reply      string           `yaml:"reply"`
	ReplyDate  string           `yaml:"reply_date"`
}

// demoCap is proposed by the first reviewer and confirmed by the second. Case counts from 1 in the organisation's cases.
type demoCap struct {
	Rule   string `yaml:"rule,required"`
	Case   int    `yaml:"case"`
	Grade  string `yaml:"grade,required"`
	Reason string `yaml:"reason,required"`
	Opened string `yaml:"opened,required"`
	Reply  string `yaml:"reply"`
}

func readDemo(files fs.FS) (demoData, error) {
	var d demoData
	var ps vigil.Problems
	for i, name := range demoFiles {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return d, err
		}
		if i == 0 {
			ps = append(ps, catalogue.Decode(name, text, &d)...)
			continue
		}
		var more struct {
			Organisations []demoOrganisation `yaml:"organisations,required"`
		}
		ps = append(ps, catalogue.Decode(name, text, &more)...)
		d.Organisations = append(d.Organisations, more.Organisations...)
	}
	if len(ps) > 0 {
		return d, ps
	}
	var err error
	d.Benchmark, err = readDemoBenchmark(files)
	return d, err
}

// everybody is all organisations, those of the sector last.
func (d demoData) everybody() []demoOrganisation {
	return slices.Concat(d.Organisations, d.Benchmark.Organisations)
}

// unasked says which answers stand under a question that the form does not have.
func (c demoOrganisation) unasked(q *vigil.Questionnaire) error {
	var ps vigil.Problems
	for _, a := range c.Answers {
		if q.Question(a.Question) == nil {
			ps.Say(vigil.Place{File: c.Code, Field: a.Question}, vigil.Say("%s does not ask this", q.Ref()), vigil.Say("take the answer out, or give another questionnaire"))
		}
	}
	return ps.Err()
}

func (c demoOrganisation) level(pillar string) float64 {
	for _, p := range c.Profile {
		if p.ID == pillar {
			return p.Value
		}
	}
	return 0
}

func (c demoOrganisation) fixed(question string) (demoAnswer, bool) {
	for _, a := range c.Answers {
		if a.Question == question {
			return a, true
		}
	}
	return demoAnswer{}, false
}

func (d demoData) titles(kind string) []string {
	for _, e := range d.Evidence {
		if e.Kind == kind {
			return e.Titles
		}
	}
	return nil
}
