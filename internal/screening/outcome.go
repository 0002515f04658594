package screening

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// judge finds the outcome of every position in scope under the rule set.
func (r *run) judge() {
	r.held(func(p *vigil.Position) { r.decide(p) })
	shares := map[vigil.Outcome]*sum{}
	counts := map[vigil.Outcome]int{}
	r.held(func(p *vigil.Position) {
		if shares[p.Outcome] == nil {
			shares[p.Outcome] = &sum{}
		}
		counts[p.Outcome]++
		addSum(shares[p.Outcome], r.weights[p])
	})
	add := func(o vigil.Outcome) {
		s := vigil.OutcomeShare{Outcome: o, Positions: counts[o]}
		if shares[o] == nil {
			shares[o] = &sum{}
		}
		s.Share = r.percent(shares[o], &r.base)
		r.out.Outcomes = append(r.out.Outcomes, s)
	}
	for _, o := range slices.Backward(vigil.Outcomes) {
		add(o)
	}
	for _, o := range vigil.Undecided {
		if counts[o] > 0 {
			add(o)
		}
	}
}

// verdict is an outcome in the making.
type verdict struct {
	outcome vigil.Outcome
	rule    string
	reason  string
}

// raise takes a stricter outcome over. What is undecided is no pass: only what is stricter than a pass takes its place.
func (v *verdict) raise(o vigil.Outcome, rule, reason string) {
	if o.Strictness() > max(0, v.outcome.Strictness()) {
		*v = verdict{o, rule, reason}
	}
}

// start is what holds for a position before any rule has spoken.
func (r *run) start(p *vigil.Position, f vigil.ScreeningFacts) verdict {
	rs := r.in.Rules
	without := func(b vigil.Fallback, undecided vigil.Outcome, reason string) verdict {
		return verdict{outcome: cmp.Or(b.Outcome, undecided), reason: cmp.Or(fill(b.Reason.In(r.in.Language), f), reason)}
	}
	switch {
	case p.Status == vigil.PositionFund:
		return without(rs.Funds, vigil.LookThrough, "It is a fund, and is not looked through. Import its own holdings as a portfolio.")
	case p.Status == vigil.PositionNotMatched:
		return without(rs.NotMatched, vigil.MatchFirst, "")
	case !hasScore(p):
		return without(rs.NotRated, vigil.RateFirst, "")
	}
	return verdict{outcome: rs.Default, reason: "No rule applies."}
}

// decide goes through the rules for one position. What cannot be decided never passes in silence: where a rule that is
// stricter than the result may hold, the outcome is at least the one that the rule set names for it. A position that is
// undecided stays so until a rule holds for it: that nothing is known says nothing about the company.
func (r *run) decide(p *vigil.Position) {
	rs, f := r.in.Rules, r.facts(p)
	v, rated := r.start(p, f), hasScore(p)
	open := !v.outcome.Decided()
	var undecided []vigil.RuleFinding
	decided := false
	for _, rule := range rs.Rules {
		truth, missing := rule.If(f)
		if truth == vigil.False || truth == vigil.Unknown && open {
			continue
		}
		found := vigil.RuleFinding{Rule: rule.ID, Title: rule.Title.In(r.in.Language), Outcome: rule.Outcome, Truth: truth.String(),
			Reason: fill(rule.Reason.In(r.in.Language), f), Missing: missing}
		if truth == vigil.Unknown {
			found.Reason = fmt.Sprintf("It cannot be told whether “%s” holds, as %s.", found.Title, missingWords(missing))
		}
		x := r.exception(p, rule.ID)
		if x != nil {
			found.Outcome = x.Outcome
			found.Excepted = fmt.Sprintf("%s in place of %s until %s, approved by %s: %s", x.Outcome, rule.Outcome, vigil.LongDate(x.Until), x.Approver, strings.TrimRight(x.Reason, "."))
		}
		p.Reasons = append(p.Reasons, found)
		switch {
		case truth == vigil.Unknown:
			undecided = append(undecided, found)
		case x != nil:
			v.raise(x.Outcome, rule.ID, found.Reason+" Exception: "+found.Excepted+".")
		case rs.Match == "strictest" || !decided:
			if !decided && rated && v.rule == "" { // the first rule that holds takes the place of the default, milder or not
				v = verdict{rule.Outcome, rule.ID, found.Reason}
			}
			v.raise(rule.Outcome, rule.ID, found.Reason)
			decided = true
		}
		if decided && rs.Match == "first" {
			break
		}
	}
	for _, u := range undecided {
		if u.Outcome.Strictness() > v.outcome.Strictness() {
			v.raise(rs.Unknown, u.Rule, u.Reason)
		}
	}
	p.Outcome, p.Rule, p.Reason = v.outcome, v.rule, v.reason
}

// exception finds the exception for an organisation and a rule that holds on the day; nil: none does.
func (r *run) exception(p *vigil.Position, rule string) *vigil.Exception {
	for i := range r.in.Rules.Exceptions {
		x := &r.in.Rules.Exceptions[i]
		if p.Organisation != "" && x.Organisation == p.Organisation && x.Rule == rule && x.From <= r.in.Today && r.in.Today <= x.Until {
			return x
		}
	}
	return nil
}

// facts are what the rules may ask about a position.
func (r *run) facts(p *vigil.Position) vigil.ScreeningFacts {
	f := vigil.ScreeningFacts{Weight: p.Share * 100, Kinds: p.Kinds, Sector: p.Sector, Country: p.Country, Missing: map[string]bool{},
		Capped: len(p.Caps) > 0, Watch: p.Watch, Pillars: map[string]float64{}, Caps: []string{}, Cases: []vigil.ScreeningCase{}}
	miss := func(unknown bool, names ...string) {
		for _, n := range names {
			if unknown {
				f.Missing[n] = true
			}
		}
	}
	miss(p.Sector == "", "sector")
	miss(p.Country == "", "country")
	miss(p.Ruler == nil, "mode", "form", "months", "coverage", "confidence", "trust", "provisional", "high", "raw", "score", "band")
	// Where nobody has looked, that nothing is on file says nothing.
	miss(p.Ruler == nil && len(p.Caps) == 0 && p.Cases == 0, "caps", "capped", "cases", "watch")
	// Too little was assessed for a rating: blanks count as nothing in these, and would be taken for what the company does.
	miss(!hasScore(p), "score", "band", "raw", "high", "provisional", "confidence", "trust")
	miss(p.Raw == nil, "raw")
	miss(p.High == nil, "high")
	miss(p.Coverage == nil, "coverage")
	miss(p.Confidence == nil, "confidence", "trust")
	f.Band, f.Trust, f.Provisional = p.Band, p.Trust, p.Status == vigil.PositionProvisional
	f.Score, f.High, f.Raw = published(p.Score), published(p.High), published(p.Raw)
	f.Coverage, f.Confidence = published(p.Coverage), published(p.Confidence)
	if p.Ruler != nil {
		f.Mode = string(p.Ruler.Mode)
		f.Form, _, _ = strings.Cut(p.Ruler.Questionnaire, "@")
		f.Months = float64(months(p.Cutoff, r.in.Today))
	}
	for _, x := range p.Pillars {
		if x.Score != nil && hasScore(p) {
			f.Pillars[x.ID] = x.Score.Published
		}
	}
	for _, c := range p.Caps {
		f.Caps = append(f.Caps, c.Rule)
	}
	if c := r.in.Companies[p.Organisation]; c != nil {
		for _, o := range r.cases(c) {
			f.Cases = append(f.Cases, r.caseFacts(o))
		}
	}
	return f
}

// caseFacts are what a rule may ask about one open case.
func (r *run) caseFacts(o openCase) vigil.ScreeningCase {
	until := r.in.Today
	if o.HoldFrom != "" { // the clock stands still
		until = min(until, o.HoldFrom)
	}
	c := vigil.ScreeningCase{Scale: o.Scale, Link: o.Link, Severity: o.severity, Seriousness: o.seriousness, Continuing: o.Continuing,
		Answered: o.Marks.Answered > 0, Days: vigil.DaysBetween(o.Opened, until), Q: o.Marks.Q()}
	if len(o.Credibility) == 2 {
		c.Credibility = int(o.Credibility[1] - '0')
	}
	return c
}

// published is the figure as it is printed, so that a rule and a reader see the same number.
func published(f *vigil.Figure) float64 {
	if f == nil {
		return 0
	}
	return f.Published
}

// fill puts the figures into a reason. What is not known is said to be so.
func fill(text string, f vigil.ScreeningFacts) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "{")
		b.WriteString(before)
		name, rest, closed := strings.Cut(after, "}")
		switch {
		case !found:
			return b.String()
		case !closed || !slices.Contains(vigil.ReasonFigures, name): // the loader refuses these
			b.WriteString("{" + after)
			return b.String()
		case f.Missing[name], name == "seriousness" && f.Missing["cases"]:
			b.WriteString("not known")
		default:
			b.WriteString(printed(name, f))
		}
		text = rest
	}
}

func printed(name string, f vigil.ScreeningFacts) string {
	one := func(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
	switch name {
	case "band":
		return f.Band
	case "score":
		return one(f.Score)
	case "high":
		return one(f.High)
	case "raw":
		return one(f.Raw)
	case "caps":
		if len(f.Caps) == 0 {
			return "no cap"
		}
		return strings.Join(f.Caps, ", ")
	case "cases":
		return strconv.Itoa(len(f.Cases))
	case "seriousness":
		worst := 0.0
		for _, c := range f.Cases {
			worst = max(worst, c.Seriousness)
		}
		return strconv.FormatFloat(worst, 'f', 2, 64)
	case "coverage":
		return one(f.Coverage)
	case "confidence":
		return one(f.Confidence)
	case "trust":
		return f.Trust
	case "sector":
		return f.Sector
	case "country":
		return f.Country
	case "mode":
		return f.Mode
	case "form":
		return f.Form
	case "months":
		return strconv.FormatFloat(f.Months, 'f', 0, 64)
	}
	return one(vigil.RoundingRule{Decimals: 1}.Round(f.Weight))
}

// missingWords tells which facts are missing, as the end of a sentence.
func missingWords(missing []string) string {
	if len(missing) == 1 {
		return "its " + missing[0] + " is not known"
	}
	return "these are not known: " + strings.Join(missing, ", ")
}

// Compare lists the positions on which two runs over the same holdings differ, heaviest first: what another rule set
// would change.
func Compare(now, then *vigil.Screening) []vigil.OutcomeChange {
	list := []vigil.OutcomeChange{}
	was := make(map[string]*vigil.Position, len(now.Positions))
	for i := range now.Positions {
		was[now.Positions[i].Key] = &now.Positions[i]
	}
	for i := range then.Positions {
		p := &then.Positions[i]
		if a := was[p.Key]; a != nil && a.Outcome != p.Outcome {
			list = append(list, vigil.OutcomeChange{Key: p.Key, Name: p.Name, Share: p.Share, From: a.Outcome, To: p.Outcome, ReasonFrom: a.Reason, ReasonTo: p.Reason})
		}
	}
	return list
}
