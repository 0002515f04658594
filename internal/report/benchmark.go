package report

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/benchmark"
	"vigil/internal/vigil"
)

// BenchmarkInput is what the report on a benchmark is made from.
type BenchmarkInput struct {
	Result      *benchmark.Result
	Provisions  []vigil.Provision
	Publication *vigil.Publication // what the publisher says; nil: the report is for inside only
	Today       string             // 2006-01-02
	Language    string
}

// Benchmark tells how companies compare and how sure that is: the league table with rank intervals and groups, who was left
// out and why, heat maps by pillar and by provision, peers as a spread, what would move a company, what the ranking rests on,
// and the method note. It is for inside the house; what may leave it goes another way.
func Benchmark(in BenchmarkInput) vigil.Report {
	if in.Language == "" {
		in.Language = "en"
	}
	b := &league{BenchmarkInput: in, b: in.Result, lang: in.Language}
	if len(b.b.Places) > 0 {
		first := b.b.Places[0].Input
		b.m, b.q, b.r = first.Methodology, first.Questionnaire, first.Methodology.Rounding
	} else {
		b.m, b.q = &vigil.Methodology{}, &vigil.Questionnaire{}
	}
	r := vigil.Report{ID: "benchmark", Language: b.lang, Title: b.title(), Subtitle: b.q.Title.In(b.lang), Draft: draftMark(b.m, b.lang), Facts: b.facts(), Footer: footer(b.m, b.q, b.lang)}
	r.Sections = []vigil.ReportSection{b.result()}
	if len(b.b.Places) > 0 {
		r.Sections = append(r.Sections, b.league())
		if b.b.Ranked {
			r.Sections = append(r.Sections, b.groups())
		}
	}
	r.Sections = append(r.Sections, b.leftOut())
	if len(b.b.Places) > 0 {
		r.Sections = append(r.Sections, b.pillars(), b.provisions(), b.spreads())
		if b.b.Ranked {
			r.Sections = append(r.Sections, b.changes(), b.tests())
		}
		r.Sections = append(r.Sections, b.practices(), b.replies())
	}
	r.Sections = append(r.Sections, b.method())
	return r
}

// league is the report while it is made.
type league struct {
	BenchmarkInput
	b    *benchmark.Result
	m    *vigil.Methodology
	q    *vigil.Questionnaire
	r    vigil.RoundingRule
	lang string
}

func (b *league) title() string {
	if b.Publication != nil {
		return b.Publication.Title.In(b.lang)
	}
	return "Benchmark of the sector " + b.b.Sector
}

func (b *league) facts() []vigil.Fact {
	f := []vigil.Fact{{Label: "Report of", Value: vigil.LongDate(b.Today)}, {Label: "Sector", Value: b.b.Sector}, {Label: "Mode", Value: string(b.b.Mode), Note: modeText[b.b.Mode]},
		{Label: "Questionnaire", Value: b.b.Form}, {Label: "Compared", Value: count(len(b.b.Places), "company", "companies")}, {Label: "Left out", Value: count(len(b.b.LeftOut), "company", "companies")}}
	if b.b.Methodology != "" {
		f = append(f, vigil.Fact{Label: "Method", Value: b.m.Title.In(b.lang), Note: join(", ", b.b.Methodology, b.m.Status)},
			vigil.Fact{Label: "Evidence up to", Value: b.span(b.b.Cutoffs.First, b.b.Cutoffs.Last)}, vigil.Fact{Label: "Ranked by", Value: b.column(), Note: "column of weights: " + b.b.Column})
	}
	if b.b.Ranked {
		f = append(f, vigil.Fact{Label: "Draws", Value: plain(float64(b.b.Draws)), Note: fmt.Sprintf("seed %d", b.b.Seed)})
	}
	return f
}

func (b *league) span(first, last string) string {
	if first == last {
		return vigil.LongDate(first)
	}
	return vigil.LongDate(first) + " to " + vigil.LongDate(last)
}

// column says which figure is ranked.
func (b *league) column() string {
	if b.b.Column == "default" {
		return "the published score"
	}
	return "the figure by the weights of the sector " + b.b.Column
}

// name is a company as it is printed.
func (b *league) name(s vigil.Subject) string { return firstOf(s.Name, s.Code) }

func (b *league) named(codes []string) []string {
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = code
		for _, p := range b.b.Places {
			if p.Input.Subject.Code == code {
				out[i] = b.name(p.Input.Subject)
			}
		}
	}
	return out
}

// result says first what may be said, and what may not.
func (b *league) result() vigil.ReportSection {
	s := vigil.ReportSection{ID: "result", Title: "In short"}
	if !b.b.Ranked {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "warn", Title: "There is no ranking", Lines: []string{sentence(upperFirst(b.b.Unranked))}}})
	} else {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: b.notice()})
	}
	if b.Publication == nil {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "plain", Title: "For inside only", Lines: []string{"Nothing here may be published: nobody has said yet how the companies were chosen, who paid, who is asked for a correction, and nobody has answered the questions that stand before every publication. That goes into a publication file (--publication)."}}})
	}
	if first, last := b.b.Cutoffs.First, b.b.Cutoffs.Last; first != last {
		s.Blocks = append(s.Blocks, vigil.Block{Notice: &vigil.Notice{Tone: "warn", Title: "The companies were assessed up to different days", Lines: []string{"Evidence counts up to " + b.span(first, last) + ". Whoever was looked at later had more time to improve, and more time to be found out."}}})
	}
	return s
}

// notice tells groups, leaders and laggards.
func (b *league) notice() *vigil.Notice {
	n := &vigil.Notice{Tone: "plain", Title: fmt.Sprintf("%d companies in %s that can be told apart", len(b.b.Places), count(len(b.b.Groups), "group", "groups"))}
	if len(b.b.Groups) == 1 {
		n.Title = fmt.Sprintf("%d companies, none of which can be told apart from all others", len(b.b.Places))
	}
	n.Lines = append(n.Lines, "A rank is printed with the interval in which it lies when weights, the way of averaging and the coders' differences vary. Companies of one group are not distinguishable: the order inside it is not a finding.")
	if len(b.b.Leaders) > 0 {
		n.Lines = append(n.Lines, "In the two best bands, and apart from everybody below: "+list(b.named(b.b.Leaders))+".")
	}
	if len(b.b.Laggards) > 0 {
		n.Lines = append(n.Lines, "In the two lowest bands, and apart from everybody above: "+list(b.named(b.b.Laggards))+".")
	}
	if len(b.b.Leaders)+len(b.b.Laggards) == 0 {
		n.Lines = append(n.Lines, "No company is named a leader or a laggard: the intervals of the best and the lowest bands overlap with others, or nobody is in them.")
	}
	if out := b.outside(); out > 0 {
		n.Lines = append(n.Lines, fmt.Sprintf("The published rank of %s lies outside its own interval; the changed rules move it to one side.", count(out, "company", "companies")))
	}
	return n
}

// outside counts the companies whose published rank the draws seldom give.
func (b *league) outside() (n int) {
	for _, p := range b.b.Places {
		if p.Rank < p.Low || p.Rank > p.High {
			n++
		}
	}
	return n
}

// interval prints the ranks of a company.
func interval(p *benchmark.Place) string {
	if p.Low == p.High {
		return plain(float64(p.Low))
	}
	return fmt.Sprintf("%d to %d", p.Low, p.High)
}

// rankText prints a rank, with = where it is shared.
func rankText(p *benchmark.Place) string {
	if p.Tied {
		return fmt.Sprintf("%d=", p.Rank)
	}
	return plain(float64(p.Rank))
}

// whiskerWidth is how many characters a rank plot has at most.
const whiskerWidth = 32

// whisker draws the interval of a company among n ranks in letters of one width: ┈├─╋─┤┈┈
func whisker(p *benchmark.Place, n int) string {
	width := min(n, whiskerWidth)
	at := func(rank int) int {
		if n == 1 {
			return 0
		}
		return (rank - 1) * (width - 1) / (n - 1)
	}
	line := slices.Repeat([]rune{'┈'}, width)
	low, high := at(p.Low), at(p.High)
	for i := low; i <= high; i++ {
		line[i] = '─'
	}
	line[low], line[high] = '├', '┤'
	line[at(p.Median)] = '╋'
	return string(line)
}

// league is the table of places, with the scores drawn.
func (b *league) league() vigil.ReportSection {
	s := vigil.ReportSection{ID: "league", Title: "League table"}
	bars := &vigil.Bars{ID: "bars-league", Title: "Published scores", Caption: "Bar: the published score by the default weights, from which the band comes. Whisker: up to where it could rise if everything open were answered at its best."}
	t := &vigil.Table{ID: "league", Title: "Companies by rank", Columns: []vigil.Column{
		{ID: "rank", Title: "Rank", Kind: "number", Width: 7}, {ID: "company", Title: "Company", Kind: "text", Width: 32}, {ID: "interval", Title: "Rank, 5 to 95 per cent", Kind: "text", Width: 13},
		{ID: "plot", Title: "From first to last", Kind: "text", Width: min(len(b.b.Places), whiskerWidth) + 4}, {ID: "median", Title: "Median rank", Kind: "number", Width: 9}, {ID: "group", Title: "Group", Kind: "number", Width: 8},
		{ID: "figure", Title: "Figure ranked", Kind: "number", Width: 9}, {ID: "score", Title: "Score", Kind: "number", Width: 8}, {ID: "band", Title: "Band", Kind: "band", Width: 7},
		{ID: "caps", Title: "Caps", Kind: "text", Width: 17}, {ID: "coverage", Title: "Coverage, %", Kind: "number", Width: 10}, {ID: "confidence", Title: "Confidence", Kind: "text", Width: 15}, {ID: "reply", Title: "Reply", Kind: "text", Width: 15},
	}, Note: "1=: the rank is shared. Plot: ╋ the median, ├ and ┤ the interval, best rank left. Figure ranked: " + b.column() + ". Score: by the default weights; the band is of this score."}
	for i := range b.b.Places {
		p := &b.b.Places[i]
		c := p.Card
		bar := vigil.Bar{Label: b.name(p.Input.Subject), Value: &c.Final.Value, Text: published(b.r, c.Final), Band: c.Band}
		if c.High != nil {
			bar.High = &c.High.Value
		}
		if c.Capped {
			bar.Note = "capped"
		}
		bars.Items = append(bars.Items, bar)
		rank, median, group := textCell(""), textCell(""), textCell("")
		var shown, plot string
		if b.b.Ranked {
			rank, median, group = countCell(p.Rank), countCell(p.Median), countCell(p.Group)
			rank.Text, shown, plot = rankText(p), interval(p), whisker(p, len(b.b.Places))
		}
		t.Rows = append(t.Rows, []vigil.Cell{rank, textCell(b.name(p.Input.Subject)), textCell(shown), textCell(plot), median, group, figureCell(b.r, p.Figure), figureCell(b.r, c.Final), textCell(c.Band),
			textCell(b.caps(c)), figureCell(b.r, c.Coverage), textCell(b.confidence(c)), textCell(replyText(p.Reply))})
	}
	if !b.b.Ranked {
		t.Title, t.Note = "Companies by band and name", "Figure: "+b.column()+". There are no ranks: "+b.b.Unranked+"."
		for _, id := range []string{"rank", "interval", "plot", "median", "group"} {
			dropEmpty(t, id)
		}
	}
	dropEmpty(t, "caps")
	s.Blocks = []vigil.Block{{Table: t}, {Bars: bars}}
	return s
}

func (b *league) caps(c *vigil.Scorecard) string {
	var caps []string
	for _, in := range c.CapsByRule() {
		caps = append(caps, capText(in.CapInForce))
	}
	return strings.Join(caps, ", ")
}

func (b *league) confidence(c *vigil.Scorecard) string {
	return (&gapReport{GapInput: GapInput{Methodology: b.m}, m: b.m, card: c, r: b.r, lang: b.lang}).confidence()
}

// replyText says in a word whether a company replied.
func replyText(r vigil.CompanyReply) string {
	switch {
	case r.Replied != "":
		return "replied " + r.Replied
	case r.Asked != "":
		return "did not reply"
	}
	return "not asked"
}

func (b *league) groups() vigil.ReportSection {
	t := &vigil.Table{ID: "groups", Title: "Groups, from the best", Columns: []vigil.Column{
		{ID: "group", Title: "Group", Kind: "number", Width: 8}, {ID: "ranks", Title: "Ranks", Kind: "text", Width: 11}, {ID: "count", Title: "Companies", Kind: "number", Width: 11}, {ID: "companies", Title: "Who", Kind: "text", Width: 70}, {ID: "says", Title: "What may be said", Kind: "text", Width: 42}},
		Note: "A company belongs to a group when its interval, its published rank included, shares a rank with that of another of the group. So the first and last of a long chain may be apart although they stand in one group; their own intervals tell."}
	for _, g := range b.b.Groups {
		says := "apart from all others"
		if len(g.Companies) > 1 {
			says = "not distinguishable from each other"
		}
		ranks := plain(float64(g.Low))
		if g.High > g.Low {
			ranks = fmt.Sprintf("%d to %d", g.Low, g.High)
		}
		t.Rows = append(t.Rows, []vigil.Cell{countCell(g.Number), textCell(ranks), countCell(len(g.Companies)), textCell(strings.Join(b.named(g.Companies), ", ")), textCell(says)})
	}
	return vigil.ReportSection{ID: "groups", Title: "Who can be told apart", Blocks: []vigil.Block{{Table: t}}}
}

func (b *league) leftOut() vigil.ReportSection {
	s := vigil.ReportSection{ID: "left-out", Title: "Who is not compared, and why"}
	if len(b.b.LeftOut) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "Nobody was left out."}}
		return s
	}
	t := &vigil.Table{ID: "left-out", Title: "Left out", Columns: []vigil.Column{{ID: "company", Title: "Company", Kind: "text", Width: 32}, {ID: "assessment", Title: "Assessment", Kind: "text", Width: 20}, {ID: "reason", Title: "Reason", Kind: "text", Width: 15}, {ID: "why", Title: "Why", Kind: "text", Width: 70}},
		Note: "Nothing is filled in for them, and no figure above or below holds them."}
	for _, l := range b.b.LeftOut {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(b.name(l.Subject)), textCell(l.Assessment), textCell(string(l.Reason)), textCell(sentence(upperFirst(l.Why)))})
	}
	dropEmpty(t, "assessment")
	s.Blocks = []vigil.Block{{Table: t}}
	return s
}
