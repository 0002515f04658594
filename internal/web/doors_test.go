package web_test

import (
	"fmt"
	"strings"
	"testing"

	"vigil/internal/golden"
	"vigil/internal/vigil"
	"vigil/internal/web"
)

// TestWhoComesIn holds the table of routes to testdata/doors.txt, which a person has read: who may come to each page. A page that
// is not in that file fails here, and so does one that lets in somebody else than it says. The matrix then tries every door.
func TestWhoComesIn(t *testing.T) {
	var people []who
	columns := []string{"nobody", "by link"}
	people = append(people, who{name: "nobody"}, who{name: "by link", in: vigil.Respondent, link: true})
	for _, r := range vigil.Roles {
		if r != vigil.Respondent { // answers for one organisation
			people, columns = append(people, who{name: string(r), workspace: r}), append(columns, string(r))
		}
	}
	for _, r := range vigil.Roles {
		people, columns = append(people, who{name: "one organisation's " + string(r), in: r}), append(columns, "one's "+string(r))
	}
	var b strings.Builder
	b.WriteString("Who may come to each page, by the role in the whole workspace or in one organisation (one's).\n\n")
	for i, c := range columns {
		fmt.Fprintf(&b, "%*s %s\n", i+1, "|", c)
	}
	for _, r := range web.Routes() {
		for _, w := range people {
			b.WriteString(map[bool]string{true: "x", false: "."}[may(r, w)])
		}
		fmt.Fprintf(&b, "  %-4s %s\n", r.Method, r.Path)
	}
	golden.Equal(t, "testdata/doors.txt", []byte(b.String()))
}
