package page

import (
	"context"
	"strings"

	"vigil/internal/web/words"
)

// at is the address, in the reader's language where there is one.
func (h help) at(ctx context.Context) string {
	return strings.ReplaceAll(h.address, "{language}", words.In(ctx))
}
