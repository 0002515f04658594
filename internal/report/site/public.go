package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/benchmark"
	"vigil/internal/report"
	"vigil/internal/vigil"
)

// Source is what a publication is made from. Result and Publication must be set.
type Source struct {
	Result        *benchmark.Result
	Publication   *vigil.Publication
	Provisions    []vigil.Provision
	Organisations map[string]vigil.Organisation // by code
	Language      string                        // empty: en
	Today         string                        // 2006-01-02: on which terms for replies are looked at; empty: the day of the publication
}

// Public takes from a benchmark what everybody may read. What it does not copy stays in the house: names of coders and
// reviewers, notes, quotes, project codes, reasons why something does not count, and that anybody has an assessment in
// another mode than the one that is published.
func Public(s Source) vigil.PublicBenchmark {
	s.Language, s.Today = cmp.Or(s.Language, "en"), cmp.Or(s.Today, s.Publication.Published)
	r, p := s.Result, s.Publication
	b := vigil.PublicBenchmark{ID: p.ID, Edition: p.Edition, Title: p.Title.In(s.Language), Publisher: p.Publisher, Published: p.Published, Language: s.Language, Mode: r.Mode,
		Sector: vigil.PublicTerm{ID: r.Sector, Title: "Sector " + r.Sector}, Form: vigil.PublicTerm{ID: r.Form}, Methodology: vigil.PublicTerm{ID: r.Methodology}, Column: r.Column,
		Evidence: vigil.PublicPeriod{From: r.Cutoffs.First, Until: r.Cutoffs.Last}, Ranked: r.Ranked, Unranked: sentence(r.Unranked), Decimals: 1, Leaders: r.Leaders, Laggards: r.Laggards}
	lang := s.Language
	b.Statement = vigil.PublicStatement{Research: vigil.PublicPeriod{From: p.Research.From, Until: p.Research.Until}, Scope: p.Scope.In(lang), Selection: p.Selection.In(lang), Limits: p.Limits.In(lang),
		Funding: p.Funding.In(lang), Conflicts: p.Conflicts.In(lang), Contact: p.Contact, Licence: vigil.PublicLicence{ID: p.Licence.ID, Link: p.Licence.Link}}
	for _, c := range p.Corrections {
		b.Corrections = append(b.Corrections, vigil.PublicCorrection{Date: c.Date, Company: c.Organisation, What: c.What.In(lang), Why: c.Why.In(lang)})
	}
	if len(r.Places) > 0 {
		s.ruler(&b)
		s.compared(&b)
	}
	s.leftOut(&b)
	if r.Ranked {
		b.Uncertainty = &vigil.PublicDraws{Draws: r.Draws, Seed: strconv.FormatUint(r.Seed, 10), Swing: benchmark.WeightSwing, Low: benchmark.IntervalLow, High: benchmark.IntervalHigh, Coders: r.Coding.Coders,
			Companies: r.Coding.Companies, Items: r.Coding.Items, Differing: r.Coding.Differing, Settled: r.Coding.Settled}
	}
	b.Agreement = agreement(r.Agreement, r.Coding.Companies)
	return b
}

// ruler says by what was measured: form, method, pillars, items, bands and caps.
func (s Source) ruler(b *vigil.PublicBenchmark) {
	first := s.Result.Places[0].Input
	m, q, lang := first.Methodology, first.Questionnaire, s.Language
	b.Form.Title, b.Methodology.Title, b.Decimals = cmp.Or(q.Label.In(lang), q.Title.In(lang)), m.Title.In(lang), m.Rounding.Decimals
	if m.Draft() {
		b.Draft = cmp.Or(m.Notice("draft", lang), "Draft method: its weights, levels and caps have not been reviewed.")
	}
	if m.Coverage != nil {
		b.Coverage = vigil.PublicCoverage{Provisional: m.Coverage.ProvisionalBelow, NotRated: m.Coverage.NotRatedBelow}
	}
	for _, in := range q.Screening {
		for _, e := range in.Elements {
			if title := e.Text.In(lang); e.ID == s.Result.Sector && title != "" {
				b.Sector.Title = title
			}
		}
	}
	for _, id := range s.Result.Pillars {
		rule, _ := m.Pillar(id)
		b.Pillars = append(b.Pillars, vigil.PublicPillar{ID: id, Title: cmp.Or(rule.Title.In(lang), id), Weight: rule.Weight(b.Column).Float(), Default: rule.Weight("default").Float()})
	}
	weights := map[string]float64{}
	for _, p := range s.Result.Places {
		for _, n := range p.Card.Nodes {
			if n.Storey == vigil.StoreyQuestion && n.Unit == "" {
				weights[n.Node] = n.Weight
			}
		}
	}
	q.Walk(func(p *vigil.Pillar, in *vigil.Indicator) {
		if in.IsQuestion() && scored(m, in) {
			b.Items = append(b.Items, vigil.PublicItem{ID: in.ID, Title: in.Title.In(lang), Pillar: p.ID, Provisions: in.Provisions, Kind: in.Kind, Weight: weights[in.ID]})
		}
	})
	for _, band := range m.Bands {
		b.Bands = append(b.Bands, vigil.PublicBand{ID: band.ID, Title: band.Title.In(lang), Meaning: band.Meaning.In(lang), From: band.From})
	}
	slices.SortStableFunc(b.Bands, func(x, y vigil.PublicBand) int { return cmp.Compare(y.From, x.From) })
	for _, c := range m.Caps {
		rule := vigil.PublicCapRule{ID: c.ID, Title: c.Title.In(lang)}
		for _, step := range c.Ladder {
			if step.AtMost != nil && (rule.AtMost == nil || *step.AtMost < *rule.AtMost) {
				rule.AtMost = step.AtMost
			}
		}
		b.CapRules = append(b.CapRules, rule)
	}
}

// scored reports whether an item has a closed list of answers that a score is made of. What somebody wrote freely is never
// made public.
func scored(m *vigil.Methodology, in *vigil.Indicator) bool {
	scale, ok := m.ScaleOf(in)
	return ok && slices.Contains([]string{"graded", "yes_partial_no", "flag", "multi", "share"}, scale.Type)
}

// compared is the companies with their figures, groups and spreads.
func (s Source) compared(b *vigil.PublicBenchmark) {
	r := s.Result
	b.Companies = make([]vigil.PublicCompany, len(r.Places))
	each(len(r.Places), func(i int) { b.Companies[i] = s.company(b, &r.Places[i]) })
	for _, c := range b.Companies {
		for i := range b.Bands {
			if b.Bands[i].ID == c.Band {
				b.Bands[i].Companies++
			}
		}
		for i := range b.CapRules {
			if slices.ContainsFunc(c.Caps, func(x vigil.PublicCap) bool { return x.Rule == b.CapRules[i].ID }) {
				b.CapRules[i].Companies++
			}
		}
		b.Fictional = b.Fictional || s.Organisations[c.Code].Fictional
	}
	for _, g := range r.Groups {
		b.Groups = append(b.Groups, vigil.PublicGroup{Number: g.Number, Companies: g.Companies, Low: g.Low, High: g.High})
	}
	for _, x := range r.Spreads {
		b.Spreads = append(b.Spreads, vigil.PublicSpread{Node: x.Node, Companies: x.Companies, Least: published(x.Least), First: published(x.First), Middle: published(x.Middle), Third: published(x.Third), Greatest: published(x.Greatest)})
	}
	test := func(kind string, t benchmark.Test) {
		b.Tests = append(b.Tests, vigil.PublicTest{Kind: kind, Left: t.Left, Moved: t.Moved, Most: t.Most, Mover: t.Mover})
	}
	for _, t := range r.PillarTests {
		test("pillar", t)
	}
	for _, t := range r.ItemTests {
		test("item", t)
	}
	if r.Undisclosed != nil {
		test("undisclosed", *r.Undisclosed)
	}
	s.promises(b)
}

// promises counts companies by provision, kept least first.
func (s Source) promises(b *vigil.PublicBenchmark) {
	texts := map[string]string{}
	for _, p := range s.Provisions {
		texts[p.ID] = p.Paraphrase.In(s.Language)
	}
	for _, p := range s.Result.Provisions {
		b.Provisions = append(b.Provisions, vigil.PublicProvision{ID: p.ID, Text: texts[p.ID], Items: p.Items, Companies: p.Companies, Level0: p.Counts[0], Level1: p.Counts[1], Level2: p.Counts[2], Level3: p.Counts[3], NotApplied: p.NotApplied})
	}
	slices.SortStableFunc(b.Provisions, func(x, y vigil.PublicProvision) int {
		if x.Companies == 0 || y.Companies == 0 { // what applies to nobody comes last
			return cmp.Compare(y.Companies, x.Companies)
		}
		return cmp.Or(cmp.Compare((x.Level2+x.Level3)*y.Companies, (y.Level2+y.Level3)*x.Companies), cmp.Compare(x.Level3*y.Companies, y.Level3*x.Companies), cmp.Compare(y.Level0*x.Companies, x.Level0*y.Companies))
	})
}

// leftOut lists who was looked at in the published mode and cannot be compared. A company of another sector, or whose
// assessment is in another mode, is nobody's business: that it is on file is not public. One that is compared is not left out.
func (s Source) leftOut(b *vigil.PublicBenchmark) {
	for _, l := range s.Result.LeftOut {
		compared := slices.ContainsFunc(s.Result.Places, func(p benchmark.Place) bool { return p.Input.Subject.Code == l.Subject.Code })
		if compared || l.Reason == benchmark.OtherSector || l.Reason == benchmark.OtherMode || l.Reason == benchmark.Superseded || l.Card == nil || l.Card.Mode != s.Result.Mode {
			continue
		}
		b.LeftOut = append(b.LeftOut, vigil.PublicLeftOut{Code: l.Subject.Code, Name: cmp.Or(l.Subject.Name, l.Subject.Code), Reason: string(l.Reason), Why: sentence(l.Why), Reply: publicReply(s.Publication.Reply(l.Subject.Code))})
	}
	slices.SortStableFunc(b.LeftOut, func(x, y vigil.PublicLeftOut) int { return cmp.Compare(x.Name, y.Name) })
}

// agreement is how far the coders agreed; their names stay in the house.
func agreement(a *benchmark.Agreement, companies int) *vigil.PublicAgreement {
	if a == nil {
		return nil
	}
	out := &vigil.PublicAgreement{Coders: len(a.Coders), Companies: companies, Items: a.Total.Units, Percent: a.Total.Percent, Kappa: a.Total.Kappa, Linear: a.Total.Linear, Quadratic: a.Total.Quadratic,
		Nominal: a.Total.Nominal, Alpha: a.Total.Ordinal, Interval: a.Total.Interval}
	for _, p := range a.Pillars {
		out.Pillars = append(out.Pillars, vigil.PublicPillarAlpha{Pillar: p.ID, Percent: p.Percent, Alpha: p.Ordinal})
	}
	for _, i := range a.WeakItems() {
		out.Weak = append(out.Weak, i.ID)
	}
	return out
}

// published is a figure as it was published.
func published(f *vigil.Figure) *float64 {
	if f == nil {
		return nil
	}
	v := f.Published
	return &v
}

// sentence makes a reason a sentence of its own.
func sentence(s string) string {
	s = report.UpperFirst(strings.TrimSpace(s))
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}
