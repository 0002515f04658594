package page

import (
	"cmp"
	"context"
	"strconv"

	"github.com/a-h/templ"

	"vigil/internal/vigil"
	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// Cases is the list of allegations and caps that somebody may see.
type Cases struct {
	Listing
	Frame         ui.Frame
	File          vigil.CaseFile
	Organisations []vigil.Organisation // that have some
	Add           bool
	Timeline      Timeline
}

// Case is one allegation.
type Case struct {
	Frame    ui.Frame
	View     vigil.CaseView
	State    string
	Rules    []vigil.CapRule // that can be proposed
	May      CaseMay
	Problems []ui.Problem
	Typed    map[string]string
	Timeline Timeline
	HoldsDue bool // the look at the hold is due
}

// CaseMay is what somebody may do with a case or a cap.
type CaseMay struct{ Reply, Correct, Hold, Release, Withdraw, Erase, Propose, Confirm, Lift bool }

// CaseForm is the form of a case, new or to be corrected.
type CaseForm struct {
	Frame         ui.Frame
	Organisations []vigil.Organisation
	Organisation  string // code
	Code          string // of the case to be corrected; empty: a new one
	Version       int64
	Units         []vigil.Unit
	Allegation    vigil.Allegation
	Quarters      []string
	Marks         []vigil.OptionText
	Preview       *vigil.CaseView
	Problems      []ui.Problem
}

// Cap is one cap.
type Cap struct {
	Frame    ui.Frame
	View     vigil.CapView
	May      CaseMay
	Problems []ui.Problem
	Typed    map[string]string
	Timeline Timeline
	Day      string
}

// Harms are the kinds of harm that a case is recorded under, as they are kept.
var Harms = []string{"killing", "enforced disappearance", "torture", "sexual violence", "physical attack", "threat", "arbitrary arrest", "lawsuit", "smear", "surveillance", "eviction", "reprisal", "dismissal", "other"}

func harmName(ctx context.Context, harm string) string {
	for _, h := range Harms {
		if h == harm {
			return words.Capital(words.T(ctx, "case.harm_"+caseKey(h)))
		}
	}
	return harm
}

func caseKey(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] == ' ' {
			b[i] = '_'
		}
	}
	return string(b)
}

func casePath(code string) string { return "/allegations/" + code }
func capPath(id int64) string     { return "/caps/" + strconv.FormatInt(id, 10) }

func (f CaseForm) action() string {
	if f.Code == "" {
		return "/allegations"
	}
	return casePath(f.Code) + "/correct"
}

// wrong is what is wrong with a field.
func (f CaseForm) wrong(field string) string {
	for _, p := range f.Problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}

func (f CaseForm) quarter(ctx context.Context) ui.Choice {
	c := ui.Choice{Name: "quarter", Label: words.T(ctx, "case.quarter"), Hint: words.T(ctx, "case.quarter_hint"), Error: f.wrong("quarter"), Required: true, Blank: words.T(ctx, "case.choose")}
	known := false
	for _, q := range f.Quarters {
		c.Options = append(c.Options, ui.Option{Value: q, Label: q, Chosen: q == f.Allegation.Quarter})
		known = known || q == f.Allegation.Quarter
	}
	if !known && f.Allegation.Quarter != "" {
		c.Options = append(c.Options, ui.Option{Value: f.Allegation.Quarter, Label: f.Allegation.Quarter, Chosen: true})
	}
	return c
}

func (f CaseForm) harm(ctx context.Context) ui.Choice {
	c := ui.Choice{Name: "harm", Label: words.T(ctx, "case.harm"), Error: f.wrong("harm"), Required: true, Blank: words.T(ctx, "case.choose")}
	known := f.Allegation.Harm == ""
	for _, h := range Harms {
		c.Options = append(c.Options, ui.Option{Value: h, Label: harmName(ctx, h), Chosen: h == f.Allegation.Harm})
		known = known || h == f.Allegation.Harm
	}
	if !known {
		c.Options = append(c.Options, ui.Option{Value: f.Allegation.Harm, Label: f.Allegation.Harm, Chosen: true})
	}
	return c
}

func (f CaseForm) organisation(ctx context.Context) ui.Choice {
	c := ui.Choice{Name: "organisation", Label: words.T(ctx, "case.organisation"), Error: f.wrong("organisation"), Required: true, Blank: words.T(ctx, "case.choose")}
	for _, o := range f.Organisations {
		c.Options = append(c.Options, ui.Option{Value: o.Code, Label: o.Name, Chosen: o.Code == f.Organisation})
	}
	return c
}

func (f CaseForm) project(ctx context.Context) ui.Choice {
	c := ui.Choice{Name: "project", Label: words.T(ctx, "case.project"), Error: f.wrong("project"), Blank: words.T(ctx, "case.project_none")}
	for _, u := range f.Units {
		c.Options = append(c.Options, ui.Option{Value: u.Code, Label: cmp.Or(u.Name, u.Code), Chosen: u.Code == f.Allegation.Project})
	}
	return c
}

func (f CaseForm) credibility(ctx context.Context) ui.Choice {
	c := ui.Choice{Name: "credibility", Label: words.T(ctx, "case.credibility"), Hint: words.T(ctx, "case.credibility_hint"), Error: f.wrong("credibility"), Required: true}
	for _, k := range []string{"K0", "K1", "K2", "K3", "K4"} {
		c.Options = append(c.Options, ui.Option{Value: k, Label: k + " " + words.T(ctx, "case.credibility_"+k), Chosen: k == f.Allegation.Credibility, Disabled: k == "K0"})
	}
	return c
}

func (f CaseForm) link(ctx context.Context) ui.Choice {
	c := ui.Choice{Name: "link", Label: words.T(ctx, "case.link"), Error: f.wrong("link"), Required: true}
	for _, l := range []string{"linked", "contributed", "caused"} {
		c.Options = append(c.Options, ui.Option{Value: l, Label: words.T(ctx, "case.link_"+l), Hint: words.T(ctx, "case.link_help_"+l), Chosen: l == f.Allegation.Link})
	}
	return c
}

// degree is one of the three sides of severity, 1 to 5.
func (f CaseForm) degree(ctx context.Context, name string, value int) ui.Choice {
	c := ui.Choice{Name: name, Label: words.T(ctx, "case."+name), Hint: words.T(ctx, "case."+name+"_hint"), Error: f.wrong(name), Required: true, Blank: words.T(ctx, "case.choose")}
	for n := 1; n <= 5; n++ {
		v := strconv.Itoa(n)
		c.Options = append(c.Options, ui.Option{Value: v, Label: v + " " + words.T(ctx, "case."+name+"_"+v), Chosen: n == value})
	}
	return c
}

// mark is one mark of the response.
func (f CaseForm) mark(ctx context.Context, m vigil.OptionText) ui.Choice {
	c := ui.Choice{Name: "mark_" + m.ID, Label: text(ctx, m.Text), In: textLanguage(ctx, m.Text), Error: f.wrong("marks." + m.ID), Required: true}
	have := markOf(f.Allegation.Marks, m.ID)
	known := false
	for _, v := range []float64{0, 0.25, 0.5, 0.75, 1} {
		c.Options = append(c.Options, ui.Option{Value: strconv.FormatFloat(v, 'f', -1, 64), Label: words.Number(ctx, v, 2), Chosen: v == have})
		known = known || v == have
	}
	if !known {
		c.Options = append(c.Options, ui.Option{Value: strconv.FormatFloat(have, 'f', -1, 64), Label: words.Number(ctx, have, 2), Chosen: true})
	}
	return c
}

func markOf(m vigil.Marks, id string) float64 {
	return map[string]float64{"answered": m.Answered, "inquiry": m.Inquiry, "heard": m.Heard, "remedy": m.Remedy, "reported": m.Reported, "prevention": m.Prevention}[id]
}

// caseFacts are the facts of a case by name.
func caseFacts(ctx context.Context, v vigil.CaseView) []ui.Pair {
	al := v.Allegation
	pairs := []ui.Pair{{Name: words.T(ctx, "case.organisation"), Value: v.Organisation.Name}, {Name: words.T(ctx, "case.harm"), Value: harmName(ctx, al.Harm)}, {Name: words.T(ctx, "case.quarter"), Value: al.Quarter}}
	add := func(key, value, url string) {
		if value != "" {
			pairs = append(pairs, ui.Pair{Name: words.T(ctx, key), Value: value, URL: url})
		}
	}
	add("case.country", words.Country(ctx, al.Country), "")
	add("case.sector", SectorWord(ctx, al.Sector), "")
	add("case.project", al.Project, "")
	add("case.source", al.Source, reviewLink(al.Source))
	add("case.opened", words.Day(ctx, al.Opened), "")
	if !v.Rated {
		add("case.credibility", al.Credibility+" "+words.T(ctx, "case.credibility_"+al.Credibility), "")
		add("case.link", words.T(ctx, "case.link_"+al.Link), "")
		add("case.severity", words.T(ctx, "case.severity_of", "Scale", al.Scale, "Scope", al.Scope, "Irremediability", al.Irremediability), "")
	}
	if al.Continuing {
		add("case.continuing", words.T(ctx, "case.yes"), "")
	}
	if al.Interim {
		add("case.interim", words.T(ctx, "case.yes"), "")
	}
	return pairs
}

func caseTone(state string) ui.Tone {
	switch state {
	case "held":
		return ui.Warning
	case "answered":
		return ui.Good
	case "withdrawn":
		return ui.Plain
	}
	return ui.Info
}

func capState(ctx context.Context, v vigil.CapView) string {
	switch {
	case v.Cap.Lifted != "":
		return words.T(ctx, "cap.state_lifted")
	case v.Cap.Confirmed == "":
		return words.T(ctx, "cap.state_proposed")
	}
	return words.T(ctx, "cap.state_in_force")
}

func capTagTone(v vigil.CapView) ui.Tone {
	switch {
	case v.Cap.Lifted != "":
		return ui.Plain
	case v.Cap.Confirmed == "":
		return ui.Warning
	}
	return ui.Bad
}

// stepWords says one rung of a cap: what it asks, and the most that the final score can be then.
func stepWords(ctx context.Context, s vigil.CapStep) templ.Component {
	most := words.T(ctx, "cap.no_limit")
	if s.AtMost != nil {
		most = words.T(ctx, "cap.at_most", "AtMost", words.Number(ctx, *s.AtMost, 1))
	}
	if s.When == "" {
		return ui.Said(vigil.Say("%s", most))
	}
	return ui.Told("cap.when", "When", vigil.Text{"en": s.When}, "Then", most)
}

// capFacts are the facts of a cap by name.
func capFacts(ctx context.Context, v vigil.CapView) []ui.Pair {
	c := v.Cap
	pairs := []ui.Pair{{Name: words.T(ctx, "case.organisation"), Value: v.Organisation.Name}}
	add := func(key, value string) {
		if value != "" {
			pairs = append(pairs, ui.Pair{Name: words.T(ctx, key), Value: value})
		}
	}
	add("case.project", c.Project)
	add("cap.evidence", GradeName(ctx, c.Grade))
	add("cap.opened", words.Day(ctx, c.Opened))
	if c.LifeAtRisk {
		add("cap.life", words.T(ctx, "case.yes"))
	}
	add("cap.proposed_by", c.ProposedBy)
	add("cap.confirmed_by", c.ConfirmedBy)
	add("cap.confirmed", words.Day(ctx, c.Confirmed))
	add("cap.reply_due", words.Day(ctx, c.ReplyDue))
	add("cap.review_due", words.Day(ctx, c.ReviewDue))
	add("cap.lifted", words.Day(ctx, c.Lifted))
	add("cap.lifted_by", c.LiftedBy)
	return pairs
}

// noReply says why a cap has no reply.
func noReply(ctx context.Context, c vigil.Cap, day string) string {
	switch {
	case c.Confirmed == "":
		return words.T(ctx, "cap.reply_not_yet")
	case c.ReplyDue == "":
		return words.T(ctx, "cap.reply_not_asked")
	case c.ReplyDue >= day:
		return words.T(ctx, "cap.reply_until", "Day", words.Day(ctx, c.ReplyDue))
	}
	return words.T(ctx, "cap.reply_none")
}

func caseFormTitle(ctx context.Context, v CaseForm) string {
	if v.Code == "" {
		return words.T(ctx, "case.add")
	}
	return words.T(ctx, "case.correct_one", "Code", v.Code)
}

func markPairs(ctx context.Context, v vigil.CaseView) []ui.Pair {
	var pairs []ui.Pair
	for _, m := range v.Marks {
		pairs = append(pairs, ui.Pair{Name: text(ctx, m.Text), In: textLanguage(ctx, m.Text), Value: words.Number(ctx, markOf(v.Allegation.Marks, m.ID), 2)})
	}
	return pairs
}

func ruleChoice(ctx context.Context, v Case) ui.Choice {
	c := ui.Choice{Name: "rule", Label: words.T(ctx, "cap.rule"), Required: true, Blank: words.T(ctx, "case.choose")}
	for _, r := range v.Rules {
		c.Options = append(c.Options, ui.Option{Value: r.ID, Label: r.ID + " " + r.Title.In(words.In(ctx)), Language: textLanguage(ctx, r.Title), Chosen: r.ID == v.Typed["rule"]})
	}
	return c
}

func gradeChoice(ctx context.Context, chosen string) ui.Choice {
	c := ui.Choice{Name: "grade", Label: words.T(ctx, "cap.evidence"), Required: true}
	for _, g := range []vigil.Grade{vigil.E0, vigil.E1, vigil.E2, vigil.E3, vigil.E4} {
		c.Options = append(c.Options, ui.Option{Value: string(g), Label: GradeName(ctx, g), Chosen: string(g) == cmp.Or(chosen, "E2")})
	}
	return c
}
