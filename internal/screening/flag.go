package screening

import (
	"cmp"
	"slices"

	"vigil/internal/vigil"
)

// capsOf notes the caps that are in force on the day: those that the score counted and that still stand, and those that
// were confirmed since.
func (r *run) capsOf(p *vigil.Position, c *Company) {
	for _, f := range r.capsInForce(c) {
		p.Caps = append(p.Caps, f.PositionCap)
	}
}

// flaggedCap is a cap in force with what a red flag tells of it.
type flaggedCap struct {
	vigil.PositionCap
	source, reply, replyState, lift, caseCode string
	severity                                  *float64
	held                                      bool // asking about it would endanger somebody
}

// capsInForce lists the caps in force on the day, the lowest limit first.
func (r *run) capsInForce(c *Company) []flaggedCap {
	var list []flaggedCap
	counted := map[int64]*vigil.CapInForce{}
	if c.Card != nil {
		for i := range c.Card.Caps {
			k := &c.Card.Caps[i]
			if k.Source == "record" {
				counted[k.Record] = k
				continue
			}
			list = append(list, flaggedCap{PositionCap: vigil.PositionCap{Rule: k.Rule, AtMost: k.AtMost, Since: cmp.Or(k.Opened, c.Card.Cutoff), InScore: true},
				source: "answer", replyState: "It follows from what the organisation itself answered, or has not published."})
		}
	}
	for _, k := range c.Caps {
		if !k.InForce(r.in.Today) {
			continue
		}
		f := flaggedCap{PositionCap: vigil.PositionCap{Rule: k.Rule, Since: k.Opened}, source: "record", reply: k.Reply,
			replyState: k.ReplyState(r.in.Today, vigil.LongDate)}
		if in := counted[k.ID]; in != nil {
			f.AtMost, f.InScore = in.AtMost, true
		} else if c.Method != nil {
			f.AtMost = certainLimit(c.Method, k.Rule)
		}
		r.behind(&f, c, k.AllegationID)
		list = append(list, f)
	}
	list = onePerRule(list)
	for i := range list {
		list[i].Title = list[i].Rule
		if c.Method == nil {
			continue
		}
		if rule, ok := c.Method.Cap(list[i].Rule); ok {
			list[i].Title, list[i].lift = rule.Title.In(r.in.Language), rule.LiftedWhen.In(r.in.Language)
		}
	}
	slices.SortStableFunc(list, func(a, b flaggedCap) int {
		return cmp.Or(cmp.Compare(limit(a.AtMost), limit(b.AtMost)), cmp.Compare(a.Rule, b.Rule))
	})
	return list
}

// onePerRule keeps one line for each cap: records stay, as they have a case and a reply, and what the company admits
// beside them only lowers their limit.
func onePerRule(list []flaggedCap) []flaggedCap {
	var out []flaggedCap
	for _, f := range slices.Backward(list) { // records stand last
		at := slices.IndexFunc(out, func(x flaggedCap) bool { return x.Rule == f.Rule })
		if at < 0 {
			out = append(out, f)
			continue
		}
		x := &out[at]
		x.InScore = x.InScore || f.InScore
		if x.AtMost == nil || f.AtMost != nil && *f.AtMost < *x.AtMost {
			x.AtMost = f.AtMost
		}
		if x.severity == nil || f.severity != nil && *f.severity > *x.severity {
			x.severity, x.caseCode, x.reply, x.replyState = f.severity, f.caseCode, f.reply, f.replyState
		}
		x.Since = min(x.Since, f.Since)
		x.held = x.held || f.held
	}
	return out
}

// behind adds what the case behind a cap says.
func (r *run) behind(f *flaggedCap, c *Company, allegation int64) {
	for _, o := range r.cases(c) {
		if allegation != 0 && o.ID == allegation {
			severity := o.severity
			f.severity, f.caseCode, f.held = &severity, o.Code, o.HoldFrom != ""
			if f.reply == "" && o.Reply != "" {
				f.reply, f.replyState = o.Reply, ""
			}
		}
	}
}

// certainLimit is the limit of a cap that came after the score, where its rule has no conditions; nil: it is known once
// the company is scored again.
func certainLimit(m *vigil.Methodology, id string) *float64 {
	if rule, ok := m.Cap(id); ok && len(rule.Ladder) == 1 && rule.Ladder[0].When == "" {
		return rule.Ladder[0].AtMost
	}
	return nil
}

// limit orders limits; what withdraws the rating, or is not known yet, comes first.
func limit(at *float64) float64 {
	if at == nil {
		return -1
	}
	return *at
}

// flags lists every cap in force on what is held, the gravest limit and then the heaviest holding first.
func (r *run) flags() {
	r.held(func(p *vigil.Position) {
		c := r.in.Companies[p.Organisation]
		if c == nil {
			return
		}
		before := r.before[p.Organisation]
		for _, f := range r.capsInForce(c) {
			flag := vigil.RedFlag{Organisation: p.Organisation, Name: p.Name, Share: p.Share, Cap: f.Rule, Title: f.Title, AtMost: f.AtMost,
				Since: f.Since, Severity: f.severity, Case: f.caseCode, Source: f.source, Reply: f.reply, ReplyState: f.replyState, LiftTest: f.lift, InScore: f.InScore}
			if r.in.Previous != nil {
				flag.New = before == nil || !hasCap(before.Caps, f.Rule)
			}
			r.out.RedFlags = append(r.out.RedFlags, flag)
		}
	})
	slices.SortStableFunc(r.out.RedFlags, func(a, b vigil.RedFlag) int { return cmp.Compare(limit(a.AtMost), limit(b.AtMost)) })
}

func hasCap(list []vigil.PositionCap, rule string) bool {
	return slices.ContainsFunc(list, func(c vigil.PositionCap) bool { return c.Rule == rule })
}
