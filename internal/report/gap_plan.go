package report

import (
	"sort"
	"strings"

	"vigil/internal/vigil"
)

// horizon is a part of the plan: what falls due within so many days of the report.
type horizon struct {
	days  int // 0: no limit
	title string
}

var horizons = []horizon{
	{30, "Within 30 days"}, {90, "Within 90 days"},
	{184, "Within half a year (180 days)"}, // half a year has up to 184 days, and dates fall on its last
	{366, "Within a year (365 days)"}, {0, "Later"},
}

// task is a date in the plan: first measures, or closing a gap.
type task struct {
	day, what string
	first     bool // first measures
	gap       vigil.Gap
}

// plan puts every date into the first horizon that holds it; a gap with first measures stands in the plan twice.
func (g *gapReport) plan() vigil.ReportSection {
	s := vigil.ReportSection{ID: "plan", Title: "Plan"}
	buckets := make([][]task, len(horizons))
	for _, t := range g.tasks() {
		i := g.horizon(t.day)
		buckets[i] = append(buckets[i], t)
	}
	var counts []string
	for i, h := range horizons {
		if len(buckets[i]) > 0 {
			counts = append(counts, count(len(buckets[i]), "step", "steps")+" "+lowerFirst(h.title))
		}
	}
	if len(counts) == 0 {
		s.Blocks = []vigil.Block{{Paragraph: "Nothing is due."}}
		return s
	}
	s.Blocks = []vigil.Block{{Paragraph: "Dates count from the day of this report: " + list(counts) + ". A step leads to the next level, and the one after it is planned when that is reached."}}
	if c := g.governing(); c != nil {
		rule, _ := g.m.Cap(c.Rule)
		if lift := rule.LiftedWhen.In(g.lang); lift != "" {
			s.Blocks = append(s.Blocks, vigil.Block{Paragraph: sentence("Before all of it, " + c.Rule + " needs lifting: " + lowerFirst(lift))})
		}
	}
	for i, h := range horizons {
		if len(buckets[i]) > 0 {
			t := g.planTable(h, buckets[i])
			if h.days == 0 && len(buckets[i]) > toldInFull+toldInFull/4 {
				t = laterTable(h, buckets[i], g.lang)
			}
			s.Blocks = append(s.Blocks, vigil.Block{Table: t})
		}
	}
	return s
}

func (g *gapReport) tasks() []task {
	var tasks []task
	for _, x := range g.list.Gaps {
		if x.Interim != "" && x.Interim != x.Due {
			tasks = append(tasks, task{x.Interim, "First measures", true, x})
		}
		tasks = append(tasks, task{x.Due, "Next level", false, x})
	}
	sort.SliceStable(tasks, func(i, j int) bool { return tasks[i].day < tasks[j].day })
	return tasks
}

func (g *gapReport) horizon(day string) int {
	n, ok := days(g.Today, day)
	for i, h := range horizons {
		if h.days == 0 || ok && n <= h.days {
			return i
		}
	}
	return len(horizons) - 1
}

func (g *gapReport) planTable(h horizon, tasks []task) *vigil.Table {
	t := &vigil.Table{ID: "plan-" + plain(float64(h.days)), Title: h.title, Columns: []vigil.Column{
		{ID: "date", Title: "By", Kind: "date", Width: 12}, {ID: "what", Title: "What", Kind: "text", Width: 16}, {ID: "item", Title: "Item", Kind: "text", Width: 24},
		{ID: "priority", Title: "Priority", Kind: "priority", Width: 10}, {ID: "action", Title: "Action", Kind: "text", Width: 60}, {ID: "owner", Title: "Owner", Kind: "text", Width: 26}, {ID: "effort", Title: "Effort", Kind: "text", Width: 8},
	}}
	for _, k := range tasks {
		action := g.gapAction(k.gap)
		if k.first {
			action = "Take interim measures and agree a plan. What it is to reach: " + lowerFirst(action)
		}
		t.Rows = append(t.Rows, []vigil.Cell{textCell(k.day), textCell(k.what), textCell(join(" ", item(k.gap.Question, k.gap.Unit), k.gap.Title.In(g.lang))), textCell(k.gap.Priority), textCell(action), textCell(k.gap.Owner.In(g.lang)), textCell(k.gap.Effort)})
	}
	return t
}

// laterTable is a far and long part of the plan by who takes the steps: nobody plans a hundred days that are years away.
func laterTable(h horizon, tasks []task, lang string) *vigil.Table {
	t := &vigil.Table{ID: "plan-" + plain(float64(h.days)), Title: h.title + ", by who leads it", Columns: []vigil.Column{
		{ID: "owner", Title: "Owner", Kind: "text", Width: 32}, {ID: "steps", Title: "Steps", Kind: "number", Width: 8}, {ID: "from", Title: "First by", Kind: "date", Width: 13}, {ID: "items", Title: "Items", Kind: "text", Width: 100},
	}, Note: "What to do about each item stands under Gaps, its date in the table of all gaps."}
	var owners []string
	items, first := map[string][]string{}, map[string]string{}
	for _, k := range tasks {
		owner := k.gap.Owner.In(lang)
		if items[owner] == nil {
			owners, first[owner] = append(owners, owner), k.day // tasks are in the order of days
		}
		items[owner] = append(items[owner], item(k.gap.Question, k.gap.Unit))
	}
	for _, owner := range owners {
		t.Rows = append(t.Rows, []vigil.Cell{textCell(owner), countCell(len(items[owner])), textCell(first[owner]), textCell(strings.Join(items[owner], ", "))})
	}
	return t
}
