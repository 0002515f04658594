package page

import (
	"context"

	"vigil/internal/web/ui"
	"vigil/internal/web/words"
)

// styleLevels are the levels of a question, one of them chosen.
func styleLevels(ctx context.Context) []ui.Option {
	level := func(n string, chosen bool) ui.Option {
		return ui.Option{Value: n, Label: words.T(ctx, "styleguide.level_"+n), Hint: words.T(ctx, "styleguide.level_"+n+"_hint"), Aside: words.T(ctx, "styleguide.level", "Level", n), Chosen: chosen}
	}
	return []ui.Option{level("0", false), level("1", false), level("2", true), level("3", false)}
}

// styleAnswer is an answer as it stands where it may only be read.
func styleAnswer(ctx context.Context) Question {
	return Question{Key: "style-read-answer", Language: words.In(ctx), Form: AnswerForm{
		Choices: styleLevels(ctx),
		Note:    ui.Field{Label: words.T(ctx, "styleguide.note"), Value: words.T(ctx, "styleguide.note_value")},
		Date:    ui.Field{Label: words.T(ctx, "styleguide.date"), Value: "2026-03-01"},
	}}
}
