package catalogue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// itemsTable lists every item of a bank by pillar.
func itemsTable(b *vigil.Bank, m *vigil.Methodology) string {
	t := newTable("Item", "Title", "Provision", "Kind", "Tier", "Scale", "Cap", "Asked", "Sectors")
	for _, rule := range m.Pillars {
		t.row("**"+rule.ID+"**", "**"+rule.Title.In("en")+"**", "", "", "", "", "", "", "")
		for _, in := range b.Indicators {
			if in.Pillar == rule.ID {
				t.row(in.ID, in.Title.In("en"), strings.Join(in.Provisions, ", "), in.Kind, in.Tier, in.Scale, in.Critical, asked(in), strings.Join(in.Sectors, ", "))
			}
		}
	}
	return t.String()
}

// asked are the respondents of an item by their first letter, as people who write items know them.
func asked(in vigil.Indicator) string {
	out := ""
	for _, r := range in.Respondents {
		out += strings.ToUpper(r[:1])
	}
	return out
}

// clausesTable counts the scored items of every provision by kind, in all forms and in the longest form of each.
func clausesTable(c *Catalogue, b *vigil.Bank, m *vigil.Methodology) string {
	t := newTable("Provision", "Policy", "Process", "Performance", "Remedy", "In all", "Ids")
	for _, p := range c.Provisions {
		counts, ids := map[string]int{}, []string{}
		for i := range b.Indicators {
			in := &b.Indicators[i]
			if scored(m, in) && in.RetiredBy == "" && slices.Contains(in.Provisions, p.ID) {
				counts[in.Kind]++
				ids = append(ids, in.ID)
			}
		}
		row := []string{p.ID}
		for _, k := range kinds {
			row = append(row, strconv.Itoa(counts[k]))
		}
		t.row(append(row, strconv.Itoa(len(ids)), strings.Join(ids, ", "))...)
	}
	return t.String()
}

func scored(m *vigil.Methodology, in *vigil.Indicator) bool {
	s, ok := m.ScaleOf(in)
	return ok && s.Scored()
}

// inSector reports whether an item concerns a sector.
func inSector(in *vigil.Indicator, sector string) bool {
	return len(in.Sectors) == 0 || slices.Contains(in.Sectors, sector)
}

// formsTable gives the length of every form of a bank, in scored items, by sector and before screening takes any out.
func formsTable(c *Catalogue, b *vigil.Bank, m *vigil.Methodology) string {
	t := newTable(append([]string{"Form"}, vigil.Sectors...)...)
	for _, q := range c.Questionnaires {
		if q.Bank != b.Ref() {
			continue
		}
		row := []string{q.ID}
		for _, sector := range vigil.Sectors {
			n := 0
			for _, in := range q.Questions() {
				if scored(m, in) && inSector(in, sector) {
					n++
				}
			}
			row = append(row, strconv.Itoa(n))
		}
		t.row(row...)
	}
	return t.String()
}

// modulesTable lists the items of each sector's module: those that are asked only where the sector is declared.
func modulesTable(b *vigil.Bank, m *vigil.Methodology) string {
	t := newTable("Sector", "Items", "Ids")
	for _, sector := range vigil.Sectors {
		var ids []string
		for i := range b.Indicators {
			in := &b.Indicators[i]
			if slices.Contains(in.Sectors, sector) && scored(m, in) && in.RetiredBy == "" {
				ids = append(ids, in.ID)
			}
		}
		t.row(sector, fmt.Sprint(len(ids)), strings.Join(ids, ", "))
	}
	return t.String()
}
