package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// answered is an answer in words: its state, the text of its level, or the boxes that were met.
func (x *crosswalk) answered(in *vigil.Indicator, i *vigil.ItemScore) string {
	switch {
	case i.State != vigil.Answered:
		return sentence(upperFirst(stateText[i.State]))
	case i.Applicable == "no":
		return "Not applicable."
	case len(in.Elements) > 0:
		return x.boxes(in, i.Answer)
	}
	text := tidy(x.spelled(in.ID, in.Level(i.Answer)))
	name := upperFirst(i.Answer)
	if i.Answer != "" && strings.Trim(i.Answer, "0123456789") == "" && len(in.Levels) > 0 {
		name = "Level " + i.Answer
	}
	return sentence(join(": ", name, text))
}

func (x *crosswalk) boxes(in *vigil.Indicator, answer string) string {
	met := strings.FieldsFunc(answer, func(r rune) bool { return r == ';' || r == ' ' })
	var texts []string
	for _, e := range in.Elements {
		if slices.Contains(met, e.ID) {
			text := strings.TrimRight(e.Text.In(x.lang), ".")
			texts = append(texts, cmp.Or(text, e.ID))
		}
	}
	if len(texts) == 0 {
		return sentence(upperFirst(answer))
	}
	return sentence(fmt.Sprintf("%d of %d: %s", len(texts), len(in.Elements), strings.Join(texts, "; ")))
}

// strength is the grade of the evidence, and what it does not carry.
func (x *crosswalk) strength(i *vigil.ItemScore) string {
	if i.Grade == "" && i.State != vigil.Answered {
		return ""
	}
	text := cmp.Or(x.evidenceGrade(i.Grade), "none")
	if i.GradeRead != "" && i.GradeRead != i.Grade {
		text += ", read as " + string(i.GradeRead)
	}
	if i.Points != nil && i.S != nil && *i.S < *i.Points {
		text += "; so the item earns " + credit(*i.S) + ", where the answer alone would earn " + credit(*i.Points)
	}
	return text
}

// openGap is what is still to do on an item, as the gap report has it.
func (x *crosswalk) openGap(s vigil.Score) string {
	for _, g := range x.list.Gaps {
		if g.Question != s.Node || g.Unit != s.Unit {
			continue
		}
		due := ""
		if g.Due != "" {
			due = "due " + vigil.LongDate(g.Due)
		}
		return join(" ", sentence(join(", ", x.priority(g.Priority), due)), sentence(g.Next.Action.In(x.lang)))
	}
	for _, o := range x.list.Open {
		if o.Question == s.Node && o.Unit == s.Unit {
			return fmt.Sprintf("To be assessed; it holds back %s points until then.", rounded(pointRule, o.Points))
		}
	}
	return ""
}

func (x *crosswalk) priority(id string) string {
	for _, p := range x.priorities() {
		if p.ID == id {
			return p.Title.In(x.lang)
		}
	}
	return upperFirst(id)
}
