package web

import (
	"context"
	"slices"
	"strings"

	"vigil/internal/app"
	"vigil/internal/question"
	"vigil/internal/vigil"
	"vigil/internal/web/words"
)

// cellWords says what stands in the cells of an import as people say it: the criteria beside a level, a state and a day in
// words. What it does not know it leaves as it stands in the file.
type cellWords struct {
	ctx           context.Context
	questionnaire *vigil.Questionnaire
	methodology   *vigil.Methodology
}

func (s *Server) cellWords(ctx context.Context, as vigil.Assessment) cellWords {
	q, m, err := s.app.Catalogue.Questionnaire(as.Questionnaire)
	if err != nil {
		return cellWords{ctx: ctx}
	}
	return cellWords{ctx, q, m}
}

func (w cellWords) say(x app.ImportCell, value string) vigil.Text {
	switch x.Field {
	case "date":
		return words.Here(w.ctx, words.Day(w.ctx, value))
	case "answer":
		if slices.Contains(vigil.States, vigil.State(value)) {
			return words.Here(w.ctx, words.T(w.ctx, "question.state_"+value))
		}
		return w.answer(x.Question, value)
	}
	return words.Here(w.ctx, value)
}

// answer puts the text of each option that a value names beside it.
func (w cellWords) answer(id, value string) vigil.Text {
	if w.questionnaire == nil || value == "" {
		return words.Here(w.ctx, value)
	}
	in := w.questionnaire.Question(id)
	if in == nil {
		return words.Here(w.ctx, value)
	}
	scale, _ := w.methodology.ScaleOf(in)
	options := question.Options(scale, in)
	var parts []vigil.Text
	for _, part := range strings.Split(value, ";") {
		said := words.Here(w.ctx, part)
		for _, o := range options {
			if text := o.Text.In(words.In(w.ctx)); o.ID == part && text != "" && text != part {
				said = words.Behind(part+": ", o.Text)
			}
		}
		parts = append(parts, said)
	}
	return words.Joined(w.ctx, parts)
}
