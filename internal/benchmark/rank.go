package benchmark

import (
	"cmp"
	"maps"
	"slices"
	"sort"

	"vigil/internal/vigil"
)

// Rank is the place of a subject at a node among its peers, 1 for the best. Ties share a rank (1, 2, 2, 4).
type Rank struct {
	Subject, Node string
	Rank          int
}

// Ranks ranks the scorecards at the nodes the method ranks, within the peer group it names, by competition
// rank on the published figure (or on the unrounded value where it says so). At the total the final score is
// ranked, which is the raw score where a method knows no caps. Scorecards of different questionnaires, editions or modes
// are never ranked together. What is not rated or provisional has no rank anywhere, and what has no figure none there.
func Ranks(m *vigil.Methodology, cards []*vigil.Scorecard) []Rank {
	if m.Ranking == nil {
		return nil
	}
	var out []Rank
	for _, node := range rankedNodes(m, cards) {
		groups := map[peers][]entry{}
		for i, c := range cards {
			if v, ok := figure(m, c, node); ok {
				g := peers{group(m, c), c.Questionnaire, c.Mode}
				groups[g] = append(groups[g], entry{i, v})
			}
		}
		for _, g := range slices.SortedFunc(maps.Keys(groups), peers.compare) {
			out = append(out, rank(groups[g], cards, node)...)
		}
	}
	return out
}

// peers are those who are ranked together.
type peers struct {
	group, questionnaire string
	mode                 vigil.Mode
}

func (p peers) compare(q peers) int {
	return cmp.Or(cmp.Compare(p.group, q.group), cmp.Compare(p.questionnaire, q.questionnaire), cmp.Compare(p.mode, q.mode))
}

type entry struct {
	card  int
	value float64
}

func rank(list []entry, cards []*vigil.Scorecard, node string) []Rank {
	sort.SliceStable(list, func(i, j int) bool { return list[i].value > list[j].value })
	out := make([]Rank, len(list))
	for i, e := range list {
		place := i + 1
		if i > 0 && e.value == list[i-1].value {
			place = out[i-1].Rank
		}
		out[i] = Rank{Subject: cards[e.card].Subject.Code, Node: node, Rank: place}
	}
	return out
}

// figure is what is ranked at a node.
func figure(m *vigil.Methodology, c *vigil.Scorecard, node string) (float64, bool) {
	if c.Final == nil || c.Provisional {
		return 0, false
	}
	value, published := &c.Final.Value, &c.Final.Published
	if node != vigil.Total {
		n := c.Node(node, "")
		if n == nil {
			return 0, false
		}
		value, published = n.Value, n.Published
	}
	if m.Ranking.On == "value" {
		published = value
	}
	if published == nil {
		return 0, false
	}
	return *published, true
}

// group is the peer group of a subject.
func group(m *vigil.Methodology, c *vigil.Scorecard) string {
	switch m.Ranking.Within {
	case "":
		return ""
	case "type":
		return c.Subject.Type
	case "sector":
		return c.Subject.Sector
	}
	return c.Subject.Attributes[m.Ranking.Within]
}

// rankedNodes lists the nodes the method ranks, in the order of the tree.
func rankedNodes(m *vigil.Methodology, cards []*vigil.Scorecard) []string {
	storeys := map[string]string{"total": vigil.StoreyTotal, "pillars": vigil.StoreyPillar, "indicators": vigil.StoreyIndicator}
	var wanted, nodes []string
	for _, of := range m.Ranking.Of {
		wanted = append(wanted, storeys[of])
	}
	seen := map[string]bool{}
	for _, c := range cards {
		for _, n := range c.Nodes {
			if n.Unit == "" && !seen[n.Node] && slices.Contains(wanted, n.Storey) {
				seen[n.Node] = true
				nodes = append(nodes, n.Node)
			}
		}
	}
	return nodes
}
