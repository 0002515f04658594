// Package catalogue loads provisions, methodologies, questionnaires and the crosswalk from YAML, strictly. It
// gathers every problem of a set of files, each with file, line and column, and compiles conditions. A
// catalogue is read only once loaded and safe for concurrent use.
package catalogue

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/vigil"
)

// Catalogue is everything that was loaded, in the order of files and of declaration.
type Catalogue struct {
	Provisions     []vigil.Provision
	Crosswalk      vigil.Crosswalk
	Methodologies  []*vigil.Methodology
	Banks          []*vigil.Bank // each with the indicators of all its files
	Questionnaires []*vigil.Questionnaire
	Publications   []*vigil.Publication // what publishers of benchmarks say beside the figures
	RuleSets       []*vigil.RuleSet     // what investors make of scores
}

// Reference is one place in another framework that a provision is related to, never equal to.
type Reference struct {
	Framework vigil.Framework
	Reference string
}

// Questionnaire finds a questionnaire and its methodology by "id" (the newest edition) or "id@edition". The
// error is of kind NotFound and lists what there is.
func (c *Catalogue) Questionnaire(ref string) (*vigil.Questionnaire, *vigil.Methodology, error) {
	id, edition, fixed := strings.Cut(ref, "@")
	var found *vigil.Questionnaire
	for _, q := range c.Questionnaires {
		if q.ID == id && (!fixed || q.Edition == edition) && (found == nil || compareEditions(q.Edition, found.Edition) > 0) {
			found = q
		}
	}
	if found == nil {
		var refs []string
		for _, q := range c.Questionnaires {
			refs = append(refs, q.Ref())
		}
		return nil, nil, vigil.Errorf(vigil.NotFound, "there is no questionnaire %q; choose one of %s", ref, strings.Join(refs, ", "))
	}
	m := c.Methodology(found.Method)
	if m == nil {
		return nil, nil, vigil.Errorf(vigil.NotFound, "the questionnaire %s needs the methodology %s, which is not loaded; load its file too", found.Ref(), found.Method)
	}
	return found, m, nil
}

// Methodology finds a methodology by "id@edition"; nil when there is none.
func (c *Catalogue) Methodology(ref string) *vigil.Methodology {
	for _, m := range c.Methodologies {
		if m.Ref() == ref {
			return m
		}
	}
	return nil
}

// NewestMethodology finds the newest edition of a methodology by its id; nil when there is none.
func (c *Catalogue) NewestMethodology(id string) *vigil.Methodology {
	var found *vigil.Methodology
	for _, m := range c.Methodologies {
		if m.ID == id && (found == nil || compareEditions(m.Edition, found.Edition) > 0) {
			found = m
		}
	}
	return found
}

// RuleSet finds a rule set and the newest edition of its methodology by "id" (the newest edition) or "id@edition". The
// error is of kind NotFound and lists what there is.
func (c *Catalogue) RuleSet(ref string) (*vigil.RuleSet, *vigil.Methodology, error) {
	id, edition, fixed := strings.Cut(ref, "@")
	var found *vigil.RuleSet
	var refs []string
	for _, r := range c.RuleSets {
		refs = append(refs, r.Ref())
		if r.ID == id && (!fixed || r.Edition == edition) && (found == nil || compareEditions(r.Edition, found.Edition) > 0) {
			found = r
		}
	}
	if found == nil {
		return nil, nil, vigil.Errorf(vigil.NotFound, "there is no rule set %q; choose one of %s, or name a file", ref, strings.Join(refs, ", "))
	}
	m := c.NewestMethodology(found.Methodology)
	if m == nil {
		return nil, nil, vigil.Errorf(vigil.NotFound, "the rule set %s needs the methodology %s, which is not loaded; load its file too", found.Ref(), found.Methodology)
	}
	return found, m, nil
}

// Provision finds a provision by id.
func (c *Catalogue) Provision(id string) (vigil.Provision, bool) {
	for _, p := range c.Provisions {
		if p.ID == id {
			return p, true
		}
	}
	return vigil.Provision{}, false
}

// References lists the looked-up references (status v) related to any of the provisions, in the order of
// frameworks and then of cells, each once.
func (c *Catalogue) References(provisions []string) []Reference {
	var out []Reference
	seen := map[[2]string]bool{}
	for _, f := range c.Crosswalk.Frameworks {
		for _, cell := range c.Crosswalk.Cells {
			key := [2]string{f.ID, cell.Reference}
			if cell.Framework == f.ID && cell.Status == "v" && !seen[key] && slices.Contains(provisions, cell.Provision) {
				seen[key] = true
				out = append(out, Reference{f, cell.Reference})
			}
		}
	}
	return out
}

// Framework finds a framework of the crosswalk by its id, in any case, with its looked-up cells (status v) in the order
// of the file. The error is of kind NotFound and lists what there is.
func (c *Catalogue) Framework(id string) (vigil.Framework, []vigil.CrosswalkCell, error) {
	ids := make([]string, 0, len(c.Crosswalk.Frameworks))
	for _, f := range c.Crosswalk.Frameworks {
		if !strings.EqualFold(f.ID, strings.TrimSpace(id)) {
			ids = append(ids, f.ID)
			continue
		}
		var cells []vigil.CrosswalkCell
		for _, cell := range c.Crosswalk.Cells {
			if cell.Framework == f.ID && cell.Status == "v" {
				cells = append(cells, cell)
			}
		}
		return f, cells, nil
	}
	return vigil.Framework{}, nil, vigil.Errorf(vigil.NotFound, "the crosswalk has no framework %q; choose one of %s", id, strings.Join(ids, ", "))
}

// compareEditions orders editions like 0.10.0 by their numbers.
func compareEditions(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(x) && i < len(y); i++ {
		m, e1 := strconv.Atoi(x[i])
		n, e2 := strconv.Atoi(y[i])
		if e1 != nil || e2 != nil {
			if d := strings.Compare(x[i], y[i]); d != 0 {
				return d
			}
			continue
		}
		if m != n {
			return cmp.Compare(m, n)
		}
	}
	return cmp.Compare(len(x), len(y))
}
