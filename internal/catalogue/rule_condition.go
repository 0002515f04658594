package catalogue

import (
	"fmt"
	"maps"
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"vigil/internal/vigil"
)

// screeningHint says what a condition of a rule may ask about.
const screeningHint = "ask about band, score, high, raw, pillars[\"P2\"], capped, caps, cases, coverage, confidence, trust, provisional, watch, sector, country, mode, form, months, weight or kinds, for instance capped && score < 40"

// clause is a condition taken apart at and, or and not, so that what is unknown in one part does not hide what another
// part settles: a cap in force decides "capped or band is E" although there is no band.
type clause struct {
	join  string // and, or, not; empty: a leaf
	parts []clause
	leaf  *vm.Program
	facts []string // that the leaf rests on
	pills []string // ids of pillars that it asks for
}

// screeningCondition compiles the condition of a screening rule; nil where it has a problem. m gives the words that
// bands, caps and pillars may have; nil: they are not checked.
func (s *source) screeningCondition(path, text string, m *vigil.Methodology) vigil.ScreeningCondition {
	if text == "" {
		return nil
	}
	whole, err := compile(text, vigil.ScreeningFacts{}, nil)
	if err != nil {
		s.add(path, "this condition does not compile: "+reason(err), screeningHint)
		return nil
	}
	tree, err := parser.Parse(text)
	if err != nil { // it compiled
		s.add(path, "this condition does not compile: "+reason(err), screeningHint)
		return nil
	}
	if _, ok := run(whole, vigil.ScreeningFacts{Pillars: map[string]float64{}}); !ok {
		s.add(path, "this condition fails when it is evaluated", "do not count on a place in a list; ask with any, all or in, like any(cases, .seriousness >= 0.5)")
		return nil
	}
	before := len(s.problems)
	if m != nil {
		s.checkWords(path, tree.Node, m)
	}
	c, err := takeApart(tree.Node)
	if err != nil {
		s.add(path, "this condition does not compile: "+reason(err), screeningHint)
	}
	if len(s.problems) > before {
		return nil
	}
	return func(f vigil.ScreeningFacts) (vigil.Truth, []string) {
		missing := map[string]bool{}
		truth := c.eval(f, missing)
		if truth != vigil.Unknown {
			return truth, nil
		}
		return truth, slices.Sorted(maps.Keys(missing))
	}
}

// takeApart splits a condition at its connectives and compiles the leaves.
func takeApart(node ast.Node) (clause, error) {
	join := func(word string, nodes ...ast.Node) (clause, error) {
		c := clause{join: word}
		for _, n := range nodes {
			part, err := takeApart(n)
			if err != nil {
				return c, err
			}
			c.parts = append(c.parts, part)
		}
		return c, nil
	}
	switch n := node.(type) {
	case *ast.BinaryNode:
		switch n.Operator {
		case "&&", "and":
			return join("and", n.Left, n.Right)
		case "||", "or":
			return join("or", n.Left, n.Right)
		}
	case *ast.UnaryNode:
		if n.Operator == "!" || n.Operator == "not" {
			return join("not", n.Node)
		}
	}
	leaf, err := compile(node.String(), vigil.ScreeningFacts{}, nil)
	if err != nil {
		return clause{}, err
	}
	var m factNames
	ast.Walk(&node, &m)
	return clause{leaf: leaf, facts: m.facts, pills: m.pillars}, nil
}

// factNames collects the facts that a leaf names.
type factNames struct{ facts, pillars []string }

// Visit notes an identifier, or the pillar asked for by its id.
func (m *factNames) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		if n.Value != "pillars" && !slices.Contains(m.facts, n.Value) {
			m.facts = append(m.facts, n.Value)
		}
	case *ast.MemberNode:
		of, ok := n.Node.(*ast.IdentifierNode)
		id, fixed := n.Property.(*ast.StringNode)
		if ok && fixed && of.Value == "pillars" && !slices.Contains(m.pillars, id.Value) {
			m.pillars = append(m.pillars, id.Value)
		}
	}
}

// eval gives the truth of a clause and notes the facts that were missing on the way to an unknown.
func (c clause) eval(f vigil.ScreeningFacts, missing map[string]bool) vigil.Truth {
	switch c.join {
	case "and", "or":
		settles := vigil.False
		if c.join == "or" {
			settles = vigil.True
		}
		all := vigil.True - settles // what holds where no part settles it
		for _, part := range c.parts {
			switch part.eval(f, missing) {
			case settles:
				return settles
			case vigil.Unknown:
				all = vigil.Unknown
			}
		}
		return all
	case "not":
		return vigil.True - c.parts[0].eval(f, missing)
	}
	known := true
	for _, name := range c.facts {
		if f.Missing[name] {
			missing[name] = true
			known = false
		}
	}
	for _, id := range c.pills {
		if _, ok := f.Pillars[id]; !ok {
			missing["score of pillar "+id] = true
			known = false
		}
	}
	if !known {
		return vigil.Unknown
	}
	holds, ok := run(c.leaf, f)
	switch {
	case !ok:
		return vigil.Unknown
	case holds:
		return vigil.True
	}
	return vigil.False
}

// checkWords notes bands, caps, pillars and other words in a condition that nothing has: such a rule would never hold.
func (s *source) checkWords(path string, node ast.Node, m *vigil.Methodology) {
	known := map[string][]string{"mode": modes, "sector": vigil.Sectors, "kinds": words(vigil.HoldingKinds)}
	for _, b := range m.Bands {
		known["band"] = append(known["band"], b.ID)
	}
	for _, c := range m.Caps {
		known["caps"] = append(known["caps"], c.ID)
	}
	for _, p := range m.Pillars {
		known["pillars"] = append(known["pillars"], p.ID)
	}
	if m.Confidence != nil {
		for _, c := range m.Confidence.Classes {
			known["trust"] = append(known["trust"], c.ID)
		}
	}
	ast.Walk(&node, &wordCheck{known: known, wrong: func(fact, word string) {
		name := map[string]string{"caps": "cap", "pillars": "pillar", "kinds": "kind of holding", "trust": "class of confidence"}[fact]
		if name == "" {
			name = fact
		}
		s.add(path, fmt.Sprintf("this condition asks for the %s %q, which there is not", name, word), "choose "+or(known[fact]))
	}})
}

// wordCheck compares the words beside a fact with those that it can have.
type wordCheck struct {
	known map[string][]string
	wrong func(fact, word string)
}

// Visit looks at comparisons, at predicates over a list, and at members.
func (w *wordCheck) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.BinaryNode:
		for _, side := range [][2]ast.Node{{n.Left, n.Right}, {n.Right, n.Left}} {
			if of, ok := side[0].(*ast.IdentifierNode); ok {
				w.compare(of.Value, side[1])
			}
		}
	case *ast.BuiltinNode: // any(caps, # in [...])
		if len(n.Arguments) == 2 {
			if of, ok := n.Arguments[0].(*ast.IdentifierNode); ok && (of.Value == "caps" || of.Value == "kinds") {
				w.compare(of.Value, n.Arguments[1])
			}
		}
	case *ast.MemberNode:
		if of, ok := n.Node.(*ast.IdentifierNode); ok && of.Value == "pillars" {
			w.compare("pillars", n.Property)
		}
	}
}

// compare notes every text below a node that the fact cannot have.
func (w *wordCheck) compare(fact string, node ast.Node) {
	allowed, closed := w.known[fact]
	if !closed {
		return
	}
	for _, word := range texts(node) {
		if !slices.Contains(allowed, word) {
			w.wrong(fact, word)
		}
	}
}

// textNodes collects the texts below a node.
type textNodes struct{ found []string }

// Visit notes a text, also in a list that the compiler has folded into a constant.
func (t *textNodes) Visit(node *ast.Node) {
	if n, ok := (*node).(*ast.StringNode); ok {
		t.found = append(t.found, n.Value)
	}
}

func texts(node ast.Node) []string {
	var t textNodes
	ast.Walk(&node, &t)
	return t.found
}
