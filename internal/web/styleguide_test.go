package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// components finds the components of package ui that are for pages, and the words between one and the next.
var components = regexp.MustCompile(`(?m)^templ ([A-Z]\w*)\(`)

// TestTheStyleguideShowsEveryPart: a component that is not on the living page is looked at by nobody before it is on all others.
// One that another component shows is there with it.
func TestTheStyleguideShowsEveryPart(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join("page", "styleguide.templ"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join("ui", "*.templ"))
	if err != nil {
		t.Fatal(err)
	}
	body := map[string]string{} // the source of each component
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found := components.FindAllSubmatchIndex(text, -1)
		for i, at := range found {
			end := len(text)
			if i+1 < len(found) {
				end = found[i+1][0]
			}
			body[string(text[at[2]:at[3]])] = string(text[at[0]:end])
		}
	}
	if len(body) < 20 {
		t.Fatalf("found %d components in %v", len(body), files)
	}
	shown := map[string]bool{}
	var show func(source, prefix string)
	show = func(source, prefix string) {
		for name := range body {
			if !shown[name] && strings.Contains(source, "@"+prefix+name+"(") {
				shown[name] = true
				show(body[name], "")
			}
		}
	}
	show(string(guide), "ui.")
	for name := range body {
		if !shown[name] {
			t.Errorf("ui.%s is not on the styleguide; show it in page/styleguide.templ, in every state", name)
		}
	}
}
