package page

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// unseen are parts that the styleguide shows within others.
var unseen = map[string]string{"CSRF": "a hidden field of every form", "Crumbs": "the trail of Head"}

// TestTheStyleguideShowsEveryPart: whoever adds a part to ui sees it there from the first day.
func TestTheStyleguideShowsEveryPart(t *testing.T) {
	guide, err := os.ReadFile("styleguide.templ")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../ui/*.templ")
	if err != nil {
		t.Fatal(err)
	}
	parts := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^templ ([A-Z]\w*)\(`).FindAllStringSubmatch(string(text), -1) {
			parts++
			if unseen[m[1]] == "" && !strings.Contains(string(guide), "@ui."+m[1]+"(") {
				t.Errorf("ui.%s stands nowhere in styleguide.templ; show it there in each of its states", m[1])
			}
		}
	}
	if parts < 20 {
		t.Errorf("only %d parts were found in %v", parts, files)
	}
}
