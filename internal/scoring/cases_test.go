package scoring_test

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"vigil/internal/catalogue"
	"vigil/internal/scoring"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

// scoringCase is one file testdata/<case>/case.yaml, which needs no Go to add to: what was answered, and
// what must come out. The instrument is an embedded one, or one of testdata/instruments.
type scoringCase struct {
	Title         string           `yaml:"case,required"`
	Proves        string           `yaml:"proves,required"` // the rule, by its section of the method
	Questionnaire string           `yaml:"questionnaire,required"`
	Mode          vigil.Mode       `yaml:"mode"`
	Cutoff        string           `yaml:"cutoff"`
	Sector        string           `yaml:"sector"`
	Sectors       []string         `yaml:"sectors"`
	Type          string           `yaml:"type"`
	Units         []unitCase       `yaml:"units"`
	Rest          *answerCase      `yaml:"rest"` // every question that is not named
	Answers       []answerCase     `yaml:"answers"`
	Allegations   []allegationCase `yaml:"allegations"`
	Caps          []capCase        `yaml:"caps"`
	Agreement     *float64         `yaml:"agreement"`
	Want          []wanted         `yaml:"want,required"`
}

type unitCase struct {
	Code   string         `yaml:",key"`
	Parent string         `yaml:"parent"`
	Kind   string         `yaml:"kind"`
	Weight vigil.Rational `yaml:"weight"`
}

// answerCase is keyed by the question, or by unit/question.
type answerCase struct {
	Question string      `yaml:",key"`
	Value    string      `yaml:"value"`
	State    vigil.State `yaml:"state"`
	Grade    vigil.Grade `yaml:"grade"`
	Date     string      `yaml:"date"`
	Searched bool        `yaml:"searched"`
	Approved bool        `yaml:"approved"`
}

type allegationCase struct {
	Code            string      `yaml:",key"`
	Quarter         string      `yaml:"quarter,required"`
	Scale           int         `yaml:"scale,required"`
	Scope           int         `yaml:"scope,required"`
	Irremediability int         `yaml:"irremediability,required"`
	Credibility     string      `yaml:"credibility,required"`
	Link            string      `yaml:"link,required"`
	Continuing      bool        `yaml:"continuing"`
	Opened          string      `yaml:"opened"`
	Interim         bool        `yaml:"interim"`
	Withdrawn       string      `yaml:"withdrawn"`
	HoldFrom        string      `yaml:"hold_from"`
	Marks           vigil.Marks `yaml:"marks"`
}

type capCase struct {
	Rule       string `yaml:",key"`
	Allegation string `yaml:"allegation"`
	Project    string `yaml:"project"`
	Opened     string `yaml:"opened"`
	Confirmed  string `yaml:"confirmed"`
	Lifted     string `yaml:"lifted"`
}

// wanted is the name of a figure and what it must be: numbers agree to as many decimals as are written.
type wanted struct {
	Name  string `yaml:",key"`
	Value string `yaml:",value"`
}

func TestCases(t *testing.T) {
	folders, err := filepath.Glob("testdata/*/case.yaml")
	if err != nil || len(folders) == 0 {
		t.Fatal("no cases found below testdata", err)
	}
	for _, file := range folders {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			c := readCase(t, file)
			in := c.input(t)
			card := scoring.Score(in)
			for _, w := range c.Want {
				if got, ok := pick(card, w.Name); !ok {
					t.Errorf("%s: the scorecard has no %q", c.Title, w.Name)
				} else if !agrees(got, w.Value) {
					t.Errorf("%s (%s): %s is %v, want %s", c.Title, c.Proves, w.Name, got, w.Value)
				}
			}
			if t.Failed() {
				t.Log("\n" + scoring.Explain(card, in.Methodology))
			}
		})
	}
}

// readCase reads a case file, strictly.
func readCase(t *testing.T, file string) scoringCase {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c scoringCase
	if ps := catalogue.Decode(file, data, &c); len(ps) > 0 {
		t.Fatal(ps)
	}
	return c
}

// instruments loads the embedded instruments and those in testdata/instruments, once.
func instruments(t testing.TB) *catalogue.Catalogue {
	t.Helper()
	c, ps := loadInstruments()
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	return c
}

var loadInstruments = sync.OnceValues(func() (*catalogue.Catalogue, vigil.Problems) {
	own := os.DirFS("testdata/instruments")
	names, err := fs.Glob(own, "*.yaml")
	if err != nil {
		panic(err)
	}
	return catalogue.Load(overlay{questionnaires.Files, own}, append(names, "provisions.yaml", "methodologies", "company-quick.yaml")...)
})

// overlay is the embedded tree with the files of a case beside it.
type overlay struct{ base, over fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	if f, err := o.base.Open(name); err == nil {
		return f, nil
	}
	return o.over.Open(name)
}

func (c scoringCase) input(t *testing.T) scoring.Input {
	t.Helper()
	q, m, err := instruments(t).Questionnaire(c.Questionnaire)
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Methodology: m, Questionnaire: q, Mode: c.Mode, Cutoff: c.Cutoff, Agreement: c.Agreement,
		Subject: vigil.Subject{Code: "case", Name: c.Title, Sector: c.Sector, Sectors: c.Sectors, Type: c.Type}}
	if in.Mode == "" {
		in.Mode = vigil.SCREEN
	}
	if in.Cutoff == "" {
		in.Cutoff = "2026-06-30"
	}
	for _, u := range c.Units {
		in.Units = append(in.Units, vigil.Unit{Code: u.Code, Parent: u.Parent, Kind: u.Kind, Weight: u.Weight})
	}
	named := map[string]bool{}
	for _, a := range c.Answers {
		named[a.Question] = true
		in.Answers = append(in.Answers, a.answer())
	}
	if c.Rest != nil {
		for _, question := range q.Questions() {
			if a := *c.Rest; !named[question.ID] {
				a.Question = question.ID
				a.Value = restValue(m, question, a.Value)
				in.Answers = append(in.Answers, a.answer())
			}
		}
	}
	ids := map[string]int64{}
	for i, a := range c.Allegations {
		ids[a.Code] = int64(i + 1)
		in.Allegations = append(in.Allegations, vigil.Allegation{ID: int64(i + 1), Code: a.Code, Quarter: a.Quarter, Scale: a.Scale, Scope: a.Scope,
			Irremediability: a.Irremediability, Credibility: a.Credibility, Link: a.Link, Continuing: a.Continuing, Opened: a.Opened,
			Interim: a.Interim, Withdrawn: a.Withdrawn, HoldFrom: a.HoldFrom, Marks: a.Marks})
	}
	for i, k := range c.Caps {
		if k.Allegation != "" && ids[k.Allegation] == 0 {
			t.Fatalf("cap %s names the allegation %q, which the case does not have", k.Rule, k.Allegation)
		}
		in.Caps = append(in.Caps, vigil.Cap{ID: int64(i + 1), Rule: k.Rule, AllegationID: ids[k.Allegation], Project: k.Project,
			Opened: k.Opened, Confirmed: k.Confirmed, Lifted: k.Lifted})
	}
	return in
}

// restValue reads "best" and "worst" on the question's scale.
func restValue(m *vigil.Methodology, q *vigil.Indicator, v string) string {
	if v != "best" && v != "worst" {
		return v
	}
	s, _ := m.ScaleOf(q)
	var ids []string
	for _, p := range s.Points {
		ids = append(ids, p.ID)
	}
	switch {
	case s.Type == "multi" && v == "worst":
		return vigil.NoElements
	case s.Type == "multi":
		return strings.Join(ids, ";")
	case v == "worst":
		return ids[0]
	}
	return ids[len(ids)-1]
}

func (a answerCase) answer() vigil.Answer {
	out := vigil.Answer{Question: a.Question, Value: a.Value, State: a.State, Grade: a.Grade, Date: a.Date}
	if unit, question, ok := strings.Cut(a.Question, "/"); ok {
		out.Unit, out.Question = unit, question
	}
	if out.State == "" {
		out.State = vigil.Answered
	}
	if a.Searched {
		out.Search = vigil.SearchLog{Date: "2026-05-01", Sources: "court registers, news", Languages: "en, es", Terms: "company name with complaint"}
	}
	if a.Approved {
		out.ApprovedBy = "reviewer"
	}
	return out
}

// pick finds a figure of the scorecard by the name a case uses.
func pick(c *vigil.Scorecard, name string) (any, bool) {
	figures := map[string]*vigil.Figure{"raw": c.Raw, "net": c.Net, "final": c.Final, "high": c.High, "raw_high": c.RawHigh,
		"coverage": c.Coverage, "geometric": c.Geometric, "assessed_raw": c.AssessedRaw, "deduction": c.Deduction.Points, "confidence": c.Confidence.Figure}
	if f, ok := figures[name]; ok {
		if f == nil {
			return "none", true
		}
		return f.Value, true
	}
	if base, ok := strings.CutSuffix(name, " published"); ok {
		if f := figures[base]; f != nil {
			return f.String(), true
		}
		return nil, false
	}
	words := map[string]any{"band": c.Band, "governing": c.Governing, "capped": c.Capped, "provisional": c.Provisional, "rated": c.Rated,
		"watch": c.Watch, "class": c.Confidence.Class, "mean_grade": c.Confidence.MeanGrade, "recency": c.Confidence.Recency,
		"agreement": c.Confidence.Agreement, "withdrawn": c.Withdrawn, "reason": strings.Join(c.BandReason, "; "),
		"unknowns": strings.Join(c.Unknowns, " "), "problems": len(c.Problems)}
	if v, ok := words[name]; ok {
		return v, true
	}
	return pickPart(c, name)
}

func pickPart(c *vigil.Scorecard, name string) (any, bool) {
	kind, id, _ := strings.Cut(name, " ")
	switch kind {
	case "cap":
		i := slices.IndexFunc(c.Caps, func(k vigil.CapInForce) bool { return k.Rule == id })
		if i < 0 {
			return "none", true
		}
		return *c.Caps[i].AtMost, true
	case "residual", "severity":
		for _, k := range c.Deduction.Cases {
			if k.Code == id {
				return map[string]float64{"residual": k.Residual, "severity": k.Severity}[kind], true
			}
		}
		return "none", true
	case "sector":
		if c.Sector == nil {
			return "none", true
		}
		return map[string]float64{"raw": c.Sector.Raw.Value, "final": c.Sector.Final.Value}[id], true
	case "item", "node", "shown", "item_high", "state":
		unit, node, ok := strings.Cut(id, "/")
		if !ok {
			unit, node = "", id
		}
		n := c.Node(node, unit)
		if n == nil {
			return nil, false
		}
		return map[string]any{"item": itemValue(n, false), "item_high": itemValue(n, true), "node": deref(n.Value), "shown": deref(n.CappedAt),
			"state": itemState(n)}[kind], true
	}
	return nil, false
}

func itemState(n *vigil.Score) any {
	if n.Item == nil {
		return "none"
	}
	return string(n.Item.State)
}

func itemValue(n *vigil.Score, high bool) any {
	switch {
	case n.Item == nil:
		return "none"
	case high:
		return deref(n.Item.High)
	}
	return deref(n.Item.S)
}

func deref(v *float64) any {
	if v == nil {
		return "none"
	}
	return *v
}

// agrees compares a figure to as many decimals as were written.
func agrees(got any, want string) bool {
	x, isNumber := got.(float64)
	if !isNumber {
		return fmt.Sprint(got) == want
	}
	w, err := strconv.ParseFloat(want, 64)
	if err != nil {
		return false
	}
	_, decimals, _ := strings.Cut(want, ".")
	return math.Abs(x-w) <= 0.5*math.Pow(10, -float64(len(decimals)))+1e-12
}
