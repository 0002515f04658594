package catalogue

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"

	"vigil/internal/question"
	"vigil/internal/vigil"
)

// facts is what a condition of a questionnaire may ask about.
type facts struct {
	Sectors    []string          `expr:"sectors"`
	Type       string            `expr:"type"`
	Attributes map[string]string `expr:"attributes"`
	Answers    map[string]string `expr:"answers"`
}

// mostCombinations is how many ways to answer the open questions of one condition are tried.
const mostCombinations = 4096

// mentions collects what a condition asks about.
type mentions struct {
	answers, attributes []string
	sectors, kind       bool
	codes               []string // sectors that it names
	loose               bool     // answers or attributes other than by a fixed name
	bare                int
}

// Visit notes the identifiers of a condition.
func (m *mentions) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		switch n.Value {
		case "sectors":
			m.sectors = true
		case "type":
			m.kind = true
		case "answers", "attributes":
			m.bare++
		}
	case *ast.StringNode:
		if vigil.ValidSector(n.Value) && !slices.Contains(m.codes, n.Value) {
			m.codes = append(m.codes, n.Value)
		}
	case *ast.MemberNode:
		of, ok := n.Node.(*ast.IdentifierNode)
		if !ok || of.Value != "answers" && of.Value != "attributes" {
			return
		}
		name, ok := n.Property.(*ast.StringNode)
		if !ok {
			m.loose = true
			return
		}
		m.bare--
		if of.Value == "answers" && !slices.Contains(m.answers, name.Value) {
			m.answers = append(m.answers, name.Value)
		}
		if of.Value == "attributes" && !slices.Contains(m.attributes, name.Value) {
			m.attributes = append(m.attributes, name.Value)
		}
	}
}

// compile compiles an expression that gives true or false over an environment.
func compile(text string, env any, visitor ast.Visitor) (p *vm.Program, err error) {
	defer func() { // the library has no promise that it never panics
		if r := recover(); r != nil {
			err = fmt.Errorf("it cannot be understood")
		}
	}()
	if len(text) > 2000 {
		return nil, fmt.Errorf("it has more than 2000 characters")
	}
	options := []expr.Option{expr.Env(env), expr.AsBool(), expr.DisableBuiltin("now")}
	if visitor != nil {
		options = append(options, expr.Patch(visitor))
	}
	return expr.Compile(text, options...)
}

// run evaluates a program; ok is false when it fails, for instance on an index that is not there.
func run(p *vm.Program, env any) (holds, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			holds, ok = false, false
		}
	}()
	out, err := expr.Run(p, env)
	holds, is := out.(bool)
	return holds, err == nil && is
}

// reason shortens the library's message to its first line.
func reason(err error) string {
	first, _, _ := strings.Cut(err.Error(), "\n")
	return first
}

// condition compiles a condition of a questionnaire. options gives the ways to answer a question: nil when they
// cannot be listed, false when there is no such question.
func (s *source) condition(path, text string, options func(id string) ([]string, bool)) vigil.Condition {
	if text == "" {
		return vigil.Condition{}
	}
	var m mentions
	p, err := compile(text, facts{}, &m)
	if err != nil {
		s.add(path, "this condition does not compile: "+reason(err), "ask about sectors, type, attributes[\"...\"] or answers[\"...\"], for instance answers[\"SCR.2\"] == \"yes\"")
		return vigil.Condition{}
	}
	if m.loose || m.bare > 0 {
		s.add(path, "this condition asks for answers or attributes without a fixed name", "ask for one by its id, like answers[\"SCR.2\"]")
		return vigil.Condition{}
	}
	choices := make([][]string, len(m.answers))
	good := true
	for i, id := range m.answers {
		var ok bool
		if choices[i], ok = options(id); !ok {
			s.add(path, fmt.Sprintf("this condition asks about %q, and no question has that id", id), "correct the id")
			good = false
		}
	}
	if _, ok := run(p, facts{Attributes: map[string]string{}, Answers: map[string]string{}}); !ok {
		s.add(path, "this condition fails when it is evaluated", "do not count on a place in a list; ask with in, like \"ICT\" in sectors")
		good = false
	}
	if !good {
		return vigil.Condition{}
	}
	return vigil.Condition{Uses: m.answers, Eval: func(f vigil.Facts) vigil.Truth { return evaluate(p, m, choices, f) }}
}

// evaluate gives the truth of a condition: where questions or sectors are open, every way to answer them is tried, and
// where these differ, or cannot be listed, the condition is unknown.
func evaluate(p *vm.Program, m mentions, choices [][]string, f vigil.Facts) vigil.Truth {
	if m.sectors && (f.Sectors == nil || f.SectorsOpen && len(m.codes) == 0) || m.kind && f.Type == "" {
		return vigil.Unknown
	}
	for _, name := range m.attributes {
		if f.Attributes[name] == "" {
			return vigil.Unknown
		}
	}
	env := facts{Sectors: f.Sectors, Type: f.Type, Attributes: f.Attributes, Answers: make(map[string]string, len(m.answers))}
	open := ways{count: 1}
	for i, id := range m.answers {
		if value, ok := f.Answers[id]; ok {
			env.Answers[id] = value
			continue
		}
		open.add(len(choices[i]), func(n int) { env.Answers[id] = choices[i][n] })
	}
	if m.sectors && f.SectorsOpen {
		for _, code := range m.codes {
			if !slices.Contains(f.Sectors, code) {
				open.add(2, func(n int) { env.Sectors = declared(env.Sectors, code, n == 1) })
			}
		}
	}
	if open.count == 0 || open.count > mostCombinations {
		return vigil.Unknown
	}
	var first bool
	for n := range open.count {
		open.set(n)
		holds, ok := run(p, env)
		if !ok || n > 0 && holds != first {
			return vigil.Unknown
		}
		first = holds
	}
	if first {
		return vigil.True
	}
	return vigil.False
}

// ways are the combinations of all that is open, each with a number.
type ways struct {
	count   int // more than mostCombinations: too many
	choices []choice
}

// choice is one thing that is open, and how to settle it.
type choice struct {
	of  int
	set func(n int)
}

func (w *ways) add(of int, set func(n int)) {
	w.choices = append(w.choices, choice{of, set})
	if w.count <= mostCombinations || of == 0 {
		w.count *= of
	}
}

// set settles everything as the combination of this number does.
func (w *ways) set(n int) {
	for _, c := range w.choices {
		c.set(n % c.of)
		n /= c.of
	}
}

// declared is a list of sectors with or without one of them; the list that is given stays as it is.
func declared(list []string, code string, with bool) []string {
	out := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == code })
	if with {
		out = append(out, code)
	}
	return out
}

// capCondition compiles a condition of a cap; nil when there is none, or it has a problem.
func (s *source) capCondition(path, text string) vigil.CapCondition {
	if text == "" {
		return nil
	}
	p, err := compile(text, vigil.CapFacts{}, nil)
	if err != nil {
		s.add(path, "this condition does not compile: "+reason(err), "ask about case, sectors, project_caps or mode, for instance case.days >= 90")
		return nil
	}
	if _, ok := run(p, vigil.CapFacts{}); !ok {
		s.add(path, "this condition fails when it is evaluated", "do not count on a place in a list; ask with in, like \"ICT\" in sectors")
		return nil
	}
	return func(f vigil.CapFacts) bool {
		holds, _ := run(p, f)
		return holds
	}
}

// mostBoxes is how many boxes a question may have for all sets of them to be listed.
const mostBoxes = 8

// optionsOf lists the ways to answer a question for conditions; nil where they cannot be listed.
func optionsOf(m *vigil.Methodology, in *vigil.Indicator) []string {
	s, ok := m.ScaleOf(in)
	if !ok || s.Type == "multi" && len(in.Elements) > mostBoxes {
		return nil
	}
	var ids []string
	for _, o := range question.Options(s, in) {
		ids = append(ids, o.ID)
	}
	if s.Type == "multi" {
		return setsOf(ids)
	}
	return ids
}

// setsOf lists every answer to a question with boxes, as it is stored.
func setsOf(boxes []string) []string {
	sets := make([]string, 1<<len(boxes))
	for n := range sets {
		var ticked []string
		for i, id := range boxes {
			if n>>i&1 == 1 {
				ticked = append(ticked, id)
			}
		}
		sets[n] = cmp.Or(strings.Join(ticked, ";"), vigil.NoElements)
	}
	return sets
}
