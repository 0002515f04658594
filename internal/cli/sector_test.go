package cli_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"vigil/internal/catalogue"
	"vigil/internal/question"
	nouns "vigil/internal/vigil"
	"vigil/questionnaires"
)

// sector FORM COMPANIES FOLDER writes the answers about so many invented companies of the sector EXT to a folder: answers.csv,
// as settled; a.csv and b.csv, as two coders gave them; and subjects.csv. The better ones have the lower numbers.
func sector(ts *testscript.TestScript, _ bool, args []string) {
	c, ps := catalogue.Load(questionnaires.Files)
	ts.Check(ps.Err())
	q, m, err := c.Questionnaire(args[0])
	ts.Check(err)
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	folder := ts.MkAbs(args[2])
	ts.Check(os.MkdirAll(folder, 0o777))
	head := []string{"subject", "question", "value", "state", "grade", "date", "search_date", "search_sources", "search_languages", "search_terms", "approved", "evidence_title", "evidence_link"}
	files := map[string][][]string{"answers.csv": {head}, "a.csv": {head}, "b.csv": {head}, "subjects.csv": {{"subject", "name", "sector", "sectors"}}}
	for i := range n {
		code := fmt.Sprintf("c%02d", i+1)
		files["subjects.csv"] = append(files["subjects.csv"], []string{code, fmt.Sprintf("Company %d (fictional)", i+1), "EXT", "EXT"})
		good := 1 - float64(i)/float64(n)
		for k, in := range append(pointers(q.Screening), q.Questions()...) {
			for file, shift := range map[string]float64{"answers.csv": 0, "a.csv": 0, "b.csv": 0.35 * float64((i+k)%5/4)} {
				files[file] = append(files[file], row(m, in, code, good-shift, (i*7+k*11)%5))
			}
		}
	}
	for name, rows := range files {
		var b bytes.Buffer
		ts.Check(csv.NewWriter(&b).WriteAll(rows))
		ts.Check(os.WriteFile(filepath.Join(folder, name), b.Bytes(), 0o666))
	}
}

func pointers(list []nouns.Indicator) []*nouns.Indicator {
	var out []*nouns.Indicator
	for i := range list {
		out = append(out, &list[i])
	}
	return out
}

// row is one answer on the scale of its question.
func row(m *nouns.Methodology, in *nouns.Indicator, code string, good float64, turn int) []string {
	s, _ := m.ScaleOf(in)
	options := question.Options(s, in)
	value, grade := "", "E3"
	switch {
	case in.ID == "SCR.1":
		value = "EXT"
	case s.Type == "multi":
		value = options[0].ID
	case strings.HasPrefix(in.ID, "SCR."):
		value = "yes"
	case s.Type == "flag":
		value = "clear"
	case s.Type == "number":
		value = "3"
	default:
		value = options[max(0, min(len(options)-1, int(good*float64(len(options))+float64(turn-2)/3)))].ID
	}
	out := []string{code, in.ID, value, "", grade, "2026-03-01", "", "", "", "", "", "", ""}
	if value == "clear" {
		out[6], out[7], out[8], out[9] = "2026-04-01", "registers", "en", "lawsuit"
	} else if !strings.HasPrefix(in.ID, "SCR.") {
		out[11], out[12] = "Policy", "https://example.org/"+code+"/"+strings.ToLower(in.ID)
	}
	return out
}
