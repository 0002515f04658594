package catalogue

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"vigil/internal/question"
	"vigil/internal/vigil"
	"vigil/questionnaires"
)

var fenced = regexp.MustCompile("(?s)```(yaml|csv)\n(.*?)```")

// TestDocumentedExample loads the small example of METHODOLOGY.md beside the provisions, and reads its answers.
func TestDocumentedExample(t *testing.T) {
	text, err := os.ReadFile("../../questionnaires/METHODOLOGY.md")
	if err != nil {
		t.Fatal(err)
	}
	provisions, err := questionnaires.Files.ReadFile("provisions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"provisions.yaml": {Data: provisions}}
	var answers string
	_, part, _ := strings.Cut(string(text), "\n## D2.")
	part, _, _ = strings.Cut(part, "\n## D3.")
	for _, block := range fenced.FindAllStringSubmatch(part, -1) {
		if block[1] == "csv" {
			answers = block[2]
			continue
		}
		name, _, _ := strings.Cut(block[2], ":")
		files[name+".yaml"] = &fstest.MapFile{Data: []byte(block[2])}
	}
	c, ps := Load(files)
	if len(ps) > 0 {
		t.Fatalf("the example of the documentation has problems:\n%v", ps)
	}
	q, m, err := c.Questionnaire("river-form")
	if err != nil {
		t.Fatal(err)
	}
	var sub vigil.Submission
	for _, line := range strings.Split(strings.TrimSpace(answers), "\n")[1:] {
		cells := strings.Split(line, ",")
		sub.Entries = append(sub.Entries, vigil.Entry{Subject: cells[0], Unit: cells[1], Question: cells[2], Value: cells[3], State: cells[4], Grade: cells[5], Date: cells[6], Note: cells[7]})
	}
	out, ps := question.ReadAll(q, m, sub)
	if len(ps) > 0 || len(out) != 3 {
		t.Errorf("read %d answers, want 3; problems %v", len(out), ps)
	}
}

func TestDecode(t *testing.T) {
	var into struct {
		Name  string        `yaml:"name,required"`
		Scale []vigil.Scale `yaml:"scales"`
		Limit *float64      `yaml:"limit"`
	}
	ps := Decode("case.yaml", []byte("limit: far\ncolour: red\n"), &into)
	want := "case.yaml:1:1: the field \"name\" is missing; add it\n" +
		"case.yaml:1:8: limit is text; give a number\n" +
		"case.yaml:2:1: there is no field \"colour\" here; correct the name or take it out; the fields are name, scales, limit"
	if ps.Error() != want {
		t.Errorf("problems\n%v\nwant\n%s", ps, want)
	}
	if ps := Decode("case.yaml", []byte("- a"), &into); len(ps) != 1 {
		t.Errorf("a list gives %v", ps)
	}
	ps = Decode("case.yaml", []byte("name: x\nlimit: 3\nscales: {g: {type: graded}}\n"), &into)
	if len(ps) > 0 || into.Name != "x" || *into.Limit != 3 || into.Scale[0].ID != "g" {
		t.Errorf("decoded %+v with %v", into, ps)
	}
}
