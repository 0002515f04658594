package app

import (
	"vigil/internal/check"
	"vigil/internal/question"
	"vigil/internal/vigil"
)

// vet checks what reading alone cannot know: that the answers are about this organisation and its units, that no
// field is too long or malformed, and that no free text could identify a person. All problems, with their places.
func vet(sub vigil.Submission, readings []question.Reading, org vigil.Organisation, units []vigil.Unit, q *vigil.Questionnaire, m *vigil.Methodology) vigil.Problems {
	var ps vigil.Problems
	entries := entriesBySlot(sub)
	known := map[string]bool{"": true}
	for _, u := range units {
		known[u.Code] = true
	}
	for _, r := range readings {
		x := r.Answer
		at := slot{x.Unit, x.Question}
		e := entries[at]
		if r.Subject != "" && r.Subject != org.Code {
			ps.Say(e.At("subject"), vigil.Say("the row is about %q, but the assessment is about %q", r.Subject, org.Code), vigil.Say("import each organisation's answers into its own assessment"))
		}
		if !known[x.Unit] {
			ps.Say(e.At("unit"), vigil.Say("the organisation has no unit %q", x.Unit), vigil.Say("correct the code, or add the unit to the organisation first"))
		} else if x.Unit != "" && m.Units == nil {
			ps.Add(e.At("unit"), "this method is answered for the organisation as a whole", "leave the unit empty")
		}
		ps = append(ps, placed(check.Struct(x), e.At)...)
		for i, v := range cleanEvidence(0, at, r.Evidence) {
			ps = append(ps, placed(check.Struct(v), func(field string) vigil.Place { return e.EvidenceAt(i, field) })...)
		}
	}
	// Harm is looked for in the raw entries, so that it is found also where the answer itself was refused.
	for _, e := range sub.Entries {
		in := q.Question(e.Question)
		ps = append(ps, harmInEntry(e, in != nil && isText(m, in))...)
	}
	return ps
}

func isText(m *vigil.Methodology, in *vigil.Indicator) bool {
	s, ok := m.ScaleOf(in)
	return ok && s.Type == "text"
}

// harmInEntry checks every text of an entry that a person typed freely. The value is one only on a scale of text: a
// number with many digits is an answer like any other.
func harmInEntry(e vigil.Entry, freeValue bool) vigil.Problems {
	var ps vigil.Problems
	if freeValue {
		ps = harm(e.Place, text{"value", e.Value})
	}
	ps = append(ps, harm(e.At("note"), text{"note", e.Note})...)
	ps = append(ps, harm(e.At("search"), text{"search sources", e.Search.Sources}, text{"search languages", e.Search.Languages}, text{"search terms", e.Search.Terms})...)
	for i, v := range e.Evidence {
		for _, x := range []text{{"title", v.Title}, {"link", v.Link}, {"page", v.Page}, {"quote", v.Quote}} {
			ps = append(ps, harm(e.EvidenceAt(i, x.field), text{"evidence " + x.field, x.text})...)
		}
	}
	return ps
}

// placed moves problems of a struct to where the sender can find them; the name of the field goes into the words.
func placed(ps vigil.Problems, at func(field string) vigil.Place) vigil.Problems {
	for i := range ps {
		field := ps[i].Place.Field
		ps[i].Place = at(field)
		ps[i].What = vigil.Say("%s %s", vigil.Word(field), ps[i].What)
	}
	return ps
}
