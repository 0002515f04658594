package report

import (
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// GapInput is everything a report on one assessment says. Today (2006-01-02) is the day of the report.
// References gives the references of other frameworks for a clause, looked-up ones only; nil gives none.
// A nil Scorecard or GapList is one with nothing in it: not scored, no gaps.
type GapInput struct {
	Questionnaire *vigil.Questionnaire
	Methodology   *vigil.Methodology
	Provisions    []vigil.Provision
	References    func(provision string) []Reference
	Organisation  vigil.Organisation
	Assessment    vigil.Assessment
	Scorecard     *vigil.Scorecard
	Gaps          *vigil.GapList
	Path          *vigil.Path // nil: the report says nothing about the next band
	Allegations   []vigil.Allegation
	Caps          []vigil.Cap
	Today         string
	Language      string
}

// Gap is the gap report: the result with the caps before it and what to do first, what is already good, pillars, provisions, gaps by
// priority, the plan, what lifts the score to the next band, what is not assessed, cases, and how all this was found. It says that an expectation is met
// or not met, and never makes a finding of law.
func Gap(in GapInput) vigil.Report {
	g := newGapReport(in)
	r := g.report("gap", "Gap report: "+in.Organisation.Name)
	r.Facts = slices.DeleteFunc(r.Facts, func(f vigil.Fact) bool { // said beside the score, and in full under how this was found
		return f.Label == "Coverage" || f.Label == "Confidence" || f.Label == "Fingerprints"
	})
	result := g.result()
	if t := g.first(); t != nil {
		result.Blocks = append(result.Blocks, vigil.Block{Table: t})
	}
	r.Sections = append(r.Sections, result, g.good(), g.pillars(), g.provisions())
	r.Sections = append(r.Sections, g.gaps(), g.plan())
	if in.Path != nil {
		r.Sections = append(r.Sections, g.path())
	}
	r.Sections = append(r.Sections, g.open())
	if len(g.card.Deduction.Cases) > 0 {
		r.Sections = append(r.Sections, g.cases())
	}
	r.Sections = append(r.Sections, g.references()...)
	r.Sections = append(r.Sections, g.method())
	return r
}

// gapReport is the input with its shortcuts.
type gapReport struct {
	GapInput
	m    *vigil.Methodology
	q    *vigil.Questionnaire
	card *vigil.Scorecard
	list *vigil.GapList
	lang string
	r    vigil.RoundingRule
}

func newGapReport(in GapInput) *gapReport {
	g := &gapReport{GapInput: in, m: in.Methodology, q: in.Questionnaire, card: in.Scorecard, list: in.Gaps, lang: in.Language}
	if g.m == nil {
		g.m = &vigil.Methodology{}
	}
	if g.q == nil {
		g.q = &vigil.Questionnaire{}
	}
	if g.card == nil {
		g.card = &vigil.Scorecard{Band: "NR"}
	}
	if g.list == nil {
		g.list = &vigil.GapList{}
	}
	if g.lang == "" {
		g.lang = "en"
	}
	g.r = g.m.Rounding
	return g
}

// report is the frame that every report on one assessment shares.
func (g *gapReport) report(id, title string) vigil.Report {
	subtitle := g.q.Title.In(g.lang) + ", " + modeName[g.Assessment.Mode] + ", evidence up to " + vigil.LongDate(g.Assessment.Cutoff)
	if g.Organisation.Fictional && !strings.Contains(title, "fictional") {
		subtitle += ". The organisation is fictional."
	}
	return vigil.Report{
		ID: id, Language: g.lang, Title: title, Subtitle: subtitle,
		Draft: draftMark(g.m, g.lang), Facts: g.facts(), Footer: footer(g.m, g.q, g.lang),
	}
}

// draftMark is the sentence that goes on every page while the method is a draft.
func draftMark(m *vigil.Methodology, lang string) string {
	if !m.Draft() {
		return ""
	}
	if s := m.Notice("draft", lang); s != "" {
		return s
	}
	return "Draft method: its weights, levels and caps have not been reviewed."
}

// footer is what stands below every report: no finding of law, where to ask for a correction, whose work it is.
func footer(m *vigil.Methodology, q *vigil.Questionnaire, lang string) []string {
	law := m.Notice("not_law", lang)
	if law == "" {
		law = "Expectations are met or not met; this is no finding of law."
	}
	contact := m.Notice("contact", lang)
	if contact == "" {
		contact = "Corrections: write to whoever sent you this report and name the assessment and the item; what proves wrong is corrected in a new edition."
	}
	lines := []string{law, contact}
	for _, a := range []string{m.Attribution.In(lang), q.Attribution.In(lang)} {
		if a != "" && a != lines[len(lines)-1] {
			lines = append(lines, a)
		}
	}
	return lines
}
