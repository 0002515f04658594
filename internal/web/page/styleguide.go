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
