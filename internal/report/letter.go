package report

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"text/template"

	"vigil/internal/vigil"
)

// letterFile is the template of letters to companies.
const letterFile = "letter.txt"

// letterID is the id of a letter as a report.
const letterID = "letter"

// LetterInput is what a letter to one company is made from.
type LetterInput struct {
	Asks        vigil.CompanyAsks
	Screening   *vigil.Screening
	Methodology *vigil.Methodology
	Language    string
}

// LetterTemplate words letters to companies. It is a text: the first line is the title, a line that begins with "## "
// a heading, one that begins with "- " an entry of a list, and a blank line ends a paragraph.
type LetterTemplate struct{ text *template.Template }

// letterFields are what a template may print. The weight of a holding is no business of a letter, nor is who complained.
type letterFields struct {
	Company, Portfolio, Date, Step, Due string
	Asks                                []letterAsk
}

type letterAsk struct {
	Number                     int
	Title, Text, Evidence, Due string
	Overdue                    bool
	First                      string
}

// NewLetterTemplate reads the template from files, or from the folder dir where it has one of its own. One that leaves
// out a question, its evidence or its date is refused.
func NewLetterTemplate(files fs.FS, dir string) (*LetterTemplate, error) {
	name := letterFile
	if dir != "" {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return nil, vigil.Problems{{Place: vigil.Place{File: dir}, What: vigil.Say("the folder of templates cannot be opened (%s)", reason(err)), Do: vigil.Say("name a folder with files such as " + letterFile)}}
		}
		defer func() { _ = root.Close() }()
		files, name = overlay{own: root.FS(), below: files}, dir+"/"+letterFile
	}
	text, err := fs.ReadFile(files, letterFile)
	if err != nil {
		return nil, vigil.Problems{{Place: vigil.Place{File: name}, What: vigil.Say("the template of letters cannot be read (%s)", reason(err)), Do: vigil.Say("check the file")}}
	}
	parsed, err := template.New(letterFile).Option("missingkey=error").Parse(string(text))
	if err != nil {
		return nil, letterProblem(name, err)
	}
	t := &LetterTemplate{parsed}
	return t, t.try(name)
}

// letterProblem words what text/template says.
func letterProblem(name string, err error) vigil.Problems {
	p := vigil.Problem{Place: vigil.Place{File: name}, What: vigil.Say("the template cannot be used: %v", err), Do: vigil.Say("compare the line with reports/" + letterFile)}
	if m := templatePlace.FindStringSubmatch(err.Error()); m != nil {
		p.Place.Line, p.Place.Column, p.What = whole(m[2]), whole(m[3]), vigil.Say("the template cannot be used: %s", m[4])
	}
	return vigil.Problems{p}
}

// try writes a letter with one of everything and says what the template leaves out.
func (t *LetterTemplate) try(name string) error {
	var b bytes.Buffer
	parts := []string{"the company", "the question", "the evidence wanted", "the date"}
	err := t.text.Execute(&b, letterFields{Company: "«the company»", Portfolio: "P", Date: "1 January 2026", Step: "Letter", Due: "«the date»",
		Asks: []letterAsk{{Number: 1, Title: "T", Text: "«the question»", Evidence: "«the evidence wanted»", Due: "«the date»", First: "1 January 2026"}}})
	if err != nil {
		return letterProblem(name, err)
	}
	var missing []string
	for _, part := range parts {
		if !strings.Contains(b.String(), "«"+part+"»") {
			missing = append(missing, part)
		}
	}
	if len(missing) > 0 {
		return vigil.Problems{{Place: vigil.Place{File: name}, What: vigil.Say("the template leaves out %s", list(missing)), Do: vigil.Say("print them as reports/" + letterFile + " does")}}
	}
	return nil
}

// Letter makes the letter to one company.
func (t *LetterTemplate) Letter(in LetterInput) (vigil.Report, error) {
	f := letterFields{Company: in.Asks.Name, Portfolio: in.Screening.PortfolioName, Date: vigil.LongDate(in.Screening.Day), Step: in.Asks.StepTitle}
	first := ""
	for i, a := range in.Asks.Asks {
		if first == "" || a.Due < first {
			first = a.Due
		}
		f.Asks = append(f.Asks, letterAsk{Number: i + 1, Title: a.Title, Text: a.Text, Evidence: a.Evidence, Due: vigil.LongDate(a.Due), Overdue: a.Overdue, First: vigil.LongDate(a.First)})
	}
	f.Due = vigil.LongDate(first)
	var b bytes.Buffer
	if err := t.text.Execute(&b, f); err != nil {
		return vigil.Report{}, letterProblem(letterFile, err)
	}
	r := letterReport(b.String())
	r.Language = in.Language
	r.Subtitle = fmt.Sprintf("%s, %s", f.Company, f.Date)
	r.Draft = draftMark(in.Methodology, in.Language)
	return r, nil
}

// letterReport reads the text of a letter into sections and paragraphs.
func letterReport(text string) vigil.Report {
	r := vigil.Report{ID: letterID, Facts: []vigil.Fact{}, Footer: []string{}}
	section := vigil.ReportSection{ID: "letter-0"}
	flush := func() {
		if len(section.Blocks) > 0 || section.Title != "" {
			r.Sections = append(r.Sections, section)
		}
	}
	for _, part := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		part = strings.TrimSpace(part)
		switch {
		case part == "":
		case r.Title == "":
			r.Title = oneLine(part)
		case strings.HasPrefix(part, "## "):
			flush()
			section = vigil.ReportSection{ID: fmt.Sprintf("letter-%d", len(r.Sections)+1), Title: oneLine(strings.TrimPrefix(part, "## "))}
		case strings.HasPrefix(part, "- "):
			section.Blocks = append(section.Blocks, vigil.Block{List: entries(part)})
		default:
			section.Blocks = append(section.Blocks, vigil.Block{Paragraph: oneLine(part)})
		}
	}
	flush()
	return r
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// entries reads a list; a line without a dash goes on with the entry before it.
func entries(part string) []string {
	var out []string
	for _, line := range strings.Split(part, "\n") {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "- "); ok || len(out) == 0 {
			out = append(out, rest)
			continue
		}
		out[len(out)-1] += " " + line
	}
	return out
}
