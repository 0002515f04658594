package cli_test

import (
	"encoding/csv"
	"encoding/json"
	"html"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigil/internal/report/docxtest"
	nouns "vigil/internal/vigil"
)

// sameInEveryFormat holds every report that the demo wrote to its json: the page, the document, the table and the
// workbook say every text, figure, clause and date of it, and so does the pdf where there is one.
func sameInEveryFormat(t *testing.T, out string) {
	files, err := filepath.Glob(filepath.Join(out, "*", "*.json"))
	if err != nil || len(files) < 24 {
		t.Fatalf("%d reports as json: %v", len(files), err)
	}
	for _, file := range files {
		base := strings.TrimSuffix(file, ".json")
		var r nouns.Report
		if err := json.Unmarshal(bytesOf(t, file), &r); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		said := sayings{}
		said.report(r)
		if len(said.texts) < 100 || len(said.numbers) < 20 {
			t.Fatalf("%s says only %d texts and %d figures", file, len(said.texts), len(said.numbers))
		}
		for format, text := range map[string]string{".html": html.UnescapeString(string(bytesOf(t, base+".html"))), ".csv": csvTexts(t, base+".csv")} {
			for _, s := range said.texts {
				if !strings.Contains(text, s) {
					t.Errorf("%s does not say %q", base+format, s)
				}
			}
			for _, n := range said.numbers {
				if !strings.Contains(text, n.Text) {
					t.Errorf("%s does not say the figure %q", base+format, n.Text)
				}
			}
		}
		document := strings.ReplaceAll(docxtest.Text(t, bytesOf(t, base+".docx")), `\n`, "\n")
		said.printed(t, base+".docx", document, func(s string) string { return s })
		if _, err := os.Stat(base + ".pdf"); err == nil {
			said.printed(t, base+".pdf", squeezed(overleaf(r).ReplaceAllString(pdfText(t, base+".pdf"), "")), squeezed)
		}
		var words strings.Builder
		var numbers []float64
		for _, c := range filled(t, base+".xlsx") {
			words.WriteString(c.value + "\n")
			if n, err := strconv.ParseFloat(c.value, 64); c.number && err == nil {
				numbers = append(numbers, n)
			}
		}
		for _, s := range said.texts {
			if !strings.Contains(words.String(), s) {
				t.Errorf("%s.xlsx does not say %q", base, s)
			}
		}
		for _, n := range said.numbers {
			if !slices.ContainsFunc(numbers, func(x float64) bool { return math.Abs(x-*n.Number) < 1e-12 }) { // a workbook keeps 15 digits
				t.Errorf("%s.xlsx has no cell with the figure %v (%s)", base, *n.Number, n.Text)
			}
		}
		if t.Failed() {
			return // one report is enough to see what is wrong
		}
	}
}

// printed holds a paper to the report: it says everything as people read it, dates in words.
func (s sayings) printed(t *testing.T, name, text string, form func(string) string) {
	t.Helper()
	for _, said := range s.texts {
		forms := []string{said}
		if day, err := time.Parse(time.DateOnly, said); err == nil {
			forms = []string{day.Format("2 Jan 2006"), day.Format("2 January 2006")}
		} else if said == "not rated" {
			forms = append(forms, "Not rated") // at the beginning of a line
		}
		if !slices.ContainsFunc(forms, func(f string) bool { return strings.Contains(text, form(f)) }) {
			t.Errorf("%s does not say %q", name, said)
		}
	}
	for _, n := range s.numbers {
		if !strings.Contains(text, form(n.Text)) {
			t.Errorf("%s does not say the figure %q", name, n.Text)
		}
	}
}

// pdfText is what pdftotext finds in a pdf.
func pdfText(t *testing.T, file string) string {
	t.Helper()
	text, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (package poppler-utils) cannot read %s: %v", file, err)
	}
	return string(text)
}

// overleaf is what stands in the middle of a text that goes on overleaf: the foot of the page, and the head of its table.
func overleaf(r nouns.Report) *regexp.Regexp {
	spaced := func(text string) string { return strings.Join(strings.Fields(regexp.QuoteMeta(text)), `\s+`) }
	heads := []string{}
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if b.Table != nil {
				var titles []string
				for _, c := range b.Table.Columns {
					titles = append(titles, spaced(c.Title))
				}
				heads = append(heads, strings.Join(titles, `\s+`))
			}
		}
	}
	slices.SortFunc(heads, func(a, b string) int { return len(b) - len(a) }) // the longest that fits
	return regexp.MustCompile(`\f?\d+ / \d+\s+` + spaced("Vigil. "+r.Title+". "+r.Draft) + `\s+(?:` + strings.Join(heads, "|") + `)?`)
}

// squeezed is a text without blanks and line ends, since a page breaks lines where it likes.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func bytesOf(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func csvTexts(t *testing.T, file string) string {
	t.Helper()
	c := csv.NewReader(strings.NewReader(string(bytesOf(t, file))))
	c.FieldsPerRecord = -1
	rows, err := c.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, row := range rows {
		for _, cell := range row {
			b.WriteString(nouns.UnguardText(cell) + "\n")
		}
	}
	return b.String()
}

// sayings are what a report says: texts, and figures with the number behind each.
type sayings struct {
	texts   []string
	numbers []nouns.Cell
}

func (s *sayings) say(texts ...string) {
	for _, text := range texts {
		if text != "" {
			s.texts = append(s.texts, text)
		}
	}
}

func (s *sayings) facts(facts []nouns.Fact) {
	for _, f := range facts {
		if f.Value != "" || f.Note != "" {
			s.say(f.Label, f.Value, f.Note)
		}
	}
}

func (s *sayings) report(r nouns.Report) {
	s.say(r.Title, r.Subtitle, r.Draft)
	s.facts(r.Facts)
	s.say(r.Footer...)
	for _, section := range r.Sections {
		s.say(section.Title)
		for _, b := range section.Blocks {
			s.block(b)
		}
	}
}

func (s *sayings) block(b nouns.Block) {
	s.say(b.Paragraph)
	s.say(b.List...)
	s.facts(b.Facts)
	if n := b.Notice; n != nil {
		s.say(n.Title)
		s.say(n.Lines...)
	}
	if h := b.Headline; h != nil {
		s.say(h.Band, h.Score, h.Title, h.Story)
		s.say(h.Tags...)
		s.facts(h.Facts)
	}
	if q := b.Quote; q != nil {
		s.say(q.By, q.Date, q.Text)
	}
	for _, c := range b.Cards {
		s.say(c.Title, c.Priority)
		s.say(c.Tags...)
		s.facts(c.Facts)
		s.facts(c.Body)
	}
	if t := b.Table; t != nil {
		s.say(t.Title, t.Note)
		for _, c := range t.Columns {
			s.say(c.Title)
		}
		for _, row := range t.Rows {
			for _, c := range row {
				s.cell(c)
			}
		}
	}
	if bars := b.Bars; bars != nil {
		s.say(bars.Title, bars.Caption)
		for _, i := range bars.Items {
			s.say(i.Label, i.Band, i.Note)
			s.cell(nouns.Cell{Text: i.Text, Number: i.Value})
		}
	}
}

func (s *sayings) cell(c nouns.Cell) {
	if c.Number == nil {
		s.say(c.Text)
		return
	}
	s.numbers = append(s.numbers, c)
}
