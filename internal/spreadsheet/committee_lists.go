package spreadsheet

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// redFlags has a line for every cap in force, the gravest first.
func (c *committee) redFlags() {
	s := c.sheet(committeeFlags, 22, 8, 26, 8, 11.5, 9, 12, 36, 40, 8.5)
	s.top("Red flags", fmt.Sprintf("%s, %s. A cap follows from a grave fact and holds until the harm is repaired, whatever else improves.", c.s.PortfolioName, c.run()))
	head := s.head("Holding", "Share", "Cap", "At most", "Since", "Severity", "Case", "The company's reply", "Lifted when", "In the score")
	for _, f := range c.s.RedFlags {
		name := f.Cap
		if f.Title != "" && f.Title != f.Cap {
			name += " " + f.Title
		}
		if f.New {
			name = "NEW. " + name
		}
		reply, inScore := f.ReplyState, "yes"
		if f.Reply != "" {
			reply = "“" + f.Reply + "”"
		}
		if !f.InScore {
			inScore = "not yet"
		}
		s.add(c.say(f.Name, lookLabel), c.shareOf(f.Organisation, f.Share), c.say(name, lookWords), c.numOr(f.AtMost, lookOne), c.day(f.Since), c.numOr(f.Severity, lookTwo),
			c.say(f.Case, lookMiddle), c.say(reply, lookWords), c.say(f.LiftTest, lookWords), c.say(inScore, lookMiddle))
	}
	if len(c.s.RedFlags) == 0 {
		s.line("No cap is in force at any holding that was looked at. That none is on file says nothing where nobody has looked.", lookNote)
	}
	s.done(head, head+1, head+len(c.s.RedFlags))
}

// shareOf is the share of an organisation, which follows the sheet of holdings.
func (c *committee) shareOf(organisation string, share float64) committeeCell {
	row, known := c.rowOf[organisation]
	if !known {
		return c.num(share, lookPercent)
	}
	return c.calc(fmt.Sprintf("'%s'!%s%d", committeeHoldings, column(holdingShare), row), share, lookPercent)
}

// watchlist lists the open cases that are watched, with the clocks of the company's answer.
func (c *committee) watchlist() {
	s := c.sheet(committeeWatch, 22, 8, 13, 16, 8.5, 9.5, 9, 10.5, 7, 8.5, 11.5, 11.5, 24, 11.5, 11.5, 26)
	under := "Severity × credibility × link. A case is on the list because it is serious and supported, not because it is true."
	if c.Rules != nil && c.Rules.Watchlist.Enter > 0 {
		r := c.Rules.Watchlist
		under = fmt.Sprintf("Severity × credibility × link. A case enters at %g and leaves below %g, or after %d quiet months. It is on the list because it is serious and supported, not because it is true.", r.Enter, r.Leave, r.QuietMonths)
	}
	s.top("Watchlist", under)
	head := s.head("Holding", "Share", "Case", "Harm", "Country", "Quarter", "Severity", "Credibility", "Link", "Product", "Told on", "Replied", "Answer due", "Last event", "Next check", "On the list")
	for _, w := range c.s.Watchlist {
		n := strconv.Itoa(s.next())
		cells := []committeeCell{c.say(w.Name, lookLabel), c.shareOf(w.Organisation, w.Share), c.say(w.Case, lookMiddle), c.say(w.Harm, lookWords), c.say(w.Country, lookMiddle), c.say(w.Quarter, lookMiddle),
			c.num(w.Severity, lookTwo), c.num(w.Credibility, lookTwo), c.num(w.Link, lookTwo), c.calc("G"+n+"*H"+n+"*I"+n, w.Seriousness, lookTwo), c.day(w.Opened), c.day(w.Replied)}
		s.add(append(cells, c.say(clockWords(w), lookWords), c.day(w.LastEvent), c.day(w.NextCheck), c.say(upperFirst(w.State)+": "+w.Why, lookWords))...)
	}
	if len(c.s.Watchlist) == 0 {
		s.line("No open case is serious enough to be watched. That none is on file says nothing where nobody has looked.", lookNote)
	}
	s.done(head, head+1, head+len(c.s.Watchlist))
}

// clockWords tells the clocks of a case, a line each.
func clockWords(w vigil.WatchedCase) string {
	if w.HeldSince != "" {
		return "held since " + w.HeldSince + ": asking could endanger somebody"
	}
	words := make([]string, len(w.Clocks))
	for i, k := range w.Clocks {
		words[i] = fmt.Sprintf("%d days: %s", k.Days, k.State)
		if k.State == "running" {
			words[i] += " to " + k.Due
		}
	}
	return strings.Join(words, "\n")
}

func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// asks lists every question to a company.
func (c *committee) asks() {
	s := c.sheet(committeeAsks, 20, 8, 10, 5, 10, 52, 36, 11.5, 10, 16, 11.5, 9)
	s.top("Engagement asks", "Questions follow from the gaps of each company, the most urgent first. Never ask who complained; agree the time of a question about a case with those affected.")
	head := s.head("Company", "Share", "Outcome", "No.", "Item", "Question", "Evidence wanted", "Due", "Priority", "Step", "First asked", "Overdue")
	asked := 0
	for _, x := range c.s.Asks {
		for i, a := range x.Asks {
			asked++
			overdue := "no"
			if a.Overdue {
				overdue = "YES"
			}
			s.add(c.say(x.Name, lookLabel), c.shareOf(x.Organisation, x.Share), c.say(string(x.Outcome), lookMiddle), c.count(i+1, lookCount),
				c.say(a.Question, lookMiddle), c.say(a.Text, lookWords), c.say(a.Evidence, lookWords), c.day(a.Due), c.say(a.Priority, lookMiddle), c.say(a.StepTitle, lookWords),
				c.day(a.First), c.say(overdue, lookMiddle))
		}
	}
	if asked == 0 {
		s.line("No company with a final assessment is to be asked anything under the rules.", lookNote)
	}
	c.colour(committeeAsks, "priority", 9, head+1, head+max(asked, 1))
	s.done(head, head+1, head+asked)
}

// ruleLine is a rule with how often it spoke.
type ruleLine struct {
	id, title, when string
	outcome         vigil.Outcome
	holds, unknown  int
}

// rules lists each rule, what it says, and of how many positions.
func (c *committee) rules() {
	s := c.sheet(committeeRules, 26, 34, 11, 60, 10, 11, 10, 11)
	s.top("Rules", strings.TrimSpace(fmt.Sprintf("%s, %s", c.s.RuleSet.Title, c.s.RuleSet.Ref())))
	if c.Rules != nil {
		s.paragraph(c.Rules.Explanation.In(c.Language), 170, lookNote)
	}
	head := s.head("Rule", "What it says", "Outcome", "Holds when", "Decides", "Weight %", "Holds for", "Cannot be told for")
	decides := func(first string, second, third, fourth committeeCell, id string, holds, unknown committeeCell) {
		n := strconv.Itoa(s.next())
		positions, share := 0, 0.0
		for i := range c.s.Positions {
			if p := &c.s.Positions[i]; p.Outcome != "" && cmp.Or(p.Rule, "–") == id {
				positions, share = positions+1, share+p.Share
			}
		}
		look := "A" + n
		if id == "–" {
			look = quoted("–")
		}
		s.add(c.say(first, lookLabel), second, third, fourth, c.calc(fmt.Sprintf("COUNTIF(DecidedBy,%s)", look), float64(positions), lookCount),
			c.calc(fmt.Sprintf("100*SUMIFS(Shares,DecidedBy,%s)", look), 100*share, lookTwo), holds, unknown)
	}
	for _, r := range c.ruleLines() {
		decides(r.id, c.say(r.title, lookWords), c.say(string(r.outcome), lookMiddle), c.say(r.when, lookWords), r.id, c.count(r.holds, lookCount), c.count(r.unknown, lookCount))
	}
	decides("No rule", c.say("what holds where no rule does, and without a rating", lookWords), c.say("", lookMiddle), c.say(c.fallbacks(), lookWords), "–", c.say("", lookCount), c.say("", lookCount))
	last := s.next() - 1
	c.exceptions(s)
	s.done(head, head+1, last)
}

// fallbacks says what holds where no rule decides.
func (c *committee) fallbacks() string {
	r := c.Rules
	if r == nil {
		return ""
	}
	return fmt.Sprintf("No rule holds: %s. Without a rating: %s. Matched to no company: %s. A fund: %s. A stricter rule cannot be decided: at least %s.",
		r.Default, r.NotRated.Words(vigil.RateFirst), r.NotMatched.Words(vigil.MatchFirst), r.Funds.Words(vigil.LookThrough), r.Unknown)
}

// ruleLines lists the rules in their order; without the rule set those that spoke, the strictest first.
func (c *committee) ruleLines() []ruleLine {
	at := map[string]int{}
	var list []ruleLine
	if c.Rules != nil {
		for _, r := range c.Rules.Rules {
			at[r.ID] = len(list)
			list = append(list, ruleLine{id: r.ID, title: r.Title.In(c.Language), outcome: r.Outcome, when: r.When})
		}
	}
	for i := range c.s.Positions {
		for _, f := range c.s.Positions[i].Reasons {
			if _, known := at[f.Rule]; !known {
				at[f.Rule] = len(list)
				list = append(list, ruleLine{id: f.Rule, title: f.Title, outcome: f.Outcome})
			}
			if l := &list[at[f.Rule]]; f.Truth == vigil.Unknown.String() {
				l.unknown++
			} else {
				l.holds++
			}
		}
	}
	if c.Rules == nil {
		slices.SortFunc(list, func(a, b ruleLine) int {
			return cmp.Or(cmp.Compare(b.outcome.Strictness(), a.outcome.Strictness()), cmp.Compare(a.id, b.id))
		})
	}
	return list
}

// exceptions lists who was taken out of which rule.
func (c *committee) exceptions(s *committeeSheet) {
	if c.Rules == nil || len(c.Rules.Exceptions) == 0 {
		return
	}
	s.part("Exceptions")
	s.head("Company", "Rule", "Instead", "Reason", "From", "Until", "Holds", "Approved by")
	for _, x := range c.Rules.Exceptions {
		holds := "yes"
		switch {
		case x.Until < c.s.Day:
			holds = "expired"
		case x.From > c.s.Day:
			holds = "not yet"
		}
		s.add(c.say(x.Organisation, lookLabel), c.say(x.Rule, lookWords), c.say(string(x.Outcome), lookMiddle), c.say(x.Reason, lookWords), c.day(x.From), c.day(x.Until), c.say(holds, lookMiddle), c.say(x.Approver, lookWords))
	}
}
