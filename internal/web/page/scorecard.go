package page

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	scales "vigil/internal/question"
	"vigil/internal/vigil"
	"vigil/internal/web/words"
)

// Scorecard is what the pages of one score show. Every figure in it was computed by scoring; the pages only write it.
type Scorecard struct {
	Base         string // address of the assessment
	Organisation vigil.Organisation
	Assessment   vigil.Assessment
	Form         *vigil.Questionnaire
	Method       *vigil.Methodology
	Card         *vigil.Scorecard
	Confidence   []vigil.ConfidencePart // question by question
	Gaps         *vigil.GapList
	Path         vigil.Path
	Caps         []vigil.Cap // records in force
	Evidence     []vigil.Evidence
	Files        map[string]string // addresses of the files behind it, by hash
	Moved        *Moved
	Closings     []vigil.Closing
	After        *vigil.Scorecard // if the closings were done; nil: none is chosen
	Clause       func(id string) vigil.Provision
	SeesAnswers  bool
	SeesCases    bool
	Today        string
}

// Moved is how far a score moved since an earlier one.
type Moved struct {
	Since          string // cut-off of the earlier one
	URL            string
	Points         float64
	Company, Ruler *float64 // nil: that cannot be told
}

// many is how many gaps and strengths are shown before the rest is folded away.
const many = 8

func (v Scorecard) url(parts ...string) string {
	return v.Base + "/scorecard" + strings.Join(append([]string{""}, parts...), "/")
}

// node is the address of the arithmetic of one node.
func (v Scorecard) node(id, unit string) string {
	to := v.url("nodes", url.PathEscape(id))
	if unit != "" {
		to += "?unit=" + url.QueryEscape(unit)
	}
	return to
}

// closed is the address of the score with one gap closed.
func (v Scorecard) closed(question, unit string) string {
	return v.url() + "?" + url.Values{"close": {closing(question, unit)}}.Encode() + "#result"
}

// closing is how an address and a form name a gap; vigil.ReadClosings reads it.
func closing(question, unit string) string {
	if unit == "" {
		return question
	}
	return unit + "/" + question
}

func (v Scorecard) chosen(question, unit string) bool {
	for _, c := range v.Closings {
		if c.Question == question && c.Unit == unit {
			return true
		}
	}
	return false
}

// tryAll is the address of the score with every step of the cheapest path.
func (v Scorecard) tryAll() string {
	q := url.Values{}
	for _, c := range v.Path.Closings() {
		q.Add("close", closing(c.Question, c.Unit))
	}
	return v.url() + "?" + q.Encode()
}

// text takes a text of the instrument in the language of the page.
func text(ctx context.Context, t vigil.Text) string { return t.In(words.In(ctx)) }

// textLanguage is the language in which text gives it.
func textLanguage(ctx context.Context, t vigil.Text) string {
	return cmp.Or(t.Language(words.In(ctx)), words.In(ctx))
}

// exact writes an unrounded number.
func exact(ctx context.Context, v float64) string {
	return words.Number(ctx, vigil.RoundingRule{Decimals: 6}.Round(v), 6)
}

// weight writes a weight with no more decimals than it needs, up to four.
func weight(ctx context.Context, w float64) string {
	decimals := 0
	for r := (vigil.RoundingRule{Decimals: 4}).Round(w); decimals < 4 && (vigil.RoundingRule{Decimals: decimals}).Round(r) != r; {
		decimals++
	}
	return words.Number(ctx, vigil.RoundingRule{Decimals: decimals}.Round(w), decimals)
}

// point writes a number on 0..100 as the method publishes it; "–" where there is none.
func (v Scorecard) point(ctx context.Context, f *float64) string {
	if f == nil {
		return "–"
	}
	r := v.Method.Rounding
	return words.Number(ctx, r.Round(*f), r.Decimals)
}

// share writes what an answer is worth or may be worth at most, on 0..1; "–" where there is none.
func share(ctx context.Context, f *float64) string {
	if f == nil {
		return "–"
	}
	return weight(ctx, *f)
}

// change writes points with their sign.
func (v Scorecard) change(ctx context.Context, points float64) string {
	r := v.Method.Rounding
	n := r.Round(points)
	switch {
	case n > 0:
		return "+" + words.Number(ctx, n, r.Decimals)
	case n < 0:
		return "−" + words.Number(ctx, -n, r.Decimals)
	}
	return "±" + words.Number(ctx, 0, r.Decimals)
}

func (v Scorecard) pillars() []vigil.Score {
	var list []vigil.Score
	for _, n := range v.Card.Nodes {
		if n.Storey == vigil.StoreyPillar && n.Unit == "" {
			list = append(list, n)
		}
	}
	return list
}

// title names a node: the total, a pillar, an indicator or a question.
func (v Scorecard) title(ctx context.Context, n vigil.Score) vigil.Text {
	switch n.Storey {
	case vigil.StoreyTotal:
		return vigil.Text{words.In(ctx): words.T(ctx, "scorecard.title")}
	case vigil.StoreyPillar:
		return v.Method.PillarTitle(v.Form, n.Node)
	}
	var title vigil.Text
	v.Form.Walk(func(_ *vigil.Pillar, in *vigil.Indicator) {
		if in.ID == n.Node {
			title = in.Title
		}
	})
	if len(title) == 0 {
		return vigil.Text{"en": n.Node}
	}
	return title
}

// governing is the cap that sets the limit; nil without one.
func (v Scorecard) governing() *vigil.CapInForce {
	for i, c := range v.Card.Caps {
		if c.Governs && c.AtMost != nil {
			return &v.Card.Caps[i]
		}
	}
	return nil
}

// record finds the record of a cap; nil where the cap follows from an answer.
func (v Scorecard) record(c vigil.CapInForce) *vigil.Cap {
	for i := range v.Caps {
		if c.Record != 0 && v.Caps[i].ID == c.Record {
			return &v.Caps[i]
		}
	}
	return nil
}

// ends names the strongest and the weakest pillar; ok is false where they do not differ.
func (v Scorecard) ends() (best, worst vigil.Score, ok bool) {
	for _, n := range v.pillars() {
		if n.Value == nil {
			continue
		}
		if best.Value == nil || *n.Value > *best.Value {
			best = n
		}
		if worst.Value == nil || *n.Value < *worst.Value {
			worst = n
		}
	}
	r := v.Method.Rounding
	return best, worst, best.Value != nil && r.Round(*best.Value) != r.Round(*worst.Value)
}

func (v Scorecard) rises() bool {
	c := v.Card
	return c.High != nil && c.Final != nil && c.High.Published > c.Final.Published
}

// heldBack is how many points of the raw score the open items hold back.
func (v Scorecard) heldBack() float64 {
	var sum float64
	for _, o := range v.Gaps.Open {
		sum += o.Points
	}
	return sum
}

func (v Scorecard) evidence(question, unit string) []vigil.Evidence {
	var list []vigil.Evidence
	for _, e := range v.Evidence {
		if e.Question == question && e.Unit == unit {
			list = append(list, e)
		}
	}
	return list
}

// answerText says an answer in the words of its options; elements are joined.
func (v Scorecard) answerText(ctx context.Context, in *vigil.Indicator, value string) vigil.Text {
	scale, ok := v.Method.ScaleOf(in)
	if !ok || value == "" {
		return words.Here(ctx, value)
	}
	var said []vigil.Text
	for _, id := range strings.Split(value, ";") {
		said = append(said, optionText(ctx, scale, in, id))
	}
	return words.Joined(ctx, said)
}

func optionText(ctx context.Context, scale vigil.Scale, in *vigil.Indicator, id string) vigil.Text {
	for _, o := range scales.Options(scale, in) {
		if o.ID == id && text(ctx, o.Text) != "" {
			return o.Text
		}
	}
	return words.Here(ctx, id)
}

// capRule is the rule of a cap as the method has it.
func (v Scorecard) capRule(id string) vigil.CapRule {
	rule, _ := v.Method.Cap(id)
	return rule
}

// part finds the node that a part stands for.
func (v Scorecard) part(p vigil.Part) vigil.Score {
	if n := v.Card.Node(p.Node, p.Unit); n != nil {
		return *n
	}
	return vigil.Score{Node: p.Node, Unit: p.Unit}
}

// weights is the sum of the weights of those parts that count.
func weights(parts []vigil.Part) float64 {
	var sum float64
	for _, p := range parts {
		if p.Value != nil {
			sum += p.Weight
		}
	}
	return sum
}
