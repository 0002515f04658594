package scoring

import (
	"slices"
	"strings"

	"vigil/internal/vigil"
)

// facts gathers what conditions may ask. A screening answer that may take items away, a "no" or boxes left empty, is a
// fact only with what the questionnaire asks for it (methodology 4.3, 4.11): a complete search log, or evidence and a
// reviewer's approval. Until then the question is open, and its id is listed so that the report can say so. What a
// sector box says counts at once where it is ticked; without its proof the sectors left empty are open.
func facts(in Input, answers map[key]vigil.Answer) (vigil.Facts, []string) {
	f := vigil.Facts{Type: in.Subject.Type, Attributes: in.Subject.Attributes, Answers: map[string]string{}}
	sectors := append([]string(nil), in.Subject.Sectors...)
	if in.Subject.Sector != "" {
		sectors = append(sectors, in.Subject.Sector)
	}
	given := map[string]vigil.Answer{}
	for k, a := range answers {
		if k.unit == "" && a.State == vigil.Answered && a.Value != "" {
			given[k.question], f.Answers[k.question] = a, a.Value
		}
	}
	unproven := map[string]bool{}
	for i := range in.Questionnaire.Screening {
		sc := &in.Questionnaire.Screening[i]
		a, ok := given[sc.ID]
		declares := listsSectors(sc)
		if declares {
			sectors = append(sectors, a.Elements()...)
		}
		if !ok || mayRemove(sc, a) && !proven(sc, a) && decides(in.Questionnaire, sc) {
			unproven[sc.ID] = true
			delete(f.Answers, sc.ID)
			f.SectorsOpen = f.SectorsOpen || declares && proofs[sc.NoCountsWith] != nil
		}
	}
	f.Sectors = unique(sectors)
	var open []string
	for i := range in.Questionnaire.Screening {
		sc := &in.Questionnaire.Screening[i]
		switch {
		case sc.AppliesIf.Holds(f) == vigil.False: // not asked, so neither a fact nor open
			delete(f.Answers, sc.ID)
		case unproven[sc.ID]:
			open = append(open, sc.ID)
		}
	}
	return f, open
}

// ScreeningAsked says for each screening question whether it is asked, by the answers given so far. Items say so
// themselves, in their ItemScore.
func ScreeningAsked(in Input) map[string]vigil.Truth {
	s := newScorer(in)
	asked := map[string]vigil.Truth{}
	for i := range s.q.Screening {
		sc := &s.q.Screening[i]
		asked[sc.ID] = sc.AppliesIf.Holds(s.facts)
	}
	return asked
}

// mayRemove reports whether a screening answer can take items away: a "no", or boxes left empty.
func mayRemove(sc *vigil.Indicator, a vigil.Answer) bool {
	return a.Value == "no" || len(a.Elements()) < len(sc.Elements)
}

// decides reports whether anything that the questionnaire asks rests on a screening question. Where nothing does, its
// answer takes nothing away and needs no proof.
func decides(q *vigil.Questionnaire, sc *vigil.Indicator) bool {
	asks := func(in *vigil.Indicator) bool {
		if listsSectors(sc) && (len(in.Sectors) > 0 || strings.Contains(in.Applies, "sectors")) {
			return true
		}
		return slices.Contains(in.AppliesIf.Uses, sc.ID) || slices.Contains(in.ShownIf.Uses, sc.ID) || slices.Contains(in.RequiredIf.Uses, sc.ID)
	}
	found := false
	q.Walk(func(_ *vigil.Pillar, in *vigil.Indicator) { found = found || asks(in) })
	for i := range q.Screening {
		found = found || asks(&q.Screening[i])
	}
	return found
}

// proofs are what a questionnaire may ask for before a screening answer takes items away.
var proofs = map[string]func(vigil.Answer) bool{
	"approval":   func(a vigil.Answer) bool { return a.Approved() && a.Grade.Rank() >= vigil.E1.Rank() },
	"search_log": func(a vigil.Answer) bool { return a.Search.Complete() },
}

// proven reports whether a screening answer has what it needs to take items away.
func proven(sc *vigil.Indicator, a vigil.Answer) bool {
	has := proofs[sc.NoCountsWith]
	return has == nil || has(a)
}

// listsSectors reports whether a screening question declares sectors: a multi whose elements are sector codes.
func listsSectors(sc *vigil.Indicator) bool {
	for _, e := range sc.Elements {
		if !vigil.ValidSector(e.ID) {
			return false
		}
	}
	return len(sc.Elements) > 0
}

func unique(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// applicable says whether an indicator applies by its own sectors and condition. An item limited to sectors
// is open while no sector is known, or while others may still be declared.
func applicable(in *vigil.Indicator, f vigil.Facts) vigil.Truth {
	t := in.AppliesIf.Holds(f)
	if len(in.Sectors) == 0 {
		return t
	}
	s := vigil.False
	if f.Sectors == nil || f.SectorsOpen {
		s = vigil.Unknown
	}
	for _, have := range f.Sectors {
		for _, want := range in.Sectors {
			if have == want {
				s = vigil.True
			}
		}
	}
	return min(t, s)
}
