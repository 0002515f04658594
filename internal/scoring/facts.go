package scoring

import (
	"vigil/internal/vigil"
)

// facts gathers what conditions may ask. A screening "no" that may remove items is a fact only with what
// the questionnaire asks for it (methodology 4.3, 4.11): a complete search log, or evidence and a reviewer's
// approval. Until then the question is open, and its id is listed so that the report can say so.
func facts(in Input, answers map[key]vigil.Answer) (vigil.Facts, []string) {
	f := vigil.Facts{Type: in.Subject.Type, Attributes: in.Subject.Attributes, Answers: map[string]string{}}
	sectors := append([]string(nil), in.Subject.Sectors...)
	if in.Subject.Sector != "" {
		sectors = append(sectors, in.Subject.Sector)
	}
	given := map[string]vigil.Answer{}
	for k, a := range answers {
		if k.unit == "" && a.State == vigil.Answered && a.Value != "" {
			given[k.question] = a
		}
	}
	var open []string
	for i := range in.Questionnaire.Screening {
		sc := &in.Questionnaire.Screening[i]
		a, ok := given[sc.ID]
		if !ok || a.Value == "no" && !noCounts(sc, a) {
			open = append(open, sc.ID)
			delete(given, sc.ID)
			continue
		}
		if listsSectors(sc) {
			sectors = append(sectors, a.Elements()...)
		}
	}
	for id, a := range given {
		f.Answers[id] = a.Value
	}
	f.Sectors = unique(sectors)
	return f, open
}

// noCounts reports whether a screening "no" has what it needs to remove items.
func noCounts(sc *vigil.Indicator, a vigil.Answer) bool {
	switch sc.NoCountsWith {
	case "approval":
		return a.Approved() && a.Grade.Rank() >= vigil.E1.Rank()
	case "search_log":
		return a.Search.Complete()
	}
	return true
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
// is open while no sector is known.
func applicable(in *vigil.Indicator, f vigil.Facts) vigil.Truth {
	t := in.AppliesIf.Holds(f)
	if len(in.Sectors) == 0 {
		return t
	}
	s := vigil.False
	if f.Sectors == nil {
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
