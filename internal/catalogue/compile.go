package catalogue

import (
	"fmt"

	"vigil/internal/vigil"
)

// Compile compiles the conditions of a methodology and of a questionnaire that came otherwise than from their files, such
// as in a receipt. It lists conditions that do not compile or that ask about what is not there, but checks nothing else
// of what Load does.
func Compile(m *vigil.Methodology, q *vigil.Questionnaire) vigil.Problems {
	src := newSource("")
	for i := range m.Caps {
		c := &m.Caps[i]
		at := fmt.Sprintf("caps[%d]", i)
		src.checkLadder(at, c)
		if c.Admission != nil {
			c.Admission.CaseIf = src.capCondition(at+".admission.case", c.Admission.Case)
		}
	}
	newForm(src, q, m, &Catalogue{}).compileAll()
	return src.all()
}
