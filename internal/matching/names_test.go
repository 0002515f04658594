package matching

import (
	"fmt"
	"testing"

	"vigil/internal/vigil"
)

// word is one of many: each number has its own.
func word(i int) string {
	b := make([]byte, 8)
	v := i * 91_648_253 % 208_827_064_576 // 26⁸, with which the factor shares no divisor
	for at := range b {
		b[at], v = byte('a'+v%26), v/26
	}
	return string(b)
}

// TestNearlyEqualNamesAreNotAllCompared: of 5,000 names that differ in a word, a line is compared with those that can be
// most like it, and its own is found first.
func TestNearlyEqualNamesAreNotAllCompared(t *testing.T) {
	const n = 5000
	organisations := make([]vigil.Organisation, n)
	for i := range organisations {
		organisations[i] = vigil.Organisation{Code: fmt.Sprintf("c%05d", i), Name: fmt.Sprintf("Example Mining %s Holdings", word(i))}
	}
	x := newNameIndex(organisations)
	for i := 0; i < n; i += 50 {
		list := x.candidates(organisations[i].Name, organisations, "")
		if len(list) != perLine || list[0].Organisation != organisations[i].Code || list[0].Score != Most {
			t.Fatalf("%d: %+v", i, list)
		}
	}
	if per := x.tried / (n / 50); per > 200 {
		t.Errorf("%d names compared for a line, of %d", per, n)
	}
	x.tried = 0
	if list := x.candidates("Example Mining Holdings", organisations, ""); len(list) != perLine || x.tried > mostCompared {
		t.Errorf("%d candidates, %d compared", len(list), x.tried)
	}
}
