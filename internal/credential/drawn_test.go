package credential_test

import (
	"fmt"
	"strings"
	"testing"

	"vigil/internal/credential"
)

// drawn reads the path of a drawing as a browser would: rows of modules, each "Mx yhNv1h-Nz".
func drawn(t *testing.T, q credential.QR) map[[2]int]bool {
	t.Helper()
	dark := map[[2]int]bool{}
	for _, row := range strings.Split(strings.TrimSuffix(q.Path, "z"), "z") {
		var x, y, n, back int
		if _, err := fmt.Sscanf(row, "M%d %dh%dv1h-%d", &x, &y, &n, &back); err != nil || n != back {
			t.Fatalf("%q: %v", row, err)
		}
		for i := range n {
			dark[[2]int{x + i, y}] = true
		}
	}
	return dark
}
