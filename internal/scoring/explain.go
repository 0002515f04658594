package scoring

import (
	"cmp"
	"fmt"
	"strings"

	"vigil/internal/vigil"
)

// Explain prints the arithmetic of a scorecard so that it can be followed by hand: each item, each group
// with its weights, then the chain from raw to band.
func Explain(card *vigil.Scorecard, m *vigil.Methodology) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	name := card.Subject.Name
	if name == "" {
		name = card.Subject.Code
	}
	if name != "" {
		name += ": "
	}
	line("%s%s under %s, mode %s, cut-off %s", name, card.Questionnaire, card.Methodology, card.Mode, cmp.Or(card.Cutoff, "none"))
	if card.Draft {
		line("%s", m.Notice("draft", "en"))
	}
	line("digests: methodology %s, questionnaire %s, answers %s", short(card.Digests.Methodology), short(card.Digests.Questionnaire), short(card.Digests.Answers))
	if len(card.Unknowns) > 0 {
		line("open screening questions, which keep their items in: %s", strings.Join(card.Unknowns, ", "))
	}
	line("")
	for _, n := range card.Nodes {
		if speaks(n) {
			explainNode(line, n)
		}
	}
	explainChain(line, card, m)
	for _, p := range card.Problems {
		line("problem: %s", p)
	}
	return b.String()
}

// speaks reports whether a node has something to say: it has a value, or concerns the organisation as a whole.
func speaks(n vigil.Score) bool {
	if n.Value != nil {
		return true
	}
	return n.Unit == "" && (n.Item == nil || n.Applies || n.Item.State == vigil.NotApplicable)
}

func explainNode(line func(string, ...any), n vigil.Score) {
	at := n.Node
	if n.Unit != "" {
		at += " [" + n.Unit + "]"
	}
	if n.Item != nil {
		line("  %s: %s", at, n.Rule)
		return
	}
	var terms []string
	var weights float64
	for _, p := range n.Parts {
		if p.Value == nil {
			continue
		}
		id := p.Node
		if p.Unit != n.Unit {
			id = p.Unit
		}
		terms = append(terms, fmt.Sprintf("%s %s × %s", id, num(*p.Value), num(p.Weight)))
		weights += p.Weight
	}
	if n.Value == nil {
		line("%s: no value (%s of %d parts, none counts), coverage %s", at, n.Rule, len(n.Parts), num(100*n.Coverage))
		return
	}
	capped := ""
	if n.CappedAt != nil && *n.CappedAt < *n.Value {
		capped = fmt.Sprintf(", shown as %s, capped %s", num(*n.Value), num(*n.CappedAt))
	}
	line("%s: %s of [%s], weights %s = %s (high %s, coverage %s)%s", at, n.Rule, strings.Join(terms, "; "), num(weights),
		num(*n.Value), num(*n.High), num(100*n.Coverage), capped)
}

func explainChain(line func(string, ...any), c *vigil.Scorecard, m *vigil.Methodology) {
	line("")
	line("coverage %s per cent%s", c.Coverage, when(c.Provisional, ", provisional"))
	if c.Rated {
		line("raw = %s, published %s", num(c.Raw.Value), c.Raw)
	} else {
		line("raw: not rated (%s)", c.BandReason)
	}
	for _, k := range c.Deduction.Cases {
		line("  case %s: %s", k.Code, k.Why)
	}
	if len(c.Deduction.Cases) > 0 {
		line("deduction = %s × (1 − Π(1 − residual)) = %s", num(m.Allegations.Maximum), num(c.Deduction.Points.Value))
	}
	if c.Rated {
		line("net = max(0, %s − %s) = %s, published %s", num(c.Raw.Value), num(c.Deduction.Points.Value), num(c.Net.Value), c.Net)
	}
	for _, k := range c.Caps {
		if k.AtMost == nil {
			line("  %s withdraws the rating until %s (%s)", k.Rule, c.Withdrawn, k.Why)
			continue
		}
		line("  %s: at most %s%s (%s)", k.Rule, num(*k.AtMost), when(k.Governs, ", governs"), k.Why)
	}
	if c.Rated {
		line("final = %s%s", c.Final, when(c.Band != "", ", band "+c.Band))
		for _, r := range c.BandReason {
			line("  %s", r)
		}
	}
	if c.High != nil {
		line("high = %s: the final if everything open were at its best", c.High)
	}
	if m.Confidence != nil {
		k, r := c.Confidence, m.Confidence
		line("confidence = 100 × (%s × coverage %s + %s × evidence %s + %s × agreement %s + %s × recency %s) = %s, %s (mean grade %s)",
			num(r.Coverage), num(k.Coverage), num(r.Evidence), num(k.Evidence), num(r.Agreement), num(k.Agreement),
			num(r.Recency), num(k.Recency), k.Figure, k.Class, num(k.MeanGrade))
	}
	if c.Geometric != nil {
		line("annex: geometric mean %s; mean over assessed items alone %s", num(c.Geometric.Value), c.AssessedRaw)
	}
	if c.Sector != nil {
		line("sector column %s: raw %s, net %s, final %s", c.Sector.Column, c.Sector.Raw, c.Sector.Net, c.Sector.Final)
	}
}

func when(yes bool, s string) string {
	if yes {
		return s
	}
	return ""
}

func short(digest string) string {
	if len(digest) > 12 {
		return digest[:12]
	}
	return digest
}
